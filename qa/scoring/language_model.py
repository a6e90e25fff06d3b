"""The port to a language model: one yes/no question about a call, answered with a quote that is checked here.

Nothing here knows a network. What a model is shown is a conversation of two nameless people: numbers of citizens and
the agent's name are masked, and no agent, vendor, time or history is in it. What it quotes must stand in the turn it
names, or the answer is thrown away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from qa.call import PersonalData, Sentence, Speaker, Transcript
from qa.language.names import find_own_name
from qa.language.openings import find_introduced_name

_MASKED: Mapping[str, Sentence] = {
    "rrn": Sentence("[주민등록번호]", "[resident registration number]"),
    "phone": Sentence("[전화번호]", "[telephone number]"),
    "card": Sentence("[카드번호]", "[card number]"),
    "account": Sentence("[계좌번호]", "[account number]"),
}
_NAME = Sentence("[이름]", "[name]")
_DIGITS = re.compile(r"\d{6,}|\d{2,4}(?:[-. ]\d{3,4}){1,2}")  # written numbers, whoever they belong to
_SPACE = re.compile(r"\s+")
_SHORTEST_QUOTE = 2  # letters


@dataclass(frozen=True, slots=True)
class Line:
    """One turn as a model sees it. `turn` counts from 0 in the transcript."""

    turn: int
    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """`asked` is answered with yes or no. `lines` are masked."""

    asked: str
    language: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered; `quote` stands in turn `turn`, if the model is to be believed."""

    yes: bool
    turn: int | None = None
    quote: str = ""


class LanguageModel(Protocol):
    """Whoever answers questions. Same question, same answer."""

    def ask(self, question: Question) -> Reply | None:
        """None where there is no answer: out of reach, or nothing that can be understood. Never raises."""


def masked_lines(transcript: Transcript, personal: tuple[PersonalData, ...]) -> tuple[Line, ...]:
    """The turns without numbers of citizens and without the agent's name."""
    korean = transcript.language.startswith("ko")
    names = _own_names(transcript)
    lines = []
    for place, turn in enumerate(transcript.turns):
        text = turn.text
        for found in sorted((each for each in personal if each.turn == place), key=lambda each: -each.start):
            label = _MASKED.get(found.kind, _NAME)
            text = text[: found.start] + (label.ko if korean else label.en) + text[found.end :]
        text = _DIGITS.sub("[번호]" if korean else "[number]", text)
        for name in names:
            text = text.replace(name, _NAME.ko if korean else _NAME.en)
        lines.append(Line(place, turn.speaker, text))
    return tuple(lines)


def is_quoted_from(quote: str, line: Line) -> bool:
    """Whether the quote stands in the line, spaces and case aside."""
    said, claimed = (_SPACE.sub("", text).lower() for text in (line.text, quote))
    return len(claimed) >= _SHORTEST_QUOTE and claimed in said


def _own_names(transcript: Transcript) -> list[str]:
    """Names by which agents call themselves, the longest first."""
    found = set()
    own = [turn for turn in transcript.turns if turn.speaker is Speaker.AGENT]
    for place, turn in enumerate(own):
        span = find_own_name(turn.text) or (find_introduced_name(turn.text) if place == 0 else None)
        if span and span[1] - span[0] > 1:
            found.add(turn.text[span[0] : span[1]])
    return sorted(found, key=lambda name: (-len(name), name))
