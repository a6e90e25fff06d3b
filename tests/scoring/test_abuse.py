"""Abusive callers in the classes of 120 Dasan's rule, by their words; the agent is protected, never judged for them."""

from __future__ import annotations

import pytest

from qa.call import Speaker
from qa.scoring.checks.abuse import AbuseClass, find_abuse
from qa.scoring.hearing import Hearing
from tests.scoring.calls import call, outcome, rate

OPENING = "a: 안녕하십니까. 다산콜센터 상담사 김민지입니다. 무엇을 도와드릴까요?"


def found(*citizen: str) -> AbuseClass | None:
    lines = [OPENING]
    for said in citizen:
        lines += [f"c: {said}", "a: 네, 확인하겠습니다."]
    abused = find_abuse(Hearing(call(*lines), None))
    return abused.kind if abused else None


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (["야 이 개새끼야 버스 언제 와"], AbuseClass.ABUSE),
        (["내가 거기 찾아가서 불 질러 버린다"], AbuseClass.ABUSE),
        (["칼 들고 가서 찔러 버릴 거야"], AbuseClass.ABUSE),
        (["아가씨 속옷 무슨 색이야"], AbuseClass.SEXUAL),
        (["목소리 섹시하네 우리 같이 잘래"], AbuseClass.SEXUAL),
        (["여기 짜장면 두 그릇 갖다 주세요"], AbuseClass.PRANK),
        (["내가 오늘 술 한잔 했는데 말이야"], AbuseClass.DRUNK),
        (["아가씨 몇 살이에요", "결혼은 했어요?"], AbuseClass.OFF_TOPIC),
        (["당장 책임자 바꿔", "니들이 하는 일이 뭐야", "언론에 제보할 거야"], AbuseClass.COMPLAINT),
    ],
)
def test_the_citizens_words_tell_the_class(said: list[str], kind: AbuseClass) -> None:
    assert found(*said) is kind


@pytest.mark.parametrize(
    "said",
    [
        "옆집 남자가 술 마시고 소리를 질러요",
        "어떤 사람이 저한테 이 새끼야라고 욕을 했어요",
        "장난전화가 자꾸 와요",
        "책임자 좀 바꿔 주세요",
        "음주운전 신고하려고요",
        "속옷을 버스에 두고 내렸어요",
        "왜 이렇게 늦어요 정말 화가 나네요",
        "아이가 몇 살까지 되나요",
        "치킨집 배달 오토바이가 너무 시끄러워요",
        "칼을 버리려면 어떻게 해요",
        "불이 났다고 신고했어요",
        "결혼식장 위치가 어디예요",
    ],
)
def test_innocent_and_reported_words_are_no_abuse(said: str) -> None:
    assert found(said) is None


def test_what_the_agent_repeats_is_not_the_citizens_abuse() -> None:
    spoken = call(OPENING, "c: 욕을 하더라고요.", "a: 이 새끼야라고 하셨다는 말씀이시죠?", "c: 네.")
    assert find_abuse(Hearing(spoken, None)) is None
    assert outcome(rate(spoken, "courtesy-ko", "unkind_words")) == "yes"


def test_courtesy_is_suspended_with_the_class_in_the_reason() -> None:
    spoken = call(
        OPENING,
        "c: 아가씨 속옷 무슨 색이야",
        "a: 고객님, 성희롱은 삼가 주시기 바랍니다.",
        "c: 에이.",
        "a: 통화를 종료하겠습니다.",
    )
    rating = rate(spoken, "courtesy-ko", "empathy")
    assert outcome(rating) == "not_applicable"
    assert "성희롱" in rating.reason.ko
    handled = rate(spoken, "courtesy-ko", "abuse_handling")
    assert outcome(handled) == "yes"
    assert "성희롱" in handled.reason.ko
    assert spoken.turns[handled.evidence[0].turn or 0].speaker is Speaker.AGENT


def test_a_drunken_or_joking_caller_is_never_held_against_the_agent() -> None:
    for said in ("술 한잔 했는데 말이야", "짜장면 두 그릇 갖다 주세요"):
        spoken = call(OPENING, f"c: {said}", "a: 네, 고객님.", f"c: {said}", "a: 다산콜센터입니다.")
        assert outcome(rate(spoken, "courtesy-ko", "abuse_handling")) == "yes"
