"""A critical failure that the machine found acts on nothing until a person confirms it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from qa.desk.override import Override, confirm, override
from qa.desk.sheet import counting_score
from qa.errors import Refused
from qa.store.engine import Store
from qa.store.tables import Audit, CallEvaluation, CallRating, RubricVersion
from tests.cast import Cast
from tests.desk.test_override import read, someone

CRITERION = "unkind_words"


@pytest.fixture
def call(desk: Store, cast: Cast) -> int:
    """A call in which the machine failed a critical criterion, under a rubric that caps the score for it at 40."""
    found = cast.calls["full"]
    _, rating = read(desk, found, CRITERION)
    with desk.writing() as session:
        row = session.get_one(CallRating, rating.id)
        row.answer, row.score, row.critical = "no", 0.0, True
        version = session.get_one(RubricVersion, session.get_one(CallEvaluation, row.evaluation_id).rubric_version_id)
        before, criterion, after = version.text.partition("- id: unkind_words")
        version.text = before + criterion + after.replace("critical:", "critical_cap: 40\n        critical:", 1)
    return found


def say_so(desk: Store, login: str, call_id: int, criterion: str = CRITERION, seen_id: int | None = None) -> None:
    _, rating = read(desk, call_id, criterion)
    with desk.writing() as session:
        confirm(session, someone(desk, login), call_id, rating.id, rating.counts.id if seen_id is None else seen_id)


def test_only_a_confirmed_critical_failure_caps_the_score(call: int, desk: Store) -> None:
    before, rating = read(desk, call, CRITERION)
    assert (rating.candidate, rating.confirmed) == (True, False)
    assert (before.candidate, before.critical) == (True, False)
    assert counting_score(before) == 70.0
    say_so(desk, "suhyun", call)
    after, rating = read(desk, call, CRITERION)
    assert (rating.candidate, rating.confirmed) == (False, True)
    assert (after.candidate, after.critical) == (False, True)
    assert counting_score(after) == 40.0


def test_the_person_stands_beside_the_machine_with_the_same_rating(call: int, desk: Store) -> None:
    _, before = read(desk, call, CRITERION)
    say_so(desk, "suhyun", call)
    evaluation, rating = read(desk, call, CRITERION)
    said = rating.counts
    assert (said.answer, said.state, said.score, said.evidence, said.critical) == (
        before.answer, before.state, before.score, before.evidence, True,
    )  # fmt: skip
    assert (said.author, said.reason_code) == ("박수현", None)
    assert evaluation.overridden == 0  # confirmed, not overridden
    with desk.reading() as session:
        line = session.scalars(select(Audit).where(Audit.act == "confirm")).one()
    assert line.thing == f"rating:{rating.id}"
    assert line.old == {"rating": rating.id, "answer": "no", "state": "rated", "score": 0.0}
    assert line.new == {"rating": said.id, "answer": "no", "state": "rated", "score": 0.0}


def test_what_failed_nothing_critical_has_nothing_to_confirm(call: int, desk: Store) -> None:
    for criterion in ("greeting", "empathy", "interruption"):
        with pytest.raises(Refused, match="nothing to confirm"):
            say_so(desk, "suhyun", call, criterion)
    with desk.reading() as session:
        assert session.scalars(select(CallRating).where(CallRating.author_id.is_not(None))).all() == []
        assert session.scalars(select(Audit).where(Audit.act == "confirm")).all() == []


def test_nobody_confirms_what_is_confirmed_already(call: int, desk: Store) -> None:
    _, machine = read(desk, call, CRITERION)
    say_so(desk, "sora", call)
    with pytest.raises(Refused, match="윤소라"):
        say_so(desk, "suhyun", call, seen_id=machine.id)
    with pytest.raises(Refused, match="윤소라"):
        say_so(desk, "suhyun", call)


def test_what_somebody_overrode_in_the_meantime_is_not_confirmed_unseen(call: int, desk: Store) -> None:
    _, machine = read(desk, call, CRITERION)
    with desk.writing() as session:
        said = Override("yes", "context", "", seen_id=machine.id)
        override(session, someone(desk, "sora"), call, machine.id, said)
    with pytest.raises(Refused, match="overridden"):
        say_so(desk, "suhyun", call, seen_id=machine.id)
    with pytest.raises(Refused, match="nothing to confirm"):
        say_so(desk, "suhyun", call)


def test_a_confirmed_failure_can_still_be_overridden_by_who_has_seen_it(call: int, desk: Store) -> None:
    _, machine = read(desk, call, CRITERION)
    say_so(desk, "sora", call)
    with pytest.raises(Refused, match="confirmed"), desk.writing() as session:
        override(session, someone(desk, "suhyun"), call, machine.id, Override("yes", "rule", "", seen_id=machine.id))
    _, rating = read(desk, call, CRITERION)
    with desk.writing() as session:
        said = Override("yes", "rule", "", seen_id=rating.counts.id)
        override(session, someone(desk, "suhyun"), call, rating.id, said)
    evaluation, rating = read(desk, call, CRITERION)
    assert (evaluation.critical, evaluation.candidate) == (False, False)
    assert len(rating.overrides) == 2


def test_strangers_find_no_call_and_coaches_and_agents_may_not(call: int, desk: Store) -> None:
    with pytest.raises(LookupError):
        say_so(desk, "haneul", call)
    for login in ("jiho", "minji"):
        with pytest.raises(Refused, match="may not"):
            say_so(desk, login, call)
