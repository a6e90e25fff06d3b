"""`qa ingest PATH…`: hand in recordings or transcripts (JSON), files or whole folders."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from qa.call import Sentence, State
from qa.command.terminal import language, say_json
from qa.desk.ingest import Intake, hand_in_file, intake
from qa.errors import Problem, Refused
from qa.settings import settings
from qa.store.engine import open_store
from qa.store.overview import standings

SUFFIXES = {".json", ".wav", ".mp3", ".ogg", ".oga", ".opus", ".m4a", ".mp4", ".flac"}


@dataclass(frozen=True)
class Item:
    """`result` is accepted, already_here, refused; with --wait also done or stopped."""

    path: str
    result: str
    call: int | None = None
    sentence: Sentence | None = None


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--agent", help="Login of the agent who took these calls.")
@click.option("--started-at", type=click.DateTime(["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"]), help="When they began (UTC).")
@click.option("--wait", is_flag=True, help="Wait until the machine is through with them.")
@click.option("--json", "as_json", is_flag=True, help="One JSON value on standard output.")
def command(paths: tuple[Path, ...], agent: str | None, started_at: datetime | None, wait: bool, as_json: bool) -> None:
    """Hand in recordings, or transcripts as JSON: files, or folders with everything below them.

    Exit code 1 when at least one was refused (or, with --wait, stopped); the others are in all the same.
    """
    of = settings()
    store = open_store(of)
    at = intake(store, of)
    began = started_at.replace(tzinfo=UTC) if started_at else None
    items = [_say(item, as_json) for item in _hand_in_all(at, paths, agent, began)]
    if wait:
        items = [_say(item, as_json) if item.call else item for item in _wait(at, items)]
    counted = {result: sum(item.result == result for item in items) for result in sorted({i.result for i in items})}
    if as_json:
        say_json({"items": items, "totals": counted})
    else:
        click.echo(", ".join(f"{n} {result.replace('_', ' ')}" for result, n in counted.items()) or "nothing found")
    store.close()
    if not items or any(item.result in ("refused", "stopped") for item in items):
        sys.exit(1)


def _hand_in_all(at: Intake, paths: tuple[Path, ...], agent: str | None, began: datetime | None) -> Iterator[Item]:
    for path in paths:
        for found in _files(path):
            if isinstance(found, Refused):
                yield Item(str(path), "refused", sentence=found.sentence)
                continue
            try:
                accepted = hand_in_file(at, found, agent=agent, started_at=began)
            except Problem as problem:
                yield Item(str(found), "refused", sentence=problem.sentence)
            else:
                result = "already_here" if accepted.already else "accepted"
                yield Item(str(found), result, accepted.call_id, accepted.note)


def _files(path: Path) -> Iterator[Path | Refused]:
    """The file itself, or the recordings of a folder and all below it; what cannot be listed comes as a `Refused`."""
    try:
        is_folder = path.is_dir()
    except OSError:
        is_folder = False
    if not is_folder:
        yield path
        return
    unreadable: list[Refused] = []

    def note(error: OSError) -> None:
        unreadable.append(
            Refused(
                f"{error.filename}: 폴더를 읽을 수 없습니다({error.strerror}). 권한을 확인해 주세요.",
                f"{error.filename}: the folder cannot be read ({error.strerror}): check its permissions.",
            )
        )

    found = 0
    for folder, folders, names in os.walk(path, onerror=note):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                found += 1
                yield Path(folder) / name
    yield from unreadable
    if not found and not unreadable:
        kinds = ", ".join(sorted(s[1:] for s in SUFFIXES))
        yield Refused(
            f"{path}: 이 폴더에는 녹취 파일이 없습니다. 올릴 수 있는 형식: {kinds}.",
            f"{path}: there is no recording in this folder; looked for {kinds}.",
        )


def _wait(at: Intake, items: list[Item]) -> Iterator[Item]:
    """Each item again once its call has ended, in order."""
    for item in items:
        if item.call is None:
            yield item
            continue
        while True:
            with at.store.reading() as session:
                standing = standings(session, [item.call])[0]
            if standing.ended:
                break
            time.sleep(0.5)
        result = "done" if standing.state is State.DONE else "stopped"
        yield Item(item.path, result, item.call, standing.sentence)


def _say(item: Item, as_json: bool) -> Item:
    """Says it at once, so that a long batch shows how far it is."""
    if not as_json:
        call = f" (call {item.call})" if item.call else ""
        click.echo(f"{item.path}: {item.result.replace('_', ' ')}{call}")
    if item.sentence is not None:
        click.echo(item.sentence.in_language(language()), err=True)
    return item
