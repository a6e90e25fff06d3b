"""What is written out reads back as the same, in every form."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from qa.answers.cells import read_values
from qa.answers.entries import Answers, Entry, Fact
from qa.answers.export import FORMATS, as_csv, export
from qa.answers.facts import FactType
from qa.answers.rows import clean
from qa.answers.table import answers_of, read_bytes

TEXT = st.text(st.characters(codec="utf-8"), max_size=12).map(clean)
LINE = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
NAMED = LINE.filter(lambda text: clean(text) == text)
TIMES = st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
FACTS = st.builds(
    Fact,
    entry=st.just(""),
    type=st.sampled_from(FactType),
    name=TEXT,
    text=TEXT.filter(bool),
    values=st.just(()),
    required=st.booleans(),
    valid_from=st.none() | st.dates(date(1990, 1, 1), date(2025, 1, 1)),
    valid_to=st.none() | st.dates(date(2025, 1, 2), date(2099, 1, 1)),
    line=st.just(0),
    recorded_at=TIMES,
    withdrawn_at=TIMES,
)
QUESTIONS = st.lists(NAMED.filter(lambda text: "|" not in text), max_size=3, unique=True).map(tuple)
ENTRIES = st.builds(
    Entry,
    id=NAMED,
    title=NAMED,
    questions=QUESTIONS,
    topic=TEXT,
    facts=st.lists(FACTS, max_size=3, unique=True).map(tuple),
    owner=TEXT,
)


def whole(entry: Entry) -> Entry:
    facts = (replace(fact, entry=entry.id, values=read_values(fact.type, fact.text), line=0) for fact in entry.facts)
    return replace(entry, facts=tuple(facts))


@pytest.mark.parametrize("form", FORMATS)
@given(entries=st.lists(ENTRIES, max_size=3, unique_by=lambda entry: entry.id))
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_on_the_way_out_and_back(form: str, entries: list[Entry]) -> None:
    kept = tuple(whole(entry) for entry in entries)
    reading = read_bytes(export(Answers("kept", "", kept), form), f"answers.{form}")
    assert reading.left_out == ()
    assert tuple(whole(entry) for entry in reading.answers.entries) == kept


def test_the_text_kept_with_an_evaluation_reads_back_as_the_same(answers: Answers) -> None:
    text = as_csv(answers)
    assert as_csv(answers_of(text, "kept")) == text


def test_a_value_that_begins_like_a_formula_is_text_in_a_workbook() -> None:
    told = '=HYPERLINK("http://example.org")'
    fact = Fact("a", FactType.DOCUMENT, "서류", told, (), False, None, None, 1)
    raw = export(Answers("kept", "", (Entry("a", "=1+1", (), "", (fact,)),)), "xlsx")
    sheet = load_workbook(io.BytesIO(raw)).worksheets[0]
    assert [(cell.value, cell.data_type) for cell in sheet[2] if cell.value in ("=1+1", told)] == [
        ("=1+1", "s"),
        (told, "s"),
    ]


def test_a_csv_for_spreadsheets_begins_with_a_byte_order_mark(answers: Answers) -> None:
    assert export(answers, "csv").startswith(b"\xef\xbb\xbfid,title")
