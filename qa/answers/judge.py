"""One claim against the facts it may mean: agree, contradict, or neither can be said.

Only *contradict* may cost points, so it needs a fact that is clearly meant; everything doubtful ends as *cannot tell*
or *not in the database*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rapidfuzz.distance import OSA

from qa.answers.claims import Claim
from qa.answers.entries import Entry, Fact
from qa.answers.facts import Measure, Value, comparable
from qa.answers.meaning import (
    Around,
    asked_for,
    better_named,
    day_conflict,
    fee_words_clash,
    mention,
    month_met,
    nearness,
    other_end,
    period_conflict,
    said_as,
    specific,
    text_met,
)
from qa.answers.spoken import find_all
from qa.answers.subject import Likely
from qa.answers.sureness import measure_features, probability
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


@dataclass(frozen=True, slots=True)
class Meant:
    """A fact that a claim may mean, and how much speaks for it."""

    entry: Entry
    fact: Fact
    share: float
    named: float
    rank: float


SURE_ENTRY, _PERHAPS_ENTRY = 0.8, 0.7
# 만 65세 이상은 무료: free for some is no other fee.
_CONDITION = re.compile(
    r"이상|이하|미만|부터|대상|경우|(?:이|하)시면|이면|라면|\b(?:aged|if|over|under|those|people who|"
    r"residents)\b",
    re.IGNORECASE,
)
# 이백오십 원씩 빼 드립니다 tells of what is taken off, not of the fee.
_CUT = re.compile(r"(?:원|천|만|백)\s?(?:을|를|씩|이)?\s?(?:더\s)?(?:빼 ?드|깎아|빠지|빠져)")
_CUT_NAMED = re.compile(r"감면|할인|공제|감액|경감|환급|절감|discount|reduction", re.IGNORECASE)
ENOUGH = 0.55  # how sure it has to be that another value is a contradiction
_CLEARLY_NAMED = 0.5
_WELL_NAMED = 0.6
_RARE_ENTRY = 0.5
_SPECIFIC, _MOST_SPECIFIC = 0.2, 0.4
_SIDES = 2
_FOUND, _ENOUGH_WHERE_LITTLE_IS_FOUND = 0.15, 0.8
_BY_KIND = 0.55  # a fact with a name of no content (처리 기간) is named by what it is said as (걸립니다)
_ANOTHER_ENTRY = 0.85
_BRIEF = 16  # characters of a clause that says little but the value
_SHORT_NUMBER = 4  # digits
_IN_NAMES = (Measure.LENGTH, Measure.AGE, Measure.PEOPLE, Measure.COUNT, Measure.PERCENT)
_LEAD = 0.35  # by so much may another fact be better named before an equal value counts for it


def standing(entry: Entry, day: date | None, at: datetime | None) -> tuple[Fact, ...]:
    """The facts a call is judged by: valid on its day, as the table stands now or as it stood then."""
    return entry.facts_judging(day, at)


def judge(
    claim: Claim,
    likely: Sequence[Likely],
    near: Around,
    day: date | None,
    at: datetime | None,
    rare: Callable[[Value], bool] | None = None,
) -> Judged:
    """The verdict on a claim, and the fact it was judged by. `rare` tells of a value that only one entry holds: whoever
    says it means that entry more likely than another.
    """
    if not likely:
        return Judged(Verdict.NOT_IN_DATABASE)
    value = claim.value
    options = [option for each in likely if each.is_meant for option in _options(each, value, near, day, at)]
    if not options:
        stale = _stale(likely, value, near, day, at)
        return stale or Judged(Verdict.NOT_IN_DATABASE, likely[0].entry if likely[0].share == 1 else None)
    best = max(options, key=lambda option: option.rank)
    right = [option for option in options if any(value.same_as(known) for known in option.fact.values)]
    alike = SURE_ENTRY if rare is None or not rare(value) else _RARE_ENTRY
    right = [option for option in right if option.share >= alike or option.named >= _CLEARLY_NAMED]
    if right:
        equal = max(right, key=lambda option: option.rank)
        clearly_other = (
            best.named >= _CLEARLY_NAMED
            and (best.rank - equal.rank > _LEAD or _better_named(best, equal, near))
            and (best.fact.type is equal.fact.type or said_as(near.clause) is best.fact.type)
            and (best.entry is equal.entry or (equal.share < _ANOTHER_ENTRY and not _titled_here(equal, best, near)))
            # Two versions of one fact are no two facts: which of them is right was corrected after the call.
            and (best.entry is not equal.entry or best.fact.name != equal.fact.name)
        )
        alone = value.interval is not None and value.interval.single
        if alone and not (asked_for(value.measure, near) or equal.named >= _CLEARLY_NAMED):
            return Judged(Verdict.NOT_IN_DATABASE, equal.entry)
        if best is equal or not clearly_other:
            return Judged(Verdict.AGREE, equal.entry, equal.fact, equal.rank)
    if "0" in value.keys and value.measure is Measure.WON and _CONDITION.search(near.clause):
        return Judged(Verdict.NOT_IN_DATABASE, best.entry)
    if "0" in value.keys and value.measure is Measure.WON and best.named < _CLEARLY_NAMED and not _asks_this(near):
        return Judged(Verdict.NOT_IN_DATABASE, best.entry)
    if value.measure is Measure.PHONE and max(map(len, value.keys)) <= _SHORT_NUMBER and best.named < _CLEARLY_NAMED:
        return Judged(Verdict.NOT_IN_DATABASE, best.entry)  # 182 is somebody else's number
    if _is_a_name(value, likely):
        return Judged(Verdict.NOT_IN_DATABASE, best.entry)
    if fee_words_clash(near, value, best.entry, best.fact):
        return Judged(Verdict.NOT_IN_DATABASE, best.entry)
    stale = _stale(likely, value, near, day, at)
    if stale is not None and stale.evidence > best.named:
        return stale
    best_is_subject = any(each.is_subject for each in likely if each.entry is best.entry)
    sure = probability(features_of(claim, best, options, likely, near))
    if sure < (ENOUGH if likely[0].score >= _FOUND or best_is_subject else _ENOUGH_WHERE_LITTLE_IS_FOUND):
        return Judged(Verdict.NOT_IN_DATABASE, best.entry, None, sure)
    if best.named < _CLEARLY_NAMED and (old := _stale(likely, value, near, day, at, _PERHAPS_ENTRY)):
        return old
    unclear = claim.doubtful and not _clear_here(claim, best, near)
    # Somebody's age is no condition: only one with a side (부터, 이상) can differ from one.
    unclear = unclear or (value.measure is Measure.AGE and len(value.keys) > _SIDES)
    if _so_many_times(value, best.fact, near):
        return Judged(Verdict.AGREE, best.entry, best.fact, best.rank)
    told_apart = _once_true(best, value) or any(
        _near_miss(value, known) and not _some_of(value, known) for known in best.fact.values
    )
    if claim.about or unclear or _nearly(value, best.fact.values) or (claim.sum and not told_apart):
        return Judged(Verdict.CANNOT_TELL, best.entry, best.fact, sure)
    return _different(best, value, sure, day)


def _asks_this(near: Around) -> bool:
    """Whether a price was asked for, so that "nothing" is one."""
    return asked_for(Measure.WON, near)


def _titled_here(equal: Meant, best: Meant, near: Around) -> bool:
    """Whether this turn names the matter of the one entry and not that of the other."""
    here = near.before + near.clause
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


def _clear_here(claim: Claim, best: Meant, near: Around) -> bool:
    """Whether what is doubtful alone is clear in its place: a length that was asked for, one time where the fact is."""
    if claim.value.measure in (Measure.LENGTH, Measure.DATE):
        return best.named >= _WELL_NAMED or asked_for(claim.value.measure, near)
    single = claim.value.interval is not None and claim.value.interval.single
    known_single = any(known.interval and known.interval.single for known in best.fact.values)
    return single and known_single


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


def _options(each: Likely, value: Value, near: Around, day: date | None, at: datetime | None) -> Iterable[Meant]:
    """Facts of an entry that a value of this measure may mean."""
    facts = standing(each.entry, day, at)
    siblings = [fact for fact in facts if _comparable(fact, value)]
    cut = value.measure is Measure.WON and _CUT.search(near.clause) is not None
    for fact in siblings:
        if day_conflict(fact, value, near) or period_conflict(fact, value, near) or other_end(fact, near.clause):
            continue
        if cut and not _CUT_NAMED.search(fact.name):
            continue
        named = mention(fact, siblings, near)
        kind = 0.15 if fact.type is value.type else 0.0
        if said_as(near.clause) is fact.type:
            kind += 0.3
            named = named if terms(fact.name) else max(named, _BY_KIND)
        if value.measure is Measure.DATE and month_met(fact, near):
            named = max(named, _BY_KIND)
        kind += 0.4 if any(value.same_as(known) for old in _versions(each.entry, fact) for known in old.values) else 0.0
        kind += 0.3 if text_met(fact, siblings, near.clause) else 0.0
        kind += min(_MOST_SPECIFIC, _SPECIFIC * specific(fact, siblings, near))
        kind += 0.3 * nearness(fact, siblings, near.clause)
        yield Meant(each.entry, fact, each.share, named, named + each.share + kind + (0.05 if fact.required else 0.0))


def _comparable(fact: Fact, value: Value) -> bool:
    return any(comparable(known, value) for known in fact.values)


def features_of(
    claim: Claim, best: Meant, options: Sequence[Meant], likely: Sequence[Likely], near: Around
) -> dict[str, float]:
    """What speaks for a claim being about a fact, for :mod:`qa.answers.sureness`."""
    value = claim.value
    siblings = [option.fact for option in options if option.entry is best.entry]
    of_entry = next(each for each in likely if each.entry is best.entry)
    second = max((option.rank for option in options if option is not best), default=0.0)
    interval = value.interval
    repeated = bool(near.asked and "0" not in value.keys) and any(
        value.same_as(said.value) for said in find_all(near.asked[0])
    )
    asked = float(repeated or asked_for(value.measure, near))
    return {
        "named": best.named,
        "named_well": float(best.named >= _WELL_NAMED),
        "alone": float(len(siblings) == 1),
        "asked": asked,
        "confirmed": float(repeated or claim.confirmed is not None),
        "near_miss": float(any(_near_miss(value, known) for known in best.fact.values)),
        "once_true": float(_once_true(best, value)),
        "share": best.share,
        "coverage": min(1.0, of_entry.coverage * 2),
        "score": min(1.0, of_entry.score * 2),
        "lead": min(1.0, max(0.0, best.rank - second)),
        "kind": float(said_as(near.clause) is best.fact.type),
        "text": float(text_met(best.fact, siblings, near.clause)),
        "brief": float(len(near.clause) < _BRIEF),
        "both_ends": float(bool(interval and interval.opens and interval.closes and not interval.single)),
        "doubtful": float(claim.doubtful and not _clear_here(claim, best, near)),
        "required": float(best.fact.required),
        "in_turn": float(any(speaks_of(term, near.clause + near.before) for term in terms(best.entry.title))),
        "is_subject": float(of_entry.is_subject is True),
        "no_subject": float(of_entry.is_subject is None),
        "dominance": 1.0 - max((each.share for each in likely if each.entry is not best.entry), default=0.0),
        "asked_alone": float(asked and len(siblings) == 1),
        "asked_named": asked * best.named,
        "known_elsewhere": float(any(value.same_as(known) for option in options for known in option.fact.values)),
        **measure_features(value.measure),
    }


def _once_true(best: Meant, value: Value) -> bool:
    """Whether another version of the fact holds just this value."""
    return any(value.same_as(known) for fact in _versions(best.entry, best.fact) for known in fact.values)


def _versions(entry: Entry, fact: Fact) -> tuple[Fact, ...]:
    """The fact's other rows: what it was before, and will be."""
    return tuple(
        other for other in entry.facts if (other.type, other.name) == (fact.type, fact.name) and other is not fact
    )


def _near_miss(value: Value, known: Value) -> bool:
    """Whether a value is one slip of the tongue from the known one: a digit, two swapped, an hour."""
    if value.measure is not known.measure:
        return False
    if value.measure is Measure.PHONE:
        return any(OSA.distance(one, other) <= 2 for one in value.keys for other in known.keys)
    if value.measure is Measure.DATE:
        return any(OSA.distance(one, other) == 1 for one in value.keys for other in known.keys)
    if value.measure is Measure.WON:
        one, other = next(iter(sorted(value.keys))), next(iter(sorted(known.keys)))
        return len(one) == len(other) and OSA.distance(one.rstrip("0"), other.rstrip("0")) <= 1
    if value.interval and known.interval:
        return bool(value.interval.opens & known.interval.opens or value.interval.closes & known.interval.closes)
    return False


def _so_many_times(value: Value, fact: Fact, near: Around) -> bool:
    """Whether an amount is the known one times a number that was said: 3통이면 3,000원, six thousand for two."""
    if value.measure is not Measure.WON:
        return False
    said = near.clause + " " + near.before + " " + (near.asked[0] if near.asked else "")
    for known in fact.values:
        if known.measure is not Measure.WON or known.span or not _some_of(value, known):
            continue
        times = int(next(iter(value.keys))) // int(next(iter(known.keys)))
        if times in _TIMES and _TIMES[times].search(said):
            return True
    return False


_COUNTERS = "(?:통|장|명|분|개|권|매|시간|사람|식구|대|박|마리|자리|강좌|달|개월)"
_TIMES = {
    times: re.compile(
        rf"(?<![가-힣\d])(?:{native}|{times})\s?{_COUNTERS}|(?<![가-힣]){together}|\b(?:{english}){also}\b",
        re.IGNORECASE,
    )
    for times, (native, together, english, also) in {
        2: ("두", "둘", "two", "|both|couple|me and my \\w+"),
        3: ("세", "셋", "three", ""),
        4: ("네", "넷", "four", ""),
        5: ("다섯", "다섯", "five", ""),
        6: ("여섯", "여섯", "six", ""),
    }.items()
}


def _some_of(value: Value, known: Value) -> bool:
    """Whether an amount is the known one several times over: 두 통이면 이천 원."""
    one, other = next(iter(value.keys)), next(iter(known.keys))
    return one.isdigit() and other.isdigit() and int(other) > 0 and int(one) % int(other) == 0


def _nearly(value: Value, known: Sequence[Value]) -> bool:
    """Three days and three working days: whoever leaves the word out may mean the same."""
    if value.measure is not Measure.LENGTH:
        return False
    numbers = {key.rstrip("bdhmin") for key in value.keys if key[-1] in "bd"}
    return any(
        key[-1] in "bd" and key.rstrip("bdhmin") in numbers
        for each in known
        if each.measure is value.measure
        for key in each.keys
    )


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
            and _comparable(fact, value)
        ]
        if gone:
            named = [(mention(fact, gone, near), fact) for fact in gone]
            score, fact = max(named, key=lambda pair: pair[0])
            return Judged(Verdict.NOT_IN_DATABASE, each.entry, fact, score + 0.01, stale=True)
    return None
