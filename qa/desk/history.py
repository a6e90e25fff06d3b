"""What was done to a call, from the audit: of the call itself and of everything that hangs on it, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, String, cast, func, literal, select, union_all

from qa.call import Sentence
from qa.desk.sheet import Sheet, sheet_of
from qa.store.answer_tables import CallFinding
from qa.store.engine import Session
from qa.store.evaluations import EvaluationRead
from qa.store.review_tables import CallNote, Dispute, Review
from qa.store.tables import Audit, CallEvaluation, CallRating, CallTranscript, Person

PAGE_SIZE = 40


@dataclass(frozen=True)
class AuditRead:
    """One line of the audit. `who` is empty for the machine, or a command. `kind` and `thing_id`: what it was done to.

    `about`: the criterion, or the fact, where it was about one. `answers`: the labels of the criterion's answers by
    key; `titles`: those of the criteria of its rubric by id.
    """

    id: int
    at: datetime
    who: str
    act: str
    kind: str
    thing_id: int
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    about: Sentence | None = None
    answers: Mapping[str, Sentence] = field(default_factory=dict)
    titles: Mapping[str, Sentence] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    rows: tuple[AuditRead, ...]
    total: int
    page: int
    pages: int


def history(session: Session, call_id: int, page: int) -> History:
    """One page of what was done to a call. As many queries whatever was done; a page not there is the nearest."""
    where = Audit.thing.in_(_things(call_id))
    total = session.scalar(select(func.count(Audit.id)).where(where)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    query = (
        select(Audit, Person.name)
        .outerjoin(Person, Person.id == Audit.person_id)
        .where(where)
        .order_by(Audit.at.desc(), Audit.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    found = [(row, name or "") for row, name in session.execute(query).tuples()]
    known = _Known(session, call_id)
    return History(tuple(known.read(row, name) for row, name in found), total, page, pages)


def _things(call_id: int) -> CompoundSelect[Any]:
    """What hangs on the call, as the audit names it."""
    of_call = CallEvaluation.call_id == call_id
    ratings = select(_thing("rating", CallRating.id)).join(CallRating.evaluation).where(of_call)
    others = [
        select(_thing(name, table.id)).where(table.call_id == call_id)
        for name, table in (
            ("review", Review),
            ("dispute", Dispute),
            ("finding", CallFinding),
            ("note", CallNote),
            ("transcript", CallTranscript),
            ("evaluation", CallEvaluation),
        )
    ]
    return union_all(select(literal(f"call:{call_id}")), ratings, *others)


def _thing(name: str, id: Any) -> Any:
    return literal(f"{name}:") + cast(id, String)


class _Known:
    """What the lines of one call's audit need to be read: its rubrics, ratings, disputes and findings."""

    def __init__(self, session: Session, call_id: int) -> None:
        evaluations = session.scalars(
            select(CallEvaluation).where(CallEvaluation.call_id == call_id).order_by(CallEvaluation.id)
        ).unique()
        self._sheets = {row.id: (row.rubric_version.name, _sheet(row)) for row in evaluations}
        ratings = select(CallRating.id, CallRating.evaluation_id, CallRating.criterion).join(CallRating.evaluation)
        self._ratings = {
            row.id: (row.evaluation_id, row.criterion)
            for row in session.execute(ratings.where(CallEvaluation.call_id == call_id))
        }
        disputes = select(Dispute.id, Dispute.rating_id).where(Dispute.call_id == call_id)
        self._disputes = {row.id: row.rating_id for row in session.execute(disputes)}
        findings = select(CallFinding.id, CallFinding.fact_name).where(CallFinding.call_id == call_id)
        self._findings = {row.id: row.fact_name for row in session.execute(findings)}

    def read(self, row: Audit, who: str) -> AuditRead:
        kind, _, number = row.thing.partition(":")
        thing_id = int(number) if number.isdigit() else 0
        about: Sentence | None = None
        answers: dict[str, Sentence] = {}
        rating = self._ratings.get(self._disputes.get(thing_id, 0) if kind == "dispute" else thing_id)
        if kind in ("rating", "dispute") and rating is not None:
            _, sheet = self._sheets[rating[0]]
            question = sheet.question(rating[1])
            about = question.title if question else Sentence(rating[1], rating[1])
            answers = {choice.key: choice.label for choice in question.choices} if question else {}
        elif kind == "finding":
            name = self._findings.get(thing_id, "")
            about = Sentence(name, name) if name else None
        return AuditRead(
            id=row.id,
            at=row.at,
            who=who,
            act=row.act,
            kind=kind,
            thing_id=thing_id,
            old=row.old or {},
            new=row.new or {},
            about=about,
            answers=answers,
            titles=self._titles() if kind == "review" else {},
        )

    def _titles(self) -> dict[str, Sentence]:
        """Rubrics and criteria of the call by their names; of two versions the newer one's."""
        titles: dict[str, Sentence] = {}
        for name, sheet in self._sheets.values():
            titles[name] = sheet.title
            titles |= {question.id: question.title for part in sheet.parts for question in part.questions}
        return titles


def _sheet(row: CallEvaluation) -> Sheet:
    version = row.rubric_version
    return sheet_of(EvaluationRead(row.id, version.name, version.hash, version.text, None, row.created_at, None, ()))
