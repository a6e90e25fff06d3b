"""Whose fault was it? A person confirms the class of a finding, so that a wrong entry is no agent's mistake."""

from __future__ import annotations

from sqlalchemy import select

from qa.desk.access import Act, may
from qa.errors import Refused
from qa.store.answer_tables import CallFinding
from qa.store.engine import Session
from qa.store.findings import FAULTS
from qa.store.pages import call_facts
from qa.store.tables import Audit, Person, now


def confirm_fault(session: Session, person: Person, finding_id: int, fault: str, seen: str) -> int:
    """Set the fault class of a finding; the id of its call. `seen`: the confirmed class on the person's page.

    Raises `LookupError` when there is no such finding or the person may not see its call, `Refused` when they may not
    confirm, the class is none of `FAULTS`, or somebody was faster.
    """
    row = session.scalar(select(CallFinding).where(CallFinding.id == finding_id).with_for_update())
    facts = call_facts(session, row.call_id) if row else None
    if row is None or facts is None or not may(person, Act.SEE, facts):
        raise LookupError(f"no finding {finding_id}")
    if not may(person, Act.CONFIRM_FAULT, facts):
        raise Refused("원인을 정할 권한이 없습니다.", "You may not say whose fault it was.")
    if fault not in FAULTS:
        raise Refused("원인을 선택해 주세요.", "Choose whose fault it was.")
    if (row.confirmed_fault or "") != seen:
        raise Refused(
            "그사이 다른 사람이 원인을 정했습니다. 바뀐 내용을 확인하고 다시 정해 주세요.",
            "Somebody else has said whose fault it was in the meantime: look at it, then decide again.",
        )
    old = {"fault": row.fault, "confirmed_fault": row.confirmed_fault}
    row.confirmed_fault, row.confirmed_by, row.confirmed_at = fault, person.id, now()
    new = {"confirmed_fault": fault, "call": row.call_id, "entry": row.entry, "fact": row.fact_name}
    session.add(Audit(person_id=person.id, act="confirm_fault", thing=f"finding:{row.id}", old=old, new=new))
    session.flush()
    return row.call_id
