"""Coefficients of published tables, to four decimals; where a source is a program, it was run on the same table."""

from __future__ import annotations

import pytest

from qa.statistics.alpha import krippendorff_alpha
from qa.statistics.bland_altman import bland_altman
from qa.statistics.estimate import Estimate
from qa.statistics.gwet import ac1, ac2, fleiss_kappa
from qa.statistics.icc import icc, squares
from qa.statistics.interval import exact, t_95
from qa.statistics.kappa import cohen_kappa
from qa.statistics.percent_agreement import percent_agreement
from qa.statistics.severity import severity
from qa.statistics.weights import Scale
from tests.statistics.tables import FLEISS, KRIPPENDORFF, SHROUT_FLEISS, of_columns, of_counts, of_rows, of_table


def error_of(estimate: Estimate, quantile: float) -> float:
    """The standard error back from the lower bound, the upper one may be cut."""
    assert estimate.value is not None
    assert estimate.interval is not None
    return (estimate.value - estimate.interval[0]) / quantile


@pytest.mark.parametrize(
    ("scale", "alpha"),
    [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107), ("ratio", 0.797403)],
)
def test_alpha_of_krippendorffs_own_example(scale: str, alpha: float) -> None:
    assert krippendorff_alpha(of_columns(KRIPPENDORFF), Scale(scale)).value == pytest.approx(alpha, abs=5e-7)


def test_missing_ratings_count_as_gwet_has_them() -> None:
    ratings = of_columns(KRIPPENDORFF)  # values and errors: irrCAC 0.4.4
    assert percent_agreement(ratings).value == pytest.approx(0.81818, abs=5e-6)
    assert ac1(ratings).value == pytest.approx(0.77544, abs=5e-6)
    assert error_of(ac1(ratings), t_95(11)) == pytest.approx(0.14295, abs=5e-6)
    assert fleiss_kappa(ratings).value == pytest.approx(0.76117, abs=5e-6)
    assert error_of(fleiss_kappa(ratings), t_95(11)) == pytest.approx(0.15302, abs=5e-6)


@pytest.mark.parametrize(
    ("scale", "value", "error"),  # irrCAC 0.4.4 with its weights "ordinal" and "quadratic"
    [("nominal", 0.77544, 0.14295), ("ordinal", 0.89894, 0.10690), ("interval", 0.91400, 0.10396)],
)
def test_ac2_is_weighted_by_the_scale(scale: str, value: float, error: float) -> None:
    found = ac2(of_columns(KRIPPENDORFF), Scale(scale))
    assert found.value == pytest.approx(value, abs=5e-6)
    assert error_of(found, t_95(11)) == pytest.approx(error, abs=5e-6)


def test_fleiss_own_patients() -> None:
    assert fleiss_kappa(of_counts(FLEISS)).value == pytest.approx(0.430245, abs=5e-7)


def test_cohens_kappa_and_its_standard_error() -> None:
    found = cohen_kappa(of_table([[20, 5], [10, 15]]), Scale.NOMINAL).estimate
    assert found.value == pytest.approx(0.4, abs=1e-12)
    assert error_of(found, 1.959964) == pytest.approx(0.126996, abs=5e-7)


@pytest.mark.parametrize(
    ("table", "agreed", "kappa", "gwet"),
    [
        ([[130, 56], [9, 5]], 0.675, 0.0220, 0.5326),
        ([[118, 5], [2, 0]], 0.944, -0.0234, 0.9408),
        ([[80, 10], [5, 5]], 0.850, 0.3182, 0.8080),
        ([[40, 9], [6, 45]], 0.850, 0.6995, 0.7007),
    ],
)
def test_where_nearly_everything_passes_kappa_falls_and_ac1_does_not(
    table: list[list[int]], agreed: float, kappa: float, gwet: float
) -> None:
    ratings = of_table(table)
    assert percent_agreement(ratings).value == pytest.approx(agreed, abs=1e-12)
    assert cohen_kappa(ratings, Scale.NOMINAL).estimate.value == pytest.approx(kappa, abs=5e-5)
    assert ac1(ratings).value == pytest.approx(gwet, abs=5e-5)


@pytest.mark.parametrize(
    ("name", "value", "low", "high"),  # intervals: pingouin 0.7.0, which rounds to two decimals
    [
        ("icc_1_1", 0.165742, -0.13, 0.72),
        ("icc_2_1", 0.289764, 0.02, 0.76),
        ("icc_3_1", 0.714841, 0.34, 0.95),
        ("icc_1_k", 0.442797, -0.88, 0.91),
        ("icc_2_k", 0.620051, 0.07, 0.93),
        ("icc_3_k", 0.909316, 0.68, 0.99),
    ],
)
def test_the_six_correlations_of_shrout_and_fleiss(name: str, value: float, low: float, high: float) -> None:
    found = icc(of_rows(SHROUT_FLEISS))
    assert found.n == 6
    assert found.estimates[name].value == pytest.approx(value, abs=5e-7)
    assert found.estimates[name].interval == pytest.approx((low, high), abs=5.1e-3)


def test_a_correlation_whose_denominator_is_zero_is_absent_and_not_enormous() -> None:
    """Here mean squares cancel to nothing but rounding, which another order of the raters rounds otherwise."""
    rows = [[4, 4, 1, 5, 4], [5, 4, 5, 1, 5], [5, 5, 1, 5, 3]]
    for turn in range(5):
        found = icc(of_rows([row[turn:] + row[:turn] for row in rows])).estimates["icc_2_k"]
        assert found.value is None
        assert found.why is not None


def test_mean_squares_of_shrout_and_fleiss() -> None:
    numbers = of_rows(SHROUT_FLEISS).numbers
    assert numbers is not None
    ms = squares(numbers)
    scale = 9.0**2  # squares are taken of numbers divided by their range
    found = (ms.units * scale, ms.within * scale, ms.raters * scale, ms.residual * scale)
    assert found == pytest.approx((11.24167, 6.26389, 32.48611, 1.01944), abs=5e-6)


def test_severity_of_the_judges_of_shrout_and_fleiss() -> None:
    found = severity(of_rows(SHROUT_FLEISS))
    assert [one.severity for one in found] == pytest.approx([-2.37500, 2.79167, 0.95833, -1.37500], abs=5e-6)


def test_limits_of_agreement_of_blood_pressure() -> None:
    """Bland & Altman (1999), section 2: 85 subjects, differences of -16.29 mmHg on average, standard deviation 19.61.

    For the intervals of the limits the paper takes 1.71 s / √n for the standard error, a little less than its formula.
    """
    differences = [-16.29, *(-16.29 + sign * 19.61 for sign in (-1, 1) for _ in range(42))]
    (pair,) = bland_altman(of_rows([(difference, 0.0) for difference in differences])).pairs
    assert pair.n == 85
    assert pair.bias == pytest.approx(-16.29)
    assert pair.bias_interval == pytest.approx((-20.5, -12.1), abs=0.05)
    assert (pair.lower_limit, pair.upper_limit) == pytest.approx((-54.7, 22.1), abs=0.05)
    assert pair.lower_interval == pytest.approx((-61.9, -47.5), abs=0.11)
    assert pair.upper_interval == pytest.approx((14.9, 29.3), abs=0.11)


def test_four_of_five_may_be_nearly_anything() -> None:
    assert exact(4, 5) == pytest.approx((0.283582, 0.994949), abs=5e-7)
    assert exact(0, 5) == pytest.approx((0.0, 0.521824), abs=5e-7)
    assert exact(5, 5) == pytest.approx((0.478176, 1.0), abs=5e-7)
    assert exact(0, 0) is None
    with pytest.raises(ValueError, match="6 of 5"):
        exact(6, 5)


def test_two_raters_are_scotts_pi_and_alpha_is_near_it() -> None:
    """Hayes & Krippendorff (2007): for two raters without gaps alpha is pi with a correction for small samples."""
    ratings = of_table([[20, 5], [10, 15]])
    pi, alpha = fleiss_kappa(ratings).value, krippendorff_alpha(ratings, Scale.NOMINAL).value
    assert pi == pytest.approx(0.393939, abs=5e-7)
    assert alpha == pytest.approx(1 - (1 - pi) * (2 * 50 - 1) / (2 * 50), abs=1e-12)
