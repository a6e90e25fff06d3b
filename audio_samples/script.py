"""The script of one sample call: who says what and when, what is planted in it, and how it should come out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

FOLDER = Path(__file__).parent

Outcome = Literal["yes", "partly", "no", "not_applicable", "cannot_tell"]
SpeakerName = Literal["agent", "citizen"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Title(_Part):
    ko: str
    en: str


class Format(_Part):
    """How the sound is written. `channels: 2` puts the agent left and the citizen right; `1` mixes both."""

    container: Literal["wav", "mp3", "ogg", "m4a"] = "wav"
    codec: Literal["ulaw", "pcm_s16", "mp3", "opus", "aac"] = "ulaw"
    sample_rate_hz: int = 8000
    channels: Literal[1, 2] = 2


class Voice(_Part):
    """One synthetic voice: an espeak-ng voice (`language+variant`) and its settings, in espeak-ng's own units."""

    name: str
    speed_wpm: int = 150
    pitch: int = 50


class Phone(_Part):
    """The telephone line. Levels are RMS of the speech in dB below full scale; `snr_db` is speech against noise."""

    agent_db: float = -22.0
    citizen_db: float = -24.0
    snr_db: float = 50.0
    bleed_db: float = -48.0
    babble: bool = False


class Line(_Part):
    """One thing said. It starts `gap_s` after the line before it ended; negative: it starts before that end.

    `say` is spoken in place of `text` where espeak-ng would read the text wrongly. `voice` names another voice of the
    script, as after a transfer.
    """

    speaker: SpeakerName
    text: str
    gap_s: float = 0.5
    say: str | None = None
    voice: str | None = None


class Music(_Part):
    """Hold music on the agent's channel, from `delay_s` after line `after` (counted from 0) ended, for `length_s`."""

    kind: Literal["hold_music"]
    after: int
    delay_s: float = 0.4
    length_s: float


class Planted(_Part):
    """What is wrong (or special) on purpose. `criterion` is `rubric.criterion`, None for a fault of the sound."""

    fault: str
    criterion: str | None = None
    expect: Outcome | None = None
    line: int | None = None
    why: str


class Expected(_Part):
    """How the call should come out; README.md says how it is compared."""

    stage: Literal["done", "stopped"] = "done"
    ratings: dict[str, Outcome]
    flags: list[str] = []
    may_flag: list[str] = []
    max_cer: float | None = None


class Script(_Part):
    id: str
    title: Title
    language: Literal["ko", "en"] = "ko"
    topic: str
    agent: Literal["minji", "junho"]
    called_at: datetime
    answers: list[str] = []
    format: Format = Format()
    voices: dict[str, Voice]
    phone: Phone = Phone()
    seed: int
    lead_s: float = 0.6
    tail_s: float = 1.0
    cut_at_s: float | None = None
    lines: Annotated[list[Line], Field(min_length=1)]
    events: list[Music] = []
    planted: list[Planted] = []
    expected: Expected

    @model_validator(mode="after")
    def _refers_only_to_what_is_there(self) -> Self:
        for number, line in enumerate(self.lines):
            if (line.voice or line.speaker) not in self.voices:
                raise ValueError(f"line {number} is spoken by {line.voice or line.speaker!r}, which is not in `voices`")
        for place in [e.after for e in self.events] + [p.line for p in self.planted if p.line is not None]:
            if not 0 <= place < len(self.lines):
                raise ValueError(f"line {place} does not exist; the script has {len(self.lines)} lines, from 0")
        for fault in self.planted:
            if fault.criterion and self.expected.ratings.get(fault.criterion) != fault.expect:
                raise ValueError(f"planted {fault.criterion!r} says {fault.expect!r}, `expected` says otherwise")
        return self

    @property
    def sound(self) -> Path:
        """Where the sound made from this script lies."""
        return FOLDER / f"{self.id}.{self.format.container}"

    @property
    def timeline(self) -> Path:
        """Where the times at which each line is spoken are written."""
        return FOLDER / f"{self.id}.timeline.json"


def load_script(path: Path) -> Script:
    """Read and check one script. Raises ValueError naming the file and the field."""
    try:
        script = Script.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (yaml.YAMLError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    if script.id != path.stem:
        raise ValueError(f"{path.name}: `id` is {script.id!r}, but must be the file's name, {path.stem!r}")
    return script


def script_paths() -> list[Path]:
    """All scripts beside this file, in order of name."""
    return sorted(FOLDER.glob("*.yaml"))
