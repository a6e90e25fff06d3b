"""Correction: a person fixes a word of a transcript, or who said it. A new version; the machine scores it again.

Every version is kept, with the measures and evaluations made of it and what people said about those.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from qa.call import Speaker, Stage, State, Transcript, from_json
from qa.desk.access import Act, may
from qa.desk.correctable import hold, why_not
from qa.errors import Refused
from qa.store import ledger, results
from qa.store.engine import Session
from qa.store.ledger import Bell
from qa.store.pages import CallFacts, call_facts
from qa.store.tables import Audit, CallTranscript, Person
from qa.transcribe.correction import (
    Difference,
    differences,
    engine_of,
    exchanged,
    fix_number,
    swapped,
    with_speaker,
    with_text,
)


@dataclass(frozen=True)
class Fix:
    """The words of a turn, as typed into a field that held its masked text, and who said them; None: as it was.
    `hide`: names that the field did not show.
    """

    turn: int
    text: str
    speaker: Speaker | None = None
    hide: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reassign:
    """One turn was said by another."""

    turn: int
    speaker: Speaker


@dataclass(frozen=True)
class Swap:
    """Agent and citizen are the other way round in the whole call."""


Change = Fix | Reassign | Swap
_HEARING = {Stage.INGEST, Stage.TRANSCRIBE}


@dataclass(frozen=True)
class Version:
    """One transcript of a call. `by` is empty for what was heard or handed in; else `differences` tells in which turns
    a person changed the version before it."""

    id: int
    at: datetime
    by: str
    differences: tuple[Difference, ...] = ()

    @property
    def changes(self) -> int:
        return len(self.differences)


@dataclass(frozen=True)
class Corrected:
    """What people changed of what was heard: by turn whether its words are others, or only who said them. `swapped`:
    agent and citizen are the other way round, and `turns` tells what differs besides.
    """

    turns: dict[int, bool]
    swapped: bool = False


def correct(session: Session, person: Person, call_id: int, change: Change, seen_id: int) -> list[Bell]:
    """Add the corrected transcript, let the call be measured and scored again, and write the audit line, in the
    caller's transaction. Returns the bells to ring once that is committed.

    `seen_id` is the transcript that the person saw. Raises `LookupError` when there is no such call or the person may
    not see it, `Refused` when they may not correct it, people's ratings rest on it (`qa.desk.correctable`), somebody
    was faster, the machine is at work on the call for the first time, or the change is none
    (`qa.transcribe.correction`). What the machine still does for an earlier correction becomes void.
    """
    hold(session, call_id)
    facts = call_facts(session, call_id)
    if facts is None or not may(person, Act.SEE, facts):
        raise LookupError(f"no call {call_id}")
    if not may(person, Act.CORRECT, facts):
        raise Refused("전사를 고칠 권한이 없습니다.", "You may not correct transcripts.")
    rows = _rows(session, call_id)
    if not rows:
        raise Refused(
            "아직 전사가 없는 통화입니다. 전사가 끝난 뒤 다시 시도해 주세요.",
            "This call has no transcript yet: try again once there is one.",
        )
    _check_seen(session, call_id, rows[-1].id, seen_id)
    if why := why_not(session, call_id):
        raise Refused(why.ko, why.en)
    number = max(fix_number(row.engine) for row in rows)
    _check_heard(facts, again=number > 0)
    old = from_json(Transcript, rows[-1].body)
    new = replace(_changed(old, change), engine=engine_of(old.engine, person.id, number + 1))
    new_id = results.keep_transcript(session, call_id, new)
    bell = ledger.reopen(session, call_id, Stage.MEASURE)
    was, now = _told(change, differences(old, new))
    audit_old, audit_new = {"transcript": rows[-1].id, **was}, {"transcript": new_id, **now}
    session.add(Audit(person_id=person.id, act="correct", thing=f"call:{call_id}", old=audit_old, new=audit_new))
    session.flush()
    return [bell]


def versions(session: Session, call_id: int) -> list[Version]:
    """The transcripts of a call, oldest first; empty while there is none."""
    correctors = _correctors(session, call_id)
    found: list[Version] = []
    before: Transcript | None = None
    for row in _rows(session, call_id):
        heard = from_json(Transcript, row.body)
        by = correctors.get(row.id)
        changed = tuple(differences(before, heard)) if before is not None and by is not None else ()
        found.append(Version(row.id, row.created_at, by or "", changed))
        before = heard
    return found


def corrected(session: Session, call_id: int, newest: Transcript) -> Corrected:
    """What people changed of the call, up to its newest transcript."""
    heard = results.before_corrections(session, call_id)
    if heard is None:
        return Corrected({})
    other_way_round = exchanged(heard, newest)
    found = differences(swapped(heard) if other_way_round else heard, newest)
    return Corrected({each.turn: each.old_text != each.new_text for each in found}, other_way_round)


def _rows(session: Session, call_id: int) -> Sequence[CallTranscript]:
    return session.scalars(
        select(CallTranscript).where(CallTranscript.call_id == call_id).order_by(CallTranscript.id)
    ).all()


def _correctors(session: Session, call_id: int) -> dict[int, str]:
    """Who made each corrected transcript, by its id."""
    lines = session.execute(
        select(Audit.new, Person.name)
        .join(Person, Person.id == Audit.person_id)
        .where(Audit.act == "correct", Audit.thing == f"call:{call_id}")
    )
    return {new["transcript"]: name for new, name in lines if new}


def _check_seen(session: Session, call_id: int, newest_id: int, seen_id: int) -> None:
    if seen_id == newest_id:
        return
    by = _correctors(session, call_id).get(newest_id)
    if by:
        raise Refused(
            f"그사이 {by} 님이 이 통화의 전사를 고쳤습니다. 바뀐 내용을 확인하고 다시 고쳐 주세요.",
            f"{by} has corrected this transcript in the meantime: look at the change, then correct it again.",
        )
    raise Refused(
        "그사이 이 통화의 전사가 바뀌었습니다. 바뀐 내용을 확인하고 다시 고쳐 주세요.",
        "This transcript has changed in the meantime: look at the change, then correct it again.",
    )


def _check_heard(facts: CallFacts, *, again: bool) -> None:
    """`again`: the call has been corrected before, so that what the machine does now it does for that text."""
    busy = {stage.stage for stage in facts.stages if stage.state in (State.WAITING, State.RUNNING)}
    if not busy or (again and not busy & _HEARING):
        return
    raise Refused(
        "아직 평가하는 중인 통화입니다. 평가가 끝난 뒤 고쳐 주세요.",
        "The call is still being scored: correct it once that is done.",
    )


def _changed(old: Transcript, change: Change) -> Transcript:
    match change:
        case Fix(turn, text, speaker, hide):
            return with_text(old, turn, text, speaker, hide)
        case Reassign(turn, speaker):
            return with_speaker(old, turn, speaker)
        case Swap():
            return swapped(old)


def _told(change: Change, changed: Sequence[Difference]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the audit says of the older and the newer version."""
    match change:
        case Fix(turn):
            of = changed[0]
            old: dict[str, Any] = {"turn": turn}
            new: dict[str, Any] = {"turn": turn}
            if of.old_text != of.new_text:
                old["text"], new["text"] = of.old_text, of.new_text
            if of.old_speaker is not of.new_speaker:
                old["speaker"], new["speaker"] = of.old_speaker.value, of.new_speaker.value
            return old, new
        case Reassign(turn, speaker):
            return {"turn": turn, "speaker": changed[0].old_speaker.value}, {"turn": turn, "speaker": speaker.value}
        case Swap():
            return {}, {"swapped": True}
