"""Review: a person rates beside the machine. Nothing is written over; who said what stays readable for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from qa.call import RatingState, Sentence, to_json
from qa.desk.access import Act, may
from qa.desk.blind import hidden_among
from qa.desk.correctable import hold
from qa.desk.sheet import sheet_of
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.evaluations import EvaluationRead, RatingRead
from qa.store.pages import call_page
from qa.store.tables import Audit, CallRating, Person

REASON_CODES = ("recognition", "rule", "standard_answer", "rubric", "context")
NOTE_LENGTH = 2000
NOT_RATED = {state.value: state for state in RatingState if state is not RatingState.RATED}


@dataclass(frozen=True)
class Override:
    """What a person says instead. `answer`: a key of the criterion, or "not_applicable", or "cannot_tell".

    `seen_id`: the rating that counted when the person decided; if another counts by now, they have not seen it.
    """

    answer: str
    reason_code: str
    note: str
    seen_id: int


def override(session: Session, person: Person, call_id: int, rating_id: int, said: Override) -> None:
    """Add a person's rating beside the machine's, and the audit line from old to new, in the caller's transaction.

    Raises `LookupError` when there is no such machine's rating on the call or the person may not see it, `Refused`
    when they may not override, the answer is none of the criterion's, changes nothing, or somebody was faster.
    """
    evaluation, rating = _at_hand(session, person, call_id, rating_id)
    old = rating.counts
    _check_seen(old, said.seen_id)
    if said.reason_code not in REASON_CODES:
        raise Refused("수정 사유를 선택해 주세요.", "Choose a reason for the override.")
    state, score, critical = _judge(evaluation, rating, said.answer)
    answer = said.answer if state is RatingState.RATED else None
    if (old.state, old.answer) == (state, answer):
        raise Refused(
            "현재 평정과 같습니다. 수정하려면 다른 답을 선택해 주세요.",
            "That is the answer that counts already: choose another, or leave it.",
        )
    note = said.note.strip()[:NOTE_LENGTH]
    row = CallRating(
        evaluation_id=evaluation.id,
        criterion=rating.criterion,
        answer=answer,
        state=state.value,
        score=score,
        confidence=1.0,
        reason=to_json(Sentence(note, note)),
        evidence=to_json(rating.evidence),
        critical=critical,
        author_id=person.id,
        overrides_id=rating.id,
        reason_code=said.reason_code,
    )
    session.add(row)
    session.flush()
    new = {"rating": row.id, "answer": answer, "state": state.value, "score": score}
    _note_down(session, person, "override", rating, new | {"reason_code": said.reason_code, "note": note})


def confirm(session: Session, person: Person, call_id: int, rating_id: int, seen_id: int) -> None:
    """Stand for a critical failure that the machine found: the same rating by a person, and only now it acts.

    Raises `LookupError` as `override` does, `Refused` when the person may not override, the rating that counts is no
    critical failure, a person stands for it already, or it is not the one they saw.
    """
    evaluation, rating = _at_hand(session, person, call_id, rating_id)
    old = rating.counts
    if rating.confirmed:
        raise Refused(
            f"{old.author} 님이 이미 확인한 치명 항목입니다.",
            f"{old.author} has confirmed this critical failure already.",
        )
    _check_seen(old, seen_id)
    if not rating.candidate:
        raise Refused(
            "지금 평정은 치명 항목 오류가 아니므로 확인할 것이 없습니다.",
            "The rating that counts is no failure of a critical criterion: there is nothing to confirm.",
        )
    row = CallRating(
        evaluation_id=evaluation.id,
        criterion=rating.criterion,
        answer=old.answer,
        state=old.state.value,
        score=old.score,
        confidence=1.0,
        reason=to_json(Sentence("", "")),
        evidence=to_json(rating.evidence),
        critical=True,
        author_id=person.id,
        overrides_id=rating.id,
    )
    session.add(row)
    session.flush()
    new = {"rating": row.id, "answer": old.answer, "state": old.state.value, "score": old.score}
    _note_down(session, person, "confirm", rating, new)


def _at_hand(session: Session, person: Person, call_id: int, rating_id: int) -> tuple[EvaluationRead, RatingRead]:
    """The machine's rating with its evaluation, locked for this person to say something about it."""
    # The row is locked before anything is read, so that of two people at once the second sees the first.
    session.scalar(select(CallRating.id).where(CallRating.id == rating_id).with_for_update())
    hold(session, call_id)
    page = call_page(session, call_id)
    if page is None or not may(person, Act.SEE, page.facts):
        raise LookupError(f"no call {call_id}")
    found = _find(page.evaluations, rating_id)
    if not may(person, Act.OVERRIDE, page.facts):
        raise Refused("평정을 수정할 권한이 없습니다.", "You may not override ratings.")
    if hidden_among(session, person, [call_id]):
        raise Refused(
            "평가 중이거나 평가를 기다리는 통화입니다. 평가함에서 평정해 주세요.",
            "This call is under review or waits for one: rate it from the inbox.",
        )
    return found


def _find(evaluations: tuple[EvaluationRead, ...], rating_id: int) -> tuple[EvaluationRead, RatingRead]:
    for evaluation in evaluations:
        for rating in evaluation.ratings:
            if rating.id == rating_id:
                return evaluation, rating
    raise LookupError(f"no rating {rating_id} in the newest evaluation of this call")


def _check_seen(old: RatingRead, seen_id: int) -> None:
    if seen_id == old.id:
        return
    if old.author and old.reason_code is None:
        raise Refused(
            f"그사이 {old.author} 님이 이 치명 항목을 확인했습니다. 바뀐 내용을 확인하고 다시 결정해 주세요.",
            f"{old.author} has confirmed this critical failure in the meantime: look at it, then decide again.",
        )
    raise Refused(
        f"그사이 {old.author} 님이 이 항목을 수정했습니다. 바뀐 내용을 확인하고 다시 결정해 주세요.",
        f"{old.author} has overridden this criterion in the meantime: look at the change, then decide again.",
    )


def _note_down(session: Session, person: Person, act: str, rating: RatingRead, new: dict[str, Any]) -> None:
    old = rating.counts
    was = {"rating": old.id, "answer": old.answer, "state": old.state.value, "score": old.score}
    session.add(Audit(person_id=person.id, act=act, thing=f"rating:{rating.id}", old=was, new=new))


def _judge(evaluation: EvaluationRead, rating: RatingRead, answer: str) -> tuple[RatingState, float | None, bool]:
    """State, worth and critical failure of an answer under the rubric version the machine judged by."""
    if answer in NOT_RATED:
        return NOT_RATED[answer], None, False
    sheet = sheet_of(evaluation)
    question = sheet.question(rating.criterion)
    if not sheet.readable or question is None:
        raise Refused(
            "이 평가에 쓰인 평가표를 읽을 수 없어 수정할 수 없습니다. 통화를 새 평가표로 다시 평가해 주세요.",
            "The rubric of this evaluation cannot be read any more: score the call again under a newer one.",
        )
    choice = question.choice(answer)
    if choice is None or choice.score is None:
        raise Refused("평정을 선택해 주세요.", "Choose an answer.")
    return RatingState.RATED, choice.score, question.critical and choice.score < 1
