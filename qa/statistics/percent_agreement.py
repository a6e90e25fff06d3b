"""Percent agreement of any number of raters: the share of equal pairs of ratings in a unit, mean over units."""

from __future__ import annotations

from qa.call import Sentence
from qa.statistics.estimate import NO_PAIR, Estimate, joined, nothing
from qa.statistics.interval import score_interval
from qa.statistics.ratings import Ratings
from qa.statistics.weights import IDENTITY

METHOD = Sentence(
    "대상마다 두 평정이 같은 쌍의 비율, 대상 평균(Gwet 2014)",
    "share of equal pairs of ratings in a unit, mean over units (Gwet 2014)",
)
_HOW = Sentence("95 % 구간: 윌슨(1927), 유효 대상 {n:.1f}개", "95 % interval: Wilson 1927, {n:.1f} effective units")


def percent_agreement(ratings: Ratings) -> Estimate:
    """In [0, 1]. Of two raters the interval is Wilson's over the units that both rated.

    Of more it is Wilson's over the effective number of units p(1 - p) / variance (as Korn & Graubard 1998, Survey
    Methodology 24:193, do for shares of clusters), which lies between the units and the independent comparisons in
    them.
    """
    units = int(ratings.pairable.sum())
    if not units:
        return nothing(METHOD, NO_PAIR)
    shares = IDENTITY.within(ratings)
    p = float(shares.mean())
    variance = float(((shares - p) ** 2).sum()) / units**2
    comparisons = float((ratings.per_unit[ratings.pairable] - 1).sum())
    looks = float(units) if p in (0.0, 1.0) else min(comparisons, p * (1 - p) / max(variance, 1e-300))
    how = Sentence(_HOW.ko.format(n=looks), _HOW.en.format(n=looks))
    return Estimate(p, joined(METHOD, how), score_interval(p, looks))
