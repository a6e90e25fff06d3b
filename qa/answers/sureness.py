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
BIAS = -4.016
WEIGHTS: tuple[float, ...] = (
    1.240,  # named
    1.345,  # named_well
    -0.087,  # alone
    0.456,  # asked
    1.082,  # confirmed
    1.402,  # near_miss
    0.834,  # once_true
    0.857,  # share
    0.616,  # coverage
    1.148,  # score
    0.896,  # lead
    0.194,  # kind
    1.189,  # text
    0.515,  # both_ends
    -2.113,  # doubtful
    0.742,  # required
    0.724,  # in_turn
    -0.195,  # known_elsewhere
    -0.656,  # won
    0.219,  # percent
    0.824,  # phone
    -0.076,  # clock
    0.017,  # date
    -0.149,  # length
    -0.225,  # condition
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
