"""The rules of the desk: changed for the whole centre only, within bounds, with a reason, and told to the audit."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from sqlalchemy import select

from qa.desk.access import Act, may
from qa.desk.set_policy import TITLES, OutOfBounds, bounds, changes, mark, set_policy, shown
from qa.errors import Refused
from qa.store.engine import Store
from qa.store.policy import BOUNDS, Policy, policy
from qa.store.review_tables import PolicyValue
from qa.store.tables import Audit
from tests.cast import Cast, person


def texts(**changed: str) -> dict[str, str]:
    return {name: shown(name, value) for name, value in asdict(Policy()).items()} | changed


def put(desk: Store, who: str, reason: str = "시험", seen: str | None = None, **changed: str) -> dict[str, float]:
    with desk.writing() as session:
        standing = mark(policy(session)) if seen is None else seen
        return set_policy(session, person(session, who), texts(**changed), standing, reason)


def test_every_rule_has_bounds_a_default_within_them_and_a_title() -> None:
    assert set(BOUNDS) == set(TITLES) == set(asdict(Policy()))
    for name, value in asdict(Policy()).items():
        low, high, whole = BOUNDS[name]
        assert low <= value <= high
        assert not whole or value == int(value)


@pytest.mark.parametrize("who", ["eunseo", "admin"])
def test_what_is_changed_holds_and_the_audit_has_old_new_and_why(desk: Store, cast: Cast, who: str) -> None:
    assert put(desk, who, "표본이 밀림", random_days="14", planted_share="2.5") == {
        "random_days": 14,
        "planted_share": 0.025,
    }
    with desk.reading() as session:
        of = policy(session)
        assert (of.random_days, of.planted_share, of.flagged_days) == (14, 0.025, 3)
        line = session.scalars(select(Audit).where(Audit.act == "set_policy")).one()
        assert line.person_id == person(session, who).id
        assert line.old == {"random_days": 7, "planted_share": 0.0}
        assert line.new == {"random_days": 14, "planted_share": 0.025, "reason": "표본이 밀림"}
        (change,) = changes(session)
        assert (change.who, change.reason, change.new) == (
            person(session, who).name,
            "표본이 밀림",
            {"random_days": 14, "planted_share": 0.025},
        )
        assert {row.changed_by for row in session.scalars(select(PolicyValue))} == {person(session, who).id}


@pytest.mark.parametrize("who", ["taeo", "sora", "jiho", "minji"])
def test_a_vendor_s_manager_and_who_leads_nobody_change_nothing(desk: Store, cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as caught:
        put(desk, who, random_days="14")
    assert "센터 관리자에게" in caught.value.sentence.ko
    with desk.reading() as session:
        assert not may(person(session, who), Act.SET_POLICY)
        assert policy(session) == Policy()


@pytest.mark.parametrize(("name", "low", "high"), [(name, *BOUNDS[name][:2]) for name in BOUNDS])
def test_a_value_on_its_bounds_is_taken_and_one_beyond_is_refused_by_name(
    desk: Store, cast: Cast, name: str, low: float, high: float
) -> None:
    for value in (low, high):
        if value != asdict(Policy())[name]:
            put(desk, "eunseo", **{name: shown(name, value)})
    for beyond in (low - 0.01, high + 0.01, high * 1000):
        with pytest.raises(OutOfBounds) as caught:
            put(desk, "eunseo", **{name: shown(name, beyond)})
        assert set(caught.value.fields) == {name}
        assert TITLES[name].ko in caught.value.sentence.ko
        assert all(bound in caught.value.sentence.en for bound in bounds(name))


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "-inf", "3.5", "1e400", "３일"])
def test_what_is_no_whole_number_is_refused(desk: Store, cast: Cast, text: str) -> None:
    with pytest.raises(OutOfBounds) as caught:
        put(desk, "eunseo", flagged_days=text)
    assert "정수로" in caught.value.sentence.ko


def test_everything_that_is_wrong_is_named_at_once(desk: Store, cast: Cast) -> None:
    with pytest.raises(OutOfBounds) as caught:
        put(desk, "eunseo", flagged_days="0", dispute_days="91", planted_share="21")
    assert set(caught.value.fields) == {"flagged_days", "dispute_days", "planted_share"}


def test_a_change_wants_a_reason_and_something_that_changes(desk: Store, cast: Cast) -> None:
    with pytest.raises(OutOfBounds) as caught:
        put(desk, "eunseo", "  ", random_days="14")
    assert set(caught.value.fields) == {"reason"}
    with pytest.raises(Refused, match="Nothing was changed"):
        put(desk, "eunseo", "이유만 있음")
    with desk.reading() as session:
        assert policy(session) == Policy()


def test_of_two_managers_who_change_it_at_once_the_second_is_told(desk: Store, cast: Cast) -> None:
    before = mark(Policy())
    put(desk, "eunseo", seen=before, random_days="14")
    with pytest.raises(Refused, match="Another manager"):
        put(desk, "admin", seen=before, flagged_days="5")
    with desk.reading() as session:
        assert policy(session).flagged_days == 3
