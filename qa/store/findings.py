"""What was found comparing a call with the standard answers, and what its citizen asked: kept for the call page and for
whoever keeps the answers. Worked out anew with each scoring; what people said about a finding is carried over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import delete, select

from qa.call import Transcript, masked_texts
from qa.language.heard import times_at
from qa.store.answer_tables import CallFinding, CallQuestion
from qa.store.engine import Session
from qa.store.results import transcript_of
from qa.store.tables import Person

FAULTS = ("agent", "entry_wrong", "entry_missing", "recognition", "question_unclear")


class Found(Protocol):
    """A finding of `qa.answers.compare`: `said` is characters [start, end) of turn `turn`, `quote` the sentence around
    them; `turn` is None where nothing was said.
    """

    @property
    def type(self) -> str: ...
    @property
    def verdict(self) -> str: ...
    @property
    def entry(self) -> str | None: ...
    @property
    def fact_name(self) -> str: ...
    @property
    def said(self) -> str: ...
    @property
    def said_norm(self) -> str: ...
    @property
    def expected(self) -> str: ...
    @property
    def turn(self) -> int | None: ...
    @property
    def quote(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def confidence(self) -> float: ...
    @property
    def fault(self) -> str | None: ...


@dataclass(frozen=True)
class AskedQuestion:
    """A question of the citizen, in the words of turn `turn`, and the entry that answers it; None when none does.

    `score` and `margin` are those of the finder; `topic` is that of the entry, or of the nearest one.
    """

    turn: int | None
    text: str
    entry: str | None
    topic: str
    score: float
    margin: float
    medium: str
    language: str


@dataclass(frozen=True)
class FindingRead:
    """A finding as the pages show it. `fault` is the machine's guess, `confirmed_fault` what a person said."""

    id: int
    call_id: int
    type: str
    verdict: str
    entry: str | None
    fact_name: str
    said: str
    expected: str
    turn: int | None
    quote: str
    start: int
    end: int
    started_s: float | None
    ended_s: float | None
    confidence: float
    fault: str | None
    confirmed_fault: str | None
    confirmed_by: str
    confirmed_at: datetime | None


_Row = dict[str, Any]
# What makes a finding the same one after the call was scored anew.
_SAME = ("turn", "start", "end", "fact_type", "entry", "fact_name")
_NOT_COMPARED = ("id", "call_id", "confirmed_fault", "confirmed_by", "confirmed_at")


def keep_findings(session: Session, call_id: int, evaluation_id: int | None, findings: Iterable[Found]) -> None:
    """Replace the findings of a call. Personal data in quotes is masked. The same findings leave the same rows.

    Raises `LookupError` when the call has no transcript.
    """
    _, transcript = transcript_of(session, call_id)
    rows = [_row(found, evaluation_id, transcript) for found in findings]
    there = list(session.scalars(select(CallFinding).where(CallFinding.call_id == call_id).order_by(CallFinding.id)))
    if [_compared(row) for row in there] == rows:
        return
    said: dict[tuple[Any, ...], CallFinding] = {
        tuple(getattr(row, name) for name in _SAME): row for row in there if row.confirmed_at is not None
    }
    session.execute(delete(CallFinding).where(CallFinding.call_id == call_id))
    for row in rows:
        before = said.get(tuple(row[name] for name in _SAME))
        kept = {name: getattr(before, name) for name in _NOT_COMPARED[2:]} if before else {}
        session.add(CallFinding(call_id=call_id, **row, **kept))
    session.flush()


def keep_questions(session: Session, call_id: int, questions: Iterable[AskedQuestion]) -> None:
    """Replace the questions of a call; personal data in them is masked.

    Raises `LookupError` when the call has no transcript.
    """
    _, transcript = transcript_of(session, call_id)
    session.execute(delete(CallQuestion).where(CallQuestion.call_id == call_id))
    for asked in questions:
        session.add(
            CallQuestion(
                call_id=call_id,
                turn=asked.turn,
                text=scrubbed(asked.text, transcript),
                entry=asked.entry,
                topic=asked.topic[:200],
                score=asked.score,
                margin=asked.margin,
                medium=asked.medium,
                language=asked.language,
            )
        )
    session.flush()


def findings_of(session: Session, call_id: int) -> tuple[FindingRead, ...]:
    """The findings of a call in order of the conversation, what was not stated last."""
    query = (
        select(CallFinding, Person.name)
        .outerjoin(Person, Person.id == CallFinding.confirmed_by)
        .where(CallFinding.call_id == call_id)
        .order_by(CallFinding.turn.is_(None), CallFinding.turn, CallFinding.start, CallFinding.id)
    )
    return tuple(_read(row, name or "") for row, name in session.execute(query))


def finding(session: Session, finding_id: int) -> FindingRead | None:
    query = (
        select(CallFinding, Person.name)
        .outerjoin(Person, Person.id == CallFinding.confirmed_by)
        .where(CallFinding.id == finding_id)
    )
    found = session.execute(query).one_or_none()
    return _read(found[0], found[1] or "") if found else None


def scrubbed(text: str, transcript: Transcript) -> str:
    """A text that may repeat what was said in the call, with the personal data masked wherever it recurs."""
    masked = masked_texts(transcript)
    for place in transcript.personal:
        told = transcript.turns[place.turn].text[place.start : place.end]
        if told.strip():
            text = text.replace(told, masked[place.turn][place.start : place.end])
    return text


def _row(found: Found, evaluation_id: int | None, transcript: Transcript) -> _Row:
    started_s = ended_s = None
    said = found.said
    if found.turn is not None and found.turn < len(transcript.turns):
        started_s, ended_s = times_at(transcript.turns[found.turn], found.start, found.end)
        said = masked_texts(transcript)[found.turn][found.start : found.end] or said
    return {
        "evaluation_id": evaluation_id,
        "turn": found.turn,
        "start": found.start,
        "end": found.end,
        "started_s": started_s,
        "ended_s": ended_s,
        "entry": found.entry,
        "fact_name": found.fact_name[:200],
        "fact_type": str(found.type),
        "verdict": str(found.verdict),
        "said": scrubbed(said, transcript),
        "said_norm": scrubbed(found.said_norm, transcript),
        "expected": found.expected,
        "quote": scrubbed(found.quote, transcript),
        "confidence": found.confidence,
        "fault": str(found.fault) if found.fault else None,
        "medium": transcript.medium,
        "language": transcript.language,
    }


def _compared(row: CallFinding) -> _Row:
    columns = [column.key for column in CallFinding.__table__.columns]
    return {name: getattr(row, name) for name in columns if name not in _NOT_COMPARED}


def _read(row: CallFinding, confirmer: str) -> FindingRead:
    return FindingRead(
        id=row.id,
        call_id=row.call_id,
        type=row.fact_type,
        verdict=row.verdict,
        entry=row.entry,
        fact_name=row.fact_name,
        said=row.said_norm or row.said,
        expected=row.expected,
        turn=row.turn,
        quote=row.quote,
        start=row.start,
        end=row.end,
        started_s=row.started_s,
        ended_s=row.ended_s,
        confidence=row.confidence,
        fault=row.fault,
        confirmed_fault=row.confirmed_fault,
        confirmed_by=confirmer,
        confirmed_at=row.confirmed_at,
    )
