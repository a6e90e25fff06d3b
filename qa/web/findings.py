"""Whose fault a finding was: a plain form that answers with the call page, or where htmx asked with the one finding."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.call import Sentence
from qa.desk import findings as desk
from qa.desk.access import Act
from qa.errors import Refused
from qa.store import findings as kept
from qa.store import pages as reading_pages
from qa.store.engine import Store
from qa.web import calls
from qa.web.sign_in import allow
from qa.web.wording import say, sentence

pages = Blueprint("findings", __name__)


@pages.post("/findings/<int:finding_id>/fault")
def fault(finding_id: int) -> Response | str | tuple[str, int]:
    store: Store = current_app.extensions["store"]
    with store.reading() as session:
        found = kept.finding(session, finding_id)
        facts = reading_pages.call_facts(session, found.call_id) if found else None
    if found is None or facts is None:
        abort(404)
    person = allow(Act.CONFIRM_FAULT, facts)
    problem: Sentence | None = None
    try:
        with store.writing() as session:
            chosen, seen = request.form.get("fault", ""), request.form.get("seen", "")
            desk.confirm_fault(session, person, finding_id, chosen, seen)
    except LookupError:
        abort(404)
    except Refused as refused:
        problem = refused.sentence
    if request.headers.get("HX-Request"):
        return _one(found.call_id, finding_id, problem)
    flash(sentence(problem) if problem else say("원인을 저장했습니다.", "Saved whose fault it was."))
    return redirect(url_for("calls.call", call_id=found.call_id, _anchor=f"finding-{finding_id}"), 303)


def _one(call_id: int, finding_id: int, problem: Sentence | None) -> str:
    """The one finding, to be put into the page that is there."""
    material = calls.material_of(call_id)
    for found in material["findings"]:
        if found.id == finding_id:
            return render_template("calls/_finding.html", found=found, problem=problem, **material)
    abort(404)
