"""Hours, dates and durations in what was said, Korean and written.

오전 아홉 시부터 오후 여섯 시까지 → 09:00-18:00; 아홉 시 without 오전/오후 stays open between 9 and 21; 사흘 → 3 days;
일주일 → 7 days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qa.language.spoken_numbers import SINO, Counted, counted, read_sino

DAY_MINUTES = 24 * 60
_HALF = 12 * 60

_NUMERAL = f"[{''.join(sorted(SINO))}\\d]"
_PART_OF_DAY = re.compile(r"(오전|아침|새벽|오후|저녁|밤|낮|a\.?m\.?|p\.?m\.?)\s*$", re.IGNORECASE)
_MINUTES_AFTER = re.compile(rf"\s*(?:(?P<half>반)(?![가-힣]*\s*명)|(?P<minutes>{_NUMERAL}{{1,3}})\s*분)")
_WRITTEN_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
_FROM = re.compile(r"\s*(부터|에서|~|-|–)")
_UNTIL = re.compile(r"\s*까지")
_UNREAD_END = re.compile(r"[^.?!]{1,12}시\s?(?:반|\S{1,4}\s?분)?\s?까지")  # 바 멀한 시까지
_ALL_DAY = re.compile(r"(24|이십사)\s?시간")
_DAYS = (
    ("평일", re.compile(r"평일|월요일부터\s*금요일")),
    ("주말", re.compile(r"주말|토요일|일요일|공휴일")),
)
_LUNCH = re.compile(r"점심")


@dataclass(frozen=True, slots=True)
class Interval:
    """Opening hours at characters [start, end). Minutes of the day each end may stand for; empty when it was not said.

    `days` is "평일", "주말" or "". `keys` joins the possible pairs, "540-1080"; an end not said is "*".
    """

    start: int
    end: int
    opens: frozenset[int]
    closes: frozenset[int]
    days: str = ""
    doubtful: bool = False  # an end was said and not understood

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(f"{a}-{b}" for a in self.opens or ("*",) for b in self.closes or ("*",))

    @property
    def text(self) -> str:
        opens, closes = _clock(self.opens), _clock(self.closes)
        closes = "24:00" if closes == "00:00" else closes
        return " ".join(part for part in (self.days, f"{opens}-{closes}") if part)

    def fits(self, other: Interval) -> bool:
        """Whether what was said of both ends can be the same; an end that one of them leaves out is no difference."""
        return (not self.opens or not other.opens or bool(self.opens & other.opens)) and (
            not self.closes or not other.closes or bool(self.closes & other.closes)
        )


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or a duration at characters [start, end). `keys` are its normal forms, "7-31", "3d"."""

    start: int
    end: int
    keys: frozenset[str]
    text: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Moment:
    start: int
    end: int
    minutes: frozenset[int]


def intervals(text: str) -> tuple[Interval, ...]:
    """Opening hours; a time alone (아홉 시에) says nothing about them, and lunch breaks are left out."""
    moments = _moments(text)
    found: list[Interval] = []
    taken = -1
    for place, moment in enumerate(moments):
        if place <= taken or _LUNCH.search(text[max(0, moment.start - 12) : moment.end + 12]):
            continue
        following = moments[place + 1] if place + 1 < len(moments) else None
        begins = _FROM.match(text, moment.end)
        if begins and following and following.start - begins.end() <= 12:
            found.append(_interval(text, moment.start, following.end, moment.minutes, following.minutes))
            taken = place + 1
        elif _UNTIL.match(text, moment.end):
            found.append(_interval(text, moment.start, moment.end, frozenset(), moment.minutes))
        elif begins and begins[1] == "부터":
            half = _interval(text, moment.start, moment.end, moment.minutes, frozenset())
            found.append(replace(half, doubtful=bool(_UNREAD_END.match(text, begins.end()))))
    for match in _ALL_DAY.finditer(text):
        # 24시간 is a length unless it is about when somebody is there
        if re.match(r"\s*(연중|언제|운영|상담|이용|열|영업|가능|전화|접수|하|입|이)", text[match.end() :]):
            found.append(Interval(match.start(), match.end(), frozenset((0,)), frozenset((0,)), ""))
    return tuple(found)


def _interval(text: str, start: int, end: int, opens: frozenset[int], closes: frozenset[int]) -> Interval:
    if opens and closes and len(opens) == 1:
        # 오전 아홉 시부터 여섯 시까지: closing comes after opening where that settles it
        later = frozenset(minute for minute in closes if minute > next(iter(opens)))
        closes = later if len(closes) > 1 and later else closes
    return Interval(start, end, opens, closes, _days_before(text, start))


def _days_before(text: str, start: int) -> str:
    """The days this is about: the last ones named before it in the text."""
    named = [(match.end(), name) for name, pattern in _DAYS for match in pattern.finditer(text[:start])]
    return max(named)[1] if named else ""


def _moments(text: str) -> list[_Moment]:
    found = [_moment(text, hour) for hour in counted(text, "시", native=True) if 0 <= hour.value <= 24]
    for match in _WRITTEN_TIME.finditer(text):
        hour, minute = int(match[1]), int(match[2])
        if hour <= 24 and minute < 60:
            found.append(_Moment(match.start(), match.end(), frozenset(((hour * 60 + minute) % DAY_MINUTES,))))
    for word, minutes in (("정오", _HALF), ("자정", 0)):
        found += [_Moment(m.start(), m.end(), frozenset((minutes,))) for m in re.finditer(word, text)]
    return sorted(found, key=lambda moment: moment.start)


def _moment(text: str, hour: Counted) -> _Moment:
    end, minute = hour.end, 0
    after = _MINUTES_AFTER.match(text, hour.end)
    if after:
        minute = 30 if after["half"] else read_sino(after["minutes"]) or 0
        end = after.end()
    part = _PART_OF_DAY.search(text[: hour.start])
    start = part.start() if part else hour.start
    return _Moment(start, end, frozenset(_minutes(hour.value, minute, part[1] if part else "")))


def _minutes(hour: int, minute: int, part: str) -> set[int]:
    if hour > 12:
        return {(hour * 60 + minute) % DAY_MINUTES}
    half = hour % 12 * 60 + minute
    morning, evening = half, half + _HALF
    if part in ("오전", "아침", "새벽") or part.lower().startswith("a"):
        return {morning}
    if part in ("오후", "저녁") or part.lower().startswith("p"):
        return {evening}
    if part == "밤":
        return {evening if 6 <= hour < 12 else morning}
    if part == "낮":
        return {evening if hour == 12 or hour < 6 else morning}
    return {morning, evening}


def _clock(minutes: frozenset[int]) -> str:
    """For people: the reading within office life where both halves of the day are open."""
    if not minutes:
        return ""
    chosen = min(minutes, key=lambda m: (not 7 * 60 <= m < 19 * 60, m))
    return f"{chosen // 60:02d}:{chosen % 60:02d}"


_MONTH = rf"(?P<month>유|시|{_NUMERAL}{{1,3}})\s?월"
_DATE = re.compile(rf"(?<![가-힣\d]){_MONTH}\s*(?:(?P<day>{_NUMERAL}{{1,4}})\s?일(?!요일)|(?P<last>말일?))")
_ABOUT_A_DEADLINE = re.compile(r"까지|마감|기한|마지막|끝나|이전|안에|열리|열려|하루|날")
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def dates(text: str) -> tuple[Dated, ...]:
    """Dates of a month; those that begin something ("…부터") are left out. Doubtful where nothing says it is a
    deadline.
    """
    found: list[Dated] = []
    for match in _DATE.finditer(text):
        month = {"유": 6, "시": 10}.get(match["month"]) or read_sino(match["month"])
        if month is None or not 1 <= month <= 12:
            continue
        day = _LAST_DAYS[month - 1] if match["last"] else read_sino(match["day"])
        if day is None or not 1 <= day <= 31 or re.match(r"\s*부터", text[match.end() :]):
            continue
        doubtful = len(text) > match.end() - match.start() and not _ABOUT_A_DEADLINE.search(text)
        found.append(Dated(match.start(), match.end(), frozenset((f"{month}-{day}",)), f"{month}월 {day}일", doubtful))
    return tuple(found)


_NATIVE_DAYS = {
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6,
    "이레": 7, "여드레": 8, "아흐레": 9, "열흘": 10, "보름": 15,
}  # fmt: skip
_BUSINESS = re.compile(r"(영업일|근무일|업무일|평일)(\s*기준)?(으로)?\s*$")
_UNITS = (
    ("영업일", "b", 1), ("주일", "d", 7), ("주", "d", 7), ("일", "d", 1), ("개월", "m", 1), ("달", "m", 1),
    ("년", "m", 12), ("시간", "h", 1), ("분", "min", 1),
)  # fmt: skip
_SHOWN = {"d": "일", "b": "영업일", "m": "개월", "h": "시간", "min": "분"}
_ABOUT_A_DURATION = re.compile(
    r"걸리|걸려|걸립|소요|이내|안에|동안|기간|처리|뒤에|후에|전에|전까지|내로|만에|살|지원|빌리|기다"
)


def durations(text: str) -> tuple[Dated, ...]:
    """Lengths of time. Days of a date (칠월 삼십일일) are none. Doubtful where nothing says that something takes this
    long.
    """
    found: list[Dated] = []
    for unit, family, factor in _UNITS:
        for item in counted(text, unit, native=unit in ("달", "시간", "주")):
            if re.search(r"월\s*$", text[: item.start]) or any(
                f.start < item.end and item.start < f.end for f in found
            ):
                continue
            if (
                unit in ("주", "달")
                and re.match(r"[가-힣]", text[item.end :])
                and not re.match(r"이|동안|정도|안|내|후|뒤|전|만|간|까|입|예|에", text[item.end :])
            ):
                continue
            found.append(_duration(text, item.start, item.end, item.value * factor, family))
    found += [
        _duration(text, match.start(), match.end(), days, "d")
        for word, days in _NATIVE_DAYS.items()
        for match in re.finditer(rf"(?<![가-힣]){word}(?!에\s|\s?종일)", text)
    ]
    found += [_duration(text, m.start(), m.end(), 7, "d") for m in re.finditer(r"(?<![가-힣])일주일", text)]
    return tuple(sorted(_outermost(found), key=lambda item: item.start))


def _duration(text: str, start: int, end: int, amount: int, family: str) -> Dated:
    business = _BUSINESS.search(text[:start]) if family == "d" else None
    shown = "b" if business else family
    doubtful = len(text) > end - start and not _ABOUT_A_DURATION.search(text)
    return Dated(
        business.start() if business else start, end, frozenset((f"{amount}{shown}",)), _length(amount, shown), doubtful
    )


def _length(amount: int, family: str) -> str:
    return f"{amount // 12}년" if family == "m" and amount % 12 == 0 else f"{amount}{_SHOWN[family]}"


def _outermost(found: list[Dated]) -> list[Dated]:
    """일주일 also holds 일; the longest reading of the same characters stands."""
    kept: list[Dated] = []
    for item in sorted(found, key=lambda each: each.start - each.end):
        if not any(other.start < item.end and item.start < other.end for other in kept):
            kept.append(item)
    return kept
