"""Evaluating: from a finished form to an evaluation by a person, and what happens to the call then.

A first evaluation waits for a second where managers want one, and is released otherwise. Ratings of a calibration
session stand for themselves and count for nothing; those of a dispute are taken over by `qa.desk.dispute`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from qa.call import Evidence, Rating, RatingState, Sentence, to_json
from qa.desk import calibrate, planted, release
from qa.desk.correctable import hold
from qa.desk.draft import Draft, Said, keep
from qa.desk.form import Asked, Form, form_of, key_of
from qa.desk.inbox import own, read
from qa.desk.notify import notify
from qa.desk.override import NOT_RATED
from qa.desk.sheet import score_of
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.evaluations import EvaluationRead
from qa.store.policy import policy
from qa.store.results import evaluation_row
from qa.store.review_tables import Review, ReviewEvaluation
from qa.store.reviews import Purpose, ReviewState
from qa.store.tables import Audit, CallEvaluation, CallRating, Person, now

NOTE_LENGTH = 2000


class Incomplete(Refused):
    """The form cannot be taken yet; `lacking` says where something is missing."""

    def __init__(self, lacking: tuple[Asked, ...]) -> None:
        unanswered = sum(1 for asked in lacking if asked.lacks == "answer")
        unexplained = len(lacking) - unanswered
        ko = " ".join(
            text
            for number, text in (
                (unanswered, f"답하지 않은 항목이 {unanswered}개 있습니다."),
                (unexplained, f"표시된 평정과 다르게 답하고 사유를 선택하지 않은 항목이 {unexplained}개 있습니다."),
            )
            if number
        )
        en = " ".join(
            text
            for number, text in (
                (unanswered, f"{unanswered} criteria have no answer yet."),
                (unexplained, f"{unexplained} answers differ from what is shown and give no reason."),
            )
            if number
        )
        super().__init__(f"{ko} 아래에서 확인해 주세요.", f"{en} They are marked below.")
        self.lacking = lacking


@dataclass(frozen=True)
class Submitted:
    """What came of a submission. `trap`: the planted rating of this review, now told.

    `released` is what the person is told, to whom an unaware calibration is a first evaluation.
    """

    released: bool
    trap: planted.Trap | None = None


def accept_rest(session: Session, person: Person, review_id: int) -> int:
    """Answer what has no answer yet as it is shown; returns how many. Raises `Refused` while nothing is shown."""
    form = _mine(session, person, review_id)
    row = own(session, person, review_id)
    if form.review.blind:
        raise Refused(
            "이 평가에서는 자동 평정을 보기 전에 먼저 평정해 주세요.",
            "In this review you rate before you see the machine's ratings.",
        )
    rest = [asked for asked in form.asked if asked.draft is None or asked.draft.answer is None]
    for asked in rest:
        if asked.shown is not None:
            keep(session, person, row, _as_shown(asked))
    return len(rest)


def reveal(session: Session, person: Person, review_id: int) -> None:
    """The person has rated without the machine: keep that as an evaluation of its own, then show the machine's.

    Raises `Incomplete` while answers are missing.
    """
    row = own(session, person, review_id)
    form = _mine(session, person, review_id)
    if form.review.guise is not Purpose.FIRST or not form.review.blind:
        raise Refused("이미 자동 평정을 확인했습니다.", "You have seen the machine's ratings already.")
    _complete(form)
    keep_ratings(session, person, row, form, form.asked, kind="blind", speaks=lambda _: False)
    row.blind_at, row.version = now(), row.version + 1
    session.add(Audit(person_id=person.id, act="reveal", thing=f"review:{row.id}", old=None, new={"blind": False}))


def submit(session: Session, person: Person, review_id: int) -> Submitted:
    """Take the form as the person's evaluation.

    Raises `LookupError` and `Refused` as `own` does, `Incomplete` while answers or reasons are missing.
    """
    row = own(session, person, review_id)
    form = _mine(session, person, review_id)
    if row.purpose == Purpose.DISPUTE:
        raise Refused("이의제기는 답변 화면에서 제출해 주세요.", "Answer a dispute on its own form.")
    if form.review.guise is Purpose.FIRST and form.review.blind:
        raise Refused(
            "먼저 모든 항목을 평정하고 자동 평정을 확인해 주세요.",
            "Rate every criterion first, then look at the machine's ratings.",
        )
    _complete(form)
    answers = {asked.key: asked.answer or "" for asked in form.asked}
    planted.drop_true(session, row.id, {asked.key: key_of(asked.machine.counts) for asked in form.asked})
    trap = planted.settle(session, row.id, answers)
    missed = trap is not None and trap.caught is False
    counting = tuple(
        asked for asked in form.asked if not (missed and trap and asked.key == (trap.rubric, trap.criterion))
    )
    kept = keep_ratings(session, person, row, form, counting, kind="final", speaks=_speaks(row))
    scores = {rubric: rating.evaluation.score for (rubric, _), rating in kept.items()}
    _finish(session, person, row, form, scores)
    if row.purpose == Purpose.CALIBRATION:
        calibrate.finished(session, row)
        return Submitted(released=form.review.unaware and not policy(session).approval)
    if row.purpose == Purpose.FIRST and policy(session).approval:
        _ask_for_second(session, row)
        return Submitted(released=False, trap=trap)
    release.release(session, row.call_id, person)
    return Submitted(released=True, trap=trap)


def scores_so_far(form: Form) -> dict[str, float | None]:
    """By rubric the score, 0–100, of what is answered by now."""
    answered: dict[str, list[Asked]] = {}
    for asked in form.asked:
        if asked.answer is not None:
            answered.setdefault(asked.evaluation.rubric, []).append(asked)
    return {
        rubric: score_of(items[0].evaluation, tuple(_value(form, item) for item in items))
        for rubric, items in answered.items()
    }


def give_back(session: Session, person: Person, review_id: int, why: str) -> None:
    """The second evaluator returns the first evaluation, with what to look at again."""
    row = own(session, person, review_id)
    why = why.strip()[:NOTE_LENGTH]
    if row.purpose != Purpose.SECOND:
        raise Refused("2차 평가만 보완을 요청할 수 있습니다.", "Only a second evaluation can be returned.")
    if not why:
        raise Refused("무엇을 보완해야 하는지 적어 주세요.", "Write what should be looked at again.")
    first = session.scalars(
        select(Review).where(Review.call_id == row.call_id, Review.purpose == Purpose.FIRST).with_for_update()
    ).one()
    row.state, row.version = ReviewState.WITHDRAWN, row.version + 1
    first.state, first.version, first.returned = ReviewState.ASSIGNED, first.version + 1, why
    first.finished_at, first.due_at = None, now() + timedelta(days=policy(session).answer_days)
    new = {"state": "returned", "reason": why}
    session.add(Audit(person_id=person.id, act="return", thing=f"review:{first.id}", old=_SUBMITTED, new=new))
    notify(
        session,
        [first.person_id] if first.person_id else [],
        "returned",
        # Not what was asked: a notification may leave the house by mail.
        Sentence("2차 평가에서 보완 요청이 왔습니다.", "The second evaluator asks you to look again."),
        f"/reviews/{first.id}",
    )


_SUBMITTED = {"state": ReviewState.SUBMITTED.value}


def _mine(session: Session, person: Person, review_id: int) -> Form:
    session.flush()
    review = read(session, review_id)
    hold(session, review.call_id)
    form = form_of(session, review)
    if form is None:
        raise LookupError(f"the call of review {review_id} is gone")
    if not form.asked:
        raise Refused(
            "통화를 다시 평가하는 중입니다. 끝나면 이어서 평가할 수 있습니다.",
            "The call is being scored again: go on once that is done.",
        )
    return form


def _complete(form: Form) -> None:
    if form.lacking:
        raise Incomplete(form.lacking)


def _as_shown(asked: Asked) -> Said:
    assert asked.shown is not None
    draft = asked.draft
    rubric, criterion = asked.key
    shown = key_of(asked.shown)
    return Said(rubric, criterion, shown, None, draft.note if draft else "", None, _version(draft), shown)


def _version(draft: Draft | None) -> int:
    return draft.version if draft else 0


def keep_ratings(
    session: Session,
    person: Person,
    review: Review,
    form: Form,
    asked: Iterable[Asked],
    *,
    kind: str,
    speaks: Callable[[Asked], bool],
) -> dict[tuple[str, str], CallRating]:
    """The answers as the person's evaluation, one per rubric; returns the ratings by rubric and criterion.

    Where `speaks`, the rating counts beside the machine's; others stand for themselves. `kind`: blind or final.
    """
    by_rubric: dict[int, tuple[EvaluationRead, list[Asked]]] = {}
    for each in asked:
        by_rubric.setdefault(each.evaluation.id, (each.evaluation, []))[1].append(each)
    kept: dict[tuple[str, str], CallRating] = {}
    for evaluation, items in by_rubric.values():
        machine = evaluation_row(session, evaluation.id)
        values = [_value(form, item) for item in items]
        made = CallEvaluation(
            call_id=review.call_id,
            transcript_id=machine.transcript_id,
            rubric_version_id=machine.rubric_version_id,
            answers_version_id=machine.answers_version_id,
            author_id=person.id,
            score=score_of(evaluation, tuple(values)),
        )
        for value, item in zip(values, items, strict=True):
            kept[item.key] = _row(value, item, person, review, beside=item.machine.id if speaks(item) else None)
            made.ratings.append(kept[item.key])
        session.add(made)
        session.flush()
        session.add(ReviewEvaluation(review_id=review.id, evaluation_id=made.id, kind=kind))
    return kept


def _speaks(review: Review) -> Callable[[Asked], bool]:
    """Which ratings count: where a second evaluator agrees, the first one's goes on counting, with its words."""
    return {
        Purpose.FIRST: lambda asked: True,
        Purpose.SECOND: lambda asked: asked.differs,
    }.get(Purpose(review.purpose), lambda asked: False)


def _value(form: Form, asked: Asked) -> Rating:
    """The person's answer as a rating: what they point at as evidence, else what the machine rested on."""
    answer = asked.answer or ""
    draft = asked.draft
    state = NOT_RATED.get(answer, RatingState.RATED)
    choice = asked.question.choice(answer) if state is RatingState.RATED else None
    if state is RatingState.RATED and (choice is None or choice.score is None):
        raise Refused(
            f"'{asked.question.title.ko}' 항목에 없는 답입니다. 다시 선택해 주세요.",
            f"“{asked.question.title.en}” has no such answer: choose again.",
        )
    note = draft.note.strip()[:NOTE_LENGTH] if draft else ""
    pointed = _pointed_at(form, asked)
    return Rating(
        criterion=asked.question.id,
        answer=answer if choice else None,
        state=state,
        score=choice.score if choice else None,
        confidence=1.0,
        reason=Sentence(note, note),
        evidence=(pointed,) if pointed else asked.machine.counts.evidence,
        critical=asked.question.critical and choice is not None and choice.score is not None and choice.score < 1,
    )


def _row(value: Rating, asked: Asked, person: Person, review: Review, *, beside: int | None) -> CallRating:
    """The reason code stands only where the answer differs from what counted, not from what was planted."""
    standing = asked.machine.counts
    code = None
    if (standing.state, standing.answer) != (value.state, value.answer):
        code = "dispute" if review.purpose == Purpose.DISPUTE else asked.draft and asked.draft.reason_code
    return CallRating(
        criterion=value.criterion,
        answer=value.answer,
        state=value.state.value,
        score=value.score,
        confidence=value.confidence,
        reason=to_json(value.reason),
        evidence=to_json(value.evidence),
        critical=value.critical,
        author_id=person.id,
        overrides_id=beside,
        reason_code=code,
    )


def _pointed_at(form: Form, asked: Asked) -> Evidence | None:
    """The turn the person points at, as evidence."""
    turn = asked.draft.turn if asked.draft else None
    transcript = form.page.transcript
    if turn is None or transcript is None or not 0 <= turn < len(transcript.turns):
        return None
    said = transcript.turns[turn]
    return Evidence(turn, said.text, said.start_s, said.end_s)


def _finish(session: Session, person: Person, row: Review, form: Form, scores: dict[str, float | None]) -> None:
    row.state, row.finished_at, row.version = ReviewState.SUBMITTED, now(), row.version + 1
    row.praise, row.opinion = form.text("praise").strip(), form.text("opinion").strip()
    changed = {
        asked.question.id: {"answer": asked.draft.answer, "reason_code": asked.draft.reason_code}
        for asked in form.asked
        if asked.differs and asked.draft
    }
    new = {"state": ReviewState.SUBMITTED.value, "scores": scores, "changed": changed}
    old = {"state": ReviewState.ASSIGNED.value}
    session.add(Audit(person_id=person.id, act="submit", thing=f"review:{row.id}", old=old, new=new))


def _ask_for_second(session: Session, first: Review) -> None:
    """The second evaluation waits; after a return it goes back to whoever asked for it."""
    second = session.scalar(
        select(Review).where(Review.call_id == first.call_id, Review.purpose == Purpose.SECOND).with_for_update()
    )
    if second is None:
        second = Review(call_id=first.call_id, purpose=Purpose.SECOND, vendor_id=first.vendor_id)
        session.add(second)
    second.state = ReviewState.ASSIGNED if second.person_id else ReviewState.WAITING
    second.version = (second.version or 0) + 1
    second.due_at = now() + timedelta(days=policy(session).answer_days)
    if second.person_id:
        session.flush()
        notify(
            session,
            [second.person_id],
            "resubmitted",
            Sentence(
                "보완을 요청한 평가가 다시 제출되었습니다.", "The evaluation you returned has been submitted again."
            ),
            f"/reviews/{second.id}",
        )
