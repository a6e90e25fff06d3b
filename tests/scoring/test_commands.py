"""`qa score`, `qa rubric check`, `qa answers`: what scripts read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from qa.__main__ import cli
from qa.call import to_json
from qa.errors import Misconfigured, Refused
from tests.scoring.calls import sample


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    spoken = sample("wrong-fee")
    path = tmp_path / "transcript.json"
    path.write_text(json.dumps({**to_json(spoken.transcript), "started_at": spoken.called_at.isoformat()}), "utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_the_evaluation_is_printed_with_evidence(transcript: Path) -> None:
    result = run("score", "--transcript", transcript, "--rubric", "accuracy-ko", "--json")
    assert result.exit_code == 0
    told: dict[str, Any] = json.loads(result.stdout)
    fee = next(rating for rating in told["ratings"] if rating["criterion"] == "fee")
    assert (fee["answer"], fee["state"], fee["critical"]) == ("no", "rated", True)
    assert "800원" in fee["reason"]
    assert "800 won" in fee["reason_en"]
    assert "400 won" in fee["reason_en"]
    assert fee["evidence"][0]["quote"].startswith("팔백 원")
    assert 0 < told["score"] < 100
    assert "wrong_fact" in {flag["code"] for flag in told["flags"]}
    assert all(flag["sentence"] and flag["sentence_en"] for flag in told["flags"])


def test_the_evaluation_is_readable_on_a_terminal(transcript: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_TERMINAL_LANGUAGE", "ko")
    shown = run("score", "--transcript", transcript, "--rubric", "courtesy-ko").stdout
    assert "친절도 평가표" in shown
    assert "첫인사" in shown


def test_turns_without_times_or_words_are_enough(tmp_path: Path) -> None:
    path = tmp_path / "chat.json"
    lines = [
        ("agent", "안녕하세요. 다산콜센터 김하나입니다."),
        ("citizen", "등본 수수료가 얼마예요?"),
        ("agent", "창구에서 팔백 원입니다."),
    ]
    path.write_text(json.dumps({"turns": [{"speaker": who, "text": text} for who, text in lines]}), "utf-8")
    told = json.loads(run("score", "--transcript", path, "--rubric", "accuracy-ko", "--json").stdout)
    assert {rating["criterion"]: rating["answer"] for rating in told["ratings"]}["fee"] == "no"


@pytest.mark.parametrize(
    ("content", "needle"),
    [
        ("{", "no JSON in line 1"),
        ("[]", "no JSON object"),
        ("{}", "turns"),
        ('{"turns": [{"speaker": "robot", "text": "네"}]}', r"turns\[1\]\.speaker"),
        ('{"turns": [{"speaker": "agent"}]}', r"turns\[1\]\.text"),
        ('{"turns": [{"speaker": "agent", "text": "네", "start_s": "x", "end_s": 1}]}', "start_s"),
        ('{"turns": [], "started_at": "yesterday"}', "started_at"),
    ],
)
def test_a_wrong_transcript_is_refused_in_one_sentence(tmp_path: Path, content: str, needle: str) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(content, "utf-8")
    result = run("score", "--transcript", path, "--rubric", "accuracy-ko", "--json")
    assert isinstance(result.exception, Refused)
    assert result.stdout == ""
    with pytest.raises(Refused, match=needle):
        raise result.exception


def test_an_unknown_rubric_is_refused_with_those_there_are(transcript: Path) -> None:
    result = run("score", "--transcript", transcript, "--rubric", "nope")
    assert isinstance(result.exception, Refused)
    assert "accuracy-en, accuracy-ko, courtesy-en, courtesy-ko, written-ko" in str(result.exception)


def test_a_missing_option_is_a_usage_error() -> None:
    assert run("score").exit_code == 2


def test_rubric_check_names_every_faulty_file(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("yes: 1\n", "utf-8")
    (tmp_path / "two.yaml").write_text("id: [\n", "utf-8")
    result = run("rubric", "check", tmp_path, "courtesy-ko")
    assert result.exit_code == 1
    assert "one.yaml" in result.stderr
    assert "two.yaml" in result.stderr
    assert re.search(r"courtesy-ko, \d+ criteria", result.stdout)
    assert run("rubric", "check", "accuracy-ko").exit_code == 0


def test_answers_are_found_and_checked(tmp_path: Path) -> None:
    told = json.loads(run("answers", "find", "등본", "떼는", "데", "얼마예요", "--json").stdout)
    assert told[0]["id"] == "resident-copy"
    assert run("answers", "check").exit_code == 0
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("id,title\n", "utf-8")
    assert isinstance(run("answers", "check", wrong).exception, Misconfigured)
