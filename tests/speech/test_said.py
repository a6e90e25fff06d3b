"""What an agent says around a transfer."""

from __future__ import annotations

import pytest

from qa.speech.said import announces_transfer


@pytest.mark.parametrize(
    "text",
    [
        "담당 부서로 연결해 드리겠습니다.",
        "해당 팀으로 이관해 드리겠습니다.",
        "이관 도와드릴게요.",
        "전화를 돌려 드릴게요.",
        "I will put you through.",
    ],
)
def test_a_transfer_is_announced(text: str) -> None:
    assert announces_transfer(text)


@pytest.mark.parametrize(
    "text",
    [
        "바로 확인해 드리겠습니다.",
        "안내해 드리겠습니다.",
        "다시 설명해 드리겠습니다.",
        "문자로 보내 드리겠습니다.",
        "조회해 드리겠습니다.",
    ],
)
def test_the_commonest_promises_are_no_transfers(text: str) -> None:
    assert not announces_transfer(text)
