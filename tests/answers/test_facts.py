"""Typed facts in speech and in writing become the same value."""

from __future__ import annotations

import pytest

from qa.answers.cells import read_value
from qa.answers.facts import FactType, Stated
from qa.answers.offices import find_offices
from qa.answers.spoken import find_all


def find_stated(type_: FactType, text: str) -> tuple[Stated, ...]:
    """What a text gives of values that stand for this type of fact."""
    return tuple(stated for stated in find_all(text) if stated.value.type is type_)


def said(type_: FactType, text: str) -> list[str]:
    return [stated.value.text for stated in find_stated(type_, text) if not stated.doubtful]


@pytest.mark.parametrize(
    ("type_", "spoken", "written"),
    [
        (FactType.FEE, "수수료는 만 이천삼백 원입니다", "12,300원"),
        (FactType.FEE, "칠십삼만 오백 원씩 드립니다", "730,500원"),
        (FactType.FEE, "입장은 무료입니다", "무료"),
        (FactType.FEE, "it is twelve thousand three hundred won", "12,300원"),
        (FactType.PHONE, "공이에 삼일사육에 오천 번으로 하세요", "02-3146-5000"),
        (FactType.PHONE, "삼일사육에 오공공공입니다", "02-3146-5000"),
        (FactType.PHONE, "국번 없이 백이십 번이에요", "02-120"),
        (FactType.PHONE, "천삼백오십오 번으로 전화하세요", "1355"),
        (FactType.HOURS, "오전 아홉 시부터 오후 여섯 시까지입니다", "09:00-18:00"),
        (FactType.HOURS, "아침 아홉 시부터 저녁 일곱 시까지만 받습니다", "09:00-19:00"),
        (FactType.HOURS, "새벽 다섯 시 반부터 자정까지 다닙니다", "05:30-24:00"),
        (FactType.HOURS, "밤 열한 시 삼십 분부터 새벽 여섯 시까지", "23:30-06:00"),
        (FactType.HOURS, "이십사 시간 연중무휴로 운영합니다", "00:00-24:00"),
        (FactType.DEADLINE, "칠월 삼십일일까지 내시면 됩니다", "7월 31일"),
        (FactType.DEADLINE, "유월 말까지입니다", "6월 30일"),
        (FactType.DEADLINE, "마감은 시월 삼 일입니다", "10월 3일"),
        (FactType.DURATION, "사흘 안에 처리됩니다", "3일"),
        (FactType.DURATION, "일주일 걸립니다", "7일"),
        (FactType.DURATION, "열두 달 동안 지원합니다", "12개월"),
        (FactType.DURATION, "이십 년 동안 사실 수 있습니다", "20년"),
        (FactType.DURATION, "영업일 기준 삼 일 걸립니다", "3영업일"),
    ],
)
def test_what_is_said_is_what_is_written(type_: FactType, spoken: str, written: str) -> None:
    (stated,) = find_stated(type_, spoken)
    value = read_value(type_, written)
    assert value is not None
    assert stated.value.same_as(value)


@pytest.mark.parametrize(
    ("type_", "spoken", "written"),
    [
        (FactType.FEE, "만 삼천이백 원입니다", "12,300원"),
        (FactType.PHONE, "공이에 삼일육사에 오천 번입니다", "02-3146-5000"),
        (FactType.PHONE, "공삼일에 삼일사육에 오천입니다", "02-3146-5000"),
        (FactType.HOURS, "오전 열 시부터 오후 여섯 시까지입니다", "09:00-18:00"),
        (FactType.DEADLINE, "칠월 십삼일까지입니다", "7월 31일"),
        (FactType.DURATION, "나흘 안에 처리됩니다", "3일"),
        (FactType.DURATION, "삼 일 걸립니다", "3영업일"),
    ],
)
def test_near_values_are_different_values(type_: FactType, spoken: str, written: str) -> None:
    (stated,) = find_stated(type_, spoken)
    value = read_value(type_, written)
    assert value is not None
    assert not stated.value.same_as(value)


def test_a_last_group_said_as_a_number_has_lost_no_digit() -> None:
    (stated,) = find_stated(FactType.PHONE, "번호는 공이에 삼일사육에 육천 번입니다")
    assert (stated.value.text, stated.doubtful) == ("02-3146-6000", False)


def test_an_end_that_was_said_and_not_understood_leaves_the_hours_open() -> None:
    (stated,) = find_stated(FactType.HOURS, "아침 아홉 시부터 바 멀한 시까지 합니다")
    assert stated.doubtful
    (only_the_beginning,) = find_stated(FactType.HOURS, "아침 아홉 시부터 합니다. 오래 걸립니다")
    assert not only_the_beginning.doubtful


def test_an_hour_without_morning_or_evening_may_be_either() -> None:
    (stated,) = find_stated(FactType.HOURS, "아홉 시부터 여섯 시까지 합니다")
    for written in ("09:00-18:00", "21:00-06:00"):
        value = read_value(FactType.HOURS, written)
        assert value is not None
        assert stated.value.same_as(value)


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (FactType.PHONE, "접수 번호는 일이삼사오육칠팔입니다"),
        (FactType.PHONE, "공일공에 이삼사오에 육칠팔구 맞으시죠"),
        (FactType.PHONE, "백사십삼 번 버스입니다"),
        (FactType.HOURS, "아홉 시에 전화드리겠습니다"),
        (FactType.DURATION, "좋은 하루 보내세요"),
        (FactType.DURATION, "칠월 삼십일일까지 내시면 됩니다"),
        (FactType.DURATION, "공이에 사일오에 사일공일입니다 안에"),
        (FactType.FEE, "무료 주차장이 있습니다"),
    ],
)
def test_what_only_looks_like_a_fact_is_none(type_: FactType, text: str) -> None:
    assert said(type_, text) == []


def test_a_denied_and_a_rough_figure_are_marked() -> None:
    denied, right = find_stated(FactType.FEE, "천 원이 아니라 천이백 원입니다")
    assert denied.denied
    assert not right.denied
    (rough,) = find_stated(FactType.FEE, "약 오천 원 정도 합니다")
    assert rough.about


OFFICES = ("교통정책과", "교통과", "상수도사업본부", "구청 세무과", "동주민센터", "도로사업소")


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("교통정책과로 문의하시면 됩니다", "교통정책과"),
        ("교통과로 문의하시면 됩니다", "교통과"),
        ("상수도사엄본부로 전화해 주세요", "상수도사업본부"),
        ("구청 세무과에서 다시 받으실 수 있습니다", "구청 세무과"),
        ("가까운 동주민센터에 방문하세요", "동주민센터"),
        ("도로에 구멍이 난 곳은 도로사업소에서 맡고 있습니다", "도로사업소"),
    ],
)
def test_offices_are_recognised_by_name_with_a_slip_at_most(text: str, known: str) -> None:
    assert [office.known for office in find_offices(text, OFFICES)] == [known]


@pytest.mark.parametrize("text", ["그 결과를 보내 드릴게요", "주소를 말씀해 주세요 접수하겠습니다", "사진과 신분증을 가지고 방문하세요", "담당 부서로 연결해 드리겠습니다"])  # fmt: skip
def test_words_that_end_like_an_office_are_none(text: str) -> None:
    assert find_offices(text, OFFICES) == ()


def test_an_unknown_office_is_reported_as_unknown() -> None:
    (office,) = find_offices("문화예술과로 문의해 주세요", OFFICES)
    assert office.known is None
    assert office.said == "문화예술과"


@pytest.mark.parametrize(
    ("spoken", "doubtful"),
    [
        ("네, 공이에 삼일사육에 오공공입니다", True),  # one of the zeros was lost
        ("02-3146-500번이요", True),
        ("네, 공이에 삼일사육에 오공공공입니다", False),
        ("공이 삼일사육 오공 공공이요", False),
        ("일오팔팔에 공공공일", False),
    ],
)
def test_a_number_that_lost_a_digit_is_doubtful_and_not_wrong(spoken: str, doubtful: bool) -> None:
    (found,) = find_stated(FactType.PHONE, spoken)
    assert found.doubtful is doubtful
