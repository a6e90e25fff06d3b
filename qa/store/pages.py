"""What the page of one call reads, with a fixed number of queries; values come out, never rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from qa.call import Evidence, Flag, RatingState, Sentence, SpeechMeasures, Stage, State, Transcript, from_json
from qa.store.tables import (
    AnswersVersion,
    Call,
    CallEvaluation,
    CallMeasures,
    CallRating,
    CallStage,
    CallTranscript,
    Person,
)

NOT_READ = Sentence("", "")


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
