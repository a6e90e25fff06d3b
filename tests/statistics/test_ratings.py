"""Units × raters with missing cells, and the two questions that "not applicable" mixes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from qa.statistics.gwet import ac1
from qa.statistics.percent_agreement import percent_agreement
from qa.statistics.ratings import Ratings, apart
from tests.statistics.tables import of_rows


def test_missing_is_none_or_nan_and_leaves_no_empty_unit_or_rater() -> None:
    ratings = Ratings.of([("a", "kim", 1), ("b", "kim", None), ("b", "lee", math.nan), ("c", "park", 2)])
    assert (ratings.units, ratings.raters, ratings.values) == (("a", "c"), ("kim", "park"), (1, 2))
    assert ratings.codes.tolist() == [[0, -1], [-1, 1]]
    assert ratings.pairable.tolist() == [False, False]


def test_a_unit_rated_twice_by_one_rater_is_refused() -> None:
    with pytest.raises(ValueError, match="'kim' rated 'a' twice"):
        Ratings.of([("a", "kim", 1), ("a", "kim", 1)])
    assert Ratings.of([("a", "kim", None), ("a", "kim", 1)]).values == (1,), "a blank is no rating"


def test_numbers_come_before_text_and_in_their_order() -> None:
    assert Ratings.of([(0, 0, "b"), (0, 1, 10), (1, 0, 9), (1, 1, "a")]).values == (9, 10, "a", "b")
    assert of_rows([["x", 1.0]]).numbers is None
    assert of_rows([[2.5, None], [1, True]]).numbers == pytest.approx(np.array([[2.5, np.nan], [1, 1]]), nan_ok=True)


def test_an_identifier_of_twenty_digits_is_no_number() -> None:
    assert of_rows([[10**20, 1]]).numbers is None


def test_answers_that_nobody_gave_count_if_they_are_named() -> None:
    rows = [["yes", "yes"], ["yes", "yes"]]
    assert ac1(of_rows(rows)).value is None, "from the ratings alone there is one answer only"
    assert ac1(of_rows(rows, values=("no", "yes"))).value == 1
    with pytest.raises(ValueError, match="'perhaps' is none of"):
        of_rows([["perhaps", "yes"]], values=("no", "yes"))


def test_applicable_and_rated_are_two_questions() -> None:
    ratings = of_rows([["yes", "yes"], ["no", "yes"], ["n/a", "n/a"], ["n/a", "yes"], ["yes", None]])
    applicable, rated = apart(ratings, "n/a")
    assert applicable.values == (False, True)
    assert percent_agreement(applicable).value == pytest.approx(3 / 4)
    assert rated.values == ("no", "yes")
    assert int(rated.pairable.sum()) == 2, "a pair counts only where both held it applicable"
    assert percent_agreement(rated).value == pytest.approx(1 / 2)
    assert len(rated.units) == 4, "what neither held applicable is gone"


def test_where_nothing_was_inapplicable_all_agree_on_that() -> None:
    applicable, rated = apart(of_rows([["yes", "no"], ["no", "no"]]), "n/a")
    assert percent_agreement(applicable).value == ac1(applicable).value == 1
    assert percent_agreement(rated).value == pytest.approx(1 / 2)
