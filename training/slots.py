# ruff: noqa: E501
"""Values for the slots of templates: names, numbers, offices, dates as they are said.

Every value belongs, by its checksum, either to training or to evaluation, so a call made for evaluation never contains a
name, number or office that training heard.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from training import words
from training.spoken import read_digits, read_english, read_native, read_number

Split = Literal["train", "eval"]


@dataclass(frozen=True)
class Slot:
    """A value put into a template, without its particle."""

    kind: str
    text: str


def reserved_for_evaluation(kind: str, text: str) -> bool:
    """True for the tenth of all slot values that training never draws."""
    return zlib.crc32(f"{kind}:{text}".encode()) % 10 == 0


def _amount(r: random.Random) -> str:
    step = r.choice((10, 50, 100, 500, 1000, 1000, 10000, 100000))
    value = r.randint(1, r.choice((9, 99, 999))) * step + (r.randint(0, 9) * 10 if r.random() < 0.2 else 0)
    if r.random() < 0.08:
        value = r.randint(1, 9999) * 1_000_000
    return read_number(value) + " 원"


def _digits(r: random.Random, low: int, high: int) -> str:
    digits = "".join(r.choice("0123456789") for _ in range(r.randint(low, high)))
    spoken = read_digits(digits, zero="영" if r.random() < 0.15 else "공")
    if r.random() < 0.5 and len(spoken) > 5:
        size = r.choice((3, 4))
        spoken = " ".join(spoken[i : i + size] for i in range(0, len(spoken), size))
    return spoken


def _phone(r: random.Random) -> str:
    kind = r.random()
    head = (
        "010"
        if kind < 0.5
        else ("02" if kind < 0.8 else r.choice(("031", "032", "070", "051", "042", "1588", "1544", "080")))
    )
    middle = "" if head in ("1588", "1544") else "".join(r.choice("0123456789") for _ in range(r.choice((3, 4, 4))))
    tail = "".join(r.choice("0123456789") for _ in range(4))
    joiner = r.choice(("에 ", "에 ", " ", ", "))
    return joiner.join(read_digits(p) for p in (head, middle, tail) if p)


def _hour(r: random.Random) -> str:
    part = r.choice(("오전 ", "오후 ", "저녁 ", "아침 ", "", ""))
    minute = r.choice(("", "", "", " 반", f" {read_number(r.randint(1, 59))} 분"))
    return f"{part}{read_native(r.randint(1, 12))} 시{minute}"


def _date(r: random.Random) -> str:
    year = f"이천{read_number(r.randint(15, 29))}년 " if r.random() < 0.12 else ""
    return f"{year}{r.choice(words.MONTHS)} {read_number(r.randint(1, 31))}일"


def _name(r: random.Random) -> str:
    return r.choice(words.SURNAMES) + r.choice(words.GIVEN) + (r.choice(words.GIVEN) if r.random() < 0.97 else "")


def _office(r: random.Random) -> str:
    kind = r.random()
    if kind < 0.25:
        return r.choice(words.CITY_OFFICES)
    if kind < 0.6:
        return f"{r.choice(words.DISTRICTS)} {r.choice(words.OFFICE_KINDS)}"
    if kind < 0.75:
        return r.choice(words.DISTRICTS) + "청"
    if kind < 0.88:
        return f"{r.choice(words.DONG)} {r.choice(('주민센터', '우체국', '파출소', '도서관', '복지관'))}"
    return r.choice(words.OFFICE_KINDS)


def _address(r: random.Random) -> str:
    if r.random() < 0.5:
        tail = f"{read_number(r.randint(1, 999))} 번지" if r.random() < 0.5 else f"{read_number(r.randint(1, 20))} 통"
        return f"{r.choice(words.DISTRICTS)} {r.choice(words.DONG)} {tail}"
    way = f" {read_number(r.randint(1, 99))} 길" if r.random() < 0.4 else ""
    return f"{r.choice(words.DISTRICTS)} {r.choice(words.STREETS)}{way} {read_number(r.randint(1, 400))}"


def _plate(r: random.Random) -> str:
    head = read_digits(str(r.randint(10, 999)), zero="공") if r.random() < 0.5 else read_number(r.randint(10, 99))
    return f"{head}{r.choice(words.PLATE)} {read_digits(f'{r.randint(0, 9999):04d}')}"


def _card(r: random.Random) -> str:
    return " ".join(read_digits(f"{r.randint(0, 9999):04d}") for _ in range(4))


def _rrn(r: random.Random) -> str:
    front = f"{r.randint(0, 99):02d}{r.randint(1, 12):02d}{r.randint(1, 28):02d}"
    return f"{read_digits(front)}에 {r.choice('일이삼사')}{read_digits(f'{r.randint(0, 999999):06d}')}"


_KO: dict[str, Callable[[random.Random], str]] = {
    "name": _name,
    "office": _office,
    "center": lambda r: r.choice(words.CENTERS),
    "phone": _phone,
    "amount": _amount,
    "digits": lambda r: _digits(r, 4, 12),
    "rrn": _rrn,
    "card": _card,
    "plate": _plate,
    "birth": lambda r: f"{read_number(r.randint(30, 99))}년 {_date(r)}" if r.random() < 0.6 else read_digits(f"{r.randint(0, 99):02d}{r.randint(1, 12):02d}{r.randint(1, 28):02d}"),
    "address": _address,
    "district": lambda r: r.choice(words.DISTRICTS) if r.random() < 0.7 else r.choice(words.DONG),
    "street": lambda r: r.choice(words.STREETS),
    "station": lambda r: r.choice(words.STATIONS),
    "exit": lambda r: f"{read_number(r.randint(1, 14))} 번",
    "bus": lambda r: read_number(r.choice((r.randint(1, 50), r.randint(100, 999), r.randint(1000, 9999)))) + " 번",
    "date": _date,
    "time": _hour,
    "minutes": lambda r: f"{read_number(r.randint(2, 90))} 분",
    "count": lambda r: read_number(r.choice((r.randint(2, 30), r.randint(2, 99), r.randint(100, 999)))),
    "houses": lambda r: f"{read_number(r.randint(5, 2000))} 세대",
    "percent": lambda r: f"{read_number(r.randint(1, 100))} 퍼센트",
    "age": lambda r: f"{read_number(r.randint(18, 90))} 세" if r.random() < 0.5 else f"{read_native(r.randint(18, 90))} 살",
    "weekday": lambda r: r.choice(words.WEEKDAYS),
    "doc": lambda r: r.choice(words.DOCS),
    "tax": lambda r: r.choice(words.TAXES),
    "item": lambda r: r.choice(words.ITEMS),
    "event": lambda r: r.choice(words.EVENTS),
    "bank": lambda r: r.choice(words.BANKS),
}  # fmt: skip


def _en_digits(r: random.Random, low: int, high: int) -> str:
    return " ".join(r.choice(words.EN_DIGITS) for _ in range(r.randint(low, high)))


_EN: dict[str, Callable[[random.Random], str]] = {
    "name": lambda r: f"{r.choice(words.EN_GIVEN)} {r.choice(words.EN_SURNAMES)}",
    "center": lambda r: r.choice(
        ("the Dasan Call Center", "the Seoul Call Center", "Seoul City", "the city help line")
    ),
    "office": lambda r: r.choice(words.EN_OFFICES),
    "topic": lambda r: r.choice(words.EN_TOPICS),
    "doc": lambda r: r.choice(words.EN_DOCS),
    "place": lambda r: r.choice(words.EN_PLACES),
    "amount": lambda r: read_english(r.randint(1, 999) * r.choice((10, 100, 1000))) + " won",
    "phone": lambda r: _en_digits(r, 7, 11),
    "digits": lambda r: _en_digits(r, 4, 9),
    "time": lambda r: read_english(r.randint(1, 12)) + r.choice((" o'clock", " thirty", " fifteen", " a.m.", " p.m.")),
    "weekday": lambda r: r.choice(words.EN_DAYS),
    "date": lambda r: f"{r.choice(words.EN_MONTHS)} {r.choice(words.EN_ORDINALS)}",
    "small": lambda r: read_english(r.randint(2, 40)),
}


def draw_slot(rng: random.Random, language: str, kind: str, split: Split) -> Slot:
    """A slot value of this split; a kind too small to have evaluation values gives any."""
    table = _KO if language == "ko" else _EN
    text = table[kind](rng)
    for _ in range(60):
        if reserved_for_evaluation(kind, text) == (split == "eval"):
            break
        text = table[kind](rng)
    return Slot(kind, text)
