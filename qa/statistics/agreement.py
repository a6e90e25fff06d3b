"""How far two raters agree over pairs at hand: percent and Gwet's AC1. Of more raters: `qa.statistics.coefficients`.

AC1 (Gwet 2008, Br. J. Math. Stat. Psychol. 61:29) stands beside the percentage because most criteria pass nine times in
ten: there Cohen's kappa is near zero however well two people agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from qa.statistics.interval import wilson

__all__ = ["ac1", "percent", "wilson"]


def percent(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """The share of pairs that are equal, in [0, 1]; None without pairs."""
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else None


def ac1(pairs: Sequence[tuple[Hashable, Hashable]], categories: int | None = None) -> float | None:
    """Gwet's AC1 of two raters over nominal categories, at most 1; None without pairs.

    `categories` is how many answers there are to choose from, used or not; by default those used, at least two.
    """
    if not pairs:
        return None
    used = Counter(value for pair in pairs for value in pair)
    q = max(2, len(used), categories or 0)
    chance = sum(n / (2 * len(pairs)) * (1 - n / (2 * len(pairs))) for n in used.values()) / (q - 1)
    agreed = percent(pairs) or 0.0
    return (agreed - chance) / (1 - chance)
