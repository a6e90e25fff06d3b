"""The tables of the people's half: who rates which call, what they have said so far, and what agents answer.

A review is one call in one person's hands. The same row serves the first and the second evaluation, the answer to a
dispute and a calibration session: what differs is `purpose`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.store.tables import Call, CallEvaluation, Person, Table, now

CALL = "call.id"
PERSON = "person.id"
REVIEW = "review.id"
SESSION = "calibration_session.id"
FIRST = text("purpose = 'first'")


class Review(Table):
    """`purpose`: first, second, dispute, calibration. `stream`: flagged, random, picked (by a manager), or empty; of
    a calibration random, where the person is not to know that it is one.

    `state`: waiting (nobody has it), assigned, submitted, withdrawn. `blind_at`: when the person had rated without
    seeing the machine's ratings, and saw them. `version` grows with every change of hands or state.
    """

    __tablename__ = "review"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey(CALL))
    purpose: Mapped[str] = mapped_column(String(12))
    stream: Mapped[str] = mapped_column(String(8), default="")
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    person_id: Mapped[int | None] = mapped_column(ForeignKey(PERSON))
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"))  # the call's, so that taking needs no join
    session_id: Mapped[int | None] = mapped_column(ForeignKey(SESSION), index=True)
    rank: Mapped[int] = mapped_column(default=0)  # the lower, the sooner
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime] = mapped_column(default=now)
    assigned_at: Mapped[datetime | None]
    assigned_by: Mapped[int | None] = mapped_column(ForeignKey(PERSON))
    opened_at: Mapped[datetime | None]
    blind_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    returned: Mapped[str] = mapped_column(Text, default="")  # why the second evaluator gave it back
    praise: Mapped[str] = mapped_column(Text, default="")  # what went well, for the agent
    opinion: Mapped[str] = mapped_column(Text, default="")  # what to work on, for the agent
    work_s: Mapped[float] = mapped_column(default=0.0)  # seconds the page was in front of the person
    listened_s: Mapped[float] = mapped_column(default=0.0)
    clips_played: Mapped[int] = mapped_column(default=0)
    call: Mapped[Call] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    __table_args__ = (
        # One first evaluation per call, whoever asks twice.
        Index("uq_review_first", "call_id", unique=True, sqlite_where=FIRST, postgresql_where=FIRST),
        Index("ix_review_taking", "state", "purpose", "stream", "rank", "due_at", "id"),
        Index("ix_review_person_id", "person_id", "state"),
        Index("ix_review_call_id", "call_id", "person_id"),
    )


class ReviewEvaluation(Table):
    """What a review came to. `kind`: blind (before the machine's ratings were seen) or final."""

    __tablename__ = "review_evaluation"
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey(REVIEW), index=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(5))
    review: Mapped[Review] = relationship()
    evaluation: Mapped[CallEvaluation] = relationship()


class DraftRating(Table):
    """One answer a person has given in a review not submitted yet, or (`rubric` empty) a text of theirs.

    Texts go by `criterion`: praise, opinion, the reply to a dispute. `version` grows with every change, so that of two
    windows the second is told.
    """

    __tablename__ = "draft_rating"
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey(REVIEW))
    person_id: Mapped[int] = mapped_column(ForeignKey(PERSON))
    rubric: Mapped[str] = mapped_column(String(60))
    criterion: Mapped[str] = mapped_column(String(60))
    answer: Mapped[str | None] = mapped_column(String(60))  # a key of the criterion, not_applicable or cannot_tell
    reason_code: Mapped[str | None] = mapped_column(String(30))
    note: Mapped[str] = mapped_column(Text, default="")
    turn: Mapped[int | None]  # the turn the person points at as evidence
    shown: Mapped[str | None] = mapped_column(String(60))  # what stood beside the field as the person answered it
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = mapped_column(default=now)
    __table_args__ = (UniqueConstraint("review_id", "person_id", "rubric", "criterion"),)


class ReviewSkip(Table):
    """Somebody gave a review back, and why; they are not offered it again."""

    __tablename__ = "review_skip"
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey(REVIEW), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(PERSON), index=True)
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=now)
    person: Mapped[Person] = relationship()


class CallNote(Table):
    """A remark pinned to a second of a call."""

    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey(CALL), index=True)
    review_id: Mapped[int | None] = mapped_column(ForeignKey(REVIEW), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(PERSON))
    at_s: Mapped[float]
    text: Mapped[str] = mapped_column(Text)
    for_agent: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]
    author: Mapped[Person] = relationship()


class Planted(Table):
    """A wrong machine rating shown on purpose, to see whether people listen. `caught` None: not answered yet."""

    __tablename__ = "planted"
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey(REVIEW), unique=True)
    rubric: Mapped[str] = mapped_column(String(60))
    criterion: Mapped[str] = mapped_column(String(60))
    answer: Mapped[str] = mapped_column(String(60))  # what was shown; the machine's own rating stands as it was
    caught: Mapped[bool | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey(PERSON))  # who had the review then
    review: Mapped[Review] = relationship()


class Dispute(Table):
    """An agent objects to one rating. `outcome`: kept, accepted (the agent's answer), third (another)."""

    __tablename__ = "dispute"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey(CALL), index=True)
    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))  # the one that counted
    rubric: Mapped[str] = mapped_column(String(60))
    criterion: Mapped[str] = mapped_column(String(60))
    agent_id: Mapped[int] = mapped_column(ForeignKey(PERSON), index=True)
    proposed: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)  # open, answered, withdrawn
    review_id: Mapped[int | None] = mapped_column(ForeignKey(REVIEW), index=True)
    outcome: Mapped[str | None] = mapped_column(String(10))
    reply: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
    answered_rating_id: Mapped[int | None] = mapped_column(ForeignKey("rating.id"))
    call: Mapped[Call] = relationship()
    agent: Mapped[Person] = relationship()
    __table_args__ = (UniqueConstraint("call_id", "rubric", "criterion"),)


class RubricCase(Table):
    """A case for the tests beside a rubric, made of a dispute that was upheld; `text` is one entry of a test file."""

    __tablename__ = "rubric_case"
    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("dispute.id"), unique=True)
    rubric: Mapped[str] = mapped_column(String(60), index=True)
    criterion: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    dispute: Mapped[Dispute] = relationship()


class Notification(Table):
    """Something a person should know, with the page it leads to. Sent by mail where that is switched on."""

    __tablename__ = "notification"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(PERSON))
    kind: Mapped[str] = mapped_column(String(30))
    sentence: Mapped[dict[str, Any]]  # Sentence
    link: Mapped[str] = mapped_column(String(200))  # a path of the desk
    created_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    mail_tries: Mapped[int] = mapped_column(default=0)
    person: Mapped[Person] = relationship()
    __table_args__ = (
        Index("ix_notification_person_id", "person_id", "read_at"),
        Index("ix_notification_mailed_at", "mailed_at", "mail_tries"),
    )


class SavedFilter(Table):
    """A list narrowed as a person wants it again: the query part of its address under a name. `page` is an endpoint."""

    __tablename__ = "saved_filter"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(PERSON))
    page: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[datetime] = mapped_column(default=now)
    __table_args__ = (UniqueConstraint("person_id", "page", "name"),)


class PolicyValue(Table):
    """How the desk works, as managers set it: one row per thing that differs from the default (`qa.desk.policy`)."""

    __tablename__ = "policy"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[float]
    changed_at: Mapped[datetime] = mapped_column(default=now)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey(PERSON))
