"""`qa rubric measure` counts what people and the machine say apart, and refuses what carries no ratings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from qa.__main__ import cli
from qa.statistics.agreement import wilson

KIND = "안녕하십니까, 다산콜센터 상담사 김민지입니다. 무엇을 도와드릴까요?"


def rated(folder: Path, name: str, opening: str, truth: dict[str, Any]) -> None:
    lines = [
        ("agent", opening),
        ("citizen", "수도 요금을 어디서 내는지 궁금해서 전화했어요."),
        ("agent", "은행에서 내시면 됩니다."),
    ]
    turns = [
        {"speaker": speaker, "text": text, "start_s": 6.0 * place, "end_s": 6.0 * place + 5}
        for place, (speaker, text) in enumerate(lines)
    ]
    call = {"id": name, "language": "ko", "turns": turns, "truth": truth}
    (folder / f"{name}.json").write_text(json.dumps(call, ensure_ascii=False), "utf-8")


def test_faults_found_missed_and_invented_are_counted(tmp_path: Path) -> None:
    rated(tmp_path, "fine", KIND, {"greeting": {"answer": "yes"}})
    rated(tmp_path, "found", "네.", {"greeting": {"answer": "no", "turns": [0]}})
    rated(tmp_path, "missed", KIND, {"greeting": {"answer": "no", "turns": [0]}})
    rated(tmp_path, "invented", "네.", {"greeting": {"answer": "yes"}})
    result = CliRunner().invoke(cli, ["rubric", "measure", "courtesy-ko", str(tmp_path), "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)["criteria"]
    assert list(told) == ["greeting"]
    greeting = told["greeting"]
    low, high = wilson(1, 2) or (0, 0)
    assert greeting["precision"] == {"share": 0.5, "low": round(low, 4), "high": round(high, 4), "hits": 1, "n": 2}
    assert greeting["recall"]["share"] == greeting["false_deductions"]["share"] == greeting["agreement"] == 0.5
    assert [one["call"] for one in greeting["apart"]] == ["invented", "missed"]


def test_how_far_raters_agree_with_one_another_stands_beside(tmp_path: Path) -> None:
    rated(tmp_path, "one", KIND, {"greeting": {"answer": "yes", "raters": ["yes", "yes", "partly"]}})
    rated(tmp_path, "two", KIND, {"greeting": {"answer": "yes", "raters": ["yes", "yes", "not_applicable"]}})
    result = CliRunner().invoke(cli, ["rubric", "measure", "courtesy-ko", str(tmp_path), "--json"])
    greeting = json.loads(result.output)["criteria"]["greeting"]
    assert greeting["agreement"] == 1
    assert greeting["agreement_of_raters"] == 0.5  # yes-yes, yes-partly twice, yes-yes; what one left out is no pair


@pytest.mark.parametrize("truth", [None, ["yes"], {"greeting": "yes"}])
def test_a_file_without_ratings_is_named(tmp_path: Path, truth: Any) -> None:
    rated(tmp_path, "bare", KIND, truth)
    result = CliRunner().invoke(cli, ["rubric", "measure", "courtesy-ko", str(tmp_path)])
    assert result.exit_code != 0
    assert "bare.json" in str(result.exception or result.output)


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["rubric", "measure", "courtesy-ko", str(tmp_path)])
    assert result.exit_code != 0
    assert str(tmp_path) in str(result.exception or result.output)
