"""What an agent's other calls came to, as figures: who the agent is stays in here, so that the stages stay blind."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from qa.store.engine import Session
from qa.store.tables import Call, CallEvaluation, CallFlag, RubricVersion


def past_scores(session: Session, call_id: int, rubric_hash: str, at_most: int) -> list[float]:
    """The machine's scores of the agent's earlier calls under this version of a rubric, newest call first.

    Of one version only: another asks other things, and its scores are no measure for these.
    """
    this = aliased(Call)
    newest = (
        select(func.max(CallEvaluation.id))
        .join(RubricVersion, RubricVersion.id == CallEvaluation.rubric_version_id)
        .where(RubricVersion.hash == rubric_hash, CallEvaluation.author_id.is_(None))
        .group_by(CallEvaluation.call_id)
    )
    found = session.scalars(
        select(CallEvaluation.score)
        .join(Call, Call.id == CallEvaluation.call_id)
        .join(this, this.agent_id == Call.agent_id)
        .where(this.id == call_id, Call.started_at < this.started_at)
        .where(CallEvaluation.id.in_(newest), CallEvaluation.score.is_not(None))
        .order_by(Call.started_at.desc(), Call.id.desc())
        .limit(at_most)
    )
    return [score for score in found if score is not None]


def flagged_before(session: Session, call_id: int, *, days: int, leave_out: Collection[str]) -> int:
    """How many of the agent's other calls in the days before this one are flagged, by flags not in `leave_out`."""
    call = session.get_one(Call, call_id)
    if call.agent_id is None:
        return 0
    counted = (
        select(func.count(CallFlag.call_id.distinct()))
        .join(Call, Call.id == CallFlag.call_id)
        .where(Call.agent_id == call.agent_id, Call.id != call_id, CallFlag.code.not_in(sorted(leave_out)))
        .where(Call.started_at >= call.started_at - timedelta(days=days), Call.started_at < call.started_at)
    )
    return session.scalar(counted) or 0
