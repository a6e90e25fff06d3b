"""Spoken numbers to integers and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.language.spoken_numbers import (
    counted,
    english_numbers,
    read_english,
    read_native,
    read_number,
    read_sino,
    say_native,
    say_sino,
)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("천이백", 1200), ("만 이천", 12000), ("이만 오천 오백", 25500), ("삼십오만", 350000), ("백이십", 120), ("십이", 12),
        ("일억 이천만", 120_000_000), ("이천일", 2001), ("만 이천삼백", 12300), ("일만 이천삼백", 12300), ("만", 10000), ("육백", 600),
        ("륙백", 600), ("칠십삼만 오백", 730500), ("영", 0), ("3만 5천", 35000), ("12,300", 12300), ("2300", 2300), ("1만 2,300", 12300),
        ("십만 삼", 100003), ("천이백오", 1205),
    ],
)  # fmt: skip
def test_sino_korean_numbers_are_read(said: str, value: int) -> None:
    assert read_sino(said) == value


@pytest.mark.parametrize(
    "said", ["", "공일", "오륙", "백천", "십백", "만만", "이이천", "사람", "천 원", "만,천", "억만조"]
)
def test_what_is_no_well_formed_number_is_none(said: str) -> None:
    assert read_sino(said) is None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("한", 1),
        ("스무", 20),
        ("스물", 20),
        ("스물한", 21),
        ("열두", 12),
        ("아홉", 9),
        ("아흔아홉", 99),
        ("서른 세", 33),
    ],
)
def test_native_numbers_are_read(said: str, value: int) -> None:
    assert read_native(said) == value


@pytest.mark.parametrize("said", ["", "스무한", "백", "세상", "한둘셋"])
def test_what_is_no_native_number_is_none(said: str) -> None:
    assert read_native(said) is None


@pytest.mark.parametrize(
    ("said", "value"),
    [("twelve thousand three hundred", 12300), ("one hundred and twenty", 120), ("forty-two", 42), ("a hundred", 100), ("zero", 0), ("two million five", 2_000_005)],
)  # fmt: skip
def test_english_numbers_are_read(said: str, value: int) -> None:
    assert read_english(said) == value


@pytest.mark.parametrize("said", ["", "one two three", "twelve dollars", "twenty thirty"])
def test_english_words_that_are_no_number_are_none(said: str) -> None:
    assert read_english(said) is None


@given(st.integers(0, 10**16 - 1))
@settings(max_examples=200, deadline=None)
def test_a_sino_number_said_and_read_is_the_same(value: int) -> None:
    assert read_sino(say_sino(value)) == value
    assert read_number(say_sino(value)) == value


@given(st.integers(1, 99))
@settings(deadline=None)
def test_a_native_number_said_and_read_is_the_same(value: int) -> None:
    assert read_native(say_native(value)) == value


@given(st.integers(1, 10**8 - 1), st.sampled_from(["", " "]), st.sampled_from(["수수료는 ", "총 ", "", "네, "]))
@settings(max_examples=150, deadline=None)
def test_an_amount_is_found_in_a_sentence_whatever_the_spacing(value: int, gap: str, before: str) -> None:
    text = f"{before}{say_sino(value)}{gap}원입니다"
    assert [number.value for number in counted(text, "원")] == [value]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("수수료는 만 이천삼백 원입니다", [12300]),
        ("수수료는천이백원이고요", [1200]),
        ("12,300원", [12300]),
        ("2300 원", [2300]),
        ("3만 5천원이고요 그다음은 오백 원", [35000, 500]),
        ("일일 이천 원", [2000]),
        ("십이월에 이천 원", [2000]),
        ("잠시만 원하시면", []),
        ("만 원하시면", []),
        ("몇천 원쯤", []),
        ("지원 회원 병원 직원", []),
    ],
)
def test_amounts_of_money(text: str, values: list[int]) -> None:
    assert [number.value for number in counted(text, "원")] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("오전 아홉 시부터 오후 여섯 시 반까지", [9, 6]),
        ("십팔 시", [18]),
        ("9시", [9]),
        ("열두시", [12]),
        ("잠시만요 다시 역시 즉시", []),
        ("네 시청입니다", []),
        ("이 시설", []),
    ],
)
def test_hours_of_the_day(text: str, values: list[int]) -> None:
    assert [number.value for number in counted(text, "시", native=True)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [("삼십 일 이내", [30]), ("십일 일", [11]), ("내일 평일 휴일 생일", []), ("칠 일 이내에", [7]), ("삼 일정은", []), ("삼일정도", [3]), ("이 일부터", [2])],
)  # fmt: skip
def test_days_are_told_from_words_that_begin_with_a_day(text: str, values: list[int]) -> None:
    assert [number.value for number in counted(text, "일")] == values


def test_a_number_whose_front_was_garbled_is_doubtful() -> None:
    (number,) = counted("만 이전 삼백 원입니다", "원")
    assert number.value == 300
    assert number.doubtful
    (clean,) = counted("하루에 삼백 원입니다", "원")
    assert not clean.doubtful


def test_english_numbers_are_found_with_their_place() -> None:
    text = "It is twelve thousand three hundred won, or 500 won."
    found = [(number.value, text[number.start : number.end]) for number in english_numbers(text)]
    assert found == [(12300, "twelve thousand three hundred"), (500, "500")]
