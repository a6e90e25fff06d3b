"""Loops, inventions and mumbling are set aside; what people really say is not."""

from __future__ import annotations

import pytest

from qa.call import Word
from qa.transcribe.engine import Reading
from qa.transcribe.trust import TrustOptions, doubt, loop, phrase_confidence, script_share, unbelieved

OPTIONS = TrustOptions()


def reading(text: str, **other: float) -> Reading:
    values = {"no_speech": 0.01, "avg_logprob": -0.2, "compression": 1.4, "temperature": 0.0, **other}
    return Reading(text, (), **values)


def phrase(text: str, confidence: float = 0.9, start_s: float = 10.0) -> tuple[Word, ...]:
    return tuple(
        Word(word, start_s + 0.3 * n, start_s + 0.3 * n + 0.3, confidence) for n, word in enumerate(text.split())
    )


@pytest.mark.parametrize(
    "text",
    ["감사합니다. 감사합니다. 감사합니다. 감사합니다.", "네 네 네 네 네 네 네 네 네",
     "수도 요금 수도 요금 수도 요금 수도 요금",
     "thank you thank you thank you thank you",
     "확인해 드리겠습니다 확인해드리겠습니다, 확인해 드리겠습니다. 확인해 드리겠습니다"],
)  # fmt: skip
def test_a_unit_said_four_times_in_a_row_is_a_loop(text: str) -> None:
    assert loop(text)


@pytest.mark.parametrize(
    "text",
    ["네, 네, 네, 네.", "공일공 영영영영 에 이천", "아니요 아니요 아니요", "번호는 0000에 1000입니다",
     "감사합니다. 감사합니다. 안녕히 계세요.", "no no no no", ""],
)  # fmt: skip
def test_what_people_do_repeat_is_no_loop(text: str) -> None:
    assert not loop(text)


@pytest.mark.parametrize(
    ("read", "speech_s", "why"),
    [
        (reading("수도 요금이 얼마인가요"), 3.0, None),
        (reading("시청", no_speech=0.9, avg_logprob=-1.4), 3.0, "no_speech"),
        (reading("수도 요금이 얼마인가요", no_speech=0.9), 3.0, None),
        (reading("가나다라" * 30, compression=6.0), 20.0, "loop"),
        (reading("네네네네네네네네네"), 3.0, "loop"),
        (reading("가나다라마바사아자차카타파하" * 2), 1.0, "loop"),
        (reading("수도 요금이", avg_logprob=-1.3), 3.0, "low_confidence"),
        (reading("I would like to know"), 3.0, "low_confidence"),
        (reading(""), 5.0, "unread"),
        (reading("", no_speech=0.95), 5.0, None),
        (reading(""), 1.0, None),
    ],
)  # fmt: skip
def test_a_reading_is_doubted_for_a_reason(read: Reading, speech_s: float, why: str | None) -> None:
    assert doubt(read, speech_s, "ko", OPTIONS) == why


@pytest.mark.parametrize(
    ("said", "speech_s", "music_s", "doubted", "why"),
    [
        (phrase("수도 요금이 얼마인가요"), 0.9, 0.0, None, None),
        (phrase("수도 요금이 얼마인가요"), 0.9, 0.0, "low_confidence", None),
        (phrase("수도 요금이 얼마인가요"), 0.9, 0.0, "loop", "loop"),
        (phrase("수도 요금이 얼마인가요"), 0.0, 0.0, None, "no_speech"),
        (phrase("수도 요금이 얼마인가요"), 0.9, 0.8, None, "music"),
        (phrase("수도 요금이 얼마인가요", confidence=0.2), 0.9, 0.0, None, "low_confidence"),
        (phrase("네"), 0.2, 0.0, None, None),
    ],
)
def test_a_phrase_is_set_aside_for_a_reason(
    said: tuple[Word, ...], speech_s: float, music_s: float, doubted: str | None, why: str | None
) -> None:
    assert unbelieved(said, speech_s, music_s, doubted, OPTIONS) == why


@pytest.mark.parametrize(
    "text", ["시청해 주셔서 감사합니다.", "MBC 뉴스 이재경입니다.", "구독과 좋아요 부탁드려요", "Thanks for watching!"]
)
def test_what_whisper_learnt_from_subtitles_is_never_believed(text: str) -> None:
    assert unbelieved(phrase(text), 2.0, 0.0, None, OPTIONS) == "no_speech"


@pytest.mark.parametrize(
    "text",
    ["전화 주셔서 감사합니다.", "기다려 주셔서 감사합니다", "서울시 뉴스 보고 전화했어요", "thank you for waiting"],
)
def test_thanks_and_news_in_a_call_are_believed(text: str) -> None:
    assert unbelieved(phrase(text), 2.0, 0.0, None, OPTIONS) is None


def test_the_script_of_a_language_is_counted_over_letters_only() -> None:
    assert script_share("수도 요금 1,200원", "ko") == 1.0
    assert script_share("water fee 요금", "ko") == pytest.approx(2 / 10)
    assert script_share("123-456", "ko") == 1.0
    assert script_share("bonjour", "fr") == 1.0


def test_one_lost_word_does_not_drown_a_phrase_but_many_do() -> None:
    clear, lost = Word("요금", 0, 1, 0.95), Word("요금", 0, 1, 0.01)
    assert phrase_confidence([clear] * 9 + [lost]) > 0.5
    assert phrase_confidence([clear] + [lost] * 3) < 0.1
