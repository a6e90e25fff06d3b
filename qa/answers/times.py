"""Opening hours in what was said, Korean and written.

오전 아홉 시부터 오후 여섯 시까지 → 09:00-18:00; 아홉 시 without 오전/오후 stays open between 9 and 21. English is
read in :mod:`qa.answers.english`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qa.language.spoken_numbers import SINO, Counted, counted, read_sino

DAY_MINUTES = 24 * 60
HALF_DAY = 12 * 60

_NUMERAL = f"[{''.join(sorted(SINO))}\\d]"
_PART_OF_DAY = re.compile(
    r"(오전|아침|새벽|오후|저녁|밤|낮|a\.?m\.?|p\.?m\.?)(?:에는?|은|,)?\s*(?:한\s)?$", re.IGNORECASE
)
_MINUTES_AFTER = re.compile(rf"\s*(?:(?P<half>반)(?![가-힣]*\s*명)|(?P<minutes>{_NUMERAL}{{1,3}})\s*분)")
_WRITTEN_TIME = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?!\d)")
# A table's shorter forms: 9시-18시 is read by its counter, 9-18시 and 12~13시 here.
_WRITTEN_HOURS = re.compile(r"(?<![\d:.-])(\d{1,2})\s*[~–-]\s*(?=\d{1,2}\s*시)")
_SHORT_HOUR = re.compile(r"(?<![가-힣\d])([일이삼사오육칠팔구])\s?시(?=\s?(?:부터|에서|까지))")
_FROM = re.compile(r"\s*(부터|에서|~|-|–)")
_OPENS = re.compile(
    r"\s*(?:부터|이후|넘어서?|지나서?|에\s*(?:[가-힣]{1,6}[을를이가은는]?\s*)?(?:열|시작|오픈|개장|개관|출발|점등|켜))"
)
_UNTIL = re.compile(
    r"\s*(?:까지|에\s*(?:[가-힣]{1,6}[을를이가은는]?\s*)?(?:닫|끝|마감|종료|폐장|폐관|마치|소등|꺼|마쳐))"
)
_LAST = re.compile(r"(?:막차|막배|마지막|마감|입장 ?마감|종료)[가-힣]*\s*(?:시간|시각|차|배|편)?[은는이가]?\s*$")
_FIRST = re.compile(r"(?:첫차|첫 ?배|시작)[가-힣]*\s*(?:시간|시각)?[은는이가]?\s*$")
_UNREAD_END = re.compile(r"[^.?!]{1,12}시\s?(?:반|\S{1,4}\s?분)?\s?까지")  # 바 멀한 시까지
_GAP = re.compile(r"(?!.*(?:고|는데|이며|요|데)[,\s])(?!.*(?:죄송|아니|잘못)).{0,12}")
_ALL_DAY = re.compile(r"(24|이십사|스물네)\s?시간|하루 종일(?=\s?(?:운영|열|영업|근무|상담|이용|가능|하고|해))")
_LEAVES_IT = re.compile(r"[가-힣]*[어아여해워와둬] 두시(?=[거는고면지니기]|ㄹ)")  # 찍어 두시거든요 is no two o'clock

WEEKDAY, SATURDAY, SUNDAY, HOLIDAY, LUNCH = "평일", "토", "일", "공휴일", "점심"
_DAYS = (
    (frozenset((WEEKDAY,)), re.compile(r"평일|주중|월요일?\s?(?:부터|에서|~|-)\s*금|월\s?[~-]\s?금|weekday", re.I)),
    (frozenset((SATURDAY, SUNDAY, HOLIDAY)), re.compile(r"주말|휴일(?<!공휴일)|weekend", re.I)),
    (frozenset((SATURDAY,)), re.compile(r"토요일|(?<![가-힣])토(?=[\s,·/~(]|일[,·])|saturday", re.I)),
    (frozenset((SATURDAY, SUNDAY)), re.compile(r"(?<![가-힣])토\s?[·,/~-]\s?일(?![가-힣])|토일")),
    (frozenset((SUNDAY,)), re.compile(r"일요일|sunday", re.I)),
    (frozenset((HOLIDAY,)), re.compile(r"공휴일|법정 ?휴일|holiday", re.I)),
    (frozenset((LUNCH,)), re.compile(r"점심|lunch|휴게", re.I)),
)


@dataclass(frozen=True, slots=True)
class Interval:
    """Hours at characters [start, end). Minutes of the day each end may stand for; empty when it was not said.

    `days` are those named with it (평일, 토, 일, 공휴일, or 점심 for a break), empty when none was. `keys` joins the
    possible pairs, "540-1080"; an end not said is "*".
    """

    start: int
    end: int
    opens: frozenset[int]
    closes: frozenset[int]
    days: frozenset[str] = frozenset()
    single: bool = False  # one time, and nothing says which end it is
    doubtful: bool = False  # an end was said and not understood, or nothing says which end it is

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(f"{a}-{b}" for a in self.opens or ("*",) for b in self.closes or ("*",))

    @property
    def text(self) -> str:
        opens, closes = _clock(self.opens), _clock(self.closes)
        closes = "24:00" if closes == "00:00" else closes
        named = "·".join(day for day in (WEEKDAY, SATURDAY, SUNDAY, HOLIDAY, LUNCH) if day in self.days)
        named = {"토·일·공휴일": "주말", "토": "토요일", "일": "일요일"}.get(named, named)
        return " ".join(part for part in (named, f"{opens}-{closes}") if part)

    def fits(self, other: Interval) -> bool:
        """Whether what was said of both ends can be the same; an end that one of them leaves out is no difference."""
        if self.single or other.single:
            return bool(self.opens & other.opens or self.closes & other.closes)
        return (not self.opens or not other.opens or bool(self.opens & other.opens)) and (
            not self.closes or not other.closes or bool(self.closes & other.closes)
        )

    def shares_an_end(self, other: Interval) -> bool:
        """Whether there is anything to compare: a closing time says nothing about an opening time."""
        return bool((self.opens and other.opens) or (self.closes and other.closes))

    def of_other_days(self, other: Interval) -> bool:
        """Whether they are of different days, or one is a break and the other is none."""
        if (LUNCH in self.days) != (LUNCH in other.days):
            return True
        return bool(self.days and other.days and not self.days & other.days)


@dataclass(frozen=True, slots=True)
class Moment:
    start: int
    end: int
    minutes: frozenset[int]


def days_named(text: str) -> frozenset[str]:
    """Every kind of day that `text` names."""
    return frozenset(day for days, pattern in _DAYS if pattern.search(text) for day in days)


def intervals(text: str) -> tuple[Interval, ...]:
    """Opening hours and breaks. A time alone (아홉 시에 오세요) says nothing about them and comes out doubtful."""
    return joined(text, _moments(text), _FROM)


def joined(text: str, moments: list[Moment], between: re.Pattern[str]) -> tuple[Interval, ...]:
    """Times of the day, left to right, as intervals; `between` is what may stand after the first of two."""
    found: list[Interval] = []
    taken = -1
    for place, moment in enumerate(moments):
        if place <= taken:
            continue
        following = moments[place + 1] if place + 1 < len(moments) else None
        begins = between.match(text, moment.end)
        if begins and following and _GAP.fullmatch(text, begins.end(), following.start):
            found.append(_interval(text, moment.start, following.end, moment.minutes, following.minutes))
            taken = place + 1
        elif _UNTIL.match(text, moment.end) or _LAST.search(text[: moment.start]):
            found.append(_interval(text, moment.start, moment.end, frozenset(), moment.minutes))
        elif _OPENS.match(text, moment.end) or _FIRST.search(text[: moment.start]):
            half = _interval(text, moment.start, moment.end, moment.minutes, frozenset())
            after = text[moment.end :]
            found.append(replace(half, doubtful=bool(_UNREAD_END.match(after.removeprefix("부터")) and not following)))
        else:
            alone = _interval(text, moment.start, moment.end, moment.minutes, moment.minutes)
            found.append(replace(alone, single=True, doubtful=True))
    for match in _ALL_DAY.finditer(text):
        # 24시간 is a length unless it is about when somebody is there
        if match[0].startswith("하루") or re.match(
            r"\s*(연중|언제|운영|상담|이용|열|영업|가능|전화|접수|하|입|이|다니|다녀|내내|돌|언제든|내|이에|이고|예요|$)",
            text[match.end() :],
        ):
            found.append(Interval(match.start(), match.end(), frozenset((0,)), frozenset((0,))))
    return tuple(found)


def _interval(text: str, start: int, end: int, opens: frozenset[int], closes: frozenset[int]) -> Interval:
    if opens and closes and len(opens) == 1:
        # 오전 아홉 시부터 여섯 시까지: closing comes after opening where that settles it
        later = frozenset(minute for minute in closes if minute > next(iter(opens)))
        closes = later if len(closes) > 1 and later else closes
    return Interval(start, end, opens, closes, days_before(text, start))


def days_before(text: str, start: int) -> frozenset[str]:
    """The days this is about: the last ones named before it in the text, several named in one go together."""
    named = sorted(
        (match.end(), match.start(), days) for days, pattern in _DAYS for match in pattern.finditer(text, 0, start)
    )
    if not named:
        return frozenset()
    found, begin = named[-1][2], named[-1][1]
    for end, earlier, days in reversed(named[:-1]):
        if (
            LUNCH in found
            or LUNCH in days
            or not re.fullmatch(r"[\s,·/]*(?:하고|이나|나|와|과|및|이랑|랑|하구|and)?\s*", text[end:begin])
        ):
            break
        found, begin = found | days, earlier
    return found


def _moments(text: str) -> list[Moment]:
    left = {match.end() for match in _LEAVES_IT.finditer(text)}
    hours = [hour for hour in counted(text, "시", native=True) if 0 <= hour.value <= 24 and hour.end not in left]
    found = [_moment(text, hour) for hour in hours]
    for match in _WRITTEN_TIME.finditer(text):
        hour, minute = int(match[1]), int(match[2])
        if hour <= 24 and minute < 60:
            part = _PART_OF_DAY.search(text[: match.start()])
            start = part.start() if part else match.start()
            minutes = minutes_of(hour, minute, part[1]) if part else {(hour * 60 + minute) % DAY_MINUTES}
            found.append(Moment(start, match.end(), frozenset(minutes)))
    for match in _SHORT_HOUR.finditer(text):  # one Sino syllable, which counts only where the time goes on
        found.append(_moment(text, Counted(read_sino(match[1]) or 0, match.start(), match.end())))
    for match in _WRITTEN_HOURS.finditer(text):
        found.append(Moment(match.start(), match.end(1), frozenset(((int(match[1]) * 60) % DAY_MINUTES,))))
    for word, minutes_ in (("정오", HALF_DAY), ("자정", 0)):
        found += [Moment(m.start(), m.end(), frozenset((minutes_,))) for m in re.finditer(word, text)]
    return sorted(found, key=lambda moment: moment.start)


def _moment(text: str, hour: Counted) -> Moment:
    end, minute = hour.end, 0
    after = _MINUTES_AFTER.match(text, hour.end)
    if after:
        minute = 30 if after["half"] else read_sino(after["minutes"]) or 0
        end = after.end()
    part = _PART_OF_DAY.search(text[: hour.start])
    start = part.start() if part else hour.start
    return Moment(start, end, frozenset(minutes_of(hour.value, minute, part[1] if part else "")))


def minutes_of(hour: int, minute: int, part: str) -> set[int]:
    """Minutes of the day that an hour may stand for, 9 → {540, 1260}; `part` (오전, p.m. …) settles it."""
    if hour > 12:
        return {(hour * 60 + minute) % DAY_MINUTES}
    half = hour % 12 * 60 + minute
    morning, evening = half, half + HALF_DAY
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
