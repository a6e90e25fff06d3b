"""The perturbed facts: what is said right is right, what is said wrong is wrong, and the page tells what is found."""

from __future__ import annotations

from collections import Counter

import pytest

from qa.answers.facts import FactType
from qa.answers.judge import Verdict
from tests.accuracy import frames, said, wrong
from tests.accuracy.perturb import DAY, EACH, perturbed, table
from tests.accuracy.table import PAGE, QUICK, shown


def test_every_fact_of_the_day_is_said_right_three_times_and_wrong_three_times() -> None:
    facts = [fact for entry in table().entries for fact in entry.facts_on(DAY.date())]
    made = Counter((each.call.id.rsplit("/", 1)[0], bool(each.kind)) for each in perturbed())
    few = {
        (fact.entry, fact.name)
        for fact in facts
        for kind in (False, True)
        if made[f"{fact.entry}/{fact.type.value}/{fact.name}", kind] < EACH
    }
    assert not few
    assert {fact.type for fact in facts} == set(FactType)


def test_nothing_that_is_called_wrong_is_said_like_what_is_right() -> None:
    said_of = {
        each.call.id: (each.call.told[0].entry, tuple(turn.text for turn in each.call.transcript.turns[2:-2]))
        for each in perturbed()
    }
    right = {said_of[each.call.id] for each in perturbed() if not each.kind}
    assert not any("{" in text for _, texts in said_of.values() for text in texts)
    for each in perturbed():
        assert each.call.told[0].verdict == (Verdict.CONTRADICT if each.kind else Verdict.AGREE)
        assert not each.kind or said_of[each.call.id] not in right, each.call.id


@pytest.mark.parametrize(
    "kind",
    ["FEE", "HOURS", "DEADLINE", "PHONE", "OFFICE", "DOCUMENT", "PLACE", "ELIGIBILITY", "POSSIBLE", "IMPOSSIBLE"],
)
def test_each_type_has_twelve_sentences_or_more(kind: str) -> None:
    assert len(set(getattr(frames, kind))) >= 12


@pytest.mark.parametrize("more", [frames.TAKES, frames.WITHIN, frames.LASTS])
def test_lengths_of_time_have_twelve_with_those_of_their_own_kind(more: tuple[str, ...]) -> None:
    assert len({*frames.DURATION, *more}) >= 12


def test_values_are_said_as_people_say_them() -> None:
    assert said.number(12_300) == "만 이천삼백"
    assert "삼일사육에 오공공공" in said.phone("02-3146-5000")
    assert "오전 아홉 시부터 오후 여섯 시까지" in said.hours(540, 1080)
    assert "유월 말일" in said.day(6, 30)
    assert "사흘" in said.length(3, "일")


def test_wrong_values_lie_near() -> None:
    assert ("swapped_digits", "21300원") in wrong.amount(12_300)
    assert ("month_day_swapped", "3월 10일") in wrong.date(10, 3)
    assert ("wrong_hours", "09:00-17:00") in wrong.interval(540, 1080)
    assert ("wrong_floor", "본관 3층 안내실") in wrong.floor("본관 2층 안내실")


@pytest.mark.parametrize("name", ["perturbed", "perturbed kinds"])
def test_the_page_tells_what_is_measured_on_perturbed_facts(name: str) -> None:
    assert shown(PAGE.read_text("utf-8"), name) == QUICK[name](), "run `python -m tests.accuracy.table --write`"
