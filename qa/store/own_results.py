"""What was released to one agent: the list of it, and the calls that their own trend is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from qa.store.evaluations import EvaluationRead, evaluations_of
from qa.store.finding import PAGE_SIZE
from qa.store.pages import CallFacts, calls, facts_of
from qa.store.review_tables import Dispute
from qa.store.tables import Call

MOST_IN_A_TREND = 400


@dataclass(frozen=True)
class Result:
    """A released call of the agent's. `disputes`: how many wait for an answer, were kept, and were upheld."""

    facts: CallFacts
    evaluations: tuple[EvaluationRead, ...]
    waiting: int = 0
    kept: int = 0
    upheld: int = 0


@dataclass(frozen=True)
class ResultList:
    rows: tuple[Result, ...]
    total: int
    unread: int  # not acknowledged yet
    page: int
    pages: int


@dataclass(frozen=True)
class Drawn:
    """A released call that was drawn at random."""

    call_id: int
    started_at: datetime
    evaluations: tuple[EvaluationRead, ...]


def results(session: Session, agent_id: int, page: int = 1) -> ResultList:
    """What was released to an agent: first what they have not acknowledged, then the newest."""
    where = (Call.agent_id == agent_id, Call.released_at.is_not(None))
    unread = func.count(case((Call.acknowledged_at.is_(None), 1)))
    total, new = session.execute(select(func.count(Call.id), unread).where(*where)).one()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    query = (
        calls()
        .where(*where)
        .order_by(Call.acknowledged_at.is_not(None), Call.released_at.desc(), Call.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    found = session.scalars(query).unique().all()
    ids = [call.id for call in found]
    evaluations, disputes = evaluations_of(session, ids, brief=True), _disputes(session, ids)
    rows = tuple(
        Result(facts_of(call), evaluations.get(call.id, ()), *disputes.get(call.id, (0, 0, 0))) for call in found
    )
    return ResultList(rows, total, new, page, pages)


def drawn(session: Session, agent_id: int, since: datetime, until: datetime) -> list[Drawn]:
    """The agent's released calls of [since, until) that were drawn at random, the oldest first.

    Flagged calls are chosen because something may have gone wrong in them: they would pull every figure down.
    At most the newest `MOST_IN_A_TREND`.
    """
    rows = session.execute(
        select(Call.id, Call.started_at)
        .where(
            Call.agent_id == agent_id,
            Call.released_at.is_not(None),
            Call.in_random_sample.is_(True),
            Call.started_at >= since,
            Call.started_at < until,
        )
        .order_by(Call.started_at.desc(), Call.id.desc())
        .limit(MOST_IN_A_TREND)
    ).all()
    evaluations = evaluations_of(session, [row.id for row in rows], brief=True)
    return [Drawn(row.id, row.started_at, evaluations.get(row.id, ())) for row in reversed(rows)]


def _disputes(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    rows: Iterable[tuple[int, str, str | None]] = session.execute(
        select(Dispute.call_id, Dispute.state, Dispute.outcome).where(Dispute.call_id.in_(ids))
    ).tuples()
    by_call: dict[int, list[tuple[str, str | None]]] = {}
    for call_id, state, outcome in rows:
        by_call.setdefault(call_id, []).append((state, outcome))
    return {call_id: _counted(each) for call_id, each in by_call.items()}


def _counted(found: Collection[tuple[str, str | None]]) -> tuple[int, int, int]:
    waiting = sum(state == "open" for state, _ in found)
    kept = sum(outcome == "kept" for _, outcome in found)
    return waiting, kept, sum(outcome in ("accepted", "third") for _, outcome in found)
