"""Named knowledge: similarity proposes, morphemes confirm."""

from __future__ import annotations

import pytest

from qa.language.honorifics import honoured_things
from qa.language.knowledge import find_ways, knowledge, named
from qa.language.morpheme_patterns import BadPattern, any_of, expression
from qa.language.slips import repaired


def found(name: str, text: str, *, kindly: bool = True) -> bool:
    return bool(find_ways(named((name,)), text, kindly=kindly))


@pytest.mark.parametrize(
    "heard",
    ["무엇을 도와 드릴까요", "무엇을 도와드릴까여", "뭘 도와드릴까요", "무얼 도와드릴까요", "어떻게 도와드릴까요"],
)
def test_every_accepted_way_of_offering_help_is_found(heard: str) -> None:
    assert found("greeting_offer", heard)


@pytest.mark.parametrize(
    "heard", ["우산을 도와드릴까요", "무엇을 도와드렸나요", "무엇을 더 드릴까요", "지금 바로 확인해 드릴게요"]
)
def test_what_sounds_alike_but_means_something_else_is_not(heard: str) -> None:
    assert not found("greeting_offer", heard)


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("greeting_hello", "안영하세요"), ("greeting_hello", "반갑심더"), ("greeting_hello", "어서 오십시오"), ("closing_more", "더 굼금하신 점 있으신가여"),
        ("closing_more", "그 밖에 도와드릴 일은 없을까요"), ("closing_farewell", "들어가이소"), ("closing_farewell", "상담사 김민지였습니다"), ("trouble", "억수로 답답하네예"),
        ("trouble", "벌써 세 번째 전화하는 거예요"), ("empathy_feeling", "아이고 많이 놀라셨지예"), ("empathy_feeling", "그러실 만합니다"), ("cushion", "마음 같아서는 해 드리고 싶은데"),
        ("cushion", "도와드리고 싶지만 규정상"), ("hold_ask", "쪼매만 기다려 주이소"), ("hold_thank", "확인이 늦어져서 죄송합니다"), ("restating", "여권 발급 기간 말씀이시죠"),
    ],
)  # fmt: skip
def test_many_ways_of_saying_a_thing_are_known(name: str, heard: str) -> None:
    assert found(name, heard)


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("greeting_hello", "네 말씀하세요"), ("closing_more", "다른 부서로 연결해 드리겠습니다"), ("trouble", "불편 신고 어떻게 해요"), ("trouble", "카드를 잃어버리면 어디에 신고해요"),
        ("trouble", "크게 힘들지는 않아요"), ("empathy_feeling", "죄송합니다만 안 됩니다"), ("empathy_feeling", "번거로우시겠지만 다시 걸어 주세요"), ("cushion", "그건 안 됩니다"),
        ("refusal_hard", "문제 안 됩니다"), ("refusal_hard", "별도 비용은 없습니다"), ("refusal_hard", "그럴 수밖에 없습니다"), ("command_blunt", "걱정하지 마세요"), ("command_blunt", "조심히 들어가세요"),
    ],
)  # fmt: skip
def test_what_looks_alike_is_told_apart(name: str, heard: str) -> None:
    assert not found(name, heard, kindly=name not in ("refusal_hard", "command_blunt"))


def test_a_slip_is_repaired_only_for_a_speaker() -> None:
    assert repaired("굼금하신 점") == "궁금하신 점"
    assert repaired("불평하지 마세요") == "불평하지 마세요"
    assert repaired("감시합니다") == "감시합니다"
    assert found("closing_more", "더 굼금하신 점 있으십니까")


def test_no_gap_crosses_a_negation_or_the_end_of_a_sentence() -> None:
    for pattern, text in (("도움 … 되 시 었", "도움이 안 되셨습니까"), ("도움 … 감사", "도움이 됐어요. 감사합니다.")):
        (compiled,) = any_of((pattern,))
        from qa.language.readings import read

        assert not compiled.search(read(text).line)


def test_everything_known_can_be_compiled() -> None:
    assert len(knowledge()) > 50
    for name, ways in knowledge().items():
        assert any_of(ways.morphemes) or ways.texts or ways.phrases or ways.acts, name
        any_of(ways.unless)


@pytest.mark.parametrize("pattern", ["…", "…99 가", "", "가/나"])
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        expression(pattern)


@pytest.mark.parametrize(
    "said",
    ["요금이 천이백 원이세요", "서류가 나오셨어요", "민원이 접수되셨습니다", "수수료는 무료십니다", "버스가 곧 오세요", "재고가 없으세요", "시간이 좀 걸리세요", "할인이 되십니다", "전화번호는 공이 이일삼삼에 육천이십니다"],
)  # fmt: skip
def test_honoured_things_are_found(said: str) -> None:
    assert honoured_things(said)


@pytest.mark.parametrize(
    "said",
    ["서류가 필요하세요", "담당자세요", "신분증 있으세요", "성함이 어떻게 되세요", "고객님께서 직접 오시면 됩니다", "시간이 되시면 방문해 주세요", "좋은 하루 되세요", "버스를 타고 오시면 됩니다", "신청이 안 되셔서 불편하셨겠어요", "요금은 천이백 원입니다"],
)  # fmt: skip
def test_people_may_be_honoured(said: str) -> None:
    assert not honoured_things(said)
