"""Pitch, voice prints and syllables."""

from __future__ import annotations

import numpy as np
import pytest

from qa.speech.pace import syllables
from qa.speech.voice import loudness_db, pitch_hz, two_voices, voice_print
from tests.sounds import noise, silence, tone, voice


@pytest.mark.parametrize("hertz", [90, 120, 165, 220, 300])
def test_pitch_is_found_within_three_percent(hertz: float) -> None:
    assert float(np.median(pitch_hz(voice(3, hertz)))) == pytest.approx(hertz, rel=0.03)


def test_pitch_is_found_although_the_line_removed_the_fundamental() -> None:
    spectrum = np.fft.rfft(voice(3, 120))
    spectrum[: 300 * 3] = 0
    assert float(np.median(pitch_hz(np.fft.irfft(spectrum).astype(np.float32)))) == pytest.approx(120, rel=0.03)


def test_noise_and_silence_have_no_pitch() -> None:
    assert len(pitch_hz(noise(2, 0.1))) < 5
    assert len(pitch_hz(silence(2))) == 0
    assert voice_print(noise(2, 0.1)) is None
    assert voice_print(voice(0.2)) is None


def test_two_voices_are_told_apart() -> None:
    who = [0, 1, 0, 1, 1, 0, 0, 1]
    prints = [voice_print(voice(2, (110, 200)[one], seed=n)) for n, one in enumerate(who)]
    groups, apart = two_voices([found for found in prints if found is not None], [2.0] * len(who))
    assert groups in (who, [1 - one for one in who])
    assert apart > 8


def test_one_voice_is_not_far_from_itself() -> None:
    prints = [voice_print(voice(2, 150, seed=n)) for n in range(8)]
    _, apart = two_voices([found for found in prints if found is not None], [2.0] * 8)
    assert apart < 6


def test_loudness_is_the_power_within_the_regions() -> None:
    sound = np.concatenate([silence(1), tone(1, 500, level=0.2), silence(1)])
    assert loudness_db(sound, [(1, 2)]) == pytest.approx(20 * np.log10(0.2 / np.sqrt(2)), abs=0.1)
    assert loudness_db(sound, []) is None
    assert loudness_db(sound, [(0, 0.9)]) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("안녕하세요", 5), ("수도 요금은 3만 원입니다.", 11), ("", 0), ("!?", 0), ("the fee is three thousand won", 7),
     ("available people", 6), ("Thank you for calling", 5), ("您好", 2)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_spoken(text: str, expected: int) -> None:
    assert syllables(text) == expected
