"""From the pool to the agent: taking, drafting, rating blind, submitting, approving, returning, releasing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from qa.desk import draft, evaluate, inbox, planted
from qa.desk.draft import Said
from qa.desk.form import Form, form_of, key_of
from qa.errors import Refused
from qa.store.engine import Session, Store
from qa.store.pages import call_page
from qa.store.review_tables import PolicyValue, Review, ReviewEvaluation
from qa.store.reviews import Purpose, Stream
from qa.store.tables import Audit, Call, CallEvaluation, CallRating
from tests.cast import Cast, person, unreleased


def take(desk: Store, login: str, purpose: Purpose = Purpose.FIRST, stream: str = Stream.FLAGGED) -> int:
    with desk.writing() as session:
        taken = inbox.take_next(session, person(session, login), purpose, stream)
    assert taken is not None
    return taken.id


def form(session: Session, review_id: int) -> Form:
    found = form_of(session, inbox.read(session, review_id))
    assert found is not None
    return found


def say(desk: Store, login: str, review_id: int, criterion: str, answer: str, reason: str | None = None) -> None:
    with desk.writing() as session:
        asked = next(each for each in form(session, review_id).asked if each.question.id == criterion)
        seen = asked.draft.version if asked.draft else 0
        said = Said(asked.evaluation.rubric, criterion, answer, reason, "직접 들음", None, seen)
        draft.save(session, person(session, login), review_id, said)


def say_all(desk: Store, login: str, review_id: int, answers: dict[str, str] | None = None) -> None:
    """Every criterion as the machine has it, or as `answers` says."""
    with desk.reading() as session:
        asked = form(session, review_id).asked
    for each in asked:
        say(desk, login, review_id, each.question.id, (answers or {}).get(each.question.id, key_of(each.machine)))


def submit(desk: Store, login: str, review_id: int) -> evaluate.Submitted:
    with desk.writing() as session:
        return evaluate.submit(session, person(session, login), review_id)


def set_policy(desk: Store, **values: float) -> None:
    with desk.writing() as session:
        for name, value in values.items():
            session.merge(PolicyValue(name=name, value=value))


def test_accepting_everything_leaves_the_machine_s_answers_with_a_person_behind_them(desk: Store, cast: Cast) -> None:
    call_id = unreleased(desk, cast.folder, seed=11)
    review_id = take(desk, "suhyun")
    with desk.writing() as session:
        assert evaluate.accept_rest(session, person(session, "suhyun"), review_id) == 18
    result = submit(desk, "suhyun", review_id)
    assert not result.released
    with desk.reading() as session:
        page = call_page(session, call_id)
        assert page is not None
        for evaluation in page.evaluations:
            assert evaluation.overridden == 0
            for rating in evaluation.ratings:
                assert (rating.counts.author, rating.counts.answer) == ("박수현", rating.answer)
        assert page.facts.released_at is None


def test_what_differs_wants_a_reason_and_counts_afterwards(desk: Store, cast: Cast) -> None:
    call_id = unreleased(desk, cast.folder, seed=11)
    review_id = take(desk, "suhyun")
    with desk.writing() as session:
        evaluate.accept_rest(session, person(session, "suhyun"), review_id)
    say(desk, "suhyun", review_id, "speech_level", "yes")
    with pytest.raises(evaluate.Incomplete) as caught:
        submit(desk, "suhyun", review_id)
    assert [asked.question.id for asked in caught.value.lacking] == ["speech_level"]
    assert "사유를 선택하지 않은 항목이 1개" in caught.value.sentence.ko
    say(desk, "suhyun", review_id, "speech_level", "yes", "recognition")
    submit(desk, "suhyun", review_id)
    with desk.reading() as session:
        page = call_page(session, call_id)
        assert page is not None
        (changed,) = [rating for each in page.evaluations for rating in each.ratings if rating.overridden]
        assert (changed.criterion, changed.answer, changed.counts.answer) == ("speech_level", "no", "yes")
        assert changed.counts.reason_code == "recognition"
        line = session.scalars(select(Audit).where(Audit.act == "submit")).one()
        assert line.new is not None
        assert line.new["changed"] == {"speech_level": {"answer": "yes", "reason_code": "recognition"}}


def test_unanswered_criteria_are_named_and_nothing_is_written(desk: Store, cast: Cast) -> None:
    unreleased(desk, cast.folder, seed=11)
    review_id = take(desk, "suhyun")
    say(desk, "suhyun", review_id, "greeting", "yes")
    with pytest.raises(evaluate.Incomplete) as caught:
        submit(desk, "suhyun", review_id)
    assert len(caught.value.lacking) == 17
    with desk.reading() as session:
        assert session.scalars(select(CallEvaluation.id).where(CallEvaluation.author_id.is_not(None))).all() == []


def test_in_the_random_stream_the_machine_is_hidden_until_the_person_has_rated(desk: Store, cast: Cast) -> None:
    unreleased(desk, cast.folder, seed=11, drawn=True)
    review_id = take(desk, "suhyun", stream=Stream.RANDOM)
    with desk.reading() as session:
        assert all(asked.shown is None for asked in form(session, review_id).asked)
    with desk.writing() as session, pytest.raises(Refused, match="before you see"):
        evaluate.accept_rest(session, person(session, "suhyun"), review_id)
    with pytest.raises(Refused, match="Rate every criterion first"):
        submit(desk, "suhyun", review_id)
    say_all(desk, "suhyun", review_id, {"empathy": "yes"})
    with desk.writing() as session:
        evaluate.reveal(session, person(session, "suhyun"), review_id)
    with desk.reading() as session:
        differing = [asked.question.id for asked in form(session, review_id).asked if asked.differs]
    assert differing == ["empathy"]
    say(desk, "suhyun", review_id, "empathy", "yes", "rule")
    submit(desk, "suhyun", review_id)
    with desk.reading() as session:
        kinds = session.execute(
            select(ReviewEvaluation.kind, CallRating.answer, CallRating.overrides_id.is_not(None))
            .join(CallRating, CallRating.evaluation_id == ReviewEvaluation.evaluation_id)
            .where(CallRating.criterion == "empathy")
            .order_by(CallRating.id)
        ).all()
    assert [tuple(row) for row in kinds] == [("blind", "yes", False), ("final", "yes", True)]


def test_a_second_person_approves_and_only_then_the_agent_sees_it(desk: Store, cast: Cast) -> None:
    call_id = unreleased(desk, cast.folder, seed=11)
    first = take(desk, "suhyun")
    with desk.writing() as session:
        evaluate.accept_rest(session, person(session, "suhyun"), first)
    submit(desk, "suhyun", first)
    with desk.writing() as session:
        mine = inbox.take_next(session, person(session, "suhyun"), Purpose.SECOND, "")
    assert mine is None, "nobody approves their own work"
    second = take(desk, "sora", Purpose.SECOND, "")
    say(desk, "sora", second, "empathy", "yes", "context")
    assert submit(desk, "sora", second).released
    with desk.reading() as session:
        call = session.get_one(Call, call_id)
        assert call.released_at is not None
        assert call.dispute_until is not None
        assert call.dispute_until - call.released_at == timedelta(days=7)
        page = call_page(session, call_id)
        assert page is not None
        by = {rating.criterion: rating.counts.author for each in page.evaluations for rating in each.ratings}
    assert by["empathy"] == "윤소라"
    assert by["greeting"] == "박수현"


def test_what_is_returned_comes_back_to_whoever_returned_it(desk: Store, cast: Cast) -> None:
    unreleased(desk, cast.folder, seed=11)
    first = take(desk, "suhyun")
    with desk.writing() as session:
        evaluate.accept_rest(session, person(session, "suhyun"), first)
    submit(desk, "suhyun", first)
    second = take(desk, "sora", Purpose.SECOND, "")
    with desk.writing() as session, pytest.raises(Refused, match="looked at again"):
        evaluate.give_back(session, person(session, "sora"), second, "  ")
    with desk.writing() as session:
        evaluate.give_back(session, person(session, "sora"), second, "3분 10초를 다시 들어 주세요")
    with desk.reading() as session:
        (mine,) = inbox.mine(session, person(session, "suhyun"))
        assert (mine.id, mine.returned) == (first, "3분 10초를 다시 들어 주세요")
        assert inbox.mine(session, person(session, "sora")) == []
    submit(desk, "suhyun", first)
    with desk.reading() as session:
        assert [each.id for each in inbox.mine(session, person(session, "sora"))] == [second]


def test_without_approval_a_submitted_evaluation_is_released(desk: Store, cast: Cast) -> None:
    set_policy(desk, approval=0)
    unreleased(desk, cast.folder, seed=11)
    review_id = take(desk, "suhyun")
    with desk.writing() as session:
        evaluate.accept_rest(session, person(session, "suhyun"), review_id)
    assert submit(desk, "suhyun", review_id).released


def test_a_planted_rating_that_is_missed_counts_for_nothing(desk: Store, cast: Cast) -> None:
    set_policy(desk, planted_share=1.0, approval=0)
    call_id = unreleased(desk, cast.folder, seed=11)
    review_id = take(desk, "suhyun")
    with desk.writing() as session:
        page = call_page(session, call_id)
        assert page is not None
        planted.plant(session, session.get_one(Review, review_id), page.evaluations, secret=b"key")
        trap = planted.of_review(session, review_id)
        assert trap is not None
    with desk.writing() as session:
        evaluate.accept_rest(session, person(session, "suhyun"), review_id)
    told = submit(desk, "suhyun", review_id).trap
    assert told is not None
    assert told.caught is False
    with desk.reading() as session:
        page = call_page(session, call_id)
        assert page is not None
        (rating,) = [
            each
            for evaluation in page.evaluations
            for each in evaluation.ratings
            if (evaluation.rubric, each.criterion) == (trap.rubric, trap.criterion)
        ]
        assert rating.overrides == ()
        (rate,) = planted.catch_rates(session, None)
        assert (rate.person, rate.caught, rate.met) == ("박수현", 0, 1)


def test_whoever_notices_a_planted_rating_is_told_and_their_answer_needs_no_reason_code(
    desk: Store, cast: Cast
) -> None:
    set_policy(desk, planted_share=1.0, approval=0)
    call_id = unreleased(desk, cast.folder, seed=11)
    review_id = take(desk, "suhyun")
    with desk.writing() as session:
        page = call_page(session, call_id)
        assert page is not None
        planted.plant(session, session.get_one(Review, review_id), page.evaluations, secret=b"key")
        trap = planted.of_review(session, review_id)
        assert trap is not None
        evaluate.accept_rest(session, person(session, "suhyun"), review_id)
    with desk.reading() as session:
        asked = form(session, review_id).find(trap.rubric, trap.criterion)
    assert asked is not None
    say(desk, "suhyun", review_id, trap.criterion, key_of(asked.machine), "rule")
    told = submit(desk, "suhyun", review_id).trap
    assert told is not None
    assert told.caught is True
    with desk.reading() as session:
        page = call_page(session, call_id)
        assert page is not None
        assert [each.overridden for each in page.evaluations] == [0, 0]
