"""Overriding a rating: a plain form that answers with the call page, or with the one rating where htmx asked."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.desk import review as desk
from qa.desk.access import Act
from qa.errors import Refused
from qa.store import pages as reading_pages
from qa.web import calls
from qa.web.sign_in import allow
from qa.web.wording import say

pages = Blueprint("review", __name__)


@pages.post("/calls/<int:call_id>/ratings/<int:rating_id>/override")
def override(call_id: int, rating_id: int) -> Response | str | tuple[str, int]:
    store = current_app.extensions["store"]
    with store.reading() as session:
        facts = reading_pages.call_facts(session, call_id)
    if facts is None:
        abort(404)
    person = allow(Act.OVERRIDE, facts)
    seen = request.form.get("seen", "")
    said = desk.Override(
        answer=request.form.get("answer", ""),
        reason_code=request.form.get("reason_code", ""),
        note=request.form.get("note", ""),
        seen_id=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else 0,
    )
    try:
        with store.writing() as session:
            desk.override(session, person, call_id, rating_id, said)
    except LookupError:
        abort(404)
    except Refused as problem:
        problems = {rating_id: {"sentence": problem.sentence, "form": request.form}}
        if request.headers.get("HX-Request"):
            return _rating(call_id, rating_id, problems)
        return calls.show_call(call_id, problems), 422
    if request.headers.get("HX-Request"):
        return _rating(call_id, rating_id, {})
    flash(
        say("수정을 저장했습니다. 자동 평정은 그대로 남아 있습니다.", "Saved. The machine's rating stays beside yours.")
    )
    return redirect(url_for("calls.call", call_id=call_id, _anchor=f"rating-{rating_id}"), 303)


def _rating(call_id: int, rating_id: int, problems: dict[int, Any]) -> str:
    """The one rating, and the scores it moves, to be put into the page that is there."""
    material = calls.material_of(call_id)
    for card in material["scorecards"]:
        for item in card.items:
            if item.rating.id == rating_id:
                return render_template("calls/_overridden.html", card=card, item=item, problems=problems, **material)
    abort(404)
