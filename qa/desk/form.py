"""What a person rates in a review: the criteria, what they may see of others' ratings, what they answered so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from qa.call import RatingState, Sentence
from qa.desk import planted
from qa.desk.draft import Draft, drafts
from qa.desk.sheet import Question, sheet_of
from qa.store.calibration_tables import CalibrationSession
from qa.store.engine import Session
from qa.store.evaluations import EvaluationRead, RatingRead
from qa.store.pages import CallPage, call_page
from qa.store.review_tables import Dispute
from qa.store.reviews import Purpose, ReviewRead


@dataclass(frozen=True)
class Objection:
    """What the agent said against a rating, for whoever answers: not the rating, nor who gave it."""

    dispute_id: int
    proposed: str
    reason: str


@dataclass(frozen=True)
class Asked:
    """One criterion in a review. `machine` is what was stored; `shown` what the person sees to accept or to override:
    the rating that counts, a planted one, or None while they rate blind.
    """

    evaluation: EvaluationRead
    section: Sentence
    question: Question
    machine: RatingRead
    shown: RatingRead | None
    draft: Draft | None
    objection: Objection | None = None
    optional: bool = False  # unanswered means: as it stands

    @property
    def key(self) -> tuple[str, str]:
        return self.evaluation.rubric, self.question.id

    @property
    def answer(self) -> str | None:
        """The person's answer; where it is optional and nothing was said, the one that stands."""
        if self.draft and self.draft.answer:
            return self.draft.answer
        return key_of(self.shown) if self.optional and self.shown else None

    @property
    def differs(self) -> bool:
        """Whether the person says otherwise than what they see."""
        return self.answer is not None and self.shown is not None and self.answer != key_of(self.shown)

    @property
    def changed(self) -> bool:
        """Whether something else is shown than when the person answered: the machine has rated anew since."""
        if self.draft is None or self.draft.answer is None or self.draft.shown is None or self.shown is None:
            return False
        return self.draft.shown != key_of(self.shown)

    @property
    def lacks(self) -> str:
        """What is still needed: "answer", "reason", or nothing."""
        if self.answer is None:
            return "answer"
        return "reason" if self.differs and not (self.draft and self.draft.reason_code) else ""


@dataclass(frozen=True)
class Form:
    """All of a review. `texts` are praise, opinion and reply as saved."""

    review: ReviewRead
    page: CallPage
    asked: tuple[Asked, ...]
    texts: dict[str, Draft]

    @property
    def lacking(self) -> tuple[Asked, ...]:
        return tuple(asked for asked in self.asked if asked.lacks)

    def text(self, name: str) -> str:
        return self.texts[name].note if name in self.texts else ""

    def find(self, rubric: str, criterion: str) -> Asked | None:
        return next((asked for asked in self.asked if asked.key == (rubric, criterion)), None)


def key_of(rating: RatingRead) -> str:
    """The answer as one word: a key of the criterion, not_applicable or cannot_tell."""
    return (rating.answer or "") if rating.state is RatingState.RATED else rating.state.value


def form_of(session: Session, review: ReviewRead) -> Form | None:
    """None when the call is gone. A call that is being scored again has a form without criteria."""
    page = call_page(session, review.call_id)
    if page is None:
        return None
    saved = drafts(session, review.id, review.person_id) if review.person_id else {}
    texts = {criterion: draft for (rubric, criterion), draft in saved.items() if not rubric}
    objections = _objections(session, review)
    only = _rubric_of(session, review)
    trap = planted.of_review(session, review.id)
    asked = tuple(
        _asked(review, evaluation, part.title, question, rating, saved, objections)
        for evaluation in page.evaluations
        if only is None or evaluation.rubric == only
        for part in sheet_of(evaluation).parts
        for question in part.questions
        for rating in evaluation.ratings
        if rating.criterion == question.id and (objections is None or (evaluation.rubric, question.id) in objections)
    )
    if trap is not None and trap.caught is None:
        asked = tuple(_with_trap(each, trap) if each.key == (trap.rubric, trap.criterion) else each for each in asked)
    return Form(review, page, asked, texts)


def _asked(
    review: ReviewRead,
    evaluation: EvaluationRead,
    section: Sentence,
    question: Question,
    rating: RatingRead,
    saved: dict[tuple[str, str], Draft],
    objections: dict[tuple[str, str], Objection] | None,
) -> Asked:
    key = (evaluation.rubric, question.id)
    return Asked(
        evaluation=evaluation,
        section=section,
        question=question,
        machine=rating,
        shown=_shown(review, rating),
        draft=saved.get(key),
        objection=objections.get(key) if objections else None,
        optional=review.purpose is Purpose.SECOND,
    )


def _shown(review: ReviewRead, rating: RatingRead) -> RatingRead | None:
    """What was said of the call before would tell an unaware rater that theirs is no first evaluation."""
    if review.blind:
        return None
    return replace(rating, overrides=()) if review.unaware else rating.counts


def _with_trap(asked: Asked, trap: planted.Trap) -> Asked:
    choice = asked.question.choice(trap.answer)
    if asked.shown is None or choice is None or key_of(asked.machine.counts) == trap.answer:
        return asked
    reason = choice.anchor if choice.anchor.ko else choice.label
    wrong = replace(asked.shown, answer=trap.answer, state=RatingState.RATED, score=choice.score, reason=reason)
    return replace(asked, shown=wrong)


def _objections(session: Session, review: ReviewRead) -> dict[tuple[str, str], Objection] | None:
    """The disputes this review answers; None when it is no dispute's, so that every criterion is asked."""
    if review.purpose is not Purpose.DISPUTE:
        return None
    rows: Any = session.scalars(select(Dispute).where(Dispute.review_id == review.id, Dispute.state != "withdrawn"))
    return {(row.rubric, row.criterion): Objection(row.id, row.proposed, row.reason) for row in rows}


def _rubric_of(session: Session, review: ReviewRead) -> str | None:
    """The one rubric of a calibration session; an unaware rater is asked all, as in any review."""
    if review.session_id is None or review.unaware:
        return None
    return session.scalar(select(CalibrationSession.rubric).where(CalibrationSession.id == review.session_id))
