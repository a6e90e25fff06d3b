"""Who sees which calibration session, who leads it, and who may hear its calls."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from qa.desk.access import Act, may, scope
from qa.errors import Refused
from qa.store.calibration_tables import CalibrationCall, CalibrationRater, CalibrationSession
from qa.store.engine import Session
from qa.store.review_tables import Review
from qa.store.reviews import Purpose, ReviewState
from qa.store.tables import Call, Person


@dataclass(frozen=True)
class Part:
    """What a session is to one person: whether they rate in it, and whether they lead it."""

    row: CalibrationSession
    rates: bool
    leads: bool


def seen(person: Person) -> ColumnElement[bool]:
    """As SQL over `CalibrationSession`: those one rates in, and as a leader those of one's vendor.

    An unaware rater learns of the session when it is revealed, whatever else they are; only whoever made it knows.
    """
    if not may(person, Act.SEE_CALIBRATION):
        return false()
    rates = exists().where(
        CalibrationRater.session_id == CalibrationSession.id, CalibrationRater.person_id == person.id
    )
    made = CalibrationSession.created_by == person.id
    unaware = and_(rates, CalibrationSession.unaware, CalibrationSession.revealed_at.is_(None))
    return or_(made, and_(or_(rates, _led(person)), ~unaware))


def part_of(session: Session, person: Person, session_id: int, *, lock: bool = False) -> Part:
    """The session as the person has it. Raises `LookupError` when there is none, or none they may see."""
    query = select(CalibrationSession).where(CalibrationSession.id == session_id, seen(person))
    row = session.scalar(query.with_for_update(of=CalibrationSession) if lock else query)
    if row is None:
        raise LookupError(f"no calibration session {session_id} for {person.login}")
    rates = session.scalar(
        select(CalibrationRater.id).where(
            CalibrationRater.session_id == session_id, CalibrationRater.person_id == person.id
        )
    )
    return Part(row, rates is not None, _leads(person, row, rates=rates is not None))


def leading(session: Session, person: Person, session_id: int) -> CalibrationSession:
    """The session, locked. Raises `LookupError` when the person may not see it, `Refused` when they do not lead it."""
    part = part_of(session, person, session_id, lock=True)
    if not part.leads:
        raise Refused(
            "캘리브레이션 진행자만 할 수 있는 일입니다. 진행자에게 요청해 주세요.",
            "Only whoever leads the session can do this: ask them.",
        )
    return part.row


def may_hear(session: Session, person: Person, call_id: int) -> bool:
    """Whether a session lets the person hear a call that is not of their vendor: one they rate now, or have discussed.

    It lasts as long as the session: once that is closed, the call is their vendor's alone again.
    """
    if not may(person, Act.SEE_CALIBRATION):
        return False
    in_hand = select(Review.id).where(
        Review.call_id == call_id,
        Review.person_id == person.id,
        Review.purpose == Purpose.CALIBRATION,
        Review.state == ReviewState.ASSIGNED,
    )
    discussed = (
        select(CalibrationCall.id)
        .join(CalibrationSession, CalibrationSession.id == CalibrationCall.session_id)
        .join(CalibrationRater, CalibrationRater.session_id == CalibrationSession.id)
        .where(
            CalibrationCall.call_id == call_id,
            CalibrationRater.person_id == person.id,
            CalibrationSession.state == "revealed",
        )
    )
    return session.scalar(in_hand.limit(1)) is not None or session.scalar(discussed.limit(1)) is not None


def sees_calls(person: Person, calls: list[Call]) -> list[Call]:
    """Those of the calls that are in the person's own scope."""
    return [call for call in calls if scope(person).holds(call)]


def _led(person: Person) -> ColumnElement[bool]:
    if not may(person, Act.LEAD_CALIBRATION):
        return false()
    of = scope(person)
    if of.vendor_id is not None:
        return CalibrationSession.vendor_id == of.vendor_id
    return CalibrationSession.id.is_not(None) if of.everything else false()


def _leads(person: Person, row: CalibrationSession, *, rates: bool) -> bool:
    """Whoever made it; other leaders of its vendor unless they rate in it themselves."""
    if not may(person, Act.LEAD_CALIBRATION):
        return False
    if row.created_by == person.id:
        return True
    of = scope(person)
    return not rates and (of.everything or (of.vendor_id is not None and of.vendor_id == row.vendor_id))
