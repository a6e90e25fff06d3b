"""Every table. Times are UTC; what a machine or a person said is added beside what was said before, never over it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from qa.call import Transcript, from_json, masked_texts


def now() -> datetime:
    return datetime.now(UTC)


class Utc(TypeDecorator[datetime]):
    """Aware UTC in Python, naive UTC in the database: SQLite forgets time zones, PostgreSQL would convert them."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


class Table(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Utc, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


class Vendor(Table):
    __tablename__ = "vendor"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)


class Team(Table):
    __tablename__ = "team"
    id: Mapped[int] = mapped_column(primary_key=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"))
    name: Mapped[str] = mapped_column(String(100))
    vendor: Mapped[Vendor] = relationship(lazy="joined")
    __table_args__ = (UniqueConstraint("vendor_id", "name"),)


class Person(Table):
    """`role` is agent, evaluator, coach, manager or administrator. `vendor_id` None sees every vendor."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(20))
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5), default="ko")
    email: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    vendor: Mapped[Vendor | None] = relationship(lazy="joined")
    team: Mapped[Team | None] = relationship(lazy="joined")


class Recording(Table):
    """Bytes kept under their SHA-256. The probe fields are filled by the ingest stage."""

    __tablename__ = "recording"
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size_bytes: Mapped[int]
    name: Mapped[str] = mapped_column(String(300))  # the name it came with; text only, never a path
    received_at: Mapped[datetime] = mapped_column(default=now)
    container: Mapped[str | None] = mapped_column(String(20))  # wav, mp3, ogg, m4a, flac
    codec: Mapped[str | None] = mapped_column(String(40))
    sample_rate_hz: Mapped[int | None]
    channels: Mapped[int | None]
    duration_s: Mapped[float | None]


class Call(Table):
    __tablename__ = "call"
    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id"), unique=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"))
    direction: Mapped[str] = mapped_column(String(10), default="inbound")
    queue: Mapped[str | None] = mapped_column(String(60))
    started_at: Mapped[datetime] = mapped_column(default=now)
    accepted_at: Mapped[datetime] = mapped_column(default=now)
    review_probability: Mapped[float | None]  # set by the flag stage when the random draw is made
    in_random_sample: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str | None] = mapped_column(String(5))
    citizen_hash: Mapped[str | None] = mapped_column(String(64), index=True)  # keyed, of the number
    released_at: Mapped[datetime | None]  # since when the agent sees it
    dispute_until: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    recording: Mapped[Recording] = relationship(lazy="joined")
    agent: Mapped[Person | None] = relationship(foreign_keys=[agent_id])
    vendor: Mapped[Vendor | None] = relationship()
    stages: Mapped[list[CallStage]] = relationship(back_populates="call", order_by="CallStage.id")
    flags: Mapped[list[CallFlag]] = relationship(back_populates="call", order_by="CallFlag.id")
    __table_args__ = (
        Index("ix_call_released", "agent_id", "released_at"),
        # Lists are counted by stream and paged by time in these alone, whoever's calls they are.
        Index("ix_call_started_at", "started_at", "in_random_sample"),
        Index("ix_call_vendor_id", "vendor_id", "started_at", "in_random_sample"),
        Index("ix_call_agent_id", "agent_id", "started_at", "in_random_sample"),
    )


class CallStage(Table):
    """The ledger: one row per call and stage. Claimed, renewed and committed only through `qa/store/ledger.py`."""

    __tablename__ = "call_stage"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    stage: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10))
    attempt: Mapped[int] = mapped_column(default=0)  # only ever grows: a commit names the attempt it was won with
    tries: Mapped[int] = mapped_column(default=0)  # attempts since a person last said "try again"
    lease_until: Mapped[datetime | None]
    waiting_since: Mapped[datetime] = mapped_column(default=now)
    rung_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    progress: Mapped[float] = mapped_column(default=0.0)  # share of this stage done, 0–1
    work_s: Mapped[float | None]  # seconds the attempt that committed worked
    stopped: Mapped[dict[str, Any] | None]  # Sentence as {"ko", "en"} when state is stopped
    again: Mapped[bool] = mapped_column(default=False)  # whether trying again can help
    detail: Mapped[str | None] = mapped_column(Text)  # traceback, for the administrator only
    call: Mapped[Call] = relationship(back_populates="stages")
    __table_args__ = (
        UniqueConstraint("call_id", "stage"),
        Index("ix_call_stage_state_stage", "state", "stage", "call_id"),
    )


class Worker(Table):
    """A worker process as it reports itself every few seconds; Redis's own list of workers forgets some."""

    __tablename__ = "worker"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)  # host, process id, random part
    stage: Mapped[str] = mapped_column(String(20))
    host: Mapped[str] = mapped_column(String(100))
    pid: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)


def _searchable(context: Any) -> str:
    """What a search may find: the turns as text, personal data masked."""
    return "\n".join(masked_texts(from_json(Transcript, context.get_current_parameters()["body"])))


class CallTranscript(Table):
    """One row per call, engine and options; `body` is `qa.call.Transcript` as JSON, `text` what searches look in."""

    __tablename__ = "transcript"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    engine: Mapped[str] = mapped_column(String(200))  # engine, model hash and options
    body: Mapped[dict[str, Any]]
    text: Mapped[str] = mapped_column(Text, default=_searchable)
    created_at: Mapped[datetime] = mapped_column(default=now)
    __table_args__ = (UniqueConstraint("call_id", "engine"),)


class CallMeasures(Table):
    """`body` is `qa.call.SpeechMeasures` as JSON, of one transcript."""

    __tablename__ = "measures"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcript.id"), unique=True)
    body: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=now)


COMPLAINTS = ("waiting", "transfers", "unkindness")


class AboutCall(Table):
    """What the call was about: `body` is `qa.analytics.about.CallAbout` as JSON; beside it what lists narrow by."""

    __tablename__ = "about"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), unique=True)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcript.id"))
    answers_version_id: Mapped[int | None] = mapped_column(ForeignKey("answers_version.id"))
    topic: Mapped[str | None] = mapped_column(String(300))
    reason: Mapped[str] = mapped_column(String(20))
    transfers: Mapped[int]
    resolved: Mapped[bool | None]
    hold_s: Mapped[float | None]
    time_to_agent_s: Mapped[float | None]
    language: Mapped[str] = mapped_column(String(5))
    complains_of_waiting: Mapped[bool]
    complains_of_transfers: Mapped[bool]
    complains_of_unkindness: Mapped[bool]
    contacts_before: Mapped[int] = mapped_column(default=0)  # calls from the number in the 7 days before
    body: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=now)
    # Which calls, by one thing each: a list narrowed by two is the calls that are in both.
    __table_args__ = (
        *(Index(f"ix_about_{name}", name, "call_id") for name in ("topic", "reason", "transfers", "language")),
        *(Index(f"ix_about_{name}", name, "call_id") for name in ("hold_s", "time_to_agent_s", "contacts_before")),
        Index("ix_about_resolved", "resolved", "transfers", "call_id"),
        *(Index(f"ix_about_complains_of_{of}", f"complains_of_{of}", "call_id") for of in COMPLAINTS),
    )


class RubricVersion(Table):
    """The text of a rubric as it was used; `hash` is the SHA-256 of the text."""

    __tablename__ = "rubric_version"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)


class AnswersVersion(Table):
    """The standard answers as they stood when a call was judged; `hash` is the SHA-256 of the file."""

    __tablename__ = "answers_version"
    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)


class CallEvaluation(Table):
    """All ratings of a call by one author under one rubric version. `author_id` None is the machine."""

    __tablename__ = "evaluation"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcript.id"))
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"))
    answers_version_id: Mapped[int | None] = mapped_column(ForeignKey("answers_version.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    score: Mapped[float | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    rubric_version: Mapped[RubricVersion] = relationship(lazy="joined")
    author: Mapped[Person | None] = relationship()
    ratings: Mapped[list[CallRating]] = relationship(back_populates="evaluation", order_by="CallRating.id")


OVERRIDES = text("overrides_id IS NOT NULL")


class CallRating(Table):
    """One answer, its evidence and its author. A person's override is a row of its own beside the machine's."""

    __tablename__ = "rating"
    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"), index=True)
    criterion: Mapped[str] = mapped_column(String(60))
    answer: Mapped[str | None] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20))
    score: Mapped[float | None]
    confidence: Mapped[float]
    reason: Mapped[dict[str, Any]]  # Sentence
    evidence: Mapped[list[Any]]  # list of Evidence
    critical: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    overrides_id: Mapped[int | None] = mapped_column(ForeignKey("rating.id"))
    reason_code: Mapped[str | None] = mapped_column(String(30))  # recognition, rule, standard_answer, rubric, context
    created_at: Mapped[datetime] = mapped_column(default=now)
    evaluation: Mapped[CallEvaluation] = relationship(back_populates="ratings")
    author: Mapped[Person | None] = relationship()
    # Only of those that override: SQLite would else look for the machine's ratings of a call among all that do not.
    __table_args__ = (
        Index("ix_rating_overrides_id", "overrides_id", sqlite_where=OVERRIDES, postgresql_where=OVERRIDES),
    )


class CallFlag(Table):
    __tablename__ = "flag"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    sentence: Mapped[dict[str, Any]]
    start_s: Mapped[float | None]
    end_s: Mapped[float | None]
    call: Mapped[Call] = relationship(back_populates="flags")


class Audit(Table):
    """Who did what to which thing, old to new. Only added to."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    act: Mapped[str] = mapped_column(String(40), index=True)
    thing: Mapped[str] = mapped_column(String(80), index=True)  # "call:17", "rating:4"
    old: Mapped[dict[str, Any] | None]
    new: Mapped[dict[str, Any] | None]
    person: Mapped[Person | None] = relationship()
