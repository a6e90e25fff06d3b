"""The distances of the ratio scale, ((c - k) / (c + k))², and their sum over all pairs of many values."""

from __future__ import annotations

from math import ceil, log1p, pi, sqrt

import numpy as np
from numpy.polynomial.chebyshev import chebpts1, chebvander
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_PAIRWISE = 300  # different values whose distances are summed pair by pair
_DIGITS = 37.0  # natural logarithm of what is left of the kernel beyond the last polynomial: 1e-16


def ratio(c: Floats, k: Floats) -> Floats:
    """((c - k) / (c + k))², 0 for two zeros, NaN where one is."""
    whole = c + k
    return np.asarray(np.divide(c - k, whole, out=np.where(np.isnan(whole), np.nan, 0.0), where=whole > 0) ** 2)


class RatioDistances:
    """Σ_c Σ_k n_c n_k δ²(c, k) for values `x` >= 0 that differ.

    In logarithms the distance is tanh²((log c - log k) / 2), which is smooth: of many values it is expanded in
    Chebyshev polynomials of both, as many as leave nothing of a float's digits (Trefethen 2013, Approximation Theory
    and Approximation Practice, theorem 8.2, with the poles at ±πi). The double sum becomes products of single ones.
    """

    def __init__(self, x: Floats) -> None:
        self._all = ratio(x[:, None], x[None, :]) if len(x) <= MOST_PAIRWISE else None
        if self._all is not None:
            return
        self._zero = x == 0
        logs = np.log(x[~self._zero])
        half = max((float(logs.max()) - float(logs.min())) / 2, 1e-9)
        # ρ - 1 by itself, so that its logarithm stays exact where the values reach far
        beyond = pi / half + (pi / half) ** 2 / (sqrt((pi / half) ** 2 + 1) + 1)
        degree = ceil(_DIGITS / log1p(beyond)) + 2
        nodes = chebpts1(degree + 1)
        back = np.linalg.inv(chebvander(nodes, degree))
        self._kernel = back @ np.tanh((nodes[:, None] - nodes[None, :]) * half / 2) ** 2 @ back.T
        self._polynomials = chebvander(np.clip((logs - logs.min()) / half - 1, -1, 1), degree)

    def sums(self, counts: Floats) -> Floats:
        """One sum for each row of `counts` (rows × values)."""
        if self._all is not None:
            return np.asarray(((counts @ self._all) * counts).sum(axis=1))
        zeros, rest = counts[:, self._zero].sum(axis=1), counts[:, ~self._zero]
        moments = rest @ self._polynomials
        return np.asarray(2 * zeros * rest.sum(axis=1) + ((moments @ self._kernel) * moments).sum(axis=1))
