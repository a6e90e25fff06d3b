"""Typed facts in what was said: fee, phone, office, hours, deadline, duration, with the characters where they stand.

Extraction is by type and in code, never by similarity: a number verifier that guesses is worth nothing. What is said
in words (만 이천삼백 원, 공이에 삼일사육에 오천, 오전 아홉 시부터) and what is written (12,300원, 02-3146-5000,
09:00-18:00) become the same value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from qa.answers.times import Interval, dates, durations, intervals
from qa.language.digit_strings import find_digit_strings
from qa.language.spoken_numbers import DIGITS, counted, english_numbers


class FactType(StrEnum):
    FEE = "fee"
    PHONE = "phone"
    OFFICE = "office"
    HOURS = "hours"
    DEADLINE = "deadline"
    DURATION = "duration"
    PLACE = "place"
    DOCUMENT = "document"
    ELIGIBILITY = "eligibility"
    POSSIBLE = "possible"

    @property
    def is_read(self) -> bool:
        """Whether every value of this type can be read by code; the others are compared by their words."""
        return self not in (FactType.PLACE, FactType.DOCUMENT, FactType.ELIGIBILITY)

    @classmethod
    def named(cls, name: str) -> FactType | None:
        """The type that a table calls `name`, in English or Korean; None when it is none of them."""
        return _NAMED.get(re.sub(r"[\s_·/-]", "", name.lower()))

    @property
    def example(self) -> str:
        return _EXAMPLES[self]


_EXAMPLES = {
    FactType.FEE: "12,300원",
    FactType.PHONE: "02-3146-5000",
    FactType.OFFICE: "교통정책과",
    FactType.HOURS: "09:00-18:00",
    FactType.DEADLINE: "7월 31일",
    FactType.DURATION: "3일",
    FactType.PLACE: "서소문동",
    FactType.DOCUMENT: "신분증",
    FactType.ELIGIBILITY: "만 65세 이상",
    FactType.POSSIBLE: "가능",
}
_ALSO_CALLED = {
    FactType.FEE: "fees price cost amount 요금 수수료 금액 비용 과태료 이용료",
    FactType.PHONE: "tel telephone phonenumber 전화 전화번호 연락처",
    FactType.OFFICE: "department dept 부서 담당부서 기관 담당기관 담당",
    FactType.HOURS: "hour time openinghours 시간 운영시간 이용시간",
    FactType.DEADLINE: "date due 기한 마감 마감일 일자",
    FactType.DURATION: "period processingtime 기간 처리기간 소요기간",
    FactType.PLACE: "location address 장소 위치 주소",
    FactType.DOCUMENT: "documents 서류 구비서류 준비물 준비서류",
    FactType.ELIGIBILITY: "eligible qualification 자격 대상 요건",
    FactType.POSSIBLE: "possibility polarity possiblenot possibleornot possibleimpossible allowed 가능 가능여부 가부",
}
_NAMED = {str(type_): type_ for type_ in FactType} | {
    name: type_ for type_, names in _ALSO_CALLED.items() for name in names.split()
}


@dataclass(frozen=True, slots=True)
class Value:
    """`keys` are the normal forms this may stand for (several where speech leaves it open, 아홉 시: 09:00 or 21:00).

    Two values are the same when they share a key. `text` is the form shown to people.
    """

    type: FactType
    keys: frozenset[str]
    text: str

    def same_as(self, other: Value) -> bool:
        if self.type is FactType.PHONE:
            return any(_same_number(one, another) for one in self.keys for another in other.keys)
        return bool(self.keys & other.keys)


@dataclass(frozen=True, slots=True)
class Stated:
    """A value at characters [start, end) of a text.

    `doubtful`: heard in a way that may hide another value. `about`: 약, 정도, 쯤 beside it. `denied`: "… 이 아니라".
    `interval` is set for hours.
    """

    value: Value
    start: int
    end: int
    doubtful: bool = False
    about: bool = False
    denied: bool = False
    interval: Interval | None = None


_ABOUT_BEFORE = re.compile(r"(약|대략|거의|한|about|around)\s*$", re.IGNORECASE)
_ABOUT_AFTER = re.compile(r"\s*(정도|쯤|가량|남짓|안팎|내외|미만|초과|넘|or so)", re.IGNORECASE)
_DENIED_AFTER = re.compile(r"\s*(이|가|은|는)?\s*아니(라|고|에|구|었)")
_FREE = re.compile(
    r"무료(?!\s*(주차장|상담|급식|교육|강좌))|수수료가?\s*(없|안 (내|드))|free of charge|no (?:fee|charge)",
    re.IGNORECASE,
)
_LAST_GROUP = re.compile(r"(?:[에의-]|다시)\s*([^에의-]+)$")
_THOUSANDS = re.compile("[천백십]")
_OTHER_NUMBER = re.compile(
    r"(접수|고객|주민|등록|차량|계좌|카드|민원|신청|인증|사건|우편|노선)\s?(등록)?\s?번호[^.?!]{0,12}$"
)
_SHORT_CODE = re.compile(r"\s*번(?![가-힣]*\s*(버스|출구|홈|창구))")
_WON = re.compile(r"\s*won\b", re.IGNORECASE)


def find_stated(type_: FactType, text: str) -> tuple[Stated, ...]:
    """Every value of the type in `text`, left to right. Offices are found in :mod:`qa.answers.offices`."""
    find = _FINDERS.get(type_)
    return tuple(sorted(find(text), key=lambda item: item.start)) if find else ()


def read_value(type_: FactType, text: str) -> Value | None:
    """The value of a cell of the standard answers; None when it cannot be read as that type."""
    text = text.strip()
    if not text:
        return None
    if type_ is FactType.OFFICE:
        return Value(type_, frozenset((text.replace(" ", ""),)), text)
    if type_ is FactType.PHONE:
        digits = re.sub(r"\D", "", text)
        return phone_value(digits) if 3 <= len(digits) <= 12 else None
    found = find_stated(type_, text)
    return found[0].value if found else None


def phone_value(*readings: str) -> Value:
    """A number by its digits, in every reading that speech leaves open."""
    return Value(FactType.PHONE, frozenset(readings), _written_phone(readings[0]))


def _same_number(one: str, other: str) -> bool:
    """Equal digits; an area code that one of them leaves out is no difference, another area code is."""
    if one == other:
        return True
    long, short = sorted((one, other), key=len, reverse=True)
    area = long[: len(long) - len(short)]
    return long.endswith(short) and not short.startswith("0") and re.fullmatch(r"02|0[3-6]\d", area) is not None


def fee_value(won: int) -> Value:
    return Value(FactType.FEE, frozenset((str(won),)), f"{won:,}원")


def _written_phone(digits: str) -> str:
    for shape in (r"(02)(\d{3,4})(\d{4})", r"(0\d{2})(\d{3,4})(\d{4})", r"(\d{4})(\d{4})", r"(02)(\d{3})"):
        parts = re.fullmatch(shape, digits)
        if parts:
            return "-".join(parts.groups())
    return digits


def _stated(
    text: str, value: Value, start: int, end: int, *, doubtful: bool = False, interval: Interval | None = None
) -> Stated:
    return Stated(
        value,
        start,
        end,
        doubtful,
        about=bool(_ABOUT_BEFORE.search(text[:start]) or _ABOUT_AFTER.match(text, end)),
        denied=bool(_DENIED_AFTER.match(text, end)),
        interval=interval,
    )


def _fees(text: str) -> list[Stated]:
    found = [_stated(text, fee_value(n.value), n.start, n.end, doubtful=n.doubtful) for n in counted(text, "원")]
    for number in english_numbers(text):
        won = _WON.match(text, number.end)
        if won:
            found.append(_stated(text, fee_value(number.value), number.start, won.end()))
    found += [_stated(text, fee_value(0), m.start(), m.end()) for m in _FREE.finditer(text)]
    return found


def _phones(text: str) -> list[Stated]:
    found: list[Stated] = []
    for run in find_digit_strings(text, least=3):
        short = len(run.digits) < 7
        if _OTHER_NUMBER.search(text[: run.start]) or len(run.digits) > 11 or re.match(r"01[016-9]", run.digits):
            continue  # a reference number, or the mobile of a citizen
        if short and not (len(run.digits) in (3, 4, 5) and _SHORT_CODE.match(text, run.end)):
            continue
        value = phone_value(*(digits for digits in (run.digits, run.other) if digits))
        unsure = short or "?" in run.digits or _lost_a_digit(text[run.start : run.end])
        found.append(_stated(text, value, run.start, run.end, doubtful=unsure))
    return found


def _lost_a_digit(said: str) -> bool:
    """Whether the last group has fewer than the four digits that every Korean number ends with: in "오공공공" a zero is
    easily lost, by the ear or by the recogniser, and nobody is marked down for that. A group said as a number (오천)
    has lost nothing.
    """
    last = _LAST_GROUP.search(said)
    return (
        last is not None
        and not _THOUSANDS.search(last[1])
        and 0 < sum(sign in DIGITS or sign.isdigit() for sign in last[1]) < 4
    )


def _hours(text: str) -> list[Stated]:
    return [
        _stated(
            text,
            Value(FactType.HOURS, item.keys, item.text),
            item.start,
            item.end,
            doubtful=item.doubtful,
            interval=item,
        )
        for item in intervals(text)
    ]


def _deadlines(text: str) -> list[Stated]:
    return [
        _stated(text, Value(FactType.DEADLINE, item.keys, item.text), item.start, item.end, doubtful=item.doubtful)
        for item in dates(text)
    ]


def _durations(text: str) -> list[Stated]:
    """Only lengths said of something that takes or lasts (좋은 하루 is none), and none inside a telephone number."""
    numbers = [(run.start, run.end) for run in find_digit_strings(text, least=7)]
    return [
        _stated(text, Value(FactType.DURATION, item.keys, item.text), item.start, item.end)
        for item in durations(text)
        if not item.doubtful and not any(start < item.end and item.start < end for start, end in numbers)
    ]


_FINDERS: dict[FactType, Callable[[str], list[Stated]]] = {
    FactType.FEE: _fees,
    FactType.PHONE: _phones,
    FactType.HOURS: _hours,
    FactType.DEADLINE: _deadlines,
    FactType.DURATION: _durations,
}
