"""What a kept recording is to the stages: text that tells the call, or sound."""

from __future__ import annotations

import json
from pathlib import Path

from qa.errors import Refused
from qa.formats.part import Unreadable
from qa.formats.read import kept_call
from qa.formats.transcript import CallRead
from qa.formats.vcon import opened
from qa.formats.vcon_sound import sound_inside
from qa.store.recordings import Recordings


def told_call(recordings: Recordings, sha256: str) -> CallRead | None:
    """The call that came as text; None when there is sound to listen to, which goes before any text."""
    if recordings.sound_of(sha256).is_file():
        return None
    told = kept_call(recordings.path(sha256))
    return None if told is None or told.sound else told


def sound_path(recordings: Recordings, sha256: str) -> Path:
    """The file to decode: the recording, or the sound that a vCon carries, taken out once and kept beside it."""
    path, taken_out = recordings.path(sha256), recordings.sound_of(sha256)
    if taken_out.is_file():
        return taken_out
    told = kept_call(path)
    if told is None or not told.sound:
        return path
    try:
        raw = sound_inside(opened(json.loads(path.read_bytes().decode("utf-8-sig")))[0])
    except Unreadable as error:
        fault = error.fault
        raise Refused(f"vCon에서 소리를 꺼낼 수 없습니다: {fault.ko}.", f"The vCon's sound: {fault.en}.") from error
    recordings.derive(taken_out, lambda file: file.write_bytes(raw or b""))
    return taken_out
