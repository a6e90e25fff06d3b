"""`qa rubric check`: are rubric files sound?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qa.command.score import rubric_path
from qa.command.terminal import language, say_json
from qa.errors import Misconfigured
from qa.scoring.rubric import load_rubric


@click.group("rubric")
def command() -> None:
    """Rubric files."""


@command.command("check")
@click.argument("paths", nargs=-1, required=True)
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def check(paths: tuple[str, ...], json_wanted: bool) -> None:
    """Check rubric files (or names, or folders); every fault is named with file, line and field. Exit code 1 when
    there is one.
    """
    results = []
    for path in _files(paths):
        try:
            rubric = load_rubric(path)
        except Misconfigured as fault:
            results.append({"file": str(path), "ok": False, "error": fault.sentence.in_language(language())})
            click.echo(fault.sentence.in_language(language()), err=True)
            continue
        found = {"file": str(path), "ok": True, "id": rubric.id, "criteria": len(rubric.criteria), "hash": rubric.hash}
        results.append(found)
        if not json_wanted:
            click.echo(f"{path}: {rubric.id}, {len(rubric.criteria)} criteria, {rubric.hash[:12]}")
    if json_wanted:
        say_json(results)
    if not all(result["ok"] for result in results):
        sys.exit(1)


def _files(paths: tuple[str, ...]) -> list[Path]:
    files: list[Path] = []
    for name in paths:
        path = Path(name)
        if path.is_dir():
            files += sorted(each for each in path.glob("*.yaml") if not each.name.endswith(".test.yaml"))
        else:
            files.append(rubric_path(name))
    return files
