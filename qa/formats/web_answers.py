"""Questions and answers of a web page as CSV: one row is one written call, with the time of the question and of the
answer.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from qa.call import Sentence
from qa.formats.part import Part, Parts, Unreadable

COLUMNS = {
    "question": ("question", "질문", "질의", "문의", "문의내용", "질문내용", "민원내용"),
    "answer": ("answer", "답변", "응답", "답변내용", "회신"),
    "asked_at": ("asked_at", "질문일시", "질의일시", "문의일시", "접수일시", "등록일시"),
    "answered_at": ("answered_at", "답변일시", "응답일시", "처리일시", "회신일시"),
    "id": ("id", "번호", "접수번호", "문의번호"),
    "agent": ("agent", "담당자", "상담사", "답변자"),
    "topic": ("topic", "분류", "카테고리", "주제"),
    "language": ("language", "언어"),
}
LANGUAGES = {"한국어": "ko", "영어": "en", "중국어": "zh", "일본어": "ja", "korean": "ko", "english": "en"}
_FIELD = {name.casefold(): field for field, names in COLUMNS.items() for name in names}
_MOMENT = re.compile(
    r"(\d{4})[-./년]\s*(\d{1,2})[-./월]\s*(\d{1,2})[일.]?[T\s]*(?:(오전|오후|AM|PM)\s*)?"
    r"(?:(\d{1,2})[:시]\s*(\d{1,2})(?:[:분]\s*(\d{1,2})초?)?분?)?",
    re.IGNORECASE,
)


def looks_like(text: str) -> bool:
    return _header(text) is not None


def read(text: str) -> Parts:
    """Raises `Unreadable` when the columns of question and answer are missing."""
    header = _header(text)
    if header is None:
        raise Unreadable("질문(question)과 답변(answer) 열이 없습니다", "the columns question and answer are missing")
    delimiter, fields = header
    parts = tuple(_rows(text, delimiter, fields))
    if not parts:
        raise Unreadable("열 이름 아래에 행이 없습니다", "there is no row below the header")
    return Parts("csv", parts)


def _header(text: str) -> tuple[str, list[str]] | None:
    """The delimiter and, per column, our name of it ("" for others)."""
    first = next((line for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")[:5000]
    for delimiter in (",", "\t", ";"):
        try:
            names = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:
            continue
        fields = [_FIELD.get(name.strip().casefold().replace(" ", ""), "") for name in names]
        if "question" in fields and "answer" in fields:
            return delimiter, fields
    return None


def _rows(text: str, delimiter: str, fields: list[str]) -> Iterator[Part]:
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    seen_header = False
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error:  # a cell beyond csv's own limit, or a NUL
            fault = Sentence("칸이 너무 길거나 CSV로 읽을 수 없습니다", "a cell is too long, or it is no CSV")
            yield Part(fault=fault, place=_place(line))
            continue
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        if not seen_header:
            seen_header = True
            continue
        yield _part(row, fields, _place(line))


def _place(line: int) -> Sentence:
    return Sentence(f"{line}번째 줄", f"line {line}")


def _part(row: list[str], fields: list[str], place: Sentence) -> Part:
    try:
        return Part(_document(row, fields), place=place)
    except Unreadable as error:
        return Part(fault=error.fault, place=place)


def _document(row: list[str], fields: list[str]) -> dict[str, Any]:
    if any(cell.strip() for cell in row[len(fields) :]):
        raise Unreadable(
            "칸이 열 이름보다 많습니다. 쉼표가 든 글은 큰따옴표로 묶어 주세요",
            "it has more cells than the header: put text with commas in quotes",
        )
    cells = {field: cell.strip() for field, cell in zip(fields, row, strict=False) if field}
    for field in ("question", "answer"):
        if not cells.get(field):
            raise Unreadable(f"{COLUMNS[field][1]}({field})이 비어 있습니다", f"{field} is empty")
    asked, answered = _time(cells, "asked_at"), _time(cells, "answered_at")
    told = cells.get("language", "").casefold()
    return {
        "id": cells.get("id") or None,
        "channel": "web",
        "started_at": asked.isoformat() if asked else None,
        "answered_at": answered.isoformat() if answered else None,
        "answered_after_s": _between_s(asked, answered),
        "agent": cells.get("agent") or None,
        "topic": cells.get("topic") or None,
        "language": LANGUAGES.get(told, told.split("-")[0]) or None,
        "turns": [
            {"speaker": "citizen", "text": cells["question"]},
            {"speaker": "agent", "text": cells["answer"]},
        ],
    }


def _between_s(asked: datetime | None, answered: datetime | None) -> float | None:
    if asked is None or answered is None:
        return None
    if (asked.tzinfo is None) != (answered.tzinfo is None):
        raise Unreadable(
            "질문일시와 답변일시 가운데 하나에만 시간대가 있습니다",
            "only one of asked_at and answered_at has a time zone",
        )
    if answered < asked:
        raise Unreadable("답변일시가 질문일시보다 앞섭니다", "answered_at lies before asked_at")
    return (answered - asked).total_seconds()


def _time(cells: dict[str, str], field: str) -> datetime | None:
    told = cells.get(field)
    try:
        return _moment(told) if told else None
    except ValueError as error:
        raise Unreadable(
            f"{COLUMNS[field][1]}({field})의 '{(told or '')[:40]}'은(는) 시각(2026-11-22 10:00)이 아닙니다",
            f"{field}: {(told or '')[:40]!r} is no time (2026-11-22 10:00)",
        ) from error


def _moment(text: str) -> datetime:
    """ISO 8601, or as Korean systems write it (2026.11.22 오후 3:05). Raises ValueError."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        found = _MOMENT.fullmatch(text)
        if found is None:
            raise
    year, month, day, half, hour, minute, second = found.groups()
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half.casefold() in ("오후", "pm") else 0)
    return datetime(int(year), int(month), int(day), hours, int(minute or 0), int(second or 0))
