"""A calibration session from invitation to the end: several people rate the same calls, and nobody sees the others'.

Everybody's ratings, the machine's among them, are shown to all when the last has finished, or when the leader says so.
An *unaware* session's reviews carry the random stream: to those invited they look like any call drawn at random, down
to the step that shows the machine's ratings; what counts then is what they rated before that step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from qa.call import Sentence
from qa.desk.calibration_raters import FEWEST, names_of
from qa.desk.calibration_scope import leading
from qa.desk.notify import notify
from qa.errors import Refused
from qa.store.calibration_tables import CalibrationCall, CalibrationRater, CalibrationSession
from qa.store.engine import Session
from qa.store.review_tables import Review, ReviewEvaluation
from qa.store.reviews import ReviewState
from qa.store.tables import Audit, Person, now


def finished(session: Session, review: Review) -> None:
    """A rater has submitted one: reveal the session where it was the last of all."""
    if review.session_id is None:
        return
    session.flush()
    # Locked, so that of two who submit last at once the second sees that the first is done.
    row = session.scalar(select(CalibrationSession).where(CalibrationSession.id == review.session_id).with_for_update())
    if row is not None and row.state == "open" and not open_reviews(session, row.id):
        _reveal(session, row, None, left_out=[])


def reveal(session: Session, leader: Person, session_id: int, *, early: bool = False) -> None:
    """Show everybody's ratings to all who take part. `early`: those who did not finish are left out, and named."""
    row = leading(session, leader, session_id)
    _must_be(row, "open")
    if not any_rated(session, row.id):
        raise Refused(
            "아직 제출된 평정이 없어 공개할 결과가 없습니다. 평가자에게 알림을 보내 주세요.",
            "Nothing has been rated yet, so there is nothing to reveal: remind the raters.",
        )
    left = open_reviews(session, row.id)
    people = {review.person_id for review in left if review.blind_at is None}
    if people and not early:
        names = names_of(session, people)
        raise Refused(
            f"아직 마치지 않은 평가자가 있습니다: {', '.join(names)}. 기다리거나 '지금 공개'를 눌러 주세요.",
            f"Not everybody has finished: {', '.join(names)}. Wait, or choose “Reveal now”.",
        )
    for review in left:
        _take_back(session, leader, review)
    _reveal(session, row, leader, left_out=names_of(session, people))


def remind(session: Session, leader: Person, session_id: int) -> int:
    """Tell those who have not finished; returns how many."""
    row = leading(session, leader, session_id)
    _must_be(row, "open")
    people = {review.person_id for review in open_reviews(session, row.id) if review.person_id}
    if row.unaware:
        told = Sentence("마감이 다가온 평가가 있습니다.", "A review in your hands is due soon.")
        notify(session, people, "due_soon", told, "/inbox")
    else:
        told = Sentence("마치지 않은 캘리브레이션 평가가 있습니다.", "You have calibration calls left to rate.")
        notify(session, people, "calibration_due", told, f"/calibration/{row.id}")
    _note(session, leader, row, "remind_calibration", None, {"people": names_of(session, people)})
    return len(people)


def withdraw_rater(session: Session, leader: Person, session_id: int, person_id: int) -> None:
    """Somebody cannot take part: what they hold of the session leaves their hands, what they rated counts no more."""
    row = leading(session, leader, session_id)
    _must_be(row, "open")
    raters = list(session.scalars(select(CalibrationRater).where(CalibrationRater.session_id == row.id)))
    rater = next((each for each in raters if each.person_id == person_id), None)
    if rater is None:
        raise LookupError(f"person {person_id} does not take part in session {session_id}")
    if len(raters) <= FEWEST:
        raise Refused(
            f"평가자는 {FEWEST}명 이상이어야 합니다. 그만두려면 세션을 취소해 주세요.",
            f"A session needs {FEWEST} raters. To end it, cancel the session.",
        )
    for review in open_reviews(session, row.id):
        if review.person_id == person_id:
            _take_back(session, leader, review)
    _note(session, leader, row, "withdraw_rater", {"person": rater.person.name, "person_id": person_id}, None)
    session.delete(rater)


def withdraw_call(session: Session, leader: Person, session_id: int, call_id: int) -> None:
    """A call is no good for this: it leaves everybody's hands, and what was rated of it counts no more."""
    row = leading(session, leader, session_id)
    _must_be(row, "open")
    calls = list(session.scalars(select(CalibrationCall).where(CalibrationCall.session_id == row.id)))
    found = next((each for each in calls if each.call_id == call_id), None)
    if found is None:
        raise LookupError(f"call {call_id} is not of session {session_id}")
    if len(calls) == 1:
        raise Refused("마지막 통화는 뺄 수 없습니다.", "The last call cannot be taken out.")
    for review in open_reviews(session, row.id):
        if review.call_id == call_id:
            _take_back(session, leader, review)
    _note(session, leader, row, "withdraw_call", {"call": call_id}, None)
    session.delete(found)


def close(session: Session, leader: Person, session_id: int) -> None:
    """The discussion is over: what was said and agreed stays to be read."""
    row = leading(session, leader, session_id)
    _must_be(row, "revealed")
    row.state, row.closed_at = "closed", now()
    _note(session, leader, row, "close_calibration", {"state": "revealed"}, {"state": "closed"})


def cancel(session: Session, leader: Person, session_id: int) -> None:
    """Nothing comes of the session: what is open leaves everybody's hands, and nothing is revealed."""
    row = leading(session, leader, session_id)
    _must_be(row, "open")
    for review in open_reviews(session, row.id):
        _take_back(session, leader, review)
    row.state, row.closed_at = "closed", now()
    if not row.unaware:
        people = session.scalars(select(CalibrationRater.person_id).where(CalibrationRater.session_id == row.id))
        told = Sentence(
            "초대받은 캘리브레이션이 취소되었습니다.", "A calibration session you were invited to is cancelled."
        )
        notify(session, people.all(), "calibration_cancelled", told, f"/calibration/{row.id}", but=leader.id)
    _note(session, leader, row, "cancel_calibration", {"state": "open"}, {"state": "closed"})


def exported(session: Session, leader: Person, session_id: int) -> None:
    """The leader takes the result out of the house. Raises `LookupError` before there is one."""
    row = leading(session, leader, session_id)
    if row.revealed_at is None:
        raise LookupError(f"calibration session {session_id} is not revealed")
    _note(session, leader, row, "export", None, {"format": "xlsx"})


def any_rated(session: Session, session_id: int) -> bool:
    query = (
        select(ReviewEvaluation.id)
        .join(Review, Review.id == ReviewEvaluation.review_id)
        .where(Review.session_id == session_id)
    )
    return session.scalar(query.limit(1)) is not None


def open_reviews(session: Session, session_id: int) -> list[Review]:
    """The reviews of a session that are still in somebody's hands."""
    return list(
        session.scalars(
            select(Review)
            .where(Review.session_id == session_id, Review.state == ReviewState.ASSIGNED)
            .order_by(Review.id)
        )
    )


def _reveal(session: Session, row: CalibrationSession, by: Person | None, *, left_out: Sequence[str]) -> None:
    row.state, row.revealed_at = "revealed", now()
    people = set(session.scalars(select(CalibrationRater.person_id).where(CalibrationRater.session_id == row.id)))
    told = Sentence("캘리브레이션 결과가 공개되었습니다.", "The results of a calibration session are there to see.")
    link = f"/calibration/{row.id}"
    notify(session, people | {row.created_by}, "calibration_revealed", told, link, but=by.id if by else None)
    new = {"state": "revealed", "left_out": list(left_out)}
    _note(session, by, row, "reveal_calibration", {"state": "open"}, new)


def _take_back(session: Session, leader: Person, review: Review) -> None:
    review.state, review.version = ReviewState.WITHDRAWN, review.version + 1
    was, is_ = {"state": ReviewState.ASSIGNED.value}, {"state": ReviewState.WITHDRAWN.value}
    session.add(Audit(person_id=leader.id, act="withdraw_review", thing=f"review:{review.id}", old=was, new=is_))


def _must_be(row: CalibrationSession, state: str) -> None:
    if row.state != state:
        raise Refused(
            "그사이 세션의 상태가 바뀌었습니다. 화면을 새로 고쳐 확인해 주세요.",
            "The session has changed in the meantime: reload the page.",
        )


def _note(
    session: Session,
    by: Person | None,
    row: CalibrationSession,
    act: str,
    old: dict[str, Any] | None,
    new: dict[str, Any] | None,
) -> None:
    thing = f"calibration:{row.id}"
    session.add(Audit(person_id=by.id if by else None, act=act, thing=thing, old=old, new=new))
