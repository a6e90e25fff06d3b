"""What a manager sees of the work: what waits, who holds what and how they came along, and the list of all reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from qa.store.engine import Session
from qa.store.inbox_lists import InboxRow, with_calls
from qa.store.review_tables import Review
from qa.store.reviews import OPEN, Purpose, ReviewState, review_of
from qa.store.tables import Call, Person, Recording, now

PAGE_SIZE = 30
Kind = tuple[str, str]  # purpose and stream


@dataclass(frozen=True)
class Waiting:
    """What nobody has yet of one kind; `late`: how many of it are past their due date."""

    waiting: int
    late: int
    first_due_at: datetime | None


@dataclass(frozen=True)
class Hands:
    """What one person holds, by kind, and what they have done since some day.

    `minutes`: the median of the time the page was in front of them, per review; `listened`: of the sound of those calls
    the share that was played, at most 1. Both None where nothing was done.
    """

    person_id: int
    name: str
    role: str
    vendor: str
    open: Mapping[Kind, int] = field(default_factory=dict)
    late: int = 0
    done: Mapping[str, int] = field(default_factory=dict)  # by purpose
    minutes: float | None = None
    listened: float | None = None

    @property
    def holds(self) -> int:
        return sum(self.open.values())

    @property
    def finished(self) -> int:
        return sum(self.done.values())


@dataclass(frozen=True)
class ReviewFilter:
    """How the list of reviews is narrowed; empty means no narrowing, but `state` "" means those not finished."""

    purpose: str = ""
    stream: str = ""
    state: str = ""  # "", waiting, assigned, submitted, withdrawn, all
    person_id: int | None = None
    late: bool = False
    page: int = 1


@dataclass(frozen=True)
class ReviewList:
    """One page of reviews; `names`: of the people who have them, or did them, by id."""

    rows: tuple[InboxRow, ...]
    names: Mapping[int, str]
    total: int
    page: int
    pages: int


def waiting_by_kind(session: Session, allowed: ColumnElement[bool]) -> dict[Kind, Waiting]:
    late = func.sum(case((Review.due_at < now(), 1), else_=0))
    rows = session.execute(
        select(Review.purpose, Review.stream, func.count(), late, func.min(Review.due_at))
        .where(Review.state == ReviewState.WAITING, allowed)
        .group_by(Review.purpose, Review.stream)
    ).tuples()
    return {(purpose, stream): Waiting(number, late or 0, due_at) for purpose, stream, number, late, due_at in rows}


def hands(session: Session, allowed: ColumnElement[bool], people: list[Person], since: datetime) -> list[Hands]:
    """Of these people, as they come, then of whoever else holds or has done one of the reviews `allowed`."""
    held: dict[int, dict[Kind, int]] = defaultdict(dict)
    late: dict[int, int] = defaultdict(int)
    overdue = func.sum(case((Review.due_at < now(), 1), else_=0))
    for person_id, purpose, stream, number, lately in session.execute(
        select(Review.person_id, Review.purpose, Review.stream, func.count(), overdue)
        .where(Review.state == ReviewState.ASSIGNED, Review.person_id.is_not(None), allowed)
        .group_by(Review.person_id, Review.purpose, Review.stream)
    ).tuples():
        held[person_id or 0][purpose, stream] = number
        late[person_id or 0] += lately or 0
    done = _done(session, allowed, since)
    listed = {person.id for person in people}
    others = session.scalars(
        select(Person).where(Person.id.in_((held.keys() | done.keys()) - listed)).order_by(Person.name, Person.id)
    ).unique()
    return [
        Hands(
            person.id,
            person.name,
            person.role,
            person.vendor.name if person.vendor else "",
            held.get(person.id, {}),
            late.get(person.id, 0),
            *done.get(person.id, ({}, None, None)),
        )
        for person in [*people, *others]
    ]


def review_list(session: Session, allowed: ColumnElement[bool], narrow: ReviewFilter) -> ReviewList:
    """One page: what is not finished by its due date, what is finished newest first; as many queries however long."""
    where = [allowed, *_narrowing(narrow)]
    total = session.scalar(select(func.count(Review.id)).where(*where)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, narrow.page), pages)
    order: tuple[ColumnElement[Any], ...] = (Review.due_at.asc(), Review.id.asc())
    if narrow.state in (ReviewState.SUBMITTED, ReviewState.WITHDRAWN, "all"):
        order = (Review.finished_at.desc().nulls_first(), Review.id.desc())
    query = select(Review).where(*where).order_by(*order).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    reviews = [review_of(row) for row in session.scalars(query)]
    ids = {review.person_id for review in reviews if review.person_id is not None}
    names = dict(list(session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).tuples()))
    return ReviewList(tuple(with_calls(session, reviews)), names, total, page, pages)


def _narrowing(narrow: ReviewFilter) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if narrow.state == "":
        where.append(Review.state.in_(OPEN))
    elif narrow.state != "all":
        where.append(Review.state == narrow.state)
    if narrow.purpose:
        where.append(Review.purpose == narrow.purpose)
    if narrow.stream:
        where.append(Review.stream == narrow.stream)
    if narrow.person_id is not None:
        where.append(Review.person_id == narrow.person_id)
    if narrow.late:
        still_open = and_(Review.state.in_(OPEN), Review.due_at < now())
        where.append(or_(still_open, and_(Review.finished_at.is_not(None), Review.finished_at > Review.due_at)))
    return where


def _done(
    session: Session, allowed: ColumnElement[bool], since: datetime
) -> dict[int, tuple[dict[str, int], float | None, float | None]]:
    """By person: how many reviews by purpose, the median minutes of one, the share of the sound that was played."""
    numbers: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    work: dict[int, list[float]] = defaultdict(list)
    heard: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for person_id, purpose, work_s, listened_s, duration_s in session.execute(
        select(Review.person_id, Review.purpose, Review.work_s, Review.listened_s, Recording.duration_s)
        .join(Call, Call.id == Review.call_id)
        .join(Recording, Recording.id == Call.recording_id)
        .where(Review.state == ReviewState.SUBMITTED, Review.finished_at >= since, allowed)
        .where(Review.person_id.is_not(None))
    ).tuples():
        person = person_id or 0
        numbers[person][Purpose(purpose).value] += 1
        work[person].append(work_s / 60)
        if duration_s:
            heard[person].append((min(listened_s, duration_s), duration_s))
    return {person: (dict(number), median(work[person]), _share(heard[person])) for person, number in numbers.items()}


def _share(heard: list[tuple[float, float]]) -> float | None:
    """Of all seconds together, so that a short call does not weigh as much as a long one."""
    whole = sum(duration for _, duration in heard)
    return sum(played for played, _ in heard) / whole if whole else None
