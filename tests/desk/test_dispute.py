"""Disputes: the agent objects in time, somebody else answers without seeing the rating, and what is upheld counts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from qa.desk import dispute, draft, inbox
from qa.desk.dispute import Objecting
from qa.desk.draft import Said
from qa.errors import Refused
from qa.scoring.rubric import load_rubric
from qa.scoring.rubric_cases import run_cases
from qa.store.engine import Store
from qa.store.evaluations import RatingRead
from qa.store.pages import call_page
from qa.store.review_tables import Notification, RubricCase
from qa.store.reviews import Purpose
from qa.store.tables import Call, now
from tests.cast import Cast, person, rubric_text

WHY = "공감하는 말을 두 번 했습니다"


def rating(desk: Store, call_id: int, criterion: str) -> RatingRead:
    with desk.reading() as session:
        page = call_page(session, call_id)
    assert page is not None
    return next(each for found in page.evaluations for each in found.ratings if each.criterion == criterion)


def object_to(desk: Store, call_id: int, proposed: str = "yes", login: str = "minji") -> int:
    machine = rating(desk, call_id, "empathy")
    with desk.writing() as session:
        said = Objecting(proposed, WHY, machine.counts.id)
        return dispute.object_to(session, person(session, login), call_id, machine.id, said)


def answer(desk: Store, chosen: str) -> None:
    with desk.writing() as session:
        review = inbox.take_next(session, person(session, "suhyun"), Purpose.DISPUTE, "")
        assert review is not None
        said = Said("courtesy-ko", "empathy", chosen, None, "다시 들어 보았습니다")
        draft.save(session, person(session, "suhyun"), review.id, said)
    with desk.writing() as session:
        dispute.answer(session, person(session, "suhyun"), review.id)


@pytest.mark.parametrize(
    ("chosen", "outcome", "counts"), [("no", "kept", "no"), ("yes", "accepted", "yes"), ("partly", "third", "partly")]
)
def test_the_answer_decides_what_comes_of_it(desk: Store, cast: Cast, chosen: str, outcome: str, counts: str) -> None:
    call = cast.calls["full"]
    object_to(desk, call)
    answer(desk, chosen)
    with desk.reading() as session:
        found = dispute.disputes_of(session, call)["courtesy-ko", "empathy"]
        told = session.scalars(select(Notification).where(Notification.kind == "dispute_answered")).one()
    assert (found.outcome, found.disputed, found.reply) == (outcome, "no", "다시 들어 보았습니다")
    assert found.became_case == found.upheld == (outcome != "kept")
    assert rating(desk, call, "empathy").counts.answer == counts
    assert told.link == f"/calls/{call}"


def test_an_upheld_dispute_is_a_case_that_the_tests_of_the_rubric_can_run(
    desk: Store, cast: Cast, tmp_path: Path
) -> None:
    object_to(desk, cast.calls["full"])
    answer(desk, "yes")
    with desk.reading() as session:
        text = session.scalars(select(RubricCase.text)).one()
    path = tmp_path / "courtesy-ko.test.yaml"
    path.write_text(f"rubric: courtesy-ko\ncases:\n{text}", encoding="utf-8")
    rubric = load_rubric(rubric_text("courtesy-ko"), name="courtesy-ko")
    (result,) = run_cases(rubric, path)
    assert [miss.criterion for miss in result.misses] in ([], ["empathy"])
    assert "공일공" not in text


def test_only_the_agent_objects_in_time_and_once(desk: Store, cast: Cast) -> None:
    call = cast.calls["full"]
    with pytest.raises(LookupError):
        object_to(desk, call, login="junho")
    with pytest.raises(Refused, match="Only the agent"):
        object_to(desk, call, login="eunseo")
    with pytest.raises(Refused, match="answer that stands"):
        object_to(desk, call, proposed="no")
    object_to(desk, call)
    with pytest.raises(Refused, match="it can be done once"):
        object_to(desk, call)
    with desk.writing() as session:
        session.get_one(Call, call).dispute_until = now() - timedelta(days=1)
    with pytest.raises(Refused, match="Disputes were possible until"):
        object_to(desk, call)


def test_whoever_rated_the_call_never_answers_the_dispute(desk: Store, cast: Cast) -> None:
    from qa.desk.override import Override, override

    call = cast.calls["full"]
    machine = rating(desk, call, "empathy")
    with desk.writing() as session:
        override(session, person(session, "suhyun"), call, machine.id, Override("partly", "rule", "", machine.id))
    object_to(desk, call)
    with desk.writing() as session:
        assert inbox.take_next(session, person(session, "suhyun"), Purpose.DISPUTE, "") is None
        assert inbox.take_next(session, person(session, "sora"), Purpose.DISPUTE, "") is not None


def test_what_is_withdrawn_waits_for_nobody(desk: Store, cast: Cast) -> None:
    found = object_to(desk, cast.calls["full"])
    with desk.writing() as session:
        assert dispute.withdraw(session, person(session, "minji"), found) == cast.calls["full"]
    with desk.writing() as session:
        assert inbox.take_next(session, person(session, "suhyun"), Purpose.DISPUTE, "") is None
