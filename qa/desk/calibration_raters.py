"""Whom a leader can invite, and what those invited have to do with the calls already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import select

from qa.desk.access import ROLES, Act, scope
from qa.store.engine import Session
from qa.store.review_tables import Review
from qa.store.reviews import Purpose, ReviewState
from qa.store.tables import CallEvaluation, Person

FEWEST = 2  # of one rater there is nothing to compare


def invitable(session: Session, leader: Person) -> list[Person]:
    """Who rates calls: of the leader's vendor and of none, or of all; by vendor and name."""
    query = select(Person).where(Person.active, Person.role.in_(ROLES[Act.EVALUATE] - {"administrator"}))
    of = scope(leader).vendor_id
    if of is not None:
        query = query.where((Person.vendor_id == of) | Person.vendor_id.is_(None))
    people = session.scalars(query).unique()
    return sorted(people, key=lambda each: (each.role, each.vendor.name if each.vendor else "", each.name))


def known_calls(session: Session, person_ids: Collection[int], call_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """By person, the calls they have rated already, whatever for."""
    rows = session.execute(
        select(CallEvaluation.author_id, CallEvaluation.call_id)
        .where(CallEvaluation.author_id.in_(person_ids), CallEvaluation.call_id.in_(call_ids))
        .distinct()
    )
    return _by_person(rows.tuples())


def in_hand(session: Session, person_ids: Collection[int], call_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """By person, the calls they rate right now, whatever for."""
    rows = session.execute(
        select(Review.person_id, Review.call_id)
        .where(Review.person_id.in_(person_ids), Review.call_id.in_(call_ids), Review.state == ReviewState.ASSIGNED)
        .distinct()
    )
    return _by_person(rows.tuples())


def rated_before(session: Session, session_id: int) -> frozenset[tuple[int, int]]:
    """(call, person) where a rater of the session had rated the call before it was put into their hands."""
    rows = session.execute(
        select(Review.call_id, Review.person_id)
        .join(CallEvaluation, CallEvaluation.call_id == Review.call_id)
        .where(
            Review.session_id == session_id,
            Review.purpose == Purpose.CALIBRATION,
            CallEvaluation.author_id == Review.person_id,
            CallEvaluation.created_at < Review.assigned_at,
        )
        .distinct()
    )
    return frozenset((call_id, person_id) for call_id, person_id in rows.tuples() if person_id is not None)


def names_of(session: Session, person_ids: Collection[int | None]) -> list[str]:
    return sorted(session.scalars(select(Person.name).where(Person.id.in_([each for each in person_ids if each]))))


def _by_person(rows: Iterable[tuple[int | None, int]]) -> dict[int, tuple[int, ...]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for person_id, call_id in rows:
        if person_id is not None:
            found[person_id].append(call_id)
    return {person_id: tuple(sorted(ids)) for person_id, ids in found.items()}
