"""Reading the standard answers: every wrong row is named with file, line and field."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qa.answers.entries import Answers, load_answers, read_answers
from qa.answers.facts import FactType
from qa.errors import Misconfigured

HEAD = "id,title,questions,topic,fact_type,fact_name,fact_value,required,valid_from,valid_to\n"
GOOD = "a,제목,물음,주제,fee,이름,100원,yes,2025-01-01,\n"


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "answers.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_facts_are_those_of_the_day_of_the_call(answers: Answers) -> None:
    entry = answers.entry("cat-licence")
    assert entry is not None
    assert [fact.text for fact in entry.facts_on(date(2025, 12, 31), FactType.FEE)] == ["7,300원"]
    assert [fact.text for fact in entry.facts_on(date(2026, 1, 1), FactType.FEE)] == ["8,100원"]
    assert [fact.text for fact in entry.facts_on(None, FactType.FEE)] == ["8,100원"]
    assert entry.facts_on(date(2023, 12, 31), FactType.FEE) == ()


def test_alternatives_in_a_value_are_all_right(answers: Answers) -> None:
    entry = answers.entry("cat-licence")
    assert entry is not None
    (office,) = entry.facts_on(None, FactType.OFFICE)
    assert [value.text for value in office.values] == ["동물복지과", "동물보호과"]


@pytest.mark.parametrize(
    ("row", "field", "needle"),
    [
        ("a b,제목,물음,주제,fee,이름,100원,yes,2025-01-01,\n", "id", "a b"),
        ("a,제목,물음,주제,price,이름,100원,yes,2025-01-01,\n", "fact_type", "price"),
        ("a,제목,물음,주제,fee,이름,백여 원쯤,yes,2025-01-01,\n", "fact_value", "백여"),
        ("a,제목,물음,주제,fee,이름,,yes,2025-01-01,\n", "fact_value", "empty"),
        ("a,제목,물음,주제,phone,이름,어디든,yes,2025-01-01,\n", "fact_value", "phone"),
        ("a,제목,물음,주제,hours,이름,아침부터 저녁,yes,2025-01-01,\n", "fact_value", "hours"),
        ("a,제목,물음,주제,deadline,이름,곧,yes,2025-01-01,\n", "fact_value", "deadline"),
        ("a,제목,물음,주제,fee,이름,100원,maybe,2025-01-01,\n", "required", "maybe"),
        ("a,제목,물음,주제,fee,이름,100원,yes,1/1/2025,\n", "valid_from", "1/1/2025"),
        ("a,제목,물음,주제,fee,이름,100원,yes,2025-02-01,2025-01-01\n", "valid_to", "2025-01-01"),
        ("a,,물음,주제,fee,이름,100원,yes,2025-01-01,\n", "title", "empty"),
        (GOOD + "a,제목,물음,주제,fee,이름,200원,yes,2025-06-01,\n", "valid_from", "overlaps line 2"),
    ],
)
def test_a_wrong_row_is_named_with_line_and_field(tmp_path: Path, row: str, field: str, needle: str) -> None:
    path = written(tmp_path, HEAD + row)
    _, faults = read_answers(path)
    (fault,) = faults
    line = 3 if row.startswith(GOOD) else 2
    assert f"{path}, line {line}, {field}:" in fault.en
    assert needle in fault.en
    assert f"{line}번째 줄, {field}:" in fault.ko


def test_good_rows_survive_beside_wrong_ones_and_the_others_are_counted(tmp_path: Path) -> None:
    path = written(
        tmp_path, HEAD + GOOD + "b,제목,물음,주제,price,이름,1원,yes,,\n" + "c,제목,물음,주제,fee,이름,x,yes,,\n"
    )
    read, faults = read_answers(path)
    assert [entry.id for entry in read.entries] == ["a"]
    assert len(faults) == 2
    with pytest.raises(Misconfigured, match=r"line 3, fact_type.*1 more"):
        load_answers(path)


@pytest.mark.parametrize(
    ("text", "needle"),
    [
        ("", "line 1"),
        ("id,title\n", "is missing"),
        (HEAD.strip() + ",colour\n", "colour is not a known column"),
        (HEAD + "a,제목,물음,주제,fee,이름,12,300원,yes,2025-01-01,\n", "line 2: 11 cells"),
        (HEAD.encode() + b"\xff\xfe,1,2,3,4,5,6,7,8,9\n", "not UTF-8 in line 2"),
        (HEAD + '"a,제목\n', "this is not CSV"),
    ],
)
def test_what_is_no_such_csv_is_refused(tmp_path: Path, text: str | bytes, needle: str) -> None:
    with pytest.raises(Misconfigured, match=needle):
        load_answers(written(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"none\.csv cannot be read"):
        load_answers(tmp_path / "none.csv")


def test_a_byte_order_mark_from_a_spreadsheet_does_no_harm(tmp_path: Path) -> None:
    assert load_answers(written(tmp_path, ("\ufeff" + HEAD + GOOD).encode())).entries[0].id == "a"


def test_the_shipped_file_is_sound() -> None:
    shipped, faults = read_answers(Path(__file__).parents[2] / "rubrics" / "answers" / "dasan.csv")
    assert faults == ()
    assert len(shipped.entries) >= 40
