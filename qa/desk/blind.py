"""Whose ratings a person must not see now, because they rate the call themselves, or an evaluator still may."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from qa.store.calibration_tables import CalibrationCall, CalibrationRater, CalibrationSession
from qa.store.engine import Session
from qa.store.review_tables import Review
from qa.store.reviews import OPEN, Purpose, ReviewState, Stream
from qa.store.tables import Call, Person


def hidden(person: Person) -> ColumnElement[bool]:
    """As SQL over `Call`: a call in the person's hands; to evaluators also one that waits to be rated blind by one of
    them; one of a calibration session that they take part in and that is not revealed yet.
    """
    # A list that reads reviews, too, must not take their place in here.
    review = exists().where(Review.call_id == Call.id).correlate(Call)
    in_hand = review.where(Review.person_id == person.id, Review.state == ReviewState.ASSIGNED)
    in_session = calibrating(person, Call.id)
    if person.role != "evaluator":
        return or_(in_hand, in_session)
    drawn = and_(Review.purpose == Purpose.FIRST, Review.stream == Stream.RANDOM, Review.blind_at.is_(None))
    to_come = review.where(Review.state.in_(OPEN), or_(Review.purpose == Purpose.DISPUTE, drawn))
    return or_(in_hand, in_session, to_come)


def calibrating(person: Person, call_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """As SQL over a column of calls: those of an open calibration session in which the person rates."""
    return (
        exists()
        .where(CalibrationCall.call_id == call_id, CalibrationCall.session_id == CalibrationSession.id)
        .where(CalibrationSession.state == "open", CalibrationRater.session_id == CalibrationSession.id)
        .where(CalibrationRater.person_id == person.id)
        .correlate_except(CalibrationCall, CalibrationSession, CalibrationRater)
    )


def hidden_among(session: Session, person: Person, call_ids: Collection[int]) -> frozenset[int]:
    """Those of these calls whose ratings the person must not see now."""
    if person.role == "agent" or not call_ids:
        return frozenset()
    return frozenset(session.scalars(select(Call.id).where(Call.id.in_(call_ids), hidden(person))))


def review_in_hand(session: Session, person: Person, call_id: int) -> int | None:
    """The person's own open review of the call."""
    return session.scalar(
        select(Review.id).where(
            Review.call_id == call_id, Review.person_id == person.id, Review.state == ReviewState.ASSIGNED
        )
    )
