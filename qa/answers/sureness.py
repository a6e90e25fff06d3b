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
    "is_subject", "no_subject", "dominance", "brief", "asked_alone", "asked_named",
    "won", "percent", "phone", "clock", "date", "length", "condition",
)  # fmt: skip
BIAS = -4.476
WEIGHTS: dict[str, float] = {
    "named": 1.560,
    "named_well": 0.813,
    "alone": -0.209,
    "asked": -0.232,
    "confirmed": 0.285,
    "near_miss": 1.237,
    "once_true": 1.156,
    "share": -0.041,
    "coverage": 1.140,
    "score": 0.886,
    "lead": 0.514,
    "kind": 1.279,
    "text": 1.846,
    "both_ends": 0.265,
    "doubtful": -2.623,
    "required": 0.776,
    "in_turn": 1.120,
    "known_elsewhere": -0.308,
    "is_subject": 1.316,
    "no_subject": -1.312,
    "dominance": 1.246,
    "brief": -1.155,
    "asked_alone": 0.896,
    "asked_named": 0.446,
    "won": -0.878,
    "percent": 0.086,
    "phone": 1.032,
    "clock": 0.689,
    "date": 0.159,
    "length": -0.627,
    "condition": -0.502,
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
    Measure.COUNT: "condition",
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
