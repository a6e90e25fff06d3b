"""What holds of agreement whatever was rated: found on tables that hypothesis thinks of."""

from __future__ import annotations

import json
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qa.statistics.agreement import ac1 as ac1_of_pairs
from qa.statistics.agreement import percent
from qa.statistics.alpha import krippendorff_alpha
from qa.statistics.coefficients import as_dict, coefficients
from qa.statistics.gwet import ac1, ac2, fleiss_kappa
from qa.statistics.icc import icc
from qa.statistics.kappa import cohen_kappa
from qa.statistics.percent_agreement import percent_agreement
from qa.statistics.ratings import Ratings
from qa.statistics.severity import severity
from qa.statistics.weights import Scale
from tests.statistics.tables import of_rows

Rows = list[list[int | None]]
few = settings(max_examples=60, deadline=None)
scales = st.sampled_from(list(Scale))


@st.composite
def tables(draw: st.DrawFn, *, gaps: bool = True, raters: tuple[int, int] = (2, 5)) -> Rows:
    """Units × raters of values 1 to 5, most ratings of a unit alike, some missing."""
    width = draw(st.integers(*raters))
    rating = st.one_of(st.none(), st.integers(1, 5)) if gaps else st.integers(1, 5)
    rows = []
    for _ in range(draw(st.integers(2, 9))):
        usual = draw(st.integers(1, 5))
        rows.append([draw(st.one_of(st.just(usual), st.just(usual), rating)) for _ in range(width)])
    return rows


@few
@given(tables(), scales)
def test_what_cannot_be_computed_says_why_and_nothing_is_ever_nan(rows: Rows, scale: Scale) -> None:
    told = as_dict(coefficients(of_rows(rows), scale))
    json.dumps(told, allow_nan=False)
    found = [told[name] for name in ("percent_agreement", "cohen_kappa", "fleiss_kappa", "ac1", "ac2", "alpha")]
    found += [told["icc"][f"icc_{model}_{size}"] for model in "123" for size in "1k"]
    for one in [*found, *told["cohen_kappa"]["pairs"]]:
        assert (one["value"] is None) == (one["why"] is not None) == (one["why_en"] is not None)
        assert one["method"]
        assert one["value"] is not None or one["interval"] is None
        assert one["interval"] is None or one["interval"][0] < one["interval"][1]


@few
@given(st.lists(st.integers(1, 4), min_size=2, max_size=9), st.integers(2, 4), scales)
def test_perfect_agreement_is_one_and_no_certainty(values: list[int], raters: int, scale: Scale) -> None:
    assume(len(set(values)) > 1)
    found = coefficients(of_rows([[value] * raters for value in values]), scale)
    estimates = [found.cohen_kappa.estimate, found.fleiss_kappa, found.ac1, found.ac2, found.alpha]
    estimates += found.icc.estimates.values()
    assert [estimate.value for estimate in estimates] == pytest.approx([1.0] * len(estimates))
    assert {estimate.interval for estimate in estimates} == {None}
    assert found.percent_agreement.interval is not None
    assert found.percent_agreement.interval[0] < 1, "a few equal pairs prove nothing"


@few
@given(tables(), scales, st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_names_of_units_and_raters_matter(
    rows: Rows,
    scale: Scale,
    chance: st.randoms,  # type: ignore[valid-type]
) -> None:
    triples = [(f"u{u}", f"r{r}", value) for u, row in enumerate(rows) for r, value in enumerate(row)]
    names = {f"r{r}": f"Kim {10 - r}" for r in range(len(rows[0]))}
    turned = [(f"call {unit}", names[rater], value) for unit, rater, value in triples]
    chance.shuffle(turned)
    before, after = coefficients(Ratings.of(triples), scale), coefficients(Ratings.of(turned), scale)
    for name in ("percent_agreement", "fleiss_kappa", "ac1", "ac2", "alpha"):
        one, other = getattr(before, name), getattr(after, name)
        assert one.value == pytest.approx(other.value, abs=1e-12), name
        assert one.interval == pytest.approx(other.interval, abs=1e-9), name
    assert before.cohen_kappa.estimate.value == pytest.approx(after.cohen_kappa.estimate.value, abs=1e-12)
    for name, estimate in before.icc.estimates.items():
        assert estimate.value == pytest.approx(after.icc.estimates[name].value, abs=1e-9)
    told = {names[str(one.rater)]: one.severity for one in before.severity}
    assert told == pytest.approx({str(one.rater): one.severity for one in after.severity}, abs=1e-9)


@few
@given(tables(gaps=False, raters=(2, 2)))
def test_two_raters_are_the_simple_formulas(rows: Rows) -> None:
    ratings, pairs = of_rows(rows), [(a, b) for a, b in rows]
    assert percent_agreement(ratings).value == pytest.approx(percent(pairs))
    if ratings.used > 1:
        assert ac1(ratings).value == pytest.approx(ac1_of_pairs(pairs))
    assert ac2(ratings, Scale.NOMINAL).value == ac1(ratings).value


@few
@given(tables(gaps=False))
def test_percent_agreement_is_the_mean_of_all_pairs(rows: Rows) -> None:
    by_pair = [sum(row[a] == row[b] for row in rows) / len(rows) for a, b in combinations(range(len(rows[0])), 2)]
    assert percent_agreement(of_rows(rows)).value == pytest.approx(sum(by_pair) / len(by_pair))


@few
@given(tables(), st.sampled_from([Scale.NOMINAL, Scale.ORDINAL]))
def test_only_the_order_of_ordinal_values_matters(rows: Rows, scale: Scale) -> None:
    stretched = [[None if value is None else value**3 for value in row] for row in rows]
    for before, after in (
        (krippendorff_alpha(of_rows(rows), scale), krippendorff_alpha(of_rows(stretched), scale)),
        (ac2(of_rows(rows), scale), ac2(of_rows(stretched), scale)),
        (cohen_kappa(of_rows(rows), scale).estimate, cohen_kappa(of_rows(stretched), scale).estimate),
    ):
        assert before == after


@few
@given(tables(), st.integers(-50, 50), st.sampled_from([0.5, 2.0, 10.0]))
def test_an_interval_scale_has_no_zero_and_no_unit(rows: Rows, shift: int, factor: float) -> None:
    moved = [[None if value is None else value * factor + shift for value in row] for row in rows]
    for of in (
        lambda ratings: krippendorff_alpha(ratings, Scale.INTERVAL).value,
        lambda ratings: ac2(ratings, Scale.INTERVAL).value,
        lambda ratings: cohen_kappa(ratings, Scale.INTERVAL).estimate.value,
        lambda ratings: icc(ratings).estimates["icc_2_1"].value,
    ):
        assert of(of_rows(moved)) == pytest.approx(of(of_rows(rows)), abs=1e-9)


@few
@given(tables(gaps=False), st.lists(st.integers(-9, 9), min_size=5, max_size=5))
def test_consistency_does_not_mind_a_strict_rater_and_severity_finds_the_strictness(
    rows: Rows, strictness: list[int]
) -> None:
    assume(len({value for row in rows for value in row}) > 1)
    shifted = [[(value or 0) - strict for value, strict in zip(row, strictness, strict=False)] for row in rows]
    before, after = icc(of_rows(rows)), icc(of_rows(shifted))
    if before.estimates["icc_3_1"].value is not None and after.estimates["icc_3_1"].value is not None:
        assert after.estimates["icc_3_1"].value == pytest.approx(before.estimates["icc_3_1"].value, abs=1e-9)
    own = strictness[: len(rows[0])]
    found = [
        (after.severity or 0) - (before.severity or 0)
        for before, after in zip(severity(of_rows(rows)), severity(of_rows(shifted)), strict=True)
    ]
    assert found == pytest.approx([strict - sum(own) / len(own) for strict in own], abs=1e-9)


@few
@given(tables(gaps=False, raters=(2, 2)), st.sampled_from([Scale.NOMINAL, Scale.ORDINAL, Scale.INTERVAL]))
def test_the_weights_are_those_of_a_written_out_matrix(rows: Rows, scale: Scale) -> None:
    ratings = of_rows(rows)
    assume(ratings.used > 1)
    values = np.array(ratings.values, dtype=float)
    places = np.arange(len(values))
    apart = np.abs(places[:, None] - places[None, :])
    distance = {
        Scale.NOMINAL: (apart > 0).astype(float),
        Scale.ORDINAL: apart * (apart + 1) / (len(values) * (len(values) - 1)),
        Scale.INTERVAL: (values[:, None] - values[None, :]) ** 2 / np.ptp(values) ** 2,
    }[scale]
    table = np.zeros_like(distance)
    for a, b in ratings.codes:
        table[a, b] += 1 / len(rows)
    expected = (distance * np.outer(table.sum(axis=1), table.sum(axis=0))).sum()
    assert cohen_kappa(ratings, scale).estimate.value == pytest.approx(1 - (distance * table).sum() / expected)
    shares = (table.sum(axis=0) + table.sum(axis=1)) / 2
    q, agreed = len(values), ((1 - distance) * table).sum()
    chance = (1 - distance).sum() / (q * (q - 1)) * (shares * (1 - shares)).sum()
    assert ac2(ratings, scale).value == pytest.approx((agreed - chance) / (1 - chance))


@few
@given(tables(gaps=False))
def test_fleiss_with_equal_numbers_is_fleiss_own_formula(rows: Rows) -> None:
    ratings = of_rows(rows)
    assume(ratings.used > 1)
    m = len(rows[0])
    counts = np.array([[row.count(value) for value in ratings.values] for row in rows])
    agreed = ((counts**2).sum(axis=1) - m).mean() / (m * (m - 1))
    chance = ((counts.sum(axis=0) / counts.sum()) ** 2).sum()
    assert fleiss_kappa(ratings).value == pytest.approx((agreed - chance) / (1 - chance))
