"""Saved filters: a name for what a list is narrowed by; one's own only, and not without end."""

from __future__ import annotations

import pytest

from qa.desk.filters import AT_MOST, LONGEST_NAME, forget, keep, kept, tidy
from qa.errors import Refused
from qa.store.engine import Store
from tests.cast import person

LIST = "calls.calls"


def test_a_filter_is_kept_for_its_person_and_its_list(desk: Store) -> None:
    with desk.writing() as session:
        keep(session, person(session, "sora"), LIST, "  이번 주   반말 ", "flag=speech_level&page=3&text=+수도+")
        (mine,) = kept(session, person(session, "sora"), LIST)
        assert mine.name == "이번 주 반말"
        assert mine.query == tidy("text=수도&flag=speech_level")
        assert kept(session, person(session, "eunseo"), LIST) == ()
        assert kept(session, person(session, "sora"), "inbox.inbox") == ()


def test_the_same_name_replaces_and_another_list_is_another(desk: Store) -> None:
    with desk.writing() as session:
        sora = person(session, "sora")
        keep(session, sora, LIST, "반말", "flag=speech_level")
        keep(session, sora, LIST, "반말", "flag=unkind_words")
        keep(session, sora, "inbox.inbox", "반말", "stream=flagged")
        assert [each.query for each in kept(session, sora, LIST)] == ["flag=unkind_words"]


def test_a_list_that_cannot_be_kept_is_not(desk: Store) -> None:
    with desk.writing() as session, pytest.raises(LookupError):
        keep(session, person(session, "sora"), "sign_in.leave", "나가기", "a=1")


@pytest.mark.parametrize(
    ("name", "query", "says"),
    [
        ("", "flag=x", "1 to 60"),
        (" \n ", "flag=x", "1 to 60"),
        ("가" * (LONGEST_NAME + 1), "flag=x", "1 to 60"),
        ("빈 조건", "", "Nothing is narrowed"),
        ("빈 조건", "page=2&flag=", "Nothing is narrowed"),
        ("긴 조건", "text=" + "가" * 200, "too long"),
        ("아주 긴 조건", "a=1&" * 5000, "too long"),
    ],
)
def test_what_cannot_be_kept_says_why(desk: Store, name: str, query: str, says: str) -> None:
    with desk.writing() as session:
        with pytest.raises(Refused, match=says):
            keep(session, person(session, "sora"), LIST, name, query)
        assert kept(session, person(session, "sora"), LIST) == ()


def test_there_is_room_for_twenty_and_replacing_one_needs_none(desk: Store) -> None:
    with desk.writing() as session:
        sora = person(session, "sora")
        for n in range(AT_MOST):
            keep(session, sora, LIST, f"조건 {n}", f"text={n}")
        with pytest.raises(Refused, match=f"{AT_MOST} saved filters"):
            keep(session, sora, LIST, "하나 더", "text=more")
        keep(session, sora, LIST, "조건 7", "text=other")
        gone = forget(session, sora, kept(session, sora, LIST)[0].id)
        assert gone.name == "조건 0"
        keep(session, sora, LIST, "하나 더", "text=more")
        assert [each.name for each in kept(session, sora, LIST)][-1] == "하나 더"


def test_nobody_deletes_another_persons(desk: Store) -> None:
    with desk.writing() as session:
        keep(session, person(session, "sora"), LIST, "반말", "flag=speech_level")
        (mine,) = kept(session, person(session, "sora"), LIST)
        for who, which in (("eunseo", mine.id), ("sora", mine.id + 1)):
            with pytest.raises(LookupError):
                forget(session, person(session, who), which)
        assert kept(session, person(session, "sora"), LIST) == (mine,)
