"""An evaluation as JSON: what `qa score --json` prints and what a vCon carries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from qa.answers.compare import Finding
from qa.call import Evaluation, Flag, Transcript, to_json
from qa.scoring.rubric import Occasion, Rubric
from qa.scoring.tally import Area, tally


def as_dict(rubric: Rubric, evaluation: Evaluation, raised: tuple[Flag, ...]) -> dict[str, Any]:
    """`reason` and `sentence` in Korean, `reason_en` and `sentence_en` beside them.

    `areas` are KSQI's five; one in which nothing was rated has `score` null and says why. `critical` are the failed
    critical criteria; they act on the score only once a person has confirmed them.
    """
    ratings = []
    for rating in to_json(evaluation.ratings):
        reason = rating.pop("reason")
        ratings.append({**rating, "reason": reason["ko"], "reason_en": reason["en"]})
    flagged = []
    for flag in to_json(raised):
        sentence = flag.pop("sentence")
        flagged.append({**flag, "sentence": sentence["ko"], "sentence_en": sentence["en"]})
    counted = tally(rubric, evaluation.ratings)
    return {
        "rubric": evaluation.rubric,
        "rubric_hash": evaluation.rubric_hash,
        "score": evaluation.score,
        "ratings": ratings,
        "flags": flagged,
        "sections": counted.sections,
        "areas": [_area(area) for area in counted.areas],
        "bonus": counted.bonus,
        "minus": counted.minus,
        "critical": list(counted.critical),
        "zeroed": list(counted.zeroed),
    }


def _area(area: Area) -> dict[str, Any]:
    reason = area.reason
    return {
        "id": area.id,
        "name": area.name.ko,
        "name_en": area.name.en,
        "score": area.score,
        "rated": area.rated,
        "asked": area.asked,
        "reason": reason.ko if reason else None,
        "reason_en": reason.en if reason else None,
    }


def findings_told(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """What comparing with the standard answers came to, finding by finding."""
    return [
        {
            "entry": found.entry,
            "fact_name": found.fact_name or None,
            "type": found.type,
            "verdict": found.verdict,
            "said": found.said,
            "said_norm": found.said_norm,
            "expected": found.expected,
            "turn": found.turn,
            "quote": found.quote,
            "confidence": found.confidence,
            "fault": found.fault,
            "outdated": found.outdated,
            "first_said": found.first_said or None,
        }
        for found in findings
    ]


def told(
    rubric: Rubric,
    evaluation: Evaluation,
    raised: tuple[Flag, ...],
    transcript: Transcript,
    *,
    call: str | None,
    queue: str | None,
    day: date,
) -> dict[str, Any]:
    """As `as_dict`, with the call's own number, its channel, and whether the rubric is for such a call."""
    refusal = rubric.refuses(Occasion(transcript.language, transcript.medium, queue, day))
    why = {"applies_reason": refusal.ko, "applies_reason_en": refusal.en} if refusal else {}
    about = {"call": call, "channel": transcript.medium, "applies": refusal is None}
    return {**as_dict(rubric, evaluation, raised), **about, **why}
