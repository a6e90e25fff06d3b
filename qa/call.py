"""The values passed from stage to stage: frozen, standard library only. Times: seconds from the start of the call."""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar


class Stage(StrEnum):
    """The machine's half, in order."""

    INGEST = "ingest"
    TRANSCRIBE = "transcribe"
    MEASURE = "measure"
    SCORE = "score"
    FLAG = "flag"

    @property
    def next(self) -> Stage | None:
        order = list(Stage)
        place = order.index(self) + 1
        return order[place] if place < len(order) else None


class State(StrEnum):
    """Where a stage of a call stands. `STOPPED` always carries a sentence and may be tried again."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


class Speaker(StrEnum):
    AGENT = "agent"
    CITIZEN = "citizen"
    UNKNOWN = "unknown"


class RatingState(StrEnum):
    """`RATED` has an answer; the other two have none and count for nothing in the score."""

    RATED = "rated"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Sentence:
    """One sentence for people, in both languages of the product."""

    ko: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.ko


@dataclass(frozen=True)
class Word:
    """One word as heard. `confidence` in [0, 1]."""

    text: str
    start_s: float
    end_s: float
    confidence: float


@dataclass(frozen=True)
class Turn:
    """What one speaker said without the other taking over. `text` is the words joined by single spaces."""

    speaker: Speaker
    start_s: float
    end_s: float
    text: str
    words: tuple[Word, ...] = ()

    @property
    def confidence(self) -> float:
        """Mean word confidence; 0 when no word carries one."""
        return sum(w.confidence for w in self.words) / len(self.words) if self.words else 0.0


@dataclass(frozen=True)
class SetAside:
    """Text the recogniser wrote that is not believed (invented over silence or music, a loop); never scored."""

    speaker: Speaker
    start_s: float
    end_s: float
    text: str
    why: str  # "no_speech" | "loop" | "low_confidence" | "music"


@dataclass(frozen=True)
class Event:
    """Something that is not speech. Heard: `kind` is "hold_music", "tone", "noise", "silent_channel" or "clipped" (the
    recording ends in the middle of speech). Told by the telephone system: "hold", "transfer" or "hangup", `by` and
    `to` whom.
    """

    kind: str
    start_s: float
    end_s: float
    channel: int | None = None
    by: str = ""
    to: str = ""


@dataclass(frozen=True)
class PersonalData:
    """Characters [start, end) of turn `turn` that tell personal data of `kind`: "rrn", "phone", "card", "account"."""

    turn: int
    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Transcript:
    """`attribution` says how speakers were told apart: "channel" (stereo), "guessed" (from the words, mono), "person"
    (a person swapped sides that were guessed).

    `medium` is "phone", "web" or "chat": what is written has no times, so nothing in it can be measured, save how long
    the citizen waited for a written answer (`answered_after_s`).
    """

    language: str
    duration_s: float
    turns: tuple[Turn, ...]
    set_aside: tuple[SetAside, ...] = ()
    events: tuple[Event, ...] = ()
    personal: tuple[PersonalData, ...] = ()
    attribution: str = "channel"
    engine: str = ""
    medium: str = "phone"
    answered_after_s: float | None = None


def masked_texts(transcript: Transcript) -> list[str]:
    """The text of each turn with personal data as "●", character for character, so that places stay the same."""
    texts = [list(turn.text) for turn in transcript.turns]
    for found in transcript.personal:
        if 0 <= found.turn < len(texts):
            letters = texts[found.turn]
            for place in range(max(0, found.start), min(found.end, len(letters))):
                letters[place] = letters[place] if letters[place] in " -" else "●"
    return ["".join(letters) for letters in texts]


def nameless(text: str, names: Iterable[str]) -> str:
    """The text with every sign of these names as "○", for who must not read whom they rate."""
    for name in names:
        if name.strip():
            text = text.replace(name, "".join(sign if sign.isspace() else "○" for sign in name))
    return text


@dataclass(frozen=True)
class Span:
    """A stretch of the call. `announced` is for silences: was the citizen asked to wait before it?"""

    start_s: float
    end_s: float
    announced: bool = False
    thanked: bool = False

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True)
class SpeechMeasures:
    """Timing and voice of one call. A figure is None when it cannot be known (one channel, no agent turns)."""

    duration_s: float
    agent_talk_s: float
    citizen_talk_s: float
    agent_talk_share: float | None
    dead_air: tuple[Span, ...] = ()  # unannounced silence of both sides, 5 s or more
    holds: tuple[Span, ...] = ()  # silence or music after the agent asked to wait, or music
    interruptions: tuple[Span, ...] = ()  # agent starts while the citizen speaks and keeps on
    overlap_s: float | None = None
    response_time_s: float | None = None  # median gap between citizen's end and agent's start
    agent_pace_syllables_per_s: float | None = None
    agent_loudness_db: float | None = None
    citizen_loudness_db: float | None = None
    noise_db: float | None = None  # signal-to-noise ratio estimate of the worse channel
    transfers: int = 0
    greeting_delay_s: float | None = None  # time to the agent's first word


@dataclass(frozen=True)
class Evidence:
    """A quote that exists in the transcript, or (`turn` None, `quote` "") the window that was searched.

    `shows` is "answer", or "opportunity" for the place where the situation arose.
    """

    turn: int | None
    quote: str
    start_s: float
    end_s: float
    shows: str = "answer"


@dataclass(frozen=True)
class Rating:
    """One answer to one criterion. `score` in [0, 1] is the answer's worth, None unless rated."""

    criterion: str
    answer: str | None
    state: RatingState
    score: float | None
    confidence: float
    reason: Sentence
    evidence: tuple[Evidence, ...] = ()
    critical: bool = False  # a failure of a critical criterion, reported apart


@dataclass(frozen=True)
class Flag:
    """Why a person must look at this call. `code` is stable, `sentence` is what the page says."""

    code: str
    sentence: Sentence
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True)
class Evaluation:
    """All ratings of a call by one author under one rubric version. `score` 0–100, None when nothing could be rated."""

    rubric: str
    rubric_hash: str
    score: float | None
    ratings: tuple[Rating, ...]
    flags: tuple[Flag, ...] = field(default=())


T = TypeVar("T")


def to_json(value: Any) -> Any:
    """Dataclasses, enums and tuples to what `json` can write; a `Sentence` becomes {"ko", "en"}."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, StrEnum):
        return value.value
    return round(value, 4) if isinstance(value, float) else value


def from_json(kind: type[T], value: Any) -> T:
    """The reverse of `to_json`. Unknown keys are ignored so that older stored rows stay readable.

    Raises KeyError or TypeError naming the field when something required is missing or of the wrong shape.
    """
    return typing.cast(T, _build(kind, value, kind.__name__))


def _build(kind: Any, value: Any, where: str) -> Any:
    origin = typing.get_origin(kind)
    if origin is types.UnionType or origin is typing.Union:
        if value is None:
            return None
        inner = next(k for k in typing.get_args(kind) if k is not type(None))
        return _build(inner, value, where)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise TypeError(f"{where}: a list is needed, got {type(value).__name__}")
        inner = typing.get_args(kind)[0]
        return tuple(_build(inner, item, f"{where}[{i}]") for i, item in enumerate(value))
    if dataclasses.is_dataclass(kind):
        if not isinstance(value, dict):
            raise TypeError(f"{where}: an object is needed, got {type(value).__name__}")
        hints = _hints(typing.cast(Any, kind))
        known: dict[str, Any] = {}
        for f in dataclasses.fields(kind):
            if f.name in value:
                known[f.name] = _build(hints[f.name], value[f.name], f"{where}.{f.name}")
            elif f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING:
                raise KeyError(f"{where}.{f.name} is missing")
        return typing.cast(Any, kind)(**known)
    if kind is float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"{where}: a number is needed, got {value!r}")
        return float(value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    if kind in (str, int, bool) and not isinstance(value, kind):
        raise TypeError(f"{where}: {kind.__name__} is needed, got {value!r}")
    return value


@functools.cache
def _hints(kind: Any) -> dict[str, Any]:
    """What each field of a dataclass is; worked out once, for a transcript asks it for every word."""
    return typing.get_type_hints(kind)


def dumps(value: Any) -> str:
    return json.dumps(to_json(value), ensure_ascii=False, separators=(",", ":"))
