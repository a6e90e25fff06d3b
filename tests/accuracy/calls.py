"""The judged calls as values: what was said, when, by which table it is judged, and what is true of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from qa.answers.compare import Comparer
from qa.answers.entries import Answers
from qa.answers.facts import FactType
from qa.answers.table import load_answers
from qa.call import Speaker, Transcript, Turn

SETS = Path(__file__).parent / "sets"
MENDED_KOREAN = (
    "a",
    "b",
    "c",
    "d",
    "f",
    "g",
    "i",
    "j",
    "n",
    "o",
    "p",
    "t",
    "u",
    "v",
    "x",
    "z",
    "aa",
    "cc",
    "l",
    "r",
    "s",
    "dd",
    "ee",
    "gg",
    "hh",
    "ii",
    "kk",
)
MENDED_ENGLISH = ("e", "h", "k", "m", "q", "w", "y", "bb", "ff", "jj")
HELD_OUT = ("ll", "mm", "nn", "oo")  # looked at only in sum; nothing is mended or weighted on them
NOISY = ("n", "o", "p", "q", "v", "w", "x", "z")  # of the mended, those that are also measured under noise
MEASURED = (*MENDED_KOREAN, *MENDED_ENGLISH, *HELD_OUT)


@dataclass(frozen=True, slots=True)
class Told:
    """What is true of one statement: characters [start, end) of turn `turn`. `entry` and `type` are None where the table
    has nothing of the kind.
    """

    turn: int
    start: int
    end: int
    verdict: str
    kind: str
    entry: str | None
    fact_name: str
    type: FactType | None


@dataclass(frozen=True, slots=True)
class Question:
    turn: int
    entry: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    id: str
    transcript: Transcript
    called_at: datetime
    told: tuple[Told, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class JudgedSet:
    name: str
    answers: Answers
    calls: tuple[Judged, ...]


def transcript_of(turns: Iterable[tuple[str, str]], language: str = "ko") -> Transcript:
    """A transcript of (speaker, text) without words, hence without doubt of a recogniser; three seconds to a turn."""
    spoken = tuple(
        Turn(Speaker(speaker), place * 3.0, place * 3.0 + 3.0, text) for place, (speaker, text) in enumerate(turns)
    )
    return Transcript(language, len(spoken) * 3.0, spoken)


@lru_cache(maxsize=len(MEASURED))
def judged_set(name: str) -> JudgedSet:
    folder = (SETS.parent / "held_out" if name in HELD_OUT else SETS) / name
    answers = load_answers(folder / "answers.csv")
    types = {(fact.entry, fact.name): fact.type for entry in answers.entries for fact in entry.facts}
    calls = json.loads((folder / "calls.json").read_text("utf-8"))
    return JudgedSet(name, answers, tuple(_judged(call, types) for call in calls))


@lru_cache(maxsize=len(MEASURED))
def comparer_of(name: str) -> Comparer:
    return Comparer(judged_set(name).answers)


def _judged(call: dict[str, Any], types: dict[tuple[str, str], FactType]) -> Judged:
    texts = [turn["text"] for turn in call["turns"]]
    return Judged(
        call["id"],
        transcript_of([(turn["speaker"], turn["text"]) for turn in call["turns"]], call["language"]),
        datetime.fromisoformat(call["started_at"]),
        tuple(_told(claim, texts, types) for claim in call["truth"]["claims"]),
        tuple(Question(each["turn"], each["entry"]) for each in call["truth"]["questions"]),
    )


def _told(claim: dict[str, Any], texts: list[str], types: dict[tuple[str, str], FactType]) -> Told:
    start = texts[claim["turn"]].index(claim["quote"])
    entry, name = claim["entry"], claim["fact_name"] or ""
    return Told(
        claim["turn"],
        start,
        start + len(claim["quote"]),
        claim["verdict"],
        claim["kind"] or "",
        entry,
        name,
        types.get((entry, name)) if entry else None,
    )
