"""docs/accuracy.md tells what is measured; what must not happen to an agent does not."""

from __future__ import annotations

import pytest

from tests.accuracy.calls import HELD_OUT, MEASURED, SETS, judged_set
from tests.accuracy.noise import noisy
from tests.accuracy.table import PAGE, QUICK, SLOW, counts_of, shown

GROUPS = ("Korean mended", "English mended", "held out")


@pytest.mark.parametrize("name", [name for name in QUICK if not name.startswith("perturbed")])
def test_the_page_tells_what_is_measured(name: str) -> None:
    assert shown(PAGE.read_text("utf-8"), name) == QUICK[name](), "run `python -m tests.accuracy.table --write`"


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOW)
def test_the_page_tells_what_is_measured_at_length(name: str) -> None:
    assert shown(PAGE.read_text("utf-8"), name) == SLOW[name](), "run `python -m tests.accuracy.table --write`"


@pytest.mark.parametrize("group", GROUPS)
def test_an_entry_that_ran_out_is_never_charged_to_the_agent(group: str) -> None:
    stale = counts_of(group).share("stale charged", "stale")
    assert stale.n >= 9
    assert stale.hits == 0


def test_what_is_held_out_lies_where_no_training_looks() -> None:
    assert not {each.name for each in SETS.iterdir()} & set(HELD_OUT)


@pytest.mark.parametrize("name", MEASURED)
def test_truth_names_facts_that_stand_in_the_table(name: str) -> None:
    held = judged_set(name)
    assert len(held.calls) >= 30
    known = {entry.id for entry in held.answers.entries}
    for call in held.calls:
        assert {told.entry for told in call.told if told.entry} <= known, call.id
        assert all(told.type for told in call.told if told.verdict in ("agree", "contradict")), call.id


def test_noise_spoils_about_as_much_as_it_says_and_the_same_each_time() -> None:
    calls = [call for call in judged_set("a").calls if call.transcript.language == "ko"]
    said = [word for call in calls for turn in call.transcript.turns for word in turn.text.split()]
    heard = [noisy(call.transcript, 0.1, call.id, by="words", sure=True) for call in calls]
    again = [noisy(call.transcript, 0.1, call.id, by="words", sure=True) for call in calls]
    assert heard == again
    kept = sum(
        word in after.text.split()
        for call, spoiled in zip(calls, heard, strict=True)
        for before, after in zip(call.transcript.turns, spoiled.turns, strict=True)
        for word in before.text.split()
    )
    assert 0.88 < kept / len(said) < 0.93


def test_most_spoiled_words_are_marked_as_badly_heard() -> None:
    transcript = judged_set("a").calls[0].transcript
    right = {word for turn in transcript.turns for word in turn.text.split()}
    heard = [word for turn in noisy(transcript, 0.3, "x", by="words", sure=True).turns for word in turn.words]
    spoiled = [word for word in heard if word.text not in right]
    assert len(spoiled) > 10
    assert sum(word.confidence < 0.5 for word in spoiled) / len(spoiled) > 0.6
