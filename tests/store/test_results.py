"""What the machine found out: the same result twice leaves the same rows, and old results stay true."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import func, select

from qa.call import (
    Evaluation,
    Evidence,
    Flag,
    Rating,
    RatingState,
    Sentence,
    Span,
    Speaker,
    SpeechMeasures,
    Transcript,
    Turn,
    Word,
)
from qa.store import calls, results
from qa.store.engine import Store
from qa.store.recordings import Kept
from qa.store.tables import CallEvaluation, CallRating, CallTranscript, RubricVersion

TRANSCRIPT = Transcript(
    language="ko",
    duration_s=4.25,
    turns=(Turn(Speaker.AGENT, 0.5, 1.5, "안녕하십니까", (Word("안녕하십니까", 0.5, 1.5, 0.97),)),),
    engine="tiny abc",
)
MEASURES = SpeechMeasures(4.25, 1.0, 0.0, 1.0, dead_air=(Span(1.5, 4.25),))
RATING = Rating(
    "greeting", "yes", RatingState.RATED, 1.0, 0.97,
    Sentence(ko="첫인사를 했습니다.", en="Greeted."), (Evidence(0, "안녕하십니까", 0.5, 1.5),),
)  # fmt: skip
RUBRIC = "id: courtesy-ko\n"


@pytest.fixture
def call_id(any_store: Store) -> int:
    return calls.accept(any_store, Kept("ab" * 32, 10), name="a.wav").call_id


def keep(store: Store, call_id: int, *, rubric: str = RUBRIC, rating: Rating = RATING, score: float = 100.0) -> int:
    with store.writing() as session:
        transcript_id = results.keep_transcript(session, call_id, TRANSCRIPT)
        return results.keep_evaluation(
            session,
            call_id,
            Evaluation("courtesy-ko", results.text_hash(rubric), score, (rating,)),
            transcript_id=transcript_id,
            rubric_version_id=results.keep_rubric(session, "courtesy-ko", rubric),
            answers_version_id=results.keep_answers(session, "id,title\n"),
        )


def count(store: Store, table: type) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_transcript_and_measures_come_back_as_they_went_in(any_store: Store, call_id: int) -> None:
    with any_store.writing() as session:
        kept = results.keep_transcript(session, call_id, TRANSCRIPT)
        results.keep_measures(session, call_id, kept, MEASURES)
    with any_store.reading() as session:
        assert results.transcript_of(session, call_id) == (kept, TRANSCRIPT)
        assert results.measures_of(session, kept) == MEASURES


def test_a_stage_that_runs_twice_leaves_one_transcript_and_one_evaluation(any_store: Store, call_id: int) -> None:
    assert keep(any_store, call_id) == keep(any_store, call_id)
    assert count(any_store, CallTranscript) == 1
    assert count(any_store, CallEvaluation) == 1
    assert count(any_store, CallRating) == 1


def test_a_changed_rubric_makes_an_evaluation_of_its_own_and_the_old_one_stays(any_store: Store, call_id: int) -> None:
    keep(any_store, call_id)
    worse = dataclasses.replace(RATING, answer="no", score=0.0)
    keep(any_store, call_id, rubric=RUBRIC + "# new\n", rating=worse, score=0.0)
    assert count(any_store, CallEvaluation) == 2
    with any_store.reading() as session:
        texts = session.scalars(select(RubricVersion.text).order_by(RubricVersion.id)).all()
        (newest,) = results.evaluations_of(session, call_id)
    assert texts == [RUBRIC, RUBRIC + "# new\n"]
    assert (newest.score, newest.ratings) == (0.0, (worse,))


def test_another_result_under_the_same_rubric_is_added_and_never_written_over(any_store: Store, call_id: int) -> None:
    keep(any_store, call_id)
    keep(any_store, call_id, rating=dataclasses.replace(RATING, confidence=0.5))
    with any_store.reading() as session:
        kept = session.scalars(select(CallRating.confidence).order_by(CallRating.id)).all()
    assert kept == [0.97, 0.5]


def test_a_persons_rating_is_not_taken_for_the_machines(any_store: Store, call_id: int) -> None:
    evaluation_id = keep(any_store, call_id)
    with any_store.writing() as session:
        from qa.store.people import add_person

        person = add_person(session, login="suhyun", name="박수현", role="evaluator", password="long enough pw")
        machine = session.scalars(select(CallRating)).one()
        session.add(
            CallRating(
                evaluation_id=evaluation_id, criterion="greeting", answer="no", state="rated", score=0.0,
                confidence=1.0, reason={"ko": "", "en": ""}, evidence=[], author_id=person.id, overrides_id=machine.id,
            )
        )  # fmt: skip
    assert keep(any_store, call_id) == evaluation_id
    with any_store.reading() as session:
        (evaluation,) = results.evaluations_of(session, call_id)
    assert [rating.answer for rating in evaluation.ratings] == ["yes"]


def test_flags_are_worked_out_anew(any_store: Store, call_id: int) -> None:
    flag = Flag("dead_air", Sentence(ko="무음이 깁니다.", en="A long silence."), 3.0, 9.0)
    for found in ([flag, flag], [flag]):
        with any_store.writing() as session:
            results.keep_flags(session, call_id, found)
    with any_store.reading() as session:
        assert results.flags_of(session, call_id) == [flag]


def test_the_random_draw_is_made_once(any_store: Store, call_id: int) -> None:
    with any_store.writing() as session:
        results.keep_draw(session, call_id, probability=0.02, drawn=True)
    with any_store.writing() as session:
        results.keep_draw(session, call_id, probability=0.5, drawn=False)
    with any_store.reading() as session:
        call = calls.find_call(session, str(call_id))
        assert call is not None
        assert (call.review_probability, call.in_random_sample) == (0.02, True)


def test_a_call_without_a_transcript_says_so(any_store: Store, call_id: int) -> None:
    with any_store.reading() as session, pytest.raises(LookupError, match="no transcript yet"):
        results.transcript_of(session, call_id)
