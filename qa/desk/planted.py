"""Planted wrong ratings: now and then a review shows one, and the catch rate tells whether people listen.

Managers switch it on (`planted_share`). What is planted is shown and never stored as a rating; if nobody notices, the
criterion keeps the machine's own rating, and the person is told when they submit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from qa.call import RatingState
from qa.desk.sheet import sheet_of
from qa.statistics.agreement import wilson
from qa.store.engine import Session
from qa.store.evaluations import EvaluationRead
from qa.store.policy import policy
from qa.store.review_tables import Planted, Review
from qa.store.reviews import Purpose, Stream
from qa.store.tables import Person, now


@dataclass(frozen=True)
class Trap:
    rubric: str
    criterion: str
    answer: str
    caught: bool | None


@dataclass(frozen=True)
class CatchRate:
    """Of the planted ratings a person met, how many they noticed; `interval` is Wilson's, 95 %."""

    person: str
    caught: int
    met: int

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.caught, self.met)


def of_review(session: Session, review_id: int) -> Trap | None:
    row = session.scalar(select(Planted).where(Planted.review_id == review_id))
    return Trap(row.rubric, row.criterion, row.answer, row.caught) if row else None


def plant(session: Session, review: Review, evaluations: Sequence[EvaluationRead], *, secret: bytes) -> None:
    """Perhaps show a wrong rating in this review: by a keyed hash, so that nobody can foretell it and all can check it.

    Only in the flagged stream's first evaluations, where machine ratings are seen; only on a criterion that the machine
    rated, nobody overrode, and that is not critical: nobody shall be frightened into confirming a failure.
    """
    if review.purpose != Purpose.FIRST or review.stream == Stream.RANDOM:
        return
    if session.scalar(select(Planted.id).where(Planted.review_id == review.id)) is not None:
        return
    drawn = hashlib.blake2b(f"planted:{review.id}".encode(), key=secret[:64], digest_size=16).digest()
    if int.from_bytes(drawn[:8], "big") / 2**64 >= policy(session).planted_share:
        return
    places = [
        (evaluation.rubric, criterion, wrong)
        for evaluation in evaluations
        for criterion, wrong in _wrong_answers(evaluation)
    ]
    if not places:
        return
    rubric, criterion, answers = places[int.from_bytes(drawn[8:12], "big") % len(places)]
    answer = answers[int.from_bytes(drawn[12:], "big") % len(answers)]
    session.add(Planted(review_id=review.id, rubric=rubric, criterion=criterion, answer=answer))
    session.flush()


def drop_true(session: Session, review_id: int, standing: dict[tuple[str, str], str]) -> None:
    """Take back a trap that is none any more: after a correction the machine itself may rate as was planted.

    `standing`: what counts, per rubric and criterion.
    """
    row = session.scalar(select(Planted).where(Planted.review_id == review_id, Planted.caught.is_(None)))
    if row is not None and standing.get((row.rubric, row.criterion)) == row.answer:
        session.delete(row)
        session.flush()


def settle(session: Session, review_id: int, answers: dict[tuple[str, str], str]) -> Trap | None:
    """Note whether the person noticed, once. `answers`: what they said, per rubric and criterion."""
    row = session.scalar(select(Planted).where(Planted.review_id == review_id))
    if row is None:
        return None
    if row.caught is None:
        row.caught = answers.get((row.rubric, row.criterion)) != row.answer
        row.settled_at, row.settled_by = now(), session.get_one(Review, review_id).person_id
    return Trap(row.rubric, row.criterion, row.answer, row.caught)


def catch_rates(session: Session, vendor_id: int | None) -> list[CatchRate]:
    """Per person, by name; of one vendor's people, or (None) of all."""
    query = _rates().order_by(Person.name, Person.id)
    if vendor_id is not None:
        query = query.where(Person.vendor_id == vendor_id)
    return [CatchRate(*row) for row in session.execute(query).tuples()]


def catch_rate(session: Session, person: Person) -> CatchRate | None:
    """One person's own; None before they met any."""
    row = session.execute(_rates().where(Person.id == person.id)).tuples().one_or_none()
    return CatchRate(*row) if row else None


def _rates() -> Select[str, int, int]:
    caught = func.count(Planted.id).filter(Planted.caught.is_(True))
    return (
        select(Person.name, caught, func.count(Planted.id))
        .join(Person, Person.id == Planted.settled_by)
        .where(Planted.caught.is_not(None))
        .group_by(Person.id, Person.name)
    )


def _wrong_answers(evaluation: EvaluationRead) -> list[tuple[str, list[str]]]:
    sheet = sheet_of(evaluation)
    found: list[tuple[str, list[str]]] = []
    for rating in evaluation.ratings:
        question = sheet.question(rating.criterion)
        if question is None or question.critical or rating.overrides or rating.state is not RatingState.RATED:
            continue
        others = [choice.key for choice in question.choices if choice.score not in (None, rating.score)]
        if others:
            found.append((question.id, others))
    return found
