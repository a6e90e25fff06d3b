"""The command `qa`: a table of commands, each imported only when called, so that `qa --help` never loads torch."""

from __future__ import annotations

import importlib
import sys

import click

from qa.command.terminal import language
from qa.errors import Problem

COMMANDS = {
    "agreement": "How far raters agree, from a CSV of ratings.",
    "answers": "Standard answers: find, check, import, export.",
    "bench": "How fast calls are scored and pages shown.",
    "demo": "The demo, from empty folder to scored samples.",
    "export": "A call as a vCon, with its evaluations.",
    "ingest": "Hand in recordings or files of calls.",
    "migrate": "Bring the database to the newest layout.",
    "models": "Whisper models: list, fetch, check.",
    "people": "Accounts: list, add.",
    "redis": "Run the bundled Redis on its socket.",
    "rubric": "Rubrics: check, try, compare, begin, replay.",
    "score": "Score a transcript against a rubric.",
    "seed": "A made-up centre of any size, to try things at scale.",
    "serve": "Run the desk.",
    "show": "Everything known about one call.",
    "status": "What waits, runs, stopped and is done.",
    "transcribe": "Transcribe one recording, outside the pipeline.",
}


class Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"qa.command.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.command(cls=Commands)
@click.version_option(package_name="attune")
def cli() -> None:
    """Attune: recordings in, explained scores out."""


def main() -> None:
    """Run the command; a `Problem` becomes one sentence on standard error and exit code 1."""
    try:
        cli(prog_name="qa")
    except Problem as problem:
        click.echo(problem.sentence.in_language(language()), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
