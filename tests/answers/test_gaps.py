"""Gaps of the standard answers, from questions and facts alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from qa.answers.gaps import Answered, Asked, differing, matters, without_successor
from qa.answers.table import read_bytes

START = datetime(2026, 11, 1, tzinfo=UTC)


def asked(*texts: str) -> list[Asked]:
    return [Asked(place, START + timedelta(hours=place), text) for place, text in enumerate(texts)]


def test_questions_that_ask_for_the_same_are_one_matter() -> None:
    found = matters(
        asked(
            "반려견 등록 변경 신고는 어떻게 하나요",
            "공공자전거 따릉이 환불은 어디서 하나요",
            "반려견 등록 변경을 하려고요",
            "따릉이 환불이 안 돼요 공공자전거요",
            "반려견 변경 신고 어디서 해요",
        )
    )
    assert [sorted(each.call_id for each in matter.questions) for matter in found] == [[0, 2, 4], [1, 3]]
    assert "반려견" in found[0].words


def test_a_new_question_renames_no_matter_and_order_of_reading_does_not_count() -> None:
    before = asked("반려견 등록 변경 신고는 어떻게 하나요", "따릉이 환불은 어디서 하나요")
    after = [*before, *asked("", "", "반려견 등록 변경 신고요")[2:]]
    assert {matter.key for matter in matters(before)} == {matter.key for matter in matters(after)}
    assert matters(after) == matters(list(reversed(after)))


def test_one_word_in_common_makes_no_matter() -> None:
    assert len(matters(asked("주민등록 등본 발급 수수료가 얼마예요", "여권 발급 기간은 며칠이에요"))) == 2


def test_a_fact_that_ended_without_a_next_one_is_found() -> None:
    head = "id,title,fact_type,fact_name,fact_value,valid_from,valid_to\n"
    rows = (
        "a,제목,fee,어른,1원,2025-01-01,2025-12-31\na,제목,fee,어른,2원,2026-01-01,\n"  # has a successor
        "a,제목,fee,어린이,1원,2025-01-01,2025-12-31\n"
        "b,제목,hours,평일,09:00-18:00,,2026-02-15\n"  # ends soon
        "b,제목,fee,어른,1원,,2027-01-01\n"
    )
    answers = read_bytes((head + rows).encode(), "x.csv").answers
    found = without_successor(answers, date(2026, 2, 1))
    assert [(entry.id, fact.name) for entry, fact in found] == [("b", "평일"), ("a", "어린이")]


def test_what_is_told_otherwise_in_writing_or_another_language_is_found() -> None:
    told = [
        Answered(1, START, "300원", "phone", "ko"),
        Answered(2, START, "300원", "phone", "ko"),
        Answered(3, START, "200원", "phone", "ko"),
        Answered(4, START, "200원", "chat", "ko"),
    ]
    (difference,) = differing(told)
    assert (difference.sides, difference.values) == (("phone", "written"), ("300원", "200원"))
    assert [[each.call_id for each in side] for side in difference.calls] == [[1, 2], [4]]
    assert differing(told[:3]) == ()
    assert [d.sides for d in differing([*told[:2], Answered(5, START, "3,000원", "phone", "en")])] == [("ko", "other")]
