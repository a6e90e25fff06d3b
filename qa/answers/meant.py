"""The facts of an entry that a stated value may mean, and how much speaks for each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from qa.answers.entries import Entry, Fact
from qa.answers.facts import Measure, Value, comparable
from qa.answers.meaning import (
    Around,
    day_conflict,
    mention,
    month_met,
    nearness,
    other_end,
    period_conflict,
    said_kind,
    specific,
    text_met,
)
from qa.answers.subject import Likely
from qa.answers.wording import terms

# 이백오십 원씩 빼 드립니다 tells of what is taken off, not of the fee.
_CUT = re.compile(r"(?:원|천|만|백)\s?(?:을|를|씩|이)?\s?(?:더\s)?(?:빼 ?드|깎아|빠지|빠져)")
_CUT_NAMED = re.compile(r"감면|할인|공제|감액|경감|환급|절감|discount|reduction", re.IGNORECASE)
_SPECIFIC, _MOST_SPECIFIC = 0.2, 0.4
_BY_KIND = 0.55  # a fact with a name of no content (처리 기간) is named by what it is said as (걸립니다)


@dataclass(frozen=True, slots=True)
class Meant:
    """A fact that a claim may mean, and how much speaks for it."""

    entry: Entry
    fact: Fact
    share: float
    named: float
    rank: float


def standing(entry: Entry, day: date | None, at: datetime | None) -> tuple[Fact, ...]:
    """The facts a call is judged by: valid on its day, as the table stands now or as it stood then."""
    return entry.facts_judging(day, at)


def options_of(each: Likely, value: Value, near: Around, day: date | None, at: datetime | None) -> Iterable[Meant]:
    """Facts of an entry that a value of this measure may mean."""
    facts = standing(each.entry, day, at)
    siblings = [fact for fact in facts if comparable_with(fact, value)]
    cut = value.measure is Measure.WON and _CUT.search(near.clause) is not None
    for fact in siblings:
        if day_conflict(fact, value, near) or period_conflict(fact, value, near) or other_end(fact, near.clause):
            continue
        if cut and not _CUT_NAMED.search(fact.name):
            continue
        named = mention(fact, siblings, near)
        kind = 0.15 if fact.type is value.type else 0.0
        if said_kind(near) is fact.type:
            kind += 0.3
            named = named if terms(fact.name) else max(named, _BY_KIND)
        if value.measure is Measure.DATE and month_met(fact, near):
            named = max(named, _BY_KIND)
        kind += 0.4 if any(value.same_as(known) for old in versions(each.entry, fact) for known in old.values) else 0.0
        kind += 0.3 if text_met(fact, siblings, near.clause) else 0.0
        kind += min(_MOST_SPECIFIC, _SPECIFIC * specific(fact, siblings, near))
        kind += 0.3 * nearness(fact, siblings, near.clause)
        yield Meant(each.entry, fact, each.share, named, named + each.share + kind + (0.05 if fact.required else 0.0))


def comparable_with(fact: Fact, value: Value) -> bool:
    return any(comparable(known, value) for known in fact.values)


def once_true(best: Meant, value: Value) -> bool:
    """Whether another version of the fact holds just this value."""
    return any(value.same_as(known) for fact in versions(best.entry, best.fact) for known in fact.values)


def versions(entry: Entry, fact: Fact) -> tuple[Fact, ...]:
    """The fact's other rows: what it was before, and will be."""
    return tuple(
        other for other in entry.facts if (other.type, other.name) == (fact.type, fact.name) and other is not fact
    )
