"""A draft rubric over past calls: whose score would move, by how much and why. Pure; nothing is written anywhere.

Each call is scored twice by the program of today, once with the rubric its evaluation was made with and once with the
draft, so that what moves is the draft's doing alone and not that of newer checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import mean, median

from qa.call import Evaluation, Rating, Sentence
from qa.scoring.rubric_cases import outcome

LOW, BIN = 70.0, 10
BIGGEST = 20


@dataclass(frozen=True)
class Turned:
    """A criterion of a call that came out otherwise. `before` or `after` is "" where it is new or gone."""

    criterion: str
    before: str
    after: str
    reason: Sentence


@dataclass(frozen=True)
class Moved:
    """One call. `points` is after minus before, None when one of the two has no score."""

    call: int
    before: float | None
    after: float | None
    turned: tuple[Turned, ...]

    @property
    def points(self) -> float | None:
        return None if self.before is None or self.after is None else round(self.after - self.before, 1)


@dataclass(frozen=True)
class Distribution:
    """Of the scores that there are. `low` counts those under 70; `bins` by tens, the last one 90 to 100."""

    n: int
    mean: float | None
    median: float | None
    low: int
    bins: tuple[int, ...]


@dataclass(frozen=True)
class Replay:
    """`n` calls were scored twice. `turns`: for each criterion how often each outcome became which ("yes → no")."""

    n: int
    up: int
    down: int
    same: int
    gained_score: int
    lost_score: int
    mean_shift: float | None
    before: Distribution
    after: Distribution
    turns: dict[str, dict[str, int]]
    movers: tuple[Moved, ...]
    refused: int = 0
    stale: int = 0
    unreadable: int = 0
    calls: tuple[Moved, ...] = field(default=(), repr=False)


def moved(call: int, before: Evaluation, after: Evaluation) -> Moved:
    """One call under both rubrics."""
    old = {rating.criterion: rating for rating in before.ratings}
    new = {rating.criterion: rating for rating in after.ratings}
    turned = [_turned(id, old.get(id), new.get(id)) for id in dict.fromkeys((*old, *new))]
    return Moved(call, before.score, after.score, tuple(each for each in turned if each is not None))


def _turned(id: str, old: Rating | None, new: Rating | None) -> Turned | None:
    was, is_ = outcome(old) if old else "", outcome(new) if new else ""
    same_worth = old is not None and new is not None and old.score == new.score
    if was == is_ and same_worth:
        return None
    shown = new or old
    assert shown is not None
    return Turned(id, was, is_, shown.reason)


def summary(calls: Iterable[Moved], *, refused: int = 0, stale: int = 0, unreadable: int = 0) -> Replay:
    """`refused`: calls the draft is not for. `stale`: calls whose stored score is not what today's program gives.
    `unreadable`: calls left out because this program cannot read the rubric of then.
    """
    every = tuple(calls)
    shifts = [each.points for each in every if each.points is not None]
    counted: dict[str, Counter[str]] = {}
    for each in every:
        for turn in each.turned:
            counted.setdefault(turn.criterion, Counter())[f"{turn.before or '-'} → {turn.after or '-'}"] += 1
    order = sorted(
        (each for each in every if each.points is None or each.points),
        key=lambda each: (each.points is not None, -abs(each.points or 0.0), each.call),
    )
    changed = [each for each in order if each.before != each.after]
    return Replay(
        n=len(every),
        up=sum(shift > 0 for shift in shifts),
        down=sum(shift < 0 for shift in shifts),
        same=sum(shift == 0 for shift in shifts) + sum(e.before is None and e.after is None for e in every),
        gained_score=sum(each.before is None and each.after is not None for each in every),
        lost_score=sum(each.before is not None and each.after is None for each in every),
        mean_shift=round(mean(shifts), 2) if shifts else None,
        before=_distribution([each.before for each in every]),
        after=_distribution([each.after for each in every]),
        turns={id: dict(sorted(counts.items())) for id, counts in sorted(counted.items())},
        movers=tuple(changed[:BIGGEST]),
        refused=refused,
        stale=stale,
        unreadable=unreadable,
        calls=every,
    )


def _distribution(scores: Sequence[float | None]) -> Distribution:
    there = [score for score in scores if score is not None]
    bins = Counter(min(int(score) // BIN, 100 // BIN - 1) for score in there)
    return Distribution(
        n=len(there),
        mean=round(mean(there), 2) if there else None,
        median=round(median(there), 1) if there else None,
        low=sum(score < LOW for score in there),
        bins=tuple(bins[place] for place in range(100 // BIN)),
    )
