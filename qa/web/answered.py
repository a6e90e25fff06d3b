"""Round the form of a review: how far it is, its notes, and where somebody goes who does not have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, current_app, redirect, url_for
from werkzeug.wrappers import Response

from qa.desk import notes
from qa.desk.access import Act, may
from qa.desk.evaluate import scores_so_far
from qa.desk.feedback import feedback_on
from qa.desk.form import Form
from qa.desk.why import why_here
from qa.store.engine import Session
from qa.store.pages import call_facts
from qa.store.review_tables import Review
from qa.store.reviews import Purpose, ReviewRead
from qa.web.formats import score
from qa.web.sign_in import the_person


def standing(form: Form | None) -> Mapping[str, Any]:
    """How many criteria are answered, how many lack something, and the score so far by rubric, as shown."""
    if form is None:
        return {"answered": 0, "total": 0, "lacking": 0, "scores": {}}
    return {
        "answered": sum(1 for asked in form.asked if asked.answer is not None),
        "total": len(form.asked),
        "lacking": len(form.lacking),
        "scores": {name: score(value) for name, value in scores_so_far(form).items()},
    }


def around(session: Session, review: ReviewRead) -> dict[str, Any]:
    second = review.purpose is Purpose.SECOND
    return {
        "notes": notes.of_review(session, review.id),
        "said_before": feedback_on(session, review.call_id) if second else [],
        "notes_before": notes.of_first(session, review.call_id) if second else [],
        "why": why_here(session, the_person(), review.call_id),
    }


def elsewhere(review_id: int) -> Response:
    """A review that is not in one's hands: to its call, if one may see that; otherwise as if it did not exist."""
    with current_app.extensions["store"].reading() as session:
        row = session.get(Review, review_id)
        facts = call_facts(session, row.call_id) if row else None
    if row is not None and row.person_id == the_person().id and row.purpose == Purpose.CALIBRATION and not row.stream:
        return redirect(url_for("calibration.session", session_id=row.session_id), 303)
    if facts is None or not may(the_person(), Act.SEE, facts):
        abort(404)
    return redirect(url_for("calls.call", call_id=facts.id), 303)
