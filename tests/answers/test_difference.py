"""What a file would change of the answers that stand."""

from __future__ import annotations

from qa.answers.difference import Deed, difference
from qa.answers.entries import Answers
from qa.answers.report import counts, report
from qa.answers.table import Reading, read_bytes

HEAD = "id,title,questions,topic,fact_type,fact_name,fact_value,required,valid_from,valid_to,owner,recorded_at,withdrawn_at\n"
FEE = 'cat,고양이 등록,얼마예요,동물,fee,등록,"7,300원",yes,2024-01-01,,동물팀,,\n'
PAPER = "cat,고양이 등록,얼마예요,동물,document,서류,{},no,,,동물팀,,\n"


def reading(*rows: str) -> Reading:
    return read_bytes((HEAD + "".join(rows)).encode(), "answers.csv")


def answers(*rows: str) -> Answers:
    return reading(*rows).answers


def deeds(standing: Answers, told: Answers, *, replace_all: bool = False) -> list[tuple[str, str, str]]:
    changes = difference(standing, told, replace_all=replace_all)
    return [(c.deed.value, c.old.text if c.old else "", c.new.text if c.new else "") for c in changes.facts]


def test_the_same_file_changes_nothing() -> None:
    changes = difference(answers(FEE, PAPER.format("신분증")), answers(FEE, PAPER.format("신분증")))
    assert not changes.changes


def test_another_value_is_a_change_and_another_first_day_a_new_row() -> None:
    standing = answers(FEE)
    told = answers(FEE.replace("7,300", "8,100"), FEE.replace("2024", "2026"))
    assert deeds(standing, told) == [("changed", "7,300원", "8,100원"), ("new", "", "7,300원")]


def test_what_the_file_does_not_mention_is_kept_unless_all_is_replaced() -> None:
    standing, told = answers(FEE, PAPER.format("신분증"), FEE.replace("cat,", "dog,")), answers(FEE)
    assert deeds(standing, told) == [("unchanged", "7,300원", "7,300원")]
    gone = [deed for deed in deeds(standing, told, replace_all=True) if deed[0] == "withdrawn"]
    assert gone == [("withdrawn", "신분증", ""), ("withdrawn", "7,300원", "")]
    entries = difference(standing, told, replace_all=True).entries
    assert [(c.deed, c.old.id) for c in entries if c.old and c.new is None] == [(Deed.WITHDRAWN, "dog")]


def test_one_more_document_withdraws_no_other() -> None:
    standing = answers(PAPER.format("신분증"), PAPER.format("사진"))
    told = answers(PAPER.format("사진"), PAPER.format("통장"), PAPER.format("신분증"))
    assert [deed for deed in deeds(standing, told) if deed[0] != "unchanged"] == [("new", "", "통장")]


def test_what_the_file_leaves_empty_of_an_entry_stays() -> None:
    told = read_bytes('id,title,fact_type,fact_value\ncat,고양이,fee,"7,300원"\n'.encode(), "f").answers
    (change,) = difference(answers(FEE), told).entries
    assert change.new is not None
    assert (change.deed, change.new.title, change.new.owner, change.new.questions) == (
        Deed.CHANGED,
        "고양이",
        "동물팀",
        ("얼마예요",),
    )


def test_withdrawn_rows_of_an_export_are_history_and_no_change_of_what_stands() -> None:
    past = FEE.replace("7,300", "6,000").strip()[:-2] + ",2024-01-01T00:00:00Z,2024-02-01T00:00:00Z\n"
    standing = answers(past, FEE)
    assert not difference(standing, answers(past, FEE)).changes
    assert deeds(answers(FEE), answers(past, FEE)) == [("new", "", "6,000원"), ("unchanged", "7,300원", "7,300원")]


def test_the_report_tells_of_each_row_of_the_file() -> None:
    told = reading(FEE.replace("7,300", "8,100"), "cat,,,,colour,등록,빨강,,,,,,\n", FEE.replace("cat,", "dog,"))
    rows = report(told, difference(answers(FEE), told.answers))
    assert [(row.outcome, row.place.en, row.entry) for row in rows] == [
        ("changed", "line 2", "cat"),
        ("left_out", "line 3", ""),
        ("new", "line 4", "dog"),
    ]
    assert (rows[0].old.ko, rows[0].new.ko) == ("7,300원 (2024-01-01~) · 필수", "8,100원 (2024-01-01~) · 필수")
    assert "colour" in rows[1].notes[0].sentence.ko
    assert counts(rows) == {"new": 1, "changed": 1, "unchanged": 0, "withdrawn": 0, "left_out": 1}
