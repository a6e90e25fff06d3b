"""An agent's own trend: how often each criterion was met, and how little that says where calls are few.

Made of the random stream alone, of what was released, and of nobody else's calls: there is no ranking to look up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean

from qa.call import RatingState, Sentence
from qa.desk.sheet import counting_score, sheet_of
from qa.statistics.interval import difference, exact, of_mean
from qa.store.engine import Session
from qa.store.own_results import Drawn, drawn
from qa.store.tables import Person, now

PERIODS_DAYS = (30, 90, 180)
FEWEST = 2  # calls that a mean needs


@dataclass(frozen=True)
class Share:
    """How many of `n` calls met a criterion fully, with the exact 95 % interval; `before`: the same, one period back.

    `moved` +1 or −1 where the change is larger than chance would make it in any of the page's criteria, else 0.
    """

    rubric: Sentence
    title: Sentence
    met: int
    n: int
    met_before: int
    n_before: int
    low: float
    high: float
    moved: int


@dataclass(frozen=True)
class Mean:
    """The mean score of one rubric, 0–100, with its 95 % interval (None: too few calls, or all the same)."""

    rubric: Sentence
    n: int
    value: float
    interval: tuple[float, float] | None
    scores: tuple[tuple[int, datetime, float], ...]  # call, when, score; the oldest first


@dataclass(frozen=True)
class OwnTrend:
    days: int
    calls: int
    calls_before: int
    means: tuple[Mean, ...]
    shares: tuple[Share, ...]  # those least often met first


def own_trend(session: Session, agent: Person, days: int) -> OwnTrend:
    """The agent's random, released calls of the last `days` days beside those of as many days before."""
    until = now()
    since = until - timedelta(days=days)
    recent = drawn(session, agent.id, since, until)
    earlier = drawn(session, agent.id, since - timedelta(days=days), since)
    return OwnTrend(days, len(recent), len(earlier), _means(recent), _shares(recent, earlier))


def _means(calls: Sequence[Drawn]) -> tuple[Mean, ...]:
    scores: dict[Sentence, list[tuple[int, datetime, float]]] = {}
    for call in calls:
        for evaluation in call.evaluations:
            value = counting_score(evaluation)
            if value is not None:
                scores.setdefault(sheet_of(evaluation).title, []).append((call.call_id, call.started_at, value))
    return tuple(
        Mean(title, len(found), fmean(each[2] for each in found), _within(found), tuple(found))
        for title, found in scores.items()
        if len(found) >= FEWEST
    )


def _within(found: Sequence[tuple[int, datetime, float]]) -> tuple[float, float] | None:
    interval = of_mean([score for _, _, score in found])
    return (max(0.0, interval[0]), min(100.0, interval[1])) if interval else None


def _shares(recent: Sequence[Drawn], earlier: Sequence[Drawn]) -> tuple[Share, ...]:
    titles: dict[tuple[str, str], tuple[Sentence, Sentence]] = {}
    counted, before = _counted(recent, titles), _counted(earlier, titles)
    shares = []
    for key, (met, n) in counted.items():
        interval = exact(met, n)
        assert interval is not None
        met_before, n_before = before.get(key, (0, 0))
        change = difference(met, n, met_before, n_before, comparisons=len(counted))
        moved = 0 if change is None else (change[0] > 0) - (change[1] < 0)
        shares.append(Share(*titles[key], met, n, met_before, n_before, *interval, moved))
    return tuple(sorted(shares, key=lambda share: (share.met / share.n, -share.n)))


def _counted(
    calls: Sequence[Drawn], titles: dict[tuple[str, str], tuple[Sentence, Sentence]]
) -> dict[tuple[str, str], tuple[int, int]]:
    """By rubric and criterion: in how many calls it was met, of how many in which it was rated."""
    counted: dict[tuple[str, str], tuple[int, int]] = {}
    for call in calls:
        for evaluation in call.evaluations:
            sheet = sheet_of(evaluation)
            for rating in evaluation.ratings:
                counts = rating.counts
                if counts.state is not RatingState.RATED or counts.score is None:
                    continue
                key = (evaluation.rubric, rating.criterion)
                question = sheet.question(rating.criterion)
                titles[key] = (
                    sheet.title,
                    question.title if question else Sentence(rating.criterion, rating.criterion),
                )
                met, n = counted.get(key, (0, 0))
                counted[key] = (met + (counts.score >= 1), n + 1)
    return counted
