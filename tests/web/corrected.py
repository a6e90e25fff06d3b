"""Calls whose transcript people corrected: one that is being scored again, one whose rating came out otherwise."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from qa.call import Rating, Speaker, Stage
from qa.desk.correction import Fix, Reassign, Swap, correct
from qa.desk.draft import Said, save
from qa.desk.inbox import give
from qa.store import ledger, results
from qa.store.engine import Store
from qa.store.review_tables import Review
from tests.cast import Cast, evaluations, measures, person, rubric_text, unreleased

FIXED = "네 수도요금 자동이체를 신청하려고 전화드렸어요"


def corrects(store: Store, cast: Cast) -> dict[str, int]:
    """ "corrected": a call of four versions; "again": suhyun's review of it; "anew": one where a rating has changed."""
    corrected, other = (unreleased(store, cast.folder, seed=seed, sounds=True) for seed in (171, 172))
    again, anew = (in_hand(store, call_id, "suhyun") for call_id in (corrected, other))
    with store.writing() as session:
        # Answered beside a machine rating that said "yes"; it says "no" now.
        said = Said("courtesy-ko", "empathy", answer="yes", shown="yes", turn=4)
        save(session, person(session, "suhyun"), anew, said)
    for login, change in (
        ("suhyun", Fix(1, FIXED)),
        ("eunseo", Reassign(6, Speaker.CITIZEN)),
        ("suhyun", Swap()),
    ):
        with store.writing() as session:
            seen = results.transcript_of(session, corrected)[0]
            correct(session, person(session, login), corrected, change, seen)
    return {"corrected": corrected, "again": again, "anew": anew}


def in_hand(store: Store, call_id: int, login: str) -> int:
    """The first review of the call, given to this person."""
    with store.writing() as session:
        review = session.scalars(select(Review.id).where(Review.call_id == call_id)).one()
        assert give(session, review, person(session, login), by=None) is not None
    return review


def score_again(store: Store, call_id: int, **answers: str) -> None:
    """The machine rates the newest text: as it did the first, but for the criteria named, which get these answers."""
    with store.reading() as session:
        transcript_id, heard = results.transcript_of(session, call_id)
    made = [
        replace(found, ratings=tuple(_as(each, answers.get(each.criterion)) for each in found.ratings))
        for found in evaluations(heard)
    ]
    for stage in (Stage.MEASURE, Stage.SCORE, Stage.FLAG):
        claim = ledger.claim(store, call_id, stage, 60)
        assert claim is not None
        with ledger.committing(store, claim, 1.0) as session:
            if stage is Stage.MEASURE:
                results.keep_measures(session, call_id, transcript_id, measures(heard))
            for evaluation in made if stage is Stage.SCORE else ():
                results.keep_evaluation(
                    session,
                    call_id,
                    evaluation,
                    transcript_id=transcript_id,
                    rubric_version_id=results.keep_rubric(session, evaluation.rubric, rubric_text(evaluation.rubric)),
                    answers_version_id=results.keep_answers(session, "id,title\n"),
                )


def _as(rating: Rating, answer: str | None) -> Rating:
    if answer is None:
        return rating
    return replace(rating, answer=answer, score={"yes": 1.0, "partly": 0.5}.get(answer, 0.0))
