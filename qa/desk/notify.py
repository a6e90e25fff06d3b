"""Telling people: a row per person and thing, in the transaction of the act that makes it worth knowing.

What is told may go out by mail, so a sentence holds nothing that citizens said and none of their data: it says what
happened, and the page it leads to says the rest to whoever may read that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from qa.call import Sentence, from_json, to_json
from qa.store.engine import Session
from qa.store.review_tables import Notification
from qa.store.tables import Person, now

PAGE_SIZE = 30
LONGEST_LINK = 200


@dataclass(frozen=True)
class Notice:
    """One notification as its person reads it. `link`: a path of the desk."""

    id: int
    sentence: Sentence
    link: str
    created_at: datetime
    read: bool


@dataclass(frozen=True)
class Notices:
    """One page of a person's notifications, newest first."""

    rows: tuple[Notice, ...]
    total: int
    page: int
    pages: int


def notify(
    session: Session, person_ids: Iterable[int], kind: str, sentence: Sentence, link: str, *, but: int | None = None
) -> None:
    """Tell these people, in the caller's transaction; `but` is who did it and knows already.

    Each is told once, whoever has left the centre is not. Where the same kind and link is still unread, the sentence
    and its time are renewed instead of a second row. Raises `ValueError` when the link is no path of the desk.
    """
    if not is_own_path(link) or len(link) > LONGEST_LINK:
        raise ValueError(f"{link!r} is no path of the desk of at most {LONGEST_LINK} characters")
    told = set(session.scalars(select(Person.id).where(Person.id.in_(set(person_ids) - {but}), Person.active)))
    known = session.scalars(
        select(Notification)
        .where(Notification.person_id.in_(told), Notification.read_at.is_(None))
        .where(Notification.kind == kind, Notification.link == link)
        .with_for_update()
    ).all()
    at = now()
    for row in known:
        row.sentence, row.created_at = to_json(sentence), at
        if row.mailed_at is None:
            row.mail_tries = 0  # what was not delivered yet is as good as new
    for person_id in sorted(told - {row.person_id for row in known}):
        session.add(Notification(person_id=person_id, kind=kind, sentence=to_json(sentence), link=link, created_at=at))
    session.flush()


def is_own_path(link: str) -> bool:
    """Whether it leads to a page of the desk: one slash first, never two, which would be another host."""
    return link.startswith("/") and not link.startswith(("//", "/\\")) and link.isprintable()


def unread(session: Session, person: Person) -> int:
    """How many the person has not read. One query over an index: the top line of every page asks it."""
    mine = (Notification.person_id == person.id, Notification.read_at.is_(None))
    return session.scalar(select(func.count(Notification.id)).where(*mine)) or 0


def newest(session: Session, person: Person, page: int) -> Notices:
    """A page of the person's own, read and unread; a page that is not there is the nearest that is."""
    mine = Notification.person_id == person.id
    total = session.scalar(select(func.count(Notification.id)).where(mine)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    rows = session.scalars(
        select(Notification)
        .where(mine)
        .order_by(Notification.created_at.desc(), Notification.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return Notices(tuple(_notice(row) for row in rows), total, page, pages)


def notice(session: Session, person: Person, notice_id: int) -> Notice:
    """One of the person's own. Raises `LookupError` when there is none of that id, or it is somebody else's."""
    row = session.get(Notification, notice_id)
    if row is None or row.person_id != person.id:
        raise LookupError(f"no notification {notice_id} of {person.login}")
    return _notice(row)


def mark_read(session: Session, person: Person, notice_id: int | None = None) -> None:
    """One of the person's own, or (None) all of them. What is read already keeps its time."""
    mine = [Notification.person_id == person.id, Notification.read_at.is_(None)]
    if notice_id is not None:
        mine.append(Notification.id == notice_id)
    session.execute(
        update(Notification).where(*mine).values(read_at=now()).execution_options(synchronize_session=False)
    )


def _notice(row: Notification) -> Notice:
    return Notice(row.id, from_json(Sentence, row.sentence), row.link, row.created_at, row.read_at is not None)
