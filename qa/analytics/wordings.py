"""Looking for a named way of saying something in the turns of a call, in its language and sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.call import Speaker, Turn
from qa.language.hangul import is_hangul
from qa.language.knowledge import find_ways, named
from qa.language.questions import sentences


@dataclass(frozen=True)
class Quote:
    """Words of turn `turn`: evidence for a figure."""

    turn: int
    text: str


def says(name: str, text: str) -> bool:
    """Whether a sentence holds one of the ways called `name` (its English ones for English)."""
    korean = any(is_hangul(letter) for letter in text)
    return bool(find_ways(named((name if korean else f"{name}_en",)), text, kindly=False))


def said(name: str, turns: Sequence[Turn], speaker: Speaker) -> Iterator[Quote]:
    """Each sentence of `speaker` that says it, in order."""
    for place, turn in enumerate(turns):
        if turn.speaker is speaker:
            for sentence in sentences(turn.text):
                if says(name, sentence.text):
                    yield Quote(place, sentence.text.strip())
