"""Starting a calibration session: the rubric, calls that are proposed and why, who is invited, until when."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import format_date
from werkzeug.wrappers import Response

from qa.desk.access import Act, scope
from qa.desk.calibration_choice import FEWEST, MOST, USUAL, WHYS, Chosen, candidates, named, propose, rubrics
from qa.desk.calibration_raters import FEWEST as FEWEST_RATERS
from qa.desk.calibration_raters import invitable, known_calls
from qa.desk.calibration_start import RatedBefore, Wish, start
from qa.desk.sheet import Sheet
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.tables import Person, now
from qa.web import formats, wording_calibration
from qa.web.sign_in import allow
from qa.web.wording import say, sentence

pages = Blueprint("calibration_new", __name__)

DAYS = 7  # to the due date that is proposed
NUMBER = re.compile(r"\d{1,9}", re.ASCII)


@pages.get("/calibration/new")
def new() -> str:
    """Choose a rubric; with one, the proposal: `n` calls by `seed`."""
    return _show(allow(Act.LEAD_CALIBRATION))


@pages.post("/calibration/new")
def begin() -> Response | tuple[str, int]:
    """Start it; "look" only adds the numbers that were typed to the list."""
    person = allow(Act.LEAD_CALIBRATION)
    if request.form.get("do") == "look":
        return _show(person), 200
    try:
        with current_app.extensions["store"].writing() as session:
            session_id = start(session, person, _wish())
    except Refused as problem:
        return _show(person, problem), 422
    flash(say("캘리브레이션을 시작했습니다. 평가자들에게 알렸습니다.", "Started; the raters have been told."))
    return redirect(url_for("calibration.session", session_id=session_id), 303)


def _wish() -> Wish:
    form = request.form
    due = formats.start_of(form.get("due", ""), days_later=1)
    return Wish(
        title=form.get("title", ""),
        rubric=form.get("rubric", "")[:60],
        call_ids=tuple(_calls()),
        rater_ids=tuple(int(each) for each in form.getlist("rater") if NUMBER.fullmatch(each)),
        due_at=due - timedelta(seconds=1) if due else None,
        unaware=form.get("unaware") == "1",
        shared=form.get("shared") == "1",
        knowing=form.get("knowing") == "1",
        whys={call_id: form[f"why.{call_id}"] for call_id in _calls() if form.get(f"why.{call_id}") in WHYS},
    )


def _calls() -> list[int]:
    """Those ticked, then the numbers that were typed."""
    ticked = [int(each) for each in request.form.getlist("call") if NUMBER.fullmatch(each)]
    typed = [int(each) for each in NUMBER.findall(request.form.get("more", "")[:400])]
    return list(dict.fromkeys([*ticked, *typed]))


def _show(person: Person, problem: Refused | None = None) -> str:
    asked = request.values
    with current_app.extensions["store"].reading() as session:
        sheets = rubrics(session, person)
        rubric = asked.get("rubric", "")
        rubric = rubric if rubric in sheets else next(iter(sheets)) if len(sheets) == 1 else ""
        more = _proposal(session, person, rubric, sheets[rubric], problem) if rubric else {}
    trouble = more.pop("trouble", None)
    told = problem.sentence if problem else trouble
    return render_template(
        "calibration/new.html",
        sheets=sheets,
        rubric=rubric,
        problem=sentence(told) if told else "",
        rated_before=isinstance(problem, RatedBefore) or asked.get("knowing") == "1",
        few=FEWEST_RATERS,
        most=MOST,
        asked=asked,
        posted=request.method == "POST",
        cal=wording_calibration,
        **more,
    )


def _proposal(session: Session, person: Person, rubric: str, sheet: Sheet, problem: Refused | None) -> dict[str, Any]:
    asked = request.values
    seed = int(asked["seed"]) if NUMBER.fullmatch(asked.get("seed", "")) else secrets.randbelow(10**6)
    n = min(max(int(asked["n"]) if NUMBER.fullmatch(asked.get("n", "")) else USUAL, FEWEST), MOST)
    trouble = None
    if request.method == "POST":
        chosen: list[Chosen] = []
        for call_id in _calls():
            try:
                (found,) = named(session, person, rubric, [call_id])
            except Refused as refused:
                trouble = refused.sentence if problem is None else None
                continue
            why = asked.get(f"why.{call_id}", "added")
            chosen.append(Chosen(found, why if why in WHYS else "added"))
    else:
        chosen = propose(candidates(session, person, rubric), scope(person), n, seed)
    people = invitable(session, person)
    known = known_calls(session, [each.id for each in people], [each.candidate.call_id for each in chosen])
    return {
        "trouble": trouble,
        "seed": seed,
        "n": n,
        "chosen": chosen,
        "people": people,
        "known": known,
        "ticked": {int(each) for each in request.form.getlist("rater") if NUMBER.fullmatch(each)},
        "criteria": {question.id: question.title for part in sheet.parts for question in part.questions},
        "due": asked.get("due") or _day(now() + timedelta(days=DAYS)),
        "today": _day(now()),
        "title": asked.get("title") or _usual_title(sheet),
        "all_vendors": scope(person).everything,
        "several": len({each.vendor_id for each in people if each.vendor_id}) > 1,
    }


def _usual_title(sheet: Sheet) -> str:
    month = say("{y}년 {m}월", "{m}/{y}", m=format_date(now(), "M"), y=format_date(now(), "yyyy"))
    return f"{month} {sentence(sheet.title)}"


def _day(moment: datetime) -> str:
    return str(format_date(moment, "yyyy-MM-dd"))
