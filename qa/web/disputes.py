"""Disputes: an agent objects to a rating or takes that back; what was disputed, and what came of it."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.desk import dispute, dispute_list
from qa.desk.access import Act, may
from qa.desk.dispute import Objecting
from qa.errors import Refused
from qa.web import calls
from qa.web.sign_in import allow, the_person
from qa.web.wording import say, sentence

pages = Blueprint("disputes", __name__)


@pages.get("/disputes")
def disputes() -> str:
    person = allow(Act.SEE_DISPUTES)
    state, page = request.args.get("state", ""), request.args.get("page", "1")
    state = state if state in dispute_list.STATES else ""
    leads = may(person, Act.LEAD_CALIBRATION)
    with current_app.extensions["store"].reading() as session:
        found = dispute_list.dispute_list(
            session, person, state=state, page=int(page) if page.isascii() and page.isdigit() else 1
        )
        reversals = [] if person.role == "agent" else dispute_list.reversals(session, person)
        cases = dispute_list.rubrics_with_cases(session, person) if leads else {}
    return render_template(
        "disputes/disputes.html",
        found=found,
        state=state,
        asked={"state": state} if state else {},
        reversals=reversals,
        cases=cases,
    )


@pages.get("/disputes/cases/<rubric>.yaml")
def cases(rubric: str) -> Response:
    """What was upheld under a rubric, as test cases to put beside it."""
    person = allow(Act.LEAD_CALIBRATION)
    with current_app.extensions["store"].reading() as session:
        text = dispute_list.cases_of(session, person, rubric)
    if not text:
        abort(404)
    name = f"{rubric}.disputes.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="application/yaml", headers=headers)


@pages.post("/calls/<int:call_id>/ratings/<int:rating_id>/dispute")
def object_to(call_id: int, rating_id: int) -> Response | tuple[str, int]:
    person = calls.allow_on(call_id, Act.ANSWER_FOR_SELF)
    seen = request.form.get("seen", "")
    said = Objecting(
        proposed=request.form.get("proposed", "")[:60],
        reason=request.form.get("reason", ""),
        seen_id=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else 0,
    )
    try:
        with current_app.extensions["store"].writing() as session:
            dispute.object_to(session, person, call_id, rating_id, said)
    except LookupError:
        abort(404)
    except Refused as problem:
        refused = {"act": "object", "sentence": problem.sentence, "form": request.form}
        return calls.show_call(call_id, {rating_id: refused}), 422
    flash(
        say(
            "이의를 제기했습니다. 이 통화를 평가하지 않은 다른 평가자가 답변합니다.",
            "Your dispute is in. Somebody who has not rated this call will answer it.",
        )
    )
    return redirect(url_for("calls.call", call_id=call_id, _anchor=f"rating-{rating_id}"), 303)


@pages.post("/disputes/<int:dispute_id>/withdraw")
def withdraw(dispute_id: int) -> Response:
    person = the_person()
    try:
        with current_app.extensions["store"].writing() as session:
            call_id = dispute.withdraw(session, person, dispute_id)
    except LookupError:
        abort(404)
    except Refused as problem:
        flash(sentence(problem.sentence))
        return redirect(url_for("disputes.disputes"), 303)
    flash(say("이의제기를 철회했습니다.", "Your dispute is withdrawn."))
    return redirect(url_for("calls.call", call_id=call_id), 303)
