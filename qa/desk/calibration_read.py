"""Calibration sessions as lists and their page read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from qa.call import Sentence
from qa.desk.calibration_scope import part_of, seen
from qa.desk.calibration_table import title_of
from qa.store.calibration_tables import CalibrationCall, CalibrationRater, CalibrationSession
from qa.store.engine import Session
from qa.store.review_tables import Review
from qa.store.reviews import Purpose, ReviewState
from qa.store.tables import Person, now

STATES = ("open", "revealed", "closed")


@dataclass(frozen=True)
class SessionRead:
    """A session as one person has it. `rates`, `leads`: what they are in it. `left`: calls they still have to rate.

    `done`: raters with nothing left, of `raters`; only for whoever leads.
    """

    id: int
    title: str
    rubric: str
    rubric_title: Sentence
    state: str
    unaware: bool
    vendor_id: int | None
    leader: str
    created_at: datetime
    due_at: datetime | None
    revealed_at: datetime | None
    closed_at: datetime | None
    calls: int
    raters: int
    done: int
    rates: bool
    leads: bool
    left: tuple[int, ...]  # review ids, in their order

    @property
    def late(self) -> bool:
        return self.state == "open" and self.due_at is not None and self.due_at < now()


def sessions(session: Session, person: Person) -> list[SessionRead]:
    """Those the person may see: open ones first by due date, then the newest."""
    ids = session.scalars(select(CalibrationSession.id).where(seen(person)))
    found = [read_session(session, person, session_id) for session_id in ids]
    return sorted(
        found,
        key=lambda each: (
            STATES.index(each.state),
            (each.due_at or each.created_at).timestamp() if each.state == "open" else -each.created_at.timestamp(),
            each.id,
        ),
    )


def read_session(session: Session, person: Person, session_id: int) -> SessionRead:
    """One session. Raises `LookupError` when the person may not see it."""
    part = part_of(session, person, session_id)
    row = part.row
    raters = session.scalars(select(CalibrationRater.person_id).where(CalibrationRater.session_id == row.id)).all()
    busy = set(session.scalars(select(Review.person_id).where(*_held(row.id))))
    mine = session.scalars(
        select(Review.id).where(*_held(row.id), Review.person_id == person.id).order_by(Review.due_at, Review.id)
    )
    return SessionRead(
        id=row.id,
        title=row.title,
        rubric=row.rubric,
        rubric_title=title_of(session, row.id).title,
        state=row.state,
        unaware=row.unaware,
        vendor_id=row.vendor_id,
        leader=row.leader.name,
        created_at=row.created_at,
        due_at=row.due_at,
        revealed_at=row.revealed_at,
        closed_at=row.closed_at,
        calls=session.scalar(select(func.count(CalibrationCall.id)).where(CalibrationCall.session_id == row.id)) or 0,
        raters=len(raters),
        done=sum(1 for each in raters if each not in busy),
        rates=part.rates,
        leads=part.leads,
        left=tuple(mine),
    )


def before(session: Session, person: Person, read: SessionRead) -> SessionRead | None:
    """The last session of the same rubric and vendor that was revealed before this one, if the person may see it."""
    if read.revealed_at is None:
        return None
    found = session.scalar(
        select(CalibrationSession.id)
        .where(
            seen(person),
            CalibrationSession.rubric == read.rubric,
            CalibrationSession.vendor_id.is_(None)
            if read.vendor_id is None
            else CalibrationSession.vendor_id == read.vendor_id,
            CalibrationSession.state != "open",
            CalibrationSession.revealed_at < read.revealed_at,
        )
        .order_by(CalibrationSession.revealed_at.desc())
        .limit(1)
    )
    return read_session(session, person, found) if found is not None else None


def _held(session_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Review.session_id == session_id,
        Review.purpose == Purpose.CALIBRATION,
        Review.state == ReviewState.ASSIGNED,
    )
