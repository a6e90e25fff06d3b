"""What the pages of the standard answers read: how an entry came to be as it is, and the calls it was used in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest

from sqlalchemy import ColumnElement, func, select

from qa.answers.entries import Entry, Fact
from qa.store.answer_tables import AnswerEntry, AnswerFact, CallFinding
from qa.store.answers import entry_mark, entry_of, fact_of
from qa.store.engine import Session
from qa.store.remembered import among
from qa.store.tables import Call

MOST_CALLS = 50
BEFORE_ITS_FACTS = 1 << 62  # of what was done at one moment, what was done to the entry comes first
# What counts as use of an entry: the agent stated something that it tells of.
USED = ("agree", "contradict", "cannot_tell")


@dataclass(frozen=True)
class Event:
    """One step in the history of an entry. `old` or `new` is None where a row was added or withdrawn; of the entry
    itself (title, questions …) they are entries, else facts. `at` None: it stood before the product kept the table.
    """

    at: datetime | None
    who: str
    reason: str
    old: Entry | Fact | None
    new: Entry | Fact | None


@dataclass(frozen=True)
class EntryPage:
    """An entry with every fact it ever had, how it came to be so (newest first), and the `seen` of the forms.

    `successors`: the row that took the place of a withdrawn one, by their ids.
    """

    entry: Entry
    history: tuple[Event, ...]
    seen: str
    successors: dict[int, int] = field(default_factory=dict)

    def stands_for(self, row_id: int) -> int:
        """The row that stands now where this one stood; 0 when none does."""
        while row_id in self.successors:
            row_id = self.successors[row_id]
        return row_id if any(f.line == row_id and f.withdrawn_at is None for f in self.entry.facts) else 0


@dataclass(frozen=True)
class EntryUse:
    """How often an entry was used in calls, and when last."""

    calls: int
    last: datetime | None


@dataclass(frozen=True)
class CallUse:
    """A call in which an entry was used: what was said and what came of comparing it."""

    call_id: int
    started_at: datetime
    fact_name: str
    fact_type: str
    verdict: str
    said: str
    expected: str
    fault: str | None
    confirmed: bool  # a person said so; else it is the machine's guess


def entry_page(session: Session, id: str) -> EntryPage | None:
    """None when there is, or was, no such entry in the store."""
    heads = list(session.scalars(select(AnswerEntry).where(AnswerEntry.entry == id).order_by(AnswerEntry.id)))
    if not heads:
        return None
    facts = list(session.scalars(select(AnswerFact).where(AnswerFact.entry == id).order_by(AnswerFact.id)))
    standing = next((head for head in heads if head.withdrawn_at is None), heads[-1])
    entry = entry_of(standing, tuple(fact_of(row) for row in facts))
    successors = {row.replaces_id: row.id for row in facts if row.replaces_id}
    return EntryPage(entry, _history(heads, facts), entry_mark(session, id), successors)


def _history(heads: list[AnswerEntry], facts: list[AnswerFact]) -> tuple[Event, ...]:
    events: list[tuple[datetime | None, int, Event]] = []
    before: AnswerEntry | None = None
    for head, following in zip_longest(heads, heads[1:]):
        old = entry_of(before, ()) if before else None
        who = head.recorder.name if head.recorder else ""
        events.append((head.recorded_at, head.id, Event(head.recorded_at, who, head.reason, old, entry_of(head, ()))))
        before = head
        if head.withdrawn_at is not None and (following is None or following.recorded_at != head.withdrawn_at):
            who = head.withdrawer.name if head.withdrawer else ""
            gone = Event(head.withdrawn_at, who, head.withdrawn_reason, entry_of(head, ()), None)
            events.append((head.withdrawn_at, BEFORE_ITS_FACTS, gone))
            before = None
    by_id = {row.id: row for row in facts}
    replaced = {row.replaces_id for row in facts}
    for row in facts:
        was = by_id.get(row.replaces_id) if row.replaces_id else None
        told = fact_of(was) if was else None
        who = row.recorder.name if row.recorder else ""
        events.append((row.recorded_at, row.id, Event(row.recorded_at, who, row.reason, told, fact_of(row))))
        if row.withdrawn_at is not None and row.id not in replaced:
            who = row.withdrawer.name if row.withdrawer else ""
            gone = Event(row.withdrawn_at, who, row.withdrawn_reason, fact_of(row), None)
            events.append((row.withdrawn_at, row.id, gone))
    events.sort(key=lambda item: (item[0] is not None, item[0].timestamp() if item[0] else 0.0, item[1]), reverse=True)
    return tuple(event for _, _, event in events)


def uses(session: Session, allowed: ColumnElement[bool], *, few: bool = False) -> dict[str, EntryUse]:
    """How often each entry was used, among the calls a person may see. Entries never used are not in it.

    `few`: an agent's own calls.
    """
    return among(session, "uses", allowed, CallFinding.id, lambda: _uses(session, allowed), few=few)


def _uses(session: Session, allowed: ColumnElement[bool]) -> dict[str, EntryUse]:
    used = CallFinding.entry.is_not(None), CallFinding.verdict.in_(USED)
    once = select(CallFinding.entry, CallFinding.call_id).where(*used).distinct().subquery()
    query = (
        select(once.c.entry, func.count(), func.max(Call.started_at))
        .join(Call, Call.id == once.c.call_id)
        .where(allowed)
        .group_by(once.c.entry)
    )
    return {str(entry): EntryUse(calls, last) for entry, calls, last in session.execute(query)}


def calls_using(
    session: Session, id: str, allowed: ColumnElement[bool], verdicts: Collection[str] = USED
) -> tuple[CallUse, ...]:
    """The newest calls in which the entry was used, among those a person may see."""
    query = (
        select(CallFinding, Call.started_at)
        .join(Call, Call.id == CallFinding.call_id)
        .where(allowed, CallFinding.entry == id, CallFinding.verdict.in_(sorted(verdicts)))
        .order_by(Call.started_at.desc(), CallFinding.id)
        .limit(MOST_CALLS)
    )
    return tuple(
        CallUse(
            row.call_id,
            started_at,
            row.fact_name,
            row.fact_type,
            row.verdict,
            row.said_norm or row.said,
            row.expected,
            row.confirmed_fault or row.fault,
            row.confirmed_fault is not None,
        )
        for row, started_at in session.execute(query)
    )
