"""The list of standard answers as its page shows it: searched, narrowed, with the tree of topics beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from qa.answers.embedding import Embedding
from qa.answers.entries import Answers, Entry, Fact
from qa.answers.find import Finder
from qa.answers.rows import overlapping
from qa.store.answer_pages import EntryUse

PAGE_SIZE = 40
FILTERS = ("valid", "expired", "withdrawn", "required", "no_owner", "unused")
UNDER = ">"


@dataclass(frozen=True)
class Sorted:
    """The facts of an entry by when they are valid; those withdrawn are in none of the three. `until`: the last day of
    them all; None when they go on.
    """

    now: tuple[Fact, ...]
    coming: tuple[Fact, ...]
    past: tuple[Fact, ...]
    overlapping: frozenset[int]  # lines of facts that stand for the same day with different values

    @property
    def until(self) -> date | None:
        ends = [fact.valid_to for fact in (*self.now, *self.coming, *self.past)]
        return None if None in ends else max((end for end in ends if end), default=None)


@dataclass(frozen=True)
class ListedEntry:
    entry: Entry
    facts: Sorted
    use: EntryUse | None

    @property
    def expired(self) -> bool:
        """It told something once and tells nothing today, nor will it."""
        return bool(self.facts.past) and not self.facts.now and not self.facts.coming


@dataclass(frozen=True)
class Topic:
    """A place in the tree of topics; `depth` counts from 0, `entries` those under it too."""

    path: str
    name: str
    depth: int
    entries: int


@dataclass(frozen=True)
class EntryList:
    rows: tuple[ListedEntry, ...]
    topics: tuple[Topic, ...]
    total: int
    page: int
    pages: int


def sort_facts(entry: Entry, today: date) -> Sorted:
    standing = [fact for fact in entry.facts if fact.withdrawn_at is None]
    key = _order
    return Sorted(
        tuple(sorted((f for f in standing if f.is_valid_on(today)), key=key)),
        tuple(sorted((f for f in standing if f.valid_from and f.valid_from > today), key=key)),
        tuple(sorted((f for f in standing if f.valid_to and f.valid_to < today), key=key, reverse=True)),
        frozenset(fact.line for pair in overlapping(standing) for fact in pair),
    )


def entry_list(
    answers: Answers,
    uses: Mapping[str, EntryUse],
    today: date,
    *,
    text: str = "",
    topic: str = "",
    only: str = "",
    page: int = 1,
    embedding: Embedding | None = None,
) -> EntryList:
    """One page of the entries that are told, or of those withdrawn; those found for `text` come best first, else as
    the table has them. One withdrawn from a later day on is told until then.
    """
    if only == "withdrawn":
        there = [entry for entry in answers.entries if entry.withdrawn_at is not None]
    else:
        there = [entry for entry in answers.entries if entry.withdrawn_at is None or entry.facts_on(today)]
    found = _found(answers, text, there, embedding) if text else there
    rows = [ListedEntry(entry, sort_facts(entry, today), uses.get(entry.id)) for entry in found]
    rows = [row for row in rows if _under(row.entry.topic, topic) and _fits(row, only)]
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    page = min(max(1, page), pages)
    shown = tuple(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    return EntryList(shown, topics_of(there), len(rows), page, pages)


def topics_of(entries: list[Entry]) -> tuple[Topic, ...]:
    counts: Counter[tuple[str, ...]] = Counter()
    for entry in entries:
        path = topic_path(entry.topic)
        for depth in range(1, len(path) + 1):
            counts[path[:depth]] += 1
    return tuple(
        Topic(f" {UNDER} ".join(path), path[-1], len(path) - 1, number) for path, number in sorted(counts.items())
    )


def topic_path(topic: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in topic.split(UNDER) if part.strip())


def _under(topic: str, wanted: str) -> bool:
    path = topic_path(wanted)
    return topic_path(topic)[: len(path)] == path


def _fits(row: ListedEntry, only: str) -> bool:
    if only == "valid":
        return bool(row.facts.now)
    if only == "expired":
        return row.expired
    if only == "required":
        return any(fact.required for fact in row.facts.now)
    if only == "no_owner":
        return not row.entry.owner
    if only == "unused":
        return row.use is None
    return True


def _found(answers: Answers, text: str, there: list[Entry], embedding: Embedding | None) -> list[Entry]:
    """Of the entries `there`, what the machine would find, then those that hold the very words."""
    hits = [hit.entry for hit in _finder(answers, embedding).find(text, top=PAGE_SIZE)]
    words = text.lower().split()
    holding = [entry for entry in there if all(word in _words_of(entry) for word in words)]
    by_id = {entry.id: entry for entry in there}
    return [by_id[id] for id in dict.fromkeys(entry.id for entry in (*hits, *holding)) if id in by_id]


def _words_of(entry: Entry) -> str:
    told = [f"{fact.name} {fact.text}" for fact in entry.facts if fact.withdrawn_at is None]
    return "\n".join([entry.id, entry.title, entry.topic, entry.owner, *entry.questions, *told]).lower()


@lru_cache(maxsize=2)
def _finder(answers: Answers, embedding: Embedding | None) -> Finder:
    return Finder(answers, embedding)


def _order(fact: Fact) -> tuple[bool, str, str, date]:
    return not fact.required, fact.type.value, fact.name, fact.valid_from or date.min
