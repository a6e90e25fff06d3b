"""Times of a call that is made to measure: who spoke how long, silences, holds, interruptions, transfers, pace."""

from __future__ import annotations

import numpy as np
import pytest

from qa.call import Speaker, SpeechMeasures, Transcript, Turn
from qa.speech.timing import measure
from tests.sounds import RATE_HZ, Samples, noise, silence, tune, voice

AGENT, CITIZEN = Speaker.AGENT, Speaker.CITIZEN


class Call:
    """A call put together from what is said when, on two channels."""

    def __init__(self, length_s: float) -> None:
        self.samples = np.stack([silence(length_s), silence(length_s)])
        self.turns: list[Turn] = []

    def says(self, speaker: Speaker, start_s: float, end_s: float, text: str = "말") -> Call:
        sound = voice(end_s - start_s, 210 if speaker is AGENT else 110, seed=len(self.turns))
        self._add(0 if speaker is AGENT else 1, start_s, sound)
        self.turns.append(Turn(speaker, start_s, end_s, text))
        return self

    def plays(self, start_s: float, end_s: float) -> Call:
        self._add(0, start_s, 0.4 * tune(end_s - start_s))
        return self

    def measured(self, *, mono: bool = False, noise_level: float = 0.0005) -> SpeechMeasures:
        samples = self.samples.sum(axis=0, keepdims=True) if mono else self.samples
        heard = samples + np.stack([noise(samples.shape[1] / RATE_HZ, noise_level, n) for n in range(len(samples))])
        turns = tuple(sorted(self.turns, key=lambda turn: turn.start_s))
        return measure(Transcript("ko", samples.shape[1] / RATE_HZ, turns), heard)

    def _add(self, channel: int, start_s: float, sound: Samples) -> None:
        at = round(start_s * RATE_HZ)
        self.samples[channel, at : at + len(sound)] += sound


def test_talk_is_counted_per_side_and_its_share_is_the_agents() -> None:
    found = Call(20).says(AGENT, 1, 7).says(CITIZEN, 8, 10).measured()
    assert found.agent_talk_s == pytest.approx(6, abs=0.2)
    assert found.citizen_talk_s == pytest.approx(2, abs=0.2)
    assert found.agent_talk_share == pytest.approx(0.75, abs=0.02)
    assert found.greeting_delay_s == 1


def test_the_agents_channel_may_be_the_right_one() -> None:
    call = Call(12).says(AGENT, 1, 5).says(CITIZEN, 6, 8)
    swapped = call.samples[::-1] + np.stack([noise(12, 0.0005, 1), noise(12, 0.0005, 2)])
    found = measure(Transcript("ko", 12, tuple(call.turns)), swapped, agent_channel=1)
    assert found.agent_talk_s == pytest.approx(4, abs=0.2)


@pytest.mark.parametrize(("gap_s", "counted"), [(4.0, 0), (6.0, 1), (18.0, 1)])
def test_silence_of_both_sides_is_dead_air_from_five_seconds(gap_s: float, counted: int) -> None:
    call = Call(12 + gap_s).says(CITIZEN, 1, 3).says(AGENT, 3.5, 6, "네, 그렇습니다.").says(AGENT, 6 + gap_s, 9 + gap_s)
    found = call.measured()
    assert len(found.dead_air) == counted
    assert found.holds == ()
    if counted:
        assert found.dead_air[0].length_s == pytest.approx(gap_s, abs=0.15)
        assert not found.dead_air[0].announced


def test_silence_before_the_first_and_after_the_last_word_is_not_dead_air() -> None:
    assert Call(30).says(AGENT, 9, 12).says(CITIZEN, 13, 15).measured().dead_air == ()


@pytest.mark.parametrize(
    "asked",
    [
        "잠시만 기다려 주시겠습니까?",
        "네, 확인해 보겠습니다.",
        "잠시 기다려 주세요.",
        "Could you hold on one moment please?",
    ],
)
def test_announced_silence_is_a_hold_and_not_dead_air(asked: str) -> None:
    call = Call(30).says(CITIZEN, 1, 3).says(AGENT, 4, 7, asked).says(CITIZEN, 7.2, 7.6, "네.")
    found = call.says(AGENT, 20, 24, "기다려 주셔서 감사합니다. 확인되었습니다.").measured()
    assert found.dead_air == ()
    assert len(found.holds) == 1
    assert found.holds[0].announced
    assert found.holds[0].thanked
    assert found.holds[0].length_s == pytest.approx(12.4, abs=0.3)


def test_music_without_asking_is_an_unannounced_hold() -> None:
    call = Call(30).says(CITIZEN, 1, 3).says(AGENT, 4, 6, "여권 말씀이시죠.").plays(6.6, 18)
    found = call.says(AGENT, 19, 23, "여권은 닷새 걸립니다.").measured()
    assert [(hold.announced, hold.thanked) for hold in found.holds] == [(False, False)]
    assert found.holds[0].start_s == pytest.approx(6, abs=0.2)
    assert found.holds[0].end_s == pytest.approx(19, abs=0.2)
    assert found.dead_air == ()


def test_asking_the_citizen_to_wait_long_before_does_not_announce_the_silence() -> None:
    call = (
        Call(40).says(AGENT, 1, 3, "잠시만 기다려 주십시오.").says(CITIZEN, 3.5, 14, "네, 그런데 하나 더 여쭤볼게요.")
    )
    found = call.says(AGENT, 24, 28, "네, 말씀하십시오.").measured()
    assert len(found.dead_air) == 1


def test_an_interruption_is_starting_over_the_citizen_and_keeping_on() -> None:
    call = (
        Call(20).says(CITIZEN, 1, 8, "제가 어제 고지서를 받았는데요").says(AGENT, 5, 9, "그건 이미 안내해 드렸습니다.")
    )
    found = call.measured()
    assert [span.start_s for span in found.interruptions] == [5]
    assert found.overlap_s == pytest.approx(3, abs=0.3)


@pytest.mark.parametrize(
    ("start_s", "end_s", "text"),
    [
        (4, 4.5, "네."),
        (4, 5.6, "네, 그러시군요."),
        (7.6, 11, "안내해 드리겠습니다."),
        (1.4, 6, "여보세요, 말씀하세요."),
    ],
    ids=["a short yes", "a sign of listening", "at the last word", "both began together"],
)
def test_listening_and_overlapping_at_the_edges_is_no_interruption(start_s: float, end_s: float, text: str) -> None:
    call = Call(20).says(CITIZEN, 1, 8, "제가 어제 고지서를 받았는데요").says(AGENT, start_s, end_s, text)
    assert call.measured().interruptions == ()


def test_one_channel_knows_no_overlap_and_shares_talk_by_turns() -> None:
    found = Call(20).says(AGENT, 1, 7).says(CITIZEN, 8, 10).measured(mono=True)
    assert found.overlap_s is None
    assert found.agent_talk_s == pytest.approx(6, abs=0.2)
    assert found.citizen_talk_s == pytest.approx(2, abs=0.2)


def test_nobody_named_means_no_share() -> None:
    call = Call(10)
    call.turns.append(Turn(Speaker.UNKNOWN, 1, 4, "네"))
    call._add(0, 1, voice(3))
    assert call.measured(mono=True).agent_talk_share is None


def test_the_response_time_is_the_median_gap_to_the_agents_answer() -> None:
    call = Call(40).says(CITIZEN, 1, 3).says(AGENT, 3.5, 5).says(CITIZEN, 6, 8).says(AGENT, 10, 12)
    found = call.says(CITIZEN, 13, 16).says(AGENT, 15, 18).measured()
    assert found.response_time_s == pytest.approx(0.5, abs=0.05)


def test_pace_counts_syllables_over_speech_and_not_over_pauses() -> None:
    call = Call(30).says(AGENT, 1, 4, "가" * 12)
    call._add(0, 8, voice(3, 210, seed=9))
    call.turns[-1] = Turn(AGENT, 1, 11, "가" * 30)
    assert call.measured().agent_pace_syllables_per_s == pytest.approx(5, abs=0.3)


def test_too_little_speech_has_no_pace() -> None:
    assert Call(10).says(AGENT, 1, 3, "네 감사합니다").measured().agent_pace_syllables_per_s is None


@pytest.mark.parametrize(("level", "expected_db"), [(0.002, 41.5), (0.02, 21.5), (0.06, 12)])
def test_the_noise_figure_is_the_signal_to_noise_ratio_of_the_worse_channel(level: float, expected_db: float) -> None:
    found = Call(24).says(AGENT, 1, 7).says(CITIZEN, 8, 14).measured(noise_level=level)
    assert found.noise_db == pytest.approx(expected_db, abs=1.5)  # 3.7 dB of white noise lie outside the line's band


def test_a_silent_call_measures_as_nothing_and_does_not_fail() -> None:
    found = measure(Transcript("", 5.0, ()), np.zeros((2, 80_000), np.float32))
    assert (found.agent_talk_s, found.citizen_talk_s, found.agent_talk_share) == (0, 0, None)
    assert (found.noise_db, found.agent_loudness_db, found.response_time_s, found.greeting_delay_s) == (None,) * 4


def test_three_transfers_are_three_and_one_announced_twice_is_one() -> None:
    def turn(speaker: Speaker, at_s: float, text: str) -> Turn:
        return Turn(speaker, at_s, at_s + 3, text)

    once = (
        turn(AGENT, 10, "담당 부서로 연결해 드리겠습니다."),
        turn(CITIZEN, 14, "네."),
        turn(AGENT, 18, "그럼 지금 연결해 드리겠습니다."),
    )
    thrice = (
        turn(AGENT, 10, "담당 부서로 연결해 드리겠습니다."),
        turn(CITIZEN, 30, "밤마다 시끄러워요."),
        turn(AGENT, 40, "저희 일이 아니라서 다른 부서로 돌려 드릴게요."),
        turn(CITIZEN, 60, "세 번째 말하는 거예요."),
        turn(AGENT, 70, "I will transfer you to the right department."),
    )
    empty = np.zeros((2, 16_000), np.float32)
    assert measure(Transcript("ko", 90, once), empty).transfers == 1
    assert measure(Transcript("ko", 90, thrice), empty).transfers == 3
