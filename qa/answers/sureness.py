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
    "is_subject", "no_subject", "dominance", "asked_alone", "asked_named",
    "won", "percent", "phone", "clock", "date", "length", "condition",
)  # fmt: skip
BIAS = -2.708
WEIGHTS: dict[str, float] = {
    "named": 1.563,
    "named_well": 0.545,
    "alone": -0.594,
    "asked": -0.234,
    "confirmed": 1.344,
    "near_miss": 1.169,
    "once_true": 1.103,
    "share": -0.111,
    "coverage": 0.268,
    "score": 0.153,
    "lead": 0.818,
    "kind": 0.700,
    "text": 1.159,
    "both_ends": 0.700,
    "doubtful": -2.454,
    "required": 0.260,
    "in_turn": 0.815,
    "known_elsewhere": -0.030,
    "is_subject": 0.960,
    "no_subject": -1.578,
    "dominance": 0.998,
    "asked_alone": 0.570,
    "asked_named": 0.312,
    "won": -0.940,
    "percent": 0.232,
    "phone": 0.677,
    "clock": 0.436,
    "date": 0.082,
    "length": -0.500,
    "condition": 0.023,
}

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
    return _logistic(BIAS + sum(weight * features.get(name, 0.0) for name, weight in WEIGHTS.items()))


def vector(features: dict[str, float]) -> Sequence[float]:
    return [features.get(name, 0.0) for name in FEATURES]


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))
