"""Past calls with all that their evaluation was made of, for scoring them again. Only read, never written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from qa.call import SpeechMeasures, Transcript, from_json
from qa.store.engine import Session
from qa.store.tables import (
    AnswersVersion,
    Call,
    CallEvaluation,
    CallMeasures,
    CallTranscript,
    RubricVersion,
)


@dataclass(frozen=True)
class PastCall:
    """A call as it was scored: what was heard, the rubric and standard answers of then, and the score."""

    call_id: int
    transcript: Transcript
    measures: SpeechMeasures | None
    rubric_text: str
    answers_text: str | None
    score: float | None
    started_at: datetime
    queue: str | None


def past_calls(
    session: Session,
    rubric: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    random_only: bool = False,
    at_most: int = 1000,
) -> Iterator[PastCall]:
    """The newest calls with the machine's newest evaluation under the rubric of this id, newest call first."""
    newest = (
        select(func.max(CallEvaluation.id))
        .join(RubricVersion)
        .where(RubricVersion.name == rubric, CallEvaluation.author_id.is_(None))
        .group_by(CallEvaluation.call_id)
    )
    wanted = (
        select(CallEvaluation, Call, CallTranscript.body, CallMeasures.body, AnswersVersion.text)
        .join(Call, Call.id == CallEvaluation.call_id)
        .join(CallTranscript, CallTranscript.id == CallEvaluation.transcript_id)
        .outerjoin(CallMeasures, CallMeasures.transcript_id == CallEvaluation.transcript_id)
        .outerjoin(AnswersVersion, AnswersVersion.id == CallEvaluation.answers_version_id)
        .where(CallEvaluation.id.in_(newest))
        .order_by(Call.started_at.desc(), Call.id.desc())
        .limit(at_most)
    )
    if since is not None:
        wanted = wanted.where(Call.started_at >= since)
    if until is not None:
        wanted = wanted.where(Call.started_at < until)
    if random_only:
        wanted = wanted.where(Call.in_random_sample.is_(True))
    for evaluation, call, heard, measured, answers_text in session.execute(wanted):
        yield PastCall(
            call_id=call.id,
            transcript=from_json(Transcript, heard),
            measures=from_json(SpeechMeasures, measured) if measured else None,
            rubric_text=evaluation.rubric_version.text,
            answers_text=answers_text,
            score=evaluation.score,
            started_at=call.started_at,
            queue=call.queue,
        )


def rubric_text(session: Session, wanted: str) -> str | None:
    """The text of a stored version: by 8 or more digits of its hash, or by the rubric's id (the newest)."""
    by_hash = len(wanted) >= 8 and all(c in "0123456789abcdef" for c in wanted)
    where = RubricVersion.hash.startswith(wanted) if by_hash else RubricVersion.name == wanted
    return session.scalar(select(RubricVersion.text).where(where).order_by(RubricVersion.id.desc()).limit(1))


def answers_text_of(session: Session, call_id: int) -> str | None:
    """The standard answers by which the newest evaluation of a call was made; None where it has none."""
    return session.scalar(
        select(AnswersVersion.text)
        .join(CallEvaluation, CallEvaluation.answers_version_id == AnswersVersion.id)
        .where(CallEvaluation.call_id == call_id)
        .order_by(CallEvaluation.id.desc())
        .limit(1)
    )
