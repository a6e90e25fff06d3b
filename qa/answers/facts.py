"""What facts are made of: their types, and values in a normal form that code compares.

A number verifier that guesses is worth nothing, so values are compared by type and in code, never by similarity: what
is said in words (만 이천삼백 원, 공이에 삼일사육에 오천, 오전 아홉 시부터) and what is written (12,300원, 02-3146-5000,
09:00-18:00) become the same value. They are found in speech by :mod:`qa.answers.spoken` and read from a table by
:mod:`qa.answers.cells`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from qa.answers.times import Interval


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


class Measure(StrEnum):
    """What a value is measured in. Only values of one measure are compared, whatever type of fact they stand in.

    AHEAD is a length before something (이용일 7일 전까지), which is no length of LENGTH.
    """

    WON = "won"
    PERCENT = "percent"
    PHONE = "phone"
    CLOCK = "clock"
    DATE = "date"
    LENGTH = "length"
    AHEAD = "ahead"
    AGE = "age"
    PEOPLE = "people"
    COUNT = "count"
    OFFICE = "office"
    PLACE = "place"
    DOCUMENT = "document"
    POSSIBLE = "possible"
    WEEKDAY = "weekday"

    @property
    def type(self) -> FactType:
        """The type of fact that a value of this measure most likely is."""
        return _TYPES[self]


_TYPES = {
    Measure.WON: FactType.FEE,
    Measure.PERCENT: FactType.FEE,
    Measure.PHONE: FactType.PHONE,
    Measure.CLOCK: FactType.HOURS,
    Measure.DATE: FactType.DEADLINE,
    Measure.LENGTH: FactType.DURATION,
    Measure.AHEAD: FactType.DEADLINE,
    Measure.AGE: FactType.ELIGIBILITY,
    Measure.PEOPLE: FactType.ELIGIBILITY,
    Measure.COUNT: FactType.ELIGIBILITY,
    Measure.OFFICE: FactType.OFFICE,
    Measure.PLACE: FactType.PLACE,
    Measure.DOCUMENT: FactType.DOCUMENT,
    Measure.POSSIBLE: FactType.POSSIBLE,
    Measure.WEEKDAY: FactType.HOURS,
}
# What may stand in the cell of a fact of each type.
MEASURES = {
    FactType.FEE: (Measure.WON, Measure.PERCENT),
    FactType.PHONE: (Measure.PHONE,),
    FactType.OFFICE: (Measure.OFFICE,),
    FactType.HOURS: (Measure.CLOCK,),
    FactType.DEADLINE: (Measure.DATE, Measure.LENGTH, Measure.AHEAD, Measure.CLOCK),
    FactType.DURATION: (Measure.LENGTH, Measure.AHEAD, Measure.DATE),
    FactType.PLACE: (Measure.PLACE,),
    FactType.DOCUMENT: (Measure.DOCUMENT,),
    FactType.ELIGIBILITY: (
        Measure.AGE,
        Measure.PERCENT,
        Measure.PEOPLE,
        Measure.COUNT,
        Measure.LENGTH,
        Measure.WON,
        Measure.DATE,
    ),
    FactType.POSSIBLE: (Measure.POSSIBLE,),
}


@dataclass(frozen=True, slots=True)
class Value:
    """`keys` are the normal forms this may stand for (several where speech leaves it open, 아홉 시: 09:00 or 21:00).

    Two values are the same when they are of one measure and share a key. `text` is the form shown to people. `span` is
    the lowest and highest amount of a range (10,000~20,000원), `interval` is set for hours.
    """

    measure: Measure
    keys: frozenset[str]
    text: str
    span: tuple[int, int] | None = None
    interval: Interval | None = None

    @property
    def type(self) -> FactType:
        return self.measure.type

    def same_as(self, other: Value) -> bool:
        if self.measure is not other.measure:
            return False
        if self.interval and other.interval:
            one, another = self.interval, other.interval
            return one.shares_an_end(another) and not one.of_other_days(another) and one.fits(another)
        if self.measure is Measure.DATE:
            return any(_same_date(one, another) for one in self.keys for another in other.keys)
        if self.measure is Measure.PHONE:
            return any(_same_number(one, another) for one in self.keys for another in other.keys)
        return bool(self.keys & other.keys) or _within(self, other) or _within(other, self)


@dataclass(frozen=True, slots=True)
class Stated:
    """A value at characters [start, end) of a text.

    `doubtful`: heard in a way that may hide another value. `about`: 약, 정도, 쯤 beside it. `denied`: "… 이 아니라".
    """

    value: Value
    start: int
    end: int
    doubtful: bool = False
    about: bool = False
    denied: bool = False


def _same_number(one: str, other: str) -> bool:
    """Equal digits; an area code that one of them leaves out is no difference, another area code is."""
    if one == other:
        return True
    long, short = sorted((one, other), key=len, reverse=True)
    area = long[: len(long) - len(short)]
    return long.endswith(short) and not short.startswith("0") and re.fullmatch(r"02|0[3-6]\d", area) is not None


def _same_date(one: str, other: str) -> bool:
    """7-31, or a day of every month (*-25), which is also said without the month."""
    (month, day), (other_month, other_day) = one.split("-"), other.split("-")
    return day == other_day and (month == other_month or "*" in (month, other_month))


def comparable(one: Value, other: Value) -> bool:
    """Whether two values can agree or differ at all."""
    if one.measure is not other.measure:
        return False
    if one.interval and other.interval:
        return one.interval.shares_an_end(other.interval)
    if one.measure is Measure.COUNT:  # books and places are not compared
        return {key.lstrip("0123456789") for key in one.keys} == {key.lstrip("0123456789") for key in other.keys}
    if one.measure is Measure.AGE:  # from 19 and up to 39 bound different sides
        sides = [{key.lstrip("0123456789")[0] for key in each.keys} for each in (one, other)]
        return bool(sides[0] & sides[1]) or _turned_round(one, other)
    return True


def _turned_round(one: Value, other: Value) -> bool:
    """65 and under for 65 and over: the same age, the other side."""
    turned = {key.replace("<=", "*").replace(">=", "<=").replace("*", ">=") for key in one.keys if key.endswith("=")}
    return len(one.keys) == len(other.keys) == 1 and bool(turned & other.keys)


def _within(one: Value, other: Value) -> bool:
    if one.span is None or other.span is not None:
        return False
    return all(key.isdigit() and one.span[0] <= int(key) <= one.span[1] for key in other.keys)


def fee_value(won: int) -> Value:
    return Value(Measure.WON, frozenset((str(won),)), f"{won:,}원" if won else "무료")


def phone_value(*readings: str) -> Value:
    """A number by its digits, in every reading that speech leaves open."""
    return Value(Measure.PHONE, frozenset(readings), _written_phone(readings[0]))


def _written_phone(digits: str) -> str:
    for shape in (r"(02)(\d{3,4})(\d{4})", r"(0\d{2})(\d{3,4})(\d{4})", r"(\d{4})(\d{4})", r"(02)(\d{3})"):
        parts = re.fullmatch(shape, digits)
        if parts:
            return "-".join(parts.groups())
    return digits
