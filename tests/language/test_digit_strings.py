"""Numbers said digit by digit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.language.digit_strings import find_digit_strings, say_digits


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("공이에 삼일사육에 오천 번입니다", "0231465000"),
        ("공이에 삼일사육에 오공공공입니다", "0231465000"),
        ("공일공", "010"),
        ("공일공에 일이삼사에 오육칠팔이고요", "01012345678"),
        ("공일공일이삼사오육칠팔이에요", "01012345678"),
        ("02-3146-5000", "0231465000"),
        ("02 2133 4200", "0221334200"),
        ("일육공공에 삼사오육 번으로", "16003456"),
        ("공이 이천일 번으로", "022001"),
        ("오일이의 이천일이요", "5122001"),
        ("일이공", "120"),
        ("백이십 번", "120"),
        ("공이에 이일삼삼에 사천이백십 번이에요", "0221334210"),
        ("팔오공삼일이 다시 이일사오육칠팔이에요", "8503122145678"),
        ("구사일일 이삼사오 육칠팔구 공일이삼이요", "9411234567890123"),
        ("육륙칠칠", "6677"),
        ("zero two, three one four six, five thousand.", "0231465000"),
        ("oh one oh, double five one two", "0105512"),
    ],
)
def test_digit_strings_are_read(text: str, digits: str) -> None:
    assert [run.digits for run in find_digit_strings(text)] == [digits]


@pytest.mark.parametrize(
    "text", ["교통공사 이사 일요일 오후", "이사를 왔는데요", "구청 공사 일정", "사람이 이렇게 많아요", "오늘 일이 있어서", "I have one question"]
)  # fmt: skip
def test_words_that_only_look_like_digits_are_left_alone(text: str) -> None:
    assert find_digit_strings(text) == ()


def test_one_garbled_syllable_is_marked_and_does_not_break_the_number() -> None:
    (run,) = find_digit_strings("공일공일이삼사오욱칠팔")
    assert run.digits == "01012345?78"


def test_a_final_two_that_may_be_a_particle_keeps_both_readings() -> None:
    (run,) = find_digit_strings("공이에 삼일사육에 오천이요")
    assert {run.digits, run.other} == {"0231465002", "0231465000"}


@given(st.text("0123456789", min_size=8, max_size=11))
@settings(max_examples=150, deadline=None)
def test_digits_said_in_groups_and_read_are_the_same(digits: str) -> None:
    groups = [digits[:3], digits[3:-4], digits[-4:]]
    text = f"번호는 {'에 '.join(say_digits(group) for group in groups if group)}입니다"
    assert [run.digits for run in find_digit_strings(text)] == [digits]


def test_the_span_covers_just_the_number() -> None:
    text = "네, 공이에 이일삼삼에 공삼공공입니다."
    (run,) = find_digit_strings(text)
    assert text[run.start : run.end] == "공이에 이일삼삼에 공삼공공"
