"""The same numbers as other programs, on drawn tables, where these are installed; neither is needed for the product."""

from __future__ import annotations

import numpy as np
import pytest

from qa.statistics.alpha import krippendorff_alpha
from qa.statistics.icc import NAMES, icc
from qa.statistics.weights import Scale
from tests.statistics.tables import of_rows


def drawn(seed: int, missing: float) -> np.ndarray:
    source = np.random.default_rng(seed)
    n, raters, values = int(source.integers(3, 30)), int(source.integers(2, 6)), int(source.integers(2, 9))
    slips = source.random((n, raters)) < 0.4
    x = np.where(slips, source.integers(0, values, (n, raters)), source.integers(0, values, (n, 1))).astype(float)
    x[source.random((n, raters)) < missing] = np.nan
    return x


@pytest.mark.parametrize("scale", list(Scale))
def test_alpha_is_that_of_the_krippendorff_package(scale: Scale) -> None:
    oracle = pytest.importorskip("krippendorff")
    for seed in range(40):
        x = drawn(seed, 0.25)
        found = krippendorff_alpha(of_rows(x.tolist()), scale, resamples=1)
        if found.value is not None:
            expected = oracle.alpha(reliability_data=x.T, level_of_measurement=scale.value)
            assert found.value == pytest.approx(expected, abs=1e-12), seed


def test_correlations_are_those_of_pingouin() -> None:
    oracle = pytest.importorskip("pingouin")
    pandas = pytest.importorskip("pandas")
    for seed in range(10):
        x = np.vstack([drawn(seed, 0.0), np.arange(2 * drawn(seed, 0.0).shape[1]).reshape(2, -1)])
        long = pandas.DataFrame([(*place, value) for place, value in np.ndenumerate(x)], columns=["unit", "rater", "x"])
        expected = oracle.intraclass_corr(long, targets="unit", raters="rater", ratings="x")["ICC"].to_numpy(float)
        found = [icc(of_rows(x.tolist())).estimates[name].value for name in NAMES]
        assert found == pytest.approx(list(expected), abs=1e-9), seed
