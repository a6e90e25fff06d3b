"""The screen of a review: sound, transcript and form. Every answer is saved as it is given; plain forms do the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.desk import dispute, draft, evaluate, inbox, planted
from qa.desk.access import Act
from qa.desk.draft import Draft, Overtaken, Said
from qa.desk.evaluate import Incomplete, Submitted
from qa.desk.form import Form, form_of
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.review_tables import Review
from qa.store.reviews import Purpose, review_of
from qa.store.tables import Person
from qa.web import answered
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
    return _show(review_id, person)


@pages.post("/reviews/<int:review_id>")
def act(review_id: int) -> Answer:
    """Save the whole form, then do what the button says: save, accept_rest, reveal, submit, answer or return."""
    person = allow(Act.EVALUATE_ANY)
    wanted = request.form.get("do", "save")
    if wanted not in _ACTS:
        abort(400)
    refused: list[Refused] = []
    try:
        with current_app.extensions["store"].writing() as session:
            refused += _save_all(session, person, review_id)
        if not refused:
            with current_app.extensions["store"].writing() as session:
                done = _ACTS[wanted](session, person, review_id)
            return _after(wanted, review_id, done)
    except LookupError:
        abort(404)
    except Refused as problem:
        refused.append(problem)
    return _show(review_id, person, refused), 422


@pages.post("/reviews/<int:review_id>/draft")
def save(review_id: int) -> tuple[Response, int]:
    """One field, as the page's script sends it at every change. 409: another window was faster."""
    person = allow(Act.EVALUATE_ANY)
    try:
        with current_app.extensions["store"].writing() as session:
            kept = draft.save(session, person, review_id, _said(request.form))
        with current_app.extensions["store"].reading() as session:
            form = form_of(session, inbox.read(session, review_id))
    except LookupError:
        abort(404)
    except Overtaken as problem:
        return jsonify(problem=sentence(problem.sentence), kept=_told(problem.kept)), 409
    except Refused as problem:
        return jsonify(problem=sentence(problem.sentence)), 422
    return jsonify(kept=_told(kept), **answered.standing(form)), 200


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
                work_s=_number("work_s"),
                listened_s=_number("listened_s"),
                clips=int(_number("clips")),
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
        return _show(review_id, person, [problem]), 422
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
    "accept_rest": _accept_rest,
    "reveal": evaluate.reveal,
    "submit": evaluate.submit,
    "answer": dispute.answer,
    "return": _return,
}


def _after(wanted: str, review_id: int, done: Any) -> Response:
    here = url_for("reviews.review", review_id=review_id)
    if wanted == "save":
        flash(say("임시 저장했습니다.", "Saved as a draft."))
        return redirect(here, 303)
    if wanted == "accept_rest":
        flash(say("답하지 않은 항목 {n}개를 자동 평정대로 채웠습니다.", "{n} criteria filled as shown.", n=done))
        return redirect(here, 303)
    if wanted == "reveal":
        flash(
            say(
                "평정을 저장하고 자동 평정을 펼쳤습니다. 서로 다른 항목의 사유를 골라 주세요.",
                "Your ratings are kept. Where the machine differs, choose why.",
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
        told = say("일부러 틀리게 심어 둔 자동 평정을 찾으셨습니다.", "You noticed the machine rating planted wrong.")
    else:
        told = say(
            "일부러 틀리게 심어 둔 자동 평정 하나를 그대로 인정하셨습니다. 그 항목은 평가에 반영하지 않았습니다.",
            "One machine rating was planted wrong, and you accepted it: that criterion was left out.",
        )
    return f"{text} {told}"


def _open(session: Session, person: Person, row: Review) -> None:
    draft.opened(session, person, row.id)
    form = form_of(session, inbox.read(session, row.id))
    if form is not None:
        planted.plant(session, row, form.page.evaluations, secret=current_app.config["SECRET_KEY"])


def _show(review_id: int, person: Person, refused: list[Refused] | None = None) -> str:
    store = current_app.extensions["store"]
    with store.reading() as session:
        read = inbox.read(session, review_id)
        if read.person_id != person.id or not read.open:
            raise refused[-1] if refused else LookupError(f"review {review_id} is not {person.login}'s")
        form = form_of(session, read)
        more = answered.around(session, read)
    if form is None:
        abort(404)
    page = form.page
    hide = (page.facts.agent,) if read.purpose in (Purpose.CALIBRATION, Purpose.DISPUTE) and page.facts.agent else ()
    conversation = Conversation(page.transcript, page.measures, hide=hide) if page.transcript else None
    copy = current_app.extensions["recordings"].listening_copy(page.facts.recording_sha256)
    return render_template(
        "reviews/review.html",
        review=read,
        title=word(PURPOSES, read.purpose),
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


def _save_all(session: Session, person: Person, review_id: int) -> list[Refused]:
    """Every field of a posted form; what another window has changed meanwhile is left and told."""
    row = inbox.own(session, person, review_id)
    form = form_of(session, review_of(row))
    if form is None:
        raise LookupError(f"the call of review {review_id} is gone")
    refused: list[Refused] = []
    for said in _every_field(form):
        try:
            draft.keep(session, person, row, said)
        except Overtaken as problem:
            refused.append(problem)
    return refused


def _every_field(form: Form) -> list[Said]:
    found = []
    for asked in form.asked:
        rubric, criterion = asked.key
        name = f"{rubric}.{criterion}"
        if f"version.{name}" in request.form:
            found.append(_said_as(rubric, criterion, name, asked.draft))
    found += [
        Said("", text, note=request.form[f"note.{text}"], seen=_whole(request.form.get(f"version.{text}")))
        for text in draft.TEXTS
        if f"note.{text}" in request.form
    ]
    return [said for said in found if not (said.empty and said.seen == 0)]


def _said_as(rubric: str, criterion: str, name: str, saved: Draft | None) -> Said:
    turn = request.form.get(f"turn.{name}", "")
    return Said(
        rubric,
        criterion,
        answer=request.form.get(f"answer.{name}") or None,
        reason_code=request.form.get(f"reason.{name}") or None,
        note=request.form.get(f"note.{name}", saved.note if saved else ""),
        turn=_whole(turn) if turn else None,
        seen=_whole(request.form.get(f"version.{name}")),
    )


def _said(form: Any) -> Said:
    turn = form.get("turn", "")
    return Said(
        rubric=form.get("rubric", "")[:60],
        criterion=form.get("criterion", "")[:60],
        answer=form.get("answer", "")[:60] or None,
        reason_code=form.get("reason_code", "") or None,
        note=form.get("note", ""),
        turn=_whole(turn) if turn else None,
        seen=_whole(form.get("version")),
    )


def _told(kept: Draft) -> dict[str, Any]:
    return {
        "rubric": kept.rubric,
        "criterion": kept.criterion,
        "answer": kept.answer or "",
        "reason_code": kept.reason_code or "",
        "note": kept.note,
        "turn": "" if kept.turn is None else kept.turn,
        "version": kept.version,
    }


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _number(name: str) -> float:
    try:
        value = float(request.form.get(name, "0"))
    except ValueError:
        return 0.0
    return value if 0 <= value < 1e6 else 0.0
