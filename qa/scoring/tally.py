"""From ratings to the score of 100: all arithmetic of a rubric in one place, pure.

For the criteria that were rated (not applicable and cannot tell leave numerator and denominator):

    mean    = 100 × Σ weight × worth / Σ weight          worth in [0, 1], that of the answer
    score   = mean + Σ bonus × worth − Σ minus × (1 − worth), not below 0 and not above 100

then the zero rules: of a criterion or a section the worth becomes 0 before the mean is taken, of the call the score
becomes 0. Last the caps: a failed critical criterion that a person has confirmed limits the score to its
`critical_cap`; unconfirmed it is only reported. A zero rule that hangs on a critical criterion waits for the same
confirmation.

Example: weights 10, 10, 20, 15, 15, 10, 20 with worths 1, 1, 0.75, 0, 1, not applicable, 1 give 70 / 90 = 77.778.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.call import Rating, RatingState, Sentence
from qa.scoring.criterion import POINTS, Criterion
from qa.scoring.rubric import Rubric, ZeroRule

# KSQI (KMAC's yardstick of call centres) in its order.
AREAS = {
    "reception": Sentence("수신여건", "reception conditions"),
    "greeting": Sentence("맞이인사", "greeting"),
    "attitude": Sentence("상담태도", "consultation attitude"),
    "handling": Sentence("업무처리", "task handling"),
    "closing": Sentence("종료태도", "closing attitude"),
}


@dataclass(frozen=True)
class Area:
    """One of KSQI's five areas: the weighted mean of its rated criteria, 0–100.

    `score` None with a reason when the rubric asks nothing of this area or nothing in it was rated: no 0, no 100.
    """

    id: str
    name: Sentence
    score: float | None
    rated: int
    asked: int
    reason: Sentence | None = None


@dataclass(frozen=True)
class Tally:
    """`exact` is the score unrounded; both are None when nothing with a weight was rated.

    `critical` holds the failed critical criteria, `unconfirmed` those of them no person has confirmed; `zeroed` what
    zero rules took; `capped_at` the cap that held.
    """

    exact: float | None
    sections: dict[str, float | None]
    areas: tuple[Area, ...]
    bonus: float = 0.0
    minus: float = 0.0
    critical: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    zeroed: tuple[str, ...] = ()
    capped_at: float | None = None

    @property
    def score(self) -> float | None:
        return None if self.exact is None else round(self.exact, 1)


def tally(rubric: Rubric, ratings: Iterable[Rating], *, confirmed: frozenset[str] = frozenset()) -> Tally:
    """The score and its parts. `confirmed`: ids of failed critical criteria that a person has confirmed."""
    rated = {
        rating.criterion: rating
        for rating in ratings
        if rating.state is RatingState.RATED and rating.score is not None and rubric.criterion(rating.criterion)
    }
    worth = {id: rating.score or 0.0 for id, rating in rated.items()}
    critical = [c for c in rubric.criteria if c.critical and worth.get(c.id, 1.0) < 1]
    waiting = frozenset(c.id for c in critical) - confirmed
    firing = [rule for rule in rubric.zero_rules if _fires(rule, rated) and not waiting.intersection(rule.when)]
    zeroed = _zero(rubric, firing, worth)
    exact = _mean(rubric.criteria, worth)
    bonus = sum(c.bonus * worth[c.id] for c in rubric.criteria if c.bonus and c.id in worth)
    minus = sum(c.minus * (1 - worth[c.id]) for c in rubric.criteria if c.minus and c.id in worth)
    capped_at = None
    if exact is not None:
        exact = min(POINTS, max(0.0, exact + bonus - minus))
        if any(rule.scope == "call" for rule in firing):
            exact = 0.0
        caps = [c.critical_cap for c in critical if c.id not in waiting and c.critical_cap is not None]
        if caps and exact > min(caps):
            exact = capped_at = min(caps)
    return Tally(
        exact=exact,
        sections={section.id: _rounded(_mean(section.criteria, worth)) for section in rubric.sections},
        areas=_areas(rubric, worth),
        bonus=bonus,
        minus=minus,
        critical=tuple(c.id for c in critical),
        unconfirmed=tuple(c.id for c in critical if c.id in waiting),
        zeroed=zeroed,
        capped_at=capped_at,
    )


def _mean(criteria: Sequence[Criterion], worth: dict[str, float]) -> float | None:
    counted = [(c.weight, worth[c.id]) for c in criteria if c.id in worth]
    total = sum(weight for weight, _ in counted)
    return POINTS * sum(weight * value for weight, value in counted) / total if total else None


def _fires(rule: ZeroRule, rated: dict[str, Rating]) -> bool:
    return all(id in rated and rated[id].answer in answers for id, answers in rule.when.items())


def _zero(rubric: Rubric, firing: Sequence[ZeroRule], worth: dict[str, float]) -> tuple[str, ...]:
    """Sets what the rules take to 0 in `worth`; returns what that was, as "section:opening"."""
    taken = []
    for rule in firing:
        hit = rubric.struck(rule)
        taken.append(rule.scope if rule.scope == "call" else f"{rule.scope}:{hit[0]}")
        if rule.scope != "call":
            # 감점 criteria keep their worth: a zero rule takes what was earned, it does not fine twice.
            worth.update({c.id: 0.0 for c in hit[1] if c.id in worth and c.minus is None})
    return tuple(dict.fromkeys(taken))


def _areas(rubric: Rubric, worth: dict[str, float]) -> tuple[Area, ...]:
    found = []
    for id, name in AREAS.items():
        asked = [c for section in rubric.sections for c in section.criteria if (c.ksqi or section.ksqi) == id]
        rated = sum(c.id in worth for c in asked)
        mean = _rounded(_mean(asked, worth))
        reason = None
        if not asked:
            reason = Sentence(
                f"이 평가표에는 '{name.ko}'에 드는 항목이 없습니다.",
                f"No criterion of this rubric counts for {name.en}.",
            )
        elif mean is None:
            reason = Sentence(
                f"'{name.ko}'에 드는 항목 {len(asked)}개 가운데 이 통화에서 배점이 매겨진 것이 없습니다.",
                f"Of the {len(asked)} criteria of {name.en} none with a weight was rated in this call.",
            )
        found.append(Area(id, name, mean, rated, len(asked), reason))
    return tuple(found)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
