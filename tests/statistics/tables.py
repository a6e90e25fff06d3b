"""Tables of ratings from the literature, and how to make `Ratings` of them."""

from __future__ import annotations

from collections.abc import Sequence

from qa.statistics.ratings import Ratings, Value

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: 4 observers, 12 units; also Gwet's `cac.raw4raters`.
KRIPPENDORFF = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
# Fleiss (1971), Psychol. Bull. 76:378: 30 patients, 6 raters each, how many put them into each of 5 categories.
FLEISS = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006
10050 11040 03300 10050 02031 00501 30012 51000 02040 10203
00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
# Shrout & Fleiss (1979), Psychol. Bull. 86:420, table 2: 6 targets, 4 judges.
SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))


def of_rows(rows: Sequence[Sequence[Value | None]], values: Sequence[Value] | None = None) -> Ratings:
    """One row a unit, one column a rater; None is missing."""
    return Ratings.of(
        ((f"u{u}", f"r{r}", value) for u, row in enumerate(rows) for r, value in enumerate(row)), values=values
    )


def of_columns(text: str) -> Ratings:
    """One line a rater, one word a unit; a point is missing."""
    columns = [[None if word == "." else int(word) for word in line.split()] for line in text.strip().splitlines()]
    return of_rows(list(zip(*columns, strict=True)))


def of_counts(text: str) -> Ratings:
    """One word a unit: how many raters chose each category."""
    return of_rows([[k for k, n in enumerate(word) for _ in range(int(n))] for word in text.split()])


def of_table(table: Sequence[Sequence[int]]) -> Ratings:
    """A cross table of two raters."""
    return of_rows([(a, b) for a, row in enumerate(table) for b, n in enumerate(row) for _ in range(n)])
