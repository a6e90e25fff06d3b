"""Personal data, written and spoken."""

from __future__ import annotations

import pytest

from qa.call import Speaker, Turn
from qa.language.personal import find_personal_data

A, C = Speaker.AGENT, Speaker.CITIZEN


def turns(*said: tuple[Speaker, str]) -> list[Turn]:
    return [Turn(speaker, float(place), place + 0.9, text) for place, (speaker, text) in enumerate(said)]


def found(*said: tuple[Speaker, str]) -> list[tuple[str, str]]:
    spoken = turns(*said)
    return [(item.kind, spoken[item.turn].text[item.start : item.end]) for item in find_personal_data(spoken)]


@pytest.mark.parametrize(
    "text",
    ["주민등록번호는 901010-1234567입니다", "팔오공삼일이 다시 이일사오육칠팔이에요", "구공일공일공에 일이삼사오육칠입니다", "번호는 구공일공일공 일이삼사오육칠이고요"],
)  # fmt: skip
def test_resident_registration_numbers_are_found_however_they_are_said(text: str) -> None:
    assert [kind for kind, _ in found((C, text))] == ["rrn"]


def test_the_second_half_alone_counts_where_it_was_asked_for() -> None:
    ((kind, said),) = found((A, "주민등록번호 뒷자리를 말씀해 주세요"), (C, "이일사오육칠팔이요"))
    assert kind == "rrn"
    assert said.startswith("이일사오육칠팔")


@pytest.mark.parametrize(
    "text",
    ["공일공에 이삼사오에 육칠팔구예요", "010-2345-6789", "공일공이삼사오육칠팔구입니다", "공일일에 이삼사에 오육칠팔"],
)
def test_mobile_numbers_are_personal_whoever_says_them(text: str) -> None:
    assert [kind for kind, _ in found((C, text))] == ["phone"]
    assert [kind for kind, _ in found((A, text))] == ["phone"]


def test_a_number_dictated_in_parts_is_found_in_every_part() -> None:
    said = ((C, "공일공에"), (A, "네"), (C, "일이삼사에"), (A, "네 말씀하세요"), (C, "오육칠팔이요"))
    assert found(*said) == [("phone", "공일공"), ("phone", "일이삼사"), ("phone", "오육칠팔")]


def test_card_numbers_are_found() -> None:
    assert found((C, "구사일일 이삼사오 육칠팔구 공일이삼이요")) == [("card", "구사일일 이삼사오 육칠팔구 공일이삼")]
    assert [kind for kind, _ in found((C, "카드 번호는 9411-2345-6789-0123이에요"))] == ["card"]


def test_a_landline_is_personal_when_the_citizen_says_it_first() -> None:
    assert found((C, "집 전화는 공이에 삼일사육에 오천일입니다"), (A, "공이에 삼일사육에 오천일 맞으시죠")) == [
        ("phone", "공이에 삼일사육에 오천일"),
        ("phone", "공이에 삼일사육에 오천일"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        ((A, "일이공 다산콜센터입니다"),),
        ((A, "문의는 공이에 삼일사육에 오천으로 하세요"), (C, "공이에 삼일사육에 오천이요")),
        ((A, "일육공공에 삼사오육입니다"), (C, "일육공공에 삼사오육이요")),
        ((A, "만 이천삼백 원입니다"),),
        ((C, "접수 번호는 이천이십육 다시 삼삼이에요"),),
    ],
)
def test_public_numbers_and_amounts_are_no_personal_data(said: tuple[tuple[Speaker, str], ...]) -> None:
    assert found(*said) == []


def test_a_number_read_back_with_a_digit_lost_is_still_that_number() -> None:
    kinds = found((C, "팔오공삼일이 다시 이일사오육칠팔이에요"), (A, "네 팔오공삼일 다시 이일사오육칠팔 맞으십니까"))
    assert [kind for kind, _ in kinds] == ["rrn", "rrn"]
