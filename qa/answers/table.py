"""Reading standard answers: CSV, JSON or a workbook, as offices keep them, with a report of what could not be used."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from qa.answers.entries import Answers
from qa.answers.rows import (
    COLUMNS,
    NEEDED,
    Note,
    Row,
    Severity,
    clean,
    column_of,
    entries_of,
    line_place,
)
from qa.call import Sentence
from qa.errors import Misconfigured

LARGEST_BYTES = 50_000_000
_WORKBOOK = b"PK\x03\x04"
_SEPARATORS = ",;\t"
_LOST = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from `file`: the answers, the notes in order of the rows, and a `text` that reads back as the same.

    `places`: where each row below the heading stands, by its line.
    """

    file: str
    answers: Answers
    notes: tuple[Note, ...]
    text: str
    places: dict[int, Sentence]

    @property
    def rows(self) -> int:
        return len(self.places)

    @property
    def left_out(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.severity is Severity.LEFT_OUT)

    @property
    def faults(self) -> tuple[Note, ...]:
        """What a person should mend: rows left out, and rows kept with a note."""
        return tuple(note for note in self.notes if note.severity is not Severity.INFO)


def read_answers(path: Path | str) -> Reading:
    """Read the file at `path`: CSV, JSON or XLSX, told apart by its content.

    Raises `Misconfigured` when there is no such file, it is too large, or no row of it can be made out.
    """
    path = Path(path)
    return read_bytes(_bytes(path), str(path))


def load_answers(path: Path | str) -> Answers:
    """As :func:`read_answers`, without the report: rows that cannot be used are left out."""
    return read_answers(path).answers


def answers_of(text: str, name: str) -> Answers:
    """Standard answers kept as text, such as those a past call was judged by. Faulty rows are left out."""
    return read_bytes(text.encode(), name).answers


@lru_cache(maxsize=4)
def read_bytes(raw: bytes, file: str) -> Reading:
    """As :func:`read_answers`, of bytes at hand. Same bytes, same answers: a worker reads them for every call."""
    if raw.startswith(_WORKBOOK):
        from qa.answers.workbook import cells_of  # openpyxl is only loaded for workbooks

        text, places = _csv_text(cells_of(raw, file))
    else:
        text, places = _decoded(raw, file), {}
    notes: list[Note] = []
    told = text.removeprefix("\ufeff").lstrip()
    rows = list(_objects(told, file, notes) if told[:1] in ("{", "[") else _rows(text, file, notes, places))
    entries, of_rows = entries_of(rows)
    if not entries and (fault := next((row for row in rows if row.fault), None)):
        note = next(note for note in of_rows if note.line == fault.line).told(file)
        raise Misconfigured(note.ko, note.en)
    answers = Answers(Path(file).stem, hashlib.sha256(text.encode()).hexdigest(), entries)
    return Reading(file, answers, (*notes, *of_rows), text, {row.line: row.place for row in rows})


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


def _decoded(raw: bytes, file: str) -> str:
    """UTF-8, UTF-16 with a byte order mark, or CP949 as old Korean spreadsheets write it.

    UTF-8 that breaks off within a row costs that row only, if the heading is readable.
    """
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    heading = raw.split(b"\n", 1)[0].decode("utf-8-sig", "replace")
    if any(column_of(cell) for separator in _SEPARATORS for cell in heading.split(separator)):
        return raw.decode("utf-8", "replace")
    raise Misconfigured(
        f"표준상담 파일 {file}의 글자를 읽을 수 없습니다. UTF-8 CSV나 XLSX로 저장한 뒤 다시 시도해 주세요.",
        f"The characters of the standard answers {file} cannot be read: save the file as UTF-8 CSV or XLSX.",
    )


def _csv_text(cells: Iterator[tuple[int, list[str]]]) -> tuple[str, dict[int, int]]:
    """The rows of a sheet as CSV, and which line of it is which row of the sheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    places: dict[int, int] = {}
    line = 1
    for row, texts in cells:
        places[line] = row
        writer.writerow(texts)
        line += 1 + sum(text.count("\n") for text in texts)
    return out.getvalue(), places


def _rows(text: str, file: str, notes: list[Note], sheet_rows: dict[int, int]) -> Iterator[Row]:
    """Each row of a CSV. A row that is not CSV is handed on as faulty, and reading goes on in the next line."""
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="").readlines()
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    heading = lines[first] if lines else ""
    separator = max(_SEPARATORS, key=lambda sign: sum(column_of(cell) is not None for cell in _cells(heading, sign)))
    columns = _columns(_cells(heading, separator), file, first + 1, notes)
    at = first + 1
    while at < len(lines):
        begun = at
        reader = csv.reader((lines[place] for place in range(begun, len(lines))), delimiter=separator, strict=True)
        try:
            for cells in reader:
                line, at = at + 1, begun + reader.line_num
                if any(cell.strip() for cell in cells):
                    yield _row(cells, columns, line, sheet_rows)
        except csv.Error as error:
            fault = Sentence(f"CSV 형식이 아닙니다({error}).", f"this is not CSV ({error}).")
            yield Row(at + 1, _place(at + 1, sheet_rows), {}, fault)
            at += 1


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _columns(heading: list[str], file: str, line: int, notes: list[Note]) -> list[str | None]:
    """The column of each cell; None for one that is set aside."""
    columns: list[str | None] = []
    aside = []
    for cell in heading:
        column = column_of(cell.strip())
        column = None if column in columns else column
        columns.append(column)
        if column is None and cell.strip():
            aside.append(cell.strip())
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        wrong, example = ", ".join(missing), ",".join(COLUMNS)
        raise Misconfigured(
            f"{file} {line}번째 줄: {wrong} 열이 없습니다. 첫 줄은 다음과 같아야 합니다: {example}",
            f"{file}, line {line}: {wrong} is missing; the first line has to be {example}.",
        )
    if aside:
        told = ", ".join(aside)
        notes.append(
            Note(
                Severity.INFO,
                line,
                line_place(line),
                "",
                Sentence(f"{told} 열은 쓰지 않습니다.", f"{told} is not a known column and is set aside."),
            )
        )
    return columns


def _place(line: int, sheet_rows: dict[int, int]) -> Sentence:
    if line not in sheet_rows:
        return line_place(line)
    return Sentence(f"{sheet_rows[line]}행", f"row {sheet_rows[line]}")


def _row(cells: list[str], columns: list[str | None], line: int, sheet_rows: dict[int, int]) -> Row:
    place = _place(line, sheet_rows)
    line = sheet_rows.get(line, line)
    if len(cells) > len(columns):
        said, wanted = len(cells), len(columns)
        fault = Sentence(
            f"칸이 {said}개입니다({wanted}개여야 합니다). 쉼표가 들어 있는 값은 큰따옴표로 감싸 주세요.",
            f"{said} cells, {wanted} are expected; put a value with a comma in double quotes.",
        )
        return Row(line, place, {}, fault)
    if any(_LOST in cell for cell in cells):
        fault = Sentence(
            "UTF-8이 아닌 글자가 있습니다. 파일을 UTF-8로 저장해 주세요.",
            "there are characters that are not UTF-8: save the file as UTF-8.",
        )
        return Row(line, place, {}, fault)
    return Row(line, place, {name: clean(cell) for name, cell in zip(columns, cells, strict=False) if name})


def _objects(text: str, file: str, notes: list[Note]) -> Iterator[Row]:
    """The rows of a JSON: entries with their facts, or a list of objects that are rows themselves."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Misconfigured(
            f"{file} {line}번째 줄: JSON 형식이 아닙니다({error}).",
            f"{file}, line {line}: this is not JSON ({error}).",
        ) from error
    listed = told.get("entries") if isinstance(told, dict) else told
    if not isinstance(listed, list):
        raise Misconfigured(
            f'{file}: 항목의 목록이 없습니다. {{"entries": [...]}} 또는 [...] 형식이어야 합니다.',
            f'{file}: there is no list of entries; the file has to be {{"entries": [...]}} or [...].',
        )
    aside: set[str] = set()
    line = 0
    for number, item in enumerate(listed, 1):
        facts = item.get("facts") if isinstance(item, dict) else None
        for part, fact in enumerate(facts if isinstance(facts, list) and facts else [None], 1):
            line += 1
            place = Sentence(f"{number}번째 항목", f"entry {number}")
            if fact is not None:
                place = Sentence(f"{place.ko}의 {part}번째 사실", f"{place.en}, fact {part}")
            yield _object_row(item, fact, line, place, aside)
    if aside:
        named = ", ".join(sorted(aside))
        what = Sentence(f"{named} 필드는 쓰지 않습니다.", f"{named} is not a known field and is set aside.")
        notes.append(Note(Severity.INFO, 0, Sentence("전체", "all"), "", what))


def _object_row(item: Any, fact: Any, line: int, place: Sentence, aside: set[str]) -> Row:
    if not isinstance(item, dict) or not isinstance(fact, dict | None):
        fault = Sentence("이름과 값의 묶음({...})이어야 합니다.", "has to be an object ({...}).")
        return Row(line, place, {}, fault)
    cells: dict[str, str] = {}
    for name, value in [*item.items(), *(fact or {}).items()]:
        column = column_of(str(name))
        if column is None or (isinstance(value, dict | list) and column != "questions"):
            aside.update({str(name)} - {"facts"})
        elif value is not None:
            cells[column] = clean(_text(value))
    return Row(line, place, cells)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(_text(part) for part in value if part is not None)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
