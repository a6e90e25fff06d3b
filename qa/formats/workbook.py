"""Tables as an XLSX workbook: numbers stay numbers, times stay times, and text is never a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Value = str | int | float | datetime | None
TEXT, WHOLE, SHARE, DECIMAL, MOMENT = "@", "0", "0%", "0.00", "yyyy-mm-dd hh:mm"
_LONGEST = 32_767  # characters that a cell holds
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML 1.0 holds them


@dataclass(frozen=True)
class Column:
    """`format` is a number format, for the cells that hold a number or a time; `width` in characters."""

    title: str
    format: str = TEXT
    width: float = 14


@dataclass(frozen=True)
class Sheet:
    """`name` of up to 31 characters, without \\ / ? * [ ] :. Every row has as many values as there are columns."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


def workbook_of(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with the first row of each sheet kept in view. Times go in as they read, without their zone."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        made.freeze_panes = "A2"
        for place, column in enumerate(sheet.columns, 1):
            made.column_dimensions[get_column_letter(place)].width = column.width
        made.append([_text(made, column.title, heading=True) for column in sheet.columns])
        for row in sheet.rows:
            made.append([_cell(made, value, column) for value, column in zip(row, sheet.columns, strict=True)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Value, column: Column) -> Any:
    if value is None:
        return None
    if isinstance(value, str):
        return _text(sheet, value)
    cell = WriteOnlyCell(sheet, value.replace(tzinfo=None) if isinstance(value, datetime) else value)
    cell.number_format = column.format if column.format != TEXT else "General"
    return cell


def _text(sheet: Any, text: str, *, heading: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, _UNPRINTABLE.sub("", text)[:_LONGEST])
    if text:
        cell.data_type = "s"  # else "=1+1" would be a formula
        cell.number_format = TEXT
        cell.quotePrefix = text[:1] in "=+-@\t\r"  # so that it stays text when somebody edits the cell
    if heading:
        cell.font = Font(bold=True)
    else:
        cell.alignment = Alignment(vertical="top", wrap_text=len(text) > 40)
    return cell
