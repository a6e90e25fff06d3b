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
    "is_subject", "no_subject", "dominance", "brief", "foreign", "asked_alone", "asked_named",
    "won", "percent", "phone", "clock", "date", "length", "condition",
)  # fmt: skip
BIAS = -4.796
WEIGHTS: dict[str, float] = {
    "named": 1.621,
    "named_well": 0.317,
    "alone": -0.494,
    "asked": 0.512,
    "confirmed": -0.446,
    "near_miss": 1.114,
    "once_true": 1.233,
    "share": 0.167,
    "coverage": 1.615,
    "score": 0.671,
    "lead": 0.687,
    "kind": 1.458,
    "text": 1.523,
    "both_ends": 0.734,
    "doubtful": -2.124,
    "required": 0.507,
    "in_turn": 1.105,
    "known_elsewhere": -0.366,
    "is_subject": 1.398,
    "no_subject": -1.401,
    "dominance": 1.517,
    "brief": -1.245,
    "foreign": -1.096,
    "asked_alone": 0.702,
    "asked_named": 0.371,
    "won": -0.848,
    "percent": 0.068,
    "phone": 1.274,
    "clock": 0.120,
    "date": 0.412,
    "length": -0.604,
    "condition": -0.482,
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
