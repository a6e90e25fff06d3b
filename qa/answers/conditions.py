"""Conditions in what was said: from what age, for how many people. 예순다섯 살 이상 → 65>=; no side said: any."""

from __future__ import annotations

import re

from qa.answers.facts import Measure, Value
from qa.language.spoken_numbers import DIGITS, Counted, counted, english_numbers, read_native, read_sino

Bounded = tuple[Value, int, int]

_AGE = re.compile(r"\s*(?P<way>이상|이하|미만|초과|부터|부텀|까지|넘|이전)")
_BEFORE_AGE = re.compile(r"(?:만\s*(?:으로)?|나이)\s*$")
_WAYS = {
    "이상": {">="},
    "부터": {">="},
    "부텀": {">="},
    "이하": {"<="},
    "까지": {"<="},
    "미만": {"<"},
    "초과": {">"},
    "넘": {">", ">="},
    "이전": {"<"},
}
_YOUNGEST, _OLDEST, _MOST_PEOPLE = 10, 130, 1000
_ALL_WAYS = frozenset((">=", "<=", "<", ">"))
_OLD = re.compile(
    r"(?<![가-힣])((?:스물|서른|마흔|쉰|예순|일흔|여든|아흔)\s?(?:한|하나|두|둘|세|셋|네|넷|다섯|"
    r"여섯|일곱|여덟|아홉)?)(?=\s?(?:되셔|되어|은 되|은 넘|부터|부텀|이상|넘|이하|까지|만 넘|이면|이시면|이 되|"
    r"이 넘|되신|되시|인데|인디|"
    r"이에요|입니다|이라|이거든|이야|이신|이셔))"
)
_ENGLISH_NUMBER = (
    r"(?:\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:one|two|three|"
    r"four|five|six|seven|eight|nine))?|(?:six|seven|eight|nine|thir|four|fif)teen|eighteen|ten|"
    r"eleven|twelve)"
)
_AGE_RANGE = re.compile(
    rf"\b(?:aged?\s+|between\s+|from\s+)(?P<low>{_ENGLISH_NUMBER})\s+(?:to|and|"
    rf"through)\s+(?P<high>{_ENGLISH_NUMBER})\b(?!\s?(?:won|days?|weeks?|months?|minutes?|hours?|%|"
    rf"percent|thousand|hundred|:|[ap]\.?m|o'clock|in the|on))",
    re.IGNORECASE,
)
_ENGLISH_AGE = re.compile(
    rf"\b(?:aged?|over|under|at least|from|people|anyone|turned?|once you're|when you're|you're|you "
    rf"are)\s+(?:the age of\s+)?(?P<age>{_ENGLISH_NUMBER})(?!\s?(?:won|days?|weeks?|months?|"
    rf"minutes?|hours?|%|percent|thousand|hundred|:|[ap]\.?m))"
    rf"(?:\s+(?:years? old|(?:or|and) (?:over|older|above|under|younger|below|up)))?"
    rf"|\b(?P<age2>{_ENGLISH_NUMBER})\s+(?:years? (?:old|of age)(?:\s+(?:or|and) (?:over|older|"
    rf"above|under|younger|below|up))?|(?:or|and) (?:over|older|above|under|younger|below|up))\b",
    re.IGNORECASE,
)
_NATIVE_AGE = r"(?:열|스물|서른|마흔|쉰|예순|일흔|여든|아흔)\s?(?:한|하나|두|둘|세|셋|네|넷|다섯|여섯|일곱|여덟|아홉)?"
_NATIVE_RANGE = re.compile(
    rf"(?<![가-힣])(?P<low>{_NATIVE_AGE})(?:\s?살)?\s?(?:에서|부터|"
    rf"~)\s?(?P<high>{_NATIVE_AGE})(?![가-힣]*\s?(?:시|개|명|분))"
)
_AGED = re.compile(
    rf"(?<![가-힣\d])(?!오\s?세(?!\s?(?:이상|이하|부터|까지|미만|초과|아동|어린이|가\s|는\s|면\s|인)))(?:만\s*)?(?P<age>\d{{1,3}}|[{''.join(DIGITS)}십백]{{1,5}}|(?:열|스물|스무|"
    rf"서른|마흔|쉰|예순|일흔|여든|아흔)?\s?(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉)?)"
    r"\s?(?:세(?!금|무|대|면|상|입|\s?시간|\s?달|\s?분|\s?명|\s?번|\s?개)|살(?!고|아|던|펴|림))"
)


def conditions(text: str) -> list[Bounded]:
    """Ages and numbers of people in `text`, each with its characters."""
    return [*_ages(text), *_age_ranges(text), *_english_ages(text), *_people(text), *_counts(text)]


def _ages(text: str) -> list[Bounded]:
    found = []
    for match in _AGED.finditer(text):
        years = read_sino(match["age"]) or read_native(match["age"]) if match["age"].strip() else None
        if years is not None and 0 < years < _OLDEST:
            found.append(_bounded(text, Measure.AGE, Counted(years, match.start(), match.end()), f"{years}세"))
    for match in _OLD.finditer(text):
        years = read_native(match[1])
        if years is not None:
            found.append(_bounded(text, Measure.AGE, Counted(years, match.start(), match.end(1)), f"{years}세"))
    return found


def _age_ranges(text: str) -> list[Bounded]:
    """between nineteen and thirty-four: two ages, each with its side."""
    found = []
    for match in _NATIVE_RANGE.finditer(text):
        ages = read_native(match["low"]), read_native(match["high"])
        if ages[0] and ages[1] and ages[0] < ages[1]:
            found.append(_sided(ages[0], ">=", "이상", *match.span("low")))
            found.append(_sided(ages[1], "<=", "이하", *match.span("high")))
    for match in _AGE_RANGE.finditer(text):
        low, high = (english_numbers(match[group]) for group in ("low", "high"))
        if low and high and _YOUNGEST <= low[0].value < high[0].value < _OLDEST:
            found.append(_sided(low[0].value, ">=", "이상", *match.span("low")))
            found.append(_sided(high[0].value, "<=", "이하", *match.span("high")))
    return found


def _english_ages(text: str) -> list[Bounded]:
    found = []
    for match in _ENGLISH_AGE.finditer(text):
        numbers = english_numbers(match["age"] or match["age2"])
        if not numbers or not 0 < numbers[0].value < _OLDEST:
            continue
        years = numbers[0].value
        if re.search(r"\bover\b|older|above|or more|at least|and up|from", match[0], re.IGNORECASE):
            found.append(_sided(years, ">=", "이상", *match.span()))
        elif re.search(r"under|below|younger|up to", match[0], re.IGNORECASE):
            found.append(_sided(years, "<=", "이하", *match.span()))
        else:
            keys = frozenset(f"{years}{way}" for way in _ALL_WAYS)
            found.append((Value(Measure.AGE, keys, f"{years}세"), *match.span()))
    return found


def _sided(years: int, way: str, shown: str, start: int, end: int) -> Bounded:
    return Value(Measure.AGE, frozenset((f"{years}{way}",)), f"{years}세 {shown}"), start, end


def _people(text: str) -> list[Bounded]:
    found = []
    for match in _SO_MANY.finditer(text):
        value = _TOGETHER.index(match[1]) + 2
        found.append(_bounded(text, Measure.PEOPLE, Counted(value, match.start(), match.end(1)), f"{value}명"))
    for unit in ("명", "분", "자녀", "인 가구", "인가구"):
        for number in counted(text, unit, native=True):
            if unit == "분" and not re.match("[한두세네다여일아열스서마쉰]", text[number.start :]):
                continue  # 십 분 is ten minutes, 열 분 ten people
            if unit == "자녀" and text.startswith("분", number.end):
                continue  # 네, 자녀분이 …
            if 0 < number.value < _MOST_PEOPLE:
                found.append(_bounded(text, Measure.PEOPLE, number, f"{number.value}{unit}"))
    return found


_TOGETHER = ("둘", "셋", "넷", "다섯", "여섯")
_SO_MANY = re.compile(rf"(?<![가-힣])({'|'.join(_TOGETHER)})(?=\s?(?:까지|이상|이하))")
# How many of a thing one may have, or how often: units that mean the same share a name.
_THINGS = {
    "권": "권", "군데": "곳", "곳": "곳", "개소": "곳", "회": "회", "번": "회", "차례": "회", "마리": "마리",
    "강좌": "강좌", "과목": "강좌",
}  # fmt: skip


def _counts(text: str) -> list[Bounded]:
    found = []
    for unit, name in _THINGS.items():
        for number in counted(text, unit, native=True):
            if unit == "번" and not re.match("[한두세네다여]", text[number.start :]):
                continue  # 사번, 120번: said as a number it is one, not a count
            if 0 < number.value < _MOST_PEOPLE and not re.match(r"\s?(?:차|째|지|호|출구|창구|더)", text[number.end :]):
                keys = frozenset((f"{number.value}{name}",))
                found.append((Value(Measure.COUNT, keys, f"{number.value}{name}"), number.start, number.end))
    return found


def _bounded(text: str, measure: Measure, number: Counted, shown: str) -> Bounded:
    after = _AGE.match(text, number.end)
    ways = _WAYS[after["way"]] if after else _ALL_WAYS
    before = _BEFORE_AGE.search(text[: number.start])
    keys = frozenset(f"{number.value}{way}" for way in ways)
    value = Value(measure, keys, shown + (f" {after['way']}" if after else ""))
    return value, before.start() if before else number.start, after.end() if after else number.end
