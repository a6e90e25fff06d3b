"""Whether the transcript of a call can be corrected: what a person rated keeps the text that they rated.

A correction has the machine rate the call anew, and pages show what was rated of the newest text. So it ends where
people's ratings begin to count: they would vanish from the page, and a dispute about them would hang in the air.
"""

from __future__ import annotations

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from qa.call import Sentence
from qa.store.calibration_tables import CalibrationCall, CalibrationSession
from qa.store.engine import Session
from qa.store.review_tables import Dispute, Review, ReviewEvaluation
from qa.store.reviews import OPEN, Purpose
from qa.store.tables import Call, CallEvaluation, CallRating, CallTranscript


def why_not(session: Session, call_id: int) -> Sentence | None:
    """What stands in the way of a correction; None when nothing does.

    A first evaluation that was returned to its evaluator stands in nobody's way: it will be handed in anew.
    """
    if _others_rate(session, call_id):
        return _OTHERS
    if _people_count(session, call_id):
        return _SUBMITTED if _second_waits(session, call_id) else _RATED
    return None


def hold(session: Session, call_id: int) -> None:
    """Until the caller's transaction ends nobody else corrects the call, or rates it as it stands: of two people at the
    same moment the second sees what the first has done.
    """
    session.scalar(select(Call.id).where(Call.id == call_id).with_for_update())


# Whose evaluation it is, and of which kind, is not for everybody to know.
_OTHERS = Sentence(
    "이 전사로 진행 중인 다른 평가가 있어 지금은 고칠 수 없습니다. 그 평가가 끝난 뒤 고쳐 주세요.",
    "Somebody is rating this call on this very transcript: correct it once they are done.",
)
_SUBMITTED = Sentence(
    "제출된 평가가 2차 평가를 기다리고 있어 전사를 고칠 수 없습니다. "
    "2차 평가자가 보완을 요청하면 1차 평가자가 고칠 수 있습니다.",
    "The evaluation of this call is submitted and waits for approval: its transcript can be corrected once the second "
    "evaluator has returned it.",
)
_RATED = Sentence(
    "사람이 평정한 통화의 전사는 고칠 수 없습니다. 전사가 잘못되어 틀린 평정은 '인식 오류' 사유로 수정해 주세요.",
    "A person has rated this call on this transcript, so it stays. Where a wrong word led to a wrong rating, override "
    "that with the reason “Recognition”.",
)


def _others_rate(session: Session, call_id: int) -> bool:
    """Whether an open dispute or calibration session is about what stands now."""
    disputed = select(exists().where(Dispute.call_id == call_id, Dispute.state == "open"))
    in_session = select(
        exists()
        .where(CalibrationCall.call_id == call_id, CalibrationCall.session_id == CalibrationSession.id)
        .where(CalibrationSession.state == "open")
    )
    return bool(session.scalar(disputed) or session.scalar(in_session))


def _people_count(session: Session, call_id: int) -> bool:
    """Whether a person's rating stands beside one the machine made of the newest text, and is not to be given anew."""
    machine, said = aliased(CallRating), aliased(CallRating)
    newest = select(func.max(CallTranscript.id)).where(CallTranscript.call_id == call_id).scalar_subquery()
    returned = exists().where(
        ReviewEvaluation.evaluation_id == said.evaluation_id,
        ReviewEvaluation.review_id == Review.id,
        Review.purpose == Purpose.FIRST,
        Review.state.in_(OPEN),
    )
    found = (
        select(said.id)
        .join(machine, machine.id == said.overrides_id)
        .join(CallEvaluation, CallEvaluation.id == machine.evaluation_id)
        .where(CallEvaluation.call_id == call_id, CallEvaluation.transcript_id == newest, ~returned)
        .limit(1)
    )
    return session.scalar(found) is not None


def _second_waits(session: Session, call_id: int) -> bool:
    second = exists().where(Review.call_id == call_id, Review.purpose == Purpose.SECOND, Review.state.in_(OPEN))
    return bool(session.scalar(select(second)))
