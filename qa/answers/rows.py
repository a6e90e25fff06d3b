"""Rows of standard answers, wherever they come from: one row is one fact, and what is wrong with a row is told by name.

A row that cannot be used is left out, the others stay. What can be kept but wants a person's eye is kept with a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from qa.answers.cells import read_values
from qa.answers.entries import Entry, Fact
from qa.answers.facts import FactType
from qa.call import Sentence

COLUMNS = (
    "id",
    "title",
    "questions",
    "topic",
    "fact_type",
    "fact_name",
    "fact_value",
    "required",
    "valid_from",
    "valid_to",
)
MORE_COLUMNS = ("owner", "recorded_at", "withdrawn_at")
NEEDED = ("id", "title", "fact_type", "fact_value")
# The most characters of a cell; the database keeps no more either.
LONGEST = {"id": 80, "title": 300, "topic": 200, "owner": 100, "fact_name": 200, "fact_value": 4000, "questions": 20000}
_ALSO_CALLED = {
    "id": "번호 아이디",
    "title": "제목 항목명",
    "questions": "question 질문 예시질문 질문예시",
    "topic": "주제 분류",
    "fact_type": "type 종류 사실종류",
    "fact_name": "name 이름 사실이름",
    "fact_value": "value 값 사실값",
    "required": "필수 필수여부",
    "valid_from": "시작일 유효시작일",
    "valid_to": "종료일 유효종료일",
    "owner": "담당 담당자 담당부서",
    "recorded_at": "등록일시",
    "withdrawn_at": "철회일시",
}
_YES = frozenset("yes y true 1 o ○ 예 네 필수".split())
_NO = frozenset(("", *"no n false 0 x × 아니오 아니요 선택".split()))
_DAY = re.compile(
    r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?(?:[ T]00:00(?::00)?)?|(\d{4})(\d\d)(\d\d)", re.ASCII
)
# Times without a zone are the centre's: the table is kept in Korea.
_ZONE = ZoneInfo("Asia/Seoul")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Severity(StrEnum):
    """`LEFT_OUT`: the row is not in. `NOTE`: it is in, and a person should mend it. `INFO`: nothing is wrong."""

    LEFT_OUT = "left_out"
    NOTE = "note"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said of a row. `place` is where it stands, in words; `field` may be empty."""

    severity: Severity
    line: int
    place: Sentence
    field: str
    sentence: Sentence

    def told(self, file: str) -> Sentence:
        """The whole sentence: file, place, field, what."""
        field = f", {self.field}" if self.field else ""
        return Sentence(
            f"{file} {self.place.ko}{field}: {self.sentence.ko}", f"{file}, {self.place.en}{field}: {self.sentence.en}"
        )


class Row(NamedTuple):
    """The cells of one row by column; a column that is absent is an empty text. `line` counts from 1.

    `fault`: why the row could not even be taken apart into cells.
    """

    line: int
    place: Sentence
    cells: dict[str, str]
    fault: Sentence | None = None

    def note(self, severity: Severity, field: str, ko: str, en: str) -> Note:
        return Note(severity, self.line, self.place, field, Sentence(ko, en))


class _Faulty(Exception):
    """This row cannot be used, because of this field."""

    def __init__(self, field: str, ko: str, en: str) -> None:
        super().__init__(en)
        self.field, self.ko, self.en = field, ko, en


def column_of(heading: str) -> str | None:
    """The column that a heading means, in English or Korean; None for one that means none."""
    return _NAMED.get(re.sub(r"[\s_]", "", heading.lower()))


_NAMED = {
    called.replace("_", ""): name
    for name in (*COLUMNS, *MORE_COLUMNS)
    for called in (name, *_ALSO_CALLED.get(name, "").split())
}


def line_place(line: int) -> Sentence:
    return Sentence(f"{line}번째 줄", f"line {line}")


def clean(text: str) -> str:
    """A cell without what cannot be printed or stored; line ends are one character."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def split_questions(text: str) -> tuple[str, ...]:
    """Questions stand between "|", or each on a line of its own."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[|\n]", text) if part.strip()))


class _Head:
    """What the rows of one entry say of the entry itself."""

    def __init__(self) -> None:
        self.title = self.topic = self.owner = ""
        self.questions: dict[str, None] = {}
        self.said: tuple[str, ...] | None = None
        self.facts: dict[Fact, Row] = {}
        self.same: dict[Fact, Row] = {}  # by what they say, wherever they stand

    def hear(self, row: Row) -> Iterator[Note]:
        for field in ("title", "topic", "owner"):
            told, had = row.cells.get(field, ""), getattr(self, field)
            if told and had and told != had:
                yield row.note(
                    Severity.NOTE,
                    field,
                    f"같은 항목의 앞선 줄에는 '{had}'(으)로 적혀 있어 그 값을 씁니다.",
                    f"an earlier row of this entry says {had!r}, which is used.",
                )
            elif told and not had:
                setattr(self, field, told)
        told_questions = split_questions(row.cells.get("questions", ""))
        if told_questions and self.said is None:
            self.said = told_questions
        elif told_questions and set(told_questions) != set(self.said or ()):
            yield row.note(
                Severity.NOTE,
                "questions",
                "같은 항목의 앞선 줄과 질문이 달라 모두 합쳤습니다.",
                "the questions differ from those of an earlier row of this entry: all of them are used.",
            )
        self.questions.update(dict.fromkeys(told_questions))


def entries_of(rows: Iterable[Row]) -> tuple[tuple[Entry, ...], tuple[Note, ...]]:
    """The entries these rows make, in order of first mention, and what is to be said of single rows."""
    notes: list[Note] = []
    heads: dict[str, _Head] = {}
    untitled: dict[str, list[tuple[Row, Fact | None]]] = {}
    for row in rows:
        try:
            fact = _fact(row)
        except _Faulty as fault:
            notes.append(row.note(Severity.LEFT_OUT, fault.field, fault.ko, fault.en))
            continue
        id = row.cells["id"]
        if not row.cells.get("title") and id not in heads:
            untitled.setdefault(id, []).append((row, fact))
            continue
        head = heads.setdefault(id, _Head())
        for earlier, its_fact in [*untitled.pop(id, ()), (row, fact)]:
            notes += _take(head, earlier, its_fact)
    for waiting in untitled.values():
        notes += [row.note(Severity.LEFT_OUT, "title", "비어 있습니다.", "is empty.") for row, _ in waiting]
    for head in heads.values():
        notes += _overlaps(head.facts)
    entries = tuple(
        Entry(id, head.title, tuple(head.questions), head.topic, tuple(head.facts), head.owner)
        for id, head in heads.items()
    )
    return entries, tuple(sorted(notes, key=lambda note: note.line))


def _take(head: _Head, row: Row, fact: Fact | None) -> Iterator[Note]:
    yield from head.hear(row)
    if fact is None:
        yield row.note(
            Severity.INFO, "fact_value", "사실이 없는 항목입니다.", "this row is an entry that states no fact."
        )
        return
    said = replace(fact, line=0)
    if said in head.same:
        earlier = head.same[said].place
        yield row.note(
            Severity.INFO, "", f"{earlier.ko}과(와) 같아 한 번만 씁니다.", f"the same as {earlier.en}; it counts once."
        )
        return
    head.facts[fact] = head.same[said] = row
    if not fact.values and fact.type.is_read:
        yield row.note(
            Severity.NOTE,
            "fact_value",
            f"{fact.text!r}을(를) {fact.type} 값으로 읽을 수 없어 통화와 비교하지 못합니다. 예: {fact.type.example}",
            f"{fact.text!r} cannot be read as {fact.type} and is compared with no call; "
            f"for example: {fact.type.example}",
        )


def _fact(row: Row) -> Fact | None:
    """The fact of a row; None when the row tells of an entry only."""
    cells = row.cells
    if row.fault:
        raise _Faulty("", row.fault.ko, row.fault.en)
    for field, most in LONGEST.items():
        if len(cells.get(field, "")) > most:
            raise _Faulty(field, f"{most}자를 넘습니다.", f"is longer than {most} characters.")
    id, text, named = cells.get("id", ""), cells.get("fact_value", ""), cells.get("fact_type", "")
    if not id:
        raise _Faulty("id", "비어 있습니다.", "is empty.")
    if not id.isprintable():
        raise _Faulty(
            "id",
            f"{id!r}은(는) 쓸 수 없는 아이디입니다. 한 줄로 적어 주세요.",
            f"{id!r} may hold no line break and no tab.",
        )
    if not named and not text:
        return None
    type_ = FactType.named(named)
    if type_ is None:
        known = ", ".join(FactType)
        raise _Faulty(
            "fact_type",
            f"{named!r}은(는) 알 수 없는 종류입니다. 가능한 값: {known}",
            f"{named!r} is not known; use one of {known}",
        )
    if not text:
        raise _Faulty("fact_value", "비어 있습니다.", "is empty.")
    required = cells.get("required", "").lower()
    if required not in _YES | _NO:
        raise _Faulty(
            "required",
            f"{required!r}은(는) 쓸 수 없는 값입니다. yes나 no로 적어 주세요.",
            f"{required!r} has to be yes or no.",
        )
    valid_from, valid_to = (_day(cells.get(name, ""), name) for name in ("valid_from", "valid_to"))
    if valid_from and valid_to and valid_to < valid_from:
        raise _Faulty(
            "valid_to",
            f"종료일 {valid_to}이(가) 시작일 {valid_from}보다 앞섭니다.",
            f"the last day {valid_to} is before the first day {valid_from}.",
        )
    recorded, withdrawn = (_moment(cells.get(name, ""), name) for name in ("recorded_at", "withdrawn_at"))
    return Fact(
        id,
        type_,
        cells.get("fact_name", ""),
        text,
        read_values(type_, text),
        required in _YES,
        valid_from,
        valid_to,
        row.line,
        recorded,
        withdrawn,
    )


def _day(text: str, field: str) -> date | None:
    if not text:
        return None
    found = _DAY.fullmatch(text)
    try:
        if found:
            return date(*(int(part) for part in found.groups() if part is not None))
    except ValueError:
        pass
    raise _Faulty(
        field,
        f"{text!r}은(는) 날짜가 아닙니다. 2026-01-31처럼 적어 주세요.",
        f"{text!r} is not a date such as 2026-01-31.",
    )


def _moment(text: str, field: str) -> datetime | None:
    if not text:
        return None
    try:
        told = datetime.fromisoformat(text)
    except ValueError as error:
        raise _Faulty(
            field,
            f"{text!r}은(는) 일시가 아닙니다. 2026-01-31T09:00:00+09:00처럼 적어 주세요.",
            f"{text!r} is not a time such as 2026-01-31T09:00:00+09:00.",
        ) from error
    return told if told.tzinfo else told.replace(tzinfo=_ZONE)


def overlapping(facts: Iterable[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Pairs of one fact that stand for the same day and differ: which of them is right?"""
    told: dict[tuple[FactType, str], list[Fact]] = {}
    for fact in facts:
        if fact.type.is_read and fact.withdrawn_at is None:
            told.setdefault((fact.type, fact.name), []).append(fact)
    for same in told.values():
        same.sort(key=lambda fact: (fact.valid_from or date.min, fact.line))
        longest = same[0]
        for fact in same[1:]:
            if (fact.valid_from or date.min) <= (longest.valid_to or date.max) and fact.text != longest.text:
                yield longest, fact
            if (fact.valid_to or date.max) > (longest.valid_to or date.max):
                longest = fact


def _overlaps(facts: dict[Fact, Row]) -> Iterator[Note]:
    for one, other in overlapping(facts):
        first, second = sorted((facts[one], facts[other]), key=lambda row: row.line)
        yield second.note(
            Severity.NOTE,
            "valid_from",
            f"{other.type} '{other.name}'이(가) {first.place.ko}과(와) 기간이 겹치는데 값이 다릅니다. "
            "둘 다 남겨 두었습니다. 맞지 않는 쪽의 종료일을 적어 주세요.",
            f"the {other.type} {other.name!r} overlaps {first.place.en} in time, with another value; both are kept: "
            "give the one that is wrong a last day.",
        )
