"""One call against one rubric: a rating for each criterion, and the score of 100.

Two promises are kept here, whatever a check returns. No evidence, no deduction: a rating below full marks without a
place in the call becomes *cannot tell*. And what was badly heard is never held against anybody: below the criterion's
minimum confidence a deduction becomes *cannot tell: please listen*.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from qa.answers.embedding import Embedding
from qa.answers.entries import Answers
from qa.call import Evaluation, Rating, RatingState, Sentence, Speaker, SpeechMeasures, Transcript
from qa.language.acts import look_over
from qa.scoring.check import YES, Check, Judgement, cannot_tell
from qa.scoring.checks.registry import INSTALLED
from qa.scoring.combine import combine
from qa.scoring.conditions import CONDITIONS
from qa.scoring.criterion import Criterion
from qa.scoring.doubt import hangs_on_unclear_words
from qa.scoring.hearing import Hearing
from qa.scoring.language_model import LanguageModel
from qa.scoring.opportunity import arisen, narrowed, not_arisen
from qa.scoring.rubric import Rubric
from qa.scoring.tally import tally

_BADLY_HEARD = Sentence(
    "잡음이 크거나 말소리가 분명하지 않아 판단할 수 없습니다. 직접 들어 확인해 주세요.",
    "Noise or unclear speech: this cannot be judged. Please listen.",
)
_NO_AGENT = Sentence(
    "상담사의 말이 들리지 않아 판단할 수 없습니다.", "No words of the agent were heard, so this cannot be judged."
)
_NO_TURN_LEFT = Sentence(
    "상담사가 답할 차례가 오지 않아 평가하지 않습니다.", "The agent had no turn left to answer in."
)


def evaluate(
    transcript: Transcript,
    measures: SpeechMeasures | None,
    rubric: Rubric,
    answers: Answers | None,
    *,
    called_at: datetime | None,
    llm: LanguageModel | None = None,
    embedding: Embedding | None = None,
) -> Evaluation:
    """The machine's evaluation. `called_at` in the centre's own time: its day decides which standard answers were
    valid.

    `measures` None: what needs times is not applicable. `answers` None: facts are not compared. `llm` None:
    checks that ask a language model cannot tell. `embedding` None: entries are found by their words alone.
    Deterministic, as far as the language model is.
    """
    look_over(turn.text for turn in transcript.turns)
    hearing = Hearing(transcript, measures, answers, called_at, llm, embedding)
    ratings = tuple(_rate(hearing, criterion) for criterion in rubric.criteria)
    return Evaluation(rubric=rubric.id, rubric_hash=rubric.hash, score=score(rubric, ratings), ratings=ratings)


def score(rubric: Rubric, ratings: tuple[Rating, ...], *, confirmed: frozenset[str] = frozenset()) -> float | None:
    """0–100, rounded to 0.1; None when nothing with a weight was rated. How: `qa.scoring.tally`."""
    return tally(rubric, ratings, confirmed=confirmed).score


def _rate(hearing: Hearing, criterion: Criterion) -> Rating:
    judgement = _judge(hearing, criterion)
    worth = criterion.answers[judgement.answer].score if judgement.answer is not None else None
    if worth is not None and worth < 1:
        doubtful = not _stands(judgement, criterion) or hangs_on_unclear_words(
            hearing, criterion, judgement, lambda other: _judge(other, criterion)
        )
        if doubtful:
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


def _stands(judgement: Judgement, criterion: Criterion) -> bool:
    """Whether a deduction has evidence of its own, surely enough heard."""
    shown = any(evidence.shows == "answer" for evidence in judgement.evidence)
    return shown and judgement.confidence >= criterion.min_confidence


def _judge(hearing: Hearing, criterion: Criterion) -> Judgement:
    if hearing.badly_heard:
        return cannot_tell(0.0, _BADLY_HEARD)
    for name in criterion.not_applicable:
        reason = CONDITIONS[name](hearing)
        if reason:
            return Judgement(None, RatingState.NOT_APPLICABLE, 1.0, reason)
    if not hearing.turns(Speaker.AGENT):
        return cannot_tell(0.0, _NO_AGENT)
    if criterion.opportunity is None:
        return _answered(hearing, criterion)
    place = arisen(hearing, criterion.opportunity)
    if place is None:
        why, confidence = not_arisen(hearing, criterion.opportunity)
        return Judgement(None, RatingState.NOT_APPLICABLE, confidence, why)
    if criterion.opportunity.narrows and place.turns:
        near = narrowed(hearing, criterion, place.turns)
        if near is None:
            return Judgement(None, RatingState.NOT_APPLICABLE, place.confidence, _NO_TURN_LEFT, place.evidence)
        hearing = near
    judged = _answered(hearing, criterion)
    # A deduction is no surer than that the situation arose at all.
    confidence = min(judged.confidence, place.confidence)
    return replace(judged, confidence=confidence, evidence=(*place.evidence, *judged.evidence))


def _answered(hearing: Hearing, criterion: Criterion) -> Judgement:
    if criterion.check is not None:
        return _judged_by(criterion.check, hearing, criterion)
    found: dict[str, Judgement] = {}
    for step in criterion.checks:
        seen = criterion.for_step(step)
        judgement = _judged_by(step.check, hearing, seen)
        if judgement.state is RatingState.RATED and judgement.answer != YES and not _stands(judgement, criterion):
            judgement = _withdrawn(judgement)
        if step.optional and judgement.state is RatingState.CANNOT_TELL:
            judgement = replace(judgement, state=RatingState.NOT_APPLICABLE)
        found[step.id] = judgement
    return combine(criterion, found)


def _judged_by(check: Check, hearing: Hearing, criterion: Criterion) -> Judgement:
    """A check of another package that fails costs nobody a point and stops no call."""
    kind = getattr(check, "kind", "")
    if kind not in INSTALLED:
        return check.judge(hearing, criterion)
    try:
        judgement = check.judge(hearing, criterion)
    except Exception as error:
        return cannot_tell(0.0, _failed(kind, type(error).__name__))
    if judgement.answer is not None and judgement.answer not in check.gives:
        return cannot_tell(0.0, _failed(kind, judgement.answer))
    return judgement


def _failed(kind: str, what: str) -> Sentence:
    return Sentence(
        f"설치된 검사 {kind!r}이(가) 답하지 못했습니다({what}). 직접 듣고 판단해 주세요.",
        f"The installed check {kind!r} gave no answer ({what}): please listen.",
    )


def _withdrawn(judgement: Judgement) -> Judgement:
    """The deduction that cannot be stood by: the place stays, for a person to listen to."""
    reason = Sentence(
        f"분명하게 들리지 않아 판단을 미룹니다. 직접 들어 확인해 주세요. (추정: {judgement.reason.ko.rstrip('.')})",
        f"Not heard clearly enough to judge; please listen. (Presumably: {judgement.reason.en.rstrip('.')})",
    )
    return replace(judgement, answer=None, state=RatingState.CANNOT_TELL, reason=reason)
