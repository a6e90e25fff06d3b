"""Recognition errors never cost an agent: a deduction that hangs on unclear words is withdrawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.call import RatingState, Transcript
from qa.scoring.certainty import Certainty, certainty
from tests.scoring.calls import call, outcome, rate

OPENING = "a: 안녕하십니까. 다산콜센터 상담사 김민지입니다. 무엇을 도와드릴까요?"
CLOSING = ("a: 더 궁금하신 점 있으십니까?", "c: 아니요.", "a: 전화 주셔서 감사합니다. 좋은 하루 보내세요.")


def unclear(transcript: Transcript, place: int, *words: int, confidence: float = 0.5) -> Transcript:
    """The same call with some words of one turn heard unclearly; the others of the call clearly."""
    turn = transcript.turns[place]
    heard = tuple(replace(word, confidence=confidence if at in words else 0.95) for at, word in enumerate(turn.words))
    turns = list(transcript.turns)
    turns[place] = replace(turn, words=heard)
    return replace(transcript, turns=tuple(turns))


@pytest.mark.parametrize(
    ("criterion", "said", "word"),
    [
        ("blunt", "네 그건 저희가 안 됩니다.", 3),
        ("object_honorific", "네 요금이 천이백 원이세요.", 3),
        ("unkind_words", "그것도 모르세요?", 1),
        ("speech_level", "이름이 뭐야? 그건 안 돼.", 1),
    ],
)
def test_a_fault_in_words_heard_unclearly_is_left_to_people(criterion: str, said: str, word: int) -> None:
    spoken = call(OPENING, "c: 전화로 신청이 되나요?", f"a: {said}", "c: 네.", *CLOSING)
    assert outcome(rate(spoken, "courtesy-ko", criterion)) in ("no", "partly")
    rating = rate(unclear(spoken, 2, word), "courtesy-ko", criterion)
    assert rating.state is RatingState.CANNOT_TELL
    assert rating.evidence
    assert rating.evidence[-1].end_s > rating.evidence[-1].start_s


def test_a_greeting_that_may_stand_in_the_unclear_words_is_not_missed() -> None:
    spoken = call("a: 네 안녀가시오.", "c: 도서관 몇 시까지 해요?", "a: 아홉 시까지입니다.", *CLOSING)
    clearly = call("a: 네.", "c: 도서관 몇 시까지 해요?", "a: 아홉 시까지입니다.", *CLOSING)
    assert outcome(rate(clearly, "courtesy-ko", "greeting")) == "no"
    assert outcome(rate(unclear(spoken, 0, 1), "courtesy-ko", "greeting")) in ("yes", "cannot_tell")


def test_unclear_words_elsewhere_take_no_deduction_back() -> None:
    spoken = call(OPENING, "c: 전화로 신청이 되나요?", "a: 네 그건 안 됩니다.", "c: 네.", *CLOSING)
    assert outcome(rate(unclear(spoken, 1, 0), "courtesy-ko", "blunt")) == "no"


def test_certainty_has_three_words() -> None:
    spoken = call(OPENING, "c: 도서관 몇 시까지 해요?", "a: 아홉 시까지입니다.", *CLOSING)
    greeting = rate(spoken, "courtesy-ko", "greeting")
    assert certainty(greeting) is Certainty.SURE
    assert certainty(replace(greeting, confidence=0.75)) is Certainty.FAIR
    assert certainty(replace(greeting, confidence=0.6)) is Certainty.UNSURE
    assert certainty(replace(greeting, state=RatingState.CANNOT_TELL)) is Certainty.UNSURE
    assert [each.word.ko for each in Certainty] == ["확실", "보통", "불확실"]
