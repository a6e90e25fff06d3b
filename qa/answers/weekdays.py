"""Days of the week against the facts that are told in them: 휴관일 매주 월요일, 배출 요일 화·목, closed every Tuesday.

Hours that name their days (평일 9시부터) are compared as hours; here stand the facts whose whole value is days.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answers.claims import Claim, only_yes
from qa.answers.entries import Fact
from qa.answers.facts import Measure, Value
from qa.answers.meaning import Around, mention
from qa.answers.times import intervals
from qa.answers.worded import Said, Spoken

_KOREAN = "월화수목금토일"
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = rf"(?:[{_KOREAN}]요일|(?:{'|'.join(_ENGLISH)})s?)"
_LETTER = rf"(?<![가-힣])[{_KOREAN}](?=\s?[,·/]\s?[{_KOREAN}])"
_AND = r"(?:\s*(?:,\s*(?:and\s+)?|·|/|하고|이랑|랑|와|과|이나|나|그리고|\band\b|\bor\b)\s*)"
_WEEK_KO = r"(?:첫|둘|셋|넷|다섯|두|세|네)\s?(?:번째|째)|마지막"
_WEEK_EN = r"(?:first|second|third|fourth|fifth|last|1st|2nd|3rd|4th)"
_GROUP = re.compile(
    rf"(?P<every>매주\s*|every\s+|each\s+)?(?P<weeks>(?:{_WEEK_KO}|{_WEEK_EN})(?:(?:\s?주)?(?:{_AND}|\s+)(?:{_WEEK_KO}|{_WEEK_EN}))*)?"
    rf"(?:\s?주)?\s*(?P<days>(?:{_DAY}|{_LETTER})(?:{_AND}(?:{_DAY}|[{_KOREAN}](?![가-힣])))*)",
    re.IGNORECASE,
)
_ORDER = (
    ("첫", "first", "1st"), ("둘", "두", "second", "2nd"), ("셋", "세", "third", "3rd"), ("넷", "네", "fourth", "4th"),
    ("다섯", "fifth"), ("마지막", "last"),
)  # fmt: skip
_DENIED = re.compile(r"\s*(?:이|은|가)?\s*(?:아니|말고)")
_CLOSED = re.compile(
    r"쉬(?:어|ㅂ|는|고|세|시|기|지)?|쉽니다|쉰|휴관|휴무|휴장|닫|문 안|안 (?:열|해|합)|closed?\b|\bclosing\b|"
    r"\bshut\b|\boff\b",
    re.IGNORECASE,
)
_RESTS = re.compile(r"쉬|쉽|휴관|휴무|휴장|closed\b", re.IGNORECASE)
_OPEN = re.compile(
    r"열(?:어|려|고|립|리)|엽니다|문 여|운영|정상|가시면|오시면|가셔도|오셔도|이용하시|\bopen\b", re.IGNORECASE
)
_DAY_ASKED = re.compile(
    r"요일|언제|무슨 날|아무 날|며칠|쉬|휴관|휴무|closed?\b|\bopen\b|which day|what day|when", re.IGNORECASE
)
_ONLY = re.compile(r"만(?:\s|$)|뿐|\bonly\b", re.IGNORECASE)
_NEAR = 24
_ONE_DAY = re.compile(
    r"(?:이번|다음|지난) ?주?\s*$|(?:오늘|내일|모레)[은는이가]?\s*$|\b(?:this|next|last)\s*$", re.IGNORECASE
)
_ABOUT = re.compile(r"\s?쯤")


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the week (0 is Monday) at characters [start, end); `weeks` of the month, empty for every week."""

    start: int
    end: int
    days: frozenset[int]
    weeks: frozenset[int]
    every: bool


def weekdays(text: str) -> tuple[Days, ...]:
    """The groups of weekdays in `text`, left to right, without those it denies (월요일이 아니라)."""
    found = []
    for match in _GROUP.finditer(text):
        days = {_KOREAN.index(day[0]) for day in re.findall(rf"[{_KOREAN}](?:요일)?", match["days"])}
        if not re.search("[가-힣]", match["days"]):
            days = {_ENGLISH.index(day.lower()) for day in re.findall("|".join(_ENGLISH), match["days"], re.IGNORECASE)}
        said = (match["weeks"] or "").lower()
        weeks = {place for place, words in enumerate(_ORDER, 1) if any(word in said for word in words)}
        if days and not _DENIED.match(text, match.end()):
            found.append(Days(match.start(), match.end(), frozenset(days), frozenset(weeks), bool(match["every"])))
    return tuple(found)


def is_of_days(fact: Fact) -> bool:
    """Whether the fact's value is days of the week, alone or with hours (매주 수요일 14:00~17:00)."""
    return bool(weekdays(fact.text)) and (not fact.values or re.match(r"\s*(?:매주|every)", fact.text) is not None)


def weekdays_said(said: Said, facts: Sequence[Fact], near: Around) -> list[Spoken]:
    """The days the sentence names, or the citizen's that it confirms, against the facts told in days."""
    own = [fact for fact in facts if is_of_days(fact)]
    if not own:
        return []
    sentence, start = said.text, said.start
    groups = weekdays(sentence)
    if not groups and near.asked and only_yes(sentence) and weekdays(near.asked[0]):
        sentence, groups = near.asked[0], weekdays(near.asked[0])
        start = -1  # the citizen's words; the quote is the agent's yes
    timed = bool(intervals(sentence)) and not _RESTS.search(sentence)
    asked = bool(near.asked and _DAY_ASKED.search(near.asked[0]))
    found = []
    for fact in own:
        known = weekdays(fact.text)
        days = frozenset(day for group in known for day in group.days)
        weeks = frozenset(week for group in known for week in group.weeks)
        if timed and not fact.values:
            continue  # hours of some days; these are compared as hours
        closed = _CLOSED.search(fact.name) is not None
        for group in groups:
            here = sentence[max(0, group.start - _NEAR) : group.end + _NEAR]
            speaks = _CLOSED.search(here) is not None
            opens = _OPEN.search(sentence[group.end : group.end + _NEAR]) is not None
            named = mention(fact, own, Around(sentence, near.before, near.asked))
            if _ONE_DAY.search(sentence[: group.start]) or _ABOUT.match(sentence, group.end):
                continue  # 다음 주 목요일쯤 is one day, not every week's
            if fact.values and named < _NAMED:
                continue
            if closed and not speaks:
                same, sure = (False, 0.7) if opens and group.days <= days and not weeks else (True, 0.0)
            elif not closed and (speaks or not (asked or named >= _NAMED)):
                continue
            else:
                same, sure = _compared(group, days, weeks, sentence)
            if sure:
                value = Value(
                    Measure.WEEKDAY, frozenset((sentence[group.start : group.end],)), sentence[group.start : group.end]
                )
                place = (
                    (said.start, said.start + len(said.text)) if start < 0 else (start + group.start, start + group.end)
                )
                found.append(Spoken(Claim(said.turn, value, *place), fact, same, sure))
    return found


def _compared(group: Days, days: frozenset[int], weeks: frozenset[int], sentence: str) -> tuple[bool, float]:
    """Whether the days are the fact's, and how sure that is; 0 where part of them was said."""
    if not group.days <= days:
        return False, 0.8
    if group.weeks and group.weeks < weeks:
        return True, 0.0
    if group.weeks and weeks and group.weeks != weeks:
        return False, 0.8
    if weeks and not group.weeks:
        return (False, 0.8) if group.every else (True, 0.0)
    if group.days < days:
        return (False, 0.6) if _ONLY.search(sentence[group.end : group.end + 8]) else (True, 0.0)
    return True, 0.9


_NAMED = 0.5
