"""Taking a review from one person and giving it to another, or back to the pool; and whose reviews nobody works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select

from qa.call import Sentence
from qa.desk.access import ROLES, Act, scope
from qa.desk.inbox import give, release_hands
from qa.desk.notify import notify
from qa.desk.share import AT_ONCE, Left, Shared, may_assign, objections, receiver, tell_assigned
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.review_tables import Review
from qa.store.reviews import OPEN, Purpose, ReviewState
from qa.store.tables import Audit, Person, now


@dataclass(frozen=True)
class Stranded:
    """Somebody who has reviews and can work on them no more: they left, or changed their task or vendor."""

    person_id: int
    name: str
    active: bool
    reviews: int


def stranded(session: Session, by: Person) -> list[Stranded]:
    """By name, with how many of the manager's reviews they hold."""
    found: dict[int, Stranded] = {}
    for person_id, name, active in session.execute(
        select(Person.id, Person.name, Person.active)
        .join(Review, Review.person_id == Person.id)
        .where(scope(by).reviews(), *_cannot_go_on())
        .order_by(Person.name, Person.id)
    ).tuples():
        so_far = found[person_id].reviews if person_id in found else 0
        found[person_id] = Stranded(person_id, name, active, so_far + 1)
    return list(found.values())


def free(session: Session, by: Person, person_id: int) -> Shared:
    """Put back what such a person holds. Raises `Refused` when there is nothing, or nothing any more."""
    may_assign(by)
    rows = session.execute(
        select(Review.id, Review.version)
        .join(Person, Person.id == Review.person_id)
        .where(Review.person_id == person_id, scope(by).reviews(), *_cannot_go_on())
    ).tuples()
    wanted = list(rows)
    if not wanted:
        raise Refused(
            "되돌릴 평가가 없습니다. 다른 관리자가 먼저 되돌렸을 수 있습니다.",
            "There is nothing to put back; another manager may have done it.",
        )
    return _move(session, by, wanted, None)


def move(session: Session, by: Person, wanted: Sequence[tuple[int, int]], to_id: int | None) -> Shared:
    """Give these reviews, named by id and the version that was seen, to a person, or (None) back to the pool.

    What the person before had written stays theirs. Raises `Refused` when none is named, `LookupError` when none of
    them, or not the person, is the manager's to assign.
    """
    may_assign(by)
    if not wanted:
        raise Refused("옮길 평가를 선택해 주세요.", "Choose the reviews to move.")
    return _move(session, by, wanted[:AT_ONCE], receiver(session, by, to_id) if to_id is not None else None)


def _move(session: Session, by: Person, wanted: Sequence[tuple[int, int]], to: Person | None) -> Shared:
    seen = dict(wanted)
    rows = session.scalars(
        # In one order, so that two managers at once wait for each other instead of blocking each other.
        select(Review).where(Review.id.in_(seen), scope(by).reviews()).order_by(Review.id).with_for_update()
    ).all()
    if not rows:
        raise LookupError(f"none of the reviews {sorted(seen)} is {by.login}'s to assign")
    strays = set(
        session.scalars(
            select(Review.id).join(Person, Person.id == Review.person_id).where(Review.id.in_(seen), *_cannot_go_on())
        )
    )
    barred = objections(session, to, list(seen)) if to else {}
    left = [Left(None, _UNKNOWN)] * (len(seen) - len(rows))
    given: list[int] = []
    lost: list[int] = []
    for row in rows:
        holder = session.get(Person, row.person_id) if row.person_id else None
        why = _refusal(by, row, holder, to, seen[row.id], stray=row.id in strays) or barred.get(row.id)
        if why is not None:
            left.append(Left(row.call_id, why))
            continue
        if holder is not None and row.state == ReviewState.ASSIGNED:
            _hand_over(session, by, row, holder, to)
            lost.append(holder.id)
        elif to is not None:
            give(session, row.id, to, by=by)
        given.append(row.id)
    session.flush()
    _tell_lost(session, lost, by)
    if to is not None:
        tell_assigned(session, to.id, given, by)
    return Shared(((to.name if to else "", len(given)),) if given else (), tuple(left))


def _hand_over(session: Session, by: Person, row: Review, holder: Person, to: Person | None) -> None:
    """From one person's hands into another's; the drafts of both stay as they are."""
    old = {
        "person": holder.name,
        "person_id": holder.id,
        "state": row.state,
        "work_s": row.work_s,
        "listened_s": row.listened_s,
    }
    release_hands(row)
    new: dict[str, str | int] = {"state": ReviewState.WAITING.value}
    if to is not None:
        row.state, row.person_id = ReviewState.ASSIGNED, to.id
        row.assigned_at, row.assigned_by = now(), by.id
        new = {"person": to.name, "person_id": to.id, "state": ReviewState.ASSIGNED.value}
    session.add(Audit(person_id=by.id, act="reassign", thing=f"review:{row.id}", old=old, new=new))


def _refusal(
    by: Person, row: Review, holder: Person | None, to: Person | None, seen: int, *, stray: bool
) -> Sentence | None:
    """Why this one cannot be moved, whoever it is for."""
    if row.state not in OPEN:
        if row.state == ReviewState.SUBMITTED and holder is not None:
            return Sentence(f"{holder.name} 님이 이미 제출했습니다.", f"{holder.name} has submitted it already.")
        return Sentence("이미 취소된 평가입니다.", "It is no longer to be done.")
    if row.version != seen:
        if holder is not None:
            return Sentence(
                f"그사이 바뀌었습니다. 지금은 {holder.name} 님이 맡고 있습니다.",
                f"It has changed meanwhile: {holder.name} has it now.",
            )
        return Sentence("그사이 바뀌었습니다. 지금은 대기 중입니다.", "It has changed meanwhile: it waits now.")
    if row.purpose == Purpose.CALIBRATION:
        return Sentence(
            "캘리브레이션 평가는 다른 사람이 대신할 수 없습니다.", "Nobody can rate a calibration call for another."
        )
    if holder is None:
        return None if to else Sentence("이미 대기 중인 평가입니다.", "It waits in the pool already.")
    if to is not None and to.id == holder.id:
        return Sentence(f"{holder.name} 님이 이미 맡고 있습니다.", f"{holder.name} has it already.")
    if not stray and not scope(by).everything and holder.vendor_id != by.vendor_id:
        return Sentence(
            "센터 평가자가 맡은 평가는 센터 관리자만 옮길 수 있습니다.",
            "What an evaluator of the centre has, only a manager of the centre can move.",
        )
    return None


_UNKNOWN = Sentence("찾을 수 없는 평가입니다.", "There is no such review.")


def _tell_lost(session: Session, person_ids: list[int], by: Person) -> None:
    sentence = Sentence(
        "맡고 있던 평가를 관리자가 옮겼습니다. 작성하던 내용은 지우지 않았습니다.",
        "A manager has moved a review you had. What you had written is kept.",
    )
    notify(session, person_ids, "reassigned", sentence, "/inbox", but=by.id)


def _cannot_go_on() -> tuple[ColumnElement[bool], ...]:
    """As SQL over `Review` and the `Person` who has it: they can open it no more. The same rule as `scope`'s."""
    other_vendor = and_(
        Person.role != "administrator",
        Person.vendor_id.is_not(None),
        Person.vendor_id.is_distinct_from(Review.vendor_id),
    )
    gone = or_(~Person.active, Person.role.not_in(ROLES[Act.EVALUATE]), other_vendor)
    return (Review.state == ReviewState.ASSIGNED, Review.purpose != Purpose.CALIBRATION, gone)
