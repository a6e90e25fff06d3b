"""Speech level from final endings."""

from __future__ import annotations

import pytest

from qa.language.speech_level import Level, plain_sentences, speech_levels


@pytest.mark.parametrize(
    "said",
    ["감사합니다", "무엇을 도와드릴까요", "확인되십니까", "잠시만 기다려 주십시오", "잠시만요 확인해 볼게요", "많이 불편하셨겠네요", "그쪽으로 가시면 돼요", "맞으시죠"],
)  # fmt: skip
def test_polite_sentences_are_formal_or_polite(said: str) -> None:
    levels = {item.level for item in speech_levels(said)}
    assert levels <= {Level.FORMAL, Level.POLITE, Level.NONE}
    assert levels & {Level.FORMAL, Level.POLITE}


def test_formal_and_polite_are_told_apart() -> None:
    assert [item.level for item in speech_levels("감사합니다. 확인해 볼게요.")] == [Level.FORMAL, Level.POLITE]


@pytest.mark.parametrize(
    "said",
    ["그건 안 돼", "몇 번 버스야?", "언제 내렸어?", "빨리 말해", "번호 불러 줄게", "지금 바로 전화해 봐", "아까 말했잖아", "네 알겠어", "이름이 뭐야", "수도사업소에 전화해라", "너 몇 살이니", "필요 없어", "기다려", "하지 마"],
)  # fmt: skip
def test_plain_speech_is_found(said: str) -> None:
    assert [item.level for item in plain_sentences(said)] == [Level.PLAIN]


@pytest.mark.parametrize(
    "said",
    [
        "네", "수수료", "네 네", "그 서류는요", "제가 확인을", "다시 한번 말씀해 주시면", "어디 보자", "아 여기 있네", "뭐더라", "여보세요", "잠깐만",
        "안 된다고 하셨어요", "그건 안 된다 그렇게 말씀드렸습니다", "빨리 오라고 하셨는데요", "신분증하고 사진 한 장",
    ],
)  # fmt: skip
def test_fragments_quotations_and_self_talk_are_no_plain_speech(said: str) -> None:
    assert plain_sentences(said) == ()


@pytest.mark.parametrize(
    "heard", ["무엇을 도와드릴까여", "네 카드로 내셔도 됩뉘다", "상담을 종료하겠습다", "기다려 주셔서 감사합니타", "다산콜센터 오준호인니다", "전화가 끊긴 줄 알았어묘", "확인해 드릴게용"]
)  # fmt: skip
def test_a_polite_ending_heard_wrong_is_no_plain_speech(heard: str) -> None:
    assert plain_sentences(heard) == ()


def test_a_sentence_that_one_syllable_would_make_polite_is_marked() -> None:
    (lost,) = plain_sentences("확인해 볼게")
    (plain,) = plain_sentences("이름이 뭐냐")
    assert lost.one_syllable_from_polite
    assert not plain.one_syllable_from_polite


def test_sentences_come_with_their_characters() -> None:
    text = "감사합니다. 그건 안 돼. 확인해 볼게요."
    assert [text[item.start : item.end] for item in speech_levels(text)] == [
        "감사합니다.",
        "그건 안 돼.",
        "확인해 볼게요.",
    ]


def test_commands_are_marked() -> None:
    assert speech_levels("잠시만 기다려 주십시오")[0].imperative
    assert not speech_levels("기다리고 있습니다")[0].imperative
