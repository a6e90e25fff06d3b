"""Two calibration sessions of a made-up centre: one that is closed, one in which people rate."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from qa.store.calibration_tables import (
    CalibrationCall,
    CalibrationComment,
    CalibrationRater,
    CalibrationReference,
    CalibrationSession,
)
from qa.store.engine import Session
from qa.store.review_tables import Review, ReviewEvaluation
from qa.store.reviews import Purpose, ReviewState
from qa.store.seed.calls import Centre
from qa.store.seed.people import Staff
from qa.store.seed.rows import Rows
from qa.store.tables import Call, CallEvaluation, CallRating, RubricVersion

CALLS = 6
RATERS = 6
DIFFERS = 0.12
WHY = ("fail", "pass", "anchor", "dispute")
COMMENTS = ("인사말 기준을 조금 더 분명히 하면 좋겠습니다.", "이 통화는 상황이 달라서 해당 없음이 맞다고 봅니다.")


def hold(session: Session, rows: Rows, centre: Centre) -> None:
    """Nothing where there is nobody to lead it, or too few calls were released."""
    leader = next((p for p in centre.staff if p.role == "manager" and p.vendor_id is None), None)
    raters = [p for p in centre.staff if p.role == "evaluator"][:RATERS]
    machine = _released(session, centre, 2 * CALLS)
    if leader is None or len(raters) < 2 or len(machine) < 2 * CALLS:
        return
    chance = random.Random(f"{centre.seed}:calibration")  # noqa: S311
    closed = centre.until - timedelta(days=9)
    _session(session, rows, centre, leader, raters, machine[:CALLS], chance, closed)
    _session(session, rows, centre, leader, raters, machine[CALLS:], chance, None)


def _released(session: Session, centre: Centre, how_many: int) -> list[CallEvaluation]:
    """The machine's evaluations, under the first rubric, of the calls released last."""
    found = session.scalars(
        select(CallEvaluation)
        .join(Call, Call.id == CallEvaluation.call_id)
        .join(RubricVersion, RubricVersion.id == CallEvaluation.rubric_version_id)
        .where(CallEvaluation.author_id.is_(None), RubricVersion.name == centre.forms[0].name)
        .where(Call.released_at.is_not(None))
        .order_by(Call.released_at.desc(), Call.id.desc())
        .limit(how_many)
    )
    return list(found.unique())


def _session(
    session: Session, rows: Rows, centre: Centre, leader: Staff, raters: list[Staff], machine: list[CallEvaluation],
    chance: random.Random, closed_at: datetime | None,
) -> None:  # fmt: skip
    at = (closed_at or centre.until) - timedelta(days=3)
    made = rows.add(
        CalibrationSession, title=f"{at.month}월 정기 캘리브레이션", rubric=centre.forms[0].name,
        state="closed" if closed_at else "open", created_by=leader.id, created_at=at, due_at=at + timedelta(days=4),
        revealed_at=closed_at and closed_at - timedelta(hours=2), closed_at=closed_at,
    )  # fmt: skip
    for rater in raters:
        rows.add(CalibrationRater, session_id=made, person_id=rater.id)
    for place, evaluation in enumerate(machine):
        rows.add(
            CalibrationCall, session_id=made, call_id=evaluation.call_id, evaluation_id=evaluation.id, place=place + 1,
            why=WHY[place % len(WHY)],
        )  # fmt: skip
        ratings = [rating for rating in evaluation.ratings if rating.author_id is None]
        for number, rater in enumerate(raters):
            done = closed_at is not None or (number + place) % 3 == 0
            _rated(rows, centre, evaluation, ratings, rater, made, at + timedelta(hours=number + 1), done, chance)
        if closed_at:
            _agreed(rows, made, evaluation.call_id, ratings, leader, closed_at, chance)


def _rated(
    rows: Rows, centre: Centre, evaluation: CallEvaluation, ratings: list[CallRating], rater: Staff, session_id: int,
    at: datetime, done: bool, chance: random.Random,
) -> None:  # fmt: skip
    state = ReviewState.SUBMITTED if done else ReviewState.ASSIGNED
    review_id = rows.add(
        Review, call_id=evaluation.call_id, purpose=Purpose.CALIBRATION.value, session_id=session_id, state=state.value,
        person_id=rater.id, created_at=at, due_at=at + timedelta(days=4), assigned_at=at,
        finished_at=at + timedelta(hours=5) if done else None,
    )  # fmt: skip
    if not done:
        return
    made = rows.add(
        CallEvaluation, call_id=evaluation.call_id, transcript_id=evaluation.transcript_id, author_id=rater.id,
        rubric_version_id=evaluation.rubric_version_id, score=evaluation.score, created_at=at,
    )  # fmt: skip
    for rating in ratings:
        answer: dict[str, Any] = {"answer": rating.answer, "state": rating.state, "score": rating.score}
        criterion = centre.forms[0].rubric.criterion(rating.criterion)
        if criterion and chance.random() < DIFFERS:
            key = chance.choice(list(criterion.answers))
            answer = {"answer": key, "state": "rated", "score": criterion.answers[key].score}
        rows.add(
            CallRating, evaluation_id=made, criterion=rating.criterion, confidence=1.0, reason={"ko": "", "en": ""},
            evidence=rating.evidence, author_id=rater.id, created_at=at, **answer,
        )  # fmt: skip
    rows.add(ReviewEvaluation, review_id=review_id, evaluation_id=made, kind="final")


def _agreed(
    rows: Rows,
    session_id: int,
    call_id: int,
    ratings: list[CallRating],
    leader: Staff,
    at: datetime,
    chance: random.Random,
) -> None:
    for rating in ratings:
        answer = rating.answer or rating.state
        rows.add(
            CalibrationReference, session_id=session_id, call_id=call_id, criterion=rating.criterion, answer=answer,
            author_id=leader.id, at=at,
        )  # fmt: skip
    rows.add(
        CalibrationComment, session_id=session_id, criterion=ratings[0].criterion, call_id=call_id, author_id=leader.id,
        text=chance.choice(COMMENTS), at=at,
    )  # fmt: skip
