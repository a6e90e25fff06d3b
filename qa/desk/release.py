"""Releasing a call to its agent, and the agent's acknowledgement."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from qa.call import Sentence
from qa.desk.access import Act, may
from qa.desk.notify import notify
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.policy import policy
from qa.store.tables import Audit, Call, Person, now


def release(session: Session, call_id: int, by: Person) -> None:
    """Let the agent see the call and what was rated, from now on; they may dispute it for as long as managers set.

    A call that is released stays so: what changes later is told to the agent, not taken back.
    """
    call = session.get_one(Call, call_id)
    if call.released_at is not None:
        return
    call.released_at = now()
    call.dispute_until = call.released_at + timedelta(days=policy(session).dispute_days)
    new = {"released_at": call.released_at.isoformat(timespec="seconds")}
    session.add(Audit(person_id=by.id, act="release", thing=f"call:{call_id}", old=None, new=new))
    if call.agent_id is not None:
        sentence = Sentence("새 평가 결과가 공개되었습니다.", "A new evaluation has been released to you.")
        notify(session, [call.agent_id], "released", sentence, f"/calls/{call_id}")


def acknowledge(session: Session, agent: Person, call_id: int) -> None:
    """The agent has read the result.

    Raises `LookupError` when it is not theirs, `Refused` when they said so already.
    """
    call = session.scalar(select(Call).where(Call.id == call_id).with_for_update())
    if call is None or not may(agent, Act.SEE, call):
        raise LookupError(f"no call {call_id}")
    if not may(agent, Act.ANSWER_FOR_SELF, call):
        raise Refused("상담사 본인만 확인할 수 있습니다.", "Only the agent can acknowledge this.")
    if call.acknowledged_at is not None:
        raise Refused("이미 확인한 평가입니다.", "You have acknowledged this already.")
    call.acknowledged_at = now()
    new = {"acknowledged_at": call.acknowledged_at.isoformat(timespec="seconds")}
    session.add(Audit(person_id=agent.id, act="acknowledge", thing=f"call:{call_id}", old=None, new=new))
