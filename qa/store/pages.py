"""What the page of one call reads, with a fixed number of queries; values come out, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from qa.call import Flag, Sentence, SpeechMeasures, Stage, State, Transcript, from_json
from qa.store.evaluations import EvaluationRead, evaluations_of
from qa.store.tables import (
    Call,
    CallMeasures,
    CallStage,
    CallTranscript,
)


@dataclass(frozen=True)
class StageRead:
    stage: Stage
    state: State
    progress: float = 0.0
    attempt: int = 0
    stopped: Sentence | None = None
    again: bool = False
    detail: str | None = None
    waiting_since: datetime | None = None
    started_at: datetime | None = None
    work_s: float | None = None


@dataclass(frozen=True)
class CallFacts:
    """What is known of a call before anything is heard, and how far the machine has come with it."""

    id: int
    name: str
    started_at: datetime
    agent_id: int | None
    vendor_id: int | None
    agent: str
    team: str
    vendor: str
    queue: str
    direction: str
    duration_s: float | None
    in_random_sample: bool
    review_probability: float | None
    language: str | None
    recording_sha256: str
    codec: str | None
    channels: int | None
    released_at: datetime | None
    dispute_until: datetime | None
    acknowledged_at: datetime | None
    stages: tuple[StageRead, ...]
    flags: tuple[Flag, ...]

    @property
    def now(self) -> StageRead | None:
        """The stage that says where the call stands: the first one not done, else the last."""
        return next((s for s in self.stages if s.state is not State.DONE), self.stages[-1] if self.stages else None)

    @property
    def finished(self) -> bool:
        return any(s.stage is Stage.FLAG and s.state is State.DONE for s in self.stages)


@dataclass(frozen=True)
class CallPage:
    facts: CallFacts
    transcript: Transcript | None
    measures: SpeechMeasures | None
    evaluations: tuple[EvaluationRead, ...]
    transcript_id: int | None = None


def call_facts(session: Session, call_id: int) -> CallFacts | None:
    """One call without transcript and evaluations; None when there is no such call."""
    call = session.scalars(calls().where(Call.id == call_id)).unique().one_or_none()
    return facts_of(call) if call else None


def call_page(session: Session, call_id: int) -> CallPage | None:
    """Everything the page of one call shows: the newest transcript, its measures, the evaluations made of it."""
    facts = call_facts(session, call_id)
    if facts is None:
        return None
    heard = session.scalars(
        select(CallTranscript).where(CallTranscript.call_id == call_id).order_by(CallTranscript.id.desc()).limit(1)
    ).one_or_none()
    if heard is None:
        return CallPage(facts, None, None, ())
    measured = session.scalars(select(CallMeasures).where(CallMeasures.transcript_id == heard.id)).one_or_none()
    evaluations = evaluations_of(session, [call_id], transcript_id=heard.id)
    return CallPage(
        facts=facts,
        transcript=from_json(Transcript, heard.body),
        measures=from_json(SpeechMeasures, measured.body) if measured else None,
        evaluations=evaluations.get(call_id, ()),
        transcript_id=heard.id,
    )


def calls() -> Select[Call]:
    return select(Call).options(
        joinedload(Call.recording),
        joinedload(Call.agent),
        joinedload(Call.vendor),
        selectinload(Call.stages),
        selectinload(Call.flags),
    )


def facts_of(call: Call) -> CallFacts:
    order = list(Stage)
    stages = sorted((_stage(row) for row in call.stages), key=lambda s: order.index(s.stage))
    return CallFacts(
        id=call.id,
        name=call.recording.name,
        started_at=call.started_at,
        agent_id=call.agent_id,
        vendor_id=call.vendor_id,
        agent=call.agent.name if call.agent else "",
        team=call.agent.team.name if call.agent and call.agent.team else "",
        vendor=call.vendor.name if call.vendor else "",
        queue=call.queue or "",
        direction=call.direction,
        duration_s=call.recording.duration_s,
        in_random_sample=call.in_random_sample,
        review_probability=call.review_probability,
        language=call.language,
        recording_sha256=call.recording.sha256,
        codec=call.recording.codec,
        channels=call.recording.channels,
        released_at=call.released_at,
        dispute_until=call.dispute_until,
        acknowledged_at=call.acknowledged_at,
        stages=tuple(stages),
        flags=tuple(Flag(row.code, from_json(Sentence, row.sentence), row.start_s, row.end_s) for row in call.flags),
    )


def _stage(row: CallStage) -> StageRead:
    return StageRead(
        stage=Stage(row.stage),
        state=State(row.state),
        progress=row.progress,
        attempt=row.attempt,
        stopped=from_json(Sentence, row.stopped) if row.stopped else None,
        again=row.again,
        detail=row.detail,
        waiting_since=row.waiting_since,
        started_at=row.started_at,
        work_s=row.work_s,
    )
