"""`qa answers`: look up a standard answer as the machine does; check, import and export files of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from qa.answers.difference import Deed
from qa.answers.embedding import embedding_at
from qa.answers.entries import Answers
from qa.answers.export import FORMATS
from qa.answers.export import export as as_file
from qa.answers.find import Finder
from qa.answers.report import LEFT_OUT, ReportRow
from qa.answers.rows import Note
from qa.answers.table import Reading, read_answers
from qa.call import Sentence
from qa.command.terminal import language, say_json
from qa.desk.answers import look_at, take_in
from qa.settings import settings
from qa.store.answers import answers_in_use
from qa.store.engine import open_store

OUTCOMES = {
    "new": Sentence("추가", "new"),
    "changed": Sentence("변경", "changed"),
    "withdrawn": Sentence("철회", "withdrawn"),
}


@click.group("answers")
def command() -> None:
    """The standard answers."""


@command.command("find")
@click.argument("text", nargs=-1, required=True)
@click.option("--answers", "path", type=click.Path(path_type=Path), help="CSV, XLSX or JSON; default: those in use.")
@click.option(
    "--embedding",
    "model",
    type=click.Path(),
    help="Folder of an embedding model beside the words; default: the one set; empty: none.",
)
@click.option("--top", default=5, show_default=True, type=click.IntRange(1, 50), help="How many entries.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def find(text: tuple[str, ...], path: Path | None, model: str | None, top: int, json_wanted: bool) -> None:
    """The entries nearest to a question, best first, with the facts that are valid now."""
    embedding = embedding_at(settings().embedding_model if model is None else model)
    hits = Finder(in_use(path), embedding).find(" ".join(text), top=top)
    if json_wanted:
        say_json(
            [
                {
                    "id": hit.entry.id,
                    "title": hit.entry.title,
                    "topic": hit.entry.topic,
                    "score": hit.score,
                    "margin": hit.margin,
                    "facts": [{"type": f.type, "name": f.name, "value": f.text} for f in hit.entry.facts_on(None)],
                }
                for hit in hits
            ]
        )
        return
    if not hits:
        click.echo("맞는 표준상담을 찾지 못했습니다." if language() == "ko" else "No standard answer found.")
    for hit in hits:
        click.echo(f"{hit.score:6.2f}  {hit.entry.id}  {hit.entry.title}")
        for fact in hit.entry.facts_on(None):
            click.echo(f"          {fact.type}  {fact.name}: {fact.text}")


@command.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def check(path: Path | None, json_wanted: bool) -> None:
    """Check a file of standard answers, row by row. Exit code 1 when a row was left out or wants mending."""
    reading = read_answers(path or settings().answers)
    facts = sum(len(entry.facts) for entry in reading.answers.entries)
    if json_wanted:
        say_json(
            {
                "file": reading.file,
                "hash": reading.answers.hash,
                "rows": reading.rows,
                "entries": len(reading.answers.entries),
                "facts": facts,
                "left_out": len(reading.left_out),
                "faults": len(reading.faults),
                "notes": [note_as_dict(note) for note in reading.notes],
            }
        )
    else:
        for note in reading.notes:
            click.echo(note.told(reading.file).in_language(language()), err=True)
        name, entries = reading.answers.name, len(reading.answers.entries)
        left_out, noted = len(reading.left_out), len(reading.faults) - len(reading.left_out)
        click.echo(
            f"{name}: 항목 {entries}개, 사실 {facts}개, 제외한 행 {left_out}개, 확인할 행 {noted}개"
            if language() == "ko"
            else f"{name}: {entries} entries, {facts} facts, {left_out} rows left out, {noted} kept with a note"
        )
    if reading.faults:
        sys.exit(1)


@command.command("export")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by the ending of the file, else csv.")
@click.option("--answers", "path", type=click.Path(path_type=Path), help="CSV, XLSX or JSON; default: those in use.")
@click.option("--output", type=click.Path(path_type=Path), help="A file; default: standard output.")
def export(form: str | None, path: Path | None, output: Path | None) -> None:
    """Write the standard answers out as CSV, XLSX or JSON, with both times of every fact."""
    if form is None:
        ending = output.suffix.removeprefix(".").lower() if output else ""
        form = ending if ending in FORMATS else "csv"
    told = as_file(in_use(path), form)
    if output:
        output.write_bytes(told)
    else:
        sys.stdout.buffer.write(told)


@command.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only tell what it would do.")
@click.option("--replace", "replace_all", is_flag=True, help="Withdraw what the file does not mention.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def import_(path: Path, dry_run: bool, replace_all: bool, json_wanted: bool) -> None:
    """Take a file of standard answers into the database, row by row. Exit code 1 when a row was left out."""
    reading = read_answers(path)
    store = open_store(settings())
    if dry_run:
        with store.reading() as session:
            done = look_at(session, reading, replace_all=replace_all)
    else:
        with store.writing() as session:
            done = take_in(session, reading, by=None, replace_all=replace_all)
    store.close()
    if json_wanted:
        rows = [row_as_dict(row) for row in done.rows]
        say_json(
            {
                "file": str(path),
                "dry_run": dry_run,
                "replace": replace_all,
                "counts": done.counts,
                "rows": rows,
                "notes": [note_as_dict(note) for note in reading.notes],
            }
        )
    else:
        say_rows(done.rows, reading)
        told = done.counts
        summary = Sentence(
            "{new}건 추가, {changed}건 변경, {unchanged}건 그대로, {withdrawn}건 철회, {left_out}건 제외",
            "{new} new, {changed} changed, {unchanged} unchanged, {withdrawn} withdrawn, {left_out} left out",
        )
        only = Sentence("(미리 보기) ", "(dry run) ").in_language(language()) if dry_run else ""
        click.echo(only + summary.in_language(language()).format(**told))
    if reading.left_out:
        sys.exit(1)


def in_use(path: Path | None) -> Answers:
    """The answers of a file if one is named, else those in the database, else those of QA_ANSWERS. That rows of a file
    were left out is told on standard error.
    """
    of = settings()
    # Looking something up makes no database.
    if path is None and (of.database_url or (of.data / "attune.db").is_file()):
        store = open_store(of)
        kept = answers_in_use(store)
        store.close()
        if kept:
            return kept[0]
    reading = read_answers(path or of.answers)
    say_left_out(reading)
    return reading.answers


def say_rows(rows: tuple[ReportRow, ...], reading: Reading) -> None:
    """What each row did, but for those that changed nothing; then every note, on standard error."""
    wanted = language()
    for row in rows:
        if row.outcome not in (Deed.UNCHANGED, LEFT_OUT):
            word = OUTCOMES[row.outcome].in_language(wanted)
            place, old, new = (text.in_language(wanted) for text in (row.place, row.old, row.new))
            what = " ".join(part for part in (row.entry, row.type, row.name) if part)
            click.echo(f"{place or '-'}  {word}  {what}: {' → '.join(part for part in (old, new) if part)}")
    for note in reading.notes:
        click.echo(note.told(reading.file).in_language(wanted), err=True)


def row_as_dict(row: ReportRow) -> dict[str, Any]:
    return {
        "outcome": row.outcome,
        "line": row.line,
        "place": row.place.ko,
        "place_en": row.place.en,
        "entry": row.entry,
        "type": row.type,
        "name": row.name,
        "old": row.old.ko,
        "new": row.new.ko,
        "notes": [note_as_dict(note) for note in row.notes],
    }


def note_as_dict(note: Note) -> dict[str, str | int]:
    return {
        "severity": note.severity,
        "line": note.line,
        "place": note.place.ko,
        "place_en": note.place.en,
        "field": note.field,
        "sentence": note.sentence.ko,
        "sentence_en": note.sentence.en,
    }


def say_left_out(reading: Reading) -> None:
    """Tell on standard error that rows of a file of answers were left out, if any were."""
    if number := len(reading.left_out):
        click.echo(
            f"{reading.file}에서 {number}개 행을 읽지 못해 제외했습니다. `qa answers check`로 모두 볼 수 있습니다."
            if language() == "ko"
            else f"{reading.file}: {number} rows could not be used and were left out; `qa answers check` lists them.",
            err=True,
        )
