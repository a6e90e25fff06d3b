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
BIAS = -4.425
WEIGHTS: tuple[float, ...] = (
    1.523,  # named
    1.106,  # named_well
    -0.097,  # alone
    0.228,  # asked
    1.119,  # confirmed
    1.188,  # near_miss
    1.060,  # once_true
    1.137,  # share
    0.539,  # coverage
    1.527,  # score
    1.082,  # lead
    0.222,  # kind
    0.803,  # text
    0.388,  # both_ends
    -2.520,  # doubtful
    0.677,  # required
    0.894,  # in_turn
    -0.406,  # known_elsewhere
    -0.674,  # won
    0.220,  # percent
    0.839,  # phone
    0.165,  # clock
    -0.013,  # date
    -0.111,  # length
    -0.499,  # condition
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
