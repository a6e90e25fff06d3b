"""Remarks pinned to a second of a call under review."""

from __future__ import annotations

import re

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from qa.desk import notes as desk
from qa.desk.access import Act
from qa.errors import Refused
from qa.web.sign_in import allow
from qa.web.wording import sentence

pages = Blueprint("notes", __name__)


@pages.post("/reviews/<int:review_id>/notes")
def pin(review_id: int) -> Response:
    person = allow(Act.EVALUATE_ANY)
    try:
        with current_app.extensions["store"].writing() as session:
            desk.pin(
                session,
                person,
                review_id,
                seconds(request.form.get("at", "")),
                request.form.get("text", ""),
                for_agent=bool(request.form.get("for_agent")),
            )
    except LookupError:
        abort(404)
    except Refused as problem:
        flash(sentence(problem.sentence))
    return redirect(url_for("reviews.review", review_id=review_id, _anchor="notes"), 303)


@pages.post("/notes/<int:note_id>/remove")
def remove(note_id: int) -> Response:
    person = allow(Act.EVALUATE_ANY)
    try:
        with current_app.extensions["store"].writing() as session:
            review_id = desk.remove(session, person, note_id)
    except LookupError:
        abort(404)
    return redirect(url_for("reviews.review", review_id=review_id, _anchor="notes"), 303)


def seconds(text: str) -> float:
    """ "1:05" or "65" or "65.5" → 65.0, 65.0, 65.5; what is no time is the beginning."""
    found = re.fullmatch(r"(?:(\d{1,4}):)?(\d{1,5}(?:\.\d{1,3})?)", text.strip(), re.ASCII)
    return 60 * int(found[1] or 0) + float(found[2]) if found else 0.0
