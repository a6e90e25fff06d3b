"""Large tables: totals with hundreds of different values, thousands of units."""

from __future__ import annotations

import time

import numpy as np
import pytest

from qa.statistics.alpha import krippendorff_alpha
from qa.statistics.kappa import cohen_kappa
from qa.statistics.ratings import Ratings
from qa.statistics.ratio_distance import MOST_PAIRWISE, RatioDistances, ratio
from qa.statistics.weights import Scale


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.01), (1.0, 100.0), (1e-3, 1e3), (1e-12, 1e12)])
def test_the_expansion_of_the_ratio_distances_is_exact(low: float, high: float) -> None:
    source = np.random.default_rng(2)
    x = np.unique([0.0, *np.exp(source.uniform(np.log(low), np.log(high), MOST_PAIRWISE + 100))])
    counts = source.integers(0, 4, (3, len(x))).astype(float)
    direct = ((counts @ ratio(x[:, None], x[None, :])) * counts).sum(axis=1)
    assert RatioDistances(x).sums(counts) == pytest.approx(direct, rel=1e-12)


@pytest.mark.parametrize("scale", list(Scale))
def test_a_thousand_units_of_five_raters_take_seconds(scale: Scale) -> None:
    source = np.random.default_rng(1)
    x = source.normal(60, 10, (1000, 1)) + source.normal(0, 6, (1000, 5))
    ratings = Ratings.of((unit, rater, abs(float(value))) for (unit, rater), value in np.ndenumerate(x))
    begun = time.process_time()
    found = krippendorff_alpha(ratings, scale)
    assert time.process_time() - begun < 6, "2,000 resamples of 5,000 different values"
    if scale is Scale.INTERVAL:
        assert found.value == pytest.approx(10**2 / (10**2 + 6**2), abs=0.03)
    if scale is Scale.NOMINAL:
        assert found.value == pytest.approx(0, abs=1e-3)


def test_one_far_outlier_does_not_cost_the_others_their_digits() -> None:
    rows = [(1, 1), (2, 2), (1, 2), (2, 1), (2, 2), (1, 1)]
    triples = [(unit, rater, float(value)) for unit, row in enumerate(rows) for rater, value in enumerate(row)]
    far = [("far", 2, 1e9), ("far too", 2, 1e9)]
    alone = cohen_kappa(Ratings.of(triples), Scale.INTERVAL).pairs[0].estimate.value
    beside = cohen_kappa(Ratings.of([*triples, *far]), Scale.INTERVAL).pairs[0].estimate.value
    assert beside == pytest.approx(alone, rel=1e-6)
