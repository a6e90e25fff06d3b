"""What a file of standard answers would change of those that stand: new, changed, unchanged, withdrawn, row by row.

A row of the file is the same fact as a standing one when entry, type, name and first day agree; with another value or
last day it is a change of it. What the file does not mention stays as it is, unless the file is to replace everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from qa.answers.entries import Answers, Entry, Fact
from qa.answers.facts import FactType

# Entry, type, name, first day.
_Key = tuple[str, FactType, str, date | None]


class Deed(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What becomes of an entry's title, questions, topic and owner. `new` is None for one that is withdrawn."""

    deed: Deed
    new: Entry | None
    old: Entry | None


@dataclass(frozen=True, slots=True)
class FactChange:
    """What becomes of a fact. `new` is None for one that is withdrawn; its `line` is the row of the file."""

    deed: Deed
    new: Fact | None
    old: Fact | None

    @property
    def line(self) -> int:
        return self.new.line if self.new else 0


@dataclass(frozen=True, slots=True)
class Difference:
    entries: tuple[EntryChange, ...]
    facts: tuple[FactChange, ...]

    @property
    def changes(self) -> bool:
        deeds = {change.deed for change in self.entries} | {change.deed for change in self.facts}
        return bool(deeds - {Deed.UNCHANGED})


def difference(standing: Answers, told: Answers, *, replace_all: bool = False) -> Difference:
    """What has to be recorded and withdrawn for `told` to stand. `standing` holds the withdrawn rows too."""
    there = {entry.id: entry for entry in standing.entries}
    entries, facts = [], []
    for entry in told.entries:
        old = there.get(entry.id)
        changes = _fact_changes(old.facts if old else (), entry.facts, replace_all)
        entries.append(_entry_change(old, entry, changes))
        facts += changes
    if replace_all:
        mentioned = {entry.id for entry in told.entries}
        gone = [e for e in standing.entries if e.id not in mentioned and e.withdrawn_at is None]
        entries += [EntryChange(Deed.WITHDRAWN, None, entry) for entry in gone]
        facts += [FactChange(Deed.WITHDRAWN, None, fact) for entry in gone for fact in _standing(entry.facts)]
    return Difference(tuple(entries), tuple(facts))


def _entry_change(old: Entry | None, new: Entry, facts: list[FactChange]) -> EntryChange:
    """What the file leaves empty of an entry that stands is left as it was; one that was withdrawn stands again unless
    the file only tells its past, as an export does.
    """
    if old is None:
        return EntryChange(Deed.NEW, new, None)
    whole = replace(
        new, questions=new.questions or old.questions, topic=new.topic or old.topic, owner=new.owner or old.owner
    )
    if old.withdrawn_at is not None:
        past = bool(facts) and all(change.deed is Deed.UNCHANGED for change in facts)
        return EntryChange(Deed.UNCHANGED, whole, old) if past else EntryChange(Deed.NEW, whole, None)
    same = (whole.title, whole.questions, whole.topic, whole.owner) == (old.title, old.questions, old.topic, old.owner)
    return EntryChange(Deed.UNCHANGED if same else Deed.CHANGED, whole, old)


def _fact_changes(old: tuple[Fact, ...], told: tuple[Fact, ...], replace_all: bool) -> list[FactChange]:
    changes = list(_past(old, tuple(fact for fact in told if fact.withdrawn_at is not None)))
    withdrawn_there = {change.old for change in changes if change.deed is not Deed.UNCHANGED}
    left = [fact for fact in _standing(old) if fact not in withdrawn_there]
    unmatched: list[Fact] = []
    for fact in _standing(told):
        same = next((there for there in left if _content(there) == _content(fact)), None)
        if same is None:
            unmatched.append(fact)
        else:
            left.remove(same)
            changes.append(FactChange(Deed.UNCHANGED, fact, same))
    for fact in unmatched:
        was = next((there for there in left if _key(there) == _key(fact)), None)
        if was is None:
            changes.append(FactChange(Deed.NEW, fact, None))
        else:
            left.remove(was)
            changes.append(FactChange(Deed.CHANGED, fact, was))
    if replace_all:
        changes += [FactChange(Deed.WITHDRAWN, None, fact) for fact in left]
    return sorted(changes, key=lambda change: change.line or 10**9)


def _past(old: tuple[Fact, ...], told: tuple[Fact, ...]) -> Iterable[FactChange]:
    """Rows that an export tells were withdrawn: history, taken over where it is missing."""
    known = {(_content(fact), fact.recorded_at): fact for fact in old}
    for fact in told:
        there = known.get((_content(fact), fact.recorded_at))
        if there is None:
            yield FactChange(Deed.NEW, fact, None)
        elif there.withdrawn_at is None:
            yield FactChange(Deed.CHANGED, fact, there)
        else:
            yield FactChange(Deed.UNCHANGED, fact, there)


def _standing(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.withdrawn_at is None]


def _key(fact: Fact) -> _Key:
    return fact.entry, fact.type, fact.name, fact.valid_from


def _content(fact: Fact) -> tuple[_Key, str, bool, date | None]:
    return _key(fact), fact.text, fact.required, fact.valid_to
