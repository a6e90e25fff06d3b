"""Bland and Altman's bias and limits of agreement: how far two raters' numbers lie apart, in points.

Bland & Altman (1999), Stat. Methods Med. Res. 8:135. The limits are bias ± 1.96 s, s the standard deviation of the
differences; the standard error of the bias is s / √n, of a limit s √(1/n + 1.96² / (2 (n - 1))); intervals by t, n - 1.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np

from qa.call import Sentence
from qa.statistics.estimate import NOT_NUMBERS
from qa.statistics.interval import Z_95, t_95
from qa.statistics.kappa import too_many
from qa.statistics.ratings import Ratings

METHOD = Sentence(
    "Bland & Altman(1999): 일치 한계는 차이의 평균 ± 1.96 표준편차, 95 % 구간은 t(자유도 n-1)",
    "Bland & Altman 1999: limits are the mean difference ± 1.96 standard deviations, 95 % intervals by t with n-1 df",
)
_NO_UNIT = Sentence(
    "두 평가자가 함께 평가한 대상이 없습니다.", "The two raters rated no unit in common, so nothing can be compared."
)
_ONE_UNIT = Sentence(
    "두 평가자가 함께 평가한 대상이 하나뿐이라 한계를 계산할 수 없습니다.",
    "The two raters rated only one unit in common: limits need two.",
)
Interval = tuple[float, float]


@dataclass(frozen=True)
class Apart:
    """The differences first minus second rater, over the `n` units both rated. `why`: what is missing, if anything."""

    raters: tuple[Hashable, Hashable]
    n: int
    bias: float | None = None
    bias_interval: Interval | None = None
    lower_limit: float | None = None
    upper_limit: float | None = None
    lower_interval: Interval | None = None
    upper_interval: Interval | None = None
    why: Sentence | None = None


@dataclass(frozen=True)
class BlandAltman:
    """Every pair of raters, or why there is none. Without spread among the differences the intervals are None."""

    pairs: tuple[Apart, ...]
    why: Sentence | None = None


def bland_altman(ratings: Ratings) -> BlandAltman:
    x = ratings.numbers
    if x is None:
        return BlandAltman((), NOT_NUMBERS)
    refused = too_many(len(ratings.raters))
    if refused is not None:
        return BlandAltman((), refused)
    pairs = []
    for a, b in combinations(range(len(ratings.raters)), 2):
        both = ratings.present[:, a] & ratings.present[:, b]
        size = float(np.abs(x[both][:, (a, b)]).max()) if both.any() else 0.0
        pairs.append(_apart((ratings.raters[a], ratings.raters[b]), x[both, a] - x[both, b], size))
    return BlandAltman(tuple(pairs))


def _apart(raters: tuple[Hashable, Hashable], differences: np.ndarray, size: float) -> Apart:
    """`size`: the largest number among the ratings, which says how small a difference is only rounding."""
    n = len(differences)
    if n == 0:
        return Apart(raters, 0, why=_NO_UNIT)
    bias = float(differences.mean())
    if n == 1:
        return Apart(raters, 1, bias, why=_ONE_UNIT)
    deviation = float(differences.std(ddof=1))
    low, high = bias - Z_95 * deviation, bias + Z_95 * deviation
    if deviation <= 64 * np.finfo(float).eps * size:
        return Apart(raters, n, bias, None, bias, bias)
    reach = t_95(n - 1) * deviation
    of_bias, of_limit = reach / sqrt(n), reach * sqrt(1 / n + Z_95**2 / (2 * (n - 1)))
    return Apart(
        raters,
        n,
        bias,
        (bias - of_bias, bias + of_bias),
        low,
        high,
        (low - of_limit, low + of_limit),
        (high - of_limit, high + of_limit),
    )
