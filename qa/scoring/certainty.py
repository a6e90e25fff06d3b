"""How sure a rating is, in the three words people see: 확실, 보통, 불확실. Never two decimals.

The confidence behind it comes from the evidence: how surely its words were heard (the mean, for names and numbers
the worst word), how alike they are to what was looked for (1 when morphemes confirm it, less when a slip had to be
repaired), and for what was not said how well its window was heard. A check whose kind of evidence is weaker caps it:
the core of an answer, which is told by its form, at 0.75 to 0.85, honoured things and restating at 0.9.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from qa.call import RatingState, Sentence

SURE_FROM = 0.85
FAIR_FROM = 0.7


class Certainty(StrEnum):
    SURE = "sure"
    FAIR = "fair"
    UNSURE = "unsure"

    @property
    def word(self) -> Sentence:
        return _WORDS[self]


_WORDS = {
    Certainty.SURE: Sentence("확실", "sure"),
    Certainty.FAIR: Sentence("보통", "fair"),
    Certainty.UNSURE: Sentence("불확실", "unsure"),
}


class Judged(Protocol):
    """A machine's rating: as it was made, or as it was read back."""

    @property
    def state(self) -> RatingState: ...
    @property
    def confidence(self) -> float: ...


def certainty(rating: Judged) -> Certainty:
    """From `SURE_FROM` sure, from `FAIR_FROM` fair, below unsure. What cannot be told is unsure."""
    if rating.state is RatingState.CANNOT_TELL or rating.confidence < FAIR_FROM:
        return Certainty.UNSURE
    return Certainty.SURE if rating.confidence >= SURE_FROM else Certainty.FAIR
