"""What each call was about, kept beside it: written by the score stage, read by pages; and who called again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, select, update

from qa.analytics.about import CallAbout
from qa.analytics.reason import Complaint
from qa.call import from_json, to_json
from qa.store.engine import Session
from qa.store.tables import AboutCall, Call

REPEAT_DAYS = 7


@dataclass(frozen=True)
class Contact:
    """Another call from the same number."""

    call_id: int
    started_at: datetime
    topic: str | None
    same_topic: bool


def keep_about(
    session: Session, call_id: int, found: CallAbout, *, transcript_id: int, answers_version_id: int | None
) -> None:
    """One row a call, the newest: scoring again with other standard answers writes it anew."""
    row = session.scalar(select(AboutCall).where(AboutCall.call_id == call_id))
    if row is None:
        row = AboutCall(call_id=call_id)
        session.add(row)
    complained = {each.of for each in found.complaints}
    row.transcript_id, row.answers_version_id = transcript_id, answers_version_id
    row.body = to_json(found)
    row.topic, row.reason, row.language = found.topic, found.reason.value, found.language
    row.transfers, row.resolved = len(found.transfers), found.resolved
    row.hold_s, row.time_to_agent_s = found.hold_s, found.time_to_agent_s
    row.complains_of_waiting = Complaint.WAITING in complained
    row.complains_of_transfers = Complaint.TRANSFERS in complained
    row.complains_of_unkindness = Complaint.UNKINDNESS in complained


def keep_contacts(session: Session, call_id: int, earlier: int) -> None:
    """How many calls from the same number came in the days before."""
    session.execute(update(AboutCall).where(AboutCall.call_id == call_id).values(contacts_before=earlier))


def about_of(session: Session, call_id: int) -> CallAbout | None:
    """None for a call that was not scored yet, or was scored before this was found out."""
    row = session.scalar(select(AboutCall).where(AboutCall.call_id == call_id))
    return from_json(CallAbout, row.body) if row is not None else None


def earlier_contacts(
    session: Session, call_id: int, *, days: int = REPEAT_DAYS, allowed: ColumnElement[bool] | None = None
) -> list[Contact]:
    """Calls from the same number within the days before this one, the newest first; none where no number was told.

    `allowed`: of those only what the person may see.
    """
    this = session.get_one(Call, call_id)
    if this.citizen_hash is None:
        return []
    topic = session.scalar(select(AboutCall.topic).where(AboutCall.call_id == call_id))
    query: Select[int, datetime, str | None] = (
        select(Call.id, Call.started_at, AboutCall.topic)
        .outerjoin(AboutCall, AboutCall.call_id == Call.id)
        .where(Call.citizen_hash == this.citizen_hash, Call.id != call_id)
        .where(Call.started_at >= this.started_at - timedelta(days=days), Call.started_at <= this.started_at)
        .order_by(Call.started_at.desc(), Call.id.desc())
    )
    if allowed is not None:
        query = query.where(allowed)
    return [
        Contact(other_id, started_at, other, other is not None and other == topic)
        for other_id, started_at, other in session.execute(query)
    ]
