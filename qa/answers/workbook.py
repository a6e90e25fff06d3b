"""Standard answers as an XLSX workbook. Only here is openpyxl known."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from qa.answers.rows import NEEDED, column_of
from qa.errors import Misconfigured

# A workbook is a zip archive: how much it unpacks to is asked before anything is unpacked.
_MOST_UNPACKED_BYTES = 200_000_000
_MOST_FILES = 2_000
_MOST_ROWS = 200_000
_MOST_COLUMNS = 60
_HEADING_WITHIN = 20  # rows


def cells_of(raw: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    """Number (from 1) and cells of each filled row of the first sheet that has the needed columns, heading first.

    Raises `Misconfigured` for what is no workbook, one that is too large unpacked, and one without such a sheet.
    """
    _check_size(raw, file)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            found = list(_filled(sheet, file))
            heading = next((at for at, (_, cells) in enumerate(found[:_HEADING_WITHIN]) if _is_heading(cells)), None)
            if heading is not None:
                width = len(found[heading][1])  # remarks beside the table are none of it
                return iter([(number, cells[:width]) for number, cells in found[heading:]])
    except Misconfigured:
        raise
    except Exception as error:  # openpyxl tells of a damaged workbook in whatever way it stumbles over it
        raise Misconfigured(
            f"{file}: 엑셀 파일을 읽을 수 없습니다({type(error).__name__}). 엑셀에서 열어 다시 저장해 주세요.",
            f"{file}: the workbook cannot be read ({type(error).__name__}): open it and save it anew.",
        ) from error
    wanted = ", ".join(NEEDED)
    raise Misconfigured(
        f"{file}: {wanted} 열이 모두 있는 시트가 없습니다.",
        f"{file}: there is no sheet with the columns {wanted}.",
    )


def workbook_of(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet in which every cell is text, also one that begins like a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("표준상담")
    sheet.freeze_panes = "A2"
    sheet.append([_text_cell(sheet, name, bold=True) for name in heading])
    for row in rows:
        sheet.append([_text_cell(sheet, text) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, text)
    if text:
        cell.data_type = "s"  # openpyxl would take "=1+1" for a formula
        cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _check_size(raw: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Misconfigured(
            f"{file}: 엑셀 파일이 아니거나 손상되었습니다. 엑셀에서 열어 다시 저장해 주세요.",
            f"{file}: this is no workbook, or a damaged one: open it and save it anew.",
        ) from error
    # zipfile unpacks no more of a part than its header says, so the sum holds.
    if len(parts) > _MOST_FILES or sum(part.file_size for part in parts) > _MOST_UNPACKED_BYTES:
        raise Misconfigured(
            f"{file}: 압축을 풀면 너무 큰 엑셀 파일입니다. 파일을 나누어 주세요.",
            f"{file}: the workbook is too large when unpacked: split it.",
        )


def _filled(sheet: Any, file: str) -> Iterator[tuple[int, list[str]]]:
    for number, values in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True), 1):
        if number > _MOST_ROWS:
            raise Misconfigured(
                f"{file}: {_MOST_ROWS}행을 넘습니다. 파일을 나누어 주세요.",
                f"{file}: more than {_MOST_ROWS} rows: split the workbook.",
            )
        cells = [_text(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield number, cells


def _is_heading(cells: list[str]) -> bool:
    return set(NEEDED) <= {column_of(cell.strip()) for cell in cells}


def _text(value: object) -> str:
    """A cell as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value).replace("\r\n", "\n").replace("\r", "\n")
