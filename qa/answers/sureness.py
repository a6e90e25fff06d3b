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
BIAS = -3.046
WEIGHTS: dict[str, float] = {
    "named": 1.632,
    "named_well": 0.432,
    "alone": -0.587,
    "asked": -0.073,
    "confirmed": 1.495,
    "near_miss": 1.347,
    "once_true": 1.202,
    "share": -0.107,
    "coverage": 0.297,
    "score": 0.189,
    "lead": 0.828,
    "kind": 0.643,
    "text": 0.991,
    "both_ends": 0.699,
    "doubtful": -2.423,
    "required": 0.359,
    "in_turn": 1.015,
    "known_elsewhere": 0.012,
    "is_subject": 0.960,
    "no_subject": -1.566,
    "dominance": 0.974,
    "asked_alone": 0.596,
    "asked_named": 0.310,
    "won": -0.944,
    "percent": 0.226,
    "phone": 0.725,
    "clock": 0.555,
    "date": 0.096,
    "length": -0.569,
    "condition": -0.097,
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
