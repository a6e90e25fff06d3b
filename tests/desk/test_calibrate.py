"""A calibration session at the desk: who is invited to what, what stays hidden, and how it ends."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from qa.desk import calibrate, evaluate, inbox
from qa.desk.access import scope
from qa.desk.calibration_choice import candidates, named, propose, rubrics
from qa.desk.calibration_raters import rated_before
from qa.desk.calibration_read import before, read_session, sessions
from qa.desk.calibration_report import report
from qa.desk.calibration_scope import may_hear, part_of
from qa.desk.calibration_start import RatedBefore, Wish, start
from qa.desk.calibration_table import MACHINE, progress_of, table_of
from qa.desk.calibration_talk import agree, comment, references, rubric_notes, words
from qa.desk.form import form_of
from qa.errors import Refused
from qa.store import people
from qa.store.calibration_tables import CalibrationCall, CalibrationSession
from qa.store.engine import Session, Store
from qa.store.pages import call_page
from qa.store.review_tables import Dispute, Notification, Review
from qa.store.reviews import Purpose, ReviewState, Stream
from qa.store.tables import Audit, Call, CallEvaluation, CallRating, now
from tests.calibrating import begin, fill, held, rate, reveal
from tests.cast import OTHERS, Cast, person, unreleased

RUBRIC = "courtesy-ko"


@pytest.fixture
def calls(desk: Store, cast: Cast) -> list[int]:
    """Three of 한빛's, one of 누리's."""
    ours = [unreleased(desk, cast.folder, seed=seed, drawn=True) for seed in (31, 32, 33)]
    return [*ours, unreleased(desk, cast.folder, agent="junho", seed=34)]


def wish(session: Session, calls: list[int], *logins: str, **more: object) -> Wish:
    of = {"title": "11월", "rubric": RUBRIC, "due_at": now() + timedelta(days=3), **more}
    return Wish(call_ids=tuple(calls), rater_ids=tuple(person(session, each).id for each in logins), **of)  # type: ignore[arg-type]


def passes(store: Store, call_id: int) -> None:
    """The call has failed nothing."""
    with store.writing() as session:
        rows = session.scalars(select(CallRating).join(CallEvaluation).where(CallEvaluation.call_id == call_id))
        for row in rows:
            if row.score == 0:
                row.answer, row.score = "yes", 1.0


def told(store: Store, login: str) -> list[tuple[str, str, str]]:
    with store.reading() as session:
        who = person(session, login)
        rows = session.scalars(select(Notification).where(Notification.person_id == who.id).order_by(Notification.id))
        return [(row.kind, row.sentence["ko"], row.link) for row in rows]


def test_failures_are_enriched_each_vendor_gives_an_anchor_and_upheld_disputes_come_in(
    desk: Store, cast: Cast, calls: list[int]
) -> None:
    for call_id in (cast.calls["full"], cast.calls["teammate"]):
        passes(desk, call_id)
    with desk.writing() as session:
        rating = session.scalars(select(CallRating.id).limit(1)).one()
        of = {"rating_id": rating, "agent_id": person(session, "minji").id, "rubric": RUBRIC, "criterion": "empathy"}
        session.add(
            Dispute(call_id=calls[0], proposed="yes", reason="들었습니다", state="answered", outcome="accepted", **of)
        )
    with desk.reading() as session:
        leader = person(session, "eunseo")
        found = candidates(session, leader, RUBRIC)
        assert len(found) == 7
        chosen = propose(found, scope(leader), 6, seed=1)
        assert [each.candidate.call_id for each in propose(found, scope(leader), 6, seed=1)] == [
            each.candidate.call_id for each in chosen
        ]
        assert any(
            [each.candidate.call_id for each in propose(found, scope(leader), 6, seed=seed)]
            != [each.candidate.call_id for each in chosen]
            for seed in range(2, 9)
        )
        whys = [each.why for each in chosen]
        anchors = {each.candidate.vendor for each in chosen if each.why == "anchor"}
        assert anchors == {"한빛", "누리"}
        assert len(chosen) == 6
        assert calls[0] in {each.candidate.call_id for each in chosen}
        assert whys.count("fail") >= 2
        taeo = person(session, "taeo")
        own = propose(candidates(session, taeo, RUBRIC), scope(taeo), 6, seed=1)
        assert {each.candidate.vendor for each in own} == {"한빛"}
        assert "anchor" not in {each.why for each in own}


def test_what_was_in_a_session_is_not_proposed_again_but_can_be_named(desk: Store, calls: list[int]) -> None:
    begin(desk, calls[:2], ["suhyun", "eunseo"])
    with desk.reading() as session:
        leader = person(session, "eunseo")
        chosen = propose(candidates(session, leader, RUBRIC), scope(leader), 40, seed=1)
        assert not {each.candidate.call_id for each in chosen} & set(calls[:2])
        assert [each.call_id for each in named(session, leader, RUBRIC, [calls[1]])] == [calls[1]]
        with pytest.raises(Refused, match="999999"):
            named(session, leader, RUBRIC, [calls[1], 999999])
        with pytest.raises(Refused):
            named(session, person(session, "taeo"), RUBRIC, [calls[3]])
        assert list(rubrics(session, leader)) == ["accuracy-ko", "courtesy-ko"]


def test_everybody_invited_gets_every_call_and_is_told(desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:3], ["sora", "suhyun"], leader="taeo")
    assert len(held(desk, session_id, "sora")) == len(held(desk, session_id, "suhyun")) == 3
    ((kind, sentence, link),) = told(desk, "sora")
    assert (kind, link) == ("calibration", f"/calibration/{session_id}")
    assert sentence.startswith("캘리브레이션에 초대되었습니다(통화 3건, 마감 20")
    with desk.reading() as session:
        assert session.get_one(CalibrationSession, session_id).vendor_id == person(session, "taeo").vendor_id
        audit = session.scalars(select(Audit).where(Audit.thing == f"calibration:{session_id}")).one()
        assert (audit.act, audit.new and audit.new["calls"]) == ("start_calibration", calls[:3])


def test_who_cannot_see_a_call_is_named_unless_the_centre_lends_it(desk: Store, calls: list[int]) -> None:
    with desk.writing() as session, pytest.raises(Refused) as caught:
        start(session, person(session, "eunseo"), wish(session, calls, "sora", "haneul"))
    assert f"윤소라 님은 통화 {calls[3]}번" in caught.value.sentence.ko
    assert "강하늘" in caught.value.sentence.ko
    assert "다른 업체 통화도 함께 듣기" in caught.value.sentence.ko
    with desk.writing() as session, pytest.raises(Refused):  # a vendor's leader cannot lend what is not theirs
        start(session, person(session, "taeo"), wish(session, [calls[3]], "sora", "suhyun", shared=True))
    session_id = begin(desk, calls, ["sora", "haneul"], shared=True)
    with desk.reading() as session:
        assert may_hear(session, person(session, "sora"), calls[3])
        assert not may_hear(session, person(session, "suhyun"), calls[3])
        assert session.get_one(CalibrationSession, session_id).vendor_id is None
    rate(desk, "sora", session_id)
    with desk.reading() as session:
        assert not may_hear(session, person(session, "sora"), calls[3]), "nothing to hear it for until the reveal"
    rate(desk, "haneul", session_id)
    with desk.reading() as session:
        assert may_hear(session, person(session, "sora"), calls[3])
    with desk.writing() as session:
        calibrate.close(session, person(session, "eunseo"), session_id)
        assert not may_hear(session, person(session, "sora"), calls[3])


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"title": "  "}, "제목"),
        ({"calls": []}, "통화를"),
        ({"due_at": now() - timedelta(days=1)}, "마감일"),
        ({"logins": ("suhyun",)}, "2명 이상"),
        ({"logins": ("suhyun", "minji")}, "2명 이상"),
        ({"rubric": "accuracy-en"}, "평가표"),
    ],
)
def test_what_is_missing_is_named(desk: Store, calls: list[int], more: dict[str, object], why: str) -> None:
    logins = more.pop("logins", ("suhyun", "eunseo"))
    some = more.pop("calls", calls[:1])
    with desk.writing() as session, pytest.raises(Refused) as caught:
        start(session, person(session, "eunseo"), wish(session, some, *logins, **more))  # type: ignore[arg-type, misc]
    assert why in caught.value.sentence.ko


@pytest.mark.parametrize("login", ["sora", "jiho", "minji"])
def test_only_leaders_start_one(desk: Store, calls: list[int], login: str) -> None:
    with desk.writing() as session, pytest.raises(Refused):
        start(session, person(session, login), wish(session, calls[:1], "sora", "suhyun"))


def test_who_has_rated_a_call_is_named_before_and_marked_after(desk: Store, calls: list[int]) -> None:
    with desk.writing() as session:
        taken = inbox.take_next(session, person(session, "suhyun"), Purpose.FIRST, Stream.RANDOM)
    assert taken is not None
    with desk.writing() as session, pytest.raises(Refused) as caught:
        start(session, person(session, "eunseo"), wish(session, calls[:3], "suhyun", "eunseo", knowing=True))
    assert "지금 평가하고 있는" in caught.value.sentence.ko
    fill(desk, "suhyun", taken.id)
    with desk.writing() as session:
        evaluate.reveal(session, person(session, "suhyun"), taken.id)
    with desk.writing() as session:
        evaluate.submit(session, person(session, "suhyun"), taken.id)
    with desk.writing() as session, pytest.raises(RatedBefore) as known:
        start(session, person(session, "eunseo"), wish(session, calls[:3], "suhyun", "eunseo"))
    assert f"박수현 님 통화 {taken.call_id}번" in known.value.sentence.ko
    session_id = begin(desk, calls[:3], ["suhyun", "eunseo"])
    with desk.reading() as session:
        assert rated_before(session, session_id) == {(taken.call_id, person(session, "suhyun").id)}


def test_what_is_rated_to_calibrate_counts_for_nothing(desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:1], ["suhyun", "sora"])
    rate(desk, "suhyun", session_id, {(calls[0], "speech_level"): "yes"})
    with desk.reading() as session:
        page = call_page(session, calls[0])
        assert page is not None
        assert page.facts.released_at is None
        assert not any(rating.overrides for evaluation in page.evaluations for rating in evaluation.ratings)
        first = session.scalars(select(Review).where(Review.call_id == calls[0], Review.purpose == Purpose.FIRST)).one()
        assert first.state == ReviewState.WAITING


def test_a_call_of_an_open_session_is_offered_to_its_raters_for_nothing_else(desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:3], ["suhyun", "sora"])
    with desk.writing() as session:
        assert inbox.take_next(session, person(session, "sora"), Purpose.FIRST, Stream.RANDOM) is None
    rate(desk, "suhyun", session_id)
    rate(desk, "sora", session_id)
    with desk.writing() as session:
        assert inbox.take_next(session, person(session, "sora"), Purpose.FIRST, Stream.RANDOM) is not None


def test_the_last_to_finish_reveals_it_to_all(desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:2], ["suhyun", "sora"])
    rate(desk, "suhyun", session_id)
    with desk.reading() as session:
        assert session.get_one(CalibrationSession, session_id).state == "open"
        assert [(each.rater.name, each.done, each.total) for each in progress_of(session, session_id)] == [
            ("박수현", 2, 2),
            ("윤소라", 0, 2),
        ]
    rate(desk, "sora", session_id)
    with desk.reading() as session:
        row = session.get_one(CalibrationSession, session_id)
        assert (row.state, row.revealed_at is not None) == ("revealed", True)
        table = table_of(session, session_id)
    assert [rater.name for rater in table.raters] == ["박수현", "윤소라", ""]
    assert len(table.cells) == 3 * 2 * 12
    for login in ("suhyun", "sora", "eunseo"):
        assert told(desk, login)[-1][0] == "calibration_revealed"


def test_revealing_early_leaves_out_and_names_who_did_not_finish(desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:2], ["suhyun", "sora"])
    with pytest.raises(Refused, match="nothing to reveal"):
        reveal(desk, session_id, early=True)
    rate(desk, "suhyun", session_id)
    with pytest.raises(Refused) as caught:
        reveal(desk, session_id)
    assert "윤소라" in caught.value.sentence.ko
    reveal(desk, session_id, early=True)
    with desk.reading() as session:
        assert [rater.name for rater in table_of(session, session_id).raters] == ["박수현", ""]
        audit = session.scalars(select(Audit).where(Audit.act == "reveal_calibration")).one()
        assert audit.new == {"state": "revealed", "left_out": ["윤소라"]}
    assert held(desk, session_id, "sora") == []


def test_raters_and_calls_can_be_withdrawn_and_are_gone_from_the_result(desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:3], ["suhyun", "sora", "eunseo"])
    rate(desk, "suhyun", session_id)
    with desk.writing() as session:
        calibrate.withdraw_call(session, person(session, "eunseo"), session_id, calls[0])
        calibrate.withdraw_rater(session, person(session, "eunseo"), session_id, person(session, "sora").id)
        with pytest.raises(Refused, match="2 raters"):
            calibrate.withdraw_rater(session, person(session, "eunseo"), session_id, person(session, "suhyun").id)
    assert held(desk, session_id, "sora") == []
    rate(desk, "eunseo", session_id)
    with desk.reading() as session:
        table = table_of(session, session_id)
    assert table.calls == tuple(calls[1:3])
    assert [rater.name for rater in table.raters] == ["박수현", "최은서", ""]
    assert {cell.call_id for cell in table.cells} == set(calls[1:3])


def test_a_reminder_goes_to_those_who_are_not_done(desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:1], ["suhyun", "sora"])
    rate(desk, "suhyun", session_id)
    with desk.writing() as session:
        assert calibrate.remind(session, person(session, "eunseo"), session_id) == 1
    assert told(desk, "sora")[-1][0] == "calibration_due"
    assert "calibration_due" not in {kind for kind, _, _ in told(desk, "suhyun")}


def test_a_cancelled_session_reveals_nothing(desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:1], ["suhyun", "sora"])
    with desk.writing() as session:
        calibrate.cancel(session, person(session, "eunseo"), session_id)
    with desk.reading() as session:
        read = read_session(session, person(session, "sora"), session_id)
        assert (read.state, read.revealed_at) == ("closed", None)
    assert held(desk, session_id, "sora") == []


def test_an_unaware_rater_sees_a_call_like_any_drawn_at_random(desk: Store, cast: Cast, calls: list[int]) -> None:
    session_id = begin(desk, calls[:1], ["suhyun", "sora"], unaware=True)
    (review_id,) = held(desk, session_id, "sora")
    assert told(desk, "sora") == [
        ("assigned", "관리자가 평가를 배정했습니다. 평가함에서 확인해 주세요.", f"/reviews/{review_id}")
    ]
    with desk.writing() as session:
        taken = inbox.take_next(session, person(session, "sora"), Purpose.FIRST, Stream.RANDOM)
        assert taken is not None
        review = inbox.read(session, review_id)
        assert (review.guise, review.stream, review.blind, review.nameless) == (
            taken.purpose,
            taken.stream,
            taken.blind,
            taken.nameless,
        )
        asked, usual = form_of(session, review), form_of(session, taken)
        assert asked is not None
        assert usual is not None
        assert [each.key for each in asked.asked] == [each.key for each in usual.asked], "all rubrics, as in any review"
        sora = person(session, "sora")
        assert sessions(session, sora) == []
        with pytest.raises(LookupError):
            part_of(session, sora, session_id)
    rate(desk, "sora", session_id)
    rate(desk, "suhyun", session_id)
    with desk.reading() as session:
        assert [each.id for each in sessions(session, person(session, "sora"))] == [session_id]


def test_of_an_unaware_rater_counts_what_they_said_before_they_saw_the_machine(desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:1], ["suhyun", "sora"], unaware=True)
    (review_id,) = held(desk, session_id, "sora")
    unit = (calls[0], "speech_level")
    fill(desk, "sora", review_id, {unit: "yes"})
    with desk.writing() as session:
        evaluate.reveal(session, person(session, "sora"), review_id)
    fill(desk, "sora", review_id)  # now as the machine has it
    with desk.writing() as session:
        assert not evaluate.submit(session, person(session, "sora"), review_id).released
        assert session.get_one(Call, calls[0]).released_at is None
    rate(desk, "suhyun", session_id)
    with desk.reading() as session:
        sora = person(session, "sora").id
        said = {
            (cell.call_id, cell.criterion): cell.answer
            for cell in table_of(session, session_id).cells
            if cell.rater_id == sora
        }
        assert said[unit] == "yes"


def test_an_unaware_rater_can_give_a_call_back_and_nobody_gets_it_instead(desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:2], ["suhyun", "sora"], unaware=True)
    review_id = held(desk, session_id, "sora")[0]
    with desk.writing() as session:
        inbox.skip(session, person(session, "sora"), review_id, "know_agent", "")
    with desk.reading() as session:
        assert session.get_one(Review, review_id).state == ReviewState.WITHDRAWN
    rate(desk, "sora", session_id)
    rate(desk, "suhyun", session_id)
    with desk.reading() as session:
        assert session.get_one(CalibrationSession, session_id).state == "revealed"


@pytest.mark.parametrize(
    ("login", "open_", "revealed"),
    [
        ("eunseo", "leads", "leads"),
        ("admin", "leads", "leads"),
        ("taeo", "leads", "leads"),  # of the vendor whose calls and raters these are
        ("sora", "rates", "rates"),
        ("haneul", "", ""),
        ("jiho", "", ""),
        ("minji", "", ""),
        ("junho", "", ""),
    ],
)
def test_who_sees_a_session(desk: Store, calls: list[int], login: str, open_: str, revealed: str) -> None:
    def standing() -> str:
        with desk.reading() as session:
            try:
                part = part_of(session, person(session, login), session_id)
            except LookupError:
                return ""
            return "leads" if part.leads else "rates" if part.rates else "sees"

    session_id = begin(desk, calls[:2], ["sora", "suhyun"])
    assert standing() == open_
    rate(desk, "sora", session_id)
    rate(desk, "suhyun", session_id)
    assert standing() == revealed


def test_the_other_vendors_manager_sees_nothing_of_a_session(desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, [calls[3]], ["haneul", "suhyun"])
    with desk.reading() as session:
        with pytest.raises(LookupError):
            part_of(session, person(session, "taeo"), session_id)
        assert sessions(session, person(session, "taeo")) == []


def test_a_leader_who_rates_leads_only_what_they_made(desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:1], ["taeo", "suhyun"])
    with desk.writing() as session:
        assert not part_of(session, person(session, "taeo"), session_id).leads
        with pytest.raises(Refused):
            calibrate.reveal(session, person(session, "taeo"), session_id, early=True)


def test_what_is_agreed_and_said_is_kept_with_who_said_it(desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:2], ["sora", "suhyun"])
    with desk.writing() as session, pytest.raises(Refused, match="once the results are revealed"):
        comment(session, person(session, "sora"), session_id, "empathy", "글쎄요", call_id=None, kind="comment")
    rate(desk, "sora", session_id)
    rate(desk, "suhyun", session_id)
    with desk.writing() as session:
        sora, leader = person(session, "sora"), person(session, "eunseo")
        comment(session, sora, session_id, "empathy", "김민지 님이 공감했습니다", call_id=calls[0], kind="comment")
        comment(session, sora, session_id, "empathy", "기준을 더 적어 주세요", call_id=None, kind="rubric")
        with pytest.raises(LookupError):
            comment(session, person(session, "haneul"), session_id, "empathy", "나도", call_id=None, kind="comment")
        with pytest.raises(LookupError):
            comment(session, sora, session_id, "no_such", "나도", call_id=None, kind="comment")
        with pytest.raises(LookupError):
            comment(session, sora, session_id, "empathy", "나도", call_id=calls[2], kind="comment")
        with pytest.raises(Refused):
            comment(session, sora, session_id, "empathy", "  ", call_id=None, kind="comment")
        with pytest.raises(Refused, match="whoever leads"):
            agree(session, sora, session_id, "empathy", calls[0], "yes")
        with pytest.raises(Refused, match="again"):
            agree(session, leader, session_id, "empathy", calls[0], "splendid")
        agree(session, leader, session_id, "empathy", calls[0], "partly")
        agree(session, leader, session_id, "empathy", calls[0], "yes")
        agree(session, leader, session_id, "empathy", calls[1], "not_applicable")
        agree(session, leader, session_id, "empathy", calls[1], "")
    with desk.reading() as session:
        said = words(session, session_id)
        assert [(each.kind, each.call_id, each.author) for each in said] == [
            ("comment", calls[0], "윤소라"),
            ("rubric", None, "윤소라"),
        ]
        assert said[0].text == "○○○ 님이 공감했습니다", "the agent's name stands nowhere"
        assert {key: agreed.answer for key, agreed in references(session, session_id).items()} == {
            (calls[0], "empathy"): "yes"
        }
        assert table_of(session, session_id).references == ((calls[0], "empathy", "yes"),)
        vendor = person(session, "taeo").vendor_id
        assert [note.word.text for note in rubric_notes(session, RUBRIC, vendor)] == ["기준을 더 적어 주세요"]
        acts = session.scalars(select(Audit.act).where(Audit.act.in_(("reference", "rubric_note")))).all()
        assert sorted(acts) == ["reference"] * 4 + ["rubric_note"]
    with desk.writing() as session:
        calibrate.close(session, person(session, "eunseo"), session_id)
    with desk.writing() as session, pytest.raises(Refused, match="closed"):
        comment(session, person(session, "sora"), session_id, "empathy", "늦었습니다", call_id=None, kind="comment")


def test_the_session_before_is_the_last_of_the_same_rubric_and_vendor(desk: Store, calls: list[int]) -> None:
    first, second, other = (begin(desk, [call], ["sora", "suhyun"]) for call in calls[:3])
    for session_id in (first, second):
        rate(desk, "sora", session_id)
        rate(desk, "suhyun", session_id)
    with desk.reading() as session:
        leader = person(session, "taeo")
        found = before(session, leader, read_session(session, leader, second))
        assert found is not None
        assert found.id == first
        assert before(session, leader, read_session(session, leader, first)) is None
        assert before(session, leader, read_session(session, leader, other)) is None


def test_a_session_runs_from_end_to_end_on_every_database(any_store: Store, tmp_path: Path) -> None:
    with any_store.writing() as session:
        people.seed_demo_people(session)
        people.seed_demo_people(session, OTHERS)
    calls = [unreleased(any_store, tmp_path, seed=seed, drawn=True) for seed in (31, 32)]
    for unaware in (False, True):
        session_id = begin(any_store, calls, ["sora", "suhyun"], unaware=unaware)
        with any_store.writing() as session:
            leader = person(session, "eunseo")
            assert len(candidates(session, leader, RUBRIC)) == 2
            assert inbox.take_next(session, person(session, "sora"), Purpose.FIRST, Stream.RANDOM) is None
            assert calibrate.remind(session, leader, session_id) == 2
        rate(any_store, "sora", session_id, {(calls[0], "empathy"): "yes"})
        rate(any_store, "suhyun", session_id)
        with any_store.writing() as session:
            leader = person(session, "taeo")
            comment(session, leader, session_id, "empathy", "공감의 기준", call_id=calls[0], kind="rubric")
            agree(session, leader, session_id, "empathy", calls[0], "partly")
            found = report(table_of(session, session_id))
            assert found.people.percent.value == pytest.approx(19 / 20)
            assert sessions(session, leader)[0].id == session_id
            assert may_hear(session, person(session, "sora"), calls[0])
            assert before(session, leader, read_session(session, leader, session_id)) is not None or not unaware


def test_the_machine_s_evaluation_stays_the_one_it_was_when_the_session_began(desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:1], ["sora", "suhyun"])
    with desk.reading() as session:
        pinned = session.scalars(select(CalibrationCall.evaluation_id)).one()
        assert session.get_one(CallEvaluation, pinned).author_id is None
    rate(desk, "sora", session_id)
    rate(desk, "suhyun", session_id)
    with desk.reading() as session:
        assert {cell.rater_id for cell in table_of(session, session_id).cells} >= {MACHINE}
