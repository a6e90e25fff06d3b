"""The tables of calibration sessions: which calls, who rates them, what was said about them and agreed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.store.review_tables import CALL, PERSON, SESSION
from qa.store.tables import Call, CallEvaluation, Person, Table, now


class CalibrationSession(Table):
    """`state`: open (people rate, nobody sees the others), revealed, closed (without `revealed_at`: cancelled).

    `unaware`: to those invited the calls look like others of their inbox. `vendor_id` None: evaluators of all vendors.
    """

    __tablename__ = "calibration_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    rubric: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)
    unaware: Mapped[bool] = mapped_column(default=False)
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"))
    created_by: Mapped[int] = mapped_column(ForeignKey(PERSON))
    created_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    revealed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    leader: Mapped[Person] = relationship()


class CalibrationCall(Table):
    """A call of a session. `evaluation_id` is the machine's evaluation that takes part as one more rater.

    `why`: fail (it failed something), pass, anchor (rated by evaluators of every vendor), dispute (one was upheld),
    added (by the leader).
    """

    __tablename__ = "calibration_call"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(SESSION), index=True)
    call_id: Mapped[int] = mapped_column(ForeignKey(CALL), index=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"))
    place: Mapped[int]
    why: Mapped[str] = mapped_column(String(10))
    call: Mapped[Call] = relationship()
    evaluation: Mapped[CallEvaluation] = relationship()
    __table_args__ = (UniqueConstraint("session_id", "call_id"),)


class CalibrationRater(Table):
    """Somebody invited to a session."""

    __tablename__ = "calibration_rater"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(SESSION))
    person_id: Mapped[int] = mapped_column(ForeignKey(PERSON), index=True)
    person: Mapped[Person] = relationship()
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)


class CalibrationComment(Table):
    """A word in the discussion of a criterion. `kind`: comment, or rubric (a note for whoever keeps the rubric)."""

    __tablename__ = "calibration_comment"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(SESSION))
    criterion: Mapped[str] = mapped_column(String(60))
    call_id: Mapped[int | None] = mapped_column(ForeignKey(CALL))
    kind: Mapped[str] = mapped_column(String(10), default="comment")
    author_id: Mapped[int] = mapped_column(ForeignKey(PERSON))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=now)
    author: Mapped[Person] = relationship()
    __table_args__ = (Index("ix_calibration_comment_session_id", "session_id", "criterion"),)


class CalibrationReference(Table):
    """What the evaluators agreed for one criterion of one call. The newest row counts."""

    __tablename__ = "calibration_reference"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(SESSION), index=True)
    call_id: Mapped[int] = mapped_column(ForeignKey(CALL))
    criterion: Mapped[str] = mapped_column(String(60))
    answer: Mapped[str] = mapped_column(String(60))  # a key of the criterion, not_applicable or cannot_tell
    author_id: Mapped[int] = mapped_column(ForeignKey(PERSON))
    at: Mapped[datetime] = mapped_column(default=now)
    author: Mapped[Person] = relationship()
