"""What a training step is made of and how fast it learns, by step and by the share of the time budget used."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from pathlib import Path

BATCH = {8.0: 12, 15.0: 8, 30.0: 4}  # windows in a step, by their seconds
EASY_STEPS = 600
PEAK_RATE, FLOOR_RATE, WARMUP = 1.2e-3, 3e-5, 120


@dataclass(frozen=True)
class Knobs:
    """The curriculum at one step. A JSON file ``knobs.json`` in the training folder overrides any of it on the run."""

    full: float = 0.0  # share of 30-s windows
    middle: float = 0.0  # share of 15-s windows; the rest is 8 s
    easy: float = 1.0  # share of windows that hold clear speech of ordinary voices, as on a good line
    led: float = 0.0  # share of examples whose attention is led by hand
    slack: float = 0.8  # seconds by which attention may miss without being called wrong
    pull: float = 0.6  # weight of the attention loss
    sound: float = 0.5  # weight of the phoneme loss
    rate: float = PEAK_RATE  # learning rate
    numbers: float = 0.0  # extra share of number strings: few different tokens, nothing to guess from
    stamps: float = 1.0  # weight of timestamp tokens in the text loss
    alone: bool = False  # the encoder by itself: phonemes and letters only
    apart: bool = False  # the decoder reads the encoder but does not change it
    load: float = 1.0  # windows in a step, as a share of BATCH

    @staticmethod
    def at(step: int, progress: float, folder: Path) -> Knobs:
        """Easy short windows with led attention first, so that the decoder learns to read sounds before it has learnt
        to find them; then longer and longer windows, and no hand on the attention."""
        full = 0.0 if step < EASY_STEPS else min(0.85, 0.2 + (step - EASY_STEPS) / 1200)
        knobs = Knobs(
            full=full,
            middle=0.0 if step < EASY_STEPS else 0.7 * (1.0 - full),
            easy=1.0 if step < EASY_STEPS else 0.4,
            led=max(0.0, 0.8 * (1.0 - step / 1200.0)),
            slack=0.8 if step < EASY_STEPS / 2 else 0.25,
            pull=0.6 if step < EASY_STEPS else 0.25,
            sound=0.5 if step < 2 * EASY_STEPS else 0.3,
            rate=rate_at(step, progress),
        )
        override = folder / "knobs.json"
        if override.exists():
            try:
                knobs = replace(knobs, **json.loads(override.read_text()))
            except (ValueError, TypeError) as error:  # half-written or misspelt: the schedule stands
                print("knobs.json ignored:", error, flush=True)
        return knobs

    def window(self, chance: float) -> float:
        """Seconds of a step's windows, for a uniform draw."""
        return 30.0 if chance < self.full else 15.0 if chance < self.full + self.middle else 8.0


def rate_at(step: int, progress: float) -> float:
    """Warm-up, then a cosine over the time budget."""
    cosine = FLOOR_RATE + (PEAK_RATE - FLOOR_RATE) * 0.5 * (1 + math.cos(math.pi * progress))
    return cosine * min(1.0, (step + 1) / WARMUP)
