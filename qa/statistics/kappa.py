"""Cohen's kappa of each pair of raters, weighted on ordered scales, and its mean over the pairs (Light)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from qa.call import Sentence
from qa.statistics.estimate import Estimate, around, nothing
from qa.statistics.gwet import weights_named
from qa.statistics.ratings import Ratings
from qa.statistics.weights import Scale, Weights, weights_of

MOST_RATERS = 100  # of whom every pair is worked out: 4,950 pairs
_HOW = Sentence("Fleiss, Cohen & Everitt(1969)의 표준오차", "standard error of Fleiss, Cohen & Everitt 1969")
_APART = Sentence(
    "두 평가자가 함께 평가한 대상이 없습니다.", "The two raters rated no unit in common, so nothing can be compared."
)
_NONE = Sentence(
    "카파를 계산할 수 있는 평가자 쌍이 없습니다. 두 명이 함께 평가한 대상에서 두 가지 이상의 값이 나와야 합니다.",
    "Kappa is defined for no pair of raters: two raters have to rate the same units, with more than one value.",
)
_CONSTANT = Sentence(
    "두 평가자가 모든 대상에 같은 한 값만 주어 우연히 일치할 정도를 알 수 없습니다(0/0).",
    "Both raters gave one and the same value to every unit, so agreement by chance is unknown (0/0).",
)


@dataclass(frozen=True)
class PairKappa:
    """Of two raters, over the `n` units that both rated."""

    raters: tuple[Hashable, Hashable]
    n: int
    estimate: Estimate


@dataclass(frozen=True)
class Kappa:
    """Of exactly two raters Cohen's kappa; of more the mean over `pairs`. `weights`: identity, ordinal, quadratic."""

    estimate: Estimate
    weights: str | None
    pairs: tuple[PairKappa, ...]


def too_many(raters: int) -> Sentence | None:
    """Why pairs of so many raters are not worked out."""
    if raters <= MOST_RATERS:
        return None
    return Sentence(
        f"평가자가 {raters:,}명이라 쌍마다 계산하지 않습니다({MOST_RATERS}명까지).",
        f"There are {raters:,} raters; pairs are worked out for up to {MOST_RATERS}.",
    )


def cohen_kappa(ratings: Ratings, scale: Scale) -> Kappa:
    """Cohen 1960, weighted 1968; over several pairs the mean (Light 1971, Psychol. Bull. 76:365) of those defined.

    The standard error of the mean comes of the same linear terms as that of one pair, summed per unit over the pairs,
    so that units in which all pairs differ together count as one.
    """
    weights = weights_of(scale, ratings)
    named = _named(weights, len(ratings.raters))
    refused = weights if isinstance(weights, Sentence) else too_many(len(ratings.raters))
    if refused is not None or isinstance(weights, Sentence):
        return Kappa(nothing(named, refused or _NONE), None, ())
    pairs, values = [], []
    terms = np.zeros(len(ratings.units))
    one = _named(weights, 2)
    for a, b in combinations(range(len(ratings.raters)), 2):
        found, of_units = _pair(ratings, weights, a, b, one)
        pairs.append(found)
        if found.estimate.value is not None:
            values.append(found.estimate.value)
            terms += of_units / found.n
    if len(pairs) == 1:
        return Kappa(pairs[0].estimate, weights.name, tuple(pairs))
    if not values:
        return Kappa(nothing(named, _NONE), weights.name, tuple(pairs))
    mean = sum(values) / len(values)
    told = Sentence(
        f"{named.ko}, 평가자 쌍 {len(pairs)}개 중 {len(values)}개의 평균",
        f"{named.en}, mean of {len(values)} of {len(pairs)} pairs of raters",
    )
    error = sqrt(float((terms * terms).sum())) / len(values)
    return Kappa(around(mean, error, None, told, _HOW), weights.name, tuple(pairs))


def _pair(
    ratings: Ratings, weights: Weights, first: int, second: int, method: Sentence
) -> tuple[PairKappa, NDArray[np.float64]]:
    """The kappa of two raters, and each unit's linear term in it (0 for units that not both rated)."""
    both = ratings.present[:, first] & ratings.present[:, second]
    a, b = ratings.codes[both, first], ratings.codes[both, second]
    raters, n = (ratings.raters[first], ratings.raters[second]), len(a)
    terms = np.zeros(len(both))
    if n == 0:
        return PairKappa(raters, 0, nothing(method, _APART)), terms
    q = len(ratings.values)
    of_a, of_b = np.bincount(a, minlength=q) / n, np.bincount(b, minlength=q) / n
    from_b, from_a = weights.distances(of_b), weights.distances(of_a)
    by_chance = float(of_a @ from_b)
    if ((a == a[0]).all() and (b == a[0]).all()) or not by_chance > 0:
        return PairKappa(raters, n, nothing(method, _CONSTANT)), terms
    differ = weights.distance(a, b)
    rest = float(differ.mean()) / by_chance
    terms[both] = (rest * (from_b[a] + from_a[b] - by_chance) - differ) / by_chance
    error = sqrt(float((terms * terms).sum())) / n
    return PairKappa(raters, n, around(1 - rest, error, None, method, _HOW)), terms


def _named(weights: Weights | Sentence, raters: int) -> Sentence:
    by = weights_named(weights) if isinstance(weights, Weights) else Sentence("가중치", "weighted")
    if raters == 2:
        return Sentence(f"코헨 카파(Cohen 1960), {by.ko}", f"Cohen's kappa (Cohen 1960), {by.en}")
    return Sentence(f"쌍별 코헨 카파의 평균(Light 1971), {by.ko}", f"mean of Cohen's kappas (Light 1971), {by.en}")
