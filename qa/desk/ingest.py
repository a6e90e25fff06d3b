"""Handing in recordings and files of calls: kept first, then told to the machine. For page, command and demo."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from qa.call import Sentence, Stage
from qa.desk.citizens import Citizens, citizens, is_hash
from qa.errors import Problem, Refused
from qa.formats.read import calls_of, is_text
from qa.formats.transcript import CallRead
from qa.queue import Bells
from qa.settings import Settings
from qa.store import calls
from qa.store.calls import Accepted
from qa.store.engine import Store
from qa.store.people import find_person
from qa.store.recordings import Kept, Recordings

NO_NUMBER = Sentence(
    "시민 전화번호를 읽을 수 없어 재통화 여부는 알 수 없습니다.",
    "The citizen's number cannot be read, so it stays unknown whether they called before.",
)


@dataclass(frozen=True)
class Intake:
    """Where recordings are handed in. `max_bytes`: a larger file is refused. `time_zone`: of times without one."""

    store: Store
    recordings: Recordings
    bells: Bells
    max_bytes: int
    time_zone: str = "Asia/Seoul"
    citizens: Citizens = field(default_factory=lambda: Citizens(Path("data") / "citizen.key"))


def intake(store: Store, settings: Settings) -> Intake:
    return Intake(
        store,
        Recordings(settings.data / "recordings"),
        Bells(settings.resolved_redis_url),
        settings.max_upload_mb * 1024 * 1024,
        settings.time_zone,
        citizens(settings),
    )


@dataclass(frozen=True)
class Handed:
    """What became of one call of a file: `accepted`, or the sentence why it is `refused`.

    `place` is where in the file it stood, None when the file is one call. `sound_file`: used as its sound.
    """

    accepted: Accepted | None = None
    refused: Sentence | None = None
    place: Sentence | None = None
    sound_file: Path | None = None


@dataclass(frozen=True)
class _Given:
    """What was told of a file beside its bytes."""

    name: str
    agent: str | None
    started_at: datetime | None
    by_person_id: int | None
    number: str | None = None
    unreadable: bool = False  # a number stands in the file that is none


def hand_in_all(
    at: Intake,
    source: BinaryIO,
    *,
    name: str,
    agent: str | None = None,
    started_at: datetime | None = None,
    number: str | None = None,
    by_person_id: int | None = None,
    folder: Path | None = None,
) -> list[Handed]:
    """Take one file: a recording, or text in one of `qa.formats`, which may hold many calls. When this returns, all is
    on the disk and in the database; the bell is only a courtesy.

    `name` is what the file was called, `agent` the login of the agent who took the calls, `started_at` (aware) when,
    `number` the one the citizen called from, of which only a keyed hash is kept.
    Text tells them itself; what is given here goes before that, and an agent it names whom nobody knows is left open
    with a note. `folder`: where the file lies, for the sound that a vCon only names.
    Raises `Refused` for an empty or too large file, one that cannot be read at all or an unknown agent, `Problem` when
    nothing can be kept. What is wrong with one call of several is in its `Handed`.
    """
    if agent is not None:
        _check_agent(at.store, agent)
    source, unreadable = at.citizens.without_number(source)
    given = _Given(Path(name).name or "recording", agent, started_at, by_person_id, number, unreadable)
    kept = at.recordings.keep(source, max_bytes=at.max_bytes)
    path = at.recordings.path(kept.sha256)
    if not is_text(path, given.name):
        return [Handed(_accept(at, kept, given, None))]
    found = calls_of(path.read_bytes(), given.name, beside=folder)
    if not found.several and found.format in ("json", "vcon"):
        (call,) = found.calls
        if call.sound_file is not None:
            _keep_sound(at, kept, call.sound_file)
        return [Handed(_accept(at, kept, given, call), sound_file=call.sound_file)]
    faults = [Handed(refused=part.sentence, place=part.call) for part in found.refused]
    return [_split_off(at, kept, given, call, several=found.several) for call in found.calls] + faults


def hand_in(at: Intake, source: BinaryIO, *, name: str, **given: Any) -> Accepted:
    """As `hand_in_all`, of a file that is one call; of several the first. Raises its refusal."""
    return one_of(hand_in_all(at, source, name=name, **given))


def one_of(handed: list[Handed]) -> Accepted:
    """The first call of a file. Raises its refusal."""
    accepted, refused = handed[0].accepted, handed[0].refused
    if accepted is None:
        assert refused is not None
        raise Refused(refused.ko, refused.en)
    return accepted


def _split_off(at: Intake, file: Kept, given: _Given, call: CallRead, *, several: bool) -> Handed:
    """A call becomes a recording of its own: our JSON of it, the same bytes whatever file it stands in."""
    raw = json.dumps(call.document, sort_keys=True).encode()
    named = replace(given, name=f"{given.name} #{call.id}" if several and call.id else given.name)
    try:
        kept = at.recordings.keep(io.BytesIO(raw), max_bytes=at.max_bytes)
        if call.sound_file is not None:
            _keep_sound(at, kept, call.sound_file)
        accepted = _accept(at, kept, named, call, out_of=file.sha256)
    except Problem as problem:
        return Handed(refused=problem.sentence, place=call.place)
    return Handed(accepted, place=call.place if several else None, sound_file=call.sound_file)


def _keep_sound(at: Intake, kept: Kept, sound: Path) -> None:
    if sound.stat().st_size > at.max_bytes:
        limit = at.max_bytes // (1024 * 1024)
        raise Refused(
            f"소리 파일 {sound.name}이(가) {limit} MB보다 큽니다. QA_MAX_UPLOAD_MB 값을 늘려 주세요.",
            f"The sound file {sound.name} is larger than {limit} MB: raise QA_MAX_UPLOAD_MB.",
        )
    at.recordings.derive(at.recordings.sound_of(kept.sha256), lambda file: shutil.copyfile(sound, file))


def _accept(at: Intake, kept: Kept, given: _Given, told: CallRead | None, out_of: str | None = None) -> Accepted:
    """The call row; `told` is what the text says of it, None for sound."""
    agent, started_at = given.agent, given.started_at
    notes = [told.note] if told is not None and told.note is not None else []
    citizen_hash = (
        at.citizens.hash_of(given.number) if given.number else told.citizen_hash if told is not None else None
    )
    if citizen_hash is None and (given.number or given.unreadable):
        notes.append(NO_NUMBER)
    if agent is None and told is not None and told.agent:
        agent, note = _agent_of(at.store, told.agent)
        notes += [note] if note is not None else []
    if started_at is None and told is not None and told.called_at is not None:
        began = told.called_at
        started_at = began if began.tzinfo else began.replace(tzinfo=ZoneInfo(at.time_zone))
    accepted = calls.accept(
        at.store,
        kept,
        name=given.name,
        agent_login=agent,
        started_at=started_at,
        queue=told.queue if told is not None else None,
        by_person_id=given.by_person_id,
        out_of=out_of,
        citizen_hash=citizen_hash if is_hash(citizen_hash) else None,
    )
    if not accepted.already:
        at.bells.ring(Stage.INGEST, accepted.call_id, 0)
    if not notes:
        return accepted
    return replace(accepted, note=Sentence(" ".join(n.ko for n in notes), " ".join(n.en for n in notes)))


def _agent_of(store: Store, login: str) -> tuple[str | None, Sentence | None]:
    with store.reading() as session:
        person = find_person(session, login)
    if person is not None and person.role == "agent":
        return login, None
    return None, Sentence(
        f"기록에 적힌 상담사 '{login}'을(를) 찾지 못해 상담사를 지정하지 않고 접수했습니다.",
        f"The transcript names the agent {login!r}, whom nobody knows here: it was taken in without an agent.",
    )


def hand_in_files(
    at: Intake,
    path: Path,
    *,
    agent: str | None = None,
    started_at: datetime | None = None,
    number: str | None = None,
) -> list[Handed]:
    """As `hand_in_all`, from a file. What cannot be read is `Refused` with its path."""
    try:
        # A pipe or a device would be read for ever.
        if not path.is_file():
            raise Refused(
                f"{path}: 파일이 없거나 일반 파일이 아닙니다. 경로를 확인해 주세요.",
                f"{path}: there is no such file, or it is no regular file: check the path.",
            )
        with path.open("rb") as source:
            given: dict[str, Any] = {"agent": agent, "started_at": started_at, "number": number}
            return hand_in_all(at, source, name=path.name, folder=path.parent, **given)
    except OSError as error:
        raise Refused(
            f"{path}: 파일을 읽을 수 없습니다({error.strerror}). 읽기 권한을 확인해 주세요.",
            f"{path}: the file cannot be read ({error.strerror}): check its permissions.",
        ) from error


def hand_in_file(at: Intake, path: Path, *, agent: str | None = None, started_at: datetime | None = None) -> Accepted:
    """As `hand_in`, from a file."""
    return one_of(hand_in_files(at, path, agent=agent, started_at=started_at))


def _check_agent(store: Store, login: str) -> None:
    with store.reading() as session:
        person = find_person(session, login)
    if person is None or person.role != "agent":
        raise Refused(
            f"아이디가 '{login}'인 상담사가 없습니다. `qa people list`로 아이디를 확인해 주세요.",
            f"There is no agent {login!r}: see `qa people list` for the logins.",
        )
