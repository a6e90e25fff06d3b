"""Why a call is here: how it came, by which chance, under which rule; and nothing to those who rate it blind."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from qa.desk import inbox
from qa.desk.pick import pick
from qa.desk.why import Why, why_here
from qa.store.engine import Store
from qa.store.review_tables import Planted, Review
from qa.store.reviews import Purpose, Stream
from tests.cast import Cast, person, unreleased
from tests.web.managed import first


def why(desk: Store, who: str, call_id: int) -> Why:
    with desk.reading() as session:
        found = why_here(session, person(session, who), call_id)
    assert found is not None
    return found


def test_a_flagged_call_says_so_with_the_days_it_may_take(desk: Store, cast: Cast) -> None:
    call_id = unreleased(desk, cast.folder, seed=11)
    found = why(desk, "eunseo", call_id)
    assert (found.stream, found.days, found.probability, found.flags) == ("flagged", 3, 0.02, True)
    with desk.reading() as session:
        assert found.since == first(session, call_id).created_at


def test_a_call_drawn_at_random_keeps_its_flags_from_whoever_may_rate_it(desk: Store, cast: Cast) -> None:
    call_id = unreleased(desk, cast.folder, seed=11, drawn=True)
    assert (why(desk, "suhyun", call_id).stream, why(desk, "suhyun", call_id).flags) == ("random", False)
    assert why(desk, "eunseo", call_id).flags
    with desk.writing() as session:
        inbox.take_next(session, person(session, "eunseo"), Purpose.FIRST, Stream.RANDOM)
    assert not why(desk, "eunseo", call_id).flags, "a manager who rates it rates blind, too"
    with desk.writing() as session:
        row = first(session, call_id)
        row.blind_at = row.created_at
    assert why(desk, "eunseo", call_id).flags, "the machine's ratings were revealed"


def test_whoever_has_a_flagged_call_in_hand_sees_its_flags(desk: Store, cast: Cast) -> None:
    call_id = unreleased(desk, cast.folder, seed=11)
    with desk.writing() as session:
        inbox.take_next(session, person(session, "suhyun"), Purpose.FIRST, Stream.FLAGGED)
    assert why(desk, "suhyun", call_id).flags


def test_a_picked_call_says_who_picked_it(desk: Store, cast: Cast) -> None:
    with desk.writing() as session:
        pick(session, person(session, "eunseo"), str(cast.calls["teammate"]), None)
    found = why(desk, "sora", cast.calls["teammate"])
    assert (found.stream, found.picked_by) == ("picked", "최은서")


@pytest.mark.parametrize("stream", ["", "random"])
def test_who_calibrates_learns_nothing_of_what_else_is_done_with_the_call(desk: Store, cast: Cast, stream: str) -> None:
    call_id = unreleased(desk, cast.folder, seed=11)
    with desk.writing() as session:
        sora = person(session, "sora")
        session.add(
            Review(
                call_id=call_id, purpose="calibration", stream=stream, state="assigned", person_id=sora.id,
                vendor_id=sora.vendor_id,
            )
        )  # fmt: skip
        session.add(Review(call_id=call_id, purpose="second", vendor_id=sora.vendor_id))
    found = why(desk, "sora", call_id)
    assert not found.flags
    assert found.stream == stream, "an unaware rater has a first evaluation of a call drawn at random"
    assert found.purposes == (frozenset() if stream else {"calibration"})
    assert why(desk, "eunseo", call_id).stream == "flagged"


def test_that_a_wrong_rating_is_planted_is_told_nowhere(desk: Store, cast: Cast) -> None:
    call_id = unreleased(desk, cast.folder, seed=11)
    before = why(desk, "suhyun", call_id)
    with desk.writing() as session:
        review_id = session.scalars(select(Review.id).where(Review.call_id == call_id)).one()
        session.add(Planted(review_id=review_id, rubric="courtesy-ko", criterion="empathy", answer="yes"))
    assert why(desk, "suhyun", call_id) == before


def test_a_call_that_does_not_exist_is_here_for_no_reason(desk: Store, cast: Cast) -> None:
    with desk.reading() as session:
        assert why_here(session, person(session, "admin"), 999999) is None
