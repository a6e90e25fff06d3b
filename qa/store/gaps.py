"""What the gap radar reads: questions without an entry, findings by entry, and what was done about a gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from qa.answers.gaps import KOREAN, Asked
from qa.store.answer_tables import CallFinding, CallQuestion, Gap
from qa.store.engine import Session
from qa.store.tables import Call, CallEvaluation, Person

MOST_QUESTIONS = 20_000
MOST_FINDINGS = 50_000
SHOWING = ("contradict", "not_in_database")
PHONE = "phone"


@dataclass(frozen=True)
class Compared:
    """A finding with its call, as the radar looks at it. `agent_id` is only ever counted."""

    id: int
    call_id: int
    at: datetime
    agent_id: int | None
    entry: str | None
    type: str
    name: str
    verdict: str
    value: str
    expected: str
    fault: str | None
    confirmed: bool
    medium: str
    language: str


@dataclass(frozen=True)
class Done:
    """What was last done about a gap: assigned to an owner, settled, or opened again."""

    state: str
    owner: str
    note: str
    who: str
    at: datetime


def unanswered(session: Session, allowed: ColumnElement[bool], since: datetime) -> tuple[Asked, ...]:
    """Questions since then that no entry answers, among the calls a person may see."""
    query = (
        select(CallQuestion.call_id, CallQuestion.text, CallQuestion.medium, CallQuestion.language, Call.started_at)
        .join(Call, Call.id == CallQuestion.call_id)
        .where(allowed, CallQuestion.entry.is_(None), Call.started_at >= since)
        .order_by(Call.started_at.desc(), CallQuestion.id.desc())
        .limit(MOST_QUESTIONS)
    )
    return tuple(
        Asked(call_id, started_at, text, medium, language)
        for call_id, text, medium, language, started_at in session.execute(query)
    )


def newest_question(session: Session) -> tuple[int | None, int | None]:
    """What is another once a question is added, or those of a call are written anew (which may use their ids again)."""
    return session.scalar(select(func.max(CallQuestion.id))), session.scalar(select(func.max(CallEvaluation.id)))


def compared(session: Session, allowed: ColumnElement[bool], since: datetime) -> tuple[Compared, ...]:
    """Findings of calls since then that may show a gap, newest call first, among the calls a person may see.

    What agrees shows one only where an entry is used in writing or in another language, too.
    """
    sides = select(CallFinding.entry).where(or_(CallFinding.medium != PHONE, CallFinding.language != KOREAN))
    telling = or_(CallFinding.verdict.in_(SHOWING), CallFinding.entry.in_(sides))
    query = (
        select(*CallFinding.__table__.c, Call.started_at, Call.agent_id)
        .join(Call, Call.id == CallFinding.call_id)
        .where(allowed, Call.started_at >= since, CallFinding.verdict != "not_stated", telling)
        .order_by(Call.started_at.desc(), CallFinding.id)
        .limit(MOST_FINDINGS)
    )
    return tuple(
        Compared(
            row.id,
            row.call_id,
            row.started_at,
            row.agent_id,
            row.entry,
            row.fact_type,
            row.fact_name,
            row.verdict,
            row.said_norm or row.said,
            row.expected,
            row.confirmed_fault or row.fault,
            row.confirmed_fault is not None,
            row.medium,
            row.language,
        )
        for row in session.execute(query)
    )


def done_about(session: Session) -> dict[tuple[str, str], Done]:
    """By kind and key what was last done about each gap."""
    query = select(Gap, Person.name).outerjoin(Person, Person.id == Gap.person_id).order_by(Gap.id)
    return {
        (row.kind, row.key): Done(row.state, row.owner, row.note, name or "", row.at)
        for row, name in session.execute(query)
    }


def note_gap(
    session: Session, *, kind: str, key: str, state: str, owner: str, note: str, person_id: int | None
) -> None:
    session.add(Gap(kind=kind, key=key, state=state, owner=owner, note=note, person_id=person_id))
    session.flush()
