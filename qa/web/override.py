"""Overriding or confirming a rating: plain forms that answer with the call page, or where htmx asked with the one
rating.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.desk import override as desk
from qa.desk.access import Act
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.tables import Person
from qa.web import calls
from qa.web.wording import say

pages = Blueprint("override", __name__)

Answer = Response | str | tuple[str, int]


@pages.post("/calls/<int:call_id>/ratings/<int:rating_id>/override")
def override(call_id: int, rating_id: int) -> Answer:
    said = desk.Override(
        answer=request.form.get("answer", ""),
        reason_code=request.form.get("reason_code", ""),
        note=request.form.get("note", ""),
        seen_id=_seen(),
    )
    saved = say(
        "수정을 저장했습니다. 자동 평정은 그대로 남아 있습니다.", "Saved. The machine's rating stays beside yours."
    )
    return _say(
        call_id,
        rating_id,
        lambda session, person: desk.override(session, person, call_id, rating_id, said),
        saved,
    )


@pages.post("/calls/<int:call_id>/ratings/<int:rating_id>/confirm")
def confirm(call_id: int, rating_id: int) -> Answer:
    seen = _seen()
    saved = say(
        "치명 항목 오류로 확인했습니다. 자동 평정은 그대로 남아 있습니다.",
        "Confirmed as a critical failure. The machine's rating stays beside yours.",
    )
    return _say(
        call_id,
        rating_id,
        lambda session, person: desk.confirm(session, person, call_id, rating_id, seen),
        saved,
    )


def _say(call_id: int, rating_id: int, act: Callable[[Session, Person], None], saved: str) -> Answer:
    """Let the person act on the rating if they may; then the page, or what of it has changed."""
    person = calls.allow_on(call_id, Act.OVERRIDE)
    try:
        with current_app.extensions["store"].writing() as session:
            act(session, person)
    except LookupError:
        abort(404)
    except Refused as problem:
        name = str(request.endpoint).rpartition(".")[2]
        problems = {rating_id: {"act": name, "sentence": problem.sentence, "form": request.form}}
        if request.headers.get("HX-Request"):
            return _rating(call_id, rating_id, problems)
        return calls.show_call(call_id, problems), 422
    if request.headers.get("HX-Request"):
        return _rating(call_id, rating_id, {})
    flash(saved)
    return redirect(url_for("calls.call", call_id=call_id, _anchor=f"rating-{rating_id}"), 303)


def _seen() -> int:
    """The rating that counted on the page the person acted on; 0 for none that could be."""
    seen = request.form.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else 0


def _rating(call_id: int, rating_id: int, problems: dict[int, Any]) -> str:
    """The one rating, and the scores it moves, to be put into the page that is there."""
    material = calls.material_of(call_id)
    for card in material["scorecards"]:
        for item in card.items:
            if item.rating.id == rating_id:
                return render_template("calls/_overridden.html", card=card, item=item, problems=problems, **material)
    abort(404)
