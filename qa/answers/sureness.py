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
    "dominance", "asked_alone", "asked_named",
    "won", "percent", "phone", "clock", "date", "length", "condition",
)  # fmt: skip
BIAS = -3.782
WEIGHTS: dict[str, float] = {
    "named": 1.785,
    "named_well": 0.838,
    "alone": -0.451,
    "asked": -0.336,
    "confirmed": 1.166,
    "near_miss": 1.077,
    "once_true": 1.178,
    "share": 0.832,
    "coverage": 0.378,
    "score": 0.700,
    "lead": 0.778,
    "kind": 0.589,
    "text": 0.944,
    "both_ends": 0.508,
    "doubtful": -2.317,
    "required": 0.396,
    "in_turn": 0.883,
    "known_elsewhere": -0.319,
    "dominance": 1.589,
    "asked_alone": 0.825,
    "asked_named": 0.029,
    "won": -0.860,
    "percent": 0.173,
    "phone": 0.819,
    "clock": 0.381,
    "date": 0.153,
    "length": -0.388,
    "condition": -0.360,
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
