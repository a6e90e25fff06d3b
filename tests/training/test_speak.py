"""espeak-ng says what it is asked to, and tells when."""

from __future__ import annotations

import numpy as np
import pytest

from training import speak

try:
    speak.synthesize("네")
except speak.SpeechUnavailableError as error:  # the only honest reason to skip
    pytest.skip(str(error), allow_module_level=True)


def test_words_and_phonemes_are_in_order_and_inside_the_audio() -> None:
    text = "안녕하세요, 다산콜센터 상담사 김민지입니다."
    spoken = speak.synthesize(text, voice="ko+f2")
    assert [w.text for w in spoken.words] == text.split()
    edges = [t for w in spoken.words for t in (w.start, w.end)]
    assert edges == sorted(edges)
    assert edges[0] >= 0
    assert edges[-1] <= spoken.duration
    starts = [p.start for p in spoken.phonemes]
    assert starts == sorted(starts)


def test_a_word_is_where_its_sound_is() -> None:
    spoken = speak.synthesize("하나, 둘.", voice="ko+m3")
    first, second = spoken.words
    pause = spoken.samples[int((first.end + 0.03) * spoken.rate) : int((second.start - 0.03) * spoken.rate)]
    inside = spoken.samples[int(first.start * spoken.rate) : int(first.end * spoken.rate)]
    assert np.abs(inside).max() > 0.1
    assert len(pause) == 0 or np.abs(pause).max() < 0.02


def test_faster_is_shorter() -> None:
    slow, fast = (speak.synthesize("수도 요금이 얼마예요?", speed_wpm=s) for s in (130, 220))
    assert fast.duration < slow.duration


def test_an_unknown_voice_is_refused() -> None:
    with pytest.raises(speak.SpeechUnavailableError):
        speak.synthesize("네", voice="no-such-language+f2")
