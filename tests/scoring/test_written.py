"""Checks of written answers, on answers that pass, fail and do not apply."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from qa.call import Rating, Speaker, Transcript, Turn
from qa.scoring.evaluate import evaluate
from qa.scoring.working_days import due, is_working_day
from tests.scoring.calls import call, outcome, rate, rubric, shipped_answers

GREETED = "안녕하십니까. 다산콜센터입니다. {} 감사합니다."


def answered(
    question: str, answer: str, *, after_s: float | None = None, at: datetime | None = None
) -> dict[str, Rating]:
    turns = (Turn(Speaker.CITIZEN, 0, 0, question), Turn(Speaker.AGENT, 0, 0, answer))
    transcript = Transcript("ko", 0.0, turns, medium="web", answered_after_s=after_s)
    evaluation = evaluate(transcript, None, rubric("written-ko"), shipped_answers(), called_at=at)
    return {rating.criterion: rating for rating in evaluation.ratings}


@pytest.mark.parametrize(
    ("asked_at", "by"),
    [
        ("2026-11-20T10:00", "2026-11-23T10:00"),  # a Friday
        ("2026-11-20T19:00", "2026-11-24T09:00"),  # Friday evening counts from Monday morning
        ("2026-11-21T12:00", "2026-11-24T09:00"),  # a Saturday
        ("2026-11-16T07:00", "2026-11-17T09:00"),  # before the offices open
        ("2026-09-23T17:00", "2026-09-28T17:00"),  # Chuseok and a weekend lie between
        ("2026-08-14T10:00", "2026-08-18T10:00"),  # Liberation Day on a Saturday has a substitute on Monday
    ],
)
def test_a_working_day_leaves_out_weekends_and_public_holidays(asked_at: str, by: str) -> None:
    assert due(datetime.fromisoformat(asked_at), 1, time(9), time(18)) == datetime.fromisoformat(by)


def test_the_time_zone_of_the_question_is_kept() -> None:
    assert due(datetime(2026, 11, 20, 10, tzinfo=UTC), 1, time(9), time(18)) == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert not is_working_day(datetime(2026, 3, 2).date())


def test_a_late_answer_says_when_it_was_due() -> None:
    found = answered(
        "요금이 얼마예요?", GREETED.format("400원입니다."), after_s=5 * 86400, at=datetime(2026, 11, 16, 10)
    )
    rating = found["on_time"]
    assert outcome(rating) == "no"
    assert "기한 2026-11-17(화) 10:00" in rating.reason.ko
    assert rating.evidence


def test_every_question_without_an_answer_is_quoted() -> None:
    found = answered("수수료는 얼마인가요? 전화번호는 몇 번인가요?", GREETED.format("방문하시면 됩니다."))
    rating = found["answered"]
    assert outcome(rating) == "no"
    assert [evidence.quote for evidence in rating.evidence] == ["수수료는 얼마인가요?", "전화번호는 몇 번인가요?"]


def test_one_sentence_is_no_greeting_and_closing_at_once() -> None:
    assert outcome(answered("문의합니다.", "문의해 주셔서 감사합니다.")["greeting_closing"]) == "partly"
    assert outcome(answered("문의합니다.", "접수했습니다.")["greeting_closing"]) == "no"


def test_a_sentence_nobody_can_follow_costs_points() -> None:
    long = " ".join(["신청하시려면"] * 45) + " 됩니다."
    found = answered("어떻게 신청하나요?", GREETED.format(long))
    assert outcome(found["plain_language"]) == "partly"
    assert "40어절" in found["plain_language"].reason.ko


def test_a_misspelling_is_told_with_what_is_right() -> None:
    rating = answered("언제 되나요?", GREETED.format("몇일 안에 됩니다."))["spelling"]
    assert outcome(rating) == "partly"
    assert "“몇일” → 며칠" in rating.reason.ko
    assert [evidence.quote for evidence in rating.evidence] == ["몇일"]


def test_who_answers_is_no_office_the_citizen_is_sent_to() -> None:
    found = answered(
        "물을 한 달에 20톤 쓰면 수도요금이 얼마인가요?",
        "안녕하십니까. 120다산콜센터입니다. 가정용 20톤은 12,300원입니다. 감사합니다.",
        at=datetime(2026, 5, 11, 10),
    )
    assert outcome(found["facts"]) == "yes"


def test_nothing_of_a_telephone_call_is_judged_as_writing() -> None:
    spoken = call("c: 요금이 얼마예요?", "a: 익일까지 처리가 됬습니다.")
    for criterion in ("greeting_closing", "answered", "plain_language", "spelling", "on_time"):
        assert outcome(rate(spoken, "written-ko", criterion)) == "not_applicable"


def test_required_facts_that_were_not_told_are_named_and_cost_nothing() -> None:
    spoken = call("c: 인감증명서를 떼고 싶어요. 뭐가 필요해요?", "a: 인감증명서를 떼시려면 신분증을 가져오시면 됩니다.")
    at = datetime(2026, 5, 11, 10)
    rating = rate(spoken, "accuracy-ko", "required", answers=shipped_answers(), called_at=at)
    assert outcome(rating) == "not_applicable"
    assert "한 통 발급 수수료 600원" in rating.reason.ko
    assert outcome(rate(spoken, "accuracy-ko", "required")) == "not_applicable"
