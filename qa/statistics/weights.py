"""How much two values that differ still agree, by the scale they are on: the weights of kappa and of AC2."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from qa.call import Sentence
from qa.statistics.estimate import NOT_NUMBERS
from qa.statistics.ratings import Ratings

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


class Scale(StrEnum):
    """Stevens' four: names, an order, equal steps, equal steps from a true zero."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True, eq=False)
class Weights:
    """w(k, l) = 1 - `linear`·|x_k - x_l| - `square`·(x_k - x_l)², x ascending; without x, 1 if k = l and else 0.

    Kept as a formula, not as a matrix of values × values: totals of calls have hundreds of values.
    """

    name: str
    x: Floats | None = None
    linear: float = 0.0
    square: float = 0.0

    def distance(self, a: Codes, b: Codes) -> Floats:
        """1 - w of each pair of codes."""
        if self.x is None:
            return np.asarray(a != b, dtype=np.float64)
        far = np.abs(self.x[a] - self.x[b])
        return np.asarray(self.linear * far + self.square * far * far)

    def distances(self, shares: Floats) -> Floats:
        """Σ_l (1 - w(k, l))·shares_l for every value k.

        Distances and not weights, because beside one far outlier all other weights are 1 but for the last digits.
        """
        whole = shares.sum()
        if self.x is None:
            return np.asarray(whole - shares)
        middle = shares @ self.x / whole
        x = self.x - middle
        below, moment_below = np.cumsum(shares), np.cumsum(shares * x)
        far = x * (2 * below - whole) + shares @ x - 2 * moment_below
        return np.asarray(self.linear * far + self.square * (whole * x * x + shares @ (x * x)))

    def total(self, values: int) -> float:
        """Σ_k Σ_l w(k, l) over all values."""
        return values * values - float(self.distances(np.ones(values)).sum())

    def within(self, ratings: Ratings) -> Floats:
        """Per unit that two or more rated: the mean weight over its pairs of ratings."""
        codes = ratings.codes[ratings.pairable]
        m = (codes >= 0).sum(axis=1).astype(np.float64)
        pairs = m * (m - 1) / 2
        if self.x is None:
            at, _ = np.nonzero(codes >= 0)
            cells, counts = np.unique(at * len(ratings.values) + codes[codes >= 0], return_counts=True)
            same = np.bincount(cells // len(ratings.values), weights=counts * (counts - 1) / 2, minlength=len(codes))
            return np.asarray(same / pairs)
        there = np.sort(np.where(codes >= 0, np.append(self.x, np.inf)[codes], np.inf), axis=1)
        x = np.where(np.isinf(there), 0.0, there - there[:, :1])  # from the lowest, so that the same is exactly 0
        rank = np.arange(x.shape[1])
        far = ((2 * rank - m[:, None] + 1) * x).sum(axis=1)
        squared = m * (x * x).sum(axis=1) - x.sum(axis=1) ** 2
        return np.asarray(1 - (self.linear * far + self.square * squared) / pairs)


IDENTITY = Weights("identity")


def weights_of(scale: Scale, ratings: Ratings) -> Weights | Sentence:
    """The weights for a scale, or why there are none.

    Ordinal: Gwet's (2014, chapter 3: 1 - C(d + 1, 2) / C(q, 2) for values d places apart of q), because they know the
    order and nothing of the steps. Interval and ratio: quadratic (Cohen 1968), 1 - (x_k - x_l)² / range².
    """
    if scale is Scale.NOMINAL:
        return IDENTITY
    if scale is Scale.ORDINAL:
        q = len(ratings.values)
        step = 1 / max(1, q * (q - 1))
        return Weights("ordinal", np.arange(q, dtype=np.float64) - (q - 1) / 2, step, step)
    numeric = ratings.numeric
    if numeric is None:
        return NOT_NUMBERS
    span = float(np.ptp(numeric)) if len(numeric) else 0.0
    return Weights("quadratic", (numeric - numeric.mean()) / span if span else np.zeros_like(numeric), 0.0, 1.0)
