"""Handing in recordings: several files at once, each with its own result in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO, cast

from flask import Blueprint, abort, current_app, render_template, request
from werkzeug.datastructures import FileStorage

from qa.call import Sentence
from qa.desk.access import Act, may, scope
from qa.desk.ingest import Handed, Intake, hand_in_all
from qa.errors import Problem
from qa.store import finding
from qa.store import pages as reading_pages
from qa.store.tables import Person
from qa.web import formats
from qa.web.sign_in import allow

pages = Blueprint("hand_in", __name__)


@dataclass(frozen=True)
class Result:
    """What became of one call of a file; `call_id` only where the person may see the call."""

    name: str
    outcome: str  # received, already, refused
    sentence: Sentence
    call_id: int | None = None
    place: Sentence | None = None


@pages.get("/hand-in")
def form() -> str:
    allow(Act.HAND_IN)
    return _page([])


@pages.post("/hand-in")
def receive() -> str | tuple[str, int]:
    person = allow(Act.HAND_IN)
    files = [file for file in request.files.getlist("recordings") if file.filename]
    if not files:
        problem = Sentence("녹취 파일을 하나 이상 선택해 주세요.", "Choose at least one recording.")
        return _page([], problem), 422
    agent = _agent_login(person)
    if isinstance(agent, Sentence):
        return _page([], agent), 422
    started = formats.moment(request.form.get("day", ""), request.form.get("time", ""))
    number = request.form.get("number", "").strip()[:60] or None
    return _page([result for file in files for result in _take(file, person, agent, started, number)])


def _take(
    file: FileStorage, person: Person, agent: str | None, started_at: datetime | None, number: str | None
) -> list[Result]:
    """One file, which may hold many calls; what is wrong with it never stops the next."""
    at: Intake = current_app.extensions["intake"]
    # Browsers on Windows have sent whole paths.
    name = PureWindowsPath(PurePosixPath(file.filename or "").name).name or "recording"
    try:
        handed = hand_in_all(
            at,
            cast(BinaryIO, file.stream),
            name=name,
            agent=agent,
            started_at=started_at,
            number=number,
            by_person_id=person.id,
        )
    except Problem as problem:
        return [Result(name, "refused", problem.sentence)]
    return [_result(name, one, person) for one in handed]


def _result(name: str, one: Handed, person: Person) -> Result:
    if one.accepted is None:
        assert one.refused is not None
        return Result(name, "refused", one.refused, place=one.place)
    accepted = one.accepted
    with current_app.extensions["store"].reading() as session:
        facts = reading_pages.call_facts(session, accepted.call_id)
    seen = accepted.call_id if facts is not None and may(person, Act.SEE, facts) else None
    if accepted.already:
        text = Sentence(
            "이미 등록된 녹취입니다. 통화를 새로 만들지 않았습니다.",
            "This recording is here already; no new call was made.",
        )
        return Result(name, "already", text, seen, one.place)
    text = Sentence(
        "접수했습니다. 전사와 평가가 차례로 진행됩니다.", "Received. It will be transcribed and scored in turn."
    )
    if accepted.note is not None:
        text = Sentence(f"{text.ko} {accepted.note.ko}", f"{text.en} {accepted.note.en}")
    return Result(name, "received", text, seen, one.place)


def _agent_login(person: Person) -> str | Sentence | None:
    """The login of the chosen agent, None for none; a sentence where the choice is missing or not theirs to make."""
    chosen = request.form.get("agent", "")
    vendor_id = scope(person).vendor_id
    with current_app.extensions["store"].reading() as session:
        agents = {str(agent.id): agent.login for agent in finding.agents(session, vendor_id)}
    if chosen in agents:
        return agents[chosen]
    if chosen:
        abort(400)
    if vendor_id is not None:
        # A call of nobody belongs to no vendor: whoever handed it in would never see it again.
        return Sentence("어느 상담사의 통화인지 선택해 주세요.", "Choose the agent whose calls these are.")
    return None


def _page(results: list[Result], problem: Sentence | None = None) -> str:
    person = allow(Act.HAND_IN)
    with current_app.extensions["store"].reading() as session:
        agents = finding.agents(session, scope(person).vendor_id)
    return render_template(
        "hand_in/hand_in.html",
        results=results,
        problem=problem,
        agents=agents,
        must_choose=scope(person).vendor_id is not None,
        max_mb=current_app.extensions["settings"].max_upload_mb,
        max_bytes_at_once=current_app.config["MAX_CONTENT_LENGTH"],
    )
