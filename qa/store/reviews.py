"""Which calls wait for a person: rows that the flag stage opens, and what a list of them shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from qa.call import Flag
from qa.scoring.flags import TECHNICAL
from qa.store.engine import Session
from qa.store.policy import policy
from qa.store.review_tables import Review
from qa.store.tables import Call, now


class Purpose(StrEnum):
    """Why a person rates a call: the first or the second evaluation, a dispute's answer, a calibration session."""

    FIRST = "first"
    SECOND = "second"
    DISPUTE = "dispute"
    CALIBRATION = "calibration"


class Stream(StrEnum):
    """How a call came to be evaluated. Averages are made of the random stream alone."""

    FLAGGED = "flagged"
    RANDOM = "random"
    PICKED = "picked"


class ReviewState(StrEnum):
    WAITING = "waiting"
    ASSIGNED = "assigned"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


OPEN = (ReviewState.WAITING.value, ReviewState.ASSIGNED.value)

# What is looked at first; a flag that is not named comes after these.
URGENT = (
    "critical",
    "abusive_caller",
    "unkind_words",
    "wrong_fact",
    "personal_data",
    "complaint",
    "repeated_transfers",
    "speech_level",
)


@dataclass(frozen=True)
class ReviewRead:
    """One review as lists show it, without the call behind it."""

    id: int
    call_id: int
    purpose: Purpose
    stream: str
    state: ReviewState
    person_id: int | None
    vendor_id: int | None
    session_id: int | None
    version: int
    due_at: datetime
    opened_at: datetime | None
    blind_at: datetime | None
    finished_at: datetime | None
    returned: str
    praise: str
    opinion: str

    @property
    def late(self) -> bool:
        return self.state in OPEN and self.due_at < now()

    @property
    def blind(self) -> bool:
        """Whether the machine's ratings, and colleagues', are hidden at this moment."""
        if self.guise in (Purpose.DISPUTE, Purpose.CALIBRATION):
            return True
        return self.guise is Purpose.FIRST and self.stream == Stream.RANDOM and self.blind_at is None

    @property
    def unaware(self) -> bool:
        """Of a calibration session whose raters are not to know: it carries the random stream."""
        return self.purpose is Purpose.CALIBRATION and self.stream == Stream.RANDOM

    @property
    def guise(self) -> Purpose:
        """The purpose as the person is told it: an unaware one goes as a first evaluation of a call drawn at random."""
        return Purpose.FIRST if self.unaware else self.purpose

    @property
    def nameless(self) -> bool:
        """Whether the agent's name is hidden: wherever the machine's ratings are, too, and until the review is over.

        In the random stream as well: who rates for the averages should not rate a name, and an unaware rater would
        otherwise know by what is missing.
        """
        return self.guise in (Purpose.DISPUTE, Purpose.CALIBRATION) or (
            self.guise is Purpose.FIRST and self.stream == Stream.RANDOM
        )

    @property
    def open(self) -> bool:
        return self.state in OPEN


def review_of(row: Review) -> ReviewRead:
    return ReviewRead(
        id=row.id,
        call_id=row.call_id,
        purpose=Purpose(row.purpose),
        stream=row.stream,
        state=ReviewState(row.state),
        person_id=row.person_id,
        vendor_id=row.vendor_id,
        session_id=row.session_id,
        version=row.version,
        due_at=row.due_at,
        opened_at=row.opened_at,
        blind_at=row.blind_at,
        finished_at=row.finished_at,
        returned=row.returned,
        praise=row.praise,
        opinion=row.opinion,
    )


def rank_of(codes: Collection[str]) -> int:
    """The place of the most urgent of these flags; the lower, the sooner a person looks."""
    return min((URGENT.index(code) if code in URGENT else len(URGENT) for code in codes), default=len(URGENT))


def open_first_review(session: Session, call_id: int, flags: Collection[Flag], *, drawn: bool) -> None:
    """Let the call wait for its first evaluation, or take it back when nothing speaks for one any more.

    A call drawn at random waits in the random stream whatever its flags say. What only tells of the recording is no
    reason to evaluate the agent. A review that somebody has, or has finished, is left alone.
    """
    codes = {flag.code for flag in flags} - TECHNICAL
    row = session.scalar(select(Review).where(Review.call_id == call_id, Review.purpose == Purpose.FIRST))
    if not drawn and not codes:
        if row is not None and row.state == ReviewState.WAITING and row.stream == Stream.FLAGGED:
            row.state, row.version = ReviewState.WITHDRAWN, row.version + 1
        return
    stream = Stream.RANDOM if drawn else Stream.FLAGGED
    if row is None:
        call = session.get_one(Call, call_id)
        of = policy(session)
        days = of.random_days if drawn else of.flagged_days
        row = Review(
            call_id=call_id,
            purpose=Purpose.FIRST,
            stream=stream,
            state=ReviewState.WAITING,
            vendor_id=call.vendor_id,
            due_at=now() + timedelta(days=days),
        )
        session.add(row)
    elif row.state == ReviewState.WITHDRAWN and row.person_id is None:
        row.state, row.version = ReviewState.WAITING, row.version + 1
    if row.state == ReviewState.WAITING and not drawn:
        row.rank = rank_of(codes)
