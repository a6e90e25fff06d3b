"""One call against one rubric: a rating for each criterion, and the score of 100.

Two promises are kept here, whatever a check returns. No evidence, no deduction: a rating below full marks without a
place in the call becomes *cannot tell*. And what was badly heard is never held against anybody: below the criterion's
minimum confidence a deduction becomes *cannot tell: please listen*.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from qa.answers.entries import Answers
from qa.call import Evaluation, Rating, RatingState, Sentence, Speaker, SpeechMeasures, Transcript
from qa.scoring.check import Judgement, cannot_tell
from qa.scoring.conditions import CONDITIONS
from qa.scoring.hearing import Hearing
from qa.scoring.rubric import Criterion, Rubric

_BADLY_HEARD = Sentence(
    "잡음이 크거나 말소리가 분명하지 않아 판단할 수 없습니다. 직접 들어 확인해 주세요.",
    "Noise or unclear speech: this cannot be judged. Please listen.",
)
_NO_AGENT = Sentence(
    "상담사의 말이 들리지 않아 판단할 수 없습니다.", "No words of the agent were heard, so this cannot be judged."
)


def evaluate(
    transcript: Transcript,
    measures: SpeechMeasures | None,
    rubric: Rubric,
    answers: Answers | None,
    *,
    called_at: datetime | None,
) -> Evaluation:
    """The machine's evaluation. `called_at` in the centre's own time: its day decides which standard answers were
    valid.

    `measures` None: what needs times is not applicable. `answers` None: facts are not compared. Deterministic.
    """
    hearing = Hearing(transcript, measures, answers, called_at)
    ratings = tuple(_rate(hearing, criterion) for criterion in rubric.criteria)
    return Evaluation(rubric=rubric.id, rubric_hash=rubric.hash, score=score(rubric, ratings), ratings=ratings)


def score(rubric: Rubric, ratings: tuple[Rating, ...]) -> float | None:
    """Weighted mean of the rated criteria × 100, rounded to 0.1; None when nothing with a weight was rated."""
    weights = {criterion.id: criterion.weight for criterion in rubric.criteria}
    rated = [rating for rating in ratings if rating.state is RatingState.RATED and rating.score is not None]
    total = sum(weights[rating.criterion] for rating in rated)
    if not total:
        return None
    return round(100 * sum(weights[rating.criterion] * (rating.score or 0) for rating in rated) / total, 1)


def _rate(hearing: Hearing, criterion: Criterion) -> Rating:
    judgement = _judge(hearing, criterion)
    worth = criterion.answers[judgement.answer].score if judgement.answer is not None else None
    if worth is not None and worth < 1 and (not judgement.evidence or judgement.confidence < criterion.min_confidence):
        judgement, worth = _withdrawn(judgement), None
    return Rating(
        criterion=criterion.id,
        answer=judgement.answer,
        state=judgement.state,
        score=worth,
        confidence=round(max(0.0, min(1.0, judgement.confidence)), 3),
        reason=judgement.reason,
        evidence=judgement.evidence,
        critical=criterion.critical is not None and worth is not None and worth < 1,
    )


def _judge(hearing: Hearing, criterion: Criterion) -> Judgement:
    if hearing.badly_heard:
        return cannot_tell(0.0, _BADLY_HEARD)
    for name in criterion.not_applicable:
        reason = CONDITIONS[name](hearing)
        if reason:
            return Judgement(None, RatingState.NOT_APPLICABLE, 1.0, reason)
    if not hearing.turns(Speaker.AGENT):
        return cannot_tell(0.0, _NO_AGENT)
    return criterion.check.judge(hearing, criterion)


def _withdrawn(judgement: Judgement) -> Judgement:
    """The deduction that cannot be stood by: the place stays, for a person to listen to."""
    reason = Sentence(
        f"분명하게 들리지 않아 판단을 미룹니다. 직접 들어 확인해 주세요. (추정: {judgement.reason.ko.rstrip('.')})",
        f"Not heard clearly enough to judge; please listen. (Presumably: {judgement.reason.en.rstrip('.')})",
    )
    return replace(judgement, answer=None, state=RatingState.CANNOT_TELL, reason=reason)
