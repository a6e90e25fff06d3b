"""What pages can be asked for at this centre: people of every role, and calls, reviews and entries worth looking at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, event, func, select

from qa.call import Stage, State
from qa.store.answer_tables import AnswerEntry
from qa.store.calibration_tables import CalibrationRater, CalibrationSession
from qa.store.engine import Session, Store
from qa.store.finding import PAGE_SIZE
from qa.store.review_tables import Notification, Review
from qa.store.reviews import ReviewState, Stream
from qa.store.tables import AboutCall, Call, CallFlag, CallStage, Person, Recording


@dataclass
class Counter:
    """How many statements went to the database."""

    statements: int = 0


@contextmanager
def counting(store: Store) -> Iterator[Counter]:
    """Count the queries made through this store within the block; beginning and ending a transaction is none."""
    counter = Counter()

    def count(*_: Any) -> None:
        counter.statements += 1

    event.listen(store.engine, "before_cursor_execute", count)
    try:
        yield counter
    finally:
        event.remove(store.engine, "before_cursor_execute", count)


@dataclass(frozen=True)
class Specimens:
    """`people`: an id by role, "manager of a vendor" and "evaluator of a vendor" apart. `values`: by the name that
    stands in an address, several to take turns; a name that is missing or empty has none at this centre.
    """

    people: dict[str, int]
    values: dict[str, list[Any]] = field(default_factory=dict)


def specimens(session: Session, at_most: int) -> Specimens:
    """Up to `at_most` of each kind. Calls are the longest, so that what is measured is not the easy part."""
    calls = session.scalar(select(func.count(Call.id))) or 0
    pages = max(1, -(-calls // PAGE_SIZE))
    found = _people(session)
    agent = found.get("agent")
    deep = sorted({max(1, pages * part // 20) for part in range(10, 21)})
    values: dict[str, list[Any]] = {
        "page": deep,
        "call": _ids(session, _longest(), at_most),
        "own_call": _ids(session, _longest().where(Call.agent_id == agent, Call.released_at.is_not(None)), at_most),
        "stopped": _ids(session, select(CallStage.call_id).where(CallStage.state == State.STOPPED), at_most),
        "agent": _ids(session, select(Person.id).where(Person.role == "agent", Person.active), at_most),
        "blind": _ids(session, _in_hand(found.get("evaluator"), Stream.RANDOM), at_most),
        "shown": _ids(session, _in_hand(found.get("evaluator"), Stream.FLAGGED), at_most),
        "entry": _ids(session, select(AnswerEntry.entry).where(AnswerEntry.withdrawn_at.is_(None)), at_most),
        "topic": _ids(session, select(AboutCall.topic).where(AboutCall.topic.is_not(None)).distinct(), at_most),
        "flag": _ids(session, select(CallFlag.code).distinct(), at_most),
        "session": _ids(session, select(CalibrationSession.id).order_by(CalibrationSession.id.desc()), at_most),
    }
    days = session.scalars(select(Call.started_at).order_by(Call.started_at.desc()).limit(at_most))
    values["day"] = sorted({f"{day:%Y-%m-%d}" for day in days})
    return Specimens(found, values)


def _ids(session: Session, query: Select[Any], at_most: int) -> list[Any]:
    return list(session.scalars(query.limit(at_most)))


def _longest() -> Select[Any]:
    """Calls whose scoring is done, the longest of the drawn first: they keep every word."""
    done = select(CallStage.call_id).where(CallStage.stage == Stage.FLAG, CallStage.state == State.DONE)
    return (
        select(Call.id)
        .join(Recording, Recording.id == Call.recording_id)
        .where(Call.id.in_(done))
        .order_by(Call.in_random_sample.desc(), Recording.duration_s.desc())
    )


def _in_hand(person_id: int | None, stream: str) -> Select[Any]:
    return select(Review.id).where(
        Review.person_id == person_id, Review.state == ReviewState.ASSIGNED, Review.stream == stream
    )


def _people(session: Session) -> dict[str, int]:
    """Of each role whoever has most on their pages."""
    found: dict[str, int] = {}
    every = list(session.scalars(select(Person).where(Person.active).order_by(Person.id)).unique())
    released = _most(session, select(Call.agent_id, func.count()).where(Call.released_at.is_not(None)), Call.agent_id)
    held = _most(session, select(Review.person_id, func.count()).where(Review.state == "assigned"), Review.person_id)
    told = _most(session, select(Notification.person_id, func.count()), Notification.person_id)
    rates = _most(session, select(CalibrationRater.person_id, func.count()), CalibrationRater.person_id)
    weight = {p.id: (released.get(p.id, 0), held.get(p.id, 0), rates.get(p.id, 0), told.get(p.id, 0)) for p in every}
    for person in sorted(every, key=lambda p: weight[p.id], reverse=True):
        of_vendor = person.role in ("manager", "evaluator") and person.vendor_id is not None
        found.setdefault(f"{person.role} of a vendor" if of_vendor else person.role, person.id)
    return found


def _most(session: Session, query: Select[Any, Any], by: Any) -> dict[int, int]:
    return {person_id: number for person_id, number in session.execute(query.group_by(by)) if person_id}
