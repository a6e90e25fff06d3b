"""Several checks of one criterion, one judgement. What was badly heard stays unknown unless it makes no difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from qa.call import RatingState, Sentence
from qa.scoring.check import YES, Judgement, cannot_tell, rated
from qa.scoring.criterion import Criterion, Row

_MOST_UNKNOWN = 6  # 2 to the power of this many cases are gone through
NOT_APPLICABLE = RatingState.NOT_APPLICABLE.value


def combine(criterion: Criterion, found: Mapping[str, Judgement]) -> Judgement:
    """`found` by the id of the step, in order.

    `all`: the least of the answers; `any`: the best; checks that do not apply are left out. `count`: the answer with
    the highest number that the checks answering "yes" reach; one that does not apply counts as met. `table`: the first
    line that fits. When every check is not applicable, so is the criterion. A check that cannot tell is tried with
    every answer it could give: only if all of them lead to the same answer is there one.
    """
    applying = [judgement for judgement in found.values() if judgement.state is not RatingState.NOT_APPLICABLE]
    if not applying:
        return next(iter(found.values()))
    unknown = [id for id, judgement in found.items() if judgement.state is RatingState.CANNOT_TELL]
    if len(unknown) > _MOST_UNKNOWN:
        return _unknown(found)
    steps = {step.id: step for step in criterion.checks}
    known = {id: judgement.answer or NOT_APPLICABLE for id, judgement in found.items() if id not in unknown}
    cases = product(*(sorted(steps[id].check.gives) for id in unknown))
    answers = {_answer(criterion, {**known, **dict(zip(unknown, case, strict=True))}) for case in cases}
    if len(answers) > 1:
        return _unknown(found)
    answer = answers.pop()
    return _judged(criterion, answer, [judgement for id, judgement in found.items() if id not in unknown])


def _answer(criterion: Criterion, outcomes: Mapping[str, str]) -> str:
    applying = [outcome for outcome in outcomes.values() if outcome != NOT_APPLICABLE]
    if criterion.combine == "count":
        met = sum(outcome in (YES, NOT_APPLICABLE) for outcome in outcomes.values())
        reached = [(needed, answer) for answer, needed in criterion.count.items() if needed <= met]
        return max(reached)[1]
    if criterion.combine == "table":
        return next(row.answer for row in criterion.table if _fits(row, outcomes))
    worth = {answer: each.score for answer, each in criterion.answers.items()}
    choose = min if criterion.combine == "all" else max
    return choose(sorted(applying), key=lambda answer: worth[answer])


def _fits(row: Row, outcomes: Mapping[str, str]) -> bool:
    return all(outcomes[id] in wanted for id, wanted in row.when.items())


def _judged(criterion: Criterion, answer: str, parts: Sequence[Judgement]) -> Judgement:
    """The judgement of the parts that made the answer: the faults where points are lost, else what was met."""
    rated_parts = [part for part in parts if part.state is RatingState.RATED]
    faults = [part for part in rated_parts if part.answer != YES]
    full = criterion.answers[answer].score == 1
    deciding = ([part for part in rated_parts if part.answer == YES] if full else faults) or rated_parts
    if criterion.combine == "any" and full:
        confidence = max(part.confidence for part in deciding)
    else:
        confidence = min((part.confidence for part in deciding), default=0.0)
    shown = [*deciding, *(part for part in rated_parts if part not in deciding)] if not full else deciding
    evidence = tuple(dict.fromkeys(evidence for part in shown for evidence in part.evidence))
    return rated(answer, confidence, _joined([part.reason for part in deciding]), *evidence)


def _unknown(found: Mapping[str, Judgement]) -> Judgement:
    unclear = [judgement for judgement in found.values() if judgement.state is RatingState.CANNOT_TELL]
    evidence = tuple(dict.fromkeys(evidence for judgement in unclear for evidence in judgement.evidence))
    return cannot_tell(
        min(judgement.confidence for judgement in unclear), _joined([j.reason for j in unclear]), *evidence
    )


def _joined(reasons: Sequence[Sentence]) -> Sentence:
    unique = list(dict.fromkeys(reasons))
    return Sentence(" ".join(reason.ko for reason in unique), " ".join(reason.en for reason in unique))
