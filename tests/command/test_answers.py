"""`qa answers`: check, find, export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qa.answers.table import load_answers
from tests.command.conftest import Qa

FILE = """id,title,questions,topic,fact_type,fact_name,fact_value,required,valid_from,valid_to
cat,고양이 등록,고양이 등록 수수료가 얼마예요,동물,fee,등록,"8,100원",yes,2026-01-01,
boat,한강 유람선,유람선 요금이 얼마예요,관광,fee,어른,"16,000원",yes,2024-01-01,
"""


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.csv"
    path.write_text(FILE, "utf-8")
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.csv"
    path.write_text(FILE + "tow,견인,차가 견인됐어요,교통,price-ish,승용차,4만원,yes,,\n", "utf-8")
    return path


def test_check_is_silent_about_a_sound_file(qa: Qa, sound: Path) -> None:
    told = qa("answers", "check", sound)
    assert (told.code, told.err) == (0, "")
    assert "2 entries, 2 facts, 0 rows left out" in told.out


def test_check_names_the_row_and_exits_with_one(qa: Qa, faulty: Path) -> None:
    told = qa("answers", "check", faulty)
    assert told.code == 1
    assert "line 4, fact_type: 'price-ish' is not known" in told.err


def test_check_tells_a_script_the_same(qa: Qa, faulty: Path) -> None:
    told = qa("answers", "check", "--json", faulty)
    assert told.code == 1
    assert (told.json["entries"], told.json["rows"], told.json["left_out"]) == (2, 3, 1)
    (note,) = told.json["notes"]
    assert (note["severity"], note["line"], note["field"]) == ("left_out", 4, "fact_type")


def test_find_looks_in_a_file_with_a_faulty_row(qa: Qa, faulty: Path) -> None:
    told = qa("answers", "find", "--json", "--answers", faulty, "유람선", "얼마예요")
    assert told.json[0]["id"] == "boat"
    assert told.json[0]["facts"] == [{"type": "fee", "name": "어른", "value": "16,000원"}]


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_export_writes_what_can_be_read_again(qa: Qa, sound: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"out.{form}"
    assert qa("answers", "export", "--answers", sound, "--output", path).code == 0
    again = load_answers(path)
    assert [(e.id, e.facts[0].text) for e in again.entries] == [("cat", "8,100원"), ("boat", "16,000원")]


def test_score_says_that_rows_were_left_out(qa: Qa, faulty: Path, tmp_path: Path) -> None:
    call = tmp_path / "call.json"
    call.write_text('{"turns": [{"speaker": "agent", "text": "유람선 요금은 만육천 원입니다"}]}', "utf-8")
    told = qa("score", "--transcript", call, "--rubric", "accuracy-ko", "--answers", faulty, "--json")
    assert told.code == 0
    assert "1 rows could not be used" in told.err


def test_import_tells_what_each_row_did(qa: Qa, faulty: Path) -> None:
    told = qa("answers", "import", faulty, "--json")
    assert told.code == 1, "a row was left out"
    assert told.json["counts"] == {"new": 2, "changed": 0, "unchanged": 0, "withdrawn": 0, "left_out": 1}
    assert [(row["outcome"], row["line"], row["entry"]) for row in told.json["rows"]] == [
        ("new", 2, "cat"),
        ("new", 3, "boat"),
        ("left_out", 4, ""),
    ]


def test_a_dry_run_imports_nothing(qa: Qa, sound: Path) -> None:
    assert "(dry run) 2 new" in qa("answers", "import", "--dry-run", sound).out
    assert "2 new" in qa("answers", "import", sound).out
    assert "0 new, 0 changed, 2 unchanged" in qa("answers", "import", sound).out


def test_find_and_export_use_what_was_imported(qa: Qa, sound: Path, tmp_path: Path) -> None:
    qa("answers", "import", sound)
    assert [entry["id"] for entry in qa("answers", "find", "--json", "유람선").json] == ["boat"]
    path = tmp_path / "out.csv"
    assert qa("answers", "export", "--output", path).code == 0
    assert [entry.id for entry in load_answers(path).entries] == ["cat", "boat"]


@pytest.fixture
def call(tmp_path: Path) -> Path:
    path = tmp_path / "call.json"
    turns = [
        {"speaker": "citizen", "text": "한강 유람선 어른 요금이 얼마예요?"},
        {"speaker": "agent", "text": "네, 유람선 어른 요금은 만칠천 원입니다."},
    ]
    path.write_text(json.dumps({"language": "ko", "turns": turns}, ensure_ascii=False), "utf-8")
    return path


def test_score_and_try_compare_with_what_was_imported(qa: Qa, sound: Path, call: Path, data: Path) -> None:
    score = ("score", "--transcript", call, "--rubric", "accuracy-ko", "--json")
    tried = ("rubric", "try", "accuracy-ko", call, "--json")
    assert [found["verdict"] for found in qa(*score).json["findings"] if found["type"] == "fee"] != ["contradict"]
    assert _fee(qa(*tried).json)["answer"] is None
    assert not data.exists(), "neither makes a database"
    qa("answers", "import", sound)
    (found,) = qa(*score).json["findings"]
    assert (found["entry"], found["verdict"], found["expected"]) == ("boat", "contradict", "16,000원")
    assert _fee(qa(*score).json)["answer"] == "no"
    assert "16,000" in _fee(qa(*tried).json)["reason_en"]


def test_a_file_that_is_named_goes_before_what_was_imported(qa: Qa, sound: Path, call: Path, tmp_path: Path) -> None:
    qa("answers", "import", sound)
    other = tmp_path / "other.csv"
    other.write_text(FILE.replace("16,000", "17,000"), "utf-8")
    scored = qa("score", "--transcript", call, "--rubric", "accuracy-ko", "--json", "--answers", other)
    assert _fee(scored.json)["answer"] == "yes"


def test_rows_left_out_are_told_where_a_file_is_read_and_only_there(
    qa: Qa, faulty: Path, call: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_ANSWERS", str(faulty))
    asked = (
        ("score", "--transcript", call, "--rubric", "accuracy-ko", "--json"),
        ("rubric", "try", "accuracy-ko", call, "--json"),
        ("answers", "find", "유람선", "--json"),
    )
    for command in asked:
        assert "1 rows could not be used" in qa(*command).err
    qa("answers", "import", faulty)
    for command in asked:
        assert qa(*command).err == ""


def _fee(told: Any) -> Any:
    return next(rating for rating in told["ratings"] if rating["criterion"] == "fee")


def test_looking_something_up_makes_no_database(qa: Qa, data: Path) -> None:
    assert qa("answers", "find", "수도요금").code == 0
    assert not data.exists()
