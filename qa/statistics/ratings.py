"""Who rated what how: units × raters with missing cells, from triples. Every coefficient of agreement starts here."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import isfinite, isnan

import numpy as np
from numpy.typing import NDArray

Value = str | int | float
MISSING = -1
LARGEST = 1e15  # beyond it a float does not hold every whole number: an identifier, not a rating


@dataclass(frozen=True, eq=False)
class Ratings:
    """`codes[u, r]` is the place in `values` of what rater r said of unit u, -1 where r said nothing.

    Every unit and every rater has at least one value; `values` are in their order, and may hold some that nobody used.
    """

    units: tuple[Hashable, ...]
    raters: tuple[Hashable, ...]
    values: tuple[Value, ...]
    codes: NDArray[np.int64]

    @classmethod
    def of(
        cls, triples: Iterable[tuple[Hashable, Hashable, Value | None]], values: Sequence[Value] | None = None
    ) -> Ratings:
        """From (unit, rater, value); None and NaN are missing. Units and raters without any value are left out.

        `values` are the answers there were to choose from, lowest first; by default those used, numbers by size, then
        text by its characters. Raises ValueError when a rater rated a unit twice, or a value is none of `values`.
        """
        units: dict[Hashable, int] = {}
        raters: dict[Hashable, int] = {}
        cells: dict[tuple[int, int], Value] = {}
        for unit, rater, value in triples:
            place = units.setdefault(unit, len(units)), raters.setdefault(rater, len(raters))
            if value is None or (isinstance(value, float) and isnan(value)):
                continue
            if place in cells:
                raise ValueError(f"{rater!r} rated {unit!r} twice")
            cells[place] = value
        used = set(cells.values())
        ordered = tuple(dict.fromkeys(values)) if values is not None else tuple(sorted(used, key=_order))
        if unknown := used - set(ordered):
            raise ValueError(f"{min(unknown, key=_order)!r} is none of {ordered}")
        places = {value: code for code, value in enumerate(ordered)}
        codes = np.full((len(units), len(raters)), MISSING, dtype=np.int64)
        if cells:
            rows, columns = np.array(list(cells)).T
            codes[rows, columns] = [places[value] for value in cells.values()]
        return _whole(tuple(units), tuple(raters), ordered, codes)

    @property
    def present(self) -> NDArray[np.bool_]:
        """Units × raters: where there is a value."""
        return np.asarray(self.codes != MISSING)

    @property
    def per_unit(self) -> NDArray[np.int64]:
        """How many raters rated each unit, at least 1."""
        return np.asarray(self.present.sum(axis=1), dtype=np.int64)

    @property
    def pairable(self) -> NDArray[np.bool_]:
        """Which units at least two raters rated: only they can tell of agreement."""
        return np.asarray(self.per_unit >= 2)

    @property
    def used(self) -> int:
        """How many different values were given."""
        return len(np.unique(self.codes[self.present]))

    @property
    def numeric(self) -> NDArray[np.float64] | None:
        """`values` as numbers; None when one of them is text."""
        return None if any(not is_number(value) for value in self.values) else np.array(self.values, dtype=np.float64)

    @property
    def numbers(self) -> NDArray[np.float64] | None:
        """Units × raters as numbers, NaN where missing; None when a value is text."""
        numeric = self.numeric
        if numeric is None:
            return None
        return np.where(self.present, np.append(numeric, np.nan)[self.codes], np.nan)


def is_number(value: Value) -> bool:
    return not isinstance(value, str) and isfinite(value) and abs(value) <= LARGEST


def apart(ratings: Ratings, not_applicable: Value) -> tuple[Ratings, Ratings]:
    """Two questions that one answer mixes: did it apply, and how was it rated where it did.

    First whether each rater held the unit applicable (values False and True); then the ratings with `not_applicable`
    as missing, so that a pair counts only where both held it applicable.
    """
    if not_applicable not in ratings.values:
        applicable = np.where(ratings.present, 1, MISSING)
        return _whole(ratings.units, ratings.raters, (False, True), applicable), ratings
    left_out = ratings.values.index(not_applicable)
    applicable = np.where(ratings.present, ratings.codes != left_out, MISSING).astype(np.int64)
    rest = np.where(ratings.codes == left_out, MISSING, ratings.codes - (ratings.codes > left_out))
    values = tuple(value for code, value in enumerate(ratings.values) if code != left_out)
    return (
        _whole(ratings.units, ratings.raters, (False, True), applicable),
        _whole(ratings.units, ratings.raters, values, rest),
    )


def _whole(
    units: tuple[Hashable, ...], raters: tuple[Hashable, ...], values: tuple[Value, ...], codes: NDArray[np.int64]
) -> Ratings:
    """Without the units and raters that have no value."""
    rows, columns = (codes != MISSING).any(axis=1), (codes != MISSING).any(axis=0)
    kept = codes[rows][:, columns]
    kept.setflags(write=False)
    return Ratings(
        tuple(unit for unit, keep in zip(units, rows, strict=True) if keep),
        tuple(rater for rater, keep in zip(raters, columns, strict=True) if keep),
        values,
        kept,
    )


def _order(value: Value) -> tuple[bool, float, str]:
    return (True, 0.0, value) if isinstance(value, str) else (False, float(value), "")
