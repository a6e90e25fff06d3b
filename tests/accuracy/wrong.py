"""Values near a right one, as agents get them wrong: one digit, an hour, another floor, the neighbouring office.

Each function returns (kind, written value) pairs, nearest first; none of them is the right value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

Near = list[tuple[str, str]]


def amount(won: int) -> Near:
    size = 10 ** (len(str(won)) - 1)
    digits = str(won)
    found = [("near_amount", won + size), ("near_amount", won - size), ("near_amount", won + max(10, size // 10))]
    found.append(("near_amount", won + max(10, size // 2)))
    for place in range(len(digits) - 1):
        one, other = digits[place], digits[place + 1]
        if one != other and not (place == 0 and other == "0"):
            found.insert(1, ("swapped_digits", int(digits[:place] + other + one + digits[place + 2 :])))
    return [(kind, f"{value}원") for kind, value in found if value > 0 and value != won]


def number(written: str, others: Iterable[str]) -> Near:
    """Two unlike neighbours of the last four digits swapped, one digit changed, another entry's number."""
    found: Near = []
    last = len(written) - 1
    for place in range(last - 1, max(0, last - 4), -1):
        one, other = written[place], written[place + 1]
        if one != other and "-" not in (one, other):
            found.append(("swapped_digits", written[:place] + other + one + written[place + 2 :]))
            break
    found.append(("wrong_phone", written[:-1] + str((int(written[-1]) + 3) % 10)))
    found += [("wrong_phone", other) for other in others]
    found.append(("wrong_phone", written[:-2] + str((int(written[-2]) + 5) % 10) + written[-1]))
    return found


def interval(opens: int, closes: int) -> Near:
    found = [
        (opens, closes - 60),
        (opens + 60, closes),
        (opens, closes + 60),
        (opens - 60, closes),
        (opens, closes - 120),
    ]
    return [
        ("wrong_hours", f"{_clock(one)}-{_clock(two)}") for one, two in found if 0 <= one < 1440 and 0 < two <= 1440
    ]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def date(month: int, day: int) -> Near:
    found: Near = []
    if day <= 12 and day != month:
        found.append(("month_day_swapped", f"{day}월 {month}일"))
    found.append(("wrong_deadline", f"{month % 12 + 1}월 {min(day, 28)}일"))
    found.append(("wrong_deadline", f"{month}월 {day - 10 if day > 10 else day + 10}일"))
    found.append(("wrong_deadline", f"{month}월 {day - 1 if day > 1 else 2}일"))
    return found


def length(count: int, unit: str) -> Near:
    found = [count + 1, count * 2, count - 1, count + 5, count + 2]
    return [("wrong_duration", f"{each}{unit}") for each in found if each > 0]


def neighbours(name: str, names: Iterable[str], kind: str) -> Near:
    """The others of a list, the most alike first; those that hold one another's name are the same thing."""
    others = {other for other in names if other not in name and name not in other}
    alike = sorted(others, key=lambda other: (other[-1] != name[-1], Levenshtein.distance(name, other), other))
    return [(kind, other) for other in alike]


def floor(text: str) -> Near:
    found = re.search(r"(\d+)층", text)
    if not found:
        return []
    here = int(found[1])
    return [
        ("wrong_floor", text.replace(found[0], f"{other}층")) for other in (here + 1, here + 2, here - 1) if other > 0
    ]


def condition(text: str) -> Near:
    found: Near = []
    for number_ in re.finditer(r"\d+", text):
        near = int(number_[0])
        for other in (near + 5, near - 5) if near > 10 else (near + 1, near - 1):
            found.append(("wrong_eligibility", text[: number_.start()] + str(other) + text[number_.end() :]))
    if text.count("이상") + text.count("이하") == 1:
        found.insert(1, ("other_side", text.replace("이상", "#").replace("이하", "이상").replace("#", "이하")))
    return found
