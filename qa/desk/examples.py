"""What the demo's people have done before you came: a few sample calls rated, approved and released to their agents.

All of it goes through the desk's own acts and says that it is an example.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from qa.desk import draft, evaluate, inbox
from qa.desk.access import Act, may
from qa.desk.draft import Said
from qa.errors import Refused
from qa.store.engine import Session, Store
from qa.store.people import DEMO_PEOPLE
from qa.store.review_tables import Review
from qa.store.reviews import Purpose, ReviewState, Stream
from qa.store.tables import Call, Person

PER_AGENT = 2
PRAISE = "첫인사와 끝인사가 또렷하고, 시민이 물은 순서대로 안내했습니다. (체험용 예시 의견)"
OPINION = "다음 통화에서는 시민의 걱정에 한마디 공감하고 안내를 이어 가 보세요. (체험용 예시 의견)"


def release_some(store: Store, calls: Collection[int]) -> int:
    """Two flagged sample calls of each agent, rated as the machine had them and approved; how many were released.

    Does nothing where anybody has evaluated anything already: what people do in the demo stays theirs.
    """
    with store.reading() as session:
        if session.scalar(select(Review.id).where(Review.state == ReviewState.SUBMITTED).limit(1)) is not None:
            return 0
        waiting = session.execute(
            select(Review.id, Call.agent_id)
            .join(Call, Call.id == Review.call_id)
            .where(
                Review.call_id.in_(calls),
                Review.purpose == Purpose.FIRST,
                Review.stream == Stream.FLAGGED,
                Review.state == ReviewState.WAITING,
                Call.agent_id.is_not(None),
            )
            .order_by(Review.id)
        ).all()
    by_agent: dict[int, list[int]] = defaultdict(list)
    for review_id, agent_id in waiting:
        assert agent_id is not None
        by_agent[agent_id].append(review_id)
    return sum(_release(store, review_id) for several in by_agent.values() for review_id in several[:PER_AGENT])


def _release(store: Store, review_id: int) -> bool:
    """First and second evaluation by the demo's people who may; False where the call cannot be rated yet."""
    try:
        with store.writing() as session:
            call = session.get_one(Call, session.get_one(Review, review_id).call_id)
            # The evaluator is left out, so that whoever tries the demo can answer a dispute about these calls as one.
            evaluator, second = _who(session, "manager", call), _who(session, "administrator", call)
            if evaluator is None or second is None or inbox.give(session, review_id, evaluator, by=None) is None:
                return False
            for name, text in (("praise", PRAISE), ("opinion", OPINION)):
                draft.save(session, evaluator, review_id, Said("", name, note=text))
            evaluate.accept_rest(session, evaluator, review_id)
            evaluate.submit(session, evaluator, review_id)
            session.flush()
            following = session.scalar(
                select(Review.id).where(Review.call_id == call.id, Review.purpose == Purpose.SECOND)
            )
            if following is not None and inbox.give(session, following, second, by=None) is not None:
                evaluate.submit(session, second, following)
            return call.released_at is not None
    except Refused:
        return False


def _who(session: Session, role: str, call: Call) -> Person | None:
    """The first of the demo's people in this role who may evaluate the call."""
    logins = [login for login, _, its, _, _ in DEMO_PEOPLE if its == role]
    people = session.scalars(select(Person).where(Person.login.in_(logins)).order_by(Person.id)).unique()
    return next((person for person in people if may(person, Act.EVALUATE, call)), None)
