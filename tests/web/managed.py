"""What managers leave behind on a furnished desk: rules changed, a call picked, somebody gone, planted ratings met."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from sqlalchemy import select

from qa.desk.filters import keep
from qa.desk.inbox import give
from qa.desk.override import Override, override
from qa.desk.pick import pick
from qa.desk.set_policy import mark, set_policy, shown
from qa.store.calibration_tables import CalibrationCall, CalibrationRater, CalibrationSession
from qa.store.engine import Session, Store
from qa.store.people import add_person
from qa.store.policy import policy
from qa.store.review_tables import Planted, Review
from qa.store.tables import CallEvaluation, CallRating, now
from tests.cast import Cast, person, unreleased

LEFT = "yujin"


def manages(store: Store, cast: Cast) -> None:
    """Sora has a picked call that is overdue, suhyun has met six planted ratings and noticed five, yujin has left."""
    seeds = range(91, 98)
    calls = [unreleased(store, cast.folder, seed=seed) for seed in seeds]
    with store.writing() as session:
        set_rules(session, planted_share="5")
        picked = pick(session, person(session, "eunseo"), str(cast.calls["teammate"]), person(session, "sora").id)
        assert picked.number == 1
        first(session, cast.calls["teammate"]).due_at = now() - timedelta(days=2)
        for at, call_id in enumerate(calls[:6]):
            met(session, "suhyun", call_id, caught=at != 0)
        leaves(session, calls[6])
        keep(session, person(session, "admin"), "work.reviews", "마감 지난 1차", "late=1&purpose=first")
        keep(session, person(session, "suhyun"), "inbox.inbox", "무작위 표본", "stream=random")


def set_rules(session: Session, by: str = "eunseo", **texts: str) -> None:
    """Change some of the rules as the form does: all of them are sent, the others as they stand."""
    of = policy(session)
    standing = {name: shown(name, value) for name, value in asdict(of).items()}
    set_policy(session, person(session, by), standing | texts, mark(of), "듣고 판단하는지 확인하려고 합니다")


def first(session: Session, call_id: int) -> Review:
    return session.scalars(select(Review).where(Review.call_id == call_id, Review.purpose == "first")).one()


def met(session: Session, login: str, call_id: int, *, caught: bool) -> None:
    """The person has evaluated the call in four minutes, heard half of it, and noticed the planted rating or not."""
    row = first(session, call_id)
    row.person_id, row.state, row.finished_at = person(session, login).id, "submitted", now()
    row.work_s, row.listened_s = 240.0, 30.0
    session.add(
        Planted(
            review_id=row.id,
            rubric="courtesy-ko",
            criterion="empathy",
            answer="yes",
            caught=caught,
            settled_at=now(),
            settled_by=row.person_id,
        )
    )


def leaves(session: Session, call_id: int) -> Review:
    """An evaluator of 한빛 who has a review in hand is there no more."""
    gone = add_person(
        session, login=LEFT, name="한유진", role="evaluator", password="x" * 12, vendor="한빛", team="1팀"
    )
    row = first(session, call_id)
    assert give(session, row.id, gone, by=None) is not None
    gone.active = False
    return row


def rated_by(session: Session, login: str, call_id: int) -> None:
    """The person has overridden a rating of the call."""
    rating = session.scalars(
        select(CallRating)
        .join(CallEvaluation)
        .where(CallEvaluation.call_id == call_id, CallRating.criterion == "empathy")
        .where(CallRating.author_id.is_(None))
    ).one()
    said = Override("yes", "rule", "시민의 걱정에 답했습니다", rating.id)
    override(session, person(session, login), call_id, rating.id, said)


def calibrates(session: Session, call_id: int, *logins: str) -> None:
    """An open session on one call, led by the administrator, in which these people rate."""
    evaluation = session.scalars(select(CallEvaluation).where(CallEvaluation.call_id == call_id)).first()
    assert evaluation is not None
    leader = person(session, "admin").id
    led = CalibrationSession(title="공감", rubric="courtesy-ko", created_by=leader)
    session.add(led)
    session.flush()
    session.add(CalibrationCall(session_id=led.id, call_id=call_id, evaluation_id=evaluation.id, place=1, why="fail"))
    for login in logins:
        who = person(session, login)
        session.add(CalibrationRater(session_id=led.id, person_id=who.id))
        session.add(
            Review(
                call_id=call_id, purpose="calibration", state="assigned", person_id=who.id, session_id=led.id,
                vendor_id=first(session, call_id).vendor_id,
            )
        )  # fmt: skip
