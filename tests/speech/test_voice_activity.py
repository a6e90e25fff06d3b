"""Speech is found where it is, through line noise; music, tones and the other side's echo are not speech."""

from __future__ import annotations

import numpy as np
import pytest

from qa.speech.voice_activity import RATE_HZ, Activity, Region, voice_activity
from tests.sounds import Samples, noise, silence, telephone, tone, tune, voice


def heard(samples: Samples) -> Activity:
    return voice_activity(samples[None])[0]


def covered(regions: tuple[Region, ...], start_s: float, end_s: float) -> float:
    """The share of the time between two moments that lies in `regions`."""
    return sum(max(0.0, min(end_s, b) - max(start_s, a)) for a, b in regions) / (end_s - start_s)


@pytest.mark.parametrize("hertz", [95, 120, 180, 230])
def test_a_sentence_is_found_to_a_twentieth_of_a_second(hertz: float) -> None:
    found = heard(telephone(np.concatenate([silence(2), voice(3, hertz), silence(2)])))
    assert len(found.speech) == 1
    assert found.speech[0] == pytest.approx((2.0, 5.0), abs=0.06)
    assert not found.music
    assert not found.tones


@pytest.mark.parametrize("snr_db", [30, 20, 10, 5])
def test_line_noise_neither_hides_speech_nor_becomes_it(snr_db: float) -> None:
    call = np.concatenate([silence(4), voice(5, 120), silence(4), voice(5, 200, seed=1), silence(4)])
    found = heard(call + noise(len(call) / RATE_HZ, 0.15 * 10 ** (-snr_db / 20)))
    assert covered(found.speech, 4, 9) > 0.9
    assert covered(found.speech, 13, 18) > 0.9
    for start_s, end_s in ((0, 3.8), (9.2, 12.8), (18.2, 22)):
        assert covered(found.speech, start_s, end_s) < 0.02


@pytest.mark.parametrize("seed", range(4))
def test_hold_music_is_music_and_the_sentences_around_it_are_speech(seed: int) -> None:
    call = np.concatenate([voice(3, 200), silence(0.5), 0.5 * tune(12, seed), silence(0.4), voice(3, 200, seed=2)])
    found = heard(telephone(call))
    assert covered(found.music, 3.7, 15.3) > 0.9
    assert covered(found.speech, 3.6, 15.4) < 0.03
    assert covered(found.speech, 0, 3) > 0.95
    assert covered(found.speech, 15.9, 18.9) > 0.95


@pytest.mark.parametrize("hertz", [(440, 480), (350, 440), (1000,), (2600,)], ids=str)
@pytest.mark.parametrize("length_s", [0.3, 1.0, 5.0])
def test_a_tone_is_a_tone_however_long(hertz: tuple[float, ...], length_s: float) -> None:
    found = heard(telephone(np.concatenate([silence(1), tone(length_s, *hertz), silence(1)])))
    assert covered(found.tones, 1.05, 0.95 + length_s) > 0.8
    assert not found.speech
    assert not found.music


@pytest.mark.parametrize(
    "sound", [silence(10), noise(10, 0.0003), noise(10, 0.05), np.full(160_000, 0.2, np.float32), silence(0.01)]
)
def test_nothing_is_speech_in_silence_noise_and_an_offset(sound: Samples) -> None:
    assert heard(sound).speech == ()


def test_a_hiss_that_starts_and_stops_is_noise() -> None:
    found = heard(np.concatenate([noise(5, 0.0005), noise(2, 0.05, seed=2), noise(5, 0.0005, seed=3)]))
    assert covered(found.noise, 5, 7) > 0.9
    assert not found.speech


@pytest.mark.parametrize("below_db", [16, 22, 30])
def test_the_echo_of_the_other_side_is_not_speech(below_db: float) -> None:
    agent = np.concatenate([voice(5, 210), silence(5)])
    citizen = np.concatenate([silence(5), voice(5, 110)])
    leak = 10 ** (-below_db / 20)
    pair = np.stack([agent + np.roll(citizen, 320) * leak, citizen + np.roll(agent, 480) * leak])
    left, right = voice_activity(pair + noise(10, 0.0004))
    assert covered(left.speech, 0, 5) > 0.95
    assert covered(right.speech, 5, 10) > 0.95
    assert covered(left.speech, 5.2, 10) < 0.15
    assert covered(right.speech, 0, 4.8) < 0.15


def test_a_quiet_answer_under_the_other_side_is_kept() -> None:
    agent = voice(6, 210)
    citizen = np.concatenate([silence(2), 0.15 * voice(1, 110, seed=5), silence(3)])
    _, right = voice_activity(np.stack([agent, citizen]) + noise(6, 0.0003))
    assert covered(right.speech, 2, 3) > 0.9


def test_levels_tell_speech_from_floor() -> None:
    found = heard(np.concatenate([voice(4, level=0.1), silence(4)]) + noise(8, 0.001))
    assert found.speech_db == pytest.approx(-20, abs=1.5)
    assert found.floor_db == pytest.approx(-63, abs=2.5)  # −60 dB of white noise, less what lies outside the band


def test_an_hour_is_heard_in_pieces_and_gives_the_same_as_its_parts() -> None:
    minute = telephone(np.concatenate([voice(20, 120), silence(10), voice(20, 200), silence(10)]))
    long = heard(np.tile(minute, 3))
    short = heard(minute)
    shifted = [(a + 60, b + 60) for a, b in short.speech]
    middle = [region for region in long.speech if 59.9 <= region[0] < 119.9]
    assert np.allclose(middle, shifted, atol=0.05)
