"""The sample calls, word for word as scripted: every planted fault is found, nothing planted clean is failed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.call import RatingState
from qa.scoring.flags import flags
from tests.scoring.calls import Sample, misheard, outcome, rubric, sample, sample_names

_WORTH = {"yes": 2, "partly": 1, "no": 0}


@pytest.fixture(params=sample_names(), scope="module")
def spoken(request: pytest.FixtureRequest) -> Sample:
    return sample(request.param)


def test_the_samples_are_there() -> None:
    assert len(sample_names()) >= 14


def test_every_rating_is_as_planted_or_no_worse_than_expected(spoken: Sample) -> None:
    for evaluation in spoken.evaluations():
        for rating in evaluation.ratings:
            name = f"{evaluation.rubric}.{rating.criterion}"
            got, wanted = outcome(rating), spoken.expected[name]
            if name in spoken.planted:
                assert got == wanted, f"{name}: {rating.reason.en}"
            elif got in _WORTH:
                assert _WORTH[got] >= _WORTH.get(wanted, 1), f"{name}: {rating.reason.en}"


def test_the_flags_are_those_expected(spoken: Sample) -> None:
    evaluations = spoken.evaluations()
    rubrics = [rubric(evaluation.rubric) for evaluation in evaluations]
    raised = {flag.code for flag in flags(spoken.transcript, spoken.measures, evaluations, rubrics)}
    assert raised >= spoken.must_flag
    assert raised <= spoken.must_flag | spoken.may_flag


def test_no_deduction_is_without_evidence_that_exists(spoken: Sample) -> None:
    for evaluation in spoken.evaluations():
        for rating in evaluation.ratings:
            if rating.score is None or rating.score == 1:
                continue
            assert rating.evidence
            for evidence in rating.evidence:
                assert 0 <= evidence.start_s <= evidence.end_s <= spoken.transcript.duration_s + 1
                if evidence.turn is None:
                    assert evidence.quote == ""
                else:
                    said = spoken.transcript.turns[evidence.turn]
                    assert evidence.quote
                    assert evidence.quote in said.text
                    assert said.start_s <= evidence.start_s <= evidence.end_s <= said.end_s + 0.01


def test_scoring_twice_gives_the_same(spoken: Sample) -> None:
    assert spoken.evaluations() == spoken.evaluations()


def test_nothing_is_held_against_anybody_in_a_call_that_was_badly_heard(spoken: Sample) -> None:
    blurred = replace(spoken, transcript=misheard(spoken.transcript, 0.3))
    for evaluation in blurred.evaluations():
        assert evaluation.score is None
        assert {rating.state for rating in evaluation.ratings} == {RatingState.CANNOT_TELL}


def test_the_name_of_the_agent_changes_nothing(spoken: Sample) -> None:
    other = replace(
        spoken,
        transcript=replace(
            spoken.transcript,
            turns=tuple(
                replace(
                    turn,
                    text=_renamed(turn.text),
                    words=tuple(replace(word, text=_renamed(word.text)) for word in turn.words),
                )
                for turn in spoken.transcript.turns
            ),
        ),
    )
    ours = [(rating.criterion, outcome(rating)) for evaluation in spoken.evaluations() for rating in evaluation.ratings]
    theirs = [
        (rating.criterion, outcome(rating)) for evaluation in other.evaluations() for rating in evaluation.ratings
    ]
    assert ours == theirs


def _renamed(text: str) -> str:
    return text.replace("김민지", "남궁솔").replace("오준호", "박나래").replace("Minji Kim", "Sora Park")
