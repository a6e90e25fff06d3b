"""Disputes as lists: an agent's own, or those of a person's scope; how often each criterion's rating did not hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from qa.call import RatingState, Sentence
from qa.desk.access import calls_of
from qa.desk.blind import hidden
from qa.desk.sheet import Question, sheet_in
from qa.statistics.interval import exact
from qa.store.engine import Session
from qa.store.finding import PAGE_SIZE
from qa.store.review_tables import Dispute, Review, RubricCase
from qa.store.tables import Call, CallEvaluation, CallRating, Person, RubricVersion

STATES = ("open", "answered", "withdrawn")
UPHELD = ("accepted", "third")


@dataclass(frozen=True)
class Listed:
    """A dispute in a list. The three answers are keys of `question` (None: its rubric cannot be read any more),
    not_applicable or cannot_tell; `answered` is None while it is open.
    """

    id: int
    call_id: int
    started_at: datetime
    agent: str
    rubric: Sentence
    criterion: Sentence
    question: Question | None
    disputed: str
    proposed: str
    answered: str | None
    reason: str
    reply: str
    state: str
    outcome: str | None
    opened_at: datetime
    answered_at: datetime | None
    due_at: datetime | None
    became_case: bool


@dataclass(frozen=True)
class DisputeList:
    rows: tuple[Listed, ...]
    total: int
    page: int
    pages: int
    states: dict[str, int]  # how many in each, and under "" in all


@dataclass(frozen=True)
class Reversal:
    """Of the answered disputes about one criterion, how many were upheld, with the exact 95 % interval."""

    rubric: Sentence
    title: Sentence
    upheld: int
    n: int
    low: float
    high: float
    answer_days: float  # median from opening to the answer


def dispute_list(session: Session, person: Person, *, state: str = "", page: int = 1) -> DisputeList:
    """One page, those that wait first. Nobody sees what they are answering, nor evaluators what they still may."""
    where = _may_see(person)
    counted = select(Dispute.state, func.count()).join(Call, Call.id == Dispute.call_id).where(*where)
    states = dict.fromkeys(STATES, 0) | dict(session.execute(counted.group_by(Dispute.state)).tuples().all())
    states[""] = sum(states.values())
    total = states.get(state, 0)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    query = _rows().where(*where).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    query = query.order_by(Dispute.state != "open", Dispute.opened_at.desc(), Dispute.id.desc())
    if state in STATES:
        query = query.where(Dispute.state == state)
    return DisputeList(tuple(_listed(row) for row in session.execute(query)), total, page, pages, states)


def reversals(session: Session, person: Person) -> list[Reversal]:
    """By criterion, those most often upheld first."""
    rows = session.execute(
        select(
            Dispute.rubric,
            Dispute.criterion,
            Dispute.outcome,
            Dispute.opened_at,
            Dispute.answered_at,
            RubricVersion.text,
        )
        .join(Call, Call.id == Dispute.call_id)
        .join(CallRating, CallRating.id == Dispute.rating_id)
        .join(CallEvaluation, CallEvaluation.id == CallRating.evaluation_id)
        .join(RubricVersion, RubricVersion.id == CallEvaluation.rubric_version_id)
        .where(*_may_see(person), Dispute.state == "answered")
        .order_by(Dispute.id)
    )
    by_criterion: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        by_criterion[row.rubric, row.criterion].append(row)
    found = [_reversal(rubric, criterion, items) for (rubric, criterion), items in by_criterion.items()]
    return sorted(found, key=lambda each: (-each.upheld / each.n, -each.n))


def cases_of(session: Session, person: Person, rubric: str) -> str:
    """What was upheld under one rubric as a test file for it (YAML); empty when there is nothing."""
    texts = session.scalars(
        select(RubricCase.text)
        .join(Dispute, Dispute.id == RubricCase.dispute_id)
        .join(Call, Call.id == Dispute.call_id)
        .where(RubricCase.rubric == rubric, calls_of(person))
        .order_by(RubricCase.id)
    ).all()
    return f"rubric: {rubric}\ncases:\n{''.join(texts)}" if texts else ""


def rubrics_with_cases(session: Session, person: Person) -> dict[str, int]:
    rows = session.execute(
        select(RubricCase.rubric, func.count())
        .join(Dispute, Dispute.id == RubricCase.dispute_id)
        .join(Call, Call.id == Dispute.call_id)
        .where(calls_of(person))
        .group_by(RubricCase.rubric)
        .order_by(RubricCase.rubric)
    )
    return dict(rows.tuples().all())


def _may_see(person: Person) -> list[ColumnElement[bool]]:
    if person.role == "agent":
        return [calls_of(person), Dispute.agent_id == person.id]
    return [calls_of(person), ~hidden(person)]


def _rows() -> Any:
    given = aliased(CallRating)
    return (
        select(
            Dispute,
            Call.started_at,
            Person.name,
            CallRating.answer,
            CallRating.state,
            given.answer.label("given_answer"),
            given.state.label("given_state"),
            RubricVersion.name.label("rubric_name"),
            RubricVersion.text,
            Review.due_at,
            RubricCase.id.label("case_id"),
        )
        .join(Call, Call.id == Dispute.call_id)
        .join(Person, Person.id == Dispute.agent_id)
        .join(CallRating, CallRating.id == Dispute.rating_id)
        .join(CallEvaluation, CallEvaluation.id == CallRating.evaluation_id)
        .join(RubricVersion, RubricVersion.id == CallEvaluation.rubric_version_id)
        .outerjoin(given, given.id == Dispute.answered_rating_id)
        .outerjoin(Review, Review.id == Dispute.review_id)
        .outerjoin(RubricCase, RubricCase.dispute_id == Dispute.id)
    )


def _listed(row: Any) -> Listed:
    dispute: Dispute = row.Dispute
    sheet = sheet_in(row.rubric_name, row.text)
    question = sheet.question(dispute.criterion) if sheet else None
    return Listed(
        id=dispute.id,
        call_id=dispute.call_id,
        started_at=row.started_at,
        agent=row.name,
        rubric=sheet.title if sheet else Sentence(dispute.rubric, dispute.rubric),
        criterion=question.title if question else Sentence(dispute.criterion, dispute.criterion),
        question=question,
        disputed=_key(row.answer, row.state),
        proposed=dispute.proposed,
        answered=_key(row.given_answer, row.given_state) if row.given_state else None,
        reason=dispute.reason,
        reply=dispute.reply,
        state=dispute.state,
        outcome=dispute.outcome,
        opened_at=dispute.opened_at,
        answered_at=dispute.answered_at,
        due_at=row.due_at if dispute.state == "open" else None,
        became_case=row.case_id is not None,
    )


def _key(answer: str | None, state: str) -> str:
    return (answer or "") if state == RatingState.RATED else state


def _reversal(rubric: str, criterion: str, items: Sequence[Any]) -> Reversal:
    upheld = sum(row.outcome in UPHELD for row in items)
    interval = exact(upheld, len(items))
    assert interval is not None
    sheet = sheet_in(rubric, items[-1].text)
    question = sheet.question(criterion) if sheet else None
    title = question.title if question else Sentence(criterion, criterion)
    name = sheet.title if sheet else Sentence(rubric, rubric)
    days = median((row.answered_at - row.opened_at).total_seconds() / 86_400 for row in items)
    return Reversal(name, title, upheld, len(items), *interval, days)
