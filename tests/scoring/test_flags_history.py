"""Flags from the agent's other calls: far below the own level, and no agent over-watched."""

from __future__ import annotations

from qa.call import Flag, Sentence
from qa.scoring.flags import TECHNICAL
from qa.scoring.flags_history import SUGGESTIONS, below_own_level, with_repeat_contact, without_suggestions

NAME = Sentence("친절도 평가표", "Courtesy")
STEADY = [90.0, 92.0, 88.0, 91.0, 89.0] * 2


def test_a_score_far_below_the_own_level_is_told_with_both_numbers() -> None:
    flag = below_own_level(NAME, 74.04, STEADY)
    assert flag is not None
    assert flag.code == "below_own_level"
    assert "친절도 평가표 점수가 74.0점으로, 이 상담사의 최근 10건 평균 90.0점보다" in flag.sentence.ko
    assert "under Courtesy is 74.0; the agent's last 10 calls average 90.0" in flag.sentence.en


def test_fewer_than_ten_points_below_is_no_matter_however_steady_the_agent_is() -> None:
    assert below_own_level(NAME, 80.1, STEADY) is None
    assert below_own_level(NAME, 80.0, STEADY) is not None


def test_within_two_deviations_is_no_matter_however_many_points_below() -> None:
    assert below_own_level(NAME, 55.0, [60.0, 100.0] * 5) is None


def test_nine_earlier_calls_tell_no_level() -> None:
    assert below_own_level(NAME, 10.0, STEADY[:9]) is None
    assert below_own_level(NAME, None, STEADY) is None


def test_only_the_last_thirty_calls_count() -> None:
    assert below_own_level(NAME, 70.0, [70.0] * 30 + [100.0] * 50) is None


def test_of_an_agent_with_enough_flagged_calls_only_what_must_be_looked_at_is_raised() -> None:
    must = {
        "critical", "unkind_words", "wrong_fact", "personal_data", "abusive_caller", "complaint", "repeat_call",
        "repeated_transfers", *TECHNICAL,
    }  # fmt: skip
    assert not must & SUGGESTIONS
    found = [Flag(code, Sentence("", "")) for code in sorted(must | SUGGESTIONS)]
    assert without_suggestions(found, 9, 10) == tuple(found)
    assert {flag.code for flag in without_suggestions(found, 10, 10)} == must


def test_a_number_that_called_before_is_one_flag_with_what_the_citizen_says_of_it() -> None:
    low = Flag("low_score", Sentence("낮습니다.", "Low."))
    said = Flag("repeat_call", Sentence("시민이 말했습니다.", "The citizen says so."), 3.0, 5.0)
    assert with_repeat_contact([low], 0, days=7, days_ago=0, same_topic=False) == (low,)
    alone = with_repeat_contact([low], 2, days=7, days_ago=3, same_topic=True)
    assert [flag.code for flag in alone] == ["low_score", "repeat_contact"]
    assert alone[1].sentence.ko == "같은 번호로 최근 7일 안에 2번 전화했습니다(마지막 통화: 3일 전). 같은 주제였습니다."
    both = with_repeat_contact([said, low], 1, days=7, days_ago=0, same_topic=False)
    assert [(flag.code, flag.start_s) for flag in both] == [("repeat_contact", 3.0), ("low_score", None)]
    assert "one earlier call from the same number within 7 days (the last one today)" in both[0].sentence.en
    assert "The citizen says so." in both[0].sentence.en
