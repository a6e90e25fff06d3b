"""Whether a sample call came out as its script says: the five rules of audio_samples/README.md."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from qa.call import Flag, RatingState, Sentence, Speaker, Stage, State, Transcript, Turn
from qa.command.samples import Heard, Sample, heard, load_samples, problems
from qa.errors import Misconfigured
from qa.settings import HERE
from qa.store.evaluations import EvaluationRead, RatingRead
from qa.store.pages import CallFacts, CallPage, StageRead

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SAYS = Sentence("", "")


def sample(*, planted: frozenset[str] = frozenset(), channels: int = 2, **expected: Any) -> Sample:
    spoken = (("agent", "안녕하십니까, 다산콜센터입니다.", True), ("citizen", "네, 수도 요금이요.", True))
    return Sample("x", Path("x.wav"), "minji", NOW, channels, spoken, planted, {"stage": "done"} | expected)


def page(*, done: bool = True, flags: tuple[str, ...] = (), **outcomes: str) -> CallPage:
    stage = StageRead(Stage.FLAG, State.DONE) if done else StageRead(Stage.INGEST, State.STOPPED)
    facts = CallFacts(
        1, "x.wav", NOW, None, None, "", "", "", "", "inbound", 8.0, False, None, "ko", "ab" * 32, "ulaw", 2,
        None, None, None, (stage,), tuple(Flag(code, SAYS) for code in flags),
    )  # fmt: skip
    ratings = tuple(
        RatingRead(1, criterion, outcome if rated else None, RatingState.RATED if rated else RatingState(outcome),
                   None, 1.0, SAYS, (), False, "", None, NOW)
        for criterion, outcome in outcomes.items()
        for rated in [outcome in ("yes", "no", "partly")]
    )  # fmt: skip
    return CallPage(facts, None, None, (EvaluationRead(1, "courtesy-ko", "", "", 50.0, NOW, None, ratings),))


def test_a_call_that_came_out_as_expected_has_no_problems() -> None:
    expected = {"courtesy-ko.greeting": "yes", "courtesy-ko.fee": "no"}
    wanted = sample(planted=frozenset({"courtesy-ko.fee"}), ratings=expected, flags=["wrong_fact"], max_cer=0.1)
    assert problems(wanted, page(flags=("wrong_fact",), greeting="yes", fee="no"), Heard(100, 10)) == []


def test_a_planted_criterion_must_be_met_exactly() -> None:
    for came in ("yes", "partly", "cannot_tell", "not_applicable"):
        wanted = sample(planted=frozenset({"courtesy-ko.fee"}), ratings={"courtesy-ko.fee": "no"})
        assert problems(wanted, page(fee=came), None) == [f"courtesy-ko.fee is {came}, expected no"]


@pytest.mark.parametrize(
    ("should", "came", "fine"),
    [
        ("yes", "yes", True),
        ("yes", "partly", False),
        ("yes", "no", False),
        ("yes", "cannot_tell", True),
        ("yes", "not_applicable", True),
        ("partly", "yes", True),
        ("partly", "no", False),
        ("no", "yes", True),
        ("not_applicable", "yes", True),
        ("not_applicable", "partly", True),
        ("not_applicable", "no", False),
        ("cannot_tell", "no", False),
    ],
)
def test_a_criterion_that_is_not_planted_may_be_better_but_not_worse(should: str, came: str, fine: bool) -> None:
    found = problems(sample(ratings={"courtesy-ko.pace": should}), page(pace=came), None)
    assert (found == []) is fine


def test_a_criterion_that_was_not_rated_at_all_is_a_problem() -> None:
    assert problems(sample(ratings={"courtesy-ko.pace": "not_applicable"}), page(), None) != []


def test_a_missing_flag_and_a_false_alarm_are_problems_and_an_allowed_flag_is_none() -> None:
    wanted = sample(flags=["wrong_fact"], may_flag=["low_score"])
    assert problems(wanted, page(flags=("low_score", "dead_air")), None) == [
        "flag wrong_fact is missing",
        "flag dead_air is a false alarm",
    ]


def test_too_many_character_errors_are_a_problem_only_where_a_limit_is_given() -> None:
    assert problems(sample(max_cer=0.1), page(), Heard(100, 11)) == ["cer 0.110 is above 0.1"]
    assert problems(sample(), page(), Heard(100, 90)) == []


def test_a_call_that_stopped_is_a_problem_unless_the_script_says_so() -> None:
    assert problems(sample(), page(done=False), None) == ["ended stopped, expected done"]
    assert problems(sample(stage="stopped"), page(done=False), None) == []
    assert problems(sample(stage="stopped"), page(), None) == ["ended done, expected stopped"]


def transcript(*turns: tuple[Speaker, str]) -> Transcript:
    said = tuple(Turn(who, float(at), at + 1.0, text) for at, (who, text) in enumerate(turns))
    return Transcript("ko", 10.0, said)


AGENT, CITIZEN = Speaker.AGENT, Speaker.CITIZEN


def test_spaces_punctuation_and_case_are_no_hearing_errors() -> None:
    found = heard(sample(), transcript((AGENT, "안녕 하십니까 다산콜 센터입니다"), (CITIZEN, "네 수도요금이요?")))
    assert found == Heard(21, 0)


def test_words_given_to_the_wrong_speaker_are_errors_in_a_stereo_call_only() -> None:
    swapped = transcript((CITIZEN, "안녕하십니까 다산콜센터입니다"), (AGENT, "네 수도 요금이요"))
    assert heard(sample(), swapped).edits > 10
    assert heard(sample(channels=1), swapped).edits == 0


def test_one_wrong_syllable_is_one_error() -> None:
    assert (
        heard(sample(), transcript((AGENT, "안녕하십니까 다산콜센타입니다"), (CITIZEN, "네 수도 요금이요"))).edits == 1
    )


def test_nothing_heard_is_every_character_missed_and_everything_invented_is_counted() -> None:
    assert heard(sample(), transcript()).cer == 1.0
    invented = transcript((AGENT, "안녕하십니까 다산콜센터입니다 감사합니다"), (CITIZEN, "네 수도 요금이요"))
    assert heard(sample(), invented).edits == 5


def test_a_line_broken_off_by_the_end_counts_as_far_as_it_was_spoken() -> None:
    cut = dataclasses.replace(sample(), spoken=(("agent", "안녕하십니까 다산콜센터입니다", False),))
    assert heard(cut, transcript((AGENT, "안녕하십니까 다산"))) == Heard(8, 0)
    assert heard(cut, transcript((AGENT, "안녕하십니다 다산"))).edits == 1


def test_every_sample_call_can_be_read_and_has_its_sound() -> None:
    samples = load_samples(HERE / "audio_samples")
    assert len(samples) >= 14
    assert len({s.id for s in samples}) == len(samples)
    assert {s.agent for s in samples} <= {"minji", "junho"}
    for s in samples:
        assert s.sound.is_file()
        assert s.called_at.tzinfo is not None
        assert set(s.planted) <= set(s.expected["ratings"])


def test_a_folder_without_scripts_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="no sample calls"):
        load_samples(tmp_path)
