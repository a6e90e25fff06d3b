"""What the inbox shows of the calls behind its reviews, with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from qa.store.about_lists import Gist, gists
from qa.store.engine import Session
from qa.store.pages import CallFacts, calls, facts_of
from qa.store.review_tables import DraftRating
from qa.store.reviews import ReviewRead
from qa.store.tables import Call


@dataclass(frozen=True)
class InboxRow:
    """A review with the call it is about. `begun`: something is saved already."""

    review: ReviewRead
    facts: CallFacts
    gist: Gist | None
    begun: bool


def with_calls(session: Session, reviews: Sequence[ReviewRead]) -> list[InboxRow]:
    """In the order given."""
    ids = [review.call_id for review in reviews]
    found = {call.id: facts_of(call) for call in session.scalars(calls().where(Call.id.in_(ids))).unique()}
    about = gists(session, ids)
    begun = set(
        session.scalars(
            select(DraftRating.review_id)
            .where(DraftRating.review_id.in_([review.id for review in reviews]))
            .where(DraftRating.person_id.in_({review.person_id for review in reviews}))
            .distinct()
        )
    )
    return [
        InboxRow(review, found[review.call_id], about.get(review.call_id), review.id in begun)
        for review in reviews
        if review.call_id in found
    ]
