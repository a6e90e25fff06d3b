"""The ratings of a call in the order in which their agent reads them: what went well, what to look at, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.web.scorecard import Item, Scorecard

PRAISED = 3  # what went well is shown in full for so many; the rest folds away

Told = tuple[Scorecard, Item]


@dataclass(frozen=True)
class Feedback:
    """`praised` are those of the good ratings that weigh most and can be heard; `good` the other good ones."""

    praised: tuple[Told, ...]
    good: tuple[Told, ...]
    to_look_at: tuple[Told, ...]
    unrated: tuple[Told, ...]


def told(cards: Sequence[Scorecard]) -> Feedback:
    every = [(card, item) for card in cards for item in card.items]
    good = [each for each in every if each[1].tone == "good"]
    heard = sorted((each for each in good if each[1].quotes), key=lambda each: -each[1].out_of)[:PRAISED]
    return Feedback(
        praised=tuple(each for each in good if each in heard),
        good=tuple(each for each in good if each not in heard),
        to_look_at=tuple(sorted((each for each in every if each[1].tone in ("bad", "partly")), key=_lost)),
        unrated=tuple(each for each in every if each[1].tone == "unrated"),
    )


def _lost(each: Told) -> float:
    """Negative points lost, so that the most expensive comes first."""
    return (each[1].points or 0.0) - each[1].out_of
