# ruff: noqa: E501
"""Measure a checkpoint through stock whisper: ``python -m training.evaluate --model PATH --seed N``.

Calls are made fresh from the templates with slot values training never draws and with the two held-out voices, put
through an 8 kHz μ-law line, and transcribed with ``whisper.transcribe``'s own defaults but one: as in the product, no text
of one window is shown to the next (``--conditioned`` shows it). Spaces, punctuation and case do
not count. ``--sentences FILE`` measures sentences written by others instead, one a line, digits allowed.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import soxr
import torch
import whisper
from rapidfuzz.distance import Levenshtein

from training import sounds, speak
from training.example import HELD_OUT_VARIANTS
from training.slots import Slot
from training.spoken import bare, spoken_form
from training.texts import Sentence, fill, read_templates

RATE = 16000
GROUPS = {
    "name": "name",
    "office": "office", "center": "office", "district": "office", "street": "office", "station": "office", "doc": "office",
    "tax": "office", "event": "office", "bank": "office", "item": "office", "address": "number", "place": "office",
    "topic": "office", "weekday": "date", "date": "date", "time": "date", "birth": "date", "minutes": "date",
}  # fmt: skip
Audio = npt.NDArray[np.float32]
Language = Literal["ko", "en"]


@dataclass(frozen=True)
class Channel:
    """One speaker's side of a call: float32 mono 16 kHz, and what was said in order."""

    samples: Audio
    sentences: tuple[Sentence, ...]


def line(rng: random.Random, samples: Audio, rate: int, loud: float = 0.0) -> Audio:
    """What a telephone recording keeps of ``samples``: 8 kHz, μ-law, noise ``loud`` (RMS)."""
    narrow = soxr.resample(samples, rate, 8000)
    if loud:
        narrow = narrow + loud * sounds.noise(np.random.default_rng(rng.randrange(1 << 30)), len(narrow))
    return np.asarray(soxr.resample(sounds.mu_law(narrow.astype(np.float32)), 8000, RATE), np.float32)


def channel(rng: random.Random, sentences: list[Sentence], voice: str, noisy: bool) -> Channel:
    """Speak ``sentences`` with pauses as if the other party answered in between."""
    speed, pitch = rng.randint(145, 195), rng.randint(35, 65)
    parts: list[Audio] = [np.zeros(int(rng.uniform(0.2, 2.5) * 22050), np.float32)]
    rate = 22050
    for sentence in sentences:
        text = spoken_form(sentence.text, sentence.language)
        utterance = speak.synthesize(text, voice=f"{_base(sentence.language)}+{voice}", speed_wpm=speed, pitch=pitch)
        rate = utterance.rate
        pause = rng.uniform(0.4, 1.2) if rng.random() < 0.5 else rng.uniform(1.0, 5.0)
        parts += [utterance.samples, np.zeros(int(pause * rate), np.float32)]
    return Channel(
        line(rng, np.concatenate(parts), rate, rng.uniform(0.0005, 0.008) if noisy else 0.0), tuple(sentences)
    )


def _base(language: str) -> str:
    return "ko" if language == "ko" else "en-us"


def template_channels(rng: random.Random, count: int, length: int, language: Language = "ko") -> list[Channel]:
    """``count`` channels of ``length`` sentences from the templates, unseen slot values, held-out voices."""
    templates = read_templates(language)
    made = []
    for index in range(count):
        sentences = [fill(rng, rng.choice(templates), language, "eval") for _ in range(length)]
        made.append(channel(rng, sentences, HELD_OUT_VARIANTS[index % 2], noisy=index % 3 == 2))
    return made


def sentence_channels(rng: random.Random, lines: list[str], language: Language, length: int) -> list[Channel]:
    """Sentences written by others, ``length`` to a channel."""
    made = []
    for index, start in enumerate(range(0, len(lines), length)):
        sentences = [Sentence(text, language) for text in lines[start : start + length]]
        made.append(channel(rng, sentences, HELD_OUT_VARIANTS[index % 2], noisy=index % 3 == 2))
    return made


def quiet_recordings(rng: random.Random, seconds: float) -> dict[str, Audio]:
    """Recordings in which nobody speaks."""
    n, generator = int(seconds * RATE), np.random.default_rng(rng.randrange(1 << 30))
    return {
        "digital silence": np.zeros(n, np.float32),
        "line noise": line(rng, (0.01 * sounds.noise(generator, n)).astype(np.float32), RATE),
        "loud noise": line(rng, (0.05 * sounds.noise(generator, n)).astype(np.float32), RATE),
        "tone": line(rng, sounds.tone(generator, n), RATE),
        "tone, another": line(rng, sounds.tone(generator, n), RATE, 0.001),
        "music": line(rng, sounds.music(generator, n), RATE),
        "music, another": line(rng, sounds.music(generator, n), RATE, 0.001),
    }


def slot_hits(slots: tuple[Slot, ...], heard: str) -> list[tuple[str, bool, str]]:
    """For every slot its group, whether ``heard`` (bare) carries it whole, and its text."""
    return [(GROUPS.get(s.kind, "number"), bare(s.text) in heard, s.text) for s in slots]


class Measure:
    """Collects errors over channels."""

    def __init__(self) -> None:
        self.errors = self.characters = 0
        self.audio = self.spent = 0.0
        self.slots: dict[str, list[bool]] = defaultdict(list)
        self.languages: list[bool] = []
        self.per_channel: list[float] = []
        self.missed: list[str] = []

    def add(self, model: Any, one: Channel, verbose: bool, conditioned: bool = False) -> None:
        """Transcribe a channel and count."""
        began = time.process_time()
        result = whisper.transcribe(
            model, one.samples, fp16=False, verbose=None, condition_on_previous_text=conditioned
        )
        self.spent += time.process_time() - began
        self.audio += len(one.samples) / RATE
        wanted = bare("".join(spoken_form(s.text, s.language) for s in one.sentences))
        heard = bare(result["text"])
        errors = Levenshtein.distance(wanted, heard)
        self.errors += errors
        self.characters += len(wanted)
        self.per_channel.append(errors / max(1, len(wanted)))
        self.languages.append(result["language"] == one.sentences[0].language)
        for sentence in one.sentences:
            for group, hit, text in slot_hits(sentence.slots, heard):
                self.slots[group].append(hit)
                if not hit:
                    self.missed.append(text)
        if verbose:
            print("WANTED", " ".join(spoken_form(s.text, s.language) for s in one.sentences))
            print("HEARD ", result["text"].strip())
            print(f"CER {errors / max(1, len(wanted)):.3f}\n", flush=True)

    def report(self) -> dict[str, Any]:
        """Figures as plain data."""
        every = [hit for hits in self.slots.values() for hit in hits]
        return {
            "cer": round(self.errors / max(1, self.characters), 4),
            "characters": self.characters,
            "cer_by_channel": [round(c, 3) for c in self.per_channel],
            "language_right": round(float(np.mean(self.languages)), 3) if self.languages else None,
            "slots": {k: {"right": sum(v), "of": len(v)} for k, v in sorted(self.slots.items())},
            "slot_accuracy": round(float(np.mean(every)), 4) if every else None,
            "audio_s": round(self.audio, 1),
            "cpu_s_per_audio_s": round(self.spent / max(1e-9, self.audio), 3),
        }


def evaluate(args: argparse.Namespace) -> dict[str, Any]:
    """All figures asked for."""
    torch.set_num_threads(args.threads)
    model = whisper.load_model(str(args.model), device="cpu")
    rng = random.Random(args.seed)
    report: dict[str, Any] = {"model": args.model.name, "seed": args.seed}
    if args.sentences:
        language: Language = "en" if args.sentences.stem.startswith("en") else "ko"
        lines = [s.strip() for s in args.sentences.read_text(encoding="utf-8").splitlines()]
        lines = [s for s in lines if s and not s.startswith("#")]
        if args.limit:
            lines = rng.sample(lines, min(args.limit, len(lines)))
        channels = {args.sentences.name: sentence_channels(rng, lines, language, args.length)}
    else:
        channels = {
            "templates ko": template_channels(rng, args.calls, args.length),
            "templates en": template_channels(rng, args.english, args.length, "en"),
        }
    for name, made in channels.items():
        measure = Measure()
        for one in made:
            measure.add(model, one, args.verbose, args.conditioned)
        report[name] = measure.report()
        if args.verbose:
            print("missed slots:", measure.missed)
    if not args.sentences:
        report["written where nobody speaks"] = {
            name: len(bare(whisper.transcribe(model, audio, fp16=False, verbose=None)["text"]))
            for name, audio in quiet_recordings(rng, args.quiet_seconds).items()
        }
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--calls", type=int, default=8, help="Korean channels from the templates")
    parser.add_argument("--english", type=int, default=2, help="English channels from the templates")
    parser.add_argument("--length", type=int, default=10, help="sentences in a channel")
    parser.add_argument("--quiet-seconds", type=float, default=40.0)
    parser.add_argument("--sentences", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="with --sentences: how many, at random")
    parser.add_argument("--conditioned", action="store_true", help="show each window the text of the one before")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    report = evaluate(args)
    print(json.dumps(report, ensure_ascii=False, indent=None if args.json else 2))


if __name__ == "__main__":
    main()
