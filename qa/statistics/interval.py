"""Intervals for a share of a count, for the difference of two, and for a mean; quantiles of t and F."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, stdev

from scipy.special import betaincinv, fdtri, ndtri, stdtrit

Z_95 = 1.959963984540054
_LOW, _HIGH = 0.025, 0.975


def wilson(hits: int, n: int, z: float = Z_95) -> tuple[float, float] | None:
    """The score interval of hits / n (Wilson 1927, JASA 22:209); None for n = 0.

    Raises ValueError when `hits` is not within 0 and `n`.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n}")
    return score_interval(hits / n, n, z) if n else None


def score_interval(share: float, n: float, z: float = Z_95) -> tuple[float, float]:
    """Wilson's interval of a share in [0, 1] known from `n` > 0 independent looks, which need not be a whole number."""
    middle = share + z * z / (2 * n)
    half = z * sqrt(max(0.0, share * (1 - share)) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def exact(hits: int, n: int) -> tuple[float, float] | None:
    """The exact 95 % interval of hits / n (Clopper & Pearson 1934, Biometrika 26:404); None for n = 0.

    It never covers less than it says, at the price of being wide: for few calls. Raises ValueError as `wilson`.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n}")
    if n == 0:
        return None
    low = float(betaincinv(hits, n - hits + 1, _LOW)) if hits else 0.0
    high = float(betaincinv(hits + 1, n - hits, _HIGH)) if hits < n else 1.0
    return low, high


def difference(hits: int, n: int, hits_before: int, n_before: int, comparisons: int = 1) -> tuple[float, float] | None:
    """The interval of hits / n − hits_before / n_before (Newcombe 1998, Stat. Med. 17:873, method 10); None without n.

    It covers with 95 % all of the `comparisons` that are looked at together (Bonferroni): of twenty figures that did
    not move, one would otherwise seem to. Raises ValueError as `wilson`.
    """
    z = float(ndtri(1 - 0.05 / (2 * max(1, comparisons))))
    now, before = wilson(hits, n, z), wilson(hits_before, n_before, z)
    if now is None or before is None:
        return None
    share, share_before = hits / n, hits_before / n_before
    middle = share - share_before
    return (
        max(-1.0, middle - sqrt((share - now[0]) ** 2 + (before[1] - share_before) ** 2)),
        min(1.0, middle + sqrt((now[1] - share) ** 2 + (share_before - before[0]) ** 2)),
    )


def of_mean(values: Sequence[float]) -> tuple[float, float] | None:
    """The 95 % interval of the mean by Student's t; None for fewer than two values, or where all are the same."""
    if len(values) < 2:
        return None
    error = stdev(values) / sqrt(len(values))
    reach = t_95(len(values) - 1) * error
    return (fmean(values) - reach, fmean(values) + reach) if error > 0 else None


def t_95(df: float) -> float:
    """How many standard errors reach either way: the 97.5 % point of Student's t."""
    return float(stdtrit(df, _HIGH))


def f_95(df_above: float, df_below: float) -> float:
    """The 97.5 % point of Fisher's F."""
    return float(fdtri(df_above, df_below, _HIGH))
