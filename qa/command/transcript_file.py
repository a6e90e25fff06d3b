"""Transcripts handed in as JSON: what `qa transcribe` prints, or turns written by hand, with or without times."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from qa.call import Speaker, SpeechMeasures, Transcript, from_json
from qa.command.turn_times import measure_turns
from qa.errors import Refused
from qa.language.hangul import is_hangul
from qa.language.heard import CERTAIN

LARGEST_BYTES = 20_000_000


@dataclass(frozen=True)
class CallRead:
    """`measures` is None when the turns carry no times. `called_at` is `started_at` of the file."""

    transcript: Transcript
    measures: SpeechMeasures | None
    called_at: datetime | None


def read_call(path: Path) -> CallRead:
    """Raises `Refused` naming the file and the field."""
    data = _json(path)
    turns = data.get("turns")
    if not isinstance(turns, list):
        raise _refused(path, "turns", "발화 목록(turns)이 없습니다", "a list of turns is missing")
    timed = bool(turns) and all(isinstance(turn, dict) and "start_s" in turn and "end_s" in turn for turn in turns)
    shaped = {
        "language": data.get("language") or _language(turns),
        "duration_s": data.get("duration_s", max((turn["end_s"] for turn in turns), default=0.0) if timed else 0.0),
        "turns": [_turn(turn, place, path) for place, turn in enumerate(turns)],
        "set_aside": data.get("set_aside", []),
        "events": [
            event
            for event in data.get("events", [])
            if isinstance(event, dict) and "start_s" in event and "end_s" in event
        ],
        "personal": data.get("personal", []),
        "attribution": data.get("attribution", "channel"),
        "engine": data.get("engine", ""),
    }
    try:
        transcript = from_json(Transcript, shaped)
        measures = from_json(SpeechMeasures, data["measures"]) if data.get("measures") else None
    except (KeyError, TypeError, ValueError) as error:
        raise _refused(
            path, "", f"읽을 수 없는 값이 있습니다({error})", f"it holds a value that cannot be read ({error})"
        ) from error
    if measures is None and timed:
        transfers = sum(isinstance(event, dict) and event.get("kind") == "transfer" for event in data.get("events", []))
        measures = measure_turns(transcript, transfers=transfers or None)
    return CallRead(transcript, measures, _moment(data.get("started_at"), path))


def _json(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise _refused(path, "", "20 MB보다 큽니다", "it is larger than 20 MB")
        data = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise _refused(
            path, "", f"읽을 수 없습니다({error.strerror})", f"it cannot be read ({error.strerror})"
        ) from error
    except (UnicodeDecodeError, RecursionError, json.JSONDecodeError) as error:
        where = f", {error.lineno}번째 줄" if isinstance(error, json.JSONDecodeError) else ""
        where_en = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise _refused(path, "", f"JSON이 아닙니다{where}", f"it is no JSON{where_en}") from error
    if not isinstance(data, dict):
        raise _refused(path, "", "JSON 객체가 아닙니다", "it is no JSON object")
    return data


def _turn(turn: Any, place: int, path: Path) -> dict[str, Any]:
    field = f"turns[{place + 1}]"
    if not isinstance(turn, dict) or not isinstance(turn.get("text"), str):
        raise _refused(path, f"{field}.text", "발화 내용이 없습니다", "the text is missing")
    if turn.get("speaker") not in list(Speaker):
        raise _refused(
            path,
            f"{field}.speaker",
            "agent, citizen, unknown 가운데 하나여야 합니다",
            "it has to be agent, citizen or unknown",
        )
    words = [{"confidence": CERTAIN, **word} if isinstance(word, dict) else word for word in turn.get("words") or []]
    times = {name: turn[name] if turn.get(name) is not None else 0.0 for name in ("start_s", "end_s")}
    return {"speaker": turn["speaker"], "text": turn["text"], "words": words, **times}


def _language(turns: list[Any]) -> str:
    """Korean as soon as a fifth of the letters are Hangul."""
    letters = [c for turn in turns if isinstance(turn, dict) for c in str(turn.get("text", "")) if c.isalpha()]
    return "ko" if sum(map(is_hangul, letters)) * 5 >= len(letters) else "en"


def _moment(value: Any, path: Path) -> datetime | None:
    if not value:
        return None
    try:
        return datetime.fromisoformat(str(value))
    except ValueError as error:
        raise _refused(
            path, "started_at", f"{value!r}은(는) 시각이 아닙니다", f"{value!r} is no date and time"
        ) from error


def _refused(path: Path, field: str, ko: str, en: str) -> Refused:
    at = f", {field}" if field else ""
    return Refused(f"전사 {path}{at}: {ko}.", f"The transcript {path}{at}: {en}.")
