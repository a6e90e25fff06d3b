"""The sound of a call and its waveform. Whether the person may hear it is asked at every request."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, abort, current_app, send_file
from werkzeug.wrappers import Response

from qa.desk import calibration_scope
from qa.desk.access import Act
from qa.store import pages as reading_pages
from qa.store.pages import CallFacts
from qa.store.recordings import Recordings
from qa.web.sign_in import allow, the_person

pages = Blueprint("media", __name__)


@pages.get("/calls/<int:call_id>/sound")
def sound(call_id: int) -> Response:
    """The listening copy, in ranges, so that a browser can jump anywhere without loading what lies before."""
    facts = _allowed_call(call_id)
    return _send(_recordings().listening_copy(facts.recording_sha256), "audio/mpeg")


@pages.get("/calls/<int:call_id>/peaks")
def peaks(call_id: int) -> Response:
    facts = _allowed_call(call_id)
    return _send(_recordings().peaks(facts.recording_sha256), "application/json")


def _allowed_call(call_id: int) -> CallFacts:
    with current_app.extensions["store"].reading() as session:
        facts = reading_pages.call_facts(session, call_id)
        if facts is None:
            abort(404)
        lent = calibration_scope.may_hear(session, the_person(), call_id)
    if not lent:
        allow(Act.SEE, facts)
    return facts


def _recordings() -> Recordings:
    recordings: Recordings = current_app.extensions["recordings"]
    return recordings


def _send(path: Path, kind: str) -> Response:
    if not path.is_file():
        abort(404)
    response = send_file(path, mimetype=kind, conditional=True, max_age=0)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
