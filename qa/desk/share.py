"""Sharing out: who may be given reviews, and waiting ones given evenly to those with the fewest open first.

Who gets what rests on the same rules as taking the next does (`qa.desk.inbox.rules`): nobody is assigned what they
could not have taken. One review that cannot be given never stops the others; what was left says why.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from qa.call import Sentence
from qa.desk.access import ROLES, Act, may, scope
from qa.desk.blind import calibrating
from qa.desk.inbox import POOLS, give, rules
from qa.desk.notify import notify
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.review_tables import Review
from qa.store.reviews import Purpose, ReviewState
from qa.store.tables import Person

AT_ONCE = 200


@dataclass(frozen=True)
class Left:
    """What was not assigned, and why; `at`: when that came about. `call_id` is None where there is no such call."""

    call_id: int | None
    why: Sentence
    at: datetime | None = None


@dataclass(frozen=True)
class Shared:
    """What came of sharing out: names with how many reviews each was given, how many fewer than asked, and why."""

    given: tuple[tuple[str, int], ...]
    left: tuple[Left, ...] = ()
    missing: int = 0

    @property
    def number(self) -> int:
        return sum(number for _, number in self.given)


def may_assign(by: Person) -> None:
    if not may(by, Act.ASSIGN):
        raise Refused("평가를 배정할 권한이 없습니다.", "You may not assign reviews.")


def reviews_of(by: Person) -> ColumnElement[bool]:
    """The reviews a manager sees in lists, as SQL over `Review`: of their calls, not what they calibrate themselves.

    In a calibration session nobody should learn from a list that there is one, or how far colleagues are.
    """
    return and_(scope(by).reviews(), or_(Review.purpose != Purpose.CALIBRATION, ~calibrating(by, Review.call_id)))


def evaluators(session: Session, by: Person) -> list[Person]:
    """Whom this manager may give reviews: active people who evaluate, a vendor's manager those of the vendor.

    Evaluators come before managers, then by name.
    """
    query = select(Person).where(Person.active, Person.role.in_(ROLES[Act.EVALUATE]))
    if not scope(by).everything:
        query = query.where(Person.vendor_id == scope(by).vendor_id)
    found = session.scalars(query.order_by(Person.name, Person.id)).unique().all()
    return sorted(found, key=lambda person: person.role != "evaluator")


def receiver(session: Session, by: Person, person_id: int) -> Person:
    """One of `evaluators`. Raises `LookupError` for anybody else."""
    found = next((person for person in evaluators(session, by) if person.id == person_id), None)
    if found is None:
        raise LookupError(f"{by.login} can assign nothing to person {person_id}")
    return found


def share(
    session: Session, by: Person, purpose: Purpose, stream: str, person_ids: Collection[int], number: int
) -> Shared:
    """Give `number` waiting reviews of one kind, the most urgent first, each to whoever then holds the fewest.

    Raises `Refused` when nobody or no sensible number is named, `LookupError` for people the manager has no say over.
    """
    may_assign(by)
    if (purpose, stream) not in POOLS:
        raise LookupError(f"nothing waits as {purpose}:{stream}")
    if not person_ids:
        raise Refused("배정할 평가자를 한 명 이상 선택해 주세요.", "Choose at least one evaluator.")
    if not 1 <= number <= AT_ONCE:
        raise Refused(
            f"한 번에 1건에서 {AT_ONCE}건까지 배정할 수 있습니다. 건수를 고쳐 주세요.",
            f"You can assign 1 to {AT_ONCE} at a time: change the number.",
        )
    people = {person_id: receiver(session, by, person_id) for person_id in person_ids}
    offers = {each.id: deque(_waiting_for(session, by, each, purpose, stream, number)) for each in people.values()}
    hands = held(session, people)
    given: dict[int, list[int]] = {person_id: [] for person_id in people}
    gone: set[int] = set()
    while offers and sum(map(len, given.values())) < number:
        person_id = min(offers, key=lambda each: (hands[each], people[each].name, each))
        offer = offers[person_id]
        while offer and offer[0] in gone:
            offer.popleft()
        if not offer:
            del offers[person_id]
            continue
        review_id = offer.popleft()
        gone.add(review_id)
        if give(session, review_id, people[person_id], by=by) is not None:
            hands[person_id] += 1
            given[person_id].append(review_id)
    for person_id, review_ids in given.items():
        tell_assigned(session, person_id, review_ids, by)
    missing = number - sum(map(len, given.values()))
    told = tuple((people[each].name, len(ids)) for each, ids in given.items() if ids)
    return Shared(told, _left(session, by, purpose, stream, people.values(), missing), missing)


def held(session: Session, person_ids: Iterable[int]) -> Counter[int]:
    """How many open reviews each of these people has, of whatever kind."""
    rows = session.execute(
        select(Review.person_id, func.count())
        .where(Review.state == ReviewState.ASSIGNED, Review.person_id.in_(list(person_ids)))
        .group_by(Review.person_id)
    )
    return Counter({person_id: number for person_id, number in rows if person_id is not None})


def objections(session: Session, person: Person, review_ids: Sequence[int]) -> dict[int, Sentence]:
    """Why the person cannot have some of these reviews; those they can have are not in it."""
    keeps_away = rules(person)
    rows = session.execute(select(Review.id, *keeps_away.values()).where(Review.id.in_(review_ids))).tuples()
    found = {}
    for review_id, *holds in rows:
        broken = next((rule for rule, kept in zip(keeps_away, holds, strict=True) if not kept), None)
        if broken is not None:
            found[review_id] = _WHY[broken](person.name)
    return found


def tell_assigned(session: Session, person_id: int, review_ids: Sequence[int], by: Person) -> None:
    """One notification however many; it leads to the review where it is one."""
    if review_ids:
        link = f"/reviews/{review_ids[0]}" if len(review_ids) == 1 else "/inbox"
        sentence = Sentence(
            "관리자가 평가를 배정했습니다. 평가함에서 확인해 주세요.", "A manager has assigned reviews to you."
        )
        notify(session, [person_id], "assigned", sentence, link, but=by.id)


_WHY = {
    "scope": lambda name: Sentence(
        f"{name} 님이 볼 수 없는 업체의 통화입니다.", f"{name} does not see calls of this vendor."
    ),
    "skipped": lambda name: Sentence(f"{name} 님이 이미 돌려준 평가입니다.", f"{name} has given this one back."),
    "rated": lambda name: Sentence(
        f"{name} 님이 같은 통화의 1차나 2차 평가를 맡았습니다.", f"{name} has the other evaluation of this call."
    ),
    "own_ratings": lambda name: Sentence(
        f"{name} 님이 평정한 통화의 이의제기입니다.", f"This disputes ratings that {name} had a part in."
    ),
    # That there is a calibration session is not told: its raters need not know.
    "calibrating": lambda name: Sentence(
        f"지금은 {name} 님에게 맡길 수 없는 통화입니다.", f"{name} cannot have this call at present."
    ),
}


def _waiting_for(
    session: Session, by: Person, person: Person, purpose: Purpose, stream: str, at_most: int
) -> list[int]:
    """What the person could be given, the most urgent first, kept for this transaction.

    As many as are asked for in all are enough: of those at most all but one go to others before the person's turn.
    """
    return list(
        session.scalars(
            select(Review.id)
            .where(
                Review.state == ReviewState.WAITING,
                Review.purpose == purpose,
                Review.stream == stream,
                scope(by).reviews(),
                *rules(person).values(),
            )
            .order_by(Review.rank, Review.due_at, Review.id)
            .limit(at_most)
            # What another manager is sharing out at this moment is left to them.
            .with_for_update(skip_locked=True)
        )
    )


def _left(
    session: Session, by: Person, purpose: Purpose, stream: str, people: Iterable[Person], missing: int
) -> tuple[Left, ...]:
    """What still waits, up to as many as are missing, with why none of these people can have it."""
    if not missing:
        return ()
    rows = session.execute(
        select(Review.id, Review.call_id)
        .where(Review.state == ReviewState.WAITING, Review.purpose == purpose, Review.stream == stream)
        .where(scope(by).reviews())
        .order_by(Review.rank, Review.due_at, Review.id)
        .limit(missing)
    ).tuples()
    calls = dict(list(rows))
    whys: dict[int, list[Sentence]] = {}
    for person in people:
        for review_id, why in objections(session, person, list(calls)).items():
            whys.setdefault(review_id, []).append(why)
    return tuple(
        Left(calls[review_id], Sentence(" ".join(w.ko for w in why), " ".join(w.en for w in why)))
        for review_id, why in sorted(whys.items())
    )
