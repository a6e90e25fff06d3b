"""The scripts: complete, spoken as they are written, and true to the standard answers except where they say so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from audio_samples.script import Script, load_script, script_paths
from qa.answers.entries import Answers, as_of
from qa.answers.facts import FactType, Value
from qa.answers.spoken import find_all
from qa.answers.table import load_answers
from training.example import HELD_OUT_VARIANTS

ROOT = Path(__file__).parents[2]
SCRIPTS = [load_script(path) for path in script_paths()]
KOREAN = [script for script in SCRIPTS if script.language == "ko"]
PLANTED = {
    "no_greeting",
    "wrong_fee",
    "wrong_phone",
    "wrong_office",
    "wrong_deadline",
    "wrong_hours",
    "unkind_words",
    "plain_speech",
    "hold_unasked",
    "hold_done_well",
    "dead_air",
    "interruption",
    "three_transfers",
    "abusive_caller",
    "personal_data_repeated",
    "personal_data_spoken",
    "english_caller",
    "too_noisy",
    "cut_off",
    "one_channel",
    "old_truth",
}


def stated_values(type_: FactType, text: str) -> list[Value]:
    """What a text clearly says of values that stand for this type of fact."""
    return [found.value for found in find_all(text) if found.value.type is type_ and not found.doubtful]


COMPARED = {kind.value: kind for kind in (FactType.FEE, FactType.PHONE, FactType.HOURS, FactType.DEADLINE)}


@pytest.fixture(scope="module")
def answers() -> Answers:
    return load_answers(ROOT / "rubrics/answers/dasan.csv")


def by_id(script: Script) -> str:
    return script.id


def agent_text(script: Script) -> str:
    return "\n".join(line.text for line in script.lines if line.speaker == "agent")


def test_there_is_a_call_for_every_fault_and_one_without_any() -> None:
    assert {fault.fault for script in SCRIPTS for fault in script.planted} == PLANTED
    assert [script.id for script in SCRIPTS if not script.planted] == ["model-call"]


def test_every_criterion_that_applies_is_expected_and_no_other() -> None:
    """A criterion added to a rubric must be thought about for every call."""
    for script in SCRIPTS:
        rubrics = [f"courtesy-{script.language}", f"accuracy-{script.language}"]
        criteria = {f"{name}.{criterion}" for name in rubrics for criterion in criteria_of(name)}
        assert set(script.expected.ratings) == criteria, script.id


def criteria_of(rubric: str) -> list[str]:
    document = yaml.safe_load((ROOT / f"rubrics/{rubric}.yaml").read_text("utf-8"))
    sections = document["sections"]
    return [criterion["id"] for section in sections for criterion in section["criteria"]]


@pytest.mark.parametrize("script", SCRIPTS, ids=by_id)
def test_lines_are_written_as_they_sound(script: Script) -> None:
    letters = r"[A-Za-z .,?'\n]" if script.language == "en" else r"[가-힣 .,?\n]"
    text = "\n".join(line.text for line in script.lines)
    assert re.sub(letters, "", text) == ""


def test_calls_are_spoken_by_many_voices_and_at_most_one_that_training_has_not_heard() -> None:
    variants = [{voice.name.partition("+")[2] for voice in script.voices.values()} for script in SCRIPTS]
    assert len({variant for used in variants for variant in used}) >= 6
    assert sum(bool(used & set(HELD_OUT_VARIANTS)) for used in variants) <= 1


@pytest.mark.parametrize("criterion", COMPARED)
@pytest.mark.parametrize("script", KOREAN, ids=by_id)
def test_what_agents_state_is_in_the_standard_answers_of_that_day_unless_planted_wrong(
    script: Script, criterion: str, answers: Answers
) -> None:
    day = as_of(script.called_at)
    entries = [answers.entry(id) for id in script.answers]
    right = [v for entry in entries if entry for fact in entry.facts_on(day, COMPARED[criterion]) for v in fact.values]
    stated = stated_values(COMPARED[criterion], agent_text(script))
    strange = [value.text for value in stated if not any(value.same_as(true) for true in right)]
    expected = script.expected.ratings[f"accuracy-ko.{criterion}"]
    assert bool(strange) == (expected == "no"), (strange, expected)
    if criterion != "deadline":  # that criterion covers lengths of time as well
        assert stated or expected in ("not_applicable", "cannot_tell")


def test_every_standard_answer_a_call_is_about_exists(answers: Answers) -> None:
    assert {id for script in SCRIPTS for id in script.answers} <= {entry.id for entry in answers.entries}


def test_the_fare_that_was_true_then_is_not_true_today(answers: Answers) -> None:
    fare = answers.entry("bus-fare")
    assert fare is not None
    then = load_script(ROOT / "audio_samples/old-fare.yaml")
    today = [value for fact in fare.facts_on(None, FactType.FEE) for value in fact.values]
    stated = stated_values(FactType.FEE, agent_text(then))
    assert len(stated) == 3
    assert not any(value.same_as(true) for value in stated for true in today)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "another"}, "must be the file's name"),
        ({"lines": []}, "at least 1 item"),
        ({"lines": [{"speaker": "robot", "text": "네"}]}, "speaker"),
        ({"events": [{"kind": "hold_music", "after": 99, "length_s": 3.0}]}, "line 99 does not exist"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_faulty_script_is_refused_by_name_and_field(tmp_path: Path, change: dict[str, object], message: str) -> None:
    document = yaml.safe_load((ROOT / "audio_samples/model-call.yaml").read_text("utf-8")) | change
    path = tmp_path / "model-call.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")
    with pytest.raises(ValueError, match=message) as refusal:
        load_script(path)
    assert "model-call.yaml" in str(refusal.value)


def test_a_planted_fault_that_is_not_expected_is_refused(tmp_path: Path) -> None:
    text = (ROOT / "audio_samples/wrong-fee.yaml").read_text("utf-8")
    path = tmp_path / "wrong-fee.yaml"
    path.write_text(text.replace('accuracy-ko.fee: "no"', 'accuracy-ko.fee: "yes"'), "utf-8")
    with pytest.raises(ValueError, match=r"accuracy-ko\.fee"):
        load_script(path)
