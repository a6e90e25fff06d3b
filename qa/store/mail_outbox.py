"""Notifications that go out as mail, claimed in batches: what is told on the desk is told once more where people look.

A notification is tried at set times after it was made, at most once in each (`DUE_S`), until it is delivered, read on
the desk, or the last time has passed. `mail_tries` counts the times that are over, so that one conditional UPDATE both
takes a batch and says when it comes next: no two processes get the same letter, and one that dies with a letter in
its hands has only used up a time. Whoever dies between handing it in and marking it sends it twice, never not at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, select, update

from qa.call import Sentence, from_json
from qa.store.engine import Store, clock
from qa.store.review_tables import Notification
from qa.store.tables import Person

DUE_S = (0, 60, 600, 3600, 4 * 3600)  # after it was made; the pauses grow
TRIES = len(DUE_S)
LATEST_S = 24 * 3600  # older news is on the desk: nobody is flooded on the day mail is switched on


@dataclass(frozen=True)
class Letter:
    """One notification on its way to one person. `link`: a path of the desk."""

    id: int
    login: str
    email: str
    language: str
    sentence: Sentence
    link: str
    tries: int

    @property
    def last(self) -> bool:
        return self.tries >= TRIES


def claim(store: Store, at_most: int) -> list[Letter]:
    """Take up to so many letters that are due, the oldest first; a claim that is not marked is due again later."""
    reachable = select(Person.id).where(Person.active, Person.email.is_not(None), Person.email != "")
    due = (
        select(Notification.id)
        .where(*_due(), Notification.person_id.in_(reachable))
        .order_by(Notification.created_at, Notification.id)
        .limit(at_most)
    )
    with store.writing() as session:
        taken = session.execute(
            update(Notification)
            # Said again outside: on PostgreSQL whoever waited for the row looks at it as it stands now.
            .where(Notification.id.in_(due), *_due())
            .values(mail_tries=_times_come())
            .returning(Notification.id, Notification.mail_tries)
            .execution_options(synchronize_session=False)
        )
        tries = {row.id: row.mail_tries for row in taken}
        rows = session.execute(
            select(Notification, Person)
            .join(Person, Person.id == Notification.person_id)
            .where(Notification.id.in_(tries))
            .order_by(Notification.created_at, Notification.id)
        ).tuples()
        return [
            Letter(
                id=row.id,
                login=person.login,
                email=person.email or "",
                language=person.language,
                sentence=from_json(Sentence, row.sentence),
                link=row.link,
                tries=tries[row.id],
            )
            for row, person in rows
        ]


def mark_mailed(store: Store, letter_id: int) -> None:
    """It was handed in to the mail server."""
    with store.writing() as session:
        session.execute(
            update(Notification)
            .where(Notification.id == letter_id)
            .values(mailed_at=clock())
            .execution_options(synchronize_session=False)
        )


def close_old(store: Store) -> None:
    """What is too old to be mailed is looked at no more: the index leads past it."""
    with store.writing() as session:
        session.execute(
            update(Notification)
            .where(Notification.mailed_at.is_(None), Notification.mail_tries < TRIES)
            .where(Notification.created_at <= clock(-LATEST_S))
            .values(mail_tries=TRIES)
            .execution_options(synchronize_session=False)
        )


def _times_come() -> ColumnElement[int]:
    """How many of its times have come for a notification."""
    passed = [(Notification.created_at <= clock(-due_s), TRIES - i) for i, due_s in enumerate(reversed(DUE_S[1:]))]
    return case(*passed, else_=1)


def _due() -> tuple[ColumnElement[bool], ...]:
    return (
        Notification.mailed_at.is_(None),
        Notification.read_at.is_(None),
        Notification.mail_tries < _times_come(),
        Notification.mail_tries < TRIES,
        Notification.created_at > clock(-LATEST_S),
    )
