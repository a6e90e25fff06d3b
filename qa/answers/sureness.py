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
BIAS = -4.513
WEIGHTS: dict[str, float] = {
    "named": 1.496,
    "named_well": 0.528,
    "alone": -0.513,
    "asked": 0.294,
    "confirmed": -0.442,
    "near_miss": 1.091,
    "once_true": 1.160,
    "share": 0.140,
    "coverage": 1.390,
    "score": 0.650,
    "lead": 0.535,
    "kind": 1.223,
    "text": 1.838,
    "both_ends": 0.559,
    "doubtful": -2.263,
    "required": 0.502,
    "in_turn": 1.116,
    "known_elsewhere": -0.336,
    "is_subject": 1.294,
    "no_subject": -1.386,
    "dominance": 1.747,
    "brief": -1.157,
    "foreign": -0.986,
    "asked_alone": 0.884,
    "asked_named": 0.639,
    "won": -0.978,
    "percent": 0.064,
    "phone": 1.135,
    "clock": 0.331,
    "date": 0.426,
    "length": -0.577,
    "condition": -0.461,
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
