"""The standard answers in the database: rows are added and withdrawn, never changed, so that old calls stay judged."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import func, select

from qa.answers.cells import read_values
from qa.answers.difference import Deed, Difference
from qa.answers.entries import Answers, Entry, Fact
from qa.answers.export import as_csv
from qa.answers.facts import FactType
from qa.answers.rows import split_questions
from qa.store.answer_tables import AnswerEntry, AnswerFact
from qa.store.engine import Session, Store

NAME = "standard answers"
NEVER = "0-0-0-0"

Mark = tuple[int, int, int, int]


def mark(session: Session) -> Mark | None:
    """Changes whenever anything was recorded or withdrawn; None while the store holds no entry. Cheap."""
    entries = session.execute(select(func.max(AnswerEntry.id), func.count(AnswerEntry.withdrawn_at))).one()
    if entries[0] is None:
        return None
    facts = session.execute(select(func.max(AnswerFact.id), func.count(AnswerFact.withdrawn_at))).one()
    return entries[0], entries[1], facts[0] or 0, facts[1]


def one_at_a_time(session: Session) -> None:
    """Until the transaction ends nobody else takes in a file. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(1208)))


def answers_standing(session: Session) -> Answers:
    """Every entry with all its facts, those withdrawn too; each with its two times. `Fact.line` is the row's id.

    Equal tables give equal answers; `hash` is the SHA-256 of `as_csv`, which reads back as the same.
    """
    # The newest version of an entry comes last, one that stands after any that was withdrawn.
    heads: dict[str, AnswerEntry] = {}
    for row in session.scalars(select(AnswerEntry).order_by(AnswerEntry.id)):
        if row.entry not in heads or heads[row.entry].withdrawn_at is not None:
            heads[row.entry] = row
    facts: dict[str, list[Fact]] = {}
    for fact in session.scalars(select(AnswerFact).order_by(AnswerFact.id)):
        facts.setdefault(fact.entry, []).append(fact_of(fact))
    entries = tuple(
        entry_of(head, tuple(facts.get(id, ())))
        for id, head in heads.items()
        if head.withdrawn_at is None or id in facts
    )
    text = as_csv(Answers(NAME, "", entries))
    return Answers(NAME, hashlib.sha256(text.encode()).hexdigest(), entries)


def answers_in_use(store: Store) -> tuple[Answers, str] | None:
    """The answers with the text to be kept beside an evaluation; None while the store holds no entry.

    Read once for each change, so that a worker may ask for every call.
    """
    with store.reading() as session:
        now = mark(session)
    return _held(store, now) if now else None


@lru_cache(maxsize=2)
def _held(store: Store, _mark: Mark) -> tuple[Answers, str]:
    with store.reading() as session:
        answers = answers_standing(session)
    return answers, as_csv(answers)


def entry_of(row: AnswerEntry, facts: tuple[Fact, ...]) -> Entry:
    return Entry(row.entry, row.title, split_questions(row.questions), row.topic, facts, row.owner, row.withdrawn_at)


def fact_of(row: AnswerFact) -> Fact:
    type_ = FactType(row.type)
    return Fact(
        row.entry,
        type_,
        row.name,
        row.text,
        read_values(type_, row.text),
        row.required,
        row.valid_from,
        row.valid_to,
        row.id,
        row.recorded_at,
        row.withdrawn_at,
    )


def standing_entry(session: Session, id: str) -> AnswerEntry | None:
    """The version of an entry that stands, locked where the database can, so that of two who change it one waits."""
    return session.scalar(
        select(AnswerEntry).where(AnswerEntry.entry == id, AnswerEntry.withdrawn_at.is_(None)).with_for_update()
    )


def entry_mark(session: Session, id: str) -> str:
    """Changes whenever the entry or one of its facts was recorded or withdrawn; `NEVER` while there was no such."""
    counted = []
    for table in (AnswerEntry, AnswerFact):
        rows = select(func.max(table.id), func.count(table.withdrawn_at)).where(table.entry == id)
        newest, withdrawn = session.execute(rows).one()
        counted += [newest or 0, withdrawn]
    return "-".join(map(str, counted))


def record_entry(
    session: Session, entry: Entry, *, at: datetime | None, by: int | None, reason: str = ""
) -> AnswerEntry:
    row = AnswerEntry(
        entry=entry.id,
        title=entry.title,
        questions="|".join(entry.questions),
        topic=entry.topic,
        owner=entry.owner,
        recorded_at=at,
        recorded_by=by,
        reason=reason,
    )
    session.add(row)
    session.flush()
    return row


def record_fact(
    session: Session, fact: Fact, *, by: int | None, reason: str = "", replaces_id: int | None = None
) -> AnswerFact:
    """Add a row; its two times are those of `fact`."""
    row = AnswerFact(
        entry=fact.entry,
        type=fact.type.value,
        name=fact.name,
        text=fact.text,
        required=fact.required,
        valid_from=fact.valid_from,
        valid_to=fact.valid_to,
        recorded_at=fact.recorded_at,
        withdrawn_at=fact.withdrawn_at,
        recorded_by=by,
        reason=reason,
        replaces_id=replaces_id,
    )
    session.add(row)
    session.flush()
    return row


def withdraw(
    session: Session, row: AnswerEntry | AnswerFact, *, at: datetime, by: int | None, reason: str = ""
) -> None:
    """From now on the row does not stand; it stays readable."""
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = at, by, reason
    session.flush()


def keep_difference(session: Session, changes: Difference, *, at: datetime, by: int | None, reason: str = "") -> None:
    """Make the store say what a file says.

    Rows of the first file ever carry the times that the file tells, or none: they stood before the product kept them.
    Later a file does not decide when a row was recorded, or a correction could be dated back.
    """
    first = mark(session) is None
    for change in changes.entries:
        if change.old is not None and change.deed in (Deed.CHANGED, Deed.WITHDRAWN):
            standing = standing_entry(session, change.old.id)
            if standing is not None:
                withdraw(session, standing, at=at, by=by, reason=reason)
        if change.new is not None and change.deed is not Deed.UNCHANGED:
            record_entry(session, change.new, at=None if first else at, by=by, reason=reason)
    for of_fact in changes.facts:
        old = session.get(AnswerFact, of_fact.old.line) if of_fact.old else None
        new = of_fact.new
        if of_fact.deed is Deed.UNCHANGED:
            continue
        if old is not None:
            withdrawn_at = new.withdrawn_at if new and new.withdrawn_at else at
            withdraw(session, old, at=withdrawn_at, by=by, reason=reason)
        if new is None or (old is not None and new.withdrawn_at is not None):
            continue
        if not first and new.withdrawn_at is None:
            new = replace(new, recorded_at=at)
        record_fact(session, new, by=by, reason=reason, replaces_id=old.id if old else None)
