"""How sure it is that a claim means a fact whose value it contradicts, as a probability.

A logistic regression over what speaks for it (the words beside it, the question, the entry, how near the values are).
Its weights are fitted by `python -m training.sureness` to calls whose claims people have judged.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa.answers.facts import Measure

FEATURES = (
    "named", "named_well", "alone", "asked", "confirmed", "near_miss", "once_true", "share", "coverage", "score",
    "lead", "kind", "text", "both_ends", "doubtful", "required", "in_turn", "known_elsewhere",
    "won", "percent", "phone", "clock", "date", "length", "condition",
)  # fmt: skip
BIAS = -4.277
WEIGHTS: tuple[float, ...] = (
    1.259,  # named
    0.936,  # named_well
    -0.257,  # alone
    0.383,  # asked
    1.239,  # confirmed
    1.215,  # near_miss
    1.107,  # once_true
    1.136,  # share
    0.561,  # coverage
    1.351,  # score
    1.166,  # lead
    -0.036,  # kind
    0.832,  # text
    0.495,  # both_ends
    -2.414,  # doubtful
    0.629,  # required
    0.671,  # in_turn
    -0.432,  # known_elsewhere
    -0.632,  # won
    0.247,  # percent
    0.839,  # phone
    0.069,  # clock
    -0.250,  # date
    0.088,  # length
    -0.388,  # condition
)

_OF_MEASURE = {
    Measure.WON: "won",
    Measure.PERCENT: "percent",
    Measure.PHONE: "phone",
    Measure.CLOCK: "clock",
    Measure.DATE: "date",
    Measure.LENGTH: "length",
    Measure.AHEAD: "length",
    Measure.AGE: "condition",
    Measure.PEOPLE: "condition",
}


def measure_features(measure: Measure) -> dict[str, float]:
    name = _OF_MEASURE.get(measure)
    return {name: 1.0} if name else {}


def probability(features: dict[str, float]) -> float:
    """In (0, 1)."""
    return _logistic(BIAS + sum(w * features.get(name, 0.0) for name, w in zip(FEATURES, WEIGHTS, strict=True)))


def vector(features: dict[str, float]) -> Sequence[float]:
    return [features.get(name, 0.0) for name in FEATURES]


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))
