"""The standard answers: entries with typed facts, one CSV row for each fact, valid from one day to another."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from qa.answers.cells import read_values
from qa.answers.facts import FactType, Value
from qa.call import Sentence
from qa.errors import Misconfigured

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
LARGEST_BYTES = 50_000_000
_YES = frozenset(("yes", "y", "true", "1", "예"))
_NO = frozenset(("no", "n", "false", "0", "아니오", ""))


@dataclass(frozen=True, slots=True)
class Fact:
    """`values` are the readings of `text`, any of which is right ("교통정책과|교통과"); empty where none can be read.

    Two times, as in Snodgrass (1999): valid_from and valid_to say when the fact was true in the world, first and last
    day; recorded_at and withdrawn_at (aware) when it stood in the table. A correction withdraws a row and records
    another; nothing is overwritten.
    """

    entry: str
    type: FactType
    name: str
    text: str
    values: tuple[Value, ...]
    required: bool
    valid_from: date | None
    valid_to: date | None
    line: int
    recorded_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def stands_on(self, day: date | None, at: datetime | None) -> bool:
        """Whether a call of `day` (None: now) is judged by this fact: it is valid then, and stands in the table today
        or stood in it at the time of the call. What was corrected after the call costs nobody a point.
        """
        valid = self.is_valid_on(day) if day else self.valid_to is None
        return valid and (self.withdrawn_at is None or (at is not None and at < self.withdrawn_at))


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    title: str
    questions: tuple[str, ...]
    topic: str
    facts: tuple[Fact, ...]
    owner: str = ""

    def facts_on(self, day: date | None, *types: FactType) -> tuple[Fact, ...]:
        """Facts of these types (all when none is named) as they stood on `day`; `None` means those valid until further
        notice.
        """
        return tuple(
            fact
            for fact in self.facts
            if (not types or fact.type in types) and (fact.is_valid_on(day) if day else fact.valid_to is None)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Compared by identity: an index is built once for each. `hash` is the SHA-256 of the file: it is stored with
    every evaluation that used it.
    """

    name: str
    hash: str
    entries: tuple[Entry, ...]

    def entry(self, id: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.id == id), None)

    def offices(self) -> frozenset[str]:
        """Every office name of every entry and time."""
        return frozenset(
            value.text
            for entry in self.entries
            for fact in entry.facts
            if fact.type is FactType.OFFICE
            for value in fact.values
        )


def load_answers(path: Path | str) -> Answers:
    """Read the CSV at `path` (UTF-8, with or without a byte order mark).

    Raises `Misconfigured` with the file, line and field of the first fault and the number of others.
    """
    answers, faults = read_answers(path)
    if faults:
        first, others = faults[0], len(faults) - 1
        more_ko = f" (그 밖에 {others}건이 더 있습니다. `qa answers check`로 모두 볼 수 있습니다.)" if others else ""
        more_en = f" ({others} more; `qa answers check` lists them all.)" if others else ""
        raise Misconfigured(first.ko + more_ko, first.en + more_en)
    return answers


def answers_of(text: str, name: str) -> Answers:
    """Standard answers kept as text, such as those a past call was judged by. Faulty rows are left out."""
    return _read(text.encode(), Path(name))[0]


def read_answers(path: Path | str) -> tuple[Answers, tuple[Sentence, ...]]:
    """The entries whose rows could be read, and one sentence for each row that could not."""
    path = Path(path)
    return _read(_bytes(path), path)


@lru_cache(maxsize=4)
def _read(raw: bytes, path: Path) -> tuple[Answers, tuple[Sentence, ...]]:
    """Same bytes, same answers: a worker reads them for every call."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Misconfigured(
            f"표준상담 파일 {path}의 {line}번째 줄이 UTF-8이 아닙니다. UTF-8로 저장한 뒤 다시 시도해 주세요.",
            f"The standard answers {path} are not UTF-8 in line {line}: save the file as UTF-8 and try again.",
        ) from error
    faults: list[Sentence] = []
    heads: dict[str, tuple[str, tuple[str, ...], str]] = {}
    facts: dict[str, list[Fact]] = {}
    for line, row in _rows(text, path):
        try:
            fact = _fact(row, line, path)
        except Misconfigured as fault:
            faults.append(fault.sentence)
            continue
        questions = tuple(part.strip() for part in row["questions"].split("|") if part.strip())
        head = (row["title"].strip(), questions, row["topic"].strip())
        if fact.entry not in heads:
            if not head[0]:
                faults.append(_fault(path, line, "title", "비어 있습니다", "is empty").sentence)
            heads[fact.entry] = head
        facts.setdefault(fact.entry, []).append(fact)
    faults += [fault for rows in facts.values() for fault in _overlaps(rows, path)]
    entries = tuple(Entry(id, *heads[id], tuple(rows)) for id, rows in facts.items())
    return Answers(path.stem, hashlib.sha256(raw).hexdigest(), entries), tuple(faults)


def as_of(called_at: datetime | None) -> date | None:
    """The day whose facts a call is judged by."""
    return called_at.date() if called_at else None


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise Misconfigured(
                f"표준상담 파일 {path}이(가) 50 MB를 넘습니다. 파일을 나누어 주세요.",
                f"The standard answers {path} are larger than 50 MB: split the file.",
            )
        return path.read_bytes()
    except OSError as error:
        raise Misconfigured(
            f"표준상담 파일 {path}을(를) 읽을 수 없습니다({error.strerror}). 경로와 권한을 확인해 주세요.",
            f"The standard answers {path} cannot be read ({error.strerror}): check the path and the permissions.",
        ) from error


def _rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the number of its first line; cells missing at the end are empty."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        missing = [name for name in COLUMNS if name not in header]
        unknown = [name for name in header if name not in COLUMNS]
        if missing or unknown:
            wrong = ", ".join(missing or unknown)
            ko, en = ("열이 없습니다", "is missing") if missing else ("열은 알 수 없습니다", "is not a known column")
            raise Misconfigured(
                f"{path} 1번째 줄: {wrong} {ko}. 첫 줄은 다음과 같아야 합니다: {','.join(COLUMNS)}",
                f"{path}, line 1: {wrong} {en}; the first line has to be {','.join(COLUMNS)}.",
            )
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > len(header):
                    raise Misconfigured(
                        f"{path} {line}번째 줄: 칸이 {len(cells)}개입니다({len(header)}개여야 합니다). "
                        "쉼표가 들어 있는 값은 큰따옴표로 감싸 주세요.",
                        f"{path}, line {line}: {len(cells)} cells, {len(header)} are expected; "
                        "put a value with a comma in double quotes.",
                    )
                yield line, dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=True))
            line = reader.line_num + 1
    except csv.Error as error:
        raise Misconfigured(
            f"{path} {reader.line_num}번째 줄: CSV 형식이 아닙니다({error}).",
            f"{path}, line {reader.line_num}: this is not CSV ({error}).",
        ) from error


def _fact(row: dict[str, str], line: int, path: Path) -> Fact:
    id, text = row["id"].strip(), row["fact_value"].strip()
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]{0,79}", id, re.ASCII):
        raise _fault(
            path,
            line,
            "id",
            f"{id!r}은(는) 쓸 수 없는 id입니다. 영문자, 숫자, -, _만 쓸 수 있습니다",
            f"{id!r} may hold letters, digits, - and _ only",
        )
    type_ = FactType.named(row["fact_type"])
    if type_ is None:
        known = ", ".join(FactType)
        raise _fault(
            path,
            line,
            "fact_type",
            f"{row['fact_type']!r}은(는) 알 수 없는 종류입니다. 가능한 값: {known}",
            f"{row['fact_type']!r} is not known; use one of {known}",
        )
    if not text:
        raise _fault(path, line, "fact_value", "비어 있습니다", "is empty")
    values = read_values(type_, text)
    required = row["required"].strip().lower()
    if required not in _YES | _NO:
        raise _fault(
            path,
            line,
            "required",
            f"{required!r}은(는) 쓸 수 없는 값입니다. yes나 no로 적어 주세요",
            f"{required!r} has to be yes or no",
        )
    valid_from, valid_to = (_day(row[name].strip(), path, line, name) for name in ("valid_from", "valid_to"))
    if valid_from and valid_to and valid_to < valid_from:
        raise _fault(
            path,
            line,
            "valid_to",
            f"{valid_to}이(가) valid_from {valid_from}보다 앞섭니다",
            f"{valid_to} is before valid_from {valid_from}",
        )
    return Fact(id, type_, row["fact_name"].strip(), text, values, required in _YES, valid_from, valid_to, line)


def _day(text: str, path: Path, line: int, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise _fault(
            path,
            line,
            field,
            f"{text!r}은(는) 날짜가 아닙니다. 2026-01-31처럼 적어 주세요",
            f"{text!r} is not a date such as 2026-01-31",
        ) from error


def _overlaps(rows: list[Fact], path: Path) -> Iterator[Sentence]:
    """Two rows of one fact that are valid on the same day and differ: the call could not be judged."""
    for place, later in enumerate(rows):
        for earlier in rows[:place]:
            same = (earlier.type, earlier.name) == (later.type, later.name) and later.type.is_read
            if same and earlier.text != later.text and _share_a_day(earlier, later):
                yield _fault(
                    path,
                    later.line,
                    "valid_from",
                    f"{later.entry}의 {later.type} '{later.name}'이(가) {earlier.line}번째 줄과 기간이 겹치는데 "
                    "값이 다릅니다",
                    f"the {later.type} {later.name!r} of {later.entry} overlaps line {earlier.line} in time, "
                    "with another value",
                ).sentence


def _share_a_day(one: Fact, other: Fact) -> bool:
    starts = max(one.valid_from or date.min, other.valid_from or date.min)
    return starts <= min(one.valid_to or date.max, other.valid_to or date.max)


def _fault(path: Path, line: int, field: str, ko: str, en: str) -> Misconfigured:
    return Misconfigured(f"{path} {line}번째 줄, {field}: {ko}.", f"{path}, line {line}, {field}: {en}.")
