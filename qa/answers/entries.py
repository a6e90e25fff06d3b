"""The standard answers as values: entries with typed facts, valid from one day to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from qa.answers.facts import FactType, Value


@dataclass(frozen=True, slots=True)
class Fact:
    """`values` are the readings of `text`, any of which is right ("교통정책과|교통과"); empty where none can be read.

    Two times, as in Snodgrass (1999): valid_from and valid_to say when the fact was true in the world, first and last
    day; recorded_at and withdrawn_at (aware) when it stood in the table. A correction withdraws a row and records
    another; nothing is overwritten. `line` is the line of the file, or the number of the row in the store.
    """

    entry: str
    type: FactType
    name: str
    text: str
    values: tuple[Value, ...]
    required: bool
    valid_from: date | None
    valid_to: date | None
    line: int
    recorded_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def stands_on(self, day: date | None, at: datetime | None) -> bool:
        """Whether a call of `day` (None: now) is judged by this fact: it is valid then, and stands in the table today
        or stood in it at the time of the call. What was corrected after the call costs nobody a point.
        """
        valid = self.is_valid_on(day) if day else self.valid_to is None
        return valid and (self.withdrawn_at is None or (at is not None and at < self.withdrawn_at))


@dataclass(frozen=True, slots=True)
class Entry:
    """`withdrawn_at`: since when it does not stand in the table; its facts are withdrawn then, or have a last day."""

    id: str
    title: str
    questions: tuple[str, ...]
    topic: str
    facts: tuple[Fact, ...]
    owner: str = ""
    withdrawn_at: datetime | None = None

    def facts_on(self, day: date | None, *types: FactType) -> tuple[Fact, ...]:
        """Facts of these types (all when none is named) that are valid on `day`, as is known now; `None` means those
        valid until further notice.
        """
        return tuple(
            fact
            for fact in self.facts
            if fact.withdrawn_at is None
            and (not types or fact.type in types)
            and (fact.is_valid_on(day) if day else fact.valid_to is None)
        )

    def facts_judging(self, day: date | None, at: datetime | None) -> tuple[Fact, ...]:
        """The facts a call of `day`, made at `at`, is judged by (see `Fact.stands_on`), each once: a row that was
        withdrawn only to give it a last day says nothing that the one in its place does not say.
        """
        told: dict[tuple[FactType, str, str], Fact] = {}
        for fact in self.facts:
            if not fact.stands_on(day, at):
                continue
            key = (fact.type, fact.name, fact.text)
            if key not in told or (told[key].withdrawn_at is not None and fact.withdrawn_at is None):
                told[key] = fact
        return tuple(told.values())


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Compared by identity: an index is built once for each. `hash` is the SHA-256 of the text they were read from,
    which is stored with every evaluation that used them.
    """

    name: str
    hash: str
    entries: tuple[Entry, ...]

    def entry(self, id: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.id == id), None)

    def offices(self) -> frozenset[str]:
        """Every office name of every entry and time."""
        return frozenset(
            value.text
            for entry in self.entries
            for fact in entry.facts
            if fact.type is FactType.OFFICE
            for value in fact.values
        )


def as_of(called_at: datetime | None) -> date | None:
    """The day whose facts a call is judged by."""
    return called_at.date() if called_at else None
