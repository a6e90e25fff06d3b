"""What a coefficient came to: its value and 95 % interval with how they were made, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from qa.call import Sentence
from qa.statistics.interval import Z_95, t_95

_NO_WIDTH = 1e-12
FLAT = Sentence(
    "구간 없음: 대상 사이에 차이가 없어 오차를 알 수 없습니다", "no interval: nothing differs between the units"
)
NO_PAIR = Sentence(
    "두 명 이상이 함께 평가한 대상이 없습니다.", "No unit was rated by two or more raters, so nothing can be compared."
)
ONE_VALUE = Sentence(
    "모든 값이 같아 우연히 일치할 정도를 알 수 없습니다(0/0). 다른 값이 나오는 대상을 더 평가해 주세요.",
    "All values are the same, so agreement by chance is unknown (0/0): rate units on which other values arise.",
)
ALONE = Sentence(
    "평가자가 한 명이라 비교할 수 없습니다.", "There is one rater only, so there is nobody to compare with."
)
NOT_NUMBERS = Sentence(
    "숫자가 아닌 값이 있어 계산하지 않습니다.", "Some values are not numbers, and this needs numbers."
)


@dataclass(frozen=True)
class Estimate:
    """Either `value` is there, or `why` says why not. `interval` is at 95 %; None where none can be told."""

    value: float | None
    method: Sentence
    interval: tuple[float, float] | None = None
    why: Sentence | None = None


def nothing(method: Sentence, why: Sentence) -> Estimate:
    return Estimate(None, method, None, why)


def joined(method: Sentence, how: Sentence) -> Sentence:
    return Sentence(f"{method.ko}; {how.ko}", f"{method.en}; {how.en}")


def around(value: float, error: float, df: float | None, method: Sentence, how: Sentence) -> Estimate:
    """`value` ± quantile · `error`, of t with `df` degrees of freedom or of the normal distribution (None).

    No agreement is above 1: what reaches beyond is cut off, and the method says so. An error of zero comes of units
    that are all alike: that is no certainty, and makes no interval.
    """
    if df == 0 or not error > _NO_WIDTH:
        return Estimate(value, joined(method, FLAT))
    reach = (Z_95 if df is None else t_95(df)) * error
    low, high = value - reach, value + reach
    spread = Sentence("정규분포", "normal") if df is None else Sentence(f"t(자유도 {df:g})", f"t with {df:g} df")
    told = joined(method, Sentence(f"95 % 구간: {how.ko}, {spread.ko}", f"95 % interval: {how.en}, {spread.en}"))
    if high > 1:
        told = joined(told, Sentence("1에서 잘랐음", "cut at 1"))
    return Estimate(value, told, (low, min(1.0, high)))
