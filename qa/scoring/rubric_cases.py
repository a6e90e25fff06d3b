"""Tests of a rubric: short calls with the answers that are expected, in `<rubric>.test.yaml` beside it.

What is written there becomes a call as a telephone would have brought it: turns one after another at a usual pace,
every word clearly heard unless `heard` says otherwise. Under `channel: web` or `chat` nothing has times, save how long
the answer took (`answered_after_s`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from qa.answers.entries import Answers
from qa.call import Event, Rating, RatingState, Sentence, Speaker, Transcript, Turn, Word
from qa.scoring.criterion import AnswerKey
from qa.scoring.evaluate import evaluate
from qa.scoring.parts import Id, Part
from qa.scoring.rubric import Channel, Rubric
from qa.scoring.rubric_fault import refuse
from qa.scoring.rubric_file import Document, read_document, read_file
from qa.speech.pace import syllables
from qa.speech.turn_times import measure_turns

MOST_CASES = 500
SYLLABLES_PER_S = 5.0
GAP_S = 0.4
CLEARLY = 0.97
_STATES = frozenset((RatingState.NOT_APPLICABLE.value, RatingState.CANNOT_TELL.value))

Words = Annotated[str, Field(min_length=1, max_length=2000)]


class Line(Part):
    """What one speaker says: `- agent: 안녕하십니까` or `- citizen: 네`.

    `pause_s` is the silence before it; below zero, it starts while the other still speaks. `heard` in [0, 1] is how
    surely its words were recognised.
    """

    agent: Words | None = None
    citizen: Words | None = None
    pause_s: float = Field(GAP_S, ge=-30, le=600)
    heard: float = Field(CLEARLY, ge=0, le=1)

    @model_validator(mode="after")
    def _has_one_speaker(self) -> Self:
        if (self.agent is None) == (self.citizen is None):
            raise ValueError("a turn has either `agent` or `citizen`")
        return self

    @property
    def text(self) -> str:
        return " ".join((self.agent or self.citizen or "").split())


class Happening(Part):
    """What the telephone system tells: after turn `after` (counted from 1), for `length_s` seconds."""

    kind: Literal["hold", "transfer", "hangup"]
    after: int = Field(ge=1, le=400)
    length_s: float = Field(0, ge=0, le=3600)
    by: Literal["", "agent", "citizen"] = ""
    to: str = Field("", max_length=200)


class Case(Part):
    """One call. `expect` gives, for the criteria that matter, the answer, or not_applicable, or cannot_tell."""

    name: str = Field(min_length=1, max_length=200)
    channel: Channel = "phone"
    started_at: datetime | None = Field(None, description="In the centre's own time.")
    answered_after_s: float | None = Field(None, ge=0, description="From the question to the written answer.")
    turns: tuple[Line, ...] = Field(min_length=1, max_length=400)
    events: tuple[Happening, ...] = Field((), max_length=40)
    expect: dict[Id, AnswerKey] = Field(min_length=1)
    score: float | None = Field(None, ge=0, le=100, description="The score expected, to one decimal.")


class RubricCases(Part):
    """What a `.test.yaml` file holds. `rubric` is the id of the rubric it stands beside."""

    rubric: str = Field(min_length=1, max_length=60)
    cases: tuple[Case, ...] = Field(min_length=1, max_length=MOST_CASES)


@dataclass(frozen=True)
class Miss:
    """A criterion that came out otherwise than expected, and why. `line` in the test file."""

    criterion: str
    expected: str
    got: str
    reason: Sentence
    quotes: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class CaseResult:
    name: str
    line: int
    misses: tuple[Miss, ...] = ()
    asked: frozenset[tuple[str, str]] = field(default=frozenset())

    @property
    def passed(self) -> bool:
        return not self.misses


def cases_beside(rubric_path: Path) -> Path:
    """courtesy-ko.yaml → courtesy-ko.test.yaml"""
    return rubric_path.with_name(f"{rubric_path.stem}.test.yaml")


def run_cases(rubric: Rubric, path: Path, *, answers: Answers | None = None) -> tuple[CaseResult, ...]:
    """Every case of the file against the rubric. Raises `Misconfigured` naming file, line and field."""
    return run_cases_of(rubric, read_file(path), str(path), answers=answers)


def run_cases_of(rubric: Rubric, text: str, name: str, *, answers: Answers | None = None) -> tuple[CaseResult, ...]:
    document = read_document(text, name)
    try:
        held = RubricCases.model_validate(document.data)
    except ValidationError as error:
        raise refuse(document, error, RubricCases) from error
    _refuse_unknown(document, held, rubric)
    return tuple(_run(document, place, case, rubric, answers) for place, case in enumerate(held.cases))


def transcript_of(case: Case, language: str) -> Transcript:
    """The call a case stands for."""
    written = case.channel != "phone"
    turns: list[Turn] = []
    events: list[Event] = []
    now = 0.5
    for place, line in enumerate(case.turns, start=1):
        speaker = Speaker.AGENT if line.agent is not None else Speaker.CITIZEN
        begin = 0.0 if written else max(0.0, now + (line.pause_s if turns else 0.0))
        turns.append(_spoken(speaker, line, begin, written))
        now = max(now, turns[-1].end_s)
        for event in case.events:
            if event.after == place:
                end = 0.0 if written else now + event.length_s
                events.append(Event(event.kind, 0.0 if written else now, end, None, event.by, event.to))
                now = end
    duration_s = 0.0 if written else now + 1.0
    after_s = case.answered_after_s if written else None
    return Transcript(
        language, duration_s, tuple(turns), events=tuple(events), medium=case.channel, answered_after_s=after_s
    )


def _spoken(speaker: Speaker, line: Line, begin: float, written: bool) -> Turn:
    words = []
    now = begin
    for word in line.text.split():
        end = now if written else now + max(1, syllables(word)) / SYLLABLES_PER_S
        words.append(Word(word, now, end, line.heard))
        now = end
    return Turn(speaker, begin, now, line.text, tuple(words))


def _run(document: Document, place: int, case: Case, rubric: Rubric, answers: Answers | None) -> CaseResult:
    transcript = transcript_of(case, rubric.language)
    transfers = sum(event.kind == "transfer" for event in case.events)
    measures = measure_turns(transcript, transfers=transfers or None) if case.channel == "phone" else None
    evaluation = evaluate(transcript, measures, rubric, answers, called_at=case.started_at)
    ratings = {rating.criterion: rating for rating in evaluation.ratings}
    where = ("cases", place)
    misses = [
        _miss(ratings[id], wanted, document.line((*where, "expect", id)))
        for id, wanted in case.expect.items()
        if outcome(ratings[id]) != wanted
    ]
    if case.score is not None and evaluation.score != case.score:
        lost = [rating for rating in evaluation.ratings if rating.score is not None and rating.score < 1]
        misses.append(
            Miss(
                "score",
                f"{case.score:g}",
                "-" if evaluation.score is None else f"{evaluation.score:g}",
                _joined(lost),
                (),
                document.line((*where, "score")),
            )
        )
    return CaseResult(case.name, document.line(where), tuple(misses), frozenset(case.expect.items()))


def outcome(rating: Rating) -> str:
    """The answer, or the state where there is none."""
    return rating.answer if rating.answer is not None else rating.state.value


def _miss(rating: Rating, wanted: str, line: int) -> Miss:
    quotes = tuple(evidence.quote for evidence in rating.evidence if evidence.quote)
    return Miss(rating.criterion, wanted, outcome(rating), rating.reason, quotes, line)


def _joined(ratings: Iterable[Rating]) -> Sentence:
    return Sentence(
        "감점: " + (", ".join(f"{r.criterion}={r.answer}" for r in ratings) or "없음"),
        "points lost: " + (", ".join(f"{r.criterion}={r.answer}" for r in ratings) or "none"),
    )


def _refuse_unknown(document: Document, held: RubricCases, rubric: Rubric) -> None:
    if held.rubric != rubric.id:
        raise document.fault(
            ("rubric",),
            f"평가표 {held.rubric!r}의 시험인데 {rubric.id!r} 옆에 있습니다. 이름을 맞춰 주세요.",
            f"these are tests of {held.rubric!r}, but the file stands beside {rubric.id!r}: make the two agree.",
        )
    seen: set[str] = set()
    for place, case in enumerate(held.cases):
        if case.name in seen:
            raise document.fault(
                ("cases", place, "name"),
                f"시험 이름 '{case.name}'이(가) 두 번 나옵니다.",
                f"the case {case.name!r} appears twice.",
            )
        seen.add(case.name)
        for id, wanted in case.expect.items():
            criterion = rubric.criterion(id)
            where = ("cases", place, "expect", id)
            if criterion is None:
                raise document.fault(
                    where,
                    f"평가표에 {id!r}(이)라는 항목이 없습니다.",
                    f"the rubric has no criterion {id!r}.",
                )
            if wanted not in criterion.answers and wanted not in _STATES:
                known = ", ".join((*criterion.answers, *sorted(_STATES)))
                raise document.fault(
                    where,
                    f"{id!r}의 답에 {wanted!r}은(는) 없습니다. 쓸 수 있는 것: {known}.",
                    f"{wanted!r} is no answer to {id!r}; there are {known}.",
                )
        last = len(case.turns)
        for number, event in enumerate(case.events):
            if event.after > last:
                raise document.fault(
                    ("cases", place, "events", number, "after"),
                    f"말이 {last}번뿐인데 {event.after}번째 말 뒤를 가리킵니다.",
                    f"there are {last} turns, but this comes after turn {event.after}.",
                )
