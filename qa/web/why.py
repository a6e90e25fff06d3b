"""Why a call is here, on a page of its own: one press away from every list a call stands in."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template

from qa.desk.why import why_here
from qa.web.calls import read_call
from qa.web.conversation import Conversation
from qa.web.sign_in import the_person

pages = Blueprint("why", __name__)


@pages.get("/calls/<int:call_id>/why")
def of_call(call_id: int) -> str:
    page = read_call(call_id)
    with current_app.extensions["store"].reading() as session:
        why = why_here(session, the_person(), call_id)
    copy = current_app.extensions["recordings"].listening_copy(page.facts.recording_sha256)
    return render_template(
        "calls/why.html",
        facts=page.facts,
        why=why,
        conversation=Conversation(page.transcript, page.measures) if page.transcript else None,
        sounds=copy.is_file(),
    )
