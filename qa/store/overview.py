"""What waits, runs, stopped and is done, counted over all calls."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from qa.call import Sentence, Stage, State, from_json
from qa.store.engine import Session
from qa.store.tables import Call, CallStage, Recording


@dataclass(frozen=True)
class Stopped:
    """A stopped stage; `again` says whether trying again can help."""

    call_id: int
    name: str
    stage: Stage
    sentence: Sentence
    again: bool


@dataclass(frozen=True)
class Standing:
    """How far one call has come: the stage and state that say so, seconds of work so far."""

    call_id: int
    stage: Stage
    state: State
    progress: float
    work_s: float
    sentence: Sentence | None

    @property
    def ended(self) -> bool:
        return self.state is State.STOPPED or (self.stage is Stage.FLAG and self.state is State.DONE)


def call_count(session: Session) -> int:
    return session.scalar(select(func.count(Call.id))) or 0


def counts(session: Session) -> dict[Stage, dict[State, int]]:
    """Per stage and state the number of calls, zeros included."""
    found = {stage: dict.fromkeys(State, 0) for stage in Stage}
    rows = session.execute(
        select(CallStage.stage, CallStage.state, func.count()).group_by(CallStage.stage, CallStage.state)
    )
    for stage, state, number in rows:
        found[Stage(stage)][State(state)] = number
    return found


def stopped(session: Session, at_most: int = 100) -> list[Stopped]:
    """The stages that stopped last, newest first."""
    rows = session.execute(
        select(CallStage, Recording.name)
        .join(Call, Call.id == CallStage.call_id)
        .join(Recording, Recording.id == Call.recording_id)
        .where(CallStage.state == State.STOPPED)
        .order_by(CallStage.finished_at.desc(), CallStage.id.desc())
        .limit(at_most)
    )
    return [
        Stopped(s.call_id, name, Stage(s.stage), from_json(Sentence, s.stopped), s.again) for s, name in rows.tuples()
    ]


def standings(session: Session, call_ids: list[int]) -> list[Standing]:
    """Where each of these calls stands, in the order asked for."""
    rows = session.scalars(select(CallStage).where(CallStage.call_id.in_(call_ids)))
    of_call: dict[int, list[CallStage]] = {}
    for row in rows:
        of_call.setdefault(row.call_id, []).append(row)
    return [_standing(of_call[call_id]) for call_id in call_ids if call_id in of_call]


def _standing(rows: list[CallStage]) -> Standing:
    order = list(Stage)
    rows = sorted(rows, key=lambda row: order.index(Stage(row.stage)))
    now = next((row for row in rows if row.state != State.DONE), rows[-1])
    return Standing(
        call_id=now.call_id,
        stage=Stage(now.stage),
        state=State(now.state),
        progress=now.progress,
        work_s=sum(row.work_s or 0.0 for row in rows),
        sentence=from_json(Sentence, now.stopped) if now.stopped else None,
    )
