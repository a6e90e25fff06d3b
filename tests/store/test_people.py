"""Accounts and passwords."""

from __future__ import annotations

import pytest

from qa.errors import Refused
from qa.store.engine import Store
from qa.store.people import (
    DEMO_PEOPLE,
    add_person,
    change_email,
    every_person,
    find_person,
    seed_demo_people,
    sign_in,
)

GOOD = "correct horse battery"


def test_the_right_password_signs_in_and_the_wrong_one_does_not(any_store: Store) -> None:
    with any_store.writing() as session:
        add_person(session, login="Suhyun", name="박수현", role="evaluator", password=GOOD)
    with any_store.reading() as session:
        person = sign_in(session, " SUHYUN ", GOOD)
        assert person is not None
        assert (person.login, person.name) == ("suhyun", "박수현")
        assert sign_in(session, "suhyun", GOOD + " ") is None
        assert sign_in(session, "suhyun", "") is None
        assert sign_in(session, "nobody", GOOD) is None


def test_a_password_is_kept_only_as_an_argon2_hash(store: Store) -> None:
    with store.writing() as session:
        person = add_person(session, login="suhyun", name="박수현", role="evaluator", password=GOOD)
        assert person.password_hash.startswith("$argon2id$")
        assert GOOD not in person.password_hash


def test_someone_who_left_cannot_sign_in(store: Store) -> None:
    with store.writing() as session:
        add_person(session, login="suhyun", name="박수현", role="evaluator", password=GOOD).active = False
    with store.reading() as session:
        assert sign_in(session, "suhyun", GOOD) is None


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"login": ""}, "1 to 60"),
        ({"role": "boss"}, "no role 'boss'"),
        ({"password": "short"}, "at least 10"),
        ({"role": "agent"}, "needs a vendor"),
        ({"team": "1팀"}, "belongs to a vendor"),
        ({"login": "taken"}, "is taken"),
        ({"email": "nobody"}, "no mail address"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "no mail address"),
        ({"email": "a" * 190 + "@example.org"}, "no mail address"),
    ],
)
def test_what_is_wrong_with_a_new_person_is_said(store: Store, wrong: dict[str, str], says: str) -> None:
    with store.writing() as session:
        add_person(session, login="taken", name="이", role="coach", password=GOOD)
    with pytest.raises(Refused, match=says), store.writing() as session:
        add_person(session, **({"login": "new", "name": "김", "role": "evaluator", "password": GOOD} | wrong))
    with store.reading() as session:
        assert [person.login for person in every_person(session)] == ["taken"]


def test_two_teams_of_one_name_in_two_vendors_are_two_teams(store: Store) -> None:
    with store.writing() as session:
        one = add_person(session, login="a", name="가", role="agent", password=GOOD, vendor="한빛", team="1팀")
        two = add_person(session, login="b", name="나", role="agent", password=GOOD, vendor="누리", team="1팀")
        three = add_person(session, login="c", name="다", role="agent", password=GOOD, vendor="한빛", team="1팀")
        assert one.team_id == three.team_id != two.team_id
        assert one.vendor_id == three.vendor_id != two.vendor_id


def test_the_demo_people_are_seeded_once(store: Store) -> None:
    for _ in range(2):
        with store.writing() as session:
            seed_demo_people(session)
    with store.reading() as session:
        assert sorted(p.login for p in every_person(session)) == sorted(login for login, *_ in DEMO_PEOPLE)
        stranger, minji = find_person(session, "junho"), find_person(session, "minji")
        assert stranger is not None
        assert minji is not None
        assert stranger.vendor_id != minji.vendor_id
        assert sign_in(session, "minji", "minji") is not None


def test_where_mail_goes_can_be_changed_and_taken_away(store: Store) -> None:
    with store.writing() as session:
        add_person(session, login="suhyun", name="박수현", role="evaluator", password=GOOD, email=" s@example.org ")
    with store.reading() as session:
        assert [person.email for person in every_person(session)] == ["s@example.org"]
    for told, kept in (
        ("su.hyun+qa@mail.example.org", "su.hyun+qa@mail.example.org"),
        ("su@centre", "su@centre"),
        ("", None),
    ):
        with store.writing() as session:
            change_email(session, "Suhyun", told)
        with store.reading() as session:
            assert [person.email for person in every_person(session)] == [kept]


@pytest.mark.parametrize(("login", "email", "says"), [("nobody", "a@b", "Nobody has"), ("suhyun", "a b@c", "no mail")])
def test_an_address_that_cannot_be_kept_says_why(store: Store, login: str, email: str, says: str) -> None:
    with store.writing() as session:
        add_person(session, login="suhyun", name="박수현", role="evaluator", password=GOOD, email="s@example.org")
    with pytest.raises(Refused, match=says), store.writing() as session:
        change_email(session, login, email)
    with store.reading() as session:
        assert [person.email for person in every_person(session)] == ["s@example.org"]
