"""Telling people: once each, not those who left, not whoever did it; and reading what one was told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from qa.call import Sentence
from qa.desk.notify import PAGE_SIZE, mark_read, newest, notice, notify, unread
from qa.store.engine import Session, Store
from qa.store.review_tables import Notification
from tests.cast import person

TOLD = Sentence("통화가 배정되었습니다.", "A call was assigned to you.")
AGAIN = Sentence("통화 두 건이 배정되었습니다.", "Two calls were assigned to you.")


def ids(session: Session, *logins: str) -> list[int]:
    return [person(session, login).id for login in logins]


def rows(session: Session) -> list[Notification]:
    return list(session.scalars(select(Notification).order_by(Notification.id)))


def test_each_person_is_told_once_and_whoever_did_it_is_not(desk: Store) -> None:
    with desk.writing() as session:
        sora, eunseo = ids(session, "sora", "eunseo")
        notify(session, [sora, eunseo, sora], "assigned", TOLD, "/calls/1", but=eunseo)
    with desk.reading() as session:
        (row,) = rows(session)
        assert row.person_id == sora
        assert unread(session, person(session, "sora")) == 1
        assert unread(session, person(session, "eunseo")) == 0


def test_who_left_the_centre_and_who_never_was_there_is_not_told(desk: Store) -> None:
    with desk.writing() as session:
        person(session, "sora").active = False
        notify(session, [*ids(session, "sora"), 999_999], "assigned", TOLD, "/calls/1")
        assert rows(session) == []


def test_the_same_thing_unread_is_told_anew_and_not_twice(desk: Store) -> None:
    with desk.writing() as session:
        notify(session, ids(session, "sora"), "assigned", TOLD, "/calls/1")
        (row,) = rows(session)
        row.mail_tries, row.created_at = 3, row.created_at - timedelta(days=2)
        before = row.created_at
    with desk.writing() as session:
        notify(session, ids(session, "sora", "eunseo"), "assigned", AGAIN, "/calls/1")
        first, second = rows(session)
        assert (first.sentence["ko"], second.sentence["ko"]) == (AGAIN.ko, AGAIN.ko)
        assert first.created_at > before + timedelta(days=1)
        assert first.mail_tries == 0, "it is news again, for the mail as well"
        assert second.person_id == person(session, "eunseo").id


@pytest.mark.parametrize(("kind", "link"), [("returned", "/calls/1"), ("assigned", "/calls/2")])
def test_another_kind_or_another_page_is_another_thing(desk: Store, kind: str, link: str) -> None:
    with desk.writing() as session:
        notify(session, ids(session, "sora"), "assigned", TOLD, "/calls/1")
        notify(session, ids(session, "sora"), kind, AGAIN, link)
        assert len(rows(session)) == 2


def test_what_was_read_and_mailed_stays_so_when_it_happens_again(desk: Store) -> None:
    with desk.writing() as session:
        notify(session, ids(session, "sora"), "assigned", TOLD, "/calls/1")
        mark_read(session, person(session, "sora"))
        notify(session, ids(session, "sora"), "assigned", AGAIN, "/calls/1")
        old, new = rows(session)
        session.refresh(old)
        assert old.read_at is not None
        assert old.sentence["ko"] == TOLD.ko
        assert new.read_at is None


def test_an_act_that_fails_tells_nobody(desk: Store) -> None:
    def fail() -> None:
        with desk.writing() as session:
            notify(session, ids(session, "sora"), "assigned", TOLD, "/calls/1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with desk.reading() as session:
        assert rows(session) == []


@pytest.mark.parametrize(
    "link", ["", "calls/1", "//evil.example", "/\\evil", "https://evil.example", "/a\nb", "/" * 201]
)
def test_a_link_that_is_no_path_of_the_desk_is_an_error_of_ours(desk: Store, link: str) -> None:
    with desk.writing() as session, pytest.raises(ValueError, match="no path of the desk"):
        notify(session, ids(session, "sora"), "assigned", TOLD, link)


def test_reading_marks_ones_own_and_nobody_elses(desk: Store) -> None:
    with desk.writing() as session:
        sora, eunseo = person(session, "sora"), person(session, "eunseo")
        for n in range(3):
            notify(session, [sora.id, eunseo.id], "assigned", TOLD, f"/calls/{n}")
        mine = newest(session, sora, 1).rows
        theirs = newest(session, eunseo, 1).rows
        with pytest.raises(LookupError):
            notice(session, sora, theirs[0].id)
        mark_read(session, sora, theirs[0].id)
        assert (unread(session, sora), unread(session, eunseo)) == (3, 3)
        mark_read(session, sora, mine[1].id)
    with desk.writing() as session:
        assert [each.read for each in newest(session, sora, 1).rows] == [False, True, False]
        assert notice(session, sora, mine[1].id).read
        mark_read(session, sora)
        assert (unread(session, sora), unread(session, eunseo)) == (0, 3)


def test_the_newest_come_first_page_by_page(desk: Store) -> None:
    with desk.writing() as session:
        sora = person(session, "sora")
        for n in range(PAGE_SIZE + 2):
            notify(session, [sora.id], "assigned", TOLD, f"/calls/{n}")
        first, second, beyond = (newest(session, sora, page) for page in (1, 2, 99))
    assert (first.total, first.pages, first.page) == (PAGE_SIZE + 2, 2, 1)
    assert first.rows[0].link == f"/calls/{PAGE_SIZE + 1}"
    assert [row.link for row in second.rows] == ["/calls/1", "/calls/0"]
    assert beyond == second
