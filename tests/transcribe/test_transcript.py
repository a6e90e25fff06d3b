"""The whole way from samples to Transcript through a real (if senseless) Whisper: its shape, order and silence."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from qa.call import Speaker, Transcript, from_json, to_json
from qa.transcribe.engine import Engine, Reading, load_engine
from qa.transcribe.transcript import TranscribeOptions, transcribe
from qa.transcribe.trust import TrustOptions
from tests.sounds import RATE_HZ, Samples, noise, silence, telephone, tone, tune, voice

# A model of random weights is sure of nothing. To see its words at all, everything must be believed.
CREDULOUS = TranscribeOptions(
    trust=TrustOptions(
        likeliest_no_speech=1.1, lowest_logprob=-1e9, highest_compression=1e9, fastest_syllables=1e9,
        least_speech_s=0.0, least_script_share=0.0, lowest_phrase_confidence=0.0,
    ),
    halvings=0, warmer=(),
)  # fmt: skip


@pytest.fixture(scope="module")
def engine(wordy_model: Path) -> Engine:
    return load_engine(str(wordy_model), models=wordy_model.parent, threads=1)


def call() -> Samples:
    agent = np.concatenate([silence(1), voice(4, 210), silence(5), voice(3, 210, 2), silence(2)])
    citizen = np.concatenate([silence(5.5), voice(3, 110, 3), silence(6.5)])
    return np.stack([telephone(agent), telephone(citizen, seed=4)])


@pytest.mark.parametrize(
    "sound",
    [
        np.stack([silence(12), silence(12)]),
        np.stack([noise(12, 0.01), noise(12, 0.01, 1)]),
        np.stack([telephone(tone(12, 440, 480)), telephone(silence(12))]),
        telephone(tune(12))[None],
        silence(1)[None],
        np.full((1, RATE_HZ), 0.1, np.float32),
    ],
    ids=["silence", "noise", "ring", "hold music", "one second", "offset"],
)
def test_nothing_is_written_where_nobody_speaks(engine: Engine, sound: Samples) -> None:
    shares: list[float] = []
    found = transcribe(sound, engine=engine, progress=shares.append, options=CREDULOUS)
    assert found.turns == ()
    assert found.set_aside == ()
    assert found.language == ""
    assert found.duration_s == pytest.approx(sound.shape[1] / RATE_HZ)


def test_words_lie_in_order_inside_their_turn_and_inside_the_speech(engine: Engine) -> None:
    found = transcribe(call(), engine=engine, language="ko", options=CREDULOUS)
    assert {turn.speaker for turn in found.turns} == {Speaker.AGENT, Speaker.CITIZEN}
    assert found.attribution == "channel"
    starts = [turn.start_s for turn in found.turns]
    assert starts == sorted(starts)
    for turn in found.turns:
        assert turn.text == " ".join(word.text for word in turn.words)
        assert turn.start_s == turn.words[0].start_s
        assert all(0 <= word.confidence <= 1 for word in turn.words)
        assert all(a.start_s <= a.end_s <= b.start_s for a, b in pairwise(turn.words))
        spoken = [(0.7, 5.3), (9.7, 13.3)] if turn.speaker is Speaker.AGENT else [(5.2, 8.8)]
        assert any(a <= turn.start_s and turn.end_s <= b for a, b in spoken)


def test_the_agent_is_the_channel_that_the_setting_says(engine: Engine) -> None:
    found = transcribe(call()[::-1], engine=engine, language="ko", agent_channel=1, options=CREDULOUS)
    assert all(5.2 <= turn.start_s <= 8.8 for turn in found.turns if turn.speaker is Speaker.CITIZEN)


def test_the_same_sound_gives_the_same_transcript(engine: Engine) -> None:
    options = TranscribeOptions(trust=TrustOptions(lowest_phrase_confidence=0.0))  # with second looks and warmth
    torch.manual_seed(1)
    first = transcribe(call(), engine=engine, options=options)
    torch.manual_seed(2)
    assert transcribe(call(), engine=engine, options=options) == first


def test_nonsense_is_set_aside_and_not_believed(engine: Engine) -> None:
    found = transcribe(call(), engine=engine, language="ko")
    assert found.turns == ()
    assert found.set_aside
    assert {aside.why for aside in found.set_aside} <= {"loop", "no_speech", "low_confidence", "music"}


def test_one_channel_is_a_guess(engine: Engine) -> None:
    found = transcribe(call().sum(axis=0, keepdims=True), engine=engine, language="ko", options=CREDULOUS)
    assert found.attribution == "guessed"
    assert found.turns


def test_what_else_is_heard_is_an_event(engine: Engine) -> None:
    agent = np.concatenate([silence(1), tone(0.6, 1000), silence(2), 0.5 * tune(6), silence(1), voice(3, 200)])
    found = transcribe(np.stack([telephone(agent), silence(len(agent) / RATE_HZ)]), engine=engine, language="ko")
    kinds = {(event.kind, event.channel) for event in found.events}
    assert kinds == {("tone", 0), ("hold_music", 0), ("clipped", 0), ("silent_channel", 1)}
    music = next(event for event in found.events if event.kind == "hold_music")
    assert (music.start_s, music.end_s) == pytest.approx((3.6, 9.6), abs=0.2)


def test_a_call_that_ends_in_silence_was_not_cut_off(engine: Engine) -> None:
    found = transcribe(call(), engine=engine, language="ko")
    assert "clipped" not in {event.kind for event in found.events}


def test_progress_rises_to_one(engine: Engine) -> None:
    shares: list[float] = []
    transcribe(call(), engine=engine, language="ko", progress=shares.append, options=CREDULOUS)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_transcript_survives_being_stored(engine: Engine) -> None:
    found = transcribe(call(), engine=engine, language="ko", options=CREDULOUS)
    again = from_json(Transcript, json.loads(json.dumps(to_json(found))))
    assert [turn.text for turn in again.turns] == [turn.text for turn in found.turns]
    assert again.engine == found.engine
    assert found.engine.startswith("wordy@")


def test_many_windows_at_once_read_as_each_alone(engine: Engine) -> None:
    cuts = [voice(length_s, 150, seed) for seed, length_s in enumerate((2.0, 7.5, 28.0))]
    lengths_s = [len(cut) / RATE_HZ for cut in cuts]
    together = engine.read(engine.encode(cuts), lengths_s, "ko")
    for cut, length_s, one in zip(cuts, lengths_s, together, strict=True):
        alone: Reading = engine.read(engine.encode([cut]), [length_s], "ko")[0]
        # The limit on tokens comes from the longest window of a batch; up to it the words are the same.
        count = len(alone.words) - 1
        assert [word.text for word in one.words[:count]] == [word.text for word in alone.words[:count]]


def test_a_window_of_exactly_thirty_seconds_and_one_beyond_do_not_fail(engine: Engine) -> None:
    for length_s in (29.99, 30.0, 30.01):
        features = engine.encode([voice(length_s, 150)])
        assert features.shape[1] == 1500
        assert len(engine.read(features, [length_s], "ko")) == 1
