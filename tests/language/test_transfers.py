"""Where an agent really hands the citizen over, and where it only sounds like it."""

from __future__ import annotations

import pytest

from qa.call import Speaker, Turn
from qa.language.transfers import HandingOver, destination, destination_en, passed_on_before, transfers_said


def said(*texts: str) -> tuple[HandingOver, ...]:
    """Turns by turns, the agent first."""
    speakers = (Speaker.AGENT, Speaker.CITIZEN)
    return transfers_said([Turn(speakers[place % 2], 0.0, 0.0, text) for place, text in enumerate(texts)])


@pytest.mark.parametrize(
    "text",
    [
        "담당 부서로 연결해 드리겠습니다.",
        "해당 팀으로 이관해 드리겠습니다.",
        "이관 도와드릴게요.",
        "전화를 돌려 드릴게요.",
        "담당자 바꿔 드릴게요.",
        "지금 연결합니다. 끊지 마세요.",
        "하수시설과 당직자한테 바로 돌려 드릴게요.",
        "팀장님께 전화 넘겨 드리겠습니다.",
        "I will put you through.",
        "Putting you through now.",
        "Let me hand you over to the Driver's Licence Office, it's ringing now.",
    ],
)
def test_a_transfer_is_announced(text: str) -> None:
    assert len(said(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "바로 확인해 드리겠습니다.",
        "안내해 드리겠습니다.",
        "다시 설명해 드리겠습니다.",
        "문자로 보내 드리겠습니다.",
        "조회해 드리겠습니다.",
        "시장실 연결은 저희가 해 드릴 수 없습니다.",
        "지금은 연결이 어렵습니다.",
        "그 번호로 전화하시면 바로 연결됩니다.",
        "이틀 전까지는 전액 돌려 드려요.",
        "취소하시면 요금은 돌려 드리겠습니다.",
        "접수된 민원은 환경과로 이관해 드리겠습니다.",
        "아까 연결해 드린 부서가 맞습니다.",
        "전산이랑 연결이 되면서 제도가 바뀌었어요.",
        "I can't transfer you from here.",
        "Before I connect you, may I ask for your name?",
        "You can transfer to the account on the paper.",
        "I'll put you down for Tuesday.",
    ],
)
def test_what_sounds_like_a_transfer_and_is_none(text: str) -> None:
    assert not said(text)


@pytest.mark.parametrize(
    ("offer", "answer"),
    [
        ("수도시설과로 연결해 드릴까요?", "네 그렇게 해 주세요."),
        ("담당자 연결해 드려도 괜찮으실까요?", "네 괜찮아요."),
        ("원하시면 제가 연결해 드릴게요.", "예, 그래 주세요."),
        ("Would you like me to transfer you?", "Yes please."),
        ("I can put you through this minute if you don't mind a bit of music.", "Go on then."),
    ],
)
def test_an_offer_is_a_transfer_once_the_citizen_takes_it(offer: str, answer: str) -> None:
    assert not said(offer)
    assert len(said(offer, answer)) == 1


@pytest.mark.parametrize(
    ("offer", "answer"),
    [
        ("주차시설과로 연결해 드릴까요?", "아니 괜찮아요. 됐어요."),
        ("연결해 드릴까요?", "네, 근데 그냥 번호만 알려 주세요."),
        ("그쪽으로 돌려 드릴까요?", "제가 나중에 직접 걸게요."),
        ("담당 부서로 연결해 드리겠습니다.", "아니요, 됐어요. 끊을게요."),
        ("Would you like me to transfer you?", "No, no, don't pass me around. Just the number."),
    ],
)
def test_what_the_citizen_declines_is_none(offer: str, answer: str) -> None:
    assert not said(offer, answer)


def test_one_transfer_told_in_several_turns_is_one() -> None:
    found = said(
        "주차단속과로 넘겨 드려도 될까요?", "네 그러세요. 근데 카드로도 낼 수 있죠?", "네, 됩니다.", "그럼 연결해 주세요.",
        "네, 사오 분 걸릴 수 있으세요. 주차단속과 단속운영팀으로 연결합니다.", "네에.",
    )  # fmt: skip
    assert [(each.turn, each.to) for each in found] == [(4, "주차단속과 단속운영팀")]


def test_somebody_else_on_the_line_hands_over_anew() -> None:
    found = said(
        "담당 부서로 연결해 드리겠습니다.", "네.", "네, 기다려 주셔서 감사합니다. 현장 담당 이수진입니다.", "너무 시끄러워요.",
        "저희 팀 담당이 아닙니다. 환경과로 연결해 드릴게요.", "네.",
    )  # fmt: skip
    assert len(found) == 2


def test_a_transfer_that_fails_is_none() -> None:
    assert not said("연결해 드리겠습니다.", "네.", "죄송합니다, 지금 통화 중이라 연결이 안 되네요.", "네.")
    assert not said("I'll transfer you now.", "Thanks.", "I'm sorry, the line is busy.", "Oh.")


def test_the_office_is_the_one_named_before_when_the_agent_says_there() -> None:
    hello = ("네, 시청입니다.", "여보세요.")
    found = said(*hello, "정화조 쪽은 하수시설과 소관이거든요. 제가 그리로 바로 연결해 드릴게요.", "그려.")
    assert found[0].to == "하수시설과"
    found = said(*hello, "That sits with the Traffic Policy Division. I can put you through.", "Go on then.")
    assert found[0].to.endswith("Traffic Policy Division")


def test_the_own_office_of_a_greeting_is_nowhere_to_go() -> None:
    found = said(
        "안녕하세요, 다산콜센터 상담사 김민지입니다.", "밤마다 시끄러워요.", "담당 부서로 연결해 드리겠습니다.", "네."
    )
    assert [each.to for each in found] == [""]


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("주택과 담당자께 연결해 드릴게요", "주택과"),
        ("네, 그럼 바로 하수시설과로 연결해 드리겠습니다", "하수시설과"),
        ("민원전담 팀장에게 연결하겠습니다", "민원전담 팀장"),
        ("구청 세무2과 쪽으로 전화 돌려 드리겠습니다", "구청 세무2과"),
        ("국민연금공단 바로 연결해 드릴게요", "국민연금공단"),
        ("담당 부서로 연결해 드리겠습니다", ""),
        ("그쪽으로 연결해 드릴게요", ""),
        ("결과 나오는 대로 연결해 드릴게요", ""),
    ],
)
def test_where_to(text: str, to: str) -> None:
    assert destination(text) == to


def test_where_to_in_english() -> None:
    assert (
        destination_en("I'll connect you to the health centre right now, stay on the line please.")
        == "the health centre"
    )
    assert destination_en("I'll put you through to the right department.") == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("아까 그쪽에서 이리로 돌려줘서 왔는데요.", True),
        ("아니 지금 세 번째 돌려지는 거예요.", True),
        ("The lady transferred me to you.", True),
        ("환불은 언제 돌려받을 수 있어요?", False),
        ("I'd like to transfer the money.", False),
    ],
)
def test_citizens_tell_that_they_were_passed_on(text: str, told: bool) -> None:
    assert (passed_on_before(text) is not None) is told
