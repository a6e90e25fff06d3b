"""Who is strict: the additive model with missing cells."""

from __future__ import annotations

import numpy as np
import pytest

from qa.statistics.interval import t_95
from qa.statistics.severity import severity
from tests.statistics.tables import SHROUT_FLEISS, of_rows


def test_it_is_least_squares_with_the_interval_of_least_squares() -> None:
    """Against the model written out: one column a unit, one a rater, the last rater minus the others."""
    source = np.random.default_rng(4)
    x = source.normal(70, 8, (40, 1)) - np.array([4.0, -1, 0, -3]) + source.normal(0, 3, (40, 4))
    x[source.random((40, 4)) < 0.4] = np.nan
    rows = [[None if np.isnan(value) else float(value) for value in row] for row in x if not np.isnan(row).all()]
    ratings = of_rows(rows)
    unit, rater = np.nonzero(ratings.present)
    design = np.zeros((len(unit), len(rows) + 3))
    design[np.arange(len(unit)), unit] = 1
    for line, place in enumerate(rater):
        design[line, len(rows) :] = -1 if place == 3 else np.arange(3) == place
    y = np.array([value for row in rows for value in row if value is not None])
    fitted, *_ = np.linalg.lstsq(design, y)
    df = len(y) - design.shape[1]
    noise = ((y - design @ fitted) ** 2).sum() / df
    errors = np.sqrt(noise * np.diag(np.linalg.inv(design.T @ design)))[-3:]
    found = severity(ratings)
    assert [one.severity for one in found[:3]] == pytest.approx(list(-fitted[-3:]))
    assert sum(one.severity or 0 for one in found) == pytest.approx(0)
    for one, effect, error in zip(found, fitted[-3:], errors, strict=False):
        assert one.interval == pytest.approx((-effect - t_95(df) * error, -effect + t_95(df) * error))


def test_the_units_own_differences_do_not_make_a_rater_strict() -> None:
    """Kim gets the hard calls, Lee the easy ones; where they meet, Lee gives two points less."""
    rows = [[10, None], [12, None], [50, 48], [60, 58], [None, 90], [None, 95]]
    found = severity(of_rows(rows))
    assert [one.severity for one in found] == pytest.approx([-1, 1])
    assert {one.interval for one in found} == {None}, "two equal differences leave no spread to tell from"


def test_raters_who_share_no_unit_cannot_be_compared() -> None:
    found = severity(of_rows([[1, 2, None, None], [2, 3, None, None], [None, None, 3, 4], [None, None, 5, 5]]))
    assert {one.severity for one in found} == {None}
    assert found[0].why is not None
    assert "[r0, r1] and [r2, r3] rated no unit in common" in found[0].why.en


def test_a_rater_who_met_nobody_is_named() -> None:
    found = severity(of_rows([[1, 2, None], [2, 3, None], [None, None, 3]]))
    assert found[2].why is not None
    assert "[r2]" in found[2].why.en


def test_text_has_no_severity() -> None:
    assert all(one.severity is None and one.why for one in severity(of_rows([["yes", "no"], ["no", "no"]])))


def test_a_large_level_does_not_blur_it() -> None:
    level = 1e9
    found = severity(of_rows([[value + level for value in row] for row in SHROUT_FLEISS]))
    assert [one.severity for one in found] == pytest.approx([-2.375, 2.791667, 0.958333, -1.375], abs=1e-5)
