"""What the machine found out about a call: written once per identity, read back as the values of `qa.call`.

Writing the same result twice leaves the same rows. A result that differs under the same rubric is added beside the
older one, which stays with the ratings people gave to it; pages show the newest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, select

from qa.call import (
    Evaluation,
    Evidence,
    Flag,
    Rating,
    RatingState,
    Sentence,
    SpeechMeasures,
    Transcript,
    from_json,
    to_json,
)
from qa.store.engine import Session
from qa.store.tables import (
    AnswersVersion,
    Call,
    CallEvaluation,
    CallFlag,
    CallMeasures,
    CallRating,
    CallTranscript,
    Recording,
    RubricVersion,
)
from qa.transcribe.correction import fix_number


@dataclass(frozen=True)
class SoundFacts:
    """What the ingest stage learnt of the recording."""

    container: str
    codec: str
    sample_rate_hz: int
    channels: int
    duration_s: float


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def keep_sound_facts(session: Session, call_id: int, facts: SoundFacts) -> None:
    recording = session.scalars(select(Recording).join(Call).where(Call.id == call_id)).one()
    for name, value in asdict(facts).items():
        setattr(recording, name, value)


def keep_transcript(session: Session, call_id: int, transcript: Transcript) -> int:
    """The row's id. One row per call and engine: the first stands, for evidence of older evaluations points into it."""
    where = (CallTranscript.call_id == call_id, CallTranscript.engine == transcript.engine)
    found = session.scalar(select(CallTranscript.id).where(*where))
    if found is None:
        row = CallTranscript(call_id=call_id, engine=transcript.engine, body=to_json(transcript))
        session.add(row)
        session.flush()
        found = row.id
    call = session.get_one(Call, call_id)
    call.language = transcript.language
    return found


def transcript_of(session: Session, call_id: int) -> tuple[int, Transcript]:
    """The newest transcript of a call with its row's id. Raises LookupError when there is none yet."""
    row = session.scalar(
        select(CallTranscript).where(CallTranscript.call_id == call_id).order_by(CallTranscript.id.desc()).limit(1)
    )
    if row is None:
        raise LookupError(f"call {call_id} has no transcript yet")
    return row.id, from_json(Transcript, row.body)


def before_corrections(session: Session, call_id: int) -> Transcript | None:
    """What people corrected to get the newest transcript: as it was heard or handed in. None when nobody has."""
    rows = session.execute(
        select(CallTranscript.id, CallTranscript.engine)
        .where(CallTranscript.call_id == call_id)
        .order_by(CallTranscript.id)
    ).all()
    # The first is never a correction made here, though a file that another house corrected may say so of itself.
    heard = [row.id for row in rows if row is rows[0] or not fix_number(row.engine)]
    if not heard or heard[-1] == rows[-1].id:
        return None
    return from_json(Transcript, session.get_one(CallTranscript, heard[-1]).body)


def keep_measures(session: Session, call_id: int, transcript_id: int, measures: SpeechMeasures) -> None:
    row = session.scalar(select(CallMeasures).where(CallMeasures.transcript_id == transcript_id))
    if row is None:
        row = CallMeasures(call_id=call_id, transcript_id=transcript_id)
        session.add(row)
    row.body = to_json(measures)


def measures_of(session: Session, transcript_id: int) -> SpeechMeasures | None:
    """None for what has no times: a written call, a transcript handed in without them."""
    row = session.scalar(select(CallMeasures).where(CallMeasures.transcript_id == transcript_id))
    return from_json(SpeechMeasures, row.body) if row is not None else None


def keep_rubric(session: Session, name: str, text: str) -> int:
    """The id of this very text as a rubric version; `text_hash(text)` is its identity."""
    digest = text_hash(text)
    found = session.scalar(select(RubricVersion.id).where(RubricVersion.hash == digest))
    if found is None:
        row = RubricVersion(name=name, hash=digest, text=text)
        session.add(row)
        session.flush()
        found = row.id
    return found


def rubric_texts(session: Session, hashes: Iterable[str]) -> list[tuple[str, str]]:
    """Name and text of each of these rubric versions."""
    rows = session.scalars(select(RubricVersion).where(RubricVersion.hash.in_(sorted(set(hashes)))))
    return [(row.name, row.text) for row in rows]


def keep_answers(session: Session, text: str) -> int:
    """The id of this very text as a version of the standard answers."""
    digest = text_hash(text)
    found = session.scalar(select(AnswersVersion.id).where(AnswersVersion.hash == digest))
    if found is None:
        row = AnswersVersion(hash=digest, text=text)
        session.add(row)
        session.flush()
        found = row.id
    return found


def keep_evaluation(
    session: Session,
    call_id: int,
    evaluation: Evaluation,
    *,
    transcript_id: int,
    rubric_version_id: int,
    answers_version_id: int | None,
) -> int:
    """The machine's evaluation. The same as the newest one returns the row that is there."""
    newest = session.scalar(
        select(CallEvaluation)
        .where(
            CallEvaluation.call_id == call_id,
            CallEvaluation.transcript_id == transcript_id,
            CallEvaluation.rubric_version_id == rubric_version_id,
            CallEvaluation.answers_version_id == answers_version_id,
            CallEvaluation.author_id.is_(None),
        )
        .order_by(CallEvaluation.id.desc())
        .limit(1)
    )
    if newest is not None:
        there = tuple(rating_of(rating) for rating in newest.ratings if rating.author_id is None)
        if to_json(there) == to_json(evaluation.ratings):
            return newest.id
    row = CallEvaluation(
        call_id=call_id,
        transcript_id=transcript_id,
        rubric_version_id=rubric_version_id,
        answers_version_id=answers_version_id,
        score=evaluation.score,
    )
    row.ratings = [
        CallRating(
            criterion=rating.criterion,
            answer=rating.answer,
            state=rating.state,
            score=rating.score,
            confidence=rating.confidence,
            reason=to_json(rating.reason),
            evidence=to_json(rating.evidence),
            critical=rating.critical,
        )
        for rating in evaluation.ratings
    ]
    session.add(row)
    session.flush()
    return row.id


def evaluation_row(session: Session, evaluation_id: int) -> CallEvaluation:
    """The row itself, for who adds one beside it. Raises NoResultFound when there is none."""
    return session.get_one(CallEvaluation, evaluation_id)


def evaluations_of(session: Session, call_id: int, transcript_id: int | None = None) -> list[Evaluation]:
    """The machine's newest evaluation under each rubric, by rubric name; of one transcript, or (None) of any."""
    query = (
        select(CallEvaluation)
        .where(CallEvaluation.call_id == call_id, CallEvaluation.author_id.is_(None))
        .order_by(CallEvaluation.id)
    )
    if transcript_id is not None:
        query = query.where(CallEvaluation.transcript_id == transcript_id)
    newest = {row.rubric_version.name: row for row in session.scalars(query)}
    return [
        Evaluation(
            rubric=name,
            rubric_hash=row.rubric_version.hash,
            score=row.score,
            ratings=tuple(rating_of(r) for r in row.ratings if r.author_id is None),
        )
        for name, row in sorted(newest.items())
    ]


def keep_flags(session: Session, call_id: int, flags: Iterable[Flag]) -> None:
    """Flags are worked out anew each time, so the old ones go."""
    session.execute(delete(CallFlag).where(CallFlag.call_id == call_id))
    for flag in flags:
        values = {"code": flag.code, "sentence": to_json(flag.sentence), "start_s": flag.start_s, "end_s": flag.end_s}
        session.add(CallFlag(call_id=call_id, **values))


def keep_draw(session: Session, call_id: int, *, probability: float, drawn: bool) -> bool:
    """How the random draw for review went, and whether the call is in the sample.

    Drawn once: a later change of the share must not redraw old calls.
    """
    call = session.get_one(Call, call_id)
    if call.review_probability is None:
        call.review_probability = probability
        call.in_random_sample = drawn
    return call.in_random_sample


def flags_of(session: Session, call_id: int) -> list[Flag]:
    rows: Sequence[CallFlag] = session.scalars(
        select(CallFlag).where(CallFlag.call_id == call_id).order_by(CallFlag.id)
    ).all()
    return [Flag(r.code, from_json(Sentence, r.sentence), r.start_s, r.end_s) for r in rows]


def rating_of(row: CallRating) -> Rating:
    """The rating as the machine or a person gave it."""
    return Rating(
        criterion=row.criterion,
        answer=row.answer,
        state=RatingState(row.state),
        score=row.score,
        confidence=row.confidence,
        reason=from_json(Sentence, row.reason),
        evidence=tuple(from_json(Evidence, e) for e in row.evidence),
        critical=row.critical,
    )
