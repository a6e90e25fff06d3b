"""Reading the standard answers: every wrong row is named with file, line and field, and costs no other row."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from qa.answers.entries import Answers
from qa.answers.facts import FactType
from qa.answers.rows import Severity
from qa.answers.table import answers_of, load_answers, read_answers, read_bytes
from qa.errors import Misconfigured

HEAD = "id,title,questions,topic,fact_type,fact_name,fact_value,required,valid_from,valid_to\n"
GOOD = "a,제목,물음,주제,fee,이름,100원,yes,2025-01-01,\n"


def written(folder: Path, text: str | bytes, name: str = "answers.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


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
        (",제목,물음,주제,fee,이름,100원,yes,2025-01-01,\n", "id", "empty"),
        ("a" * 81 + ",제목,물음,주제,fee,이름,100원,yes,2025-01-01,\n", "id", "80"),
        ("a,제목,물음,주제,colour,이름,100원,yes,2025-01-01,\n", "fact_type", "colour"),
        ("a,제목,물음,주제,fee,이름,,yes,2025-01-01,\n", "fact_value", "empty"),
        ("a,제목,물음,주제,fee,이름,100원,maybe,2025-01-01,\n", "required", "maybe"),
        ("a,제목,물음,주제,fee,이름,100원,yes,1/1/2025,\n", "valid_from", "1/1/2025"),
        ("a,제목,물음,주제,fee,이름,100원,yes,2025-02-30,\n", "valid_from", "2025-02-30"),
        ("a,제목,물음,주제,fee,이름,100원,yes,2025-02-01,2025-01-01\n", "valid_to", "2025-01-01"),
        ("a,,물음,주제,fee,이름,100원,yes,2025-01-01,\n", "title", "empty"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_and_named(tmp_path: Path, row: str, field: str, needle: str) -> None:
    path = written(tmp_path, HEAD + row + "good,제목,물음,주제,fee,이름,100원,yes,,\n")
    reading = read_answers(path)
    (note,) = reading.left_out
    told = note.told(str(path))
    assert f"{path}, line 2, {field}:" in told.en
    assert needle in told.en
    assert f"{path} 2번째 줄, {field}:" in told.ko
    assert [entry.id for entry in load_answers(path).entries] == ["good"]


@pytest.mark.parametrize(
    ("row", "field", "needle"),
    [
        ("b,제목,물음,주제,fee,이름,백여 원쯤,yes,2025-01-01,\n", "fact_value", "백여"),
        ("b,제목,물음,주제,phone,이름,어디든,yes,2025-01-01,\n", "fact_value", "phone"),
        ("b,제목,물음,주제,hours,이름,아침부터 저녁,yes,2025-01-01,\n", "fact_value", "hours"),
        ("b,제목,물음,주제,deadline,이름,곧,yes,2025-01-01,\n", "fact_value", "deadline"),
        ("a,제목,물음,주제,fee,이름,200원,yes,2025-06-01,\n", "valid_from", "overlaps line 2"),
        ("a,다른 제목,물음,주제,fee,다른 이름,200원,yes,,\n", "title", "'제목'"),
        ("a,제목,다른 물음,주제,fee,다른 이름,200원,yes,,\n", "questions", "differ"),
    ],
)
def test_a_doubtful_row_is_kept_with_a_note(tmp_path: Path, row: str, field: str, needle: str) -> None:
    reading = read_answers(written(tmp_path, HEAD + GOOD + row))
    (note,) = reading.notes
    assert (note.severity, note.line, note.field) == (Severity.NOTE, 3, field)
    assert needle in note.sentence.en
    assert sum(len(entry.facts) for entry in reading.answers.entries) == 2


def test_rows_of_one_entry_that_ask_differently_are_put_together(tmp_path: Path) -> None:
    (entry,) = load_answers(written(tmp_path, HEAD + GOOD + "a,,물음|둘째,,fee,둘,2원,,,\n")).entries
    assert (entry.title, entry.questions, entry.topic) == ("제목", ("물음", "둘째"), "주제")


def test_the_title_may_stand_in_a_later_row_of_the_entry(tmp_path: Path) -> None:
    reading = read_answers(written(tmp_path, HEAD + "a,,,,fee,하나,1원,,,\n" + "a,제목,,,fee,둘,2원,,,\n"))
    assert [fact.name for fact in reading.answers.entries[0].facts] == ["하나", "둘"]
    assert reading.notes == ()


def test_the_same_row_twice_counts_once(tmp_path: Path) -> None:
    reading = read_answers(written(tmp_path, HEAD + GOOD + GOOD))
    assert len(reading.answers.entries[0].facts) == 1
    assert [(note.severity, note.line) for note in reading.notes] == [(Severity.INFO, 3)]


def test_several_documents_of_one_name_are_no_contradiction(tmp_path: Path) -> None:
    rows = "".join(f"a,제목,물음,주제,document,서류,{name},yes,,\n" for name in ("신분증", "사진"))
    assert read_answers(written(tmp_path, HEAD + rows)).notes == ()


def test_what_was_withdrawn_overlaps_nothing(tmp_path: Path) -> None:
    head = HEAD.strip() + ",recorded_at,withdrawn_at\n"
    rows = (
        "a,제목,물음,주제,fee,이름,100원,yes,2025-01-01,,2025-01-01T00:00:00Z,2025-03-01T09:00:00+09:00\n"
        "a,제목,물음,주제,fee,이름,120원,yes,2025-01-01,,2025-03-01 09:00,\n"
    )
    reading = read_answers(written(tmp_path, head + rows))
    assert reading.notes == ()
    old, new = reading.answers.entries[0].facts
    assert old.withdrawn_at == new.recorded_at == datetime(2025, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "needle"),
    [
        ("", "line 1: id, title, fact_type, fact_value is missing"),
        ("id,title\n", "fact_type, fact_value is missing"),
        (HEAD + "a,제목,물음,주제,fee,이름,12,300원,yes,2025-01-01,\n", "line 2: 11 cells"),
        (HEAD.encode() + b"\xff\xfe,1,2,3,4,5,6,7,8,9\n", "line 2: there are characters that are not UTF-8"),
        (b"\xff\xf0\x81\x00", "characters"),
        (HEAD + '"a,제목\n', "this is not CSV"),
        ('{"entries": [', "line 1: this is not JSON"),
        ('{"rows": []}', "no list of entries"),
        (b"PK\x03\x04 but no zip", "no workbook"),
    ],
)
def test_a_file_of_which_nothing_is_left_is_refused(tmp_path: Path, text: str | bytes, needle: str) -> None:
    with pytest.raises(Misconfigured, match=needle):
        load_answers(written(tmp_path, text))


@pytest.mark.parametrize(
    ("broken", "needle"),
    [
        ("a,제목,물음,주제,fee,이름,12,300원,yes,2025-01-01,\n", "11 cells"),
        ('"a,제목,물음,주제,fee,이름,100원,yes,2025-01-01,\n', "not CSV"),
        (b"a,\xff\xfe,2,3,fee,5,100\xec\x9b\x90,7,8,9\n", "not UTF-8"),
    ],
)
def test_a_row_that_is_no_csv_costs_no_other(tmp_path: Path, broken: str | bytes, needle: str) -> None:
    raw = broken if isinstance(broken, bytes) else broken.encode()
    later = "".join(f'b{n},제목,물음,주제,fee,이름,"1,{n}00원",yes,,\n' for n in range(1, 4))
    reading = read_answers(written(tmp_path, (HEAD + GOOD).encode() + raw + later.encode()))
    assert [entry.id for entry in reading.answers.entries] == ["a", "b1", "b2", "b3"]
    (note,) = reading.left_out
    assert note.line == 3
    assert needle in note.sentence.en


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"none\.csv cannot be read"):
        load_answers(tmp_path / "none.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_write_is_read(tmp_path: Path, encoding: str, separator: str, line_end: str) -> None:
    text = (HEAD + GOOD).replace(",", separator).replace("\n", line_end)
    reading = read_answers(written(tmp_path, text.encode(encoding)))
    assert [entry.title for entry in reading.answers.entries] == ["제목"]
    assert reading.notes == ()
    assert answers_of(reading.text, "kept").hash == reading.answers.hash


def test_korean_headings_are_understood_and_strange_ones_are_set_aside(tmp_path: Path) -> None:
    text = (
        "번호,제목,질문,주제,종류,이름,값,필수,시작일,종료일,담당,등록일시,비고\n"
        '여권/1,여권 발급,여권은 얼마예요,여권,수수료,복수,"53,000원",필수,2026.1.31,20261231,여권과,2026-01-02T03:04:05Z,메모\n'
    )
    reading = read_answers(written(tmp_path, text))
    (entry,) = reading.answers.entries
    (fact,) = entry.facts
    assert (entry.id, entry.owner, fact.type, fact.required) == ("여권/1", "여권과", FactType.FEE, True)
    assert (fact.valid_from, fact.valid_to) == (date(2026, 1, 31), date(2026, 12, 31))
    assert fact.recorded_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    (note,) = reading.notes
    assert note.severity is Severity.INFO
    assert "비고" in note.sentence.ko


@pytest.mark.parametrize(
    "cell", ["2026-01-31", "2026.1.31", "2026. 1. 31.", "2026/01/31", "20260131", "2026년 1월 31일"]
)
def test_dates_are_read_as_people_write_them(tmp_path: Path, cell: str) -> None:
    (entry,) = load_answers(written(tmp_path, HEAD + f"a,제목,,,fee,이름,1원,,{cell},\n")).entries
    assert entry.facts[0].valid_from == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("cell", "required"),
    [
        ("O", True),
        ("○", True),
        ("Y", True),
        ("예", True),
        ("필수", True),
        ("1", True),
        ("TRUE", True),
        ("", False),
        ("아니오", False),
    ],
)
def test_required_is_read_as_people_write_it(tmp_path: Path, cell: str, required: bool) -> None:
    (entry,) = load_answers(written(tmp_path, HEAD + f"a,제목,,,fee,이름,1원,{cell},,\n")).entries
    assert entry.facts[0].required is required


def test_needed_columns_are_enough(tmp_path: Path) -> None:
    (entry,) = load_answers(written(tmp_path, "id,title,fact_type,fact_value\na,제목,요금,100원\n")).entries
    assert (entry.facts[0].type, entry.facts[0].required, entry.facts[0].valid_from) == (FactType.FEE, False, None)


def test_a_workbook_is_read_with_its_dates_and_numbers() -> None:
    raw = workbook(
        ["표준상담 목록"],
        ["아이디", "제목", "종류", "이름", "값", "필수", "시작일"],
        [120, "여권", "fee", "발급", 53000, True, date(2026, 1, 31)],
        [],
        [120.0, "여권", "hours", "접수", time(9, 30), None, datetime(2026, 2, 1)],
        [121, "주차", "colour", "하루", "5,000원", None, None],
    )
    reading = read_bytes(raw, "answers.xlsx")
    (entry,) = reading.answers.entries
    fee, hours = entry.facts
    assert (entry.id, fee.values[0].text, fee.required, fee.valid_from) == ("120", "53,000원", True, date(2026, 1, 31))
    assert (hours.text, hours.valid_from) == ("09:30", date(2026, 2, 1))
    (left_out,) = reading.left_out
    assert left_out.told("answers.xlsx").en.startswith("answers.xlsx, row 6, fact_type:")
    again = answers_of(reading.text, "kept").entries[0]
    assert [replace(fact, line=0) for fact in again.facts] == [replace(fact, line=0) for fact in entry.facts]


def test_a_workbook_without_the_needed_columns_is_refused() -> None:
    with pytest.raises(Misconfigured, match="no sheet with the columns id, title"):
        read_bytes(workbook(["id", "title"], ["a", "b"]), "answers.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused_unopened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 201_000_000)
    assert len(out.getvalue()) < 1_000_000
    with pytest.raises(Misconfigured, match="too large when unpacked"):
        read_bytes(out.getvalue(), "answers.xlsx")


ENTRY = {"id": "a", "title": "제목", "questions": ["하나", "둘"], "topic": "주제", "owner": "팀"}
FACT = {"type": "fee", "name": "이름", "value": "100원", "required": True, "valid_from": "2025-01-01", "valid_to": None}


@pytest.mark.parametrize(
    "told",
    [
        {"entries": [{**ENTRY, "facts": [FACT]}]},
        [{**ENTRY, "facts": [FACT]}],
        [
            {
                **ENTRY,
                "questions": "하나|둘",
                "fact_type": "fee",
                "fact_name": "이름",
                "fact_value": "100원",
                "required": "yes",
                "valid_from": "2025-01-01",
            }
        ],
    ],
)
def test_json_is_read_in_each_of_its_forms(told: object) -> None:
    reading = read_bytes(json.dumps(told).encode(), "answers.json")
    (entry,) = reading.answers.entries
    assert (entry.id, entry.questions, entry.owner) == ("a", ("하나", "둘"), "팀")
    assert [(f.type, f.text, f.required, f.valid_from) for f in entry.facts] == [
        (FactType.FEE, "100원", True, date(2025, 1, 1))
    ]
    assert reading.notes == ()


def test_a_faulty_fact_in_json_is_named_by_entry_and_place() -> None:
    told = {
        "entries": [{**ENTRY, "facts": [FACT, {**FACT, "type": "colour"}]}, "no entry", {**ENTRY, "id": "b", "mood": 1}]
    }
    reading = read_bytes(json.dumps(told).encode(), "answers.json")
    assert [entry.id for entry in reading.answers.entries] == ["a", "b"]
    assert [note.told("f").en.split(": ")[0] for note in reading.left_out] == [
        "f, entry 1, fact 2, fact_type",
        "f, entry 2",
    ]
    assert any("mood" in note.sentence.en for note in reading.notes)


def test_the_shipped_file_is_sound() -> None:
    reading = read_answers(Path(__file__).parents[2] / "rubrics" / "answers" / "dasan.csv")
    assert reading.notes == ()
    assert len(reading.answers.entries) >= 40
