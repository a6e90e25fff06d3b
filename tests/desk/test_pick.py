"""Picked calls: a stream of their own, never a second first evaluation, and a sentence for each that is not taken."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from qa.desk import inbox
from qa.desk.pick import pick
from qa.desk.share import Left, Shared
from qa.errors import Refused
from qa.store.engine import Store
from qa.store.review_tables import Notification, Review
from qa.store.reviews import Purpose, Stream
from qa.store.tables import Audit, Call, now
from tests.cast import Cast, person, unreleased
from tests.web.managed import first


def picked(desk: Store, by: str, numbers: str, to: str | None = None) -> Shared:
    with desk.writing() as session:
        return pick(session, person(session, by), numbers, person(session, to).id if to else None)


def only(shared: Shared) -> Left:
    (left,) = shared.left
    return left


def test_a_picked_call_waits_in_a_stream_of_its_own_for_whoever_takes_it(desk: Store, cast: Cast) -> None:
    call_id = cast.calls["teammate"]
    assert picked(desk, "eunseo", f"{call_id}").number == 1
    with desk.writing() as session:
        row = first(session, call_id)
        assert (row.stream, row.state, row.vendor_id) == ("picked", "waiting", session.get_one(Call, call_id).vendor_id)
        waits = {(pool.purpose, pool.stream): pool.waiting for pool in inbox.pools(session, person(session, "sora"))}
        assert waits[Purpose.FIRST, Stream.PICKED] == 1
        assert waits[Purpose.FIRST, Stream.RANDOM] == 0
        taken = inbox.take_next(session, person(session, "sora"), Purpose.FIRST, Stream.PICKED)
        assert taken is not None
        assert taken.call_id == call_id
        line = session.scalars(select(Audit).where(Audit.act == "pick")).one()
        assert (line.person_id, line.new) == (person(session, "eunseo").id, {"state": "waiting", "stream": "picked"})


def test_a_picked_call_can_go_straight_to_somebody(desk: Store, cast: Cast) -> None:
    result = picked(desk, "eunseo", f" {cast.calls['teammate']}, ", "sora")
    assert (result.given, result.left) == ((("윤소라", 1),), ())
    with desk.reading() as session:
        assert [row.person.login for row in session.scalars(select(Notification))] == ["sora"]
        acts = session.scalars(select(Audit.act).order_by(Audit.id)).all()
    assert list(acts)[-2:] == ["pick", "assign"]


def test_a_call_that_was_drawn_stays_in_the_sample_whoever_picks_it(desk: Store, cast: Cast) -> None:
    call_id = cast.calls["full"]
    with desk.reading() as session:
        assert session.get_one(Call, call_id).in_random_sample
    picked(desk, "eunseo", str(call_id))
    with desk.reading() as session:
        assert first(session, call_id).stream == Stream.RANDOM


def test_a_call_that_waits_already_keeps_its_stream_and_goes_to_whom_it_is_for(desk: Store, cast: Cast) -> None:
    call_id = unreleased(desk, cast.folder, seed=11)
    assert "이미 1차 평가를 기다리고" in only(picked(desk, "eunseo", str(call_id))).why.ko
    assert picked(desk, "eunseo", str(call_id), "sora").number == 1
    with desk.reading() as session:
        row = first(session, call_id)
        assert (row.stream, row.state) == ("flagged", "assigned")


def test_it_is_told_who_has_the_first_evaluation_or_when_it_was_done(desk: Store, cast: Cast) -> None:
    call_id = unreleased(desk, cast.folder, seed=11)
    with desk.writing() as session:
        inbox.take_next(session, person(session, "sora"), Purpose.FIRST, Stream.FLAGGED)
    assert only(picked(desk, "eunseo", str(call_id), "suhyun")).why.ko == "윤소라 님이 1차 평가를 맡고 있습니다."
    with desk.writing() as session:
        row = first(session, call_id)
        row.state, row.finished_at = "submitted", now()
    left = only(picked(desk, "eunseo", str(call_id)))
    assert left.why.ko == "윤소라 님이 1차 평가를 마쳤습니다."
    assert left.at is not None
    with desk.reading() as session:
        assert len(session.scalars(select(Review)).all()) == 1


def test_one_that_was_withdrawn_is_picked_anew(desk: Store, cast: Cast) -> None:
    call_id = unreleased(desk, cast.folder, seed=11)
    with desk.writing() as session:
        first(session, call_id).state = "withdrawn"
    assert picked(desk, "eunseo", str(call_id)).number == 1
    with desk.reading() as session:
        row = first(session, call_id)
        assert (row.stream, row.state) == ("picked", "waiting")


def test_what_is_no_call_or_is_not_rated_yet_never_stops_the_others(desk: Store, cast: Cast) -> None:
    numbers = f"abc 999999 {cast.calls['running']} {cast.calls['teammate']}; {cast.calls['teammate']}"
    result = picked(desk, "eunseo", numbers)
    assert result.number == 1, "a number named twice is one call"
    assert [left.why.ko for left in result.left] == [
        "통화 번호 'abc'을(를) 찾을 수 없습니다.",
        "통화 번호 '999999'을(를) 찾을 수 없습니다.",
        "자동 평정이 아직 끝나지 않았습니다. 끝난 뒤에 다시 골라 주세요.",
    ]


def test_another_vendor_s_call_looks_like_one_that_is_not_there(desk: Store, cast: Cast) -> None:
    result = picked(desk, "taeo", str(cast.calls["other_vendor"]))
    assert (result.number, only(result).call_id) == (0, None)
    with pytest.raises(LookupError):
        picked(desk, "taeo", str(cast.calls["teammate"]), "haneul")


def test_whom_it_cannot_be_given_to_the_call_still_waits_for_others(desk: Store, cast: Cast) -> None:
    result = picked(desk, "eunseo", str(cast.calls["teammate"]), "haneul")
    assert "강하늘 님이 볼 수 없는 업체의 통화입니다. 다른 평가자가 가져갈 수 있도록" in only(result).why.ko
    with desk.reading() as session:
        assert first(session, cast.calls["teammate"]).state == "waiting"


@pytest.mark.parametrize("numbers", ["", " , ;", " ".join(map(str, range(51)))])
def test_no_number_or_too_many_are_refused(desk: Store, cast: Cast, numbers: str) -> None:
    with pytest.raises(Refused):
        picked(desk, "eunseo", numbers)


@pytest.mark.parametrize("who", ["sora", "jiho", "minji"])
def test_only_managers_pick(desk: Store, cast: Cast, who: str) -> None:
    with pytest.raises(Refused, match="may not assign"):
        picked(desk, who, str(cast.calls["teammate"]))
