# ruff: noqa: E501
"""Numbers are spelled the way they are said."""

from __future__ import annotations

import pytest

from training.spoken import bare, read_english, read_native, read_number, spoken_form


@pytest.mark.parametrize(
    ("value", "reading"),
    [
        (0, "영"), (1, "일"), (10, "십"), (15, "십오"), (110, "백십"), (1000, "천"), (10000, "만"), (12300, "만 이천삼백"),
        (10010, "만 십"), (110000, "십일만"), (100010000, "일억 일만"), (35000000, "삼천오백만"),
    ],
)  # fmt: skip
def test_sino_korean_numbers(value: int, reading: str) -> None:
    assert read_number(value) == reading


@pytest.mark.parametrize(
    ("value", "reading"), [(1, "한"), (3, "세"), (11, "열한"), (20, "스무"), (24, "스물네"), (30, "서른")]
)
def test_native_numbers(value: int, reading: str) -> None:
    assert read_native(value) == reading


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("요금은 12,300원입니다", "요금은 만 이천삼백원입니다"),
        ("02-731-2120으로", "공이에 칠삼일에 이일이공으로"),
        ("3시 30분", "세 시 삼십분"),
        ("2건을 접수", "두 건을 접수"),
        ("15% 할인", "십오퍼센트 할인"),
        ("숫자가 없는 문장", "숫자가 없는 문장"),
    ],
)
def test_korean_sentences(written: str, spoken: str) -> None:
    assert spoken_form(written) == spoken


def test_english_sentences() -> None:
    assert spoken_form("Pay 1,250 won by 5:30", "en") == "Pay one thousand two hundred fifty won by five thirty"
    assert read_english(1_000_021) == "one million twenty one"


def test_bare_keeps_only_what_the_error_rate_compares() -> None:
    assert bare("안녕, Hi. 3!") == "안녕hi3"
