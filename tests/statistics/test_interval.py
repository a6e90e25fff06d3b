"""Intervals against published figures, and what they promise."""

from __future__ import annotations

import random

import pytest

from qa.statistics.interval import difference, exact, of_mean


def test_the_difference_of_two_shares_has_the_interval_newcombe_published() -> None:
    found = difference(56, 70, 48, 80)  # Newcombe 1998, Stat. Med. 17:873, table II, example (a), method 10
    assert found is not None
    assert found == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert difference(9, 10, 3, 10) == pytest.approx((0.1705, 0.8090), abs=5e-5)  # example (b)


def test_looking_at_more_figures_at_once_needs_a_larger_difference() -> None:
    alone, among = difference(28, 30, 20, 30), difference(28, 30, 20, 30, comparisons=26)
    assert alone is not None
    assert among is not None
    assert alone[0] > 0 > among[0]


def test_there_is_no_difference_from_nothing() -> None:
    assert difference(1, 2, 0, 0) is None


def test_four_of_five_means_anything_from_28_to_99_percent() -> None:
    found = exact(4, 5)
    assert found is not None
    assert [round(100 * each) for each in found] == [28, 99]


def test_the_interval_of_a_mean_holds_it_as_often_as_it_says() -> None:
    rng = random.Random(5)
    held = 0
    for _ in range(2000):
        found = of_mean([rng.gauss(80, 8) for _ in range(6)])
        assert found is not None
        held += found[0] <= 80 <= found[1]
    assert 0.935 <= held / 2000 <= 0.965


@pytest.mark.parametrize("values", [[], [80.0], [80.0, 80.0]])
def test_too_few_or_equal_values_make_no_interval(values: list[float]) -> None:
    assert of_mean(values) is None
