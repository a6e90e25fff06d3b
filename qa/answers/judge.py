"""One claim against the facts it may mean: agree, contradict, or neither can be said.

Only *contradict* may cost points, so it needs a fact that is clearly meant; everything doubtful ends as *cannot tell*
or *not in the database*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from qa.answers.claims import Claim
from qa.answers.entries import Entry, Fact
from qa.answers.evidence import clear_here, features_of
from qa.answers.facts import Measure, Value
from qa.answers.meaning import Around, asked_for, better_named, fee_words_clash, mention, said_kind
from qa.answers.meant import Meant, comparable_with, once_true, options_of, standing
from qa.answers.near_values import near_miss, nearly, same, so_many_times, some_of
from qa.answers.spoken import find_all
from qa.answers.subject import Likely
from qa.answers.sureness import probability
from qa.answers.wording import speaks_of, terms


class Verdict(StrEnum):
    AGREE = "agree"
    CONTRADICT = "contradict"
    NOT_STATED = "not_stated"
    NOT_IN_DATABASE = "not_in_database"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Judged:
    """`fact` is the one that was meant, None where none is. `evidence`: how much speaks for it. `stale`: the fact is
    no longer valid and nothing follows it. `outdated`: what was said was true once; `early`: it will be; `misheard`:
    the difference may be a slip of the recogniser.
    """

    verdict: Verdict
    entry: Entry | None = None
    fact: Fact | None = None
    evidence: float = 0.0
    stale: bool = False
    outdated: bool = False
    early: bool = False
    misheard: bool = False


SURE_ENTRY, _PERHAPS_ENTRY = 0.8, 0.7
# 만 65세 이상은 무료: free for some is no other fee.
_CONDITION = re.compile(
    r"이상|이하|미만|부터|(?:세|살)까지|대상|경우|[가-힣]시면|이면|라면|\b(?:aged|if|over|under|those|people who|"
    r"residents)\b",
    re.IGNORECASE,
)
ENOUGH = 0.55  # how sure it has to be that another value is a contradiction
_CLEARLY_NAMED = 0.5
_RARE_ENTRY = 0.5
_SIDES = 2
_FOUND, _ENOUGH_WHERE_LITTLE_IS_FOUND = 0.15, 0.8
_ANOTHER_ENTRY = 0.85
_SHORT_NUMBER = 4  # digits
_IN_NAMES = (Measure.LENGTH, Measure.AGE, Measure.PEOPLE, Measure.COUNT, Measure.PERCENT)
_LEAD = 0.35  # by so much may another fact be better named before an equal value counts for it


def judge(
    claim: Claim,
    likely: Sequence[Likely],
    near: Around,
    day: date | None,
    at: datetime | None,
    rare: Callable[[Value], bool] | None = None,
    told: Collection[tuple[str, str]] = (),
) -> Judged:
    """The verdict on a claim, and the fact it was judged by. `rare` tells of a value that only one entry holds: whoever
    says it means that entry more likely than another. `told`: facts, by entry and name, that were spoken of before: who
    then says nearly the same value (아, 팔천이백 원이네요) means that fact.
    """
    if not likely:
        return Judged(Verdict.NOT_IN_DATABASE)
    value = claim.value
    options = [option for each in likely if each.is_meant for option in options_of(each, value, near, day, at)]
    if not options:
        stale = _stale(likely, value, near, day, at)
        return stale or Judged(Verdict.NOT_IN_DATABASE, likely[0].entry if likely[0].share == 1 else None)
    best = max(options, key=lambda option: option.rank)
    right = [option for option in options if any(same(value, known, option.fact) for known in option.fact.values)]
    alike = SURE_ENTRY if rare is None or not rare(value) else _RARE_ENTRY
    right = [option for option in right if option.share >= alike or option.named >= _CLEARLY_NAMED]
    if right:
        equal = max(right, key=lambda option: option.rank)
        clearly_other = _clearly_other(best, equal, near)
        alone = value.interval is not None and value.interval.single
        if alone and not (asked_for(value.measure, near) or equal.named >= _CLEARLY_NAMED):
            return Judged(Verdict.NOT_IN_DATABASE, equal.entry)
        if best is equal or not clearly_other:
            return Judged(Verdict.AGREE, equal.entry, equal.fact, equal.rank)
    if any(same(value, known, best.fact) for known in best.fact.values):
        return Judged(Verdict.AGREE, best.entry, best.fact, best.rank)  # of an entry that is less sure
    if _means_another_thing(value, best, likely, near):
        return Judged(Verdict.NOT_IN_DATABASE, best.entry)
    stale = _stale(likely, value, near, day, at)
    if stale is not None and stale.evidence > best.named:
        return stale
    best_is_subject = any(each.is_subject for each in likely if each.entry is best.entry)
    sure = probability(features_of(claim, best, options, likely, near))
    if (best.entry.id, best.fact.name) in told and any(near_miss(value, known) for known in best.fact.values):
        sure = max(sure, ENOUGH)
    if sure < (ENOUGH if likely[0].score >= _FOUND or best_is_subject else _ENOUGH_WHERE_LITTLE_IS_FOUND):
        return Judged(Verdict.NOT_IN_DATABASE, best.entry, None, sure)
    if best.named < _CLEARLY_NAMED and (old := _stale(likely, value, near, day, at, _PERHAPS_ENTRY)):
        return old
    unclear = claim.doubtful and not clear_here(claim, best, near)
    # Somebody's age is no condition: only one with a side (부터, 이상) can differ from one.
    unclear = unclear or (value.measure is Measure.AGE and len(value.keys) > _SIDES)
    if so_many_times(value, best.fact, near):
        return Judged(Verdict.AGREE, best.entry, best.fact, best.rank)
    told_apart = once_true(best, value) or any(
        near_miss(value, known) and not some_of(value, known) for known in best.fact.values
    )
    if claim.about or unclear or nearly(value, best.fact.values) or (claim.sum and not told_apart):
        return Judged(Verdict.CANNOT_TELL, best.entry, best.fact, sure)
    return _different(best, value, sure, day)


def _clearly_other(best: Meant, equal: Meant, near: Around) -> bool:
    """Whether another fact than the one that holds just this value was meant."""
    return (
        best.named >= _CLEARLY_NAMED
        and (best.rank - equal.rank > _LEAD or _better_named(best, equal, near))
        and (best.fact.type is equal.fact.type or said_kind(near) is best.fact.type)
        and (best.entry is equal.entry or (equal.share < _ANOTHER_ENTRY and not _titled_here(equal, best, near)))
        # Two versions of one fact are no two facts: which of them is right was corrected after the call.
        and (best.entry is not equal.entry or best.fact.name != equal.fact.name)
    )


def _means_another_thing(value: Value, best: Meant, likely: Sequence[Likely], near: Around) -> bool:
    """Whether the value, though of the fact's measure, is none of its kind."""
    hardly_named = best.named < _CLEARLY_NAMED
    if "0" in value.keys and value.measure is Measure.WON:
        for_some = _CONDITION.search(near.clause) is not None
        if for_some or (hardly_named and not asked_for(Measure.WON, near)):
            return True
    if value.measure is Measure.PHONE and hardly_named and max(map(len, value.keys)) <= _SHORT_NUMBER:
        return True  # 182 is somebody else's number
    return _is_a_name(value, likely) or fee_words_clash(near, value, best.entry, best.fact)


def _titled_here(equal: Meant, best: Meant, near: Around) -> bool:
    """Whether this turn names the matter of the one entry and not that of the other."""
    here = " ".join((near.before, near.clause, *near.asked[:1]))
    own, other = terms(equal.entry.title), terms(best.entry.title)
    return any(speaks_of(term, here) for term in own - other) and not any(speaks_of(term, here) for term in other - own)


def _is_a_name(value: Value, likely: Sequence[Likely]) -> bool:
    """Whether the value stands in the name of a fact: 복수여권 10년, 30일 이내 지연 과태료."""
    return value.measure in _IN_NAMES and any(
        value.same_as(stated.value)
        for each in likely
        if each.is_meant
        for fact in each.entry.facts
        for stated in find_all(fact.name, alone=True)
    )


def _better_named(best: Meant, equal: Meant, near: Around) -> bool:
    """Whether of two facts of an entry one was named and the other was not: 승합차 for 승용차."""
    same_kind = best.entry is equal.entry and best.fact.type is equal.fact.type
    return same_kind and better_named(best.fact, equal.fact, near)


def _different(best: Meant, value: Value, sure: float, day: date | None) -> Judged:
    """Another value than the fact's: perhaps one that was true once, or one that is still to come."""
    versions = [
        fact
        for fact in best.entry.facts
        if (fact.type, fact.name) == (best.fact.type, best.fact.name)
        and any(value.same_as(each) for each in fact.values)
    ]
    early = any(day and fact.valid_from and fact.valid_from > day for fact in versions)
    if early:
        return Judged(Verdict.CANNOT_TELL, best.entry, best.fact, sure, early=True)
    return Judged(Verdict.CONTRADICT, best.entry, best.fact, sure, outdated=bool(versions))


def _stale(
    likely: Sequence[Likely],
    value: Value,
    near: Around,
    day: date | None,
    at: datetime | None,
    least: float = SURE_ENTRY,
) -> Judged | None:
    """The fact that ran out before the call with nothing to follow it, where the claim is about that one."""
    if day is None:
        return None
    for each in likely:
        if each.share < least or not each.is_meant:
            continue
        alive = {(fact.type, fact.name) for fact in standing(each.entry, day, at)}
        gone = [
            fact
            for fact in each.entry.facts
            if (fact.type, fact.name) not in alive
            and fact.valid_to
            and fact.valid_to < day
            and comparable_with(fact, value)
        ]
        if gone:
            named = [(mention(fact, gone, near), fact) for fact in gone]
            score, fact = max(named, key=lambda pair: pair[0])
            return Judged(Verdict.NOT_IN_DATABASE, each.entry, fact, score + 0.01, stale=True)
    return None
