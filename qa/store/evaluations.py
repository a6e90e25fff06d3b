"""The evaluations of calls as pages and lists read them: the machine's newest, with what people said beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa.call import Evidence, RatingState, Sentence, from_json
from qa.store.tables import AnswersVersion, CallEvaluation, CallRating, Person

NOT_READ = Sentence("", "")


@dataclass(frozen=True)
class RatingRead:
    """A machine's rating with what people said about it, oldest first; `author` is empty for the machine."""

    id: int
    criterion: str
    answer: str | None
    state: RatingState
    score: float | None
    confidence: float
    reason: Sentence
    evidence: tuple[Evidence, ...]
    critical: bool
    author: str
    reason_code: str | None
    created_at: datetime
    overrides: tuple[RatingRead, ...] = ()

    @property
    def counts(self) -> RatingRead:
        """The rating that counts: the newest of the people's, else the machine's."""
        return self.overrides[-1] if self.overrides else self

    @property
    def candidate(self) -> bool:
        """A critical failure that only the machine says: until a person confirms it, it does not act."""
        return self.critical and not self.overrides

    @property
    def confirmed(self) -> bool:
        """A critical failure that a person stands for."""
        return bool(self.overrides) and self.counts.critical

    @property
    def overridden(self) -> bool:
        """Whether a person said otherwise; to confirm is not to override."""
        return any(said.reason_code is not None for said in self.overrides)


@dataclass(frozen=True)
class EvaluationRead:
    """The machine's evaluation under one rubric version. `score` is the machine's own, 0–100 or None."""

    id: int
    rubric: str
    rubric_hash: str
    rubric_text: str
    score: float | None
    created_at: datetime
    answers_hash: str | None
    ratings: tuple[RatingRead, ...]

    @property
    def critical(self) -> bool:
        """A critical criterion failed, and a person stands for it."""
        return any(rating.confirmed for rating in self.ratings)

    @property
    def candidate(self) -> bool:
        """A critical criterion failed that waits for a person."""
        return any(rating.candidate for rating in self.ratings)

    @property
    def overridden(self) -> int:
        return sum(1 for rating in self.ratings if rating.overridden)


def evaluations_of(
    session: Session, call_ids: Sequence[int], transcript_id: int | None = None, *, brief: bool = False
) -> dict[int, tuple[EvaluationRead, ...]]:
    """The machine's newest evaluation per rubric of each call, with what people overrode.

    `brief`: without reasons and evidence, for lists and figures, where nobody reads them.
    """
    query = (
        select(CallEvaluation, AnswersVersion.hash)
        .outerjoin(AnswersVersion, AnswersVersion.id == CallEvaluation.answers_version_id)
        .where(CallEvaluation.call_id.in_(call_ids), CallEvaluation.author_id.is_(None))
        .order_by(CallEvaluation.id)
    )
    if transcript_id is not None:
        query = query.where(CallEvaluation.transcript_id == transcript_id)
    newest = {(row.call_id, row.rubric_version.name): (row, used) for row, used in session.execute(query).unique()}
    ratings = _ratings(session, [row.id for row, _ in newest.values()], brief=brief)
    found: dict[int, list[EvaluationRead]] = defaultdict(list)
    for (call_id, name), (row, used) in newest.items():
        found[call_id].append(
            EvaluationRead(
                id=row.id,
                rubric=name,
                rubric_hash=row.rubric_version.hash,
                rubric_text=row.rubric_version.text,
                score=row.score,
                created_at=row.created_at,
                answers_hash=used,
                ratings=ratings.get(row.id, ()),
            )
        )
    return {call_id: tuple(items) for call_id, items in found.items()}


_OF_A_RATING = (
    CallRating.id,
    CallRating.evaluation_id,
    CallRating.overrides_id,
    CallRating.criterion,
    CallRating.answer,
    CallRating.state,
    CallRating.score,
    CallRating.confidence,
    CallRating.critical,
    CallRating.reason_code,
    CallRating.created_at,
)
_WHY = (CallRating.reason, CallRating.evidence)


def _ratings(session: Session, ids: Sequence[int], *, brief: bool) -> dict[int, tuple[RatingRead, ...]]:
    own = CallRating.evaluation_id.in_(ids) & CallRating.overrides_id.is_(None)
    columns = _OF_A_RATING if brief else (*_OF_A_RATING, *_WHY)
    # What people say of a rating stands in an evaluation of their own.
    said = (
        select(*columns, Person.name.label("author"))
        .join(Person, Person.id == CallRating.author_id)
        .where(CallRating.overrides_id.in_(select(CallRating.id).where(own)))
        .order_by(CallRating.id)
    )
    people: dict[int, list[RatingRead]] = defaultdict(list)
    for row in session.execute(said):
        people[row.overrides_id].append(_rating(row, row.author, (), brief))
    machine: dict[int, list[RatingRead]] = defaultdict(list)
    for row in session.execute(select(*columns).where(own).order_by(CallRating.id)):
        machine[row.evaluation_id].append(_rating(row, "", tuple(people[row.id]), brief))
    return {evaluation_id: tuple(ratings) for evaluation_id, ratings in machine.items()}


def _rating(row: Any, author: str, overrides: tuple[RatingRead, ...], brief: bool) -> RatingRead:
    return RatingRead(
        id=row.id,
        criterion=row.criterion,
        answer=row.answer,
        state=RatingState(row.state),
        score=row.score,
        confidence=row.confidence,
        reason=NOT_READ if brief else from_json(Sentence, row.reason),
        evidence=() if brief else tuple(from_json(Evidence, found) for found in row.evidence),
        critical=row.critical,
        author=author,
        reason_code=row.reason_code,
        created_at=row.created_at,
        overrides=overrides,
    )
