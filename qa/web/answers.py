"""The pages of the standard answers: list, entry with its history, editing, taking a file in, writing them out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from qa.answers.embedding import embedding_at
from qa.answers.entries import Answers, Entry
from qa.answers.export import FORMATS, export
from qa.answers.facts import FactType
from qa.answers.rows import COLUMNS, MORE_COLUMNS
from qa.answers.table import LARGEST_BYTES, Reading, read_answers, read_bytes
from qa.call import Sentence
from qa.desk import answers as desk
from qa.desk import entries as edits
from qa.desk.access import Act, calls_of
from qa.desk.withdrawal import Withdrawal, withdraw_entry, withdrawal
from qa.errors import Problem, Refused
from qa.settings import Settings
from qa.store import answer_pages
from qa.store.answers import answers_in_use, mark, one_at_a_time
from qa.store.engine import Session, Store
from qa.store.recordings import Recordings
from qa.store.tables import Person
from qa.web.answer_list import FILTERS, entry_list, sort_facts
from qa.web.entry_id import EntryId
from qa.web.sign_in import allow
from qa.web.wording import say

pages = Blueprint("answers", __name__)

Answer = Response | str | tuple[str, int]
KINDS = {"csv": "text/csv", "json": "application/json"}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register(app: Flask) -> None:
    app.url_map.converters["entry_id"] = EntryId
    app.register_blueprint(pages)


@pages.get("/answers")
def answers() -> str:
    person = allow(Act.SEE_ANSWERS)
    kept, of_file = answers_shown()
    with current_store().reading() as session:
        uses = answer_pages.uses(session, calls_of(person), few=person.role == "agent")
    asked = {
        name: request.args[name].strip() for name in ("text", "topic", "only") if request.args.get(name, "").strip()
    }
    page = request.args.get("page", "1")
    found = entry_list(
        kept,
        uses,
        _today(),
        text=asked.get("text", "")[:200],
        topic=asked.get("topic", ""),
        only=asked.get("only", "") if asked.get("only") in FILTERS else "",
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        embedding=embedding_at(current_settings().embedding_model) if "text" in asked else None,
    )
    return render_template("answers/answers.html", found=found, asked=asked, of_file=of_file, formats=FORMATS)


@pages.get("/answers/<entry_id:id>")
def entry(id: str) -> str:
    return _entry_page(id)


@pages.post("/answers/<entry_id:id>")
def change(id: str) -> Answer:
    """One act on an entry: which one stands in the field `act`. Withdrawing it is first told, then confirmed."""
    person = allow(Act.EDIT_ANSWERS)
    said = _said()
    row = request.form.get("row", "")
    row_id = int(row) if row.isascii() and row.isdigit() and len(row) < 18 else 0
    acts: dict[str, Callable[[Session], Any]] = {
        "entry": lambda session: edits.change_entry(session, person, id, said),
        "fact": lambda session: edits.add_fact(session, person, id, said),
        "from": lambda session: edits.change_from(session, person, id, row_id, said),
        "correct": lambda session: edits.correct(session, person, id, row_id, said),
        "end": lambda session: edits.end(session, person, id, row_id, said),
        "strike": lambda session: edits.strike(session, person, id, row_id, said),
        "withdraw": lambda session: withdraw_entry(session, person, id, said),
    }
    act = request.form.get("act", "")
    with current_store().reading() as session:
        if answer_pages.entry_page(session, id) is None:
            abort(404)
    if act not in acts:
        abort(400)
    done: Any
    try:
        if act == "withdraw" and request.form.get("confirmed") != "yes":
            with current_store().reading() as session:
                asked = withdrawal(session, person, id, said)
        else:
            asked = None
            with current_store().writing() as session:
                done = acts[act](session)
    except LookupError:
        abort(404)
    except Refused as problem:
        return _entry_page(id, {"act": act, "row": row_id, "sentence": problem.sentence, "form": request.form}), 422
    if asked is not None:
        return _entry_page(id, asked=asked)
    _say_done(done)
    return redirect(url_for("answers.entry", id=id), 303)


def _say_done(done: Any) -> None:
    """What an act returned: a withdrawal, notes of what it could not read, or nothing."""
    if isinstance(done, Withdrawal):
        ko = "{day}자로 항목을 철회했습니다. {last}까지의 통화는 철회 전 내용으로 평가합니다."
        en = "The entry is withdrawn from {day} on. Calls until {last} are still judged by it."
        return flash(say(ko, en, day=done.day, last=done.last))
    flash(say("저장했습니다. 이전 내용은 이력에 남아 있습니다.", "Saved. What stood before is in the history."))
    for note in done or ():
        flash(note.sentence.in_language(say("ko", "en")))


@pages.get("/answers/new")
def new() -> str:
    """An empty form, or filled with what an entry that was withdrawn said of itself."""
    allow(Act.EDIT_ANSWERS)
    id = request.args.get("id", "")
    with current_store().reading() as session:
        page = answer_pages.entry_page(session, id)
    was = {}
    if page is not None and page.entry.withdrawn_at is not None:
        told = page.entry
        was = {"title": told.title, "questions": "\n".join(told.questions), "topic": told.topic, "owner": told.owner}
    return render_template("answers/new.html", problem=None, form={"id": id, **was, **request.args})


@pages.post("/answers/new")
def add() -> Answer:
    person = allow(Act.EDIT_ANSWERS)
    try:
        with current_store().writing() as session:
            id = edits.add_entry(session, person, _said())
    except Refused as problem:
        return render_template("answers/new.html", problem=problem.sentence, form=request.form), 422
    flash(say("항목을 만들었습니다. 이제 사실을 추가해 주세요.", "The entry is made. Now add its facts."))
    return redirect(url_for("answers.entry", id=id), 303)


@pages.get("/answers/import")
def import_form() -> str:
    allow(Act.EDIT_ANSWERS)
    return _import_page()


@pages.post("/answers/import")
def receive() -> Answer:
    """An upload is kept and shown as a preview; the confirmed preview is taken in, unless something changed since."""
    person = allow(Act.EDIT_ANSWERS)
    replace_all = request.form.get("replace") == "yes"
    file = request.files.get("file")
    try:
        if request.form.get("sha256"):
            return _confirmed(person, request.form["sha256"], replace_all)
        if file is not None and file.filename:
            name = re.split(r"[/\\]", file.filename)[-1][:200]
            return _preview(read_bytes(_uploaded(file), name), replace_all)
        if request.form.get("source") == "file":
            path = Path(current_settings().answers)
            return _preview(read_bytes(path.read_bytes(), path.name), replace_all)
        raise Refused("가져올 파일을 선택해 주세요.", "Choose a file to import.")
    except Problem as problem:
        return _import_page(problem.sentence), 422


@pages.get("/answers/export")
def write_out() -> Response:
    allow(Act.SEE_ANSWERS)
    form = request.args.get("format", "csv")
    if form not in FORMATS:
        abort(400)
    kept, _ = answers_shown()
    answer = current_app.response_class(export(kept, form), mimetype=KINDS.get(form, WORKBOOK))
    answer.headers["Content-Disposition"] = f'attachment; filename="standard-answers-{_today()}.{form}"'
    return answer


def _entry_page(id: str, problem: dict[str, Any] | None = None, asked: Withdrawal | None = None) -> str:
    """`problem`: what was refused, with the form; `asked`: a withdrawal that is to be confirmed."""
    person = allow(Act.SEE_ANSWERS)
    kept, of_file = answers_shown()
    with current_store().reading() as session:
        page = answer_pages.entry_page(session, id)
        used_in = answer_pages.calls_using(session, id, calls_of(person))
    if page is None:
        found = kept.entry(id)
        if found is None:
            abort(404)
        page = answer_pages.EntryPage(found, (), "")
    if problem and problem["row"]:
        problem["row"] = page.stands_for(problem["row"])
    return render_template(
        "answers/entry.html",
        page=page,
        entry=page.entry,
        facts=sort_facts(page.entry, _today()),
        used_in=used_in,
        problem=problem,
        asked=asked,
        reason_given=request.form.get("reason", "").strip(),
        of_file=of_file,
        types=list(FactType),
        today=_today(),
        tomorrow=_today() + timedelta(days=1),
        is_entry=lambda told: isinstance(told, Entry),
    )


def _confirmed(person: Person, sha256: str, replace_all: bool) -> Answer:
    if not re.fullmatch("[0-9a-f]{64}", sha256) or not _uploads().path(sha256).is_file():
        raise Refused("파일을 다시 선택해 주세요.", "Choose the file again.")
    reading = read_bytes(_uploads().path(sha256).read_bytes(), request.form.get("name", "")[:200] or "answers")
    with current_store().writing() as session:
        one_at_a_time(session)
        if _mark(session) != request.form.get("seen", ""):
            changed = Sentence(
                "미리 보기 뒤에 표준상담이 바뀌었습니다. 바뀐 내용을 기준으로 다시 보여 드립니다. "
                "확인하고 가져와 주세요.",
                "The standard answers changed since the preview. This is the preview anew: check it, then import.",
            )
            return _preview(reading, replace_all, changed), 409
        done = desk.take_in(session, reading, by=person.id, replace_all=replace_all)
    told = done.counts
    flash(
        say(
            "가져왔습니다. 추가 {new}건, 변경 {changed}건, 그대로 {unchanged}건, 철회 {withdrawn}건, "
            "제외 {left_out}건.",
            "Imported: {new} new, {changed} changed, {unchanged} unchanged, {withdrawn} withdrawn, "
            "{left_out} left out.",
            **told,
        )
    )
    return redirect(url_for("answers.answers"), 303)


def _uploaded(file: FileStorage) -> bytes:
    raw = file.stream.read(LARGEST_BYTES + 1)
    if not raw or len(raw) > LARGEST_BYTES:
        limit = LARGEST_BYTES // 1_000_000
        raise Refused(f"파일이 비어 있거나 {limit} MB보다 큽니다.", f"The file is empty, or larger than {limit} MB.")
    return raw


def _preview(reading: Reading, replace_all: bool, notice: Sentence | None = None) -> str:
    """What the file would do. It is kept as text, so that what is confirmed is what was seen."""
    raw = reading.text.encode()
    sha256 = _uploads().keep(io.BytesIO(raw), max_bytes=len(raw)).sha256
    with current_store().reading() as session:
        looked = desk.look_at(session, reading, replace_all=replace_all)
        seen = _mark(session)
    return render_template(
        "answers/preview.html",
        looked=looked,
        reading=reading,
        sha256=sha256,
        seen=seen,
        replace_all=replace_all,
        notice=notice,
    )


def _import_page(problem: Sentence | None = None) -> str:
    _, of_file = answers_shown()
    return render_template(
        "answers/import.html",
        problem=problem,
        of_file=of_file,
        file_name=Path(current_settings().answers).name,
        columns=(*COLUMNS, *MORE_COLUMNS),
        max_mb=LARGEST_BYTES // 1_000_000,
    )


def _said() -> edits.Said:
    form = request.form
    cells = {name: form[name] for name in edits.FIELDS if name in form}
    if cells.get("valid_from") == "other":
        cells["valid_from"] = form.get("other_day", "")
    return edits.Said(cells, form.get("seen", ""), form.get("reason", ""))


def answers_shown() -> tuple[Answers, bool]:
    """The standard answers, and whether they are those of the file, because nobody has imported any."""
    kept = answers_in_use(current_store())
    return (kept[0], False) if kept else (read_answers(current_settings().answers).answers, True)


def _mark(session: Session) -> str:
    return ".".join(map(str, mark(session) or ()))


def _today() -> date:
    return datetime.now(ZoneInfo(current_settings().time_zone)).date()


def current_store() -> Store:
    store: Store = current_app.extensions["store"]
    return store


def current_settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _uploads() -> Recordings:
    """Files of standard answers that were handed in, under their SHA-256."""
    return Recordings(current_settings().data / "answers")
