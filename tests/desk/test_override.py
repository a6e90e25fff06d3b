"""Overriding adds a rating and an audit line; nothing is written over."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from qa.desk.override import Override, override
from qa.desk.sheet import counting_score, sheet_of
from qa.errors import Refused
from qa.store.engine import Store
from qa.store.evaluations import EvaluationRead, RatingRead
from qa.store.pages import call_page
from qa.store.people import find_person
from qa.store.tables import Audit, CallEvaluation, CallRating, Person, RubricVersion


def someone(desk: Store, login: str) -> Person:
    with desk.reading() as session:
        found = find_person(session, login)
    assert found is not None
    return found


def read(desk: Store, call_id: int, criterion: str) -> tuple[EvaluationRead, RatingRead]:
    with desk.reading() as session:
        page = call_page(session, call_id)
    assert page is not None
    return next((e, r) for e in page.evaluations for r in e.ratings if r.criterion == criterion)


def say(
    desk: Store, login: str, call_id: int, criterion: str, answer: str, *, note: str = "", code: str = "rule"
) -> None:
    _, rating = read(desk, call_id, criterion)
    with desk.writing() as session:
        override(
            session, someone(desk, login), call_id, rating.id, Override(answer, code, note, seen_id=rating.counts.id)
        )


def test_the_machines_rating_stays_beside_the_persons(cast, desk: Store) -> None:
    call = cast.calls["full"]
    _, before = read(desk, call, "speech_level")
    say(desk, "suhyun", call, "speech_level", "yes", note="시민이 먼저 편하게 말하자고 했습니다.", code="context")
    _, after = read(desk, call, "speech_level")
    assert (after.answer, after.score, after.reason, after.evidence, after.author) == (
        before.answer, before.score, before.reason, before.evidence, "",
    )  # fmt: skip
    assert after.counts.answer == "yes"
    assert after.counts.author == "박수현"
    assert after.counts.reason_code == "context"
    assert after.counts.reason.ko == "시민이 먼저 편하게 말하자고 했습니다."


def test_the_score_with_overrides_is_the_rubrics_arithmetic_and_the_machines_own_stays(cast, desk: Store) -> None:
    call = cast.calls["full"]
    before, _ = read(desk, call, "speech_level")
    say(desk, "suhyun", call, "speech_level", "yes")
    after, _ = read(desk, call, "speech_level")
    weights = {q.id: q.points for part in sheet_of(after).parts for q in part.questions}
    rated = [r.counts for r in after.ratings if r.counts.score is not None]
    by_hand = 100 * sum(weights[r.criterion] * r.score for r in rated) / sum(weights[r.criterion] for r in rated)
    assert counting_score(after) == pytest.approx(by_hand, abs=0.05)
    assert after.score == before.score == 70.0
    assert counting_score(before) == 70.0


def test_the_audit_tells_old_and_new_in_the_same_transaction(cast, desk: Store) -> None:
    call = cast.calls["full"]
    _, rating = read(desk, call, "empathy")
    say(desk, "suhyun", call, "empathy", "yes", note="공감했습니다", code="recognition")
    with desk.reading() as session:
        line = session.scalars(select(Audit).where(Audit.act == "override")).one()
        added = session.scalars(select(CallRating).where(CallRating.overrides_id == rating.id)).one()
    assert line.thing == f"rating:{rating.id}"
    assert line.old == {"rating": rating.id, "answer": "no", "state": "rated", "score": 0.0}
    assert line.new == {
        "rating": added.id, "answer": "yes", "state": "rated", "score": 1.0,
        "reason_code": "recognition", "note": "공감했습니다",
    }  # fmt: skip


def test_a_refused_override_leaves_neither_rating_nor_audit_line(cast, desk: Store) -> None:
    with pytest.raises(Refused):
        say(desk, "suhyun", cast.calls["full"], "empathy", "perhaps")
    with pytest.raises(Refused):
        say(desk, "suhyun", cast.calls["full"], "empathy", "yes", code="because")
    with desk.reading() as session:
        assert session.scalars(select(CallRating).where(CallRating.overrides_id.is_not(None))).all() == []
        assert session.scalars(select(Audit).where(Audit.act == "override")).all() == []


def test_of_two_people_at_once_the_second_is_told_of_the_first(cast, desk: Store) -> None:
    call = cast.calls["full"]
    _, rating = read(desk, call, "empathy")
    say(desk, "sora", call, "empathy", "yes")
    late = Override("not_applicable", "rule", "", seen_id=rating.id)
    with pytest.raises(Refused, match="윤소라"), desk.writing() as session:
        override(session, someone(desk, "suhyun"), call, rating.id, late)


def test_an_override_can_be_overridden_and_both_stay(cast, desk: Store) -> None:
    call = cast.calls["full"]
    say(desk, "sora", call, "empathy", "yes")
    say(desk, "suhyun", call, "empathy", "cannot_tell")
    _, rating = read(desk, call, "empathy")
    assert [(said.author, said.answer, said.state.value) for said in rating.overrides] == [
        ("윤소라", "yes", "rated"),
        ("박수현", None, "cannot_tell"),
    ]
    say(desk, "sora", call, "empathy", "no")  # back to what the machine said is a decision too
    _, rating = read(desk, call, "empathy")
    assert rating.counts.author == "윤소라"
    assert rating.counts.answer == "no"


def test_the_answer_that_counts_already_is_no_override(cast, desk: Store) -> None:
    with pytest.raises(Refused, match="already"):
        say(desk, "suhyun", cast.calls["full"], "empathy", "no")


def test_not_applicable_and_cannot_tell_leave_the_score(cast, desk: Store) -> None:
    call = cast.calls["full"]
    say(desk, "suhyun", call, "empathy", "not_applicable")
    evaluation, rating = read(desk, call, "empathy")
    assert rating.counts.score is None
    assert counting_score(evaluation) is not None
    assert counting_score(evaluation) > 70.0


def test_a_failed_critical_criterion_is_marked_when_a_person_says_so(cast, desk: Store) -> None:
    call = cast.calls["full"]
    evaluation, _ = read(desk, call, "unkind_words")
    assert not evaluation.critical
    say(desk, "suhyun", call, "unkind_words", "no")
    evaluation, rating = read(desk, call, "unkind_words")
    assert rating.counts.critical
    assert evaluation.critical


def test_strangers_find_no_call_and_coaches_may_not(cast, desk: Store) -> None:
    with pytest.raises(LookupError):
        say(desk, "haneul", cast.calls["full"], "empathy", "yes")
    with pytest.raises(Refused):
        say(desk, "jiho", cast.calls["full"], "empathy", "yes")
    with pytest.raises(Refused):
        say(desk, "minji", cast.calls["full"], "empathy", "yes")


def test_a_rating_of_another_call_is_not_found(cast, desk: Store) -> None:
    _, foreign = read(desk, cast.calls["other_vendor"], "empathy")
    with pytest.raises(LookupError), desk.writing() as session:
        override(
            session, someone(desk, "sora"), cast.calls["full"], foreign.id, Override("yes", "rule", "", foreign.id)
        )


def test_a_rubric_this_program_cannot_read_still_shows_what_was_answered(cast, desk: Store) -> None:
    call = cast.calls["full"]
    with desk.writing() as session:
        evaluation = session.scalars(select(CallEvaluation).where(CallEvaluation.call_id == call)).first()
        assert evaluation is not None
        session.get_one(RubricVersion, evaluation.rubric_version_id).text = "format: of another age"
    found, _ = read(desk, call, "fee")
    assert [q.id for part in sheet_of(found).parts for q in part.questions] == [r.criterion for r in found.ratings]
    with pytest.raises(Refused, match="rubric"):
        say(desk, "suhyun", call, "fee", "yes")
