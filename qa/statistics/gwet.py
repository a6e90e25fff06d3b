"""Fleiss' kappa, AC1 and AC2: any number of raters, missing ratings, one and the same percent agreement.

Formulas and variances: Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., chapters 2, 3 and 5; AC1 and its
variance: Gwet (2008), Br. J. Math. Stat. Psychol. 61:29. With r_i ratings of unit i, p_a is the mean over units with
r_i >= 2 of the weighted agreement of their pairs, and π_k the mean over all units of the share of k in its ratings.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from qa.call import Sentence
from qa.statistics.estimate import NO_PAIR, ONE_VALUE, Estimate, around, nothing
from qa.statistics.ratings import Ratings
from qa.statistics.weights import IDENTITY, Scale, Weights, weights_of

_HOW = Sentence("선형화 분산(Gwet 2008)", "linearised variance (Gwet 2008)")
_UNWEIGHTED = Sentence("가중치 없음", "unweighted")
_NAMES = {
    "identity": _UNWEIGHTED,
    "ordinal": Sentence("순서 가중치(Gwet 2014)", "ordinal weights (Gwet 2014)"),
    "quadratic": Sentence("제곱 가중치(Cohen 1968)", "quadratic weights (Cohen 1968)"),
}
FLEISS = Sentence("플라이스 카파(Fleiss 1971)", "Fleiss' kappa (Fleiss 1971)")
FLEISS_UNEQUAL = Sentence(
    "플라이스 카파, 대상마다 평정 수가 다를 때의 일반화(Gwet 2014)",
    "Fleiss' kappa, generalised to unequal numbers of ratings (Gwet 2014)",
)
AC1 = Sentence("Gwet AC1(Gwet 2008), 가중치 없음", "Gwet's AC1 (Gwet 2008), unweighted")
TOO_FEW_VALUES = Sentence(
    "값이 한 가지뿐이라 우연히 일치할 정도를 알 수 없습니다. 다른 값이 나오는 대상을 더 평가해 주세요.",
    "Only one value is known, so agreement by chance is unknown: rate units on which other values arise.",
)


def fleiss_kappa(ratings: Ratings) -> Estimate:
    """Unweighted. With as many ratings of every unit it is Fleiss' own."""
    per_unit = ratings.per_unit
    method = FLEISS if len(np.unique(per_unit)) <= 1 else FLEISS_UNEQUAL
    if not ratings.pairable.any():
        return nothing(method, NO_PAIR)
    if ratings.used < 2:
        return nothing(method, ONE_VALUE)
    shares = _shares(ratings)
    return _estimate(ratings, IDENTITY, 1 - IDENTITY.distances(shares), float(shares @ shares), method)


def ac1(ratings: Ratings) -> Estimate:
    """Gwet's AC1, unweighted, over the values of `ratings`, used or not: at least two are needed."""
    return _ac(ratings, IDENTITY, AC1)


def ac2(ratings: Ratings, scale: Scale) -> Estimate:
    """Gwet's AC2, weighted by the scale; on a nominal scale the same as AC1."""
    weights = weights_of(scale, ratings)
    if isinstance(weights, Sentence):
        return nothing(Sentence("Gwet AC2(Gwet 2014)", "Gwet's AC2 (Gwet 2014)"), weights)
    by = _NAMES[weights.name]
    return _ac(ratings, weights, Sentence(f"Gwet AC2(Gwet 2014), {by.ko}", f"Gwet's AC2 (Gwet 2014), {by.en}"))


def weights_named(weights: Weights) -> Sentence:
    return _NAMES[weights.name]


def _ac(ratings: Ratings, weights: Weights, method: Sentence) -> Estimate:
    q = len(ratings.values)
    if not ratings.pairable.any():
        return nothing(method, NO_PAIR)
    if q < 2:
        return nothing(method, TOO_FEW_VALUES)
    shares = _shares(ratings)
    towards = weights.total(q) / (q * (q - 1)) * (1 - shares)
    return _estimate(ratings, weights, towards, float(towards @ shares), method)


def _shares(ratings: Ratings) -> NDArray[np.float64]:
    """π_k of every value."""
    heavy = np.broadcast_to(1 / ratings.per_unit[:, None], ratings.codes.shape)[ratings.present]
    counted = np.bincount(ratings.codes[ratings.present], weights=heavy, minlength=len(ratings.values))
    return np.asarray(counted / len(ratings.units))


def _estimate(
    ratings: Ratings, weights: Weights, towards: NDArray[np.float64], chance: float, method: Sentence
) -> Estimate:
    """`towards[k]`: what one rating k adds to agreement by chance, whose mean over units is `chance`."""
    n, pairable = len(ratings.units), ratings.pairable
    agreed = weights.within(ratings)
    value = (float(agreed.mean()) - chance) / (1 - chance)
    own = np.zeros(n)
    own[pairable] = n / len(agreed) * (agreed - chance) / (1 - chance)
    by_chance = np.where(ratings.present, np.append(towards, 0.0)[ratings.codes], 0.0).sum(axis=1) / ratings.per_unit
    linear = own - 2 * (1 - value) * (by_chance - chance) / (1 - chance)
    error = sqrt(float(((linear - value) ** 2).sum()) / (n * max(1, n - 1)))
    return around(value, error, n - 1, method, _HOW)
