"""The cells of a table of standard answers, read into values: 1만 2천원, 평일 09:00~18:00, 교통정책과|교통기획팀.

What cannot be read has no values; the fact is then shown and never compared.
"""

from __future__ import annotations

import re

from qa.answers.facts import MEASURES, FactType, Measure, Value, phone_value
from qa.answers.spoken import find_all

_PHONE = re.compile(r"(?<!\d)(?:\+82[-\s]?)?\(?\d{2,4}\)?[-.\s]?\d{3,4}[-.\s]\d{4}(?!\d)|"
        r"(?<!\d)\d{3,4}[-.]\d{4}(?!\d)|(?<!\d)1[1-9]\d{1,2}(?!\d)|(?<!\d)02-120(?!\d)|"
        r"(?<!\d)\d{7,11}(?!\d)")  # fmt: skip
_YES = re.compile(
    r"(?:가능|예|네|yes|y|o|○|true|possible|allowed|available|됨|된다|할 ?수 ?있|accepted|"
    r"필요)(?![가-힣]*\s?(?:불|않|없))",
    re.IGNORECASE,
)
_NO = re.compile(
    r"불가|안\s?[됨돼되]|못\s?함|할 ?수 ?없|아니|없음|않음|불필요|(?<![a-z])(?:no|n|x|false|"
    r"impossible|unavailable)(?![a-z])|×|✕|\bnot\b|\bcannot\b|can't",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:\||;|\n)\s*")
_NAMES = re.compile(r"\s*(?:\||;|,|/|\n|·)\s*")
_BESIDE = re.compile(r"\(([^()]*)\)")


def read_value(type_: FactType, text: str) -> Value | None:
    """The first value of a cell; None when it cannot be read as that type."""
    values = read_values(type_, text)
    return values[0] if values else None


def read_values(type_: FactType, text: str) -> tuple[Value, ...]:
    """Every value of a cell, any of which is right: other names and tiers are joined by "|" or by commas."""
    text = text.strip()
    if not text:
        return ()
    if type_ is FactType.OFFICE:
        return tuple(_named(Measure.OFFICE, name) for name in office_names(text))
    if type_ in (FactType.PLACE, FactType.DOCUMENT):
        measure = MEASURES[type_][0]
        return tuple(_named(measure, part) for part in _PARTS.split(text) if part)
    if type_ is FactType.POSSIBLE:
        return _possible(text)
    if type_ is FactType.PHONE:
        return _phones(text)
    found = [item.value for item in find_all(text, alone=True) if item.value.measure in MEASURES[type_]]
    if not found and type_ is FactType.FEE and re.fullmatch(r"[\d,]+", text):
        found = [item.value for item in find_all(text + "원", alone=True)]
    if not found and type_ is FactType.FEE and text in ("없음", "면제", "-"):
        found = [item.value for item in find_all("무료")]
    return tuple(dict.fromkeys(found))


def office_names(text: str) -> tuple[str, ...]:
    """The names of one office: aliases beside each other or in brackets; a telephone number there is none."""
    inside = [part for part in _BESIDE.findall(text) if not re.search(r"\d{3}", part)]
    names = [*_NAMES.split(_BESIDE.sub("", text)), *(name for part in inside for name in _NAMES.split(part))]
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def _named(measure: Measure, text: str) -> Value:
    return Value(measure, frozenset((text.replace(" ", "").lower(),)), text.strip())


def possible_value(possible: bool) -> Value:
    return Value(Measure.POSSIBLE, frozenset(("yes" if possible else "no",)), "가능" if possible else "불가")


def _possible(text: str) -> tuple[Value, ...]:
    first = re.split(r"[(（,.]", text)[0] or text
    for part in (first, text):
        if _NO.search(part):
            return (possible_value(False),)
        if _YES.match(part.strip()) or re.search(r"가능|possible|할 ?수 ?있|됩니다|됨", part, re.IGNORECASE):
            return (possible_value(True),)
    return ()


def _phones(text: str) -> tuple[Value, ...]:
    found = []
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0].replace("+82", "0"))
        digits = re.sub(r"^00", "0", digits)
        if 3 <= len(digits) <= 12:
            found.append(phone_value(digits))
    if not found and 3 <= len(digits := re.sub(r"\D", "", text)) <= 12:
        found.append(phone_value(digits))
    return tuple(dict.fromkeys(found))
