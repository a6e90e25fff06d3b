"""What the citizen asks, turn by turn, each question with the standard answer it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answers.subjects import Subject
from qa.call import Turn
from qa.language.questions import asks, sentences

_LONGEST_TEXT = 120


@dataclass(frozen=True)
class Question:
    """A turn in which the citizen asks. `entry` and `topic` None: no standard answer fits.

    `score` is that of the whole stretch on this subject; `margin` in [0, 1] is the lead over other topics.
    """

    turn: int
    entry: str | None
    topic: str | None
    score: float
    margin: float
    text: str


def questions(turns: Sequence[Turn], found: Sequence[Subject]) -> tuple[Question, ...]:
    """The turns in which the citizen asks or tells the matter, with their subjects."""
    asked: list[Question] = []
    for subject in found:
        for place in subject.turns:
            text = turns[place].text
            first = not asked or asked[-1].entry != (subject.entry.id if subject.entry else None)
            if first or any(asks(sentence) for sentence in sentences(text)):
                entry = subject.entry
                asked.append(
                    Question(
                        place,
                        entry.id if entry else None,
                        entry.topic if entry else None,
                        subject.score,
                        subject.margin,
                        text[:_LONGEST_TEXT],
                    )
                )
    return tuple(asked)
