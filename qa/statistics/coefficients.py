"""Every coefficient of agreement of one table of ratings, and the same as JSON. The contract: docs/statistics.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qa.call import Sentence
from qa.statistics.alpha import krippendorff_alpha
from qa.statistics.bland_altman import METHOD as BLAND_ALTMAN
from qa.statistics.bland_altman import Apart, BlandAltman, bland_altman
from qa.statistics.estimate import Estimate
from qa.statistics.gwet import ac1, ac2, fleiss_kappa
from qa.statistics.icc import Icc, icc
from qa.statistics.kappa import Kappa, PairKappa, cohen_kappa
from qa.statistics.percent_agreement import percent_agreement
from qa.statistics.ratings import Ratings
from qa.statistics.severity import METHOD as SEVERITY
from qa.statistics.severity import Severity, severity
from qa.statistics.weights import Scale


@dataclass(frozen=True)
class Coefficients:
    """All of them, each with its interval or with the reason why it is not there."""

    ratings: Ratings
    scale: Scale
    percent_agreement: Estimate
    cohen_kappa: Kappa
    fleiss_kappa: Estimate
    ac1: Estimate
    ac2: Estimate
    alpha: Estimate
    icc: Icc
    bland_altman: BlandAltman
    severity: tuple[Severity, ...]


def coefficients(ratings: Ratings, scale: Scale) -> Coefficients:
    """Never raises for what was rated: what cannot be computed says why."""
    return Coefficients(
        ratings,
        scale,
        percent_agreement(ratings),
        cohen_kappa(ratings, scale),
        fleiss_kappa(ratings),
        ac1(ratings),
        ac2(ratings, scale),
        krippendorff_alpha(ratings, scale),
        icc(ratings),
        bland_altman(ratings),
        severity(ratings),
    )


def as_dict(of: Coefficients) -> dict[str, Any]:
    """Numbers as they are; sentences in Korean, in English under the same name with `_en`."""
    ratings = of.ratings
    kappa = of.cohen_kappa
    return {
        "scale": of.scale.value,
        "n": {
            "units": len(ratings.units),
            "raters": len(ratings.raters),
            "values": int(ratings.present.sum()),
            "pairable_units": int(ratings.pairable.sum()),
        },
        "raters": [str(rater) for rater in ratings.raters],
        "percent_agreement": _estimate(of.percent_agreement),
        "cohen_kappa": {
            **_estimate(kappa.estimate),
            "weights": kappa.weights,
            "pairs": [_pair(pair) for pair in kappa.pairs],
        },
        "fleiss_kappa": _estimate(of.fleiss_kappa),
        "ac1": _estimate(of.ac1),
        "ac2": _estimate(of.ac2),
        "alpha": {**_estimate(of.alpha), "scale": of.scale.value},
        "icc": {"n": of.icc.n, **{name: _estimate(estimate) for name, estimate in of.icc.estimates.items()}},
        "bland_altman": {
            **_told("method", BLAND_ALTMAN),
            **_told("why", of.bland_altman.why),
            "pairs": [_apart(pair) for pair in of.bland_altman.pairs],
        },
        "severity_method": SEVERITY.ko,
        "severity_method_en": SEVERITY.en,
        "severity": [
            {
                "rater": str(one.rater),
                "severity": one.severity,
                "interval": _interval(one.interval),
                **_told("why", one.why),
            }
            for one in of.severity
        ],
    }


def _estimate(of: Estimate) -> dict[str, Any]:
    return {
        "value": of.value,
        "interval": _interval(of.interval),
        **_told("method", of.method),
        **_told("why", of.why),
    }


def _pair(of: PairKappa) -> dict[str, Any]:
    return {"raters": [str(rater) for rater in of.raters], "n": of.n, **_estimate(of.estimate)}


def _apart(of: Apart) -> dict[str, Any]:
    return {
        "raters": [str(rater) for rater in of.raters],
        "n": of.n,
        "bias": of.bias,
        "bias_interval": _interval(of.bias_interval),
        "lower_limit": of.lower_limit,
        "upper_limit": of.upper_limit,
        "lower_interval": _interval(of.lower_interval),
        "upper_interval": _interval(of.upper_interval),
        **_told("why", of.why),
    }


def _interval(of: tuple[float, float] | None) -> list[float] | None:
    return None if of is None else list(of)


def _told(name: str, of: Sentence | None) -> dict[str, str | None]:
    return {name: of.ko if of else None, f"{name}_en": of.en if of else None}
