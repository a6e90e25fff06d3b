"""`qa rubric new, check, try, diff, replay, schema`: what people and scripts read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from qa.__main__ import cli
from qa.call import Transcript, to_json
from qa.errors import Refused
from qa.scoring.evaluate import evaluate
from qa.scoring.rubric import load_rubric
from qa.scoring.rubric_cases import run_cases_of
from qa.settings import settings
from qa.speech.turn_times import measure_turns
from qa.store import calls, results
from qa.store.engine import open_store
from qa.store.recordings import Kept
from qa.store.tables import CallEvaluation, CallRating, RubricVersion
from tests.scoring.calls import RUBRICS, call

GREETED = call("a: 안녕하십니까. 다산콜센터 김민지입니다.", "c: 막차 시간이요.", "a: 열두 시입니다.", "c: 네.", "a: 감사합니다.")  # fmt: skip
BARE = call("a: 네, 말씀하세요.", "c: 막차 시간이요.", "a: 열두 시입니다.", "c: 네.", "a: 감사합니다.")  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("QA_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("QA_TERMINAL_LANGUAGE", "en")
    (tmp_path / "data").mkdir()
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def told(*arguments: object) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, (result.output, result.exception)
    return json.loads(result.stdout)


def base(home: Path) -> Path:
    """The small rubric that `qa rubric new` begins with."""
    path = home / "small.yaml"
    if not path.exists():
        assert run("rubric", "new", "small", "--out", path).exit_code == 0
    return path


def edited(home: Path, *changes: tuple[str, str]) -> Path:
    """The small rubric with some of its text replaced."""
    text = base(home).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = home / "draft.yaml"
    path.write_text(text, "utf-8")
    return path


def keep(home: Path, transcripts: list[Transcript]) -> None:
    """The calls in the store, scored with the small rubric as it stands."""
    store = open_store(settings())
    rubric = load_rubric(base(home))
    for place, transcript in enumerate(transcripts):
        sha256 = hashlib.sha256(str(place).encode()).hexdigest()
        began = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=place)
        accepted = calls.accept(store, Kept(sha256, 1), name=f"{place}.wav", started_at=began)
        measures = measure_turns(transcript)
        evaluation = evaluate(transcript, measures, rubric, None, called_at=began)
        with store.writing() as session:
            transcript_id = results.keep_transcript(session, accepted.call_id, transcript)
            results.keep_measures(session, accepted.call_id, transcript_id, measures)
            results.keep_evaluation(
                session,
                accepted.call_id,
                evaluation,
                transcript_id=transcript_id,
                rubric_version_id=results.keep_rubric(session, rubric.id, rubric.text),
                answers_version_id=None,
            )
    store.close()


def rows() -> tuple[int, ...]:
    store = open_store(settings())
    with store.reading() as session:
        counted = tuple(session.query(table).count() for table in (CallEvaluation, CallRating, RubricVersion))
    store.close()
    return counted


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_new_rubric_passes_its_own_check_without_a_warning(home: Path, language: str) -> None:
    path = home / f"festival-{language}.yaml"
    assert told("rubric", "new", f"festival-{language}", "--language", language, "--out", path)["file"] == str(path)
    (result,) = told("rubric", "check", path, "--strict")
    assert (result["ok"], result["tests"]["run"], result["tests"]["passed"], result["warnings"]) == (True, 3, 3, [])
    again = run("rubric", "new", "festival", "--out", path)
    assert isinstance(again.exception, Refused)
    assert "is there already" in str(again.exception)


def test_a_new_rubric_with_an_impossible_name_writes_nothing(home: Path) -> None:
    result = run("rubric", "new", "축제", "--out", home / "festival.yaml")
    assert result.exception is not None
    assert list(home.glob("festival*")) == []


def test_check_tells_which_test_failed_with_what_and_why(home: Path) -> None:
    path = base(home)
    beside = home / "small.test.yaml"
    beside.write_text(beside.read_text("utf-8").replace('greeting: "no"', 'greeting: "yes"'), "utf-8")
    result = run("rubric", "check", path, "--json")
    assert result.exit_code == 1
    (checked,) = json.loads(result.stdout)
    (failed,) = checked["tests"]["failed"]
    (miss,) = failed["misses"]
    assert (miss["criterion"], miss["expected"], miss["got"]) == ("greeting", "yes", "no")
    assert miss["reason_en"].startswith("There was no greeting")
    assert f"{beside}:{miss['line']}" in run("rubric", "check", path).stdout
    assert run("rubric", "check", path, "--no-tests").exit_code == 0


def test_the_shipped_rubrics_pass_check_with_their_tests() -> None:
    checked = told("rubric", "check", RUBRICS)
    assert [each["id"] for each in checked] == [
        "accuracy-en",
        "accuracy-ko",
        "courtesy-en",
        "courtesy-ko",
        "written-ko",
    ]
    for each in checked:
        assert each["tests"]["run"] == each["tests"]["passed"] >= 5


def test_try_explains_every_rating_of_a_transcript(home: Path) -> None:
    path = home / "call.json"
    path.write_text(json.dumps(to_json(BARE)), "utf-8")
    found = told("rubric", "try", base(home), path)
    greeting = next(rating for rating in found["ratings"] if rating["criterion"] == "greeting")
    assert (greeting["answer"], greeting["weight"], greeting["checks"]) == ("no", 40, ["said"])
    assert greeting["label"]["ko"] == "없음"
    assert greeting["anchor"]["en"].startswith("No greeting")
    assert {area["id"] for area in found["areas"]} == {"reception", "greeting", "attitude", "handling", "closing"}
    assert "Did the agent greet" in run("rubric", "try", base(home), path).stdout


def test_try_turns_a_call_into_a_test_that_passes_with_personal_data_masked(home: Path) -> None:
    spoken = call(
        "a: 안녕하십니까. 다산콜센터 김민지입니다.", "c: 제 번호는 010-2345-6789예요.", "a +3: 네, 확인했습니다."
    )
    path = home / "call.json"
    path.write_text(json.dumps(to_json(spoken)), "utf-8")
    case = run("rubric", "try", base(home), path, "--as-test", "이의제기 17").stdout
    assert "2345" not in case
    (result,) = run_cases_of(load_rubric(base(home)), f"rubric: small\ncases:\n{case}", "x.test.yaml")
    assert result.passed, result.misses


def test_diff_says_in_words_what_changed(home: Path) -> None:
    draft = edited(
        home,
        ("window: {first_s: 15}", "window: {first_s: 10}"),
        ("통화 시작 15초 안에 인사말을 했는가?", "통화 시작 10초 안에 인사말을 했는가?"),
        ("[안녕하십니까, 안녕하세요, 반갑습니다]", "[안녕하십니까, 안녕하세요, 고맙습니다]"),
    )
    found = told("rubric", "diff", base(home), draft)
    changes = {change["field"]: change for change in found["changes"]}
    assert set(changes) == {"window.first_s", "question.ko", "check.groups.hello.phrases"}
    assert "추가 고맙습니다, 삭제 반갑습니다" in changes["check.groups.hello.phrases"]["sentence"]
    assert changes["window.first_s"]["sentence"] == "'첫인사' 근거 구간 first_s: 15 → 10."
    assert (changes["window.first_s"]["moves_scores"], changes["question.ko"]["moves_scores"]) == (True, False)
    comment = edited(home, ("모든 필드:", "필드:"))
    assert "Only comments or layout differ" in run("rubric", "diff", base(home), comment).stdout


def test_diff_names_criteria_that_came_went_or_weigh_otherwise(home: Path) -> None:
    old, new = base(home), home / "new.yaml"
    text = old.read_text("utf-8")
    new.write_text(
        text.replace("weight: 40", "weight: 30").replace("weight: 60", "weight: 70").replace("- id: cushion", "- id: soft"),
        "utf-8",
    )  # fmt: skip
    sentences = " ".join(change["sentence_en"] for change in told("rubric", "diff", old, new)["changes"])
    assert "“greeting”, weight: 40 → 30." in sentences
    assert "“softening” (weight 60) is gone" in sentences
    assert "“softening” is new in “Handling” (weight 70)" in sentences
    assert "The section “Opening”, weight: 40 → 30." in sentences


def test_replay_shows_whose_score_moves_by_how_much_and_why_and_writes_nothing(home: Path) -> None:
    keep(home, [GREETED, BARE, GREETED])
    draft = edited(home, ("[안녕하십니까,", "[말씀하세요, 안녕하십니까,"))
    before = rows()
    found = told("rubric", "replay", draft)
    assert rows() == before
    assert (found["n"], found["up"], found["down"], found["same"], found["stale"]) == (3, 1, 0, 2, 0)
    (mover,) = found["movers"]
    assert mover["call"] == 2
    assert mover["points"] == pytest.approx(mover["after"] - mover["before"], abs=0.05)
    assert mover["points"] > 0
    (why,) = mover["why"]
    assert (why["criterion"], why["before"], why["after"]) == ("greeting", "no", "yes")
    assert why["reason_en"]
    assert found["turns"] == {"greeting": {"no → yes": 1}}
    assert found["after"]["mean"] > found["before"]["mean"]
    assert sum(found["after"]["bins"]) == 3
    assert [each["call"] for each in found["calls"]] == [3, 2, 1]
    assert "call 2: " in run("rubric", "replay", draft).stdout


def test_replay_keeps_to_the_days_asked_for_and_to_calls_the_draft_is_for(home: Path) -> None:
    keep(home, [GREETED, BARE])
    draft = edited(home, ("language: ko\n", "language: ko\napplies_to: {from: 2026-11-02}\n"))
    found = told("rubric", "replay", draft)
    assert (found["n"], found["refused"]) == (1, 1)
    assert told("rubric", "replay", base(home), "--since", "2026-11-02")["n"] == 1
    nothing = run("rubric", "replay", base(home), "--random-only")
    assert isinstance(nothing.exception, Refused)
    assert "No call was scored" in str(nothing.exception)


def test_replay_leaves_out_calls_whose_rubric_cannot_be_read_any_more(home: Path) -> None:
    keep(home, [GREETED, BARE])
    store = open_store(settings())
    with store.writing() as session:
        session.query(RubricVersion).update({"text": "id: of another age\n"})
    store.close()
    found = told("rubric", "replay", base(home))
    assert (found["n"], found["unreadable"]) == (0, 2)


def test_a_version_that_calls_were_scored_with_can_be_compared_by_its_hash(home: Path) -> None:
    keep(home, [GREETED])
    stored = load_rubric(base(home)).hash
    draft = edited(home, ("first_s: 15", "first_s: 12"))
    assert [c["field"] for c in told("rubric", "diff", stored[:12], draft)["changes"]] == ["window.first_s"]


def test_the_schema_is_printed_as_json() -> None:
    assert told("rubric", "schema")["title"] == "Attune rubric"
    assert told("rubric", "schema", "--of", "test")["title"] == "Tests of an Attune rubric"
