"""How strict each rater is, with the units' own differences taken out: value = unit + rater, by least squares.

The additive two-way model with missing cells (Searle 1971, Linear Models, chapter 7). The units' effects are
eliminated; what is left are the raters' normal equations, whose matrix is the Laplacian of the graph in which raters
are joined by the units they share. Where that graph falls apart, raters of different parts cannot be compared.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from qa.call import Sentence
from qa.statistics.estimate import ALONE, NOT_NUMBERS
from qa.statistics.interval import t_95
from qa.statistics.ratings import Ratings

METHOD = Sentence(
    "가법 모형(값 = 대상 + 평가자), 최소제곱; 엄격도는 평가자 효과의 반대 부호, 합은 0; 95 % 구간은 t",
    "additive model (value = unit + rater), least squares; severity is minus the rater's effect, sum zero; "
    "95 % interval by t",
)


@dataclass(frozen=True)
class Severity:
    """Points this rater gives less than the raters' mean would (negative: more). `interval` None: no spread to tell."""

    rater: Hashable
    severity: float | None
    interval: tuple[float, float] | None = None
    why: Sentence | None = None


def severity(ratings: Ratings) -> tuple[Severity, ...]:
    """Of every rater, in their order; sums to zero. Without numbers or a connected design each says why not."""
    x = ratings.numbers
    if x is None:
        return _none(ratings, NOT_NUMBERS)
    if len(ratings.raters) < 2:
        return _none(ratings, ALONE)
    present = ratings.present[ratings.pairable].astype(np.float64)
    m = present.sum(axis=1, keepdims=True)
    laplacian = np.diag(present.sum(axis=0)) - present.T @ (present / m)
    parts, of = connected_components(np.abs(laplacian) > 1e-9, directed=False)
    if parts > 1:
        return _none(ratings, _unconnected(ratings, of))
    y = x[ratings.pairable]
    # Centred twice: the first keeps large numbers precise, the second takes the units out.
    y = np.where(present > 0, y - float(np.nanmean(y)), 0.0)
    y = np.where(present > 0, y - y.sum(axis=1, keepdims=True) / m, 0.0)
    # The Laplacian's null vector, all raters alike, is lifted by a matrix of ones and taken out again.
    lift = float(np.trace(laplacian)) / len(laplacian) ** 2
    covariance = np.linalg.inv(laplacian + lift) - 1 / (lift * len(laplacian) ** 2)
    effects = covariance @ y.sum(axis=0)
    effects -= effects.mean()
    fitted = np.where(present > 0, effects - (present @ effects)[:, None] / m, 0.0)
    df = int(present.sum()) - len(present) - len(effects) + 1
    noise = float(((y - fitted) ** 2).sum())
    rounding = 64 * np.finfo(float).eps * float(np.nanmax(np.abs(x)))
    if df < 1 or float(np.abs(y - fitted).max()) <= rounding:
        return tuple(Severity(rater, float(-effect)) for rater, effect in zip(ratings.raters, effects, strict=True))
    reach = t_95(df) * sqrt(noise / df) * np.sqrt(np.diag(covariance))
    return tuple(
        Severity(rater, float(-effect), (float(-effect - far), float(-effect + far)))
        for rater, effect, far in zip(ratings.raters, effects, reach, strict=True)
    )


def _unconnected(ratings: Ratings, part: NDArray[np.int32]) -> Sentence:
    """Names two groups of raters who share no unit."""
    one = ", ".join(str(rater) for rater, of in zip(ratings.raters, part, strict=True) if of == part[0])
    other = ", ".join(str(rater) for rater, of in zip(ratings.raters, part, strict=True) if of != part[0])
    return Sentence(
        f"평가자들이 서로 이어지지 않습니다: [{one}]과(와) [{other}]이(가) 함께 평가한 대상이 없어 엄격도를 비교할 수 "
        "없습니다. 두 쪽이 같은 대상을 몇 개라도 평가하게 해 주세요.",
        f"The raters are not connected: [{one}] and [{other}] rated no unit in common, so their severity cannot be "
        "compared. Let both sides rate some of the same units.",
    )


def _none(ratings: Ratings, why: Sentence) -> tuple[Severity, ...]:
    return tuple(Severity(rater, None, None, why) for rater in ratings.raters)
