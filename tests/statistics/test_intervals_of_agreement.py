"""The intervals of the coefficients: made as they say, absent where nothing can be told."""

from __future__ import annotations

from itertools import combinations
from math import sqrt

import numpy as np
import pytest

from qa.statistics.alpha import krippendorff_alpha
from qa.statistics.bland_altman import bland_altman
from qa.statistics.estimate import Estimate
from qa.statistics.gwet import ac1, fleiss_kappa
from qa.statistics.interval import Z_95, score_interval, wilson
from qa.statistics.kappa import MOST_RATERS, cohen_kappa
from qa.statistics.percent_agreement import percent_agreement
from qa.statistics.ratings import Ratings
from qa.statistics.weights import Scale
from tests.statistics.tables import KRIPPENDORFF, of_columns, of_rows, of_table


def drawn(n: int, raters: int, seed: int, missing: float = 0.0) -> list[list[int | None]]:
    """Units whose raters mostly agree on a value from 1 to 4."""
    source = np.random.default_rng(seed)
    truth = source.integers(1, 5, (n, 1))
    slips = np.where(source.random((n, raters)) < 0.3, source.integers(1, 5, (n, raters)), truth)
    gone = source.random((n, raters)) < missing
    return [[None if away else int(value) for value, away in zip(*row, strict=True)] for row in zip(slips, gone)]  # noqa: B905


def width(estimate: Estimate) -> float:
    assert estimate.interval is not None
    return estimate.interval[1] - estimate.interval[0]


def test_of_two_raters_percent_agreement_has_wilsons_interval() -> None:
    assert percent_agreement(of_table([[40, 9], [6, 45]])).interval == pytest.approx(wilson(85, 100))
    assert score_interval(0.5, 10.0) == pytest.approx(wilson(5, 10))


def test_more_raters_of_the_same_units_narrow_it_but_not_as_more_units_would() -> None:
    two, four = drawn(60, 4, seed=3), drawn(60, 4, seed=3)
    of_two, of_four = (percent_agreement(of_rows(rows)) for rows in ([row[:2] for row in two], four))
    assert width(of_four) < width(of_two)
    assert of_four.value is not None
    assert width(of_four) > np.subtract(*reversed(score_interval(of_four.value, 60 * 6)))


def test_the_error_of_the_mean_kappa_is_near_that_of_leaving_units_out() -> None:
    rows = drawn(300, 4, seed=5, missing=0.15)
    found = cohen_kappa(of_rows(rows), Scale.NOMINAL)
    assert found.estimate.value == pytest.approx(np.mean([pair.estimate.value for pair in found.pairs]))
    assert [pair.raters for pair in found.pairs] == list(combinations(("r0", "r1", "r2", "r3"), 2))
    without = [
        cohen_kappa(of_rows([*rows[:place], *rows[place + 1 :]]), Scale.NOMINAL).estimate.value
        for place in range(len(rows))
    ]
    jackknife = sqrt((len(rows) - 1) * float(np.var(np.array(without, dtype=float))))
    assert width(found.estimate) / 2 / Z_95 == pytest.approx(jackknife, rel=0.03)


@pytest.mark.parametrize("coefficient", [ac1, fleiss_kappa])
def test_linearised_errors_are_near_those_of_leaving_units_out(coefficient: object) -> None:
    assert callable(coefficient)
    rows = drawn(300, 3, seed=6)  # without gaps: Gwet's formula takes the number of pairable units as given
    without = [coefficient(of_rows([*rows[:place], *rows[place + 1 :]])).value for place in range(len(rows))]
    jackknife = sqrt((len(rows) - 1) * float(np.var(np.array(without, dtype=float))))
    assert width(coefficient(of_rows(rows))) / 2 / 1.968 == pytest.approx(jackknife, rel=0.03)


@pytest.mark.parametrize("scale", list(Scale))
def test_alphas_interval_is_near_that_of_leaving_units_out(scale: Scale) -> None:
    rows = drawn(200, 3, seed=7, missing=0.1)
    found = krippendorff_alpha(of_rows(rows), scale)
    without = [
        krippendorff_alpha(of_rows([*rows[:place], *rows[place + 1 :]]), scale, resamples=1).value
        for place in range(len(rows))
    ]
    jackknife = sqrt((len(rows) - 1) * float(np.var(np.array(without, dtype=float))))
    assert width(found) / 2 / Z_95 == pytest.approx(jackknife, rel=0.12)
    assert found == krippendorff_alpha(of_rows(rows), scale), "the seed is fixed"


def test_resamples_of_one_value_are_left_out_and_counted() -> None:
    rows = [[1, 1]] * 9 + [[0, 1]]
    found = krippendorff_alpha(of_rows(rows), Scale.NOMINAL)
    assert found.interval is not None
    left_out = int(found.method.en.split("(")[1].split(" in which")[0].replace(",", ""))
    assert left_out / 2000 == pytest.approx(0.9**10, abs=0.04)


def test_where_most_resamples_have_one_value_there_is_no_interval() -> None:
    found = krippendorff_alpha(of_rows([[1, 1], [2, 2]]), Scale.NOMINAL)
    assert (found.value, found.interval) == (1.0, None)
    assert "no interval" in found.method.en


def test_what_reaches_beyond_one_is_cut_and_says_so() -> None:
    found = ac1(of_columns(KRIPPENDORFF))
    assert found.interval is not None
    assert found.interval[1] == 1
    assert found.method.en.endswith("cut at 1")
    assert "cut" not in ac1(of_table([[40, 9], [6, 45]])).method.en


def test_one_value_and_one_pair_of_strangers_say_why() -> None:
    same = of_rows([[1, 1], [1, 1]])
    for estimate in (fleiss_kappa(same), ac1(same), krippendorff_alpha(same, Scale.ORDINAL)):
        assert estimate.value is None
        assert estimate.why is not None
        assert "value" in estimate.why.en
    strangers = of_rows([[1, None], [None, 2]])
    for estimate in (
        percent_agreement(strangers),
        fleiss_kappa(strangers),
        cohen_kappa(strangers, Scale.NOMINAL).estimate,
    ):
        assert estimate.why is not None
        assert "no unit" in estimate.why.en.casefold()


def test_pairs_without_a_kappa_are_left_out_of_the_mean_by_name() -> None:
    rows = [[1, 1, 1], [1, 1, 2], [1, 1, 1], [1, 1, 2]]
    found = cohen_kappa(of_rows(rows), Scale.NOMINAL)
    assert [pair.estimate.value for pair in found.pairs] == [None, 0.0, 0.0]
    assert "mean of 2 of 3 pairs" in found.estimate.method.en


def test_so_many_raters_that_pairs_mean_nothing_are_not_paired() -> None:
    crowd = Ratings.of((unit, rater, (unit + rater) % 3) for unit in range(3) for rater in range(MOST_RATERS + 1))
    assert cohen_kappa(crowd, Scale.NOMINAL).estimate.why is not None
    assert bland_altman(crowd).why is not None
    assert percent_agreement(crowd).value is not None


def test_differences_without_spread_have_limits_but_no_interval() -> None:
    (pair,) = bland_altman(of_rows([[0.1, 0.3], [0.2, 0.4], [0.3, 0.5]])).pairs
    assert (pair.bias, pair.lower_limit) == pytest.approx((-0.2, -0.2))
    assert pair.bias_interval is None
    assert pair.lower_interval is None
