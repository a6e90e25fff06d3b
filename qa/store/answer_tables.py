"""The tables of the standard answers, of what was found comparing calls with them, and of the gaps that showed.

Entries and facts are only added and withdrawn: a row says who recorded it and when, and who withdrew it, when and why.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.store.tables import Person, Table, now

PERSON = "person.id"
STANDING = text("withdrawn_at IS NULL")


class AnswerEntry(Table):
    """One version of an entry: title, questions, topic, owner. The one that is not withdrawn stands.

    `recorded_at` None: it stood before the product kept the table.
    """

    __tablename__ = "answer_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(String(80), index=True)
    title: Mapped[str] = mapped_column(String(300))
    questions: Mapped[str] = mapped_column(Text)  # separated by "|", as in the file
    topic: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(100))
    recorded_at: Mapped[datetime | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey(PERSON))
    reason: Mapped[str] = mapped_column(String(500), default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey(PERSON))
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")
    recorder: Mapped[Person | None] = relationship(foreign_keys=[recorded_by])
    withdrawer: Mapped[Person | None] = relationship(foreign_keys=[withdrawn_by])
    __table_args__ = (
        # Of two people who add one entry at once, the second is told.
        Index("uq_answer_entry_standing", "entry", unique=True, sqlite_where=STANDING, postgresql_where=STANDING),
    )


class AnswerFact(Table):
    """One row of the table of facts. `reason` says why it was recorded.

    `replaces_id` is the row whose place it took.
    """

    __tablename__ = "answer_fact"
    id: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(String(80), index=True)
    type: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    required: Mapped[bool]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey(PERSON))
    reason: Mapped[str] = mapped_column(String(500), default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey(PERSON))
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("answer_fact.id"))
    recorder: Mapped[Person | None] = relationship(foreign_keys=[recorded_by])
    withdrawer: Mapped[Person | None] = relationship(foreign_keys=[withdrawn_by])


class CallFinding(Table):
    """One stated or missing fact of a call and what came of comparing it. `fault` is the machine's guess whose fault a
    contradiction is, `confirmed_fault` what a person says.
    """

    __tablename__ = "finding"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    evaluation_id: Mapped[int | None] = mapped_column(ForeignKey("evaluation.id"))
    turn: Mapped[int | None]
    start: Mapped[int]  # characters of the turn
    end: Mapped[int]
    started_s: Mapped[float | None]
    ended_s: Mapped[float | None]
    entry: Mapped[str | None] = mapped_column(String(80), index=True)
    fact_name: Mapped[str] = mapped_column(String(200))
    fact_type: Mapped[str] = mapped_column(String(20))
    verdict: Mapped[str] = mapped_column(String(20))
    said: Mapped[str] = mapped_column(Text)
    said_norm: Mapped[str] = mapped_column(Text)
    expected: Mapped[str] = mapped_column(Text)
    quote: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float]
    fault: Mapped[str | None] = mapped_column(String(20))
    medium: Mapped[str] = mapped_column(String(10))  # of the call: phone, web or chat
    language: Mapped[str] = mapped_column(String(5))
    confirmed_fault: Mapped[str | None] = mapped_column(String(20))
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey(PERSON))
    confirmed_at: Mapped[datetime | None]
    confirmer: Mapped[Person | None] = relationship()
    __table_args__ = (
        Index("ix_finding_verdict_entry", "verdict", "entry", "call_id"),
        Index("ix_finding_medium", "medium", "language", "entry"),
    )


class CallQuestion(Table):
    """One question of a citizen, personal data masked, and the entry that answers it; None when there is none."""

    __tablename__ = "question"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    turn: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    entry: Mapped[str | None] = mapped_column(String(80), index=True)
    topic: Mapped[str] = mapped_column(String(200))
    score: Mapped[float]
    margin: Mapped[float]
    medium: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(5))


class Gap(Table):
    """What was done about a gap of the standard answers; the newest row of a kind and key counts."""

    __tablename__ = "gap"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(400))
    state: Mapped[str] = mapped_column(String(10))  # open, assigned, settled
    owner: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey(PERSON))
    at: Mapped[datetime] = mapped_column(default=now)
    person: Mapped[Person | None] = relationship()
    __table_args__ = (Index("ix_gap_kind_key", "kind", "key"),)
