"""Starting a calibration session: who is invited to which calls, what stands against it, and everybody's reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from qa.call import Sentence
from qa.desk.access import Act, may, scope
from qa.desk.calibration_choice import MOST, WHYS, Candidate, named
from qa.desk.calibration_raters import FEWEST, in_hand, invitable, known_calls
from qa.desk.notify import notify
from qa.desk.share import tell_assigned
from qa.errors import Refused
from qa.store.calibration_tables import CalibrationCall, CalibrationRater, CalibrationSession
from qa.store.engine import Session
from qa.store.review_tables import Review
from qa.store.reviews import Purpose, ReviewState, Stream
from qa.store.tables import Audit, Call, Person, now

TITLE_LENGTH = 120


@dataclass(frozen=True)
class Wish:
    """What a leader wants. `whys`: what calls were proposed for; `knowing`: they have read who rated which call before.

    `shared`: raters may hear calls of other vendors, within this session.
    """

    title: str
    rubric: str
    call_ids: tuple[int, ...]
    rater_ids: tuple[int, ...]
    due_at: datetime | None
    unaware: bool = False
    shared: bool = False
    knowing: bool = False
    whys: Mapping[int, str] = field(default_factory=dict)


class RatedBefore(Refused):
    """Some have rated some of the calls already: the leader has to know before the session starts."""


def start(session: Session, leader: Person, wish: Wish) -> int:
    """Open the session and put every call into every rater's hands; returns the session's id.

    Raises `Refused` with what is missing or who cannot take part, `RatedBefore` until the leader says they know.
    """
    if not may(leader, Act.LEAD_CALIBRATION):
        raise Refused("캘리브레이션을 시작할 권한이 없습니다.", "You may not start a calibration session.")
    title = " ".join(wish.title.split())
    if not 0 < len(title) <= TITLE_LENGTH:
        raise Refused(
            f"제목을 {TITLE_LENGTH}자 이내로 적어 주세요.", f"Give it a title of up to {TITLE_LENGTH} characters."
        )
    if not wish.call_ids or len(wish.call_ids) > MOST:
        raise Refused(f"통화를 1–{MOST}건 선택해 주세요.", f"Choose 1 to {MOST} calls.")
    if wish.due_at is None or wish.due_at <= now():
        raise Refused("마감일은 오늘 이후로 정해 주세요.", "Set a due date that is still to come.")
    chosen = named(session, leader, wish.rubric, wish.call_ids)
    raters = _raters(session, leader, wish)
    calls = list(session.scalars(select(Call).where(Call.id.in_([each.call_id for each in chosen]))).unique())
    _all_see(leader, raters, calls, shared=wish.shared)
    _none_at_it(session, raters, wish)
    row = CalibrationSession(
        title=title,
        rubric=wish.rubric,
        unaware=wish.unaware,
        vendor_id=_vendor(leader, raters, calls),
        created_by=leader.id,
        due_at=wish.due_at,
    )
    session.add(row)
    session.flush()
    _fill(session, leader, row, chosen, raters, calls, wish)
    return row.id


def _raters(session: Session, leader: Person, wish: Wish) -> list[Person]:
    known = {person.id: person for person in invitable(session, leader)}
    raters = [known[each] for each in dict.fromkeys(wish.rater_ids) if each in known]
    if len(raters) < FEWEST:
        raise Refused(f"평가자를 {FEWEST}명 이상 초대해 주세요.", f"Invite {FEWEST} evaluators or more.")
    return raters


def _all_see(leader: Person, raters: Sequence[Person], calls: Sequence[Call], *, shared: bool) -> None:
    """Refuses where a rater may not see a call, unless a leader of all vendors lets them hear it for this session."""
    if shared and scope(leader).everything:
        return
    blocked = {
        person.name: [call.id for call in calls if not scope(person).holds(call)]
        for person in raters
        if not all(scope(person).holds(call) for call in calls)
    }
    if not blocked:
        return
    ko = "; ".join(f"{name} 님은 통화 {', '.join(map(str, ids))}번" for name, ids in blocked.items())
    en = "; ".join(f"{name} call {', '.join(map(str, ids))}" for name, ids in blocked.items())
    more_ko = " '다른 업체 통화도 함께 듣기'를 선택하거나" if scope(leader).everything else ""
    more_en = " Choose “Let raters hear calls of other vendors”, or" if scope(leader).everything else " To go on,"
    raise Refused(
        f"다른 업체의 통화여서 볼 수 없습니다: {ko}.{more_ko} 해당 통화나 평가자를 빼 주세요.",
        f"These are calls of another vendor and cannot be seen: {en}.{more_en} take out the calls or the raters.",
    )


def _none_at_it(session: Session, raters: Sequence[Person], wish: Wish) -> None:
    ids, names = [person.id for person in raters], {person.id: person.name for person in raters}
    now_at = in_hand(session, ids, wish.call_ids)
    if now_at:
        ko, en = _told(now_at, names)
        raise Refused(
            f"지금 평가하고 있는 통화가 있습니다: {ko}. 그 평가를 마친 뒤에 시작하거나 통화나 평가자를 빼 주세요.",
            f"Some rate these calls right now: {en}. Start once they are done, or take out the calls or the raters.",
        )
    known = known_calls(session, ids, wish.call_ids)
    if known and not wish.knowing:
        ko, en = _told(known, names)
        raise RatedBefore(
            f"이미 평가한 통화가 있습니다: {ko}. 통화나 평가자를 빼거나, 아래에서 알고 시작한다고 표시해 주세요.",
            f"Some have rated these calls before: {en}. Take out the calls or the raters, or say below that you know.",
        )


def _told(by: Mapping[int, Sequence[int]], names: Mapping[int, str]) -> tuple[str, str]:
    ko = "; ".join(f"{names[person_id]} 님 통화 {', '.join(map(str, ids))}번" for person_id, ids in by.items())
    en = "; ".join(f"{names[person_id]} call {', '.join(map(str, ids))}" for person_id, ids in by.items())
    return ko, en


def _vendor(leader: Person, raters: Sequence[Person], calls: Sequence[Call]) -> int | None:
    """Whose session it is: a vendor's where leader, calls and raters are; else nobody's but those who see all."""
    if scope(leader).vendor_id is not None:
        return scope(leader).vendor_id
    vendors = {call.vendor_id for call in calls} | {person.vendor_id for person in raters if person.vendor_id}
    return next(iter(vendors)) if len(vendors) == 1 else None


def _fill(
    session: Session,
    leader: Person,
    row: CalibrationSession,
    chosen: Sequence[Candidate],
    raters: Sequence[Person],
    calls: Sequence[Call],
    wish: Wish,
) -> None:
    vendors = {call.id: call.vendor_id for call in calls}
    for place, each in enumerate(chosen, 1):
        why = wish.whys.get(each.call_id, "added")
        session.add(
            CalibrationCall(
                session_id=row.id,
                call_id=each.call_id,
                evaluation_id=each.evaluation_id,
                place=place,
                why=why if why in WHYS else "added",
            )
        )
    reviews = [
        Review(
            call_id=each.call_id,
            purpose=Purpose.CALIBRATION,
            stream=Stream.RANDOM if row.unaware else "",
            state=ReviewState.ASSIGNED,
            person_id=person.id,
            vendor_id=vendors[each.call_id],
            session_id=row.id,
            due_at=row.due_at,
            assigned_at=now(),
            assigned_by=leader.id,
        )
        for person in raters
        for each in chosen
    ]
    session.add_all([*reviews, *(CalibrationRater(session_id=row.id, person_id=person.id) for person in raters)])
    session.flush()
    people = [person.id for person in raters]
    if row.unaware:  # what anybody reads to whom a manager gives calls
        for person in raters:
            tell_assigned(session, person.id, [each.id for each in reviews if each.person_id == person.id], leader)
    else:
        due = f"{row.due_at:%Y-%m-%d}" if row.due_at else ""
        told = Sentence(
            f"캘리브레이션에 초대되었습니다(통화 {len(chosen)}건, 마감 {due}).",
            f"You are invited to a calibration session ({len(chosen)} calls, due {due}).",
        )
        notify(session, people, "calibration", told, f"/calibration/{row.id}", but=leader.id)
    new = {
        "rubric": row.rubric,
        "calls": [each.call_id for each in chosen],
        "people": [person.name for person in raters],
        "unaware": row.unaware,
        "shared": wish.shared,
    }
    session.add(Audit(person_id=leader.id, act="start_calibration", thing=f"calibration:{row.id}", old=None, new=new))
