"""What a calibration session shows: how far its raters agree, per criterion and together, and who is strict.

Values in, values out; every coefficient is `qa.statistics`'. People among themselves come first. The machine is one
more rater, shown beside them, so that it can neither lift nor lower what is said of the people.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from statistics import fmean

import numpy as np

from qa.desk.calibration_table import MACHINE, Cell, Rater, Table
from qa.desk.sheet import Question
from qa.statistics.alpha import krippendorff_alpha
from qa.statistics.bland_altman import bland_altman
from qa.statistics.estimate import NO_PAIR, Estimate, nothing
from qa.statistics.gwet import ac1, ac2
from qa.statistics.icc import icc
from qa.statistics.interval import score_interval
from qa.statistics.percent_agreement import METHOD as PERCENT
from qa.statistics.percent_agreement import percent_agreement
from qa.statistics.ratings import Ratings, apart
from qa.statistics.severity import Severity, severity
from qa.statistics.weights import Scale

NOT_APPLICABLE, CANNOT_TELL = "not_applicable", "cannot_tell"
FEW_CALLS = 30  # below it an interval per criterion is half a scale wide (docs/calibration.md)


@dataclass(frozen=True)
class Agreement:
    """How far some raters agree. `calls`: those that two or more rated; `ratings`: how many ratings there are.

    `ac2` None: the answers have no order, or there are only two, where it is the same as AC1.
    """

    calls: int
    ratings: int
    percent: Estimate
    ac1: Estimate
    ac2: Estimate | None
    alpha: Estimate
    scale: Scale


@dataclass(frozen=True)
class OfCriterion:
    """`people` and `everybody` (with the machine) over answers that were given; whether it applied stands apart.

    `applied`: agreement whether the criterion applied, `applied_ac1` the same as AC1; `told`: whether it could be told.
    `machine`: the share of people who answer as the machine. `differing`: calls on which people differ, in order.
    """

    question: Question
    people: Agreement
    everybody: Agreement
    applied: Estimate
    applied_ac1: Estimate
    told: Estimate
    left_out: int  # answers of people that say "not applicable" or "cannot tell"
    machine: Estimate
    differing: tuple[int, ...]
    machine_differs: tuple[int, ...]


@dataclass(frozen=True)
class Pair:
    """Two raters over the `n` answers that both gave, of all criteria."""

    one: Rater
    other: Rater
    n: int
    percent: Estimate
    ac1: Estimate


@dataclass(frozen=True)
class Strictness:
    """Points of 100 this rater gives less than the people's mean would (negative: more). `n`: calls with a score."""

    rater: Rater
    n: int
    points: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True)
class Kept:
    """How far a rater is from the reference: over `n` answers all told, and AC1 where both gave points."""

    rater: Rater
    n: int
    percent: Estimate
    ac1: Estimate


@dataclass(frozen=True)
class Report:
    """`totals`: ICC(2,1) of the people's scores of whole calls."""

    criteria: tuple[OfCriterion, ...]
    people: Agreement
    everybody: Agreement
    machine: Estimate
    totals: Estimate
    pairs: tuple[Pair, ...]
    strictness: tuple[Strictness, ...]
    reference: tuple[Kept, ...]

    def of(self, criterion: str) -> OfCriterion | None:
        return next((each for each in self.criteria if each.question.id == criterion), None)

    def pair(self, one: int, other: int) -> Pair | None:
        return next((each for each in self.pairs if {each.one.id, each.other.id} == {one, other}), None)


@lru_cache(maxsize=32)
def report(table: Table) -> Report:
    people = frozenset(rater.id for rater in table.raters if rater.id != MACHINE)
    worth = _worth(table)
    return Report(
        criteria=tuple(_criterion(table, question, people) for question in table.questions),
        people=_agreement(_pooled(table, worth, people), Scale.ORDINAL),
        everybody=_agreement(_pooled(table, worth, people | {MACHINE}), Scale.ORDINAL),
        machine=_with_machine(table, table.cells),
        totals=_totals(table, people),
        pairs=tuple(_pair(table, worth, one, other) for one, other in combinations(table.raters, 2)),
        strictness=_strictness(table, people),
        reference=tuple(_kept(table, worth, rater) for rater in table.raters) if table.references else (),
    )


def scale_of(question: Question) -> Scale:
    """Ordinal where every answer is worth something else, so that they have an order."""
    worths = [choice.score for choice in question.choices]
    ordered = None not in worths and len(set(worths)) == len(worths)
    return Scale.ORDINAL if ordered and len(worths) > 1 else Scale.NOMINAL


def answers_of(question: Question) -> tuple[str, ...]:
    """What the criterion can be answered with, the least worth first, then the two that give no points."""
    ordered = sorted(question.choices, key=lambda choice: -1.0 if choice.score is None else choice.score)
    return (*(choice.key for choice in ordered), NOT_APPLICABLE, CANNOT_TELL)


def split(question: Question, cells: Iterable[Cell]) -> tuple[Ratings, Ratings, Ratings]:
    """Could it be told, did it apply, and how was it rated where it did."""
    ratings = Ratings.of(((cell.call_id, cell.rater_id, cell.answer) for cell in cells), values=answers_of(question))
    told, rest = apart(ratings, CANNOT_TELL)
    applied, rated = apart(rest, NOT_APPLICABLE)
    return told, applied, rated


def _criterion(table: Table, question: Question, people: frozenset[int]) -> OfCriterion:
    cells = [cell for cell in table.cells if cell.criterion == question.id]
    theirs = [cell for cell in cells if cell.rater_id in people]
    told, applied, rated = split(question, theirs)
    scale = scale_of(question)
    by_call = {call_id: [cell.answer for cell in theirs if cell.call_id == call_id] for call_id in table.calls}
    machine = {cell.call_id: cell.answer for cell in cells if cell.rater_id == MACHINE}
    return OfCriterion(
        question=question,
        people=_agreement(rated, scale),
        everybody=_agreement(split(question, cells)[2], scale),
        applied=percent_agreement(applied),
        applied_ac1=ac1(applied),
        told=percent_agreement(told),
        left_out=sum(1 for cell in theirs if cell.answer in (NOT_APPLICABLE, CANNOT_TELL)),
        machine=_with_machine(table, cells),
        differing=tuple(call_id for call_id, answers in by_call.items() if len(set(answers)) > 1),
        machine_differs=tuple(
            call_id for call_id, answers in by_call.items() if call_id in machine and set(answers) - {machine[call_id]}
        ),
    )


def _agreement(ratings: Ratings, scale: Scale) -> Agreement:
    ordered = scale is Scale.ORDINAL and len(ratings.values) > 2
    return Agreement(
        calls=int(ratings.pairable.sum()),
        ratings=int(ratings.present.sum()),
        percent=percent_agreement(ratings),
        ac1=ac1(ratings),
        ac2=ac2(ratings, scale) if ordered else None,
        alpha=krippendorff_alpha(ratings, scale),
        scale=scale,
    )


Worth = dict[tuple[str, str], float]


def _worth(table: Table) -> Worth:
    """What each answer of each criterion is worth, 0–1: the one scale on which criteria can be put together."""
    return {
        (question.id, choice.key): choice.score
        for question in table.questions
        for choice in question.choices
        if choice.score is not None
    }


def _pooled(table: Table, worth: Worth, raters: Iterable[int]) -> Ratings:
    """All criteria of all calls as units."""
    among = set(raters)
    triples: list[tuple[Hashable, Hashable, float]] = [
        ((cell.call_id, cell.criterion), cell.rater_id, worth[cell.criterion, cell.answer])
        for cell in table.cells
        if cell.rater_id in among and (cell.criterion, cell.answer) in worth
    ]
    return Ratings.of(triples, values=sorted(set(worth.values())))


def _with_machine(table: Table, cells: Sequence[Cell]) -> Estimate:
    """The share of people who answer as the machine, mean over what it answered; the interval as of any share of units.

    Every answer counts, "not applicable" too: the question is whether people and machine say the same.
    """
    machine = {(cell.call_id, cell.criterion): cell.answer for cell in cells if cell.rater_id == MACHINE}
    same: dict[tuple[int, str], list[bool]] = {}
    for cell in cells:
        unit = (cell.call_id, cell.criterion)
        if cell.rater_id != MACHINE and unit in machine:
            same.setdefault(unit, []).append(cell.answer == machine[unit])
    if not same:
        return nothing(PERCENT, NO_PAIR)
    shares = np.array([fmean(each) for each in same.values()])
    p, n = float(shares.mean()), len(shares)
    variance = float(((shares - p) ** 2).sum()) / n**2
    compared = float(sum(map(len, same.values())))
    looks = float(n) if p in (0.0, 1.0) else min(compared, p * (1 - p) / max(variance, 1e-300))
    return Estimate(p, PERCENT, score_interval(p, looks))


def _pair(table: Table, worth: Worth, one: Rater, other: Rater) -> Pair:
    ratings = _pooled(table, worth, (one.id, other.id))
    return Pair(one, other, int(ratings.pairable.sum()), percent_agreement(ratings), ac1(ratings))


def _totals(table: Table, people: frozenset[int]) -> Estimate:
    scores = [(call_id, rater, score) for call_id, rater, score in table.scores if rater in people]
    return icc(Ratings.of(scores)).estimates["icc_2_1"]


def _strictness(table: Table, people: frozenset[int]) -> tuple[Strictness, ...]:
    """People against their own mean; the machine against the people's mean of each call."""
    scores = [(call_id, rater, score) for call_id, rater, score in table.scores if score is not None]
    among: dict[Hashable, Severity] = {
        each.rater: each for each in severity(Ratings.of([each for each in scores if each[1] in people]))
    }
    counted = {rater.id: sum(1 for _, rater_id, _ in scores if rater_id == rater.id) for rater in table.raters}
    found = []
    for rater in table.raters:
        if rater.id == MACHINE:
            points, interval = _machine_strictness(scores, people)
        else:
            own = among.get(rater.id)
            points, interval = (own.severity, own.interval) if own else (None, None)
        found.append(Strictness(rater, counted[rater.id], points, interval))
    return tuple(found)


def _machine_strictness(
    scores: Sequence[tuple[int, int, float]], people: frozenset[int]
) -> tuple[float | None, tuple[float, float] | None]:
    triples: list[tuple[Hashable, Hashable, float]] = []
    for call_id in dict.fromkeys(call_id for call_id, _, _ in scores):
        theirs = [score for call, rater, score in scores if call == call_id and rater in people]
        its = [score for call, rater, score in scores if call == call_id and rater == MACHINE]
        if theirs and its:
            triples += [(call_id, "people", fmean(theirs)), (call_id, "machine", its[0])]
    pairs = bland_altman(Ratings.of(triples)).pairs
    return (pairs[0].bias, pairs[0].bias_interval) if pairs else (None, None)


def _kept(table: Table, worth: Worth, rater: Rater) -> Kept:
    """Over every answer that has a reference."""
    agreed = {(call_id, criterion): answer for call_id, criterion, answer in table.references}
    own = {(cell.call_id, cell.criterion): cell.answer for cell in table.cells if cell.rater_id == rater.id}
    both = [unit for unit in agreed if unit in own]
    said = [(unit, who, of[unit]) for unit in both for who, of in (("rater", own), ("reference", agreed))]
    points = [
        (unit, who, worth[unit[1], of[unit]])
        for unit in both
        if (unit[1], own[unit]) in worth and (unit[1], agreed[unit]) in worth
        for who, of in (("rater", own), ("reference", agreed))
    ]
    rated = Ratings.of(points, values=sorted(set(worth.values())))
    return Kept(rater, len(both), percent_agreement(Ratings.of(said)), ac1(rated))
