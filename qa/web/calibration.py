"""Calibration sessions: the list, one session with what can be done in it, and the words said in its discussion."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.desk import calibrate
from qa.desk import calibration_talk as talk
from qa.desk.access import Act
from qa.desk.calibration_read import SessionRead, read_session, sessions
from qa.desk.calibration_table import calls_in, progress_of
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.inbox_lists import with_calls
from qa.store.review_tables import Review
from qa.store.reviews import review_of
from qa.store.tables import Person
from qa.web import wording_calibration
from qa.web.calibration_view import view_of
from qa.web.sign_in import allow
from qa.web.wording import say, sentence

pages = Blueprint("calibration", __name__)

Answer = Response | str | tuple[str, int]


@pages.get("/calibration")
def listed() -> str:
    person = allow(Act.SEE_CALIBRATION)
    with current_app.extensions["store"].reading() as session:
        found = sessions(session, person)
    return render_template("calibration/list.html", found=found, cal=wording_calibration)


@pages.get("/calibration/<int:session_id>")
def session(session_id: int) -> str:
    return show(session_id, allow(Act.SEE_CALIBRATION))


@pages.post("/calibration/<int:session_id>")
def act(session_id: int) -> Answer:
    """What the leader's buttons do: remind, reveal, reveal_now, close, cancel, rater (`who`), call (`which`)."""
    person = allow(Act.LEAD_CALIBRATION)
    wanted = request.form.get("do", "")
    if wanted not in _ACTS:
        abort(400)
    try:
        with current_app.extensions["store"].writing() as writing:
            told = _ACTS[wanted](writing, person, session_id)
    except LookupError:
        abort(404)
    except Refused as problem:
        return show(session_id, person, problem), 422
    flash(told)
    return redirect(url_for("calibration.session", session_id=session_id), 303)


@pages.post("/calibration/<int:session_id>/words")
def speak(session_id: int) -> Answer:
    """A word about a criterion, or a note for its rubric."""
    person = allow(Act.SEE_CALIBRATION)
    criterion, call_id = request.form.get("criterion", "")[:60], _whole(request.form.get("call"))
    try:
        with current_app.extensions["store"].writing() as writing:
            talk.comment(
                writing,
                person,
                session_id,
                criterion,
                request.form.get("text", ""),
                call_id=call_id or None,
                kind=request.form.get("kind", "comment"),
            )
    except LookupError:
        abort(404)
    except Refused as problem:
        return show(session_id, person, problem, at=criterion), 422
    flash(say("저장했습니다.", "Saved."))
    return redirect(url_for("calibration.session", session_id=session_id, at=criterion, _anchor=f"of-{criterion}"), 303)


@pages.post("/calibration/<int:session_id>/reference")
def refer(session_id: int) -> Answer:
    """What was agreed about a criterion, for every call the form holds."""
    person = allow(Act.LEAD_CALIBRATION)
    criterion = request.form.get("criterion", "")[:60]
    try:
        with current_app.extensions["store"].writing() as writing:
            for call in calls_in(writing, session_id):
                answer = request.form.get(f"answer.{call.call_id}")
                if answer is not None:
                    talk.agree(writing, person, session_id, criterion, call.call_id, answer[:60])
            read_session(writing, person, session_id)
    except LookupError:
        abort(404)
    except Refused as problem:
        return show(session_id, person, problem, at=criterion), 422
    flash(say("기준 평정을 저장했습니다.", "The reference is kept."))
    return redirect(url_for("calibration.session", session_id=session_id, at=criterion, _anchor=f"of-{criterion}"), 303)


def show(session_id: int, person: Person, problem: Refused | None = None, at: str = "") -> str:
    """The session as the person may see it: before the reveal nobody sees ratings, the leader how far everybody is."""
    with current_app.extensions["store"].reading() as reading:
        try:
            read = read_session(reading, person, session_id)
        except LookupError:
            abort(404)
        more = _revealed(reading, person, read) if read.revealed_at else _open(reading, person, read)
    return render_template(
        "calibration/session.html" if read.revealed_at else "calibration/open.html",
        read=read,
        cal=wording_calibration,
        problem=sentence(problem.sentence) if problem else "",
        at=at or request.args.get("at", ""),
        **more,
    )


def _revealed(reading: Session, person: Person, read: SessionRead) -> dict[str, Any]:
    return {"view": view_of(reading, person, read)}


def _open(reading: Session, person: Person, read: SessionRead) -> dict[str, Any]:
    rows = [review_of(reading.get_one(Review, review_id)) for review_id in read.left]
    return {
        "rows": with_calls(reading, rows),
        "progress": progress_of(reading, read.id) if read.leads else [],
        "calls": calls_in(reading, read.id) if read.leads else [],
    }


def _remind(writing: Session, person: Person, session_id: int) -> str:
    told = calibrate.remind(writing, person, session_id)
    return say("{n}명에게 알림을 보냈습니다.", "{n} people were reminded.", n=told)


def _reveal(writing: Session, person: Person, session_id: int) -> str:
    calibrate.reveal(writing, person, session_id)
    return say("결과를 공개했습니다. 평가자들에게 알렸습니다.", "Revealed; everybody has been told.")


def _reveal_now(writing: Session, person: Person, session_id: int) -> str:
    calibrate.reveal(writing, person, session_id, early=True)
    return say("마치지 않은 평정을 빼고 공개했습니다.", "Revealed without what was not finished.")


def _close(writing: Session, person: Person, session_id: int) -> str:
    calibrate.close(writing, person, session_id)
    return say("세션을 종료했습니다. 내용은 그대로 볼 수 있습니다.", "Closed. Everything stays to be read.")


def _cancel(writing: Session, person: Person, session_id: int) -> str:
    calibrate.cancel(writing, person, session_id)
    return say("세션을 취소했습니다.", "Cancelled.")


def _rater(writing: Session, person: Person, session_id: int) -> str:
    calibrate.withdraw_rater(writing, person, session_id, _whole(request.form.get("who")))
    return say("평가자를 뺐습니다.", "The rater was taken out.")


def _call(writing: Session, person: Person, session_id: int) -> str:
    calibrate.withdraw_call(writing, person, session_id, _whole(request.form.get("which")))
    return say("통화를 뺐습니다.", "The call was taken out.")


_ACTS = {
    "remind": _remind,
    "reveal": _reveal,
    "reveal_now": _reveal_now,
    "close": _close,
    "cancel": _cancel,
    "rater": _rater,
    "call": _call,
}


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
