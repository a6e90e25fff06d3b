"""What people wrote to the agent about a call: what went well, what to work on, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from qa.store.engine import Session
from qa.store.review_tables import Review
from qa.store.reviews import Purpose, ReviewState
from qa.store.tables import Person


@dataclass(frozen=True)
class Feedback:
    purpose: Purpose
    author: str
    at: datetime
    praise: str
    opinion: str


def feedback_on(session: Session, call_id: int) -> list[Feedback]:
    """Of the evaluations that were submitted, the first one first; those without a word are left out."""
    rows = session.execute(
        select(Review, Person.name)
        .join(Person, Person.id == Review.person_id)
        .where(
            Review.call_id == call_id,
            Review.purpose.in_((Purpose.FIRST, Purpose.SECOND)),
            Review.state == ReviewState.SUBMITTED,
        )
        .order_by(Review.id)
    ).tuples()
    return [
        Feedback(Purpose(row.purpose), name, row.finished_at, row.praise, row.opinion)
        for row, name in rows
        if row.finished_at is not None and (row.praise or row.opinion)
    ]
