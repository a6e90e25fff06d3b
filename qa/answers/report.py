"""The report of an import, row by row: what each row of the file did, or why it was left out."""

from __future__ import annotations

from dataclasses import dataclass

from qa.answers.difference import Deed, Difference, EntryChange, FactChange
from qa.answers.entries import Fact
from qa.answers.rows import Note, Severity
from qa.answers.table import Reading
from qa.call import Sentence

LEFT_OUT = "left_out"
OUTCOMES = (*(deed.value for deed in Deed), LEFT_OUT)
_NOTHING = Sentence("", "")


@dataclass(frozen=True, slots=True)
class ReportRow:
    """`outcome` is one of `OUTCOMES`. `type` and `name` are empty where the row speaks of the entry itself; `old` and
    `new` show what stood and what stands now. `notes`: what is to be said of the row of the file.
    """

    outcome: str
    line: int
    place: Sentence
    entry: str
    title: str
    type: str
    name: str
    old: Sentence
    new: Sentence
    notes: tuple[Note, ...] = ()


def report(reading: Reading, changes: Difference) -> tuple[ReportRow, ...]:
    """One line for each row of the file in its order, then what the file does not mention and is withdrawn for it.

    An entry whose own words change, or that states no fact, has a line too.
    """
    notes: dict[int, list[Note]] = {}
    for note in reading.notes:
        notes.setdefault(note.line, []).append(note)
    titles = {entry.id: entry.title for entry in reading.answers.entries}
    rows = [_fact_row(reading, change, titles, tuple(notes.get(change.line, ()))) for change in changes.facts]
    rows += [_entry_row(change) for change in changes.entries if _worth_a_line(change)]
    rows += [
        ReportRow(LEFT_OUT, note.line, note.place, "", "", "", note.field, _NOTHING, _NOTHING, (note,))
        for note in reading.left_out
    ]
    return tuple(sorted(rows, key=lambda row: row.line or 10**9))


def counts(rows: tuple[ReportRow, ...]) -> dict[str, int]:
    return {outcome: sum(1 for row in rows if row.outcome == outcome) for outcome in OUTCOMES}


def described(fact: Fact | None) -> Sentence:
    """A fact in one line: value, period, whether it is required."""
    if fact is None:
        return _NOTHING
    period = f" ({fact.valid_from or ''}~{fact.valid_to or ''})" if fact.valid_from or fact.valid_to else ""
    return Sentence(
        fact.text + period + (" · 필수" if fact.required else ""),
        fact.text + period + (" · required" if fact.required else ""),
    )


def _worth_a_line(change: EntryChange) -> bool:
    if change.deed in (Deed.CHANGED, Deed.WITHDRAWN):
        return True
    return change.deed is Deed.NEW and change.new is not None and not change.new.facts


def _fact_row(reading: Reading, change: FactChange, titles: dict[str, str], notes: tuple[Note, ...]) -> ReportRow:
    fact = change.new or change.old
    assert fact is not None
    place = reading.places.get(change.line, _NOTHING)
    old = _NOTHING if change.deed is Deed.UNCHANGED else described(change.old)
    kept = tuple(note for note in notes if note.severity is not Severity.LEFT_OUT)
    return ReportRow(
        change.deed.value,
        change.line,
        place,
        fact.entry,
        titles.get(fact.entry, ""),
        fact.type.value,
        fact.name,
        old,
        described(change.new),
        kept,
    )


def _entry_row(change: EntryChange) -> ReportRow:
    entry = change.new or change.old
    assert entry is not None
    line = entry.facts[0].line if change.new and entry.facts else 0
    olds, news = [], []
    for field in ("title", "topic", "owner", "questions"):
        was, now = (_shown(getattr(side, field)) if side else "" for side in (change.old, change.new))
        if was != now:
            olds += [was] if was else []
            news += [now] if now else []
    old, new = " / ".join(olds), " / ".join(news)
    place = Sentence("항목", "entry")
    return ReportRow(
        change.deed.value, line, place, entry.id, entry.title, "", "", Sentence(old, old), Sentence(new, new)
    )


def _shown(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "|".join(value)
