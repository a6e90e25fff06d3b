"""`qa answers`: look up a standard answer as the machine does, check a file of them, write them out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qa.answers.export import FORMATS
from qa.answers.export import export as as_file
from qa.answers.find import Finder
from qa.answers.rows import Note
from qa.answers.table import Reading, load_answers, read_answers
from qa.command.terminal import language, say_json
from qa.settings import settings


@click.group("answers")
def command() -> None:
    """The standard answers."""


@command.command("find")
@click.argument("text", nargs=-1, required=True)
@click.option("--answers", "path", type=click.Path(path_type=Path), help="CSV, XLSX or JSON; default: those set.")
@click.option("--top", default=5, show_default=True, type=click.IntRange(1, 50), help="How many entries.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def find(text: tuple[str, ...], path: Path | None, top: int, json_wanted: bool) -> None:
    """The entries nearest to a question, best first, with the facts that are valid now."""
    hits = Finder(load_answers(path or settings().answers)).find(" ".join(text), top=top)
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
        click.echo("찾은 표준상담이 없습니다." if language() == "ko" else "No standard answer found.")
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
@click.option("--answers", "path", type=click.Path(path_type=Path), help="CSV, XLSX or JSON; default: those set.")
@click.option("--output", type=click.Path(path_type=Path), help="A file; default: standard output.")
def export(form: str | None, path: Path | None, output: Path | None) -> None:
    """Write the standard answers out as CSV, XLSX or JSON, with both times of every fact."""
    if form is None:
        ending = output.suffix.removeprefix(".").lower() if output else ""
        form = ending if ending in FORMATS else "csv"
    told = as_file(load_answers(path or settings().answers), form)
    if output:
        output.write_bytes(told)
    else:
        sys.stdout.buffer.write(told)


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
    """Tell on standard error that rows of the answers in use were left out, if any were."""
    if number := len(reading.left_out):
        click.echo(
            f"{reading.file}에서 {number}개 행을 읽지 못해 제외했습니다. `qa answers check`로 모두 볼 수 있습니다."
            if language() == "ko"
            else f"{reading.file}: {number} rows could not be used and were left out; `qa answers check` lists them.",
            err=True,
        )
