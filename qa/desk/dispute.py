"""Disputes: an agent objects to a rating; somebody who has not rated the call answers without seeing what was given.

What they answer decides: the rating that stands is kept, the agent's answer accepted, or a third one given. A dispute
that is upheld becomes a case for the tests beside the rubric, and a call to calibrate with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from qa.call import Rating, RatingState, Sentence
from qa.desk.access import Act, may
from qa.desk.correctable import hold
from qa.desk.evaluate import NOTE_LENGTH, Incomplete, keep_ratings
from qa.desk.form import Asked, Form, form_of, key_of
from qa.desk.inbox import own, read
from qa.desk.notify import notify
from qa.desk.override import NOT_RATED
from qa.desk.sheet import sheet_of
from qa.errors import Refused
from qa.scoring.case_text import case_of, case_text
from qa.store.engine import Session
from qa.store.evaluations import EvaluationRead, RatingRead
from qa.store.pages import CallPage, call_page
from qa.store.policy import policy
from qa.store.review_tables import Dispute, Review, RubricCase
from qa.store.reviews import OPEN, Purpose, ReviewState
from qa.store.tables import Audit, Call, CallRating, Person, now

OUTCOMES = ("kept", "accepted", "third")
SHORTEST_REASON = 5


@dataclass(frozen=True)
class Objecting:
    """What an agent says: which answer would be right (a key, not_applicable or cannot_tell), and why.

    `seen_id` is the rating that counted when they decided.
    """

    proposed: str
    reason: str
    seen_id: int


@dataclass(frozen=True)
class DisputeRead:
    """A dispute as its agent and others read it; `outcome` None while it is open."""

    id: int
    call_id: int
    rubric: str
    criterion: str
    proposed: str
    reason: str
    state: str
    outcome: str | None
    reply: str
    opened_at: datetime
    answered_at: datetime | None
    disputed: str  # the answer that was objected to
    answered: str | None  # the answer that was given instead, or kept
    became_case: bool

    @property
    def upheld(self) -> bool:
        return self.outcome in ("accepted", "third")


def object_to(session: Session, agent: Person, call_id: int, rating_id: int, said: Objecting) -> int:
    """Open a dispute about the rating that counts for one criterion (`rating_id`: the machine's). Returns its id.

    Raises `LookupError` when call or rating are not the agent's to see, `Refused` with the way out otherwise.
    """
    hold(session, call_id)
    page = call_page(session, call_id)
    if page is None or not may(agent, Act.SEE, page.facts):
        raise LookupError(f"no call {call_id}")
    if not may(agent, Act.ANSWER_FOR_SELF, page.facts):
        raise Refused("상담사 본인만 이의를 제기할 수 있습니다.", "Only the agent can dispute a rating.")
    evaluation, rating = _rating(page, rating_id)
    _in_time(page)
    counts = rating.counts
    if counts.id != said.seen_id:
        raise Refused(
            "그사이 이 항목의 평정이 바뀌었습니다. 바뀐 내용을 확인하고 다시 제출해 주세요.",
            "This rating has changed in the meantime: look at it, then decide again.",
        )
    question = sheet_of(evaluation).question(rating.criterion)
    if said.proposed not in NOT_RATED and (question is None or question.choice(said.proposed) is None):
        raise Refused("어떤 답이 맞는지 선택해 주세요.", "Choose the answer that would be right.")
    if said.proposed == key_of(counts):
        raise Refused(
            "지금 평정과 같은 답입니다. 다른 답을 선택해 주세요.", "That is the answer that stands: choose another."
        )
    reason = said.reason.strip()[:NOTE_LENGTH]
    if len(reason) < SHORTEST_REASON:
        raise Refused(
            f"이의제기 사유를 {SHORTEST_REASON}자 이상 적어 주세요.",
            f"Write why the rating is not right, in {SHORTEST_REASON} letters or more.",
        )
    review = _review_for(session, page)
    row = session.scalar(
        select(Dispute).where(
            Dispute.call_id == call_id, Dispute.rubric == evaluation.rubric, Dispute.criterion == rating.criterion
        )
    )
    if row is not None and row.state != "withdrawn":
        raise Refused(
            "이 항목에는 이미 이의를 제기했습니다. 항목마다 한 번만 제기할 수 있습니다.",
            "You have disputed this criterion already; it can be done once.",
        )
    if row is None:
        row = Dispute(call_id=call_id, rubric=evaluation.rubric, criterion=rating.criterion, agent_id=agent.id)
        session.add(row)
    row.rating_id, row.proposed, row.reason = counts.id, said.proposed, reason
    row.state, row.opened_at, row.review_id = "open", now(), review.id
    session.flush()
    old = {"answer": key_of(counts), "rating": counts.id}
    new = {"criterion": rating.criterion, "proposed": said.proposed, "reason": reason}
    session.add(Audit(person_id=agent.id, act="dispute", thing=f"dispute:{row.id}", old=old, new=new))
    return row.id


def withdraw(session: Session, agent: Person, dispute_id: int) -> int:
    """The agent takes an open dispute back. Returns the call's id."""
    row = session.scalar(select(Dispute).where(Dispute.id == dispute_id).with_for_update())
    if row is None or row.agent_id != agent.id:
        raise LookupError(f"no dispute {dispute_id}")
    if row.state != "open":
        raise Refused("이미 답변이 끝난 이의제기입니다.", "This dispute is answered already.")
    row.state = "withdrawn"
    session.flush()
    left = session.scalar(select(Dispute.id).where(Dispute.review_id == row.review_id, Dispute.state == "open"))
    if left is None and row.review_id is not None:
        review = session.get_one(Review, row.review_id)
        review.state, review.version = ReviewState.WITHDRAWN, review.version + 1
    was, is_ = {"state": "open"}, {"state": "withdrawn"}
    session.add(Audit(person_id=agent.id, act="withdraw_dispute", thing=f"dispute:{row.id}", old=was, new=is_))
    return row.call_id


def answer(session: Session, person: Person, review_id: int) -> None:
    """Take the form of a dispute's review as the answer to everything disputed in it.

    Raises as `qa.desk.evaluate.submit` does; every criterion needs an answer and words for the agent.
    """
    review = own(session, person, review_id)
    form = form_of(session, read(session, review_id))
    if form is None or review.purpose != Purpose.DISPUTE:
        raise LookupError(f"no dispute behind review {review_id}")
    if not form.asked:
        raise Refused("답변할 이의제기가 남아 있지 않습니다.", "No dispute is left to answer.")
    if form.lacking:
        raise Incomplete(form.lacking)
    silent = [asked for asked in form.asked if not (asked.draft and asked.draft.note.strip())]
    if silent:
        names = ", ".join(asked.question.title.ko for asked in silent)
        names_en = ", ".join(asked.question.title.en for asked in silent)
        raise Refused(
            f"상담사에게 보낼 답변을 적어 주세요: {names}.", f"Write what to tell the agent about: {names_en}."
        )
    rows = {row.id: row for row in session.scalars(select(Dispute).where(Dispute.review_id == review.id))}
    outcomes = {asked.key: _outcome(session, asked, rows) for asked in form.asked}
    given = keep_ratings(
        session, person, review, form, form.asked, kind="final", speaks=lambda asked: outcomes[asked.key] != "kept"
    )
    for asked in form.asked:
        assert asked.objection is not None
        row = rows[asked.objection.dispute_id]
        _answered(session, person, form, asked, row, outcomes[asked.key], given[asked.key])
    review.state, review.finished_at, review.version = ReviewState.SUBMITTED, now(), review.version + 1
    upheld = sum(outcome != "kept" for outcome in outcomes.values())
    sentence = Sentence(
        f"이의제기 {len(outcomes)}건의 답변이 나왔습니다(인정 {upheld}건).",
        f"Your disputes are answered: {upheld} of {len(outcomes)} upheld.",
    )
    notify(session, {row.agent_id for row in rows.values()}, "dispute_answered", sentence, f"/calls/{review.call_id}")
    if upheld:
        told = Sentence(
            "평가하신 통화의 이의제기가 인정되어 평정이 바뀌었습니다.",
            "A dispute about a call you evaluated was upheld, and a rating has changed.",
        )
        notify(session, _evaluators(session, review.call_id), "dispute_upheld", told, f"/calls/{review.call_id}")


def disputes_of(session: Session, call_id: int) -> dict[tuple[str, str], DisputeRead]:
    """The disputes about a call, by rubric and criterion."""
    rows = session.execute(
        select(Dispute, CallRating, RubricCase.id)
        .join(CallRating, CallRating.id == Dispute.rating_id)
        .outerjoin(RubricCase, RubricCase.dispute_id == Dispute.id)
        .where(Dispute.call_id == call_id)
    )
    found = [(row, rating, case) for row, rating, case in rows.tuples()]
    given = {
        rating.id: rating
        for rating in session.scalars(
            select(CallRating).where(CallRating.id.in_([row.answered_rating_id for row, _, _ in found]))
        )
    }
    return {(row.rubric, row.criterion): _read(row, rating, given, case) for row, rating, case in found}


def _read(row: Dispute, disputed: CallRating, given: dict[int, CallRating], case: int | None) -> DisputeRead:
    answered = given.get(row.answered_rating_id or 0)
    return DisputeRead(
        id=row.id,
        call_id=row.call_id,
        rubric=row.rubric,
        criterion=row.criterion,
        proposed=row.proposed,
        reason=row.reason,
        state=row.state,
        outcome=row.outcome,
        reply=row.reply,
        opened_at=row.opened_at,
        answered_at=row.answered_at,
        disputed=_key(disputed),
        answered=_key(answered) if answered else None,
        became_case=case is not None,
    )


def _key(row: CallRating) -> str:
    return (row.answer or "") if row.state == RatingState.RATED else row.state


def _rating(page: CallPage, rating_id: int) -> tuple[EvaluationRead, RatingRead]:
    for evaluation in page.evaluations:
        for rating in evaluation.ratings:
            if rating.id == rating_id:
                return evaluation, rating
    raise LookupError(f"no rating {rating_id} in the newest evaluation of this call")


def _in_time(page: CallPage) -> None:
    until = page.facts.dispute_until
    if until is not None and until < now():
        raise Refused(
            f"이의제기 기간이 {until:%Y-%m-%d}에 끝났습니다. 궁금한 점은 담당 코치나 관리자에게 문의해 주세요.",
            f"Disputes were possible until {until:%Y-%m-%d}: ask your coach or manager instead.",
        )


def _review_for(session: Session, page: CallPage) -> Review:
    """The review that will answer: the one that is open for this call already, or a new one in the pool."""
    row = session.scalar(
        select(Review)
        .where(Review.call_id == page.facts.id, Review.purpose == Purpose.DISPUTE, Review.state.in_(OPEN))
        .with_for_update()
    )
    if row is None:
        row = Review(
            call_id=page.facts.id,
            purpose=Purpose.DISPUTE,
            state=ReviewState.WAITING,
            vendor_id=page.facts.vendor_id,
            due_at=now() + timedelta(days=policy(session).answer_days),
        )
        session.add(row)
        session.flush()
    return row


def _outcome(session: Session, asked: Asked, rows: dict[int, Dispute]) -> str:
    assert asked.objection is not None
    row = rows[asked.objection.dispute_id]
    if asked.answer == _key(session.get_one(CallRating, row.rating_id)):
        return "kept"
    return "accepted" if asked.answer == row.proposed else "third"


def _answered(
    session: Session, person: Person, form: Form, asked: Asked, row: Dispute, outcome: str, rating: CallRating
) -> None:
    row.state, row.outcome, row.answered_at = "answered", outcome, now()
    row.reply = asked.draft.note.strip()[:NOTE_LENGTH] if asked.draft else ""
    row.answered_rating_id = rating.id
    new = {"outcome": outcome, "answer": asked.answer, "reply": row.reply}
    session.add(
        Audit(person_id=person.id, act="answer_dispute", thing=f"dispute:{row.id}", old={"state": "open"}, new=new)
    )
    transcript = form.page.transcript
    if outcome == "kept" or transcript is None:
        return
    call = session.get_one(Call, row.call_id)
    name = f"이의 인정 {row.id} ({asked.question.title.ko})"
    expected = Rating(row.criterion, rating.answer, RatingState(rating.state), rating.score, 1.0, Sentence("", ""))
    text = case_text(case_of(name, transcript, call.started_at, (expected,)))
    session.add(RubricCase(dispute_id=row.id, rubric=row.rubric, criterion=row.criterion, text=text))


def _evaluators(session: Session, call_id: int) -> set[int]:
    rows = session.scalars(
        select(Review.person_id).where(
            Review.call_id == call_id,
            Review.purpose.in_((Purpose.FIRST, Purpose.SECOND)),
            Review.state == ReviewState.SUBMITTED,
        )
    )
    return {row for row in rows if row is not None}
