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
BIAS = -3.419
WEIGHTS: dict[str, float] = {
    "named": 1.594,
    "named_well": 0.480,
    "alone": -0.587,
    "asked": 0.015,
    "confirmed": 1.013,
    "near_miss": 1.141,
    "once_true": 1.316,
    "share": -0.058,
    "coverage": 0.513,
    "score": 0.347,
    "lead": 0.812,
    "kind": 0.664,
    "text": 1.458,
    "both_ends": 0.437,
    "doubtful": -2.140,
    "required": 0.318,
    "in_turn": 1.097,
    "known_elsewhere": -0.187,
    "is_subject": 1.073,
    "no_subject": -1.473,
    "dominance": 0.963,
    "asked_alone": 0.617,
    "asked_named": 0.041,
    "won": -0.813,
    "percent": 0.231,
    "phone": 0.728,
    "clock": 0.592,
    "date": 0.084,
    "length": -0.716,
    "condition": -0.116,
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
