"""Hours, dates and lengths of time as English speech and writing give them, in the values of the Korean ones.

half past nine in the morning → 09:30; the thirty-first of July → 7-31; three working days → 3b.
"""

from __future__ import annotations

import re
from functools import lru_cache

from qa.answers.dates import Dated, length_keys, length_text
from qa.answers.times import HALF_DAY, Interval, Moment, days_before, minutes_of
from qa.language.spoken_numbers import english_numbers, read_english

_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOUR = rf"(?P<hour>\d{{1,2}}|{'|'.join(sorted(_HOURS, key=len, reverse=True))})"
_MINUTE = (
    r"(?:[:.](?P<written>\d{2})|[\s-](?P<spoken>oh five|ten|fifteen|twenty(?:[\s-]five)?|thirty(?:[\s-]five)?|"
    r"forty(?:[\s-]five)?|fifty(?:[\s-](?:five|nine))?)(?![\s-]?(?:won|thousand|hundred|days?|minutes?|percent)))"
)
_LATE = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "twenty-one",
         "twenty-two", "twenty-three")  # fmt: skip
_PART = (
    r"(?:\s*(?P<part>a\.?m\b\.?|p\.?m\b\.?|o'?clock(?:\s+in the (?:morning|afternoon|evening)|\s+at night)?|"
    r"in the (?:morning|afternoon|evening)|at night|hours\b))"
)
_MOMENT = re.compile(
    rf"\b(?:(?P<past>half past|quarter (?:past|to)|"
    rf"(?:five|ten|twenty(?:[- ]five)?) (?:past|to))\s+)?{_HOUR}(?![\d,]*\d){_MINUTE}?{_PART}?(?![\w:])"
    r"|\b(?P<named>noon|midday|midnight)\b",
    re.IGNORECASE,
)
_LATE_TIME = re.compile(
    rf"\b(?:at|until|till|from|by|to|before|"
    rf"after)\s+(?P<hour>{'|'.join(word.replace('-', '[ -]') for word in sorted(_LATE, key=len, reverse=True))})"
    r"(?:\s+(?P<spoken>oh five|ten|fifteen|twenty(?:[\s-]five)?|thirty(?:[\s-]five)?|forty(?:[\s-]five)?|"
    r"fifty(?:[\s-]five)?)|\s+hundred(?:\s+hours)?)\b(?!\s*(?:won|people|thousand))",
    re.IGNORECASE,
)
_A_RANGE = re.compile(
    r"(?:\b(?:week(?:day|end)s?|\w+days?|daily|every day|open|hours are|from)|^\W*)[,:]?\s*(?:from\s+)?$", re.IGNORECASE
)
_BEFORE = re.compile(
    r"(?:\b(?:from|at|until|till|til|to|by|between|and|opens?|closes?|through|after|before|than)|"
    r"[-–~])\s*(?:about\s+)?$",
    re.I,
)
_CLOSES = re.compile(
    r"\b(?:until|till|til|closes?(?:d)?(?:\s+\w+)?(?:\s+at)?|ends?(?:\s+at)?|last (?:train|bus|"
    r"entry|admission)\b[^.,]{0,16}|up to|through|shuts?(?:\s+at)?|locks? up(?:\s+at)?|by|to)\s*$",
    re.I,
)
_OPENS = re.compile(
    r"\b(?:from|opens?(?:\s+\w+)?(?:\s+at)?|starts?(?:\s+at)?|begins?(?:\s+at)?|first (?:train|"
    r"bus)\b[^.,]{0,16}|open from)\s*$",
    re.I,
)
_JOIN = re.compile(
    r"\s*(?:,\s*)?(?:to|until|till|til|through|and|-|–|~|closes? at|and closes? at|all the way (?:to|until))\s*", re.I
)
_COUNTS = re.compile(r"\s*(?:%|percent|won|days?|weeks?|months?|years?|minutes?|hours?\s+(?:a|per)|people|floors?|"
        r"copies|photos?|thousand|hundred|\w+th\b|(?:oh|zero|one|two|three|four|five|six|seven|eight|"
        r"nine)\b)", re.I)  # fmt: skip
_MINUTES = {"oh five": 5} | {
    f"{tens}{joint}{ones}": value + (one)
    for tens, value in (("ten", 10), ("fifteen", 15), ("twenty", 20), ("thirty", 30), ("forty", 40), ("fifty", 50))
    for ones, one in (("", 0), ("five", 5), ("nine", 9))
    for joint in ((" ", "-") if ones else ("",))
}
_PAST = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty five": 25}


@lru_cache(maxsize=4096)
def english_intervals(text: str) -> tuple[Interval, ...]:
    """As :func:`qa.answers.times.intervals`; an hour counts only beside a word of time (at, from, until, a.m. …)."""
    if not re.search(r"[A-Za-z]{2}", text):
        return ()
    found: list[Interval] = []
    moments = _moments(text)
    taken = -1
    for place, moment in enumerate(moments):
        if place <= taken:
            continue
        following = moments[place + 1] if place + 1 < len(moments) else None
        before = text[: moment.start]
        days = days_before(text, moment.start) or _days_after(text, moment.end)
        if following and _JOIN.fullmatch(text[moment.end : following.start]):
            closes = _after(moment.minutes, following.minutes)
            days = days_before(text, moment.start) or _days_after(text, following.end)
            found.append(Interval(moment.start, following.end, moment.minutes, closes, days))
            taken = place + 1
        elif _CLOSES.search(before):
            found.append(Interval(moment.start, moment.end, frozenset(), moment.minutes, days))
        elif _OPENS.search(before):
            found.append(Interval(moment.start, moment.end, moment.minutes, frozenset(), days))
        else:
            found.append(
                Interval(moment.start, moment.end, moment.minutes, moment.minutes, days, single=True, doubtful=True)
            )
    for match in re.finditer(
        r"\b(?:24|twenty[- ]four)[ -]hours?(?: a day)?\b|\b(?:around|round) the clock\b", text, re.I
    ):
        found.append(Interval(match.start(), match.end(), frozenset((0,)), frozenset((0,))))
    return tuple(found)


def _days_after(text: str, end: int) -> frozenset[str]:
    near = re.match(r"[^.;]{0,30}", text[end:])
    return days_before(near[0], len(near[0])) if near and re.match(r"\s*(?:on|at|every|,)", near[0]) else frozenset()


def _after(opens: frozenset[int], closes: frozenset[int]) -> frozenset[int]:
    later = frozenset(minute for minute in closes if minute > min(opens))
    return later if len(opens) == 1 and later else closes


def _moments(text: str) -> list[Moment]:
    found: list[Moment] = []
    for match in _MOMENT.finditer(text):
        if match["named"]:
            minutes = {0 if match["named"].lower() == "midnight" else HALF_DAY}
            found.append(Moment(match.start(), match.end(), frozenset(minutes)))
            continue
        both = (match["past"] or "").lower().removesuffix(" to")
        if both in _HOURS and _A_RANGE.search(text[: match.start()]):  # weekdays, ten to five
            first = minutes_of(_HOURS.index(both) + 1, 0, "")
            found.append(Moment(match.start(), match.start() + len(both), frozenset(first)))
            hour = match["hour"].lower()
            last = minutes_of(int(hour) if hour.isdigit() else _HOURS.index(hour) + 1, 0, "")
            found.append(Moment(match.start("hour"), match.end(), frozenset(last)))
            continue
        clear = match["past"] or match["part"] or (match["written"] and ":" in match[0])
        joins = found and _JOIN.fullmatch(text[found[-1].end : match.start()])
        if (
            not clear
            and not joins
            and not (_BEFORE.search(text[: match.start()]) and _followed_by_a_time(text, match.end()))
        ):
            continue
        if not clear and _COUNTS.match(text, match.end()):
            continue
        hour = int(match["hour"]) if match["hour"].isdigit() else _HOURS.index(match["hour"].lower()) + 1
        minute = int(match["written"] or 0) or _MINUTES.get(re.sub(r"\s+", " ", (match["spoken"] or "").lower()), 0)
        part = (match["part"] or "").lower()
        if match["past"]:
            ahead, way = match["past"].lower().replace("-", " ").rsplit(" ", 1)
            minute += _PAST[ahead] if way == "past" else -_PAST[ahead]
        if hour > 24 or minute >= 60:
            continue
        if match["written"] and not part and hour != 12 and len(match["hour"]) == 2:
            minutes = {(hour * 60 + minute) % (2 * HALF_DAY)}
        else:
            half = "a" if "morning" in part or (part.startswith("a") and "night" not in part) else ""
            half = half or ("p" if re.search(r"afternoon|evening|night|^p", part) else "")
            minutes = minutes_of(hour, 0, half)
            minutes = {(value + minute) % (2 * HALF_DAY) for value in minutes}
        found.append(Moment(match.start(), match.end(), frozenset(minutes)))
    for match in _LATE_TIME.finditer(text):  # sails at eighteen fifty
        hour = _LATE.index(match["hour"].lower().replace(" ", "-")) + 13
        minute = _MINUTES.get(re.sub(r"\s+", " ", (match["spoken"] or "").lower()), 0)
        if not any(item.start < match.end() and match.start("hour") < item.end for item in found):
            found.append(Moment(match.start("hour"), match.end(), frozenset((hour * 60 + minute,))))
    return sorted(found, key=lambda moment: moment.start)


def _followed_by_a_time(text: str, end: int) -> bool:
    return not re.match(
        r"\s*[-,]?\s*(?:%|[a-z]*\s?(?:won|percent)|days?|weeks?|months?|years?|minutes?|hours?\b|people|(?:working|business)\s|\d)",
        text[end:],
        re.I,
    )


_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_ONES = tuple(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
)
_ORDINALS = (
    {word: place + 1 for place, word in enumerate(_ONES)}
    | {
        f"{tens}{joint}{word}": value + place + 1
        for tens, value in (("twenty", 20), ("thirty", 30))
        for place, word in enumerate(_ONES[:9])
        for joint in ("-", " ")
    }
    | {"thirtieth": 30}
)
_ORDINAL = rf"(?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}|\d{{1,2}}(?:st|nd|rd|th)?)"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_DATE = re.compile(
    rf"\b(?:the\s+)?(?P<day>{_ORDINAL}|end|last)\s+(?:day\s+)?(?:of\s+)?(?:{_MONTH}|(?P<every>(?:every|each|"
    rf"the|(?:the )?(?:previous|preceding|next|following))\s+month))\b"
    rf"|\b{_MONTH.replace('month', 'month2')}\s+(?:the\s+)?(?P<day2>{_ORDINAL}|"
    rf"{'|'.join(_HOURS)})\b(?!\s*(?:won|thousand|:))",
    re.IGNORECASE,
)
_BARE_DAY = re.compile(
    rf"\b(?:on|by|until|before|till) the (?P<day>{_ORDINAL})\b(?!-|\s+(?:floor|of|day|time|window|"
    rf"exit|person|year|grade))",
    re.IGNORECASE,
)
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@lru_cache(maxsize=4096)
def english_dates(text: str) -> tuple[Dated, ...]:
    found: list[Dated] = []
    for match in _DATE.finditer(text):
        said = (match["day"] or match["day2"]).lower()
        if match["every"]:
            number = 31 if said in ("end", "last") else _ordinal(said)
            if number and 1 <= number <= 31:
                shown = "말일" if number == 31 else f"{number}일"
                found.append(Dated(match.start(), match.end(), frozenset((f"*-{number}",)), f"매월 {shown}"))
            continue
        month = _MONTHS.index((match["month"] or match["month2"]).lower()) + 1
        number = _LAST_DAYS[month - 1] if said in ("end", "last") else _ordinal(said)
        if number and 1 <= number <= 31:
            found.append(Dated(match.start(), match.end(), frozenset((f"{month}-{number}",)), f"{month}월 {number}일"))
    for match in _BARE_DAY.finditer(text):
        number = _ordinal(match["day"].lower())
        if number and 1 <= number <= 31:
            found.append(Dated(match.start("day"), match.end(), frozenset((f"*-{number}",)), f"{number}일"))
    return tuple(found)


def _ordinal(said: str) -> int | None:
    digits = re.match(r"\d+", said)
    return int(digits[0]) if digits else _ORDINALS.get(re.sub(r"\s+", " ", said)) or read_english(said)


_UNITS = {
    "day": ("d", 1), "week": ("d", 7), "fortnight": ("d", 14), "month": ("m", 1), "year": ("m", 12),
    "hour": ("h", 1), "minute": ("min", 1),
}  # fmt: skip
_UNIT = re.compile(
    r"[\s-]*(?P<working>(?:working|business|office)\s+)?(?P<unit>day|week|fortnight|month|year|"
    r"hour|minute)s?\b(?!\s+(?:old|of age|pass|ticket|(?:and|or) (?:over|older|under|younger|above|up)))",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?P<half>half an?|an?|one)\s+(?P<working>working\s+|business\s+)?(?P<unit>day|week|"
        r"fortnight|month|year|hour)\b(?!\s+(?:old|pass|ticket))", re.I)  # fmt: skip
_EACH = re.compile(r"\b(?:of|per|once|twice|times|won|pay|days?|hours?)\s+$", re.IGNORECASE)
_HALVES = re.compile(r"\b(?:(?P<half>half an hour)|(?:an|one) hour and a half)\b", re.IGNORECASE)
_TAKES = re.compile(
    r"\b(?:within|takes?|took|taking|for|after|up to|valid|before|from|in advance|processing|"
    r"process|issued?|ready|least|most|last|lasts|later|"
    r"deadline|grace|extend|extension|renew|borrow|loan|period|keep|kept|hold|in|of|about|around|is|it's)\b",
    re.IGNORECASE,
)
_WAIT = re.compile(r"\b(?:hold|moment|wait|bear with|second)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def english_lengths(text: str) -> tuple[Dated, ...]:
    found: list[Dated] = []
    for number in english_numbers(text):
        unit = _UNIT.match(text, number.end)
        if unit:
            found.append(_length(text, number.start, unit.end(), number.value, unit))
    for match in _HALVES.finditer(text):
        amount = 30 if match["half"] else 90
        found.append(Dated(match.start(), match.end(), length_keys(amount, "min"), length_text(amount, "min")))
    for match in _ONE.finditer(text):
        if _EACH.search(text[: match.start()]):
            continue  # the first Tuesday of a month, once a week
        if not any(item.start <= match.start() < item.end for item in found) and not match["half"].lower().startswith(
            "half"
        ):
            found.append(_length(text, match.start(), match.end(), 1, match))
    return tuple(found)


def _length(text: str, start: int, end: int, amount: int, unit: re.Match[str]) -> Dated:
    family, factor = _UNITS[unit["unit"].lower()]
    shown = "b" if unit["working"] and family == "d" else family
    doubtful = not _TAKES.search(text) and len(text.strip()) > end - start
    doubtful = doubtful or (family == "min" and amount <= 30 and _WAIT.search(text) is not None)
    return Dated(start, end, length_keys(amount * factor, shown), length_text(amount * factor, shown), doubtful)
