"""Handing in a recording: kept first, then told to the machine. Used by the page, the command and the demo."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from qa.call import Sentence, Stage
from qa.errors import Refused
from qa.formats.transcript import CallRead, call_of, is_transcript
from qa.queue import Bells
from qa.settings import Settings
from qa.store import calls
from qa.store.calls import Accepted
from qa.store.engine import Store
from qa.store.people import find_person
from qa.store.recordings import Recordings


@dataclass(frozen=True)
class Intake:
    """Where recordings are handed in. `max_bytes`: a larger file is refused. `time_zone`: of times without one."""

    store: Store
    recordings: Recordings
    bells: Bells
    max_bytes: int
    time_zone: str = "Asia/Seoul"


def intake(store: Store, settings: Settings) -> Intake:
    return Intake(
        store,
        Recordings(settings.data / "recordings"),
        Bells(settings.resolved_redis_url),
        settings.max_upload_mb * 1024 * 1024,
        settings.time_zone,
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
    """Take one recording, or one transcript as JSON. When this returns, it is on the disk and in the database; the
    bell is only a courtesy.

    `name` is what the file was called, `agent` the login of the agent who took the call, `started_at` (aware) when.
    A transcript tells them itself; what is given here goes before that, and an agent it names whom nobody knows is
    left open with a note.
    Raises `Refused` for an empty or too large file, a transcript that cannot be read or an unknown agent, `Problem`
    when nothing can be kept.
    """
    if agent is not None:
        _check_agent(at.store, agent)
    kept = at.recordings.keep(source, max_bytes=at.max_bytes)
    told = _told(at, kept.sha256, name)
    note = None
    if agent is None and told is not None and told.agent:
        agent, note = _agent_of(at.store, told.agent)
    if started_at is None and told is not None and told.called_at is not None:
        began = told.called_at
        started_at = began if began.tzinfo else began.replace(tzinfo=ZoneInfo(at.time_zone))
    accepted = calls.accept(
        at.store,
        kept,
        name=Path(name).name or "recording",
        agent_login=agent,
        started_at=started_at,
        queue=told.queue if told is not None else None,
        by_person_id=by_person_id,
    )
    if not accepted.already:
        at.bells.ring(Stage.INGEST, accepted.call_id, 0)
    return replace(accepted, note=note)


def _told(at: Intake, sha256: str, name: str) -> CallRead | None:
    """What a transcript says of its call; None for sound. The bytes stay kept even if it is refused."""
    path = at.recordings.path(sha256)
    if not is_transcript(path):
        return None
    return call_of(path.read_bytes(), Path(name).name or "transcript")


def _agent_of(store: Store, login: str) -> tuple[str | None, Sentence | None]:
    with store.reading() as session:
        person = find_person(session, login)
    if person is not None and person.role == "agent":
        return login, None
    return None, Sentence(
        f"기록에 적힌 상담사 '{login}'을(를) 찾지 못해 상담사 없이 받았습니다.",
        f"The transcript names the agent {login!r}, whom nobody knows here: it was taken in without an agent.",
    )


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
