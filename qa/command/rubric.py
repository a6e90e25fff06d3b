"""`qa rubric`: rubric files checked, tried, compared, begun, replayed over past calls, described for editors."""

from __future__ import annotations

from pathlib import Path

import click

from qa.command.rubric_check import check
from qa.command.rubric_measure import measure
from qa.command.rubric_new import new
from qa.command.rubric_try import try_
from qa.command.rubric_versions import diff, replay
from qa.command.terminal import say_json
from qa.formats.transcript import transcript_schema
from qa.scoring.rubric_schema import as_text, cases_schema, rubric_schema
from qa.settings import HERE

SCHEMAS = {
    "rubric": (rubric_schema, Path("rubrics") / "rubric.schema.json"),
    "test": (cases_schema, Path("rubrics") / "rubric-test.schema.json"),
    "transcript": (transcript_schema, Path("docs") / "transcript.schema.json"),
}


@click.group("rubric")
def command() -> None:
    """Rubric files."""


@command.command("schema")
@click.option("--of", "of", type=click.Choice(list(SCHEMAS)), default="rubric", help="Of which sort of file.")
@click.option("--write", is_flag=True, help="Write all of them where the shipped files look for them.")
@click.option("--json", "json_wanted", is_flag=True, help="The same: a schema is JSON.")
def schema(of: str, write: bool, json_wanted: bool) -> None:
    """The JSON Schema that editors complete and check with, made from the models that read the files."""
    if not write:
        say_json(SCHEMAS[of][0]())
        return
    for make, place in SCHEMAS.values():
        path = HERE / place
        path.write_text(as_text(make()), "utf-8")
        click.echo(str(path))


for each in (check, try_, diff, measure, new, replay):
    command.add_command(each)
