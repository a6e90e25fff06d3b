"""What training writes is what whisper's tokenizer reads back, one token a syllable where there is one."""

from __future__ import annotations

import pytest

from training.vocabulary import spell, tokenizer


@pytest.mark.parametrize(
    "text",
    [
        " 안녕하십니까, 다산콜센터 상담사 김민지입니다.",
        " 요금은 만 이천삼백 원이고요, 값은 그대로예요.",
        " Hello, may I help you? It's 3번 출구.",
        "뷁 쀍",
    ],
)
def test_spelling_loses_nothing(text: str) -> None:
    encoding = tokenizer()
    assert encoding.decode(spell(encoding, text)) == text


def test_no_token_holds_two_syllables() -> None:
    encoding = tokenizer()
    pieces = [encoding.decode([token]) for token in spell(encoding, " 안녕하십니까 감사합니다")]
    assert len(pieces) > len(encoding.encode(" 안녕하십니까 감사합니다"))
    assert all(sum("가" <= char <= "힣" for char in piece) <= 1 for piece in pieces)
