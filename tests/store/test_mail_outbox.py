"""The outbox of mail, on SQLite and on PostgreSQL: who gets a letter to send, when again, and when never more."""

from __future__ import annotations

import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from qa.call import Sentence, to_json
from qa.store import mail_outbox
from qa.store.engine import Store
from qa.store.mail_outbox import DUE_S, LATEST_S, TRIES, claim, close_old, mark_mailed
from qa.store.people import add_person, find_person
from qa.store.review_tables import Notification
from qa.store.tables import now

TOLD = Sentence("통화가 배정되었습니다.", "A call was assigned to you.")


@pytest.fixture
def at(any_store: Store) -> Store:
    with any_store.writing() as session:
        for login, email in (("sora", "sora@example.org"), ("minji", None)):
            add_person(session, login=login, name=login, role="evaluator", password="a long password", email=email)
    return any_store


def tell(store: Store, login: str = "sora", *, age_s: float = 0, number: int = 1) -> list[int]:
    with store.writing() as session:
        found = find_person(session, login)
        assert found is not None
        rows = [
            Notification(
                person_id=found.id,
                kind="assigned",
                sentence=to_json(TOLD),
                link=f"/calls/{n}",
                created_at=now() - timedelta(seconds=age_s),
            )
            for n in range(number)
        ]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def grow_older(store: Store, seconds: float) -> None:
    with store.writing() as session:
        for row in session.scalars(select(Notification)):
            row.created_at -= timedelta(seconds=seconds)


def tries(store: Store) -> list[int]:
    with store.reading() as session:
        return list(session.scalars(select(Notification.mail_tries).order_by(Notification.id)))


def test_a_letter_says_what_was_told_and_where_it_goes(at: Store) -> None:
    (id,) = tell(at)
    (letter,) = claim(at, 10)
    assert (letter.id, letter.login, letter.email, letter.language) == (id, "sora", "sora@example.org", "ko")
    assert (letter.sentence, letter.link, letter.tries, letter.last) == (TOLD, "/calls/0", 1, False)
    assert claim(at, 10) == []
    mark_mailed(at, id)
    grow_older(at, DUE_S[1])
    assert claim(at, 10) == []


def test_of_many_at_once_each_letter_is_one_claimants(at: Store) -> None:
    ids = tell(at, number=60)
    taken: list[int] = []
    start = threading.Barrier(6)

    def work() -> None:
        start.wait()
        while letters := claim(at, 7):
            taken.extend(letter.id for letter in letters)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)), "no letter went to two"
    # Whoever loses a race finds its batch empty and may stop early; what is left over is there for the next round.
    taken += [letter.id for letter in claim(at, 60)]
    assert sorted(taken) == ids


def test_a_batch_is_bounded_and_begins_with_the_oldest(at: Store) -> None:
    young, old = tell(at, number=2), tell(at, age_s=30)
    assert [letter.id for letter in claim(at, 2)] == [*old, young[0]]
    assert [letter.id for letter in claim(at, 2)] == [young[1]]


def test_what_failed_is_due_again_after_pauses_that_grow_and_then_given_up(at: Store) -> None:
    tell(at)
    pauses = [later - sooner for sooner, later in pairwise(DUE_S)]
    assert pauses == sorted(pauses)
    assert [letter.tries for letter in claim(at, 10)] == [1]
    for n, pause in enumerate(pauses, 2):
        grow_older(at, pause - 5)
        assert claim(at, 10) == [], "not yet"
        grow_older(at, 5)
        assert [(letter.tries, letter.last) for letter in claim(at, 10)] == [(n, n == TRIES)]
    grow_older(at, 3600)
    assert claim(at, 10) == []
    assert tries(at) == [TRIES]


def test_what_waited_for_long_while_nobody_sent_is_tried_in_its_present_time_only(at: Store) -> None:
    tell(at, age_s=DUE_S[3] + 1)
    assert [letter.tries for letter in claim(at, 10)] == [4]
    assert claim(at, 10) == []


@pytest.mark.parametrize("why", ["no address", "empty address", "left", "read already", "a day old"])
def test_some_are_never_mailed(at: Store, why: str) -> None:
    tell(at, "minji" if why == "no address" else "sora", age_s=LATEST_S if why == "a day old" else 0)
    with at.writing() as session:
        sora = find_person(session, "sora")
        assert sora is not None
        sora.active = why != "left"
        sora.email = "" if why == "empty address" else sora.email
        if why == "read already":
            session.scalars(select(Notification)).one().read_at = now()
    assert claim(at, 10) == []


def test_what_is_too_old_is_closed_and_what_is_not_stays(at: Store) -> None:
    tell(at, age_s=LATEST_S + 60)
    tell(at, age_s=LATEST_S - 60)
    close_old(at)
    assert tries(at) == [TRIES, 0]


def test_the_outbox_is_read_by_its_index(store: Store) -> None:
    with store.writing() as session:
        seen: list[str] = []
        connection = session.connection()
        due = select(Notification.id).where(*mail_outbox._due())
        compiled = due.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}"):
            seen.append(str(row))
    assert "USING INDEX ix_notification_mailed_at (mailed_at=? AND mail_tries<?)" in " ".join(seen)
