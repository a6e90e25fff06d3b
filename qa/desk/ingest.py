"""Handing in a recording: kept first, then told to the machine. Used by the page, the command and the demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from qa.call import Stage
from qa.errors import Refused
from qa.queue import Bells
from qa.settings import Settings
from qa.store import calls
from qa.store.calls import Accepted
from qa.store.engine import Store
from qa.store.people import find_person
from qa.store.recordings import Recordings


@dataclass(frozen=True)
class Intake:
    """Where recordings are handed in. `max_bytes`: a larger file is refused."""

    store: Store
    recordings: Recordings
    bells: Bells
    max_bytes: int


def intake(store: Store, settings: Settings) -> Intake:
    return Intake(
        store,
        Recordings(settings.data / "recordings"),
        Bells(settings.resolved_redis_url),
        settings.max_upload_mb * 1024 * 1024,
    )


def hand_in(
    at: Intake,
    source: BinaryIO,
    *,
    name: str,
    agent: str | None = None,
    started_at: datetime | None = None,
    by_person_id: int | None = None,
) -> Accepted:
    """Take one recording. When this returns, it is on the disk and in the database; the bell is only a courtesy.

    `name` is what the file was called, `agent` the login of the agent who took the call, `started_at` (aware) when.
    Raises `Refused` for an empty or too large file or an unknown agent, `Problem` when nothing can be kept.
    """
    if agent is not None:
        _check_agent(at.store, agent)
    kept = at.recordings.keep(source, max_bytes=at.max_bytes)
    accepted = calls.accept(
        at.store,
        kept,
        name=Path(name).name or "recording",
        agent_login=agent,
        started_at=started_at,
        by_person_id=by_person_id,
    )
    if not accepted.already:
        at.bells.ring(Stage.INGEST, accepted.call_id, 0)
    return accepted


def hand_in_file(at: Intake, path: Path, *, agent: str | None = None, started_at: datetime | None = None) -> Accepted:
    """As `hand_in`, from a file. What cannot be read is `Refused` with its path."""
    try:
        # A pipe or a device would be read for ever.
        if not path.is_file():
            raise Refused(
                f"{path}: 파일이 없거나 일반 파일이 아닙니다. 경로를 확인해 주세요.",
                f"{path}: there is no such file, or it is no regular file: check the path.",
            )
        with path.open("rb") as source:
            return hand_in(at, source, name=path.name, agent=agent, started_at=started_at)
    except OSError as error:
        raise Refused(
            f"{path}: 파일을 읽을 수 없습니다({error.strerror}). 읽기 권한을 확인해 주세요.",
            f"{path}: the file cannot be read ({error.strerror}): check its permissions.",
        ) from error


def _check_agent(store: Store, login: str) -> None:
    with store.reading() as session:
        person = find_person(session, login)
    if person is None or person.role != "agent":
        raise Refused(
            f"아이디가 '{login}'인 상담사가 없습니다. `qa people list`로 아이디를 확인해 주세요.",
            f"There is no agent {login!r}: see `qa people list` for the logins.",
        )
