"""`qa export vcon CALL`: a call with its evaluations as an IETF vCon."""

from __future__ import annotations

from pathlib import Path

import click

from qa.desk.export import Wish, export_vcon
from qa.errors import Refused
from qa.formats.vcon_out import dumps
from qa.settings import settings
from qa.store.calls import find_call
from qa.store.engine import open_store
from qa.store.recordings import Recordings


@click.group("export")
def command() -> None:
    """Give calls out to other systems. Every export is noted in the audit."""


@command.command("vcon")
@click.argument("call")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where to; default: standard output.")
@click.option("--sound", is_flag=True, help="Carry the recording inside.")
@click.option("--named", is_flag=True, help="Say who the agent is; default: only that it is the agent.")
@click.option("--unmasked", is_flag=True, help="Leave personal data in the words as it was said.")
def vcon(call: str, out: Path | None, sound: bool, named: bool, unmasked: bool) -> None:
    """Write CALL (its number, or 8 or more digits of its SHA-256) as a vCon with our transcript and evaluations.

    A call that came in as a vCon goes out as that very vCon, with ours added.
    """
    of = settings()
    store = open_store(of)
    try:
        with store.writing() as session:
            found = find_call(session, call)
            if found is None:
                raise Refused(
                    f"통화 '{call}'을(를) 찾을 수 없습니다. 통화 번호나 SHA-256의 앞 8자리 이상을 입력해 주세요.",
                    f"There is no call {call!r}: give its number, or 8 or more digits of its SHA-256.",
                )
            told = export_vcon(
                session,
                Recordings(of.data / "recordings"),
                found.id,
                Wish(sound, named, unmasked),
                time_zone=of.time_zone,
            )
            _write(dumps(told), out)
    finally:
        store.close()


def _write(text: str, out: Path | None) -> None:
    if out is None:
        return click.echo(text)
    try:
        out.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise Refused(
            f"{out}에 쓸 수 없습니다({error.strerror}). 경로와 권한을 확인해 주세요.",
            f"{out} cannot be written ({error.strerror}): check the path and its permissions.",
        ) from error
    return None
