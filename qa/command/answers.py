"""`qa answers`: look up a standard answer as the machine does, and check the file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qa.answers.entries import load_answers, read_answers
from qa.answers.find import Finder
from qa.command.terminal import language, say_json
from qa.settings import settings


@click.group("answers")
def command() -> None:
    """The standard answers."""


@command.command("find")
@click.argument("text", nargs=-1, required=True)
@click.option("--answers", "path", type=click.Path(path_type=Path), help="CSV file; default: the one set.")
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
def check(path: Path | None) -> None:
    """Check a file of standard answers, row by row. Exit code 1 when a row is wrong."""
    answers, faults = read_answers(path or settings().answers)
    for fault in faults:
        click.echo(fault.in_language(language()), err=True)
    facts = sum(len(entry.facts) for entry in answers.entries)
    click.echo(f"{answers.name}: {len(answers.entries)} entries, {facts} facts, {len(faults)} faults")
    if faults:
        sys.exit(1)
