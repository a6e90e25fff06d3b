"""The screen of a review: sound, transcript and form. Every answer is saved as it is given; plain forms do the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.desk import dispute, draft, evaluate, inbox, planted
from qa.desk.access import Act
from qa.desk.draft import Overtaken
from qa.desk.evaluate import Incomplete, Submitted
from qa.desk.form import form_of
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.review_tables import Review
from qa.store.reviews import review_of
from qa.store.tables import Person
from qa.web import answered, fixing, posted
from qa.web.ask import papers
from qa.web.conversation import Conversation
from qa.web.sign_in import allow
from qa.web.wording import say, sentence, word
from qa.web.wording_review import PURPOSES

pages = Blueprint("reviews", __name__)

Answer = Response | str | tuple[str, int]


@pages.get("/reviews/<int:review_id>")
def review(review_id: int) -> Answer:
    """The form, to whoever has the review; others are led to the call, if they may see it."""
    person = allow(Act.EVALUATE_ANY)
    store = current_app.extensions["store"]
    try:
        with store.writing() as session:
            row = inbox.own(session, person, review_id)
            if row.opened_at is None:
                _open(session, person, row)
    except (LookupError, Refused):
        return answered.elsewhere(review_id)
    return show(review_id, person)


@pages.post("/reviews/<int:review_id>")
def act(review_id: int) -> Answer:
    """Save the whole form, then do what the button says: save, accept_rest, reveal, submit, answer, return, or open
    a turn to correct it ("fix.12").
    """
    person = allow(Act.EVALUATE_ANY)
    wanted, _, turn = request.form.get("do", "save").partition(".")
    if wanted not in _ACTS:
        abort(400)
    refused: list[Refused] = []
    try:
        with current_app.extensions["store"].writing() as session:
            refused += _save_all(session, person, review_id, seen=wanted in _RESTS_ON_WHAT_IS_SHOWN)
        if not refused:
            with current_app.extensions["store"].writing() as session:
                done = _ACTS[wanted](session, person, review_id)
            return _after(wanted, review_id, done, posted.whole(turn))
    except LookupError:
        abort(404)
    except Refused as problem:
        refused.append(problem)
    return show(review_id, person, refused), 422


@pages.post("/reviews/<int:review_id>/draft")
def save(review_id: int) -> tuple[Response, int]:
    """One field, as the page's script sends it at every change. 409: another window was faster."""
    person = allow(Act.EVALUATE_ANY)
    try:
        with current_app.extensions["store"].writing() as session:
            kept = draft.save(session, person, review_id, posted.one_field())
        with current_app.extensions["store"].reading() as session:
            form = form_of(session, inbox.read(session, review_id))
    except LookupError:
        abort(404)
    except Overtaken as problem:
        return jsonify(problem=sentence(problem.sentence), kept=posted.told(problem.kept)), 409
    except Refused as problem:
        return jsonify(problem=sentence(problem.sentence)), 422
    return jsonify(kept=posted.told(kept), **answered.standing(form)), 200


@pages.post("/reviews/<int:review_id>/listened")
def listened(review_id: int) -> tuple[str, int]:
    """What the page reports every few seconds: time in front of it, time heard, clips played."""
    person = allow(Act.EVALUATE_ANY)
    try:
        with current_app.extensions["store"].writing() as session:
            draft.listened(
                session,
                person,
                review_id,
                work_s=posted.number("work_s"),
                listened_s=posted.number("listened_s"),
                clips=int(posted.number("clips")),
            )
    except LookupError:
        abort(404)
    except Refused:
        return "", 204
    return "", 204


@pages.post("/reviews/<int:review_id>/skip")
def skip(review_id: int) -> Answer:
    person = allow(Act.EVALUATE_ANY)
    try:
        with current_app.extensions["store"].writing() as session:
            inbox.skip(session, person, review_id, request.form.get("reason", ""), request.form.get("note", ""))
    except LookupError:
        abort(404)
    except Refused as problem:
        return show(review_id, person, [problem]), 422
    flash(say("통화를 돌려주었습니다. 다른 평가자가 맡습니다.", "Given back; a colleague will take it."))
    return redirect(url_for("inbox.inbox"), 303)


def _accept_rest(session: Session, person: Person, review_id: int) -> int:
    return evaluate.accept_rest(session, person, review_id)


def _return(session: Session, person: Person, review_id: int) -> None:
    evaluate.give_back(session, person, review_id, request.form.get("why", ""))


def _nothing(session: Session, person: Person, review_id: int) -> None:
    inbox.own(session, person, review_id)


_ACTS: dict[str, Callable[[Session, Person, int], Any]] = {
    "save": _nothing,
    "fix": _nothing,
    "accept_rest": _accept_rest,
    "reveal": evaluate.reveal,
    "submit": evaluate.submit,
    "answer": dispute.answer,
    "return": _return,
}


_RESTS_ON_WHAT_IS_SHOWN = {"accept_rest", "submit"}


def _after(wanted: str, review_id: int, done: Any, turn: int) -> Response:
    here = url_for("reviews.review", review_id=review_id)
    if wanted == "fix":
        return redirect(url_for("reviews.review", review_id=review_id, fix=turn, _anchor=f"turn-{turn}"), 303)
    if wanted == "save":
        flash(say("임시 저장했습니다.", "Saved as a draft."))
        return redirect(here, 303)
    if wanted == "accept_rest":
        flash(say("답하지 않은 항목 {n}개를 표시된 평정대로 채웠습니다.", "{n} criteria filled as shown.", n=done))
        return redirect(here, 303)
    if wanted == "reveal":
        flash(
            say(
                "평정을 저장했습니다. 이제 자동 평정이 함께 보입니다. 다르게 답한 항목은 사유를 선택해 주세요.",
                "Your ratings are kept, and the machine's now stand beside them. Where they differ, choose why.",
            )
        )
        return redirect(here, 303)
    if isinstance(done, Submitted):
        flash(_submitted(done))
    elif wanted == "return":
        flash(say("1차 평가자에게 보완을 요청했습니다.", "Returned to the first evaluator."))
    else:
        flash(say("답변을 보냈습니다. 상담사에게 알렸습니다.", "Answered; the agent has been told."))
    return redirect(url_for("inbox.inbox"), 303)


def _submitted(done: Submitted) -> str:
    text = (
        say("평가를 제출했습니다. 상담사에게 공개되었습니다.", "Submitted and released to the agent.")
        if done.released
        else say("평가를 제출했습니다.", "Submitted.")
    )
    if done.trap is None:
        return text
    if done.trap.caught:
        told = say("일부러 틀리게 심어 둔 자동 평정을 발견하셨습니다.", "You noticed the machine rating planted wrong.")
    else:
        told = say(
            "일부러 틀리게 심어 둔 자동 평정 하나를 그대로 인정하셨습니다. 그 항목은 원래 자동 평정대로 두었습니다.",
            "One machine rating was planted wrong, and you accepted it: there the machine's own rating stands.",
        )
    return f"{text} {told}"


def _open(session: Session, person: Person, row: Review) -> None:
    draft.opened(session, person, row.id)
    form = form_of(session, inbox.read(session, row.id))
    if form is not None:
        planted.plant(session, row, form.page.evaluations, secret=current_app.config["SECRET_KEY"])


def show(
    review_id: int, person: Person, refused: list[Refused] | None = None, tried: fixing.Tried | None = None
) -> str:
    """The screen; `refused`: what could not be done, `tried`: a correction of the transcript that could not."""
    store = current_app.extensions["store"]
    with store.reading() as session:
        read = inbox.read(session, review_id)
        if read.person_id != person.id or not read.open:
            raise refused[-1] if refused else LookupError(f"review {review_id} is not {person.login}'s")
        form = form_of(session, read)
        if form is None:
            abort(404)
        page = form.page
        hide = (page.facts.agent,) if read.nameless and page.facts.agent else ()
        here = url_for("reviews.review", review_id=review_id)
        more = answered.around(session, read)
        more["fixing"] = fixing.fixing_of(session, person, page, here, tried=tried, unaware=read.unaware)
    conversation = Conversation(page.transcript, page.measures, hide=hide) if page.transcript else None
    copy = current_app.extensions["recordings"].listening_copy(page.facts.recording_sha256)
    return render_template(
        "reviews/review.html",
        review=read,
        title=word(PURPOSES, read.guise),
        form=form,
        page=page,
        facts=page.facts,
        conversation=conversation,
        papers=papers(form, conversation),
        standing=answered.standing(form),
        sounds=copy.is_file(),
        nameless=bool(hide),
        refused=refused or [],
        lacking={asked.key for each in refused or [] if isinstance(each, Incomplete) for asked in each.lacking},
        **more,
    )


def _save_all(session: Session, person: Person, review_id: int, *, seen: bool) -> list[Refused]:
    """Every field of a posted form; what another window has changed meanwhile is left and told. `seen`: what follows
    rests on the ratings that the page showed, so they must be those there are.
    """
    row = inbox.own(session, person, review_id)
    form = form_of(session, review_of(row))
    if form is None:
        raise LookupError(f"the call of review {review_id} is gone")
    refused: list[Refused] = []
    for said in posted.every_field(form):
        try:
            draft.keep(session, person, row, said)
        except Overtaken as problem:
            refused.append(problem)
    if seen:
        try:
            posted.check_seen(form)
        except Refused as problem:
            refused.append(problem)
    return refused
