"""Krippendorff's alpha: any number of raters, missing ratings, four scales; its interval from resampled units.

Krippendorff (2004), Content Analysis, 2nd ed., chapter 11; Hayes & Krippendorff (2007), Commun. Methods Meas. 1:77.
alpha = 1 - D_o / D_e over the units that two or more rated. A unit with m ratings adds its pairs' distances over m - 1
to D_o; D_e pairs every value with every other. Distances: nominal 0 or 1; interval (c - k)²; ratio
((c - k) / (c + k))²; ordinal (R_c - R_k)², R the mid-rank of a value among all.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from qa.call import Sentence
from qa.statistics.estimate import FLAT, NO_PAIR, NOT_NUMBERS, ONE_VALUE, Estimate, joined, nothing
from qa.statistics.ratings import MISSING, Ratings
from qa.statistics.ratio_distance import RatioDistances, ratio
from qa.statistics.weights import Scale

Floats = NDArray[np.float64]

RESAMPLES = 2_000
SEED = 20_261_123
_WORK = 4_000_000  # cells held at a time
_NO_WIDTH = 1e-12
_NAMES = {
    Scale.NOMINAL: Sentence("명목", "nominal"),
    Scale.ORDINAL: Sentence("순서", "ordinal"),
    Scale.INTERVAL: Sentence("등간", "interval"),
    Scale.RATIO: Sentence("비율", "ratio"),
}
_NEGATIVE = Sentence(
    "비율 척도인데 음수가 있습니다. 등간 척도(interval)로 계산해 주세요.",
    "A ratio scale has no negative values: use the interval scale.",
)


def krippendorff_alpha(ratings: Ratings, scale: Scale, *, resamples: int = RESAMPLES, seed: int = SEED) -> Estimate:
    """At most 1; below 0 where raters differ more than chance would have it."""
    name = _NAMES[scale]
    method = Sentence(f"크리펜도르프 알파, {name.ko} 척도", f"Krippendorff's alpha, {name.en} scale")
    numeric = ratings.numeric
    if scale in (Scale.INTERVAL, Scale.RATIO):
        if numeric is None:
            return nothing(method, NOT_NUMBERS)
        if scale is Scale.RATIO and (numeric < 0).any():
            return nothing(method, _NEGATIVE)
    if not ratings.pairable.any():
        return nothing(method, NO_PAIR)
    units = _Units(ratings, scale)
    if units.values < 2:
        return nothing(method, ONE_VALUE)
    value = float(units.alphas(np.ones((1, units.n)))[0])
    if np.isnan(value):  # values so close that their distances are 0
        return nothing(method, ONE_VALUE)
    found = _resampled(units, resamples, seed)
    defined = found[~np.isnan(found)]
    how, interval = _interval(defined, resamples)
    return Estimate(value, joined(method, how), interval)


def _interval(defined: Floats, resamples: int) -> tuple[Sentence, tuple[float, float] | None]:
    """The middle 95 % of the resamples in which alpha is defined; none when they are few, or all alike."""
    lost = resamples - len(defined)
    if lost * 2 > resamples:
        return Sentence(
            f"구간 없음: 재표본 {resamples:,}개 중 {lost:,}개에서 값이 한 가지뿐입니다",
            f"no interval: in {lost:,} of {resamples:,} resamples all values are the same",
        ), None
    low, high = (float(bound) for bound in np.quantile(defined, (0.025, 0.975)))
    if high - low <= _NO_WIDTH:
        return FLAT, None
    ko = f"95 % 구간: 대상 단위 부트스트랩 {resamples:,}회, 백분위수"
    en = f"95 % interval: bootstrap over units, {resamples:,} resamples, percentile"
    if lost:
        ko += f"(값이 한 가지뿐인 {lost:,}회 제외)"
        en += f" ({lost:,} in which all values are the same left out)"
    return Sentence(ko, en), (low, high)


def _resampled(units: _Units, resamples: int, seed: int) -> Floats:
    """Alpha of as many draws of units with replacement; NaN where a draw holds one value only."""
    source = np.random.default_rng(seed)
    at_once = max(1, _WORK // units.width)
    found = []
    for begun in range(0, resamples, at_once):
        draws = min(at_once, resamples - begun)
        drawn = source.integers(units.n, size=(draws, units.n)) + np.arange(draws)[:, None] * units.n
        times = np.bincount(drawn.ravel(), minlength=draws * units.n).reshape(draws, units.n)
        found.append(units.alphas(times.astype(np.float64)))
    return np.concatenate(found)


class _Units:
    """The units that two or more rated, in an order that depends neither on the raters' order nor on the units'."""

    def __init__(self, ratings: Ratings, scale: Scale) -> None:
        codes = np.sort(ratings.codes[ratings.pairable], axis=1)
        codes = codes[np.lexsort(codes.T)]
        used, codes_used = np.unique(codes, return_inverse=True)
        self.missing = int(used[0] == MISSING)
        codes = codes_used.reshape(codes.shape) - self.missing  # places among the values used here, -1 missing
        numeric = ratings.numeric
        self.scale = scale
        self.n, self.values = len(codes), len(used) - self.missing
        self.width = max(self.n, self.values)
        self.m = (codes >= 0).sum(axis=1).astype(np.float64)
        rows, columns = np.nonzero(codes >= 0)
        cells = (np.ones(len(rows)), (rows, codes[rows, columns]))
        self.counts = csr_array(cells, shape=(self.n, self.values))  # equal cells are summed
        self.x = np.zeros(self.values)
        if scale in (Scale.INTERVAL, Scale.RATIO) and numeric is not None:
            self.x = numeric[used[self.missing :]]
        if scale is Scale.INTERVAL:
            self.x = (self.x - self.x.mean()) / max(float(np.ptp(self.x)), np.finfo(float).tiny)
        self.pairs = RatioDistances(self.x) if scale is Scale.RATIO else None
        self.apart = self._apart(codes)

    def alphas(self, times: Floats) -> Floats:
        """Alpha of each row of `times` (draws × units): how often each unit counts. NaN where there is one value."""
        counts = np.asarray((self.counts.T @ times.T).T)  # draws × values
        total = counts.sum(axis=1)
        observed, expected = self._distances(times, counts, total)
        known = ((counts > 0).sum(axis=1) > 1) & (expected > 0)
        share = np.divide(observed, expected, out=np.full(len(times), np.nan), where=known)
        return np.asarray(1 - (total - 1) * share)

    def _distances(self, times: Floats, counts: Floats, total: Floats) -> tuple[Floats, Floats]:
        if self.scale is Scale.ORDINAL:  # ranks are those of each draw
            ranks = np.cumsum(counts, axis=1) - counts / 2 - total[:, None] / 2
            sums, squares = self.counts @ ranks.T, self.counts @ (ranks * ranks).T  # units × draws
            apart = 2 * (self.m[:, None] * squares - sums * sums) / (self.m[:, None] - 1)
            return np.einsum("bu,ub->b", times, apart), 2 * total * (counts * ranks * ranks).sum(axis=1)
        observed = times @ self.apart
        if self.scale is Scale.NOMINAL:
            return observed, total**2 - (counts * counts).sum(axis=1)
        if self.scale is Scale.INTERVAL:
            apart = self.x - (counts @ self.x / total)[:, None]  # from each draw's own mean, for the last digits' sake
            return observed, 2 * total * (counts * apart * apart).sum(axis=1)
        assert self.pairs is not None
        return observed, self.pairs.sums(counts)

    def _apart(self, codes: NDArray[np.int64]) -> Floats:
        """Per unit the distances of its ordered pairs over m - 1; zeros for ordinal, where they depend on the draw."""
        if self.scale is Scale.ORDINAL:
            return np.zeros(self.n)
        if self.scale is Scale.NOMINAL:
            same = np.asarray(self.counts.multiply(self.counts).sum(axis=1)).ravel()
            return np.asarray((self.m**2 - same) / (self.m - 1))
        x = np.append(self.x, np.nan)[codes]
        if self.scale is Scale.INTERVAL:
            middle = np.nanmean(x, axis=1, keepdims=True)
            return np.asarray(2 * self.m * np.nansum((x - middle) ** 2, axis=1) / (self.m - 1))
        found = np.zeros(self.n)
        step = max(1, _WORK // x.shape[1] ** 2)
        for begun in range(0, self.n, step):
            part = x[begun : begun + step]
            found[begun : begun + step] = np.nansum(ratio(part[:, :, None], part[:, None, :]), axis=(1, 2))
        return np.asarray(found / (self.m - 1))
