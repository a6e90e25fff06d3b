"""Calls for the tests: made from lines, or from the scripts of the sample calls, with exact words and times."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from qa.answers.entries import Answers
from qa.answers.table import load_answers
from qa.call import Evaluation, Event, Rating, Speaker, SpeechMeasures, Transcript, Turn, Word
from qa.scoring.evaluate import evaluate
from qa.scoring.rubric import Rubric, load_rubric
from qa.speech.turn_times import measure_turns

ROOT = Path(__file__).parents[2]
RUBRICS = ROOT / "rubrics"
SAMPLES = ROOT / "audio_samples"
_SPEAKERS = {"a": Speaker.AGENT, "c": Speaker.CITIZEN}
SYLLABLE_S = 0.2


def call(
    *lines: str, confidence: float = 0.95, gap_s: float = 0.4, lead_s: float = 0.5, tail_s: float = 1.0
) -> Transcript:
    """Lines such as "a: 안녕하세요"; "a +12: 네" starts 12 s after the line before ended."""
    turns: list[Turn] = []
    now = lead_s
    for line in lines:
        head, _, text = line.partition(": ")
        speaker, _, wait = head.partition(" ")
        now += float(wait) if wait else (gap_s if turns else 0.0)
        turns.append(turn(_SPEAKERS[speaker], now, text, confidence))
        now = turns[-1].end_s
    return Transcript("ko", now + tail_s, tuple(turns))


def turn(speaker: Speaker, start_s: float, text: str, confidence: float = 0.95) -> Turn:
    words = []
    now = start_s
    for word in text.split():
        words.append(Word(word, now, now + SYLLABLE_S * len(word), confidence))
        now = words[-1].end_s
    return Turn(speaker, start_s, now, text, tuple(words))


def misheard(transcript: Transcript, confidence: float, *, turns: Sequence[int] | None = None) -> Transcript:
    """The same call with the words of some turns (all by default) heard with this confidence."""
    return replace(
        transcript,
        turns=tuple(
            replace(turn, words=tuple(replace(word, confidence=confidence) for word in turn.words))
            if turns is None or place in turns
            else turn
            for place, turn in enumerate(transcript.turns)
        ),
    )


def rubric(name: str) -> Rubric:
    return load_rubric(RUBRICS / f"{name}.yaml")


def shipped_answers() -> Answers:
    return load_answers(RUBRICS / "answers" / "dasan.csv")


def rate(transcript: Transcript, name: str, criterion: str, *, measures: SpeechMeasures | None = None, answers: Answers | None = None, called_at: datetime | None = None) -> Rating:  # fmt: skip
    evaluation = evaluate(transcript, measures or measure_turns(transcript), rubric(name), answers, called_at=called_at)
    return next(rating for rating in evaluation.ratings if rating.criterion == criterion)


def outcome(rating: Rating) -> str:
    return rating.answer or rating.state.value


@dataclass(frozen=True)
class Sample:
    """A sample call as its script says it was spoken."""

    id: str
    transcript: Transcript
    measures: SpeechMeasures
    called_at: datetime
    expected: dict[str, str]
    planted: frozenset[str]
    must_flag: frozenset[str]
    may_flag: frozenset[str]

    def evaluations(self) -> list[Evaluation]:
        names = sorted({key.split(".")[0] for key in self.expected})
        return [
            evaluate(self.transcript, self.measures, rubric(name), shipped_answers(), called_at=self.called_at)
            for name in names
        ]


def sample_names() -> list[str]:
    return sorted(path.stem for path in SAMPLES.glob("*.yaml") if path.with_name(f"{path.stem}.timeline.json").exists())


def sample(name: str) -> Sample:
    script: dict[str, Any] = yaml.safe_load((SAMPLES / f"{name}.yaml").read_text("utf-8"))
    spoken: dict[str, Any] = json.loads((SAMPLES / f"{name}.timeline.json").read_text("utf-8"))
    turns = tuple(
        sorted(
            (
                _spoken(Speaker(line["speaker"]), line["start_s"], line["end_s"], line["text"])
                for line in spoken["lines"]
            ),
            key=lambda turn: turn.start_s,
        )
    )
    stereo = script.get("format", {}).get("channels", 2) == 2
    events = tuple(
        Event(event["kind"], event["start_s"], event["end_s"], event["channel"]) for event in spoken["events"]
    )
    transcript = Transcript(
        script.get("language", "ko"),
        spoken["duration_s"],
        turns,
        events=events,
        attribution="channel" if stereo else "guessed",
    )
    snr_db = script.get("phone", {}).get("snr_db", 50.0)
    return Sample(
        id=name,
        transcript=transcript,
        measures=replace(measure_turns(transcript), noise_db=snr_db),
        called_at=datetime.fromisoformat(script["called_at"]),
        expected=script["expected"]["ratings"],
        planted=frozenset(fault["criterion"] for fault in script.get("planted", []) if fault.get("criterion")),
        must_flag=frozenset(script["expected"].get("flags", [])),
        may_flag=frozenset(script["expected"].get("may_flag", [])),
    )


def _spoken(speaker: Speaker, start_s: float, end_s: float, text: str) -> Turn:
    """Words spread evenly over the line."""
    parts = text.split()
    step = (end_s - start_s) / max(1, len(parts))
    words = tuple(Word(part, start_s + i * step, start_s + (i + 1) * step, 0.95) for i, part in enumerate(parts))
    return Turn(speaker, start_s, end_s, text, words)
