"""A transcript can be corrected until a person's ratings of it count; what was rated is never taken away silently."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from qa.call import Stage
from qa.desk import dispute, draft, evaluate, inbox
from qa.desk.correctable import why_not
from qa.desk.correction import Fix, Swap, correct
from qa.desk.dispute import Objecting
from qa.desk.draft import Said
from qa.desk.form import form_of, key_of
from qa.desk.override import Override, override
from qa.errors import Refused
from qa.store import ledger, results
from qa.store.calibration_tables import CalibrationCall, CalibrationSession
from qa.store.engine import Store
from qa.store.evaluations import RatingRead
from qa.store.pages import call_page
from qa.store.review_tables import Planted, Review
from qa.store.reviews import Purpose, Stream
from qa.store.tables import CallEvaluation, CallRating, CallTranscript
from tests.cast import Cast, person, unreleased
from tests.web.corrected import in_hand, score_again

FIXED = "네 수도요금 자동이체를 신청하려고 전화드렸어요"


@pytest.fixture
def call(desk: Store, cast: Cast) -> int:
    return unreleased(desk, cast.folder, seed=11)


def fix(desk: Store, login: str, call_id: int, change: Fix | Swap | None = None) -> None:
    with desk.writing() as session:
        seen = results.transcript_of(session, call_id)[0]
        correct(session, person(session, login), call_id, change or Fix(1, FIXED), seen)


def obstacle(desk: Store, call_id: int) -> str:
    with desk.reading() as session:
        found = why_not(session, call_id)
    return found.en if found else ""


def submit(desk: Store, login: str, review_id: int) -> None:
    with desk.writing() as session:
        evaluate.accept_rest(session, person(session, login), review_id)
    with desk.writing() as session:
        evaluate.submit(session, person(session, login), review_id)


def machine(desk: Store, call_id: int, criterion: str) -> RatingRead:
    with desk.reading() as session:
        page = call_page(session, call_id)
    assert page is not None
    return next(each for found in page.evaluations for each in found.ratings if each.criterion == criterion)


def test_while_somebody_rates_it_may_be_corrected_and_once_submitted_no_more(desk: Store, call: int) -> None:
    review = in_hand(desk, call, "suhyun")
    fix(desk, "suhyun", call)
    score_again(desk, call)
    fix(desk, "sora", call, Swap())
    score_again(desk, call)
    submit(desk, "suhyun", review)
    assert "waits for approval" in obstacle(desk, call)
    with pytest.raises(Refused, match="returned it"):
        fix(desk, "suhyun", call, Swap())
    assert machine(desk, call, "empathy").counts.author == "박수현"


def test_a_returned_evaluation_is_corrected_and_handed_in_anew_beside_the_first(desk: Store, call: int) -> None:
    review = in_hand(desk, call, "suhyun")
    submit(desk, "suhyun", review)
    with desk.writing() as session:
        second = inbox.take_next(session, person(session, "eunseo"), Purpose.SECOND, "")
        assert second is not None
    with desk.writing() as session:
        evaluate.give_back(session, person(session, "eunseo"), second.id, "두 번째 발화를 다시 들어 주세요")
    fix(desk, "suhyun", call)
    score_again(desk, call)
    assert machine(desk, call, "empathy").counts.author == ""
    submit(desk, "suhyun", review)
    assert machine(desk, call, "empathy").counts.author == "박수현"
    with desk.reading() as session:
        texts = session.scalars(select(CallTranscript.id).where(CallTranscript.call_id == call)).all()
        of = select(CallEvaluation.transcript_id).where(CallEvaluation.author_id.is_not(None))
        rated = session.scalars(of.order_by(CallEvaluation.id)).all()
    assert rated == [texts[0], texts[0], texts[1], texts[1]], "two rubrics, rated on the first text and on the second"


def test_a_released_call_keeps_what_was_rated(desk: Store, call: int) -> None:
    submit(desk, "suhyun", in_hand(desk, call, "suhyun"))
    with desk.writing() as session:
        second = inbox.take_next(session, person(session, "eunseo"), Purpose.SECOND, "")
        assert second is not None
    submit(desk, "eunseo", second.id)
    assert "Recognition" in obstacle(desk, call)


def test_an_override_or_a_confirmation_stands_in_the_way_too(desk: Store, call: int) -> None:
    rating = machine(desk, call, "empathy")
    with desk.writing() as session:
        override(session, person(session, "taeo"), call, rating.id, Override("yes", "rule", "", rating.id))
    with pytest.raises(Refused, match="override that with the reason"):
        fix(desk, "suhyun", call)


def test_a_disputed_call_is_not_corrected_before_the_answer(desk: Store, cast: Cast) -> None:
    call_id = cast.calls["full"]
    rating = machine(desk, call_id, "empathy")
    with desk.writing() as session:
        said = Objecting("yes", "공감하는 말을 두 번 했습니다", rating.id)
        opened = dispute.object_to(session, person(session, "minji"), call_id, rating.id, said)
    assert "rating this call" in obstacle(desk, call_id)
    with desk.writing() as session:
        dispute.withdraw(session, person(session, "minji"), opened)
    assert obstacle(desk, call_id) == ""


def test_raters_of_a_calibration_session_all_rate_the_same_words(desk: Store, call: int) -> None:
    with desk.writing() as session:
        leader = person(session, "eunseo")
        held = CalibrationSession(title="11월", rubric="courtesy-ko", created_by=leader.id)
        session.add(held)
        session.flush()
        first = session.scalars(select(CallEvaluation.id).where(CallEvaluation.call_id == call)).first()
        session.add(CalibrationCall(session_id=held.id, call_id=call, evaluation_id=first, place=1, why="pass"))
    assert "rating this call" in obstacle(desk, call)
    assert "캘리브레이션" not in (obstacle_ko(desk, call)), "not everybody in it is to know"
    with desk.writing() as session:
        session.get_one(CalibrationSession, held.id).state = "revealed"
    assert obstacle(desk, call) == ""


def obstacle_ko(desk: Store, call_id: int) -> str:
    with desk.reading() as session:
        found = why_not(session, call_id)
    assert found is not None
    return found.ko


def test_answers_and_turns_are_kept_and_what_the_machine_now_says_otherwise_is_marked(desk: Store, call: int) -> None:
    review = in_hand(desk, call, "suhyun")
    for criterion, shown in (("empathy", "no"), ("greeting", "yes")):
        with desk.writing() as session:
            said = Said("courtesy-ko", criterion, answer="yes", reason_code="context", turn=4, shown=shown)
            draft.save(session, person(session, "suhyun"), review, said)
    fix(desk, "suhyun", call)
    score_again(desk, call, empathy="partly")
    with desk.reading() as session:
        form = form_of(session, inbox.read(session, review))
        turns = len(results.transcript_of(session, call)[1].turns)
    assert form is not None
    empathy, greeting = (form.find("courtesy-ko", name) for name in ("empathy", "greeting"))
    assert empathy is not None
    assert greeting is not None
    assert empathy.shown is not None
    assert empathy.draft is not None
    assert key_of(empathy.shown) == "partly"
    assert (empathy.answer, empathy.draft.turn, empathy.changed) == ("yes", 4, True)
    assert (greeting.answer, greeting.changed) == ("yes", False)
    assert empathy.draft.turn < turns == 9
    with desk.writing() as session:  # the same answer once more, beside the new rating
        said = Said("courtesy-ko", "empathy", "yes", "context", turn=4, seen=empathy.draft.version, shown="partly")
        draft.save(session, person(session, "suhyun"), review, said)
    with desk.reading() as session:
        form = form_of(session, inbox.read(session, review))
    assert form is not None
    assert not any(asked.changed for asked in form.asked)


@pytest.mark.parametrize(("says", "traps"), [("partly", 0), ("no", 1)])
def test_a_planted_rating_that_the_machine_itself_now_gives_is_no_trap(
    desk: Store, call: int, says: str, traps: int
) -> None:
    review = in_hand(desk, call, "suhyun")
    with desk.writing() as session:
        session.add(Planted(review_id=review, rubric="courtesy-ko", criterion="empathy", answer="partly"))
    fix(desk, "suhyun", call)
    score_again(desk, call, empathy=says)
    with desk.writing() as session:
        evaluate.accept_rest(session, person(session, "suhyun"), review)
    with desk.writing() as session:
        told = evaluate.submit(session, person(session, "suhyun"), review)
    assert (told.trap is not None) == bool(traps)
    with desk.reading() as session:
        assert len(session.scalars(select(Planted)).all()) == traps
        counted = session.scalars(select(CallRating).where(CallRating.author_id.is_not(None))).all()
    assert ("empathy" in {row.criterion for row in counted}) == (not traps), "a trap nobody noticed counts for nothing"


def test_a_review_that_waits_is_corrected_without_losing_its_place(desk: Store, call: int) -> None:
    fix(desk, "sora", call)
    score_again(desk, call)
    with desk.reading() as session:
        row = session.scalars(select(Review).where(Review.call_id == call)).one()
    assert (row.state, row.stream) == ("waiting", Stream.FLAGGED)
    assert ledger.claim(desk, call, Stage.MEASURE, 60) is None
