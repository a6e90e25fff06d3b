"""Saved filters: a list as a person narrowed it, under a name of their own. Only its person sees it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from qa.errors import Refused
from qa.store.engine import Session
from qa.store.review_tables import SavedFilter
from qa.store.tables import Person, now

PAGES = frozenset({"calls.calls", "inbox.inbox", "work.reviews"})  # the lists that can be kept, as endpoints
AT_MOST = 20
LONGEST_NAME = 60
LONGEST_QUERY = 1000


@dataclass(frozen=True)
class Kept:
    """`query`: the query part of the list's address, without the number of a page."""

    id: int
    name: str
    query: str


def kept(session: Session, person: Person, page: str) -> tuple[Kept, ...]:
    """The person's saved filters of one list, the oldest first."""
    rows = session.scalars(
        select(SavedFilter).where(SavedFilter.person_id == person.id, SavedFilter.page == page).order_by(SavedFilter.id)
    )
    return tuple(Kept(row.id, row.name, row.query) for row in rows)


def keep(session: Session, person: Person, page: str, name: str, query: str) -> None:
    """Keep what a list is narrowed by; one of the same name is replaced.

    Raises `LookupError` when the page is no list that can be kept, `Refused` when there is no name or nothing to keep,
    or the person has as many as there may be.
    """
    if page not in PAGES:
        raise LookupError(f"filters of {page!r} cannot be kept")
    name, query = " ".join(name.split()), tidy(query)
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refused(
            f"저장할 이름을 {LONGEST_NAME}자 이내로 적어 주세요.", f"Give it a name of 1 to {LONGEST_NAME} characters."
        )
    if not query:
        raise Refused(
            "저장할 조건이 없습니다. 조건을 골라 찾은 다음 저장해 주세요.",
            "Nothing is narrowed yet: choose what to look for, find, then save it.",
        )
    if len(query) > LONGEST_QUERY:
        raise Refused(
            "조건이 너무 길어 저장할 수 없습니다. 찾는 말을 줄여 주세요.",
            "This is too long to save: look for fewer words.",
        )
    mine = SavedFilter.person_id == person.id
    same = session.scalar(select(SavedFilter).where(mine, SavedFilter.page == page, SavedFilter.name == name))
    if same is not None:
        same.query, same.created_at = query, now()
        return
    if (session.scalar(select(func.count(SavedFilter.id)).where(mine)) or 0) >= AT_MOST:
        raise Refused(
            f"저장한 조건이 {AT_MOST}개입니다. 쓰지 않는 것을 지운 다음 저장해 주세요.",
            f"You have {AT_MOST} saved filters: delete one you do not use, then save this one.",
        )
    session.add(SavedFilter(person_id=person.id, page=page, name=name, query=query))
    try:
        session.flush()
    except IntegrityError as error:
        raise Refused(
            f"다른 창에서 '{name}' 이름으로 방금 저장했습니다. 다시 저장하면 이 조건으로 바뀝니다.",
            f"Another window saved {name!r} just now: save again to replace it.",
        ) from error


def forget(session: Session, person: Person, filter_id: int) -> Kept:
    """Delete one of the person's own; what it was. Raises `LookupError` when there is none of that id."""
    row = session.get(SavedFilter, filter_id)
    if row is None or row.person_id != person.id:
        raise LookupError(f"no saved filter {filter_id} of {person.login}")
    session.delete(row)
    return Kept(row.id, row.name, row.query)


def tidy(query: str) -> str:
    """A query part in one writing, so that two that ask the same are the same; which page it was is left out."""
    asked = parse_qsl(query[: 4 * LONGEST_QUERY])
    return urlencode(sorted((name, value.strip()) for name, value in asked if name != "page" and value.strip()))
