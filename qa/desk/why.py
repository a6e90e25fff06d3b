"""Why a call is with the people: how it came to be evaluated, by which chance, under which rule, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from qa.desk.blind import hidden_among
from qa.store.engine import Session
from qa.store.policy import policy
from qa.store.review_tables import Review
from qa.store.reviews import Purpose, ReviewState, Stream, review_of
from qa.store.tables import Audit, Call, Person


@dataclass(frozen=True)
class Why:
    """`stream` "": no person has to evaluate it. `since`: when it began to wait; `days`: in how many it is to be done.

    `probability`: with which it was drawn, or might have been; None before the draw. `picked_by`: who picked it.
    `purposes`: what else people do with it: second, dispute, calibration. `flags`: whether the reader may see them.
    """

    stream: str
    since: datetime | None
    days: int
    probability: float | None
    picked_by: str
    purposes: frozenset[str]
    flags: bool


def why_here(session: Session, person: Person, call_id: int) -> Why | None:
    """None when there is no such call. Nothing of planted ratings is in it."""
    call = session.get(Call, call_id)
    if call is None:
        return None
    rows = [
        review_of(row)
        for row in session.scalars(select(Review).where(Review.call_id == call_id).order_by(Review.id))
        if row.state != ReviewState.WITHDRAWN
    ]
    mine = [review for review in rows if review.person_id == person.id and review.state is ReviewState.ASSIGNED]
    blind = any(review.blind for review in mine)
    # Who rates blind is told of their own review alone: what others do with the call would say something of it.
    told = mine if blind else [review for review in rows if not review.unaware]
    first = next((review for review in told if review.guise is Purpose.FIRST), None)
    created_at = session.get_one(Review, first.id).created_at if first else None
    of = policy(session)
    return Why(
        stream=first.stream if first else "",
        since=created_at,
        days=int(of.random_days if first and first.stream == Stream.RANDOM else of.flagged_days),
        probability=call.review_probability,
        picked_by=_picked_by(session, first.id) if first and first.stream == Stream.PICKED else "",
        purposes=frozenset(review.guise.value for review in told) - {Purpose.FIRST.value},
        flags=not blind and (bool(mine) or not hidden_among(session, person, [call_id])),
    )


def _picked_by(session: Session, review_id: int) -> str:
    return (
        session.scalar(
            select(Person.name)
            .join(Audit, Audit.person_id == Person.id)
            .where(Audit.thing == f"review:{review_id}", Audit.act == "pick")
            .order_by(Audit.id.desc())
            .limit(1)
        )
        or ""
    )
