"""Calls as rows: accepting one, and what a stage needs to know before it starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from qa.call import Sentence, Stage
from qa.store.engine import Session, Store
from qa.store.ledger import open_stage
from qa.store.recordings import Kept
from qa.store.tables import Audit, Call, Person, Recording


@dataclass(frozen=True)
class Accepted:
    """`already`: these bytes were here before, and `call_id` is the call they made then. `note`: what a person should
    know although it was accepted.
    """

    call_id: int
    already: bool
    note: Sentence | None = None


@dataclass(frozen=True)
class CallAtHand:
    """What the machine's half may know of a call: nothing of who the agent is."""

    call_id: int
    sha256: str
    started_at: datetime
    queue: str | None = None


def accept(
    store: Store,
    kept: Kept,
    *,
    name: str,
    agent_login: str | None = None,
    started_at: datetime | None = None,
    queue: str | None = None,
    by_person_id: int | None = None,
    out_of: str | None = None,
    citizen_hash: str | None = None,
) -> Accepted:
    """A kept recording becomes a call whose first stage waits, in one transaction; the same bytes again change nothing.

    `agent_login` must be of a person that exists (the caller checked); their vendor becomes the call's.
    `out_of` is the SHA-256 of the file it stood in, where that held more than this call.
    """
    try:
        with store.writing() as session:
            found = _of_bytes(session, kept.sha256)
            if found is not None:
                return Accepted(found, already=True)
            agent = session.scalar(select(Person).where(Person.login == agent_login)) if agent_login else None
            call = Call(
                recording=Recording(sha256=kept.sha256, size_bytes=kept.size_bytes, name=name[-300:]),
                agent_id=agent.id if agent else None,
                vendor_id=agent.vendor_id if agent else None,
                queue=queue,
                citizen_hash=citizen_hash,
            )
            if started_at is not None:
                call.started_at = started_at
            session.add(call)
            session.flush()
            open_stage(session, call.id, Stage.INGEST)
            new = {"name": call.recording.name, "sha256": kept.sha256} | ({"out_of": out_of} if out_of else {})
            session.add(Audit(person_id=by_person_id, act="hand_in", thing=f"call:{call.id}", new=new))
            return Accepted(call.id, already=False)
    except IntegrityError:
        # On PostgreSQL two people can hand in the same bytes at the same moment; the other was first.
        with store.reading() as session:
            found = _of_bytes(session, kept.sha256)
        if found is None:
            raise
        return Accepted(found, already=True)


def at_hand(store: Store, call_id: int) -> CallAtHand:
    """Raises LookupError when there is no such call."""
    with store.reading() as session:
        row = session.execute(
            select(Recording.sha256, Call.started_at, Call.queue).join(Call.recording).where(Call.id == call_id)
        ).one_or_none()
    if row is None:
        raise LookupError(f"there is no call {call_id}")
    return CallAtHand(call_id, row.sha256, row.started_at, row.queue)


def find_call(session: Session, wanted: str) -> Call | None:
    """By number, or by the first 8 or more digits of the recording's SHA-256."""
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 8:
        return session.get(Call, int(wanted))
    if len(wanted) < 8 or not all(c in "0123456789abcdef" for c in wanted.lower()):
        return None
    found = session.scalars(
        select(Call).join(Call.recording).where(Recording.sha256.startswith(wanted.lower())).limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def _of_bytes(session: Session, sha256: str) -> int | None:
    return session.scalar(select(Call.id).join(Call.recording).where(Recording.sha256 == sha256))
