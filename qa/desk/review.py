"""Review: a person rates beside the machine. Nothing is written over; who said what stays readable for ever."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from qa.call import RatingState, Sentence, to_json
from qa.desk.access import Act, may
from qa.desk.sheet import sheet_of
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.pages import EvaluationRead, RatingRead, call_page
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
    page = call_page(session, call_id)
    if page is None or not may(person, Act.SEE, page.facts):
        raise LookupError(f"no call {call_id}")
    # The row is locked before it is judged, so that of two people at once the second sees the first.
    session.scalar(select(CallRating.id).where(CallRating.id == rating_id).with_for_update())
    evaluation, rating = _find(page.evaluations, rating_id)
    if not may(person, Act.OVERRIDE, page.facts):
        raise Refused("평정을 수정할 권한이 없습니다.", "You may not override ratings.")
    old = rating.counts
    _check(old, said)
    state, score, critical = _judge(evaluation, rating, said.answer)
    answer = said.answer if state is RatingState.RATED else None
    if (old.state, old.answer) == (state, answer):
        raise Refused(
            "지금 평정과 같은 답입니다. 다른 답을 선택하거나 그대로 두세요.",
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
    session.add(
        Audit(
            person_id=person.id,
            act="override",
            thing=f"rating:{rating.id}",
            old={"rating": old.id, "answer": old.answer, "state": old.state.value, "score": old.score},
            new={
                "rating": row.id,
                "answer": answer,
                "state": state.value,
                "score": score,
                "reason_code": said.reason_code,
                "note": note,
            },
        )
    )


def _find(evaluations: tuple[EvaluationRead, ...], rating_id: int) -> tuple[EvaluationRead, RatingRead]:
    for evaluation in evaluations:
        for rating in evaluation.ratings:
            if rating.id == rating_id:
                return evaluation, rating
    raise LookupError(f"no rating {rating_id} in the newest evaluation of this call")


def _check(old: RatingRead, said: Override) -> None:
    if said.seen_id != old.id:
        raise Refused(
            f"그 사이에 {old.author} 님이 이 항목을 수정했습니다. 바뀐 내용을 확인하고 다시 정해 주세요.",
            f"{old.author} has overridden this criterion in the meantime: look at the change, then decide again.",
        )
    if said.reason_code not in REASON_CODES:
        raise Refused("수정 사유를 선택해 주세요.", "Choose a reason for the override.")


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
