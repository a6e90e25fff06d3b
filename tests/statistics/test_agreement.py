"""Agreement of two raters, against published values."""

from __future__ import annotations

import pytest

from qa.statistics.agreement import ac1, percent, wilson


def table(yes_yes: int, yes_no: int, no_yes: int, no_no: int) -> list[tuple[str, str]]:
    counts = {("y", "y"): yes_yes, ("y", "n"): yes_no, ("n", "y"): no_yes, ("n", "n"): no_no}
    return [pair for pair, n in counts.items() for _ in range(n)]


@pytest.mark.parametrize(
    ("counts", "agreed", "coefficient"),
    [  # Feinstein and Cicchetti's kind of tables; AC1 as computed by irrCAC
        ((130, 56, 9, 5), 0.675, 0.533),
        ((118, 5, 2, 0), 0.944, 0.941),
        ((80, 10, 5, 5), 0.850, 0.808),
        ((40, 9, 6, 45), 0.850, 0.701),
    ],
)
def test_ac1_stays_high_where_nearly_everything_passes(
    counts: tuple[int, int, int, int], agreed: float, coefficient: float
) -> None:
    pairs = table(*counts)
    assert percent(pairs) == pytest.approx(agreed, abs=5e-4)
    assert ac1(pairs) == pytest.approx(coefficient, abs=5e-4)


def test_nothing_to_compare_is_not_agreement() -> None:
    assert ac1([]) is None
    assert percent([]) is None
    assert wilson(0, 0) is None


def test_wilson_is_never_certain() -> None:
    low, high = wilson(10, 10) or (0.0, 0.0)
    assert (round(low, 4), round(high, 4)) == (0.7225, 1.0)
    assert tuple(round(x, 4) for x in wilson(15, 148) or ()) == (0.0624, 0.1605)  # Newcombe 1998, table I


def test_more_hits_than_tries_is_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)
