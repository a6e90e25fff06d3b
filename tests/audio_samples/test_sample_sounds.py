"""The sounds: in the declared format, of a call's length, and with everybody speaking when the timeline says so."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest

from audio_samples.make import make_alone
from audio_samples.script import FOLDER, Script, load_script, script_paths
from training.speak import SpeechUnavailableError, synthesize

SCRIPTS = [load_script(path) for path in script_paths()]
TWO_CHANNELS = [script for script in SCRIPTS if script.format.channels == 2]
CODECS = {"ulaw": "pcm_mulaw", "pcm_s16": "pcm_s16le", "mp3": "mp3float", "opus": "opus", "aac": "aac"}
EXCEPTIONS_S = {"cut-off": 8.0}


@dataclass(frozen=True)
class Decoded:
    """`samples` of shape (channels, n) in -1..1 at `rate`."""

    samples: npt.NDArray[np.float32]
    rate: int

    @property
    def duration_s(self) -> float:
        return int(self.samples.shape[1]) / self.rate

    def level_db(self, channel: int, start_s: float, end_s: float) -> float:
        part = self.samples[channel, int(start_s * self.rate) : int(end_s * self.rate)]
        return float(10 * np.log10(np.mean(part**2) + 1e-12))


@cache
def decoded(path: Path) -> Decoded:
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        converter = av.AudioResampler("fltp", stream.layout, stream.rate)
        parts = [f.to_ndarray() for frame in container.decode(stream) for f in converter.resample(frame)]
        return Decoded(np.concatenate(parts, axis=1), stream.rate)


def timeline(script: Script) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(script.timeline.read_text("utf-8"))
    return loaded


def by_id(script: Script) -> str:
    return script.id


@pytest.mark.parametrize("script", SCRIPTS, ids=by_id)
def test_the_sound_is_in_the_declared_format(script: Script) -> None:
    with av.open(str(script.sound)) as container:
        stream = container.streams.audio[0]
        assert stream.codec_context.name == CODECS[script.format.codec]
        assert stream.channels == script.format.channels
        if script.format.codec != "opus":  # opus always decodes at 48 kHz, whatever was put in
            assert stream.rate == script.format.sample_rate_hz


def test_most_calls_are_telephone_stereo_and_every_other_format_is_there() -> None:
    formats = [(s.format.codec, s.format.sample_rate_hz, s.format.channels) for s in SCRIPTS]
    assert formats.count(("ulaw", 8000, 2)) > len(formats) / 2
    assert {("ulaw", 8000, 1), ("pcm_s16", 16000, 2), ("mp3", 16000, 2), ("aac", 16000, 2)} <= set(formats)
    assert ("opus", 16000, 2) in formats


@pytest.mark.parametrize("script", SCRIPTS, ids=by_id)
def test_the_sound_is_as_long_as_its_timeline_and_as_a_call(script: Script) -> None:
    length_s = decoded(script.sound).duration_s
    assert length_s == pytest.approx(timeline(script)["duration_s"], abs=0.1)
    if script.id in EXCEPTIONS_S:
        assert length_s == pytest.approx(EXCEPTIONS_S[script.id], abs=0.01)
    else:
        assert 40 <= length_s <= 180


@pytest.mark.parametrize("script", SCRIPTS, ids=by_id)
def test_the_timeline_tells_every_line_in_the_words_of_the_script(script: Script) -> None:
    lines = timeline(script)["lines"]
    assert [(li["speaker"], li["text"]) for li in lines] == [(li.speaker, li.text) for li in script.lines]
    assert all(0 < line["start_s"] < line["end_s"] for line in lines)
    assert [line["start_s"] for line in lines] == sorted(line["start_s"] for line in lines)
    assert [li for li in lines if not li.get("complete", True)] == (lines[-1:] if script.cut_at_s else [])


@pytest.mark.parametrize("script", [s for s in TWO_CHANNELS if not s.phone.babble], ids=by_id)
def test_each_line_sounds_on_its_speakers_channel_and_not_on_the_other(script: Script) -> None:
    sound = decoded(script.sound)
    lines = timeline(script)["lines"]
    loudness_db = (script.phone.agent_db, script.phone.citizen_db)
    for line in lines:
        own = 0 if line["speaker"] == "agent" else 1
        alone = all(
            other is line or other["end_s"] <= line["start_s"] or other["start_s"] >= line["end_s"] for other in lines
        )
        if alone:
            levels = [sound.level_db(channel, line["start_s"], line["end_s"]) for channel in (0, 1)]
            assert abs(levels[own] - loudness_db[own]) < 6, line
            assert levels[own] > levels[1 - own] + 15, line


def test_in_the_noisy_call_the_noise_is_louder_than_the_speech() -> None:
    noisy = next(script for script in SCRIPTS if script.id == "too-noisy")
    sound = decoded(noisy.sound)
    for line in timeline(noisy)["lines"]:
        own = 0 if line["speaker"] == "agent" else 1
        with_speech = sound.level_db(own, line["start_s"], line["end_s"])
        assert with_speech - sound.level_db(1 - own, line["start_s"], line["end_s"]) < 4


def test_hold_music_sounds_on_the_agents_channel_while_nobody_speaks() -> None:
    held = [script for script in SCRIPTS if script.events]
    assert {script.id for script in held} == {"hold-done-well", "hold-unasked", "three-transfers"}
    for script in held:
        sound = decoded(script.sound)
        whole = timeline(script)
        for event in whole["events"]:
            assert sound.level_db(0, event["start_s"] + 0.3, event["end_s"] - 0.3) > -48
            assert sound.level_db(1, event["start_s"] + 0.3, event["end_s"] - 0.3) < -60
            assert not [
                li for li in whole["lines"] if li["start_s"] < event["end_s"] and li["end_s"] > event["start_s"]
            ]


def test_dead_air_is_silent_on_both_sides_and_long() -> None:
    quiet = next(script for script in SCRIPTS if script.id == "dead-air")
    lines = timeline(quiet)["lines"]
    start_s, end_s = max(((a["end_s"], b["start_s"]) for a, b in pairwise(lines)), key=lambda gap: gap[1] - gap[0])
    assert end_s - start_s >= 15
    assert all(decoded(quiet.sound).level_db(channel, start_s + 0.2, end_s - 0.2) < -60 for channel in (0, 1))


def test_the_agent_talks_over_the_citizen_three_times_in_that_call_and_never_in_others() -> None:
    def overlaps(script: Script) -> list[float]:
        lines = timeline(script)["lines"]
        return [a["end_s"] - b["start_s"] for a, b in pairwise(lines) if b["start_s"] < a["end_s"]]

    found = {script.id: overlaps(script) for script in SCRIPTS}
    assert len(found.pop("interruption")) == 3
    assert not any(found.values())
    assert min(overlaps(next(s for s in SCRIPTS if s.id == "interruption"))) >= 2.0


def test_all_sounds_together_stay_small() -> None:
    assert sum(script.sound.stat().st_size for script in SCRIPTS) < 25_000_000


def test_making_a_call_again_gives_the_same_sound(tmp_path: Path) -> None:
    try:
        synthesize("네")
    except SpeechUnavailableError as error:
        pytest.skip(f"sounds cannot be made here: {error}")
    script = load_script(FOLDER / "cut-off.yaml")
    for name in ("one", "two"):
        make_alone(script, tmp_path / f"{name}.wav", tmp_path / f"{name}.json")
    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "two.wav").read_bytes()
    again = json.loads((tmp_path / "one.json").read_text("utf-8"))
    for line, kept in zip(again["lines"], timeline(script)["lines"], strict=True):
        # another release of espeak-ng may speak a little faster or slower than the one the kept sounds were made with
        assert line["start_s"] == pytest.approx(kept["start_s"], abs=0.3)
        assert line["text"] == kept["text"]


def test_an_unknown_name_is_answered_with_the_names_there_are() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "audio_samples.make", "no-such-call"],
        cwd=FOLDER.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 2
    assert "no-such-call" in made.stderr
    assert "model-call" in made.stderr
