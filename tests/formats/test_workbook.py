"""A workbook holds what was put in: text stays text whatever it begins with, numbers and times keep their type."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from qa.formats.workbook import MOMENT, SHARE, Column, Sheet, workbook_of


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "김민지", ""])
def test_no_text_becomes_a_formula(text: str) -> None:
    book = load_workbook(io.BytesIO(workbook_of([Sheet("표", [Column("=제목")], [[text]])])))
    heading, cell = book["표"]["A1"], book["표"]["A2"]
    assert (heading.value, heading.data_type) == ("=제목", "s")
    assert cell.value == (text or None)
    assert cell.data_type != "f"
    assert bool(cell.quotePrefix) == (text[:1] in tuple("=+-@\t"))


def test_numbers_and_times_keep_their_type_and_format() -> None:
    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    columns = [Column("share", SHARE), Column("at", MOMENT), Column("none"), Column("text")]
    book = load_workbook(io.BytesIO(workbook_of([Sheet("a", columns, [[0.5, at, None, "x\x00\x07y"]])])))
    share, moment, none, text = book["a"][2]
    assert (share.value, share.number_format) == (0.5, "0%")
    assert (moment.value, moment.number_format) == (at.replace(tzinfo=None), MOMENT)
    assert none.value is None
    assert text.value == "xy", "what no file of this kind can hold is left out"
