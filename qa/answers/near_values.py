"""How two values lie to each other beyond being equal: a slip apart, several times the other, all but the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from qa.answers.entries import Fact
from qa.answers.facts import Measure, Value
from qa.answers.meaning import Around
from qa.answers.times import LUNCH, days_named


def same(value: Value, known: Value, fact: Fact) -> bool:
    """Whether they are equal; a break that the fact's name already names (점심시간 유예) is no other time of day."""
    if value.interval and LUNCH in value.interval.days and LUNCH in days_named(fact.name):
        value = replace(value, interval=replace(value.interval, days=value.interval.days - {LUNCH}))
    return value.same_as(known)


def near_miss(value: Value, known: Value) -> bool:
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


def so_many_times(value: Value, fact: Fact, near: Around) -> bool:
    """Whether an amount is the known one times a number that was said: 3통이면 3,000원, six thousand for two."""
    if value.measure is Measure.COUNT:
        return any(_times_over(value, known, near) for known in fact.values if known.measure is Measure.COUNT)
    if value.measure is not Measure.WON:
        return False
    said = near.clause + " " + near.before + " " + (near.asked[0] if near.asked else "")
    for known in fact.values:
        if known.measure is not Measure.WON or known.span or not some_of(value, known):
            continue
        times = int(next(iter(value.keys))) // int(next(iter(known.keys)))
        if times in _TIMES and _TIMES[times].search(said):
            return True
    return False


def _times_over(value: Value, known: Value, near: Around) -> bool:
    one, other = (int("".join(sign for sign in next(iter(each.keys)) if sign.isdigit())) for each in (value, known))
    asked = near.clause + " " + (near.asked[0] if near.asked else "")
    return other > 0 and one % other == 0 and one // other in _TIMES and bool(_TIMES[one // other].search(asked))


def some_of(value: Value, known: Value) -> bool:
    """Whether an amount is the known one several times over: 두 통이면 이천 원."""
    one, other = next(iter(value.keys)), next(iter(known.keys))
    return one.isdigit() and other.isdigit() and int(other) > 0 and int(one) % int(other) == 0


def nearly(value: Value, known: Sequence[Value]) -> bool:
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
