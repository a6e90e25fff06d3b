"""Remarks pinned to a second of a call, by whoever reviews it; the agent sees those meant for them after release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from qa.desk.inbox import own
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.review_tables import CallNote, Review
from qa.store.reviews import Purpose, ReviewState, review_of
from qa.store.tables import Audit, Person, now

TEXT_LENGTH = 1000
MOST = 200  # per review


@dataclass(frozen=True)
class NoteRead:
    id: int
    at_s: float
    text: str
    for_agent: bool
    author: str
    created_at: datetime


def pin(session: Session, person: Person, review_id: int, at_s: float, text: str, *, for_agent: bool) -> int:
    """Pin a remark to a second; raises `LookupError` and `Refused` as `own` does, `Refused` when there is no text."""
    row = own(session, person, review_id)
    text = text.strip()[:TEXT_LENGTH]
    if not text:
        raise Refused("메모할 내용을 적어 주세요.", "Write what to note.")
    if len(of_review(session, review_id)) >= MOST:
        raise Refused(
            f"메모는 한 평가에 {MOST}개까지 남길 수 있습니다.", f"A review holds up to {MOST} notes: remove one first."
        )
    note = CallNote(
        call_id=row.call_id,
        review_id=review_id,
        author_id=person.id,
        at_s=max(0.0, round(at_s, 2)),
        text=text,
        for_agent=for_agent and review_of(row).guise in (Purpose.FIRST, Purpose.SECOND),
    )
    session.add(note)
    session.flush()
    new = {"at_s": note.at_s, "text": text, "for_agent": note.for_agent}
    session.add(Audit(person_id=person.id, act="note", thing=f"review:{review_id}", old=None, new=new))
    return note.id


def remove(session: Session, person: Person, note_id: int) -> int:
    """Take back a note of an open review of one's own. Returns the review's id."""
    note = session.get(CallNote, note_id)
    if note is None or note.removed_at is not None or note.review_id is None or note.author_id != person.id:
        raise LookupError(f"no note {note_id}")
    own(session, person, note.review_id)
    note.removed_at = now()
    old = {"at_s": note.at_s, "text": note.text}
    session.add(Audit(person_id=person.id, act="remove_note", thing=f"review:{note.review_id}", old=old, new=None))
    return note.review_id


def of_review(session: Session, review_id: int) -> list[NoteRead]:
    return _read(session, CallNote.review_id == review_id)


def of_first(session: Session, call_id: int) -> list[NoteRead]:
    """What the first evaluator pinned, for the second."""
    first = select(Review.id).where(Review.call_id == call_id, Review.purpose == Purpose.FIRST)
    return _read(session, CallNote.review_id.in_(first))


def for_agent(session: Session, call_id: int) -> list[NoteRead]:
    """What the agent may read: notes meant for them, of evaluations that were submitted."""
    submitted = select(Review.id).where(
        Review.call_id == call_id,
        Review.state == ReviewState.SUBMITTED,
        Review.purpose.in_((Purpose.FIRST, Purpose.SECOND)),
    )
    return _read(session, CallNote.for_agent.is_(True) & CallNote.review_id.in_(submitted))


def _read(session: Session, where: ColumnElement[bool]) -> list[NoteRead]:
    rows = session.execute(
        select(CallNote, Person.name)
        .join(Person, Person.id == CallNote.author_id)
        .where(where, CallNote.removed_at.is_(None))
        .order_by(CallNote.at_s, CallNote.id)
    )
    return [NoteRead(note.id, note.at_s, note.text, note.for_agent, name, note.created_at) for note, name in rows]
