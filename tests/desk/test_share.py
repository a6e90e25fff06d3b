"""Sharing out: evenly, by the rules of taking, never across vendors, and with a reason for whatever is left."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from qa.desk import inbox
from qa.desk.share import AT_ONCE, Shared, evaluators, share
from qa.errors import Refused
from qa.store.engine import Store
from qa.store.people import add_person
from qa.store.review_tables import Notification, Review
from qa.store.reviews import Purpose, ReviewState, Stream
from qa.store.tables import Audit, Call, Person, Recording, Vendor, now
from tests.cast import Cast, person, unreleased
from tests.web.managed import calibrates, rated_by


def waiting(desk: Store, cast: Cast, *agents: str, drawn: bool = False) -> list[int]:
    """Calls that wait for their first evaluation, one per agent named."""
    return [unreleased(desk, cast.folder, agent=who, seed=40 + at, drawn=drawn) for at, who in enumerate(agents)]


def shared(desk: Store, by: str, to: tuple[str, ...], number: int, kind: tuple[Purpose, str] | None = None) -> Shared:
    purpose, stream = kind or (Purpose.FIRST, Stream.FLAGGED)
    with desk.writing() as session:
        ids = {person(session, login).id for login in to}
        return share(session, person(session, by), purpose, stream, ids, number)


def holders(desk: Store) -> Counter[str]:
    with desk.reading() as session:
        rows = session.scalars(select(Person.login).join(Review, Review.person_id == Person.id))
        return Counter(rows)


def test_whoever_holds_the_fewest_gets_the_next(desk: Store, cast: Cast) -> None:
    waiting(desk, cast, "minji", "yuna", "minji", "minji", "yuna")
    with desk.writing() as session:
        for _ in range(2):
            inbox.take_next(session, person(session, "sora"), Purpose.FIRST, Stream.FLAGGED)
    result = shared(desk, "eunseo", ("sora", "suhyun"), 3)
    assert holders(desk) == {"sora": 2, "suhyun": 3}, "suhyun catches up before sora gets more"
    assert (result.given, result.left, result.missing) == ((("박수현", 3),), (), 0)


def test_the_most_urgent_come_first(desk: Store, cast: Cast) -> None:
    calls = waiting(desk, cast, "minji", "minji", "minji")
    with desk.writing() as session:
        session.scalars(select(Review).where(Review.call_id == calls[2])).one().rank = -1
    shared(desk, "eunseo", ("suhyun",), 1)
    with desk.reading() as session:
        assert session.scalars(select(Review.call_id).where(Review.person_id.is_not(None))).all() == [calls[2]]


def test_an_evaluator_only_gets_calls_of_their_scope_and_the_rest_says_why(desk: Store, cast: Cast) -> None:
    calls = waiting(desk, cast, "minji", "junho", "junho")
    result = shared(desk, "eunseo", ("sora",), 3)
    assert holders(desk) == {"sora": 1}
    assert result.missing == 2
    assert sorted(left.call_id or 0 for left in result.left) == sorted(calls[1:])
    assert {left.why.ko for left in result.left} == {"윤소라 님이 볼 수 없는 업체의 통화입니다."}


def test_nobody_is_assigned_what_they_gave_back(desk: Store, cast: Cast) -> None:
    waiting(desk, cast, "minji")
    with desk.writing() as session:
        taken = inbox.take_next(session, person(session, "sora"), Purpose.FIRST, Stream.FLAGGED)
        assert taken is not None
        inbox.skip(session, person(session, "sora"), taken.id, "know_agent", "")
    result = shared(desk, "eunseo", ("sora",), 1)
    assert [left.why.ko for left in result.left] == ["윤소라 님이 이미 돌려준 평가입니다."]
    assert shared(desk, "eunseo", ("sora", "suhyun"), 1).given == (("박수현", 1),)


def test_nobody_is_assigned_the_approval_of_their_own_work(desk: Store, cast: Cast) -> None:
    (call_id,) = waiting(desk, cast, "minji")
    with desk.writing() as session:
        first = session.scalars(select(Review).where(Review.call_id == call_id)).one()
        first.person_id, first.state, first.finished_at = person(session, "sora").id, "submitted", now()
        session.add(Review(call_id=call_id, purpose=Purpose.SECOND, vendor_id=first.vendor_id))
    second = (Purpose.SECOND, "")
    assert [left.why.ko for left in shared(desk, "eunseo", ("sora",), 1, second).left] == [
        "윤소라 님이 같은 통화의 1차나 2차 평가를 맡았습니다."
    ]
    assert shared(desk, "eunseo", ("sora", "suhyun"), 1, second).given == (("박수현", 1),)


def test_who_asked_for_a_second_look_is_not_given_the_first_evaluation(desk: Store, cast: Cast) -> None:
    (call_id,) = waiting(desk, cast, "minji")
    with desk.writing() as session:
        session.add(Review(call_id=call_id, purpose="second", state="withdrawn", person_id=person(session, "sora").id))
    assert not shared(desk, "eunseo", ("sora",), 1).given


def test_nobody_is_assigned_a_dispute_about_their_own_ratings(desk: Store, cast: Cast) -> None:
    with desk.writing() as session:
        call = session.get_one(Call, cast.calls["full"])
        rated_by(session, "sora", call.id)
        session.add(Review(call_id=call.id, purpose=Purpose.DISPUTE, vendor_id=call.vendor_id))
    dispute = (Purpose.DISPUTE, "")
    assert [left.why.ko for left in shared(desk, "eunseo", ("sora",), 1, dispute).left] == [
        "윤소라 님이 평정한 통화의 이의제기입니다."
    ]
    assert shared(desk, "eunseo", ("suhyun",), 1, dispute).given == (("박수현", 1),)


def test_a_vendor_s_manager_shares_out_own_calls_to_own_people_only(desk: Store, cast: Cast) -> None:
    waiting(desk, cast, "junho", "minji")
    with desk.reading() as session:
        assert [each.login for each in evaluators(session, person(session, "taeo"))] == ["sora", "taeo"]
    for stranger in ("haneul", "suhyun", "minji"):
        with pytest.raises(LookupError):
            shared(desk, "taeo", (stranger,), 1)
    result = shared(desk, "taeo", ("sora",), 2)
    assert (result.given, result.missing, result.left) == ((("윤소라", 1),), 1, ()), "of 누리's call nothing is said"


@pytest.mark.parametrize("who", ["sora", "jiho", "minji"])
def test_only_managers_share_out(desk: Store, cast: Cast, who: str) -> None:
    waiting(desk, cast, "minji")
    with pytest.raises(Refused, match="may not assign"):
        shared(desk, who, ("sora",), 1)


@pytest.mark.parametrize("number", [0, -1, AT_ONCE + 1])
def test_a_number_out_of_bounds_is_refused_with_the_bounds(desk: Store, cast: Cast, number: int) -> None:
    with pytest.raises(Refused) as caught:
        shared(desk, "eunseo", ("sora",), number)
    assert f"{AT_ONCE}건까지" in caught.value.sentence.ko


def test_who_left_can_be_given_nothing(desk: Store, cast: Cast) -> None:
    with desk.writing() as session:
        person(session, "sora").active = False
    with pytest.raises(LookupError):
        shared(desk, "eunseo", ("sora",), 1)


def test_each_assignment_is_in_the_audit_and_each_person_is_told_once(desk: Store, cast: Cast) -> None:
    waiting(desk, cast, "minji", "minji", "minji")
    shared(desk, "eunseo", ("sora", "suhyun"), 3)
    with desk.reading() as session:
        by = person(session, "eunseo").id
        lines = session.scalars(select(Audit).where(Audit.act == "assign")).all()
        assert [(line.person_id, line.old) for line in lines] == [(by, {"state": "waiting"})] * 3
        assert sorted(line.new["person"] for line in lines if line.new) == ["박수현", "박수현", "윤소라"]
        told = {
            row.person_id: row for row in session.scalars(select(Notification).where(Notification.kind == "assigned"))
        }
        assert told.keys() == {person(session, "sora").id, person(session, "suhyun").id}
        assert told[person(session, "suhyun").id].link == "/inbox"
        one = session.scalars(select(Review.id).where(Review.person_id == person(session, "sora").id)).one()
        assert told[person(session, "sora").id].link == f"/reviews/{one}"


def test_two_managers_at_once_never_assign_the_same_review(any_store: Store) -> None:
    """On both databases: ten reviews, two managers who want eight each for the same two people."""
    with any_store.writing() as session:
        vendor = Vendor(name="한빛")
        session.add(vendor)
        session.flush()
        for login, role in (("one", "manager"), ("two", "manager"), ("first", "evaluator"), ("second", "evaluator")):
            add_person(session, login=login, name=login, role=role, password="x" * 12)
        for at in range(10):
            recording = Recording(sha256=f"{at:064}", size_bytes=1, name="a.wav")
            call = Call(recording=recording, vendor_id=vendor.id)
            session.add(call)
            session.flush()
            session.add(Review(call_id=call.id, purpose="first", stream="flagged", vendor_id=vendor.id))
    with ThreadPoolExecutor(2) as both:
        results = list(both.map(lambda by: shared(any_store, by, ("first", "second"), 8), ("one", "two")))
    with any_store.reading() as session:
        held = session.scalars(select(Review).where(Review.state == ReviewState.ASSIGNED)).all()
        lines = session.scalars(select(Audit.thing).where(Audit.act == "assign")).all()
    assert len(lines) == len(set(lines)) == len(held) == sum(result.number for result in results)
    assert len(held) >= 8
    assert all(review.version == 2 for review in held), "each changed hands once"


def test_a_call_somebody_calibrates_is_not_given_to_them_and_the_session_is_not_named(desk: Store, cast: Cast) -> None:
    (call_id,) = waiting(desk, cast, "minji")
    with desk.writing() as session:
        calibrates(session, call_id, "sora")
    left = shared(desk, "eunseo", ("sora",), 1).left
    assert [each.why.ko for each in left] == ["지금은 윤소라 님에게 맡길 수 없는 통화입니다."]
    assert shared(desk, "eunseo", ("sora", "suhyun"), 1).given == (("박수현", 1),)
