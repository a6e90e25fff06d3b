"""The inbox: who has which review, who takes the next, who gives one back. Nobody gets what another has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from qa.desk.access import ROLES, Act, scope
from qa.desk.blind import calibrating
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.policy import policy
from qa.store.review_tables import Review, ReviewSkip
from qa.store.reviews import Purpose, ReviewRead, ReviewState, Stream, review_of
from qa.store.tables import Audit, CallEvaluation, CallRating, Person, now

SKIP_REASONS = ("know_agent", "cannot_hear", "language", "seen_before", "other")
NOTE_LENGTH = 500

# What can be taken from the pool, in the order in which the inbox shows it.
POOLS: tuple[tuple[Purpose, str], ...] = (
    (Purpose.FIRST, Stream.RANDOM),
    (Purpose.FIRST, Stream.FLAGGED),
    (Purpose.FIRST, Stream.PICKED),
    (Purpose.SECOND, ""),
    (Purpose.DISPUTE, ""),
)


@dataclass(frozen=True)
class Pool:
    """What waits for whoever takes it: how many, and since when the first of them is due."""

    purpose: Purpose
    stream: str
    waiting: int
    first_due_at: datetime | None


def pools(session: Session, person: Person) -> list[Pool]:
    """What this person could take, per kind; kinds of which nothing waits are there with 0."""
    rows = session.execute(
        select(Review.purpose, Review.stream, func.count(), func.min(Review.due_at))
        .where(Review.state == ReviewState.WAITING, *rules(person).values())
        .group_by(Review.purpose, Review.stream)
    )
    found = {(purpose, stream): (number, due_at) for purpose, stream, number, due_at in rows}
    return [Pool(kind, stream, *found.get((kind, stream), (0, None))) for kind, stream in POOLS]


def mine(session: Session, person: Person) -> list[ReviewRead]:
    """The person's open reviews, the first due first."""
    rows = session.scalars(
        select(Review)
        .where(Review.person_id == person.id, Review.state == ReviewState.ASSIGNED)
        .order_by(Review.due_at, Review.id)
    )
    return [review_of(row) for row in rows]


def done_since(session: Session, person: Person, since: datetime) -> int:
    return (
        session.scalar(
            select(func.count(Review.id)).where(
                Review.person_id == person.id, Review.state == ReviewState.SUBMITTED, Review.finished_at >= since
            )
        )
        or 0
    )


def take_next(session: Session, person: Person, purpose: Purpose, stream: str) -> ReviewRead | None:
    """The most urgent review that waits becomes the person's; None when nothing waits for them.

    Raises `Refused` when the person may not evaluate, or holds as many as managers allow.
    """
    may_evaluate(person)
    most = int(policy(session).open_at_most)
    if sum(1 for each in mine(session, person) if each.guise is not Purpose.CALIBRATION) >= most:
        raise Refused(
            f"맡은 평가가 이미 {most}건입니다. 하나를 마치거나 돌려준 뒤 다시 가져와 주세요.",
            f"You hold {most} open reviews already: finish one or give one back, then take the next.",
        )
    waiting = (
        select(Review.id)
        .where(
            Review.state == ReviewState.WAITING,
            Review.purpose == purpose,
            Review.stream == stream,
            *rules(person).values(),
        )
        .order_by(Review.rank, Review.due_at, Review.id)
        .limit(1)
        # On PostgreSQL two people at once get two calls; SQLite lets one write at a time.
        .with_for_update(skip_locked=True)
    )
    found = session.scalar(waiting)
    return give(session, found, person, by=None) if found is not None else None


def give(session: Session, review_id: int, person: Person, *, by: Person | None) -> ReviewRead | None:
    """Put a waiting review into a person's hands; None when somebody was faster. `by`: the manager who assigned it."""
    taken = session.scalar(
        update(Review)
        .where(Review.id == review_id, Review.state == ReviewState.WAITING)
        .values(
            state=ReviewState.ASSIGNED,
            person_id=person.id,
            assigned_at=now(),
            assigned_by=by.id if by else None,
            version=Review.version + 1,
        )
        .returning(Review.id)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        return None
    who = by or person
    new = {"person": person.name, "person_id": person.id, "state": ReviewState.ASSIGNED.value}
    session.add(
        Audit(person_id=who.id, act="assign" if by else "take", thing=f"review:{review_id}", old=_WAITING, new=new)
    )
    session.flush()
    return read(session, review_id)


def skip(session: Session, person: Person, review_id: int, reason: str, note: str) -> None:
    """Give a review back to the pool, where others find it and this person does not.

    A call drawn at random stays in the sample: another person rates it. Raises `LookupError` when it is not the
    person's, `Refused` when no reason is named or it cannot be given back.
    """
    row = own(session, person, review_id)
    if reason not in SKIP_REASONS:
        raise Refused("돌려주는 사유를 선택해 주세요.", "Choose why you give it back.")
    note = note.strip()[:NOTE_LENGTH]
    if reason == "other" and not note:
        raise Refused("기타 사유를 적어 주세요.", "Write down the other reason.")
    if row.purpose == Purpose.CALIBRATION and row.stream != Stream.RANDOM:
        raise Refused(
            "캘리브레이션 평가는 다른 사람이 대신할 수 없습니다. 참여하기 어려우면 진행자에게 알려 주세요.",
            "Nobody can rate a calibration call in your place: if you cannot take part, tell whoever leads it.",
        )
    if row.returned:
        raise Refused(
            "보완 요청을 받은 평가는 돌려줄 수 없습니다. 맡기 어려우면 관리자에게 재배정을 요청해 주세요.",
            "An evaluation that was returned to you cannot be given back: ask a manager to assign it to somebody else.",
        )
    session.add(ReviewSkip(review_id=review_id, person_id=person.id, reason=reason, note=note))
    if row.purpose == Purpose.CALIBRATION:
        row.state, row.version = ReviewState.WITHDRAWN, row.version + 1  # nobody else rates it for them
    else:
        release_hands(row)
    old = {"person": person.name, "state": ReviewState.ASSIGNED.value}
    new = {"state": ReviewState.WAITING.value, "reason": reason, "note": note}
    session.add(Audit(person_id=person.id, act="skip", thing=f"review:{review_id}", old=old, new=new))


def release_hands(row: Review) -> None:
    """Back to the pool. Drafts stay with the review for whoever had it, and are not shown to the next."""
    row.state, row.person_id, row.assigned_at, row.assigned_by = ReviewState.WAITING, None, None, None
    row.opened_at = row.blind_at = None
    row.work_s, row.listened_s, row.clips_played = 0.0, 0.0, 0  # they tell of whoever submits it
    row.version += 1


def own(session: Session, person: Person, review_id: int) -> Review:
    """The person's open review, locked.

    Raises `LookupError` when it is none of theirs, `Refused` when it was and is not any more.
    """
    row = session.scalar(select(Review).where(Review.id == review_id).with_for_update())
    # A calibration session may lend a call of another vendor to those it invites.
    lent = row is not None and row.purpose == Purpose.CALIBRATION
    if row is None or (not lent and not scope(person).everything and row.vendor_id != person.vendor_id):
        raise LookupError(f"no review {review_id}")
    if row.state == ReviewState.ASSIGNED and row.person_id == person.id:
        return row
    if row.person_id == person.id and row.state == ReviewState.WITHDRAWN:
        raise Refused(
            "취소된 평가입니다. 더 하실 일은 없습니다.", "This review was withdrawn: there is nothing left to do."
        )
    if row.person_id == person.id:
        raise Refused(
            "이미 제출한 평가입니다. 바꿀 것이 있으면 관리자에게 알려 주세요.",
            "This evaluation is submitted already: tell a manager if something has to change.",
        )
    held = session.get(Person, row.person_id) if row.person_id else None
    if held is not None and _had(session, person, review_id):
        raise Refused(
            f"이 평가는 그사이 {held.name} 님에게 배정되었습니다. 작성하던 내용은 지우지 않고 남겨 두었습니다.",
            f"This review now belongs to {held.name}. What you had written is kept.",
        )
    raise LookupError(f"review {review_id} is not {person.login}'s")


def read(session: Session, review_id: int) -> ReviewRead:
    return review_of(session.get_one(Review, review_id, populate_existing=True))


def _had(session: Session, person: Person, review_id: int) -> bool:
    """Whether the review ever was in the person's hands."""
    return bool(
        session.scalar(
            select(func.count(Audit.id)).where(
                Audit.thing == f"review:{review_id}",
                Audit.act.in_(("take", "assign", "reassign")),
                Audit.new["person_id"].as_integer() == person.id,
            )
        )
    )


_WAITING = {"state": ReviewState.WAITING.value}


def may_evaluate(person: Person) -> None:
    if not person.active or person.role not in ROLES[Act.EVALUATE]:
        raise Refused("평가할 권한이 없습니다.", "You may not evaluate.")


def rules(person: Person) -> dict[str, ColumnElement[bool]]:
    """What a review must hold so that the person may have it, as SQL over `Review`, by what it keeps away.

    Their own vendor's, not what they gave back, not the approval of their own work (nor work they approve), no dispute
    about their own ratings, no call of an open calibration session of theirs.
    """
    other = aliased(Review)
    skipped = exists().where(ReviewSkip.review_id == Review.id, ReviewSkip.person_id == person.id)
    rated = exists().where(
        other.call_id == Review.call_id,
        other.person_id == person.id,
        other.purpose.in_((Purpose.FIRST, Purpose.SECOND)),
        other.id != Review.id,
    )
    said = (
        exists()
        .where(CallRating.author_id == person.id, CallRating.evaluation_id == CallEvaluation.id)
        .where(CallEvaluation.call_id == Review.call_id)
    )
    return {
        "scope": scope(person).reviews(),
        "skipped": ~skipped,
        "rated": ~rated,
        "own_ratings": or_(Review.purpose != Purpose.DISPUTE, ~said),
        "calibrating": ~calibrating(person, Review.call_id),
    }
