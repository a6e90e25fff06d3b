"""Calls that a manager picks by number. They are a stream of their own: nothing that is averaged is made of them."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from qa.call import Sentence, Stage, State
from qa.desk.access import calls_of
from qa.desk.inbox import give
from qa.desk.share import Left, Shared, may_assign, objections, receiver, tell_assigned
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.policy import policy
from qa.store.review_tables import Review
from qa.store.reviews import Purpose, ReviewState, Stream
from qa.store.tables import Audit, Call, CallStage, Person, now

AT_ONCE = 50


def pick(session: Session, by: Person, numbers: str, to_id: int | None) -> Shared:
    """Let these calls be evaluated, by one person or (None) by whoever takes them. `numbers`: as a person types them.

    A call that has its first evaluation, or waits for one, keeps it, in its own stream; `left` says who has it. Raises
    `Refused` when no number is named, `LookupError` when the person is not the manager's to assign.
    """
    may_assign(by)
    asked = list(dict.fromkeys(re.split(r"[\s,;#]+", numbers.strip())))
    asked = [each for each in asked if each]
    if not asked:
        raise Refused("통화 번호를 적어 주세요.", "Write the numbers of the calls.")
    if len(asked) > AT_ONCE:
        raise Refused(
            f"한 번에 {AT_ONCE}건까지 고를 수 있습니다. 나누어 넣어 주세요.",
            f"You can pick {AT_ONCE} at a time: enter them in parts.",
        )
    to = receiver(session, by, to_id) if to_id is not None else None
    ids = {int(each) for each in asked if _is_number(each)}
    found = {call.id: call for call in session.scalars(select(Call).where(Call.id.in_(ids), calls_of(by))).unique()}
    left: list[Left] = []
    given: list[int] = []
    for each in asked:
        call = found.get(int(each)) if _is_number(each) else None
        if call is None:
            left.append(
                Left(
                    None,
                    Sentence(f"통화 번호 '{each[:20]}'을(를) 찾을 수 없습니다.", f"There is no call {each[:20]!r}."),
                )
            )
            continue
        why = _pick(session, by, call, to, given)
        if why is not None:
            left.append(why)
    if to is not None:
        tell_assigned(session, to.id, given, by)
    return Shared(((to.name if to else "", len(given)),) if given else (), tuple(left))


def _pick(session: Session, by: Person, call: Call, to: Person | None, given: list[int]) -> Left | None:
    """Open the call's first evaluation and give it where it is for somebody; why not, or not all of it."""
    scored = exists().where(CallStage.call_id == call.id, CallStage.stage == Stage.FLAG, CallStage.state == State.DONE)
    if not session.scalar(select(scored)):
        return Left(call.id, _NOT_RATED_YET)
    row = session.scalar(
        select(Review).where(Review.call_id == call.id, Review.purpose == Purpose.FIRST).with_for_update()
    )
    if row is None:
        row = _opened(session, call)
        if row is None:
            return Left(call.id, _FASTER)
    elif row.state == ReviewState.WITHDRAWN:
        row.state, row.stream, row.version = ReviewState.WAITING, _stream(call), row.version + 1
        row.due_at = now() + timedelta(days=policy(session).flagged_days)
    elif row.state != ReviewState.WAITING or to is None:
        return _standing(session, row)
    else:  # it waits: what is new is only who does it
        return _to(session, by, row, to, given)
    new = {"state": ReviewState.WAITING.value, "stream": row.stream}
    session.flush()
    session.add(Audit(person_id=by.id, act="pick", thing=f"review:{row.id}", old=None, new=new))
    if to is None:
        given.append(row.id)
        return None
    return _to(session, by, row, to, given, added=True)


def _to(session: Session, by: Person, row: Review, to: Person, given: list[int], *, added: bool = False) -> Left | None:
    why = objections(session, to, [row.id]).get(row.id)
    if why is not None:
        waits = (
            (" 다른 평가자가 가져갈 수 있도록 대기 목록에 넣었습니다.", " It waits for somebody else.")
            if added
            else ("", "")
        )
        return Left(row.call_id, Sentence(why.ko + waits[0], why.en + waits[1]))
    if give(session, row.id, to, by=by) is None:
        return Left(row.call_id, _FASTER)
    given.append(row.id)
    return None


def _opened(session: Session, call: Call) -> Review | None:
    """A first evaluation that waits; None when another transaction has opened one at this moment."""
    row = Review(
        call_id=call.id,
        purpose=Purpose.FIRST,
        stream=_stream(call),
        state=ReviewState.WAITING,
        vendor_id=call.vendor_id,
        due_at=now() + timedelta(days=policy(session).flagged_days),
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return None
    return row


def _stream(call: Call) -> Stream:
    """What was drawn at random stays in the sample, whoever asks for it; nothing else ever enters it."""
    return Stream.RANDOM if call.in_random_sample else Stream.PICKED


def _standing(session: Session, row: Review) -> Left:
    """Who has the call's first evaluation, or did it and when."""
    holder = session.get(Person, row.person_id) if row.person_id else None
    name = holder.name if holder else "?"
    if row.state == ReviewState.SUBMITTED:
        why = Sentence(f"{name} 님이 1차 평가를 마쳤습니다.", f"{name} has done the first evaluation.")
        return Left(row.call_id, why, row.finished_at)
    if row.state == ReviewState.ASSIGNED:
        why = Sentence(f"{name} 님이 1차 평가를 맡고 있습니다.", f"{name} has the first evaluation.")
        return Left(row.call_id, why, row.assigned_at)
    why = Sentence("이미 1차 평가를 기다리고 있습니다.", "It waits for its first evaluation already.")
    return Left(row.call_id, why, row.created_at)


_NOT_RATED_YET = Sentence(
    "자동 평정이 아직 끝나지 않았습니다. 끝난 뒤에 다시 골라 주세요.",
    "The machine has not rated it yet: pick it again once that is done.",
)
_FASTER = Sentence("방금 다른 사람이 먼저 가져갔습니다.", "Somebody else was faster.")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
