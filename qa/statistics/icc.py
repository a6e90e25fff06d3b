"""Intraclass correlations: how far raters' numbers agree, in rank only or in level too, one rater's or their mean.

Shrout & Fleiss (1979), Psychol. Bull. 86:420; intervals as there and in McGraw & Wong (1996), Psychol. Methods 1:30,
where (1,1), (2,1), (3,1) are called ICC(1), ICC(A,1), ICC(C,1). Analysis of variance without replication, over the
units that every rater rated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.call import Sentence
from qa.statistics.estimate import ALONE, FLAT, NOT_NUMBERS, ONE_VALUE, Estimate, joined, nothing
from qa.statistics.interval import f_95
from qa.statistics.ratings import Ratings

NAMES = ("icc_1_1", "icc_2_1", "icc_3_1", "icc_1_k", "icc_2_k", "icc_3_k")
_TINY = 64 * np.finfo(float).eps
_METHODS = {
    "1": Sentence("일원 무선 모형", "one-way random"),
    "2": Sentence("이원 무선 모형, 절대 일치", "two-way random, absolute agreement"),
    "3": Sentence("이원 혼합 모형, 일관성", "two-way mixed, consistency"),
}
_HOW = Sentence("95 % 구간: F 분포(McGraw & Wong 1996)", "95 % interval: F (McGraw & Wong 1996)")
_NO_SPREAD = Sentence(
    "대상들의 평균이 서로 다르지 않아 계산할 수 없습니다. 점수 차이가 나는 대상을 더 평가해 주세요.",
    "The units' means do not differ enough for this: rate units whose scores differ.",
)

Pair = tuple[float, float]


@dataclass(frozen=True)
class Icc:
    """`estimates` by NAMES, over `n` units that all raters rated."""

    n: int
    estimates: dict[str, Estimate]


@dataclass(frozen=True)
class Squares:
    """Mean squares of `n` units × `k` raters: between units, within units, between raters, residual."""

    n: int
    k: int
    units: float
    within: float
    raters: float
    residual: float


def icc(ratings: Ratings) -> Icc:
    """Absent where values are no numbers, fewer than two units are complete, or all values are the same."""
    complete = ratings.codes[ratings.present.all(axis=1)]
    n = len(complete)
    numeric = ratings.numeric
    why = None
    if numeric is None:
        why = NOT_NUMBERS
    elif complete.shape[1] < 2:
        why = ALONE
    elif n < 2:
        why = Sentence(
            f"모든 평가자가 함께 평가한 대상이 {n}개입니다. 두 개 이상이어야 합니다.",
            f"The number of units that every rater rated is {n}: two or more are needed.",
        )
    elif (complete == complete[0, 0]).all():
        why = ONE_VALUE
    if why is not None or numeric is None:
        return Icc(n, {name: nothing(_method(name), why or NOT_NUMBERS) for name in NAMES})
    ms = squares(numeric[complete])
    one, both, fixed = _one_way(ms), _absolute(ms), _consistent(ms)
    values = {"1_1": one, "2_1": both, "3_1": fixed}
    found = {f"icc_{name}": _told(f"icc_{name}", *of) for name, of in values.items()}
    for model, (_, interval) in (("1", one), ("2", both), ("3", fixed)):
        name = f"icc_{model}_k"
        found[name] = _told(name, _mean_of(ms, model), interval and (_up(interval[0], ms.k), _up(interval[1], ms.k)))
    return Icc(n, found)


def squares(x: NDArray[np.float64]) -> Squares:
    """Of units × raters without gaps. Sums of squares that are only rounding are 0."""
    n, k = x.shape
    # Any change of unit or of zero leaves every coefficient as it is; this one keeps what is squared near 1.
    size = max(float(np.abs(x).max()), 1.0e-300)
    span = float(np.ptp(x))
    x = (x - x.mean()) / span
    rounding = _TINY * size / span
    rows, columns = x.mean(axis=1, keepdims=True), x.mean(axis=0, keepdims=True)
    units = k * _sum(rows - x.mean(), rounding)
    raters = n * _sum(columns - x.mean(), rounding)
    residual = _sum(x - rows - columns + x.mean(), rounding)
    within = _sum(x - rows, rounding)
    return Squares(n, k, units / (n - 1), within / (n * (k - 1)), raters / (k - 1), residual / ((n - 1) * (k - 1)))


def _sum(x: NDArray[np.float64], rounding: float) -> float:
    return 0.0 if float(np.abs(x).max()) <= rounding else float((x * x).sum())


def _one_way(ms: Squares) -> tuple[float | None, Pair | None]:
    value = _over(ms.units - ms.within, ms.units + (ms.k - 1) * ms.within, ms)
    return value, _by_f(ms.units, ms.within, ms.n - 1, ms.n * (ms.k - 1), ms.k)


def _consistent(ms: Squares) -> tuple[float | None, Pair | None]:
    value = _over(ms.units - ms.residual, ms.units + (ms.k - 1) * ms.residual, ms)
    return value, _by_f(ms.units, ms.residual, ms.n - 1, (ms.n - 1) * (ms.k - 1), ms.k)


def _by_f(units: float, error: float, df: int, df_error: int, k: int) -> Pair | None:
    if error == 0:
        return None
    ratio = units / error
    low, high = ratio / f_95(df, df_error), ratio * f_95(df_error, df)
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _absolute(ms: Squares) -> tuple[float | None, Pair | None]:
    n, k = ms.n, ms.k
    value = _over(ms.units - ms.residual, ms.units + (k - 1) * ms.residual + k * (ms.raters - ms.residual) / n, ms)
    if value is None or ms.residual == 0:
        return value, None
    raters, rest = ms.raters / ms.residual, n * (1 + (k - 1) * value) - k * value
    above = (k - 1) * (n - 1) * (k * value * raters + rest) ** 2
    df = above / ((n - 1) * (k * value * raters) ** 2 + rest**2)
    if not df > 0:
        return value, None
    f_low, f_high = f_95(n - 1, df), f_95(df, n - 1)
    noise = k * ms.raters + (k * n - k - n) * ms.residual
    low = _over(n * (ms.units - f_low * ms.residual), f_low * noise + n * ms.units, ms)
    high = _over(n * (f_high * ms.units - ms.residual), noise + n * f_high * ms.units, ms)
    return value, None if low is None or high is None else (low, high)


def _mean_of(ms: Squares, model: str) -> float | None:
    """The reliability of the mean of the k raters."""
    if model == "1":
        return _over(ms.units - ms.within, ms.units, ms)
    if model == "2":
        return _over(ms.units - ms.residual, ms.units + (ms.raters - ms.residual) / ms.n, ms)
    return _over(ms.units - ms.residual, ms.units, ms)


def _up(single: float, k: int) -> float:
    """From one rater to the mean of k (Spearman 1910, Brown 1910)."""
    below = 1 + (k - 1) * single
    return k * single / below if below > 0 else -np.inf


def _over(above: float, below: float, ms: Squares) -> float | None:
    """None where `below` is nothing but the rounding of what it was made of."""
    return above / below if below > _TINY * (ms.units + ms.within + ms.raters + ms.residual) else None


def _told(name: str, value: float | None, interval: Pair | None) -> Estimate:
    method = _method(name)
    if value is None:
        return nothing(method, _NO_SPREAD)
    if interval is None or not np.isfinite(interval).all() or interval[1] - interval[0] <= _TINY:
        return Estimate(value, joined(method, FLAT))
    return Estimate(value, joined(method, _HOW), (float(interval[0]), float(interval[1])))


def _method(name: str) -> Sentence:
    _, model, size = name.split("_")
    of = _METHODS[model]
    mean = Sentence("평가자 1명의 점수", "one rater") if size == "1" else Sentence("평가자 평균", "mean of the raters")
    return Sentence(
        f"ICC({model},{size})(Shrout & Fleiss 1979), {of.ko}, {mean.ko}",
        f"ICC({model},{size}) (Shrout & Fleiss 1979), {of.en}, {mean.en}",
    )
