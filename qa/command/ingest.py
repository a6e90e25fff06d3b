"""`qa ingest PATH…`: hand in recordings or files of calls (JSON, vCon, WebVTT, SRT, CSV), single or whole folders."""

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
from qa.desk.ingest import Handed, Intake, hand_in_files, intake
from qa.errors import Problem, Refused
from qa.formats.read import SUFFIXES as TEXT
from qa.settings import settings
from qa.store.engine import open_store
from qa.store.overview import standings

SUFFIXES = TEXT | {".wav", ".mp3", ".ogg", ".oga", ".opus", ".m4a", ".mp4", ".flac"}


@dataclass(frozen=True)
class Item:
    """`result` is accepted, already_here, refused; with --wait also done or stopped. `part`: which call of the file."""

    path: str
    result: str
    call: int | None = None
    sentence: Sentence | None = None
    part: Sentence | None = None


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--agent", help="Login of the agent who took these calls.")
@click.option("--started-at", type=click.DateTime(["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"]), help="When they began (UTC).")
@click.option("--number", help="The number the citizen called from; only a keyed hash of it is kept.")
@click.option("--wait", is_flag=True, help="Wait until the machine is through with them.")
@click.option("--json", "as_json", is_flag=True, help="One JSON value on standard output.")
def command(
    paths: tuple[Path, ...],
    agent: str | None,
    started_at: datetime | None,
    number: str | None,
    wait: bool,
    as_json: bool,
) -> None:
    """Hand in recordings, or calls as text (JSON, vCon, WebVTT, SRT, CSV): files, or folders with all below them.

    Exit code 1 when at least one was refused (or, with --wait, stopped); the others are in all the same.
    """
    of = settings()
    store = open_store(of)
    at = intake(store, of)
    began = started_at.replace(tzinfo=UTC) if started_at else None
    items = [_say(item, as_json) for item in _hand_in_all(at, paths, agent, began, number)]
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


def _hand_in_all(
    at: Intake, paths: tuple[Path, ...], agent: str | None, began: datetime | None, number: str | None
) -> Iterator[Item]:
    sounds: dict[Path, Item] = {}  # files that came in as the sound of a vCon
    for path in paths:
        for found in _files(path):
            if isinstance(found, Refused):
                yield Item(str(path), "refused", sentence=found.sentence)
                continue
            if found.absolute() in sounds:
                vcon = sounds[found.absolute()]
                text = Sentence(f"{vcon.path}의 소리로 받았습니다.", f"It was taken in as the sound of {vcon.path}.")
                yield Item(str(found), "already_here", vcon.call, text)
                continue
            try:
                handed = hand_in_files(at, found, agent=agent, started_at=began, number=number)
            except Problem as problem:
                yield Item(str(found), "refused", sentence=problem.sentence)
                continue
            for one in handed:
                item = _item(str(found), one)
                if one.sound_file is not None:
                    sounds[one.sound_file.absolute()] = item
                yield item


def _item(path: str, one: Handed) -> Item:
    if one.accepted is None:
        return Item(path, "refused", sentence=one.refused, part=one.place)
    result = "already_here" if one.accepted.already else "accepted"
    return Item(path, result, one.accepted.call_id, one.accepted.note, one.place)


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
        # What a vCon names as its sound must not come in before it as a call of its own.
        for name in sorted(names, key=lambda name: (Path(name).suffix.lower() not in TEXT, name)):
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
        yield Item(item.path, result, item.call, standing.sentence, item.part)


def _say(item: Item, as_json: bool) -> Item:
    """Says it at once, so that a long batch shows how far it is."""
    if not as_json:
        call = f" (call {item.call})" if item.call else ""
        part = f", {item.part.in_language(language())}" if item.part else ""
        click.echo(f"{item.path}{part}: {item.result.replace('_', ' ')}{call}")
    if item.sentence is not None:
        click.echo(item.sentence.in_language(language()), err=True)
    return item
