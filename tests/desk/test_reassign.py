"""Moving reviews: drafts stay, versions grow, both are told, and nobody moves what is not theirs to move."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from qa.call import Sentence, from_json
from qa.desk import draft, evaluate, inbox
from qa.desk.draft import Said
from qa.desk.reassign import free, move, stranded
from qa.desk.share import Shared
from qa.errors import Refused
from qa.store.engine import Session, Store
from qa.store.people import add_person
from qa.store.review_tables import DraftRating, Notification, Review
from qa.store.reviews import Purpose, ReviewState, Stream
from qa.store.tables import Audit, Call, Recording
from tests.cast import Cast, person, unreleased
from tests.web.managed import first, leaves


@pytest.fixture
def sora_has(desk: Store, cast: Cast) -> int:
    """A review of a call of 한빛 in sora's hands, with something saved."""
    unreleased(desk, cast.folder, seed=11)
    with desk.writing() as session:
        taken = inbox.take_next(session, person(session, "sora"), Purpose.FIRST, Stream.FLAGGED)
        assert taken is not None
        said = Said("courtesy-ko", "empathy", "yes", "rule", "직접 들음", None, 0)
        draft.save(session, person(session, "sora"), taken.id, said)
        session.get_one(Review, taken.id).listened_s = 31.0
    return taken.id


def moved(desk: Store, by: str, to: str | None, *review_ids: int, seen: int | None = None) -> Shared:
    with desk.writing() as session:
        wanted = [(each, seen or version(session, each)) for each in review_ids]
        return move(session, person(session, by), wanted, person(session, to).id if to else None)


def version(session: Session, review_id: int) -> int:
    row = session.get(Review, review_id)
    return row.version if row else 1


def whys(shared: Shared) -> list[str]:
    return [left.why.ko for left in shared.left]


def test_another_gets_it_and_what_the_first_had_written_stays(desk: Store, sora_has: int) -> None:
    before = version_of(desk, sora_has)
    assert moved(desk, "eunseo", "suhyun", sora_has).given == (("박수현", 1),)
    with desk.reading() as session:
        row = session.get_one(Review, sora_has)
        assert (row.person_id, row.state) == (person(session, "suhyun").id, "assigned")
        assert row.version > before
        assert row.listened_s == 0, "what sora listened to is not suhyun's listening"
        (kept,) = session.scalars(select(DraftRating)).all()
        assert (kept.person_id, kept.answer, kept.note) == (person(session, "sora").id, "yes", "직접 들음")
        assert inbox.mine(session, person(session, "sora")) == []
    assert moved(desk, "eunseo", "sora", sora_has).number == 1
    with desk.reading() as session:
        assert draft.drafts(session, sora_has, person(session, "sora").id)


def version_of(desk: Store, review_id: int) -> int:
    with desk.reading() as session:
        return version(session, review_id)


def test_the_audit_says_from_whom_to_whom_and_both_are_told_without_a_word_of_the_call(
    desk: Store, sora_has: int
) -> None:
    moved(desk, "eunseo", "suhyun", sora_has)
    with desk.reading() as session:
        line = session.scalars(select(Audit).where(Audit.act == "reassign")).one()
        assert line.thing == f"review:{sora_has}"
        assert (line.old or {})["person"] == "윤소라"
        assert line.old is not None
        assert line.old["listened_s"] == 31.0
        assert line.new == {"person": "박수현", "person_id": person(session, "suhyun").id, "state": "assigned"}
        told = {row.person.login: row for row in session.scalars(select(Notification))}
        assert {login: row.kind for login, row in told.items()} == {"sora": "reassigned", "suhyun": "assigned"}
        assert told["suhyun"].link == f"/reviews/{sora_has}"
        for row in told.values():
            assert "직접" not in from_json(Sentence, row.sentence).ko


def test_back_in_the_pool_anybody_may_take_it(desk: Store, sora_has: int) -> None:
    assert moved(desk, "eunseo", None, sora_has).number == 1
    with desk.writing() as session:
        taken = inbox.take_next(session, person(session, "suhyun"), Purpose.FIRST, Stream.FLAGGED)
        assert taken is not None
        assert taken.id == sora_has


def test_who_lost_it_is_told_who_has_it(desk: Store, sora_has: int) -> None:
    moved(desk, "eunseo", "suhyun", sora_has)
    with desk.writing() as session, pytest.raises(Refused) as caught:
        inbox.own(session, person(session, "sora"), sora_has)
    assert "박수현" in caught.value.sentence.ko


def test_one_that_cannot_be_moved_does_not_keep_the_others(desk: Store, cast: Cast, sora_has: int) -> None:
    foreign = unreleased(desk, cast.folder, agent="junho", seed=12)
    with desk.writing() as session:
        foreign_id = first(session, foreign).id
    result = moved(desk, "eunseo", "taeo", foreign_id, sora_has)
    assert result.given == (("문태오", 1),)
    assert [(left.call_id, left.why.ko) for left in result.left] == [
        (foreign, "문태오 님이 볼 수 없는 업체의 통화입니다.")
    ]


def test_the_rules_of_taking_hold_for_whom_it_is_given_to(desk: Store, sora_has: int) -> None:
    with desk.writing() as session:
        inbox.skip(session, person(session, "sora"), sora_has, "know_agent", "")
    assert whys(moved(desk, "eunseo", "sora", sora_has)) == ["윤소라 님이 이미 돌려준 평가입니다."]


def test_what_has_changed_meanwhile_is_left_and_says_who_has_it(desk: Store, sora_has: int) -> None:
    seen = version_of(desk, sora_has)
    moved(desk, "eunseo", "suhyun", sora_has)
    result = moved(desk, "admin", "taeo", sora_has, seen=seen)
    assert (result.number, whys(result)) == (0, ["그사이 바뀌었습니다. 지금은 박수현 님이 맡고 있습니다."])


def test_what_is_submitted_stays_with_whoever_did_it(desk: Store, sora_has: int) -> None:
    with desk.writing() as session:
        evaluate.accept_rest(session, person(session, "sora"), sora_has)
        evaluate.submit(session, person(session, "sora"), sora_has)
    assert whys(moved(desk, "eunseo", "suhyun", sora_has)) == ["윤소라 님이 이미 제출했습니다."]


def test_a_calibration_review_is_nobody_else_s(desk: Store, sora_has: int) -> None:
    with desk.writing() as session:
        session.get_one(Review, sora_has).purpose = "calibration"
    assert "대신할 수 없습니다" in whys(moved(desk, "eunseo", "suhyun", sora_has))[0]


def test_another_vendor_s_review_is_as_if_there_were_none(desk: Store, cast: Cast, sora_has: int) -> None:
    foreign = unreleased(desk, cast.folder, agent="junho", seed=12)
    with desk.reading() as session:
        foreign_id = first(session, foreign).id
    with pytest.raises(LookupError):
        moved(desk, "taeo", None, foreign_id)
    result = moved(desk, "taeo", None, foreign_id, sora_has)
    assert (result.number, [(left.call_id, left.why.ko) for left in result.left]) == (
        1,
        [(None, "찾을 수 없는 평가입니다.")],
    )
    with pytest.raises(LookupError):
        moved(desk, "taeo", "haneul", sora_has)


def test_a_vendor_s_manager_does_not_take_a_review_from_the_centre_s_evaluator(
    desk: Store, cast: Cast, sora_has: int
) -> None:
    moved(desk, "eunseo", "suhyun", sora_has)
    assert whys(moved(desk, "taeo", "sora", sora_has)) == ["센터 평가자가 맡은 평가는 센터 관리자만 옮길 수 있습니다."]


@pytest.mark.parametrize("who", ["sora", "jiho", "minji"])
def test_only_managers_move_reviews(desk: Store, sora_has: int, who: str) -> None:
    with pytest.raises(Refused, match="may not assign"):
        moved(desk, who, None, sora_has)


def test_what_somebody_who_left_holds_is_named_and_put_back_at_once(desk: Store, cast: Cast) -> None:
    call = unreleased(desk, cast.folder, seed=12)
    with desk.writing() as session:
        review_id = leaves(session, call).id
    with desk.writing() as session:
        (gone,) = stranded(session, person(session, "taeo"))
        assert (gone.name, gone.active, gone.reviews) == ("한유진", False, 1)
        assert stranded(session, person(session, "eunseo")) == [gone]
        free(session, person(session, "taeo"), gone.person_id)
    with desk.writing() as session:
        assert session.get_one(Review, review_id).state == ReviewState.WAITING
        assert stranded(session, person(session, "taeo")) == []
        with pytest.raises(Refused, match="nothing to put back"):
            free(session, person(session, "taeo"), gone.person_id)


def test_who_changed_vendor_is_named_for_what_they_cannot_open_any_more(desk: Store, sora_has: int) -> None:
    with desk.writing() as session:
        person(session, "sora").vendor_id = person(session, "haneul").vendor_id
    with desk.reading() as session:
        assert [(each.name, each.active) for each in stranded(session, person(session, "taeo"))] == [("윤소라", True)]


def test_nothing_is_put_back_from_somebody_who_works_on(desk: Store, sora_has: int) -> None:
    with desk.writing() as session, pytest.raises(Refused):
        free(session, person(session, "eunseo"), person(session, "sora").id)


def test_of_two_managers_at_once_the_second_is_told(any_store: Store) -> None:
    with any_store.writing() as session:
        roles = {"one": "manager", "two": "manager", "holder": "evaluator", "left": "evaluator", "right": "evaluator"}
        for login, role in roles.items():
            add_person(session, login=login, name=login, role=role, password="x" * 12)
        call = Call(recording=Recording(sha256="0" * 64, size_bytes=1, name="a.wav"))
        session.add(call)
        session.flush()
        row = Review(call_id=call.id, purpose="first", stream="flagged")
        session.add(row)
        session.flush()
        inbox.give(session, row.id, person(session, "holder"), by=None)
    seen = version_of(any_store, row.id)
    with ThreadPoolExecutor(2) as both:
        results = list(
            both.map(
                lambda who: moved(any_store, who[0], who[1], row.id, seen=seen), [("one", "left"), ("two", "right")]
            )
        )
    assert sorted(result.number for result in results) == [0, 1]
    with any_store.reading() as session:
        assert len(session.scalars(select(Audit).where(Audit.act == "reassign")).all()) == 1
        (late,) = [result for result in results if not result.number]
        holder = session.get_one(Review, row.id).person
        assert holder is not None
        assert f"지금은 {holder.name} 님이" in late.left[0].why.ko
