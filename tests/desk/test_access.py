"""One rule decides who sees what, for one call and for lists alike."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import select

from qa.desk.access import ABOUT_A_CALL, ABOUT_THE_CENTRE, ROLES, Act, calls_of, may, scope
from qa.store.engine import Store
from qa.store.people import find_person
from qa.store.tables import Call, Person

LOGINS = ("minji", "yuna", "junho", "sora", "haneul", "suhyun", "jiho", "taeo", "eunseo", "admin")

SEES = {
    "minji": {"full"},  # the others are not released
    "yuna": {"teammate"},
    "junho": {"other_vendor"},
    "sora": {"full", "teammate", "running", "stopped"},
    "jiho": {"full", "teammate", "running", "stopped"},
    "taeo": {"full", "teammate", "running", "stopped"},
    "haneul": {"other_vendor"},
    "suhyun": {"full", "teammate", "other_vendor", "running", "stopped", "waiting"},
    "eunseo": {"full", "teammate", "other_vendor", "running", "stopped", "waiting"},
    "admin": {"full", "teammate", "other_vendor", "running", "stopped", "waiting"},
}


def person(desk: Store, login: str) -> Person:
    with desk.reading() as session:
        found = find_person(session, login)
    assert found is not None
    return found


@pytest.mark.parametrize("login", LOGINS)
def test_a_person_sees_exactly_the_calls_of_their_scope(cast, desk: Store, login: str) -> None:
    who = person(desk, login)
    with desk.reading() as session:
        listed = set(session.scalars(select(Call.id).where(calls_of(who))))
        one_by_one = {call.id for call in session.scalars(select(Call)).unique() if may(who, Act.SEE, call)}
    wanted = {cast.calls[name] for name in SEES[login]}
    assert listed == wanted
    assert one_by_one == wanted


@pytest.mark.parametrize(("role", "act"), list(product(sorted(ROLES[Act.SEE]), Act)))
def test_no_act_on_a_call_outside_the_scope_whatever_the_role(role: str, act: Act) -> None:
    who = Person(id=1, role=role, vendor_id=7, active=True)
    foreign = Call(agent_id=99, vendor_id=8)
    if act in ABOUT_THE_CENTRE:
        assert may(who, act) == (role == "administrator" and role in ROLES[act])
    elif act not in ABOUT_A_CALL:
        assert may(who, act) == (role in ROLES[act])
    else:
        assert may(who, act, foreign) == (role == "administrator" and role in ROLES[act])
        assert not may(who, act)


def test_who_is_signed_out_inactive_or_of_no_known_role_may_nothing(cast, desk: Store) -> None:
    admin = person(desk, "admin")
    admin.active = False
    odd = Person(id=3, role="visitor", vendor_id=None, active=True)
    for act in Act:
        for who in (None, admin, odd):
            assert not may(who, act, Call(agent_id=1, vendor_id=1))
    assert not scope(odd).everything
    with desk.reading() as session:
        assert session.scalars(select(Call.id).where(calls_of(odd))).all() == []


def test_an_agent_without_calls_is_not_the_agent_of_calls_without_agent() -> None:
    who = Person(id=5, role="agent", vendor_id=1, active=True)
    assert not may(who, Act.SEE, Call(agent_id=None, vendor_id=1))


def test_only_evaluators_managers_and_administrators_override() -> None:
    mine = Call(agent_id=5, vendor_id=1)
    may_override = {
        role: may(Person(id=5, role=role, vendor_id=1, active=True), Act.OVERRIDE, mine) for role in ROLES[Act.SEE]
    }
    assert may_override == {
        "agent": False,
        "coach": False,
        "evaluator": True,
        "manager": True,
        "administrator": True,
    }
