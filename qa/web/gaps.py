"""The gap radar: what the standard answers lack, seen from the calls, as a list of work."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.desk import gaps as desk
from qa.desk.access import Act
from qa.errors import Refused
from qa.settings import Settings
from qa.store.engine import Store
from qa.web.answers import answers_shown, current_settings, current_store
from qa.web.sign_in import allow
from qa.web.wording import say, sentence

pages = Blueprint("gaps", __name__)

DAYS = (30, 90, 365)


@pages.get("/answers/gaps")
def gaps() -> str:
    person = allow(Act.SEE_GAPS)
    kind = request.args.get("kind", "")
    state = request.args.get("state", "")
    days = request.args.get("days", "")
    answers, of_file = answers_shown()
    store: Store = current_store()
    settings: Settings = current_settings()
    kind = kind if kind in desk.KINDS else desk.KINDS[0]
    state = state if state in desk.STATES else desk.STATES[0]
    window = int(days) if days in map(str, DAYS) else DAYS[1]
    with store.reading() as session:
        today = datetime.now(ZoneInfo(settings.time_zone)).date()
        radar = desk.radar(session, person, answers, today, days=window)
    return render_template(
        "answers/gaps.html",
        radar=radar,
        listed=radar.of(kind, state),
        kind=kind,
        state=state,
        days=window,
        windows=DAYS,
        kinds=desk.KINDS,
        states=desk.STATES,
        of_file=of_file,
    )


@pages.post("/answers/gaps")
def settle() -> Response:
    person = allow(Act.EDIT_ANSWERS)
    form = request.form
    try:
        with current_store().writing() as session:
            desk.settle(
                session,
                person,
                kind=form.get("kind", ""),
                key=form.get("key", ""),
                state=form.get("state", ""),
                owner=form.get("owner", ""),
                note=form.get("note", ""),
            )
    except Refused as problem:
        flash(sentence(problem.sentence))
    else:
        flash(say("저장했습니다.", "Saved."))
    back = url_for("gaps.gaps", kind=form.get("kind"), state=form.get("shown"), days=form.get("days"))
    return redirect(back, 303)
