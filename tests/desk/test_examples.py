"""The demo's people have released a few calls before anybody comes; only once, and only theirs."""

from __future__ import annotations

from sqlalchemy import select

from qa.desk.examples import PER_AGENT, release_some
from qa.store.engine import Store
from qa.store.review_tables import Notification, Review
from qa.store.tables import Call
from tests.cast import Cast, person, unreleased


def test_two_calls_of_each_agent_are_rated_approved_and_released_once(desk: Store, cast: Cast) -> None:
    mine = [unreleased(desk, cast.folder, seed=seed) for seed in (61, 62, 63)]
    theirs = [unreleased(desk, cast.folder, seed=64, agent="junho")]
    drawn = unreleased(desk, cast.folder, seed=65, drawn=True)
    assert release_some(desk, [*mine, *theirs, drawn]) == PER_AGENT + 1
    assert release_some(desk, [*mine, *theirs, drawn]) == 0
    with desk.reading() as session:
        released = {each: session.get_one(Call, each).released_at is not None for each in (*mine, *theirs, drawn)}
        assert list(released.values()) == [True, True, False, True, False]
        told = session.scalars(select(Notification.person_id).where(Notification.kind == "released")).all()
        assert sorted(told) == sorted([person(session, "minji").id] * 2 + [person(session, "junho").id])
        for review in session.scalars(select(Review).where(Review.call_id == mine[0])):
            assert "예시" in review.praise or review.purpose == "second"
