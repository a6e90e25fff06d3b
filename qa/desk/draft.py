"""Drafts: what a person has answered so far, saved at every change, and never over what another window saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from qa.desk.inbox import own
from qa.desk.override import REASON_CODES
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.review_tables import DraftRating, Review
from qa.store.tables import Person, now

TEXT_LENGTH = 4000
TEXTS = ("praise", "opinion", "reply")
LONGEST_STEP_S = 60.0  # a page reports every few seconds; more at once is a page that slept


@dataclass(frozen=True)
class Said:
    """What one field of the form holds now. `rubric` empty: a text, by its name in `criterion`.

    `answer` is a key of the criterion, not_applicable, cannot_tell, or None for not answered (yet, or any more).
    `turn` is the turn the person points at. `seen`: the version the window knew, 0 for none. `shown`: the answer that
    stood beside the field as the person gave theirs, as `answer`; None where nothing was shown.
    """

    rubric: str
    criterion: str
    answer: str | None = None
    reason_code: str | None = None
    note: str = ""
    turn: int | None = None
    seen: int = 0
    shown: str | None = None

    @property
    def empty(self) -> bool:
        return not (self.answer or self.reason_code or self.note or self.turn is not None)


@dataclass(frozen=True)
class Draft:
    """One field as it is saved."""

    rubric: str
    criterion: str
    answer: str | None
    reason_code: str | None
    note: str
    turn: int | None
    version: int
    saved_at: datetime
    shown: str | None = None


class Overtaken(Refused):
    """Another window saved something else into this field; `kept` is what it holds."""

    def __init__(self, kept: Draft) -> None:
        super().__init__(
            "다른 창에서 이 항목을 바꿨습니다. 저장된 내용을 확인하고 다시 입력해 주세요.",
            "This field was changed in another window: look at what is saved, then enter yours again.",
        )
        self.kept = kept


def save(session: Session, person: Person, review_id: int, said: Said) -> Draft:
    """Save one field of the person's open review.

    Raises `LookupError` when the review is none of theirs, `Refused` when it is theirs no more, `Overtaken` when the
    field has changed since the window last saw it and holds something else.
    """
    row = own(session, person, review_id)
    return keep(session, person, row, said)


def drafts(session: Session, review_id: int, person_id: int) -> dict[tuple[str, str], Draft]:
    rows = session.scalars(
        select(DraftRating).where(DraftRating.review_id == review_id, DraftRating.person_id == person_id)
    )
    return {(row.rubric, row.criterion): _draft(row) for row in rows}


def opened(session: Session, person: Person, review_id: int) -> None:
    """The person looks at their review for the first time."""
    row = own(session, person, review_id)
    if row.opened_at is None:
        row.opened_at = now()


def listened(session: Session, person: Person, review_id: int, *, work_s: float, listened_s: float, clips: int) -> None:
    """Add what a page reports since it last did: time in front of the person, time heard, clips played."""
    row = own(session, person, review_id)
    row.work_s += min(max(work_s, 0.0), LONGEST_STEP_S)
    row.listened_s += min(max(listened_s, 0.0), LONGEST_STEP_S)
    row.clips_played += min(max(clips, 0), 20)


def keep(session: Session, person: Person, review: Review, said: Said) -> Draft:
    """`save` into a review that the caller holds already (`own`)."""
    if said.reason_code and said.reason_code not in REASON_CODES:
        raise Refused("수정 사유를 다시 선택해 주세요.", "Choose the reason again.")
    if len(said.note) > TEXT_LENGTH:
        raise Refused(
            f"글이 너무 깁니다({len(said.note)}자). {TEXT_LENGTH}자까지 저장할 수 있습니다.",
            f"The text is too long ({len(said.note)} characters): up to {TEXT_LENGTH} can be saved.",
        )
    row = session.scalar(
        select(DraftRating).where(
            DraftRating.review_id == review.id,
            DraftRating.person_id == person.id,
            DraftRating.rubric == said.rubric,
            DraftRating.criterion == said.criterion,
        )
    )
    new = (said.answer or None, said.reason_code or None, said.note, said.turn)
    if row is None:
        row = DraftRating(
            review_id=review.id, person_id=person.id, rubric=said.rubric, criterion=said.criterion, version=0
        )
        session.add(row)
    elif (row.answer, row.reason_code, row.note, row.turn) == new:
        row.shown = said.shown  # said again beside another rating
        return _draft(row)
    elif row.version != said.seen:
        raise Overtaken(_draft(row))
    row.answer, row.reason_code, row.note, row.turn = new
    row.shown = said.shown
    row.version, row.saved_at = row.version + 1, now()
    session.flush()
    return _draft(row)


def _draft(row: DraftRating) -> Draft:
    return Draft(
        rubric=row.rubric,
        criterion=row.criterion,
        answer=row.answer,
        reason_code=row.reason_code,
        note=row.note,
        turn=row.turn,
        version=row.version,
        saved_at=row.saved_at,
        shown=row.shown,
    )
