"""A call as our own JSON: what `qa transcribe` prints, an export of another system, or turns written by hand.

Times and events may be missing; what needs them is then not applicable. A written call (web, chat) has no speech times:
those of its messages are left aside. Every other format is first put into this shape, so that one set of limits holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from qa.call import Event, PersonalData, Sentence, SetAside, Speaker, SpeechMeasures, Transcript, Turn, Word, from_json
from qa.errors import Refused
from qa.language.hangul import is_hangul
from qa.language.heard import CERTAIN
from qa.speech.turn_times import measure_turns

MOST_TURNS = 20_000
LONGEST_TEXT = 20_000
_LONGEST_S = 1_000_000
LONGEST_WAIT_S = 1_000_000_000
_TOLD = frozenset(("hold", "transfer", "hangup"))

Seconds = Field(None, ge=0, le=_LONGEST_S, allow_inf_nan=False)


class _Part(BaseModel):
    """Exports carry more than is asked for here: other keys are left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class FileWord(_Part):
    text: str
    start_s: float = Field(ge=0, le=_LONGEST_S, allow_inf_nan=False)
    end_s: float = Field(ge=0, le=_LONGEST_S, allow_inf_nan=False)
    confidence: float = Field(CERTAIN, ge=0, le=1)


class FileTurn(_Part):
    speaker: Literal["agent", "citizen", "unknown"]
    text: str = Field(max_length=LONGEST_TEXT)
    start_s: float | None = Seconds
    end_s: float | None = Seconds
    words: tuple[FileWord, ...] | None = Field(None, description="Words, their times and confidence.")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.start_s is not None and self.end_s is not None and self.end_s < self.start_s:
            raise ValueError("end_s lies before start_s")
        return self


class FileEvent(_Part):
    """`kind` is hold, transfer or hangup; what `qa transcribe` heard besides (hold_music, tone …) is read too."""

    kind: str = Field(min_length=1, max_length=40, description="hold, transfer or hangup")
    start_s: float | None = Seconds
    end_s: float | None = Seconds
    by: str | None = Field(None, max_length=60, description="agent or citizen")
    to: str | None = Field(None, max_length=200, description="Where a transfer went.")
    channel: int | None = None


class TranscriptFile(_Part):
    """One call as JSON. Only `turns` is needed."""

    id: str | int | None = Field(None, description="The call's own number, wherever it comes from.")
    started_at: datetime | None = Field(None, description="ISO 8601; without a zone it is the centre's own time.")
    channel: Literal["phone", "web", "chat"] = "phone"
    language: str | None = Field(None, pattern="^[a-z]{2}$", description="ko or en; told from the letters if missing.")
    agent: str | None = Field(None, max_length=60, description="The agent's login. Never seen by a check.")
    topic: str | None = Field(None, max_length=200)
    queue: str | None = Field(None, max_length=60)
    citizen_number: str | None = Field(
        None, max_length=60, description="The number the citizen called from. Only a keyed hash of it is kept."
    )
    citizen_hash: str | None = Field(None, max_length=64, description="That hash, as it stands in what is kept.")
    turns: tuple[FileTurn, ...] = Field(max_length=MOST_TURNS)
    events: tuple[FileEvent, ...] = Field((), max_length=MOST_TURNS)
    duration_s: float | None = Seconds
    answered_after_s: float | None = Field(
        None, ge=0, le=LONGEST_WAIT_S, allow_inf_nan=False, description="From a written question to its answer."
    )
    attribution: Literal["channel", "guessed", "person"] = "channel"
    engine: str = Field("", max_length=200)
    set_aside: tuple[dict[str, Any], ...] = ()
    personal: tuple[dict[str, Any], ...] = ()
    measures: dict[str, Any] | None = Field(None, description="The measures of `qa transcribe`.")


@dataclass(frozen=True)
class CallRead:
    """`measures` is None when the turns carry no times. `called_at` is `started_at` of the file, as it stands there.

    `document` is what is kept of it when its file holds others too: our own JSON, or the vCon it is. `place`: where
    in its file it stands. `note`: what a
    person should know although it was read. `sound`: it comes with its sound, inside or as
    `sound_file`, which goes before what it says in text.
    """

    transcript: Transcript
    measures: SpeechMeasures | None
    called_at: datetime | None
    id: str | None = None
    agent: str | None = None
    queue: str | None = None
    citizen_hash: str | None = None
    topic: str | None = None
    note: Sentence | None = None
    document: dict[str, Any] = field(default_factory=dict)
    sound: bool = False
    sound_file: Path | None = None
    place: Sentence | None = None


def call_of_document(document: Any, name: Sentence) -> CallRead:
    """The call that our own JSON tells; `name` stands for the file (and the place in it) in errors.

    Raises `Refused` naming the file and the field.
    """
    if not isinstance(document, dict):
        raise refused(name, "JSON 객체가 아닙니다", "it is no JSON object")
    try:
        held = TranscriptFile.model_validate(document)
        return replace(_call(held), document=document)
    except ValidationError as error:
        raise _fault(name, error) from error
    except (KeyError, TypeError, ValueError) as error:
        raise refused(
            name, f"읽을 수 없는 값이 있습니다({error})", f"it holds a value that cannot be read ({error})"
        ) from error


def _call(held: TranscriptFile) -> CallRead:
    written = held.channel != "phone"
    timed = (
        not written
        and bool(held.turns)
        and all(turn.start_s is not None and turn.end_s is not None for turn in held.turns)
    )
    turns = tuple(_turn(turn, timed) for turn in held.turns)
    last_s = max((turn.end_s for turn in turns), default=0.0)
    transcript = Transcript(
        language=held.language or _language(turns),
        duration_s=0.0 if written else held.duration_s if held.duration_s is not None else last_s,
        turns=turns,
        set_aside=tuple(from_json(SetAside, item) for item in held.set_aside),
        events=tuple(_event(event) for event in held.events if _is_usable(event)),
        personal=tuple(from_json(PersonalData, item) for item in held.personal),
        attribution=held.attribution,
        engine=held.engine,
        medium=held.channel,
        answered_after_s=held.answered_after_s if written else None,
    )
    measures = from_json(SpeechMeasures, held.measures) if held.measures and not written else None
    if measures is None and timed:
        transfers = sum(event.kind == "transfer" for event in held.events)
        measures = measure_turns(transcript, transfers=transfers or None)
    return CallRead(
        transcript,
        measures,
        held.started_at,
        id=None if held.id is None else str(held.id),
        agent=held.agent or None,
        queue=held.queue or None,
        citizen_hash=held.citizen_hash,
        topic=held.topic or None,
    )


def _turn(turn: FileTurn, timed: bool) -> Turn:
    words = tuple(
        Word(word.text, word.start_s if timed else 0.0, word.end_s if timed else 0.0, word.confidence)
        for word in turn.words or ()
    )
    start_s, end_s = (turn.start_s or 0.0, turn.end_s or 0.0) if timed else (0.0, 0.0)
    return Turn(Speaker(turn.speaker), start_s, end_s, turn.text, words)


def _is_usable(event: FileEvent) -> bool:
    """What the telephone system tells counts without times, too: who hung up, that a call was passed on."""
    return event.kind in _TOLD or (event.start_s is not None and event.end_s is not None)


def _event(event: FileEvent) -> Event:
    start_s = event.start_s or 0.0
    end_s = event.end_s if event.end_s is not None else start_s
    return Event(event.kind, start_s, max(start_s, end_s), event.channel, event.by or "", event.to or "")


def _language(turns: tuple[Turn, ...]) -> str:
    """Korean as soon as a fifth of the letters are Hangul."""
    letters = [c for turn in turns for c in turn.text if c.isalpha()]
    return "ko" if sum(map(is_hangul, letters)) * 5 >= len(letters) else "en"


_KOREAN = {
    "missing": "없습니다",
    "literal_error": "{expected} 가운데 하나여야 합니다",
    "string_type": "문자열이어야 합니다",
    "string_too_long": "{max_length}자보다 깁니다",
    "string_pattern_mismatch": "소문자 로마자 두 글자(ko, en)여야 합니다",
    "too_long": "{max_length}개보다 많습니다",
    "tuple_type": "목록이어야 합니다",
    "model_type": "객체여야 합니다",
    "float_type": "숫자여야 합니다",
    "float_parsing": "숫자여야 합니다",
    "finite_number": "유한한 숫자여야 합니다",
    "greater_than_equal": "{ge} 이상이어야 합니다",
    "less_than_equal": "{le} 이하여야 합니다",
    "datetime_from_date_parsing": "시각(2026-11-22T10:00:00)이 아닙니다",
    "datetime_type": "시각(2026-11-22T10:00:00)이 아닙니다",
    "value_error": "끝(end_s)이 시작(start_s)보다 앞섭니다",
}


def _fault(name: Sentence, error: ValidationError) -> Refused:
    first = min(error.errors(), key=lambda fault: len(fault["loc"]) == 0)
    at = ""
    for part in first["loc"]:
        at += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if at else str(part)
    message = str(first["msg"]).removeprefix("Value error, ")
    if first["type"] == "missing":
        message = "it is missing"
    korean = _KOREAN.get(first["type"], message).format(**first.get("ctx", {}))
    return refused(within(name, at, at) if at else name, korean, message[:1].lower() + message[1:])


def within(name: Sentence, ko: str, en: str) -> Sentence:
    """A place inside what `name` stands for."""
    return Sentence(f"{name.ko}, {ko}", f"{name.en}, {en}")


def refused(name: Sentence, ko: str, en: str) -> Refused:
    return Refused(f"전사 {name.ko}: {ko}.", f"The transcript {name.en}: {en}.")


def transcript_schema() -> dict[str, Any]:
    """The JSON Schema of what `qa score` and `qa ingest` accept as a transcript."""
    draft = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": draft, **TranscriptFile.model_json_schema(), "title": "A call as Attune reads it"}
