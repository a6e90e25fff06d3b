"""Ratings of several raters as CSV: unit, rater, value. What cannot be used refuses the file, naming the line."""

from __future__ import annotations

import csv
import io
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.errors import Refused
from qa.statistics.ratings import Ratings, Value, is_number
from qa.statistics.weights import Scale

LARGEST_BYTES = 20_000_000
MOST_CELLS = 20_000_000
COLUMNS = {"unit": ("unit", "단위"), "rater": ("rater", "평가자"), "value": ("value", "값")}
_EXAMPLE = "unit,rater,value"
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


@dataclass(frozen=True)
class Row:
    """One rating as written: at which line of the file, and None where the value is blank."""

    line: int
    unit: str
    rater: str
    value: str | None


def read_ratings(path: Path, scale: Scale) -> Ratings:
    """The ratings in the CSV at `path`, `-` for standard input; a blank value is missing.

    Where all values are numbers they count as numbers, so that 1 and 1.0 are the same. Raises `Refused` naming file and
    line for what cannot be read, for a unit rated twice by a rater, for values the scale does not have, and when fewer
    than two raters or two units have a value.
    """
    file = str(path)
    rows = list(_rows(_text(_bytes(path), file), file))
    _refuse_twice(rows, file)
    numbers = [None if row.value is None else _number(row.value) for row in rows]
    if scale is not Scale.NOMINAL:
        _refuse_what_the_scale_lacks(rows, numbers, scale, file)
    numeric = all(number is not None for row, number in zip(rows, numbers, strict=True) if row.value is not None)
    values: list[Value | None] = list(numbers) if numeric else [row.value for row in rows]
    given = [row for row in rows if row.value is not None]
    _refuse_too_little({row.unit for row in given}, {row.rater for row in given}, file)
    return Ratings.of((row.unit, row.rater, value) for row, value in zip(rows, values, strict=True))


def _bytes(path: Path) -> bytes:
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise Refused(
            f"{path}을(를) 읽을 수 없습니다({error.strerror}). 경로와 권한을 확인해 주세요.",
            f"{path} cannot be read ({error.strerror}): check the path and the permissions.",
        ) from error
    if len(raw) > LARGEST_BYTES:
        raise Refused(f"{path}이(가) 20 MB를 넘습니다. 나누어 주세요.", f"{path} is larger than 20 MB: split it.")
    return raw


def _text(raw: bytes, file: str) -> str:
    """UTF-8, UTF-16 with its mark, or CP949 as Korean Excel writes it."""
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp949"):
        try:
            return unicodedata.normalize("NFC", raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Refused(
        f"{file}의 글자를 읽을 수 없습니다. UTF-8 CSV로 저장한 뒤 다시 시도해 주세요.",
        f"The characters of {file} cannot be read: save it as UTF-8 CSV.",
    )


def _rows(text: str, file: str) -> Iterator[Row]:
    first = next((line for line in text.splitlines() if line.strip()), None)
    if first is None:
        raise Refused(
            f"{file}이(가) 비어 있습니다. 첫 줄이 {_EXAMPLE}인 CSV가 필요합니다.",
            f"{file} is empty: a CSV is needed whose first line is {_EXAMPLE}.",
        )
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    places: dict[str, int] | None = None
    width = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _refused(
                file, line, f"CSV로 읽을 수 없습니다({error}).", f"this cannot be read as CSV ({error})."
            ) from error
        if cells is None:
            return
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        if places is None:
            places, width = _places(cells, file, line), len(cells)
            continue
        yield _row(cells, places, width, file, line)


def _places(heading: list[str], file: str, line: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, spellings in COLUMNS.items():
        at = [place for place, cell in enumerate(heading) if cell.casefold() in spellings]
        if not at:
            raise _refused(
                file,
                line,
                f"{name} 열이 없습니다. 첫 줄에 {_EXAMPLE} 열 이름을 적어 주세요.",
                f"the column {name} is missing; the first line has to name the columns {_EXAMPLE}.",
            )
        if len(at) > 1:
            raise _refused(
                file,
                line,
                f"{name} 열이 {len(at)}개입니다. 하나만 남겨 주세요.",
                f"there are {len(at)} columns {name}: leave one.",
            )
        found[name] = at[0]
    return found


def _row(cells: list[str], places: dict[str, int], width: int, file: str, line: int) -> Row:
    if any(cells[width:]):
        raise _refused(
            file,
            line,
            f"칸이 {len(cells)}개입니다(첫 줄은 {width}개). 쉼표가 든 값은 큰따옴표로 묶어 주세요.",
            f"there are {len(cells)} cells, {width} in the first line: put a value with a comma in double quotes.",
        )
    cells += [""] * (width - len(cells))
    unit, rater, value = (cells[places[name]] for name in COLUMNS)
    for name, cell in (("unit", unit), ("rater", rater)):
        if not cell:
            raise _refused(
                file, line, f"{name} 칸이 비어 있습니다. 채워 주세요.", f"the cell {name} is empty: fill it in."
            )
    return Row(line, unit, rater, value or None)


def _refuse_twice(rows: list[Row], file: str) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.value is None:
            continue
        before = seen.setdefault((row.unit, row.rater), row.line)
        if before != row.line:
            raise Refused(
                f"{file} {before}번째 줄과 {row.line}번째 줄: 평가자 '{row.rater}'의 '{row.unit}' 평가가 두 번 "
                "있습니다. 하나만 남겨 주세요.",
                f"{file}, lines {before} and {row.line}: rater '{row.rater}' rated '{row.unit}' twice; leave one of "
                "the two.",
            )


def _refuse_what_the_scale_lacks(rows: list[Row], numbers: list[float | None], scale: Scale, file: str) -> None:
    for row, number in zip(rows, numbers, strict=True):
        if row.value is None:
            continue
        if number is None:
            raise _refused(
                file,
                row.line,
                f"값 '{row.value[:40]}'은(는) 숫자가 아닙니다. 척도 {scale.value}에는 숫자가 필요합니다. 숫자로 "
                "바꾸거나(순서가 있는 답은 1, 2, 3 …), 평가하지 않았으면 칸을 비우거나, --scale nominal을 써 주세요.",
                f"the value '{row.value[:40]}' is no number, and the scale {scale.value} needs numbers: write "
                "one (1, 2, 3 … for an order), leave the cell empty for a missing rating, or use --scale nominal.",
            )
        if scale is Scale.RATIO and number < 0:
            raise _refused(
                file,
                row.line,
                f"값 {row.value}이(가) 음수입니다. 비율 척도에는 0 이상만 있습니다. --scale interval을 써 주세요.",
                f"the value {row.value} is negative, and a ratio scale begins at 0: use --scale interval.",
            )


def _refuse_too_little(units: set[str], raters: set[str], file: str) -> None:
    if not units:
        raise Refused(
            f"{file}에 값이 하나도 없습니다. value 열에 평가한 값을 적어 주세요.",
            f"{file} holds no value at all: write what was rated into the column value.",
        )
    if len(raters) < 2:
        (only,) = raters
        raise Refused(
            f"{file}: 값이 있는 평가자가 '{only}' 한 명뿐입니다. 일치도를 보려면 두 명 이상이 같은 대상을 평가해야 "
            "합니다.",
            f"{file}: only one rater ('{only}') has values; agreement needs two or more who rated the same units.",
        )
    if len(units) < 2:
        (only,) = units
        raise Refused(
            f"{file}: 값이 있는 대상이 '{only}' 하나뿐입니다. 일치도를 보려면 대상이 둘 이상이어야 합니다.",
            f"{file}: only one unit ('{only}') has values; agreement needs two or more.",
        )
    if len(units) * len(raters) > MOST_CELLS:
        raise Refused(
            f"{file}: 대상 {len(units):,}개 × 평가자 {len(raters):,}명은 너무 많습니다. unit 열과 rater 열이 맞는지 "
            "확인해 주세요.",
            f"{file}: {len(units):,} units × {len(raters):,} raters are too many: check that the columns unit and "
            "rater are what they say.",
        )


def _number(text: str) -> float | None:
    """A number as people write one, in any script's digits; None for text, and for what is too large to be a rating."""
    plain = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-")
    if not _NUMBER.fullmatch(plain):
        return None
    number = float(plain)
    return number if is_number(number) else None


def _refused(file: str, line: int, ko: str, en: str) -> Refused:
    return Refused(f"{file} {line}번째 줄: {ko}", f"{file}, line {line}: {en}")
