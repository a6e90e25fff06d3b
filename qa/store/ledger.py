"""The ledger of stages: who works on what, since when, and what became of it. The database is the truth.

A stage row is *claimed* by one conditional UPDATE that sets a lease and counts the attempt, *renewed* while work goes
on, and *committed* only while the attempt is still the claimant's: a worker that slept through its lease finds the
attempt gone and its results are thrown away. Every time here is the database's (`qa.store.engine.clock`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Update, and_, or_, select, update

from qa.call import Sentence, Stage, State, to_json
from qa.store.engine import Session, Store, clock
from qa.store.tables import CallStage

TRIES = 5
FIRST_PAUSE_S = 5


@dataclass(frozen=True)
class Claim:
    """The right to work on one stage of one call, as long as `attempt` is the ledger's."""

    call_id: int
    stage: Stage
    attempt: int


@dataclass(frozen=True)
class Bell:
    """A stage that waits and whose worker should be told."""

    call_id: int
    stage: Stage
    attempt: int


class LeaseLost(Exception):
    """Somebody else has the stage now, or it is no longer wanted; what this attempt found out is thrown away."""


def open_stage(session: Session, call_id: int, stage: Stage) -> None:
    """Let `stage` wait, whether it never ran or has to run again. Part of the caller's transaction."""
    touched = _execute(
        session,
        update(CallStage)
        .where(CallStage.call_id == call_id, CallStage.stage == stage)
        # The attempt grows so that a worker still busy with the old one cannot commit.
        .values(**_waiting_again(rung=True), attempt=CallStage.attempt + 1, tries=0, detail=None),
    )
    if not touched:
        session.add(CallStage(call_id=call_id, stage=stage, **_waiting_again(rung=True)))


def reopen(session: Session, call_id: int, stage: Stage) -> Bell:
    """Let `stage` wait because what it works on has changed; whoever is still busy with the older, here or in a later
    stage, works for nothing. Returns the bell to ring once the caller's transaction is committed.
    """
    open_stage(session, call_id, stage)
    order = list(Stage)
    void = {"state": State.DONE, "lease_until": None, "finished_at": clock(), "attempt": CallStage.attempt + 1}
    # One after the other, in the order in which workers lock them: two at once never wait for each other.
    for later in order[order.index(stage) + 1 :]:
        at_work = CallStage.state.in_((State.WAITING, State.RUNNING))
        _execute(
            session,
            update(CallStage).where(CallStage.call_id == call_id, CallStage.stage == later, at_work).values(**void),
        )
    waiting = (CallStage.call_id == call_id, CallStage.stage == stage)
    return Bell(call_id, stage, session.scalars(select(CallStage.attempt).where(*waiting)).one())


def claim(store: Store, call_id: int, stage: Stage, lease_s: float) -> Claim | None:
    """Take the stage if it waits or its lease has run out; None when somebody else has it or nothing is to do."""
    with store.writing() as session:
        attempt = session.scalar(
            update(CallStage)
            .where(
                CallStage.call_id == call_id,
                CallStage.stage == stage,
                CallStage.tries < TRIES,
                or_(CallStage.state == State.WAITING, _lease_ran_out()),
            )
            .values(
                state=State.RUNNING,
                attempt=CallStage.attempt + 1,
                tries=CallStage.tries + 1,
                lease_until=clock(lease_s),
                started_at=clock(),
                finished_at=None,
                progress=0.0,
                stopped=None,
                again=False,
            )
            .returning(CallStage.attempt)
            .execution_options(synchronize_session=False)
        )
    return Claim(call_id, stage, attempt) if attempt is not None else None


def renew(store: Store, claim: Claim, lease_s: float, progress: float) -> bool:
    """Own the stage for another `lease_s` seconds; False when it is no longer ours."""
    with store.writing() as session:
        return _mine(session, claim, lease_until=clock(lease_s), progress=progress)


@contextmanager
def committing(store: Store, claim: Claim, work_s: float) -> Iterator[Session]:
    """One transaction: this stage is done, what the block writes is its result, the next stage waits.

    Raises `LeaseLost` before the block when the attempt is no longer ours. The fence comes first because it also
    locks the row: nothing can take the stage between the check and the commit.
    """
    with store.writing() as session:
        done = {"state": State.DONE, "lease_until": None, "finished_at": clock(), "detail": None}
        if not _mine(session, claim, **done, progress=1.0, work_s=work_s):
            raise LeaseLost(claim)
        yield session
        if claim.stage.next is not None:
            open_stage(session, claim.call_id, claim.stage.next)


def stop(store: Store, claim: Claim, sentence: Sentence, *, again: bool, detail: str | None = None) -> bool:
    """The stage cannot go on, and the sentence says why; `again` says whether trying again can help."""
    with store.writing() as session:
        return _mine(session, claim, **_stopped(sentence, again), detail=detail)


def fail(store: Store, claim: Claim, detail: str) -> bool:
    """An attempt ended in an error nobody foresaw: wait for another, or stop after the last.

    `detail` is the traceback, for the administrator.
    """
    with store.writing() as session:
        last = session.scalar(select(CallStage.tries).where(*_is(claim)))
        if last is not None and last >= TRIES:
            return _mine(session, claim, **_stopped(_GAVE_UP, True), detail=detail)
        # Noted as rung although no bell rang: housekeeping comes for it after a pause that doubles with each try.
        pause = {"rung_at": clock(FIRST_PAUSE_S * 2 ** ((last or 1) - 1))}
        return _mine(session, claim, **(_waiting_again() | pause), detail=detail)


def give_back(store: Store, claim: Claim) -> bool:
    """A worker that stops politely puts the stage back; the attempt does not count."""
    with store.writing() as session:
        return _mine(session, claim, **_waiting_again(), tries=CallStage.tries - 1)


def try_again(store: Store, call_id: int, stage: Stage | None = None) -> list[Bell]:
    """A person asks for stopped stages of a call to run again. Returns the bells to ring; empty when none is stopped.

    The tries start anew, the attempt number does not: an old sleeper must not fit a new claim.
    """
    with store.writing() as session:
        where = [CallStage.call_id == call_id, CallStage.state == State.STOPPED]
        if stage is not None:
            where.append(CallStage.stage == stage)
        rows = session.execute(
            update(CallStage)
            .where(*where)
            .values(**_waiting_again(rung=True), tries=0)
            .returning(CallStage.call_id, CallStage.stage, CallStage.attempt)
            .execution_options(synchronize_session=False)
        )
        return [Bell(row.call_id, Stage(row.stage), row.attempt) for row in rows]


def release_expired(store: Store) -> tuple[int, int]:
    """Leases that ran out: back to waiting, or stopped after the last try. Returns how many of each."""
    with store.writing() as session:
        stopped = _execute(
            session,
            update(CallStage).where(_lease_ran_out(), CallStage.tries >= TRIES).values(**_stopped(_WORKER_DIED, True)),
        )
        released = _execute(session, update(CallStage).where(_lease_ran_out()).values(**_waiting_again()))
    return released, stopped


def due_bells(store: Store, stage: Stage, *, unheard_for_s: float, at_most: int) -> list[Bell]:
    """The longest waiting stages whose bell nobody rang, or nobody answered for `unheard_for_s`; marks them as rung."""
    if at_most <= 0:
        return []
    with store.writing() as session:
        due = (
            select(CallStage.id)
            .where(
                CallStage.stage == stage,
                CallStage.state == State.WAITING,
                or_(CallStage.rung_at.is_(None), CallStage.rung_at < clock(-unheard_for_s)),
            )
            .order_by(CallStage.waiting_since, CallStage.id)
            .limit(at_most)
        )
        rows = session.execute(
            update(CallStage)
            .where(CallStage.id.in_(due))
            .values(rung_at=clock())
            .returning(CallStage.call_id, CallStage.attempt)
            .execution_options(synchronize_session=False)
        )
        return [Bell(row.call_id, stage, row.attempt) for row in rows]


_GAVE_UP = Sentence(
    ko=f"프로그램 오류로 {TRIES}번 모두 처리하지 못했습니다. 시스템 관리자가 원인을 확인한 뒤 다시 시도해 주세요.",
    en=f"The program failed on this call {TRIES} times; try again once the administrator has looked at the cause.",
)
_WORKER_DIED = Sentence(
    ko=f"이 통화를 처리하던 작업 프로세스가 {TRIES}번 모두 도중에 종료되었습니다. "
    "메모리가 충분한지 확인한 뒤 다시 시도해 주세요.",
    en=f"The worker died {TRIES} times in the middle of this call; check that it has enough memory, then try again.",
)


def _is(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    return (
        CallStage.call_id == claim.call_id,
        CallStage.stage == claim.stage,
        CallStage.state == State.RUNNING,
        CallStage.attempt == claim.attempt,
    )


def _mine(session: Session, claim: Claim, **values: Any) -> bool:
    return _execute(session, update(CallStage).where(*_is(claim)).values(**values)) == 1


def _lease_ran_out() -> ColumnElement[bool]:
    return and_(CallStage.state == State.RUNNING, CallStage.lease_until < clock())


def _waiting_again(*, rung: bool = False) -> dict[str, Any]:
    """`rung`: the caller rings once this is committed; otherwise housekeeping does, at its next round."""
    return {
        "state": State.WAITING,
        "waiting_since": clock(),
        "rung_at": clock() if rung else None,
        "lease_until": None,
        "progress": 0.0,
        "stopped": None,
        "again": False,
    }


def _stopped(sentence: Sentence, again: bool) -> dict[str, Any]:
    stopped = {"state": State.STOPPED, "lease_until": None, "finished_at": clock()}
    return stopped | {"stopped": to_json(sentence), "again": again}


def _execute(session: Session, statement: Update) -> int:
    """Rows touched. `synchronize_session` is off: nothing here is read through the session's own objects."""
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount
