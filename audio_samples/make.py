"""Make sounds and timelines from the scripts: `python -m audio_samples.make [NAME…]`. Same script, same bytes."""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import av
import numpy as np
import soundfile
import soxr

from audio_samples.line import RATE, Samples, at_level, babble, gain, hiss, hold_music, telephone_band
from audio_samples.script import Format, Script, Voice, load_script, script_paths
from training.speak import SpeechUnavailableError, synthesize

_BIT_RATE = {"mp3": 64_000, "opus": 32_000, "aac": 64_000}
_ENCODER = {"mp3": "libmp3lame", "opus": "libopus", "aac": "aac"}
_SAMPLE_FORMAT = {"mp3": "s16p", "opus": "s16", "aac": "fltp"}
_CROWD = ("ko+m5", "ko+f2", "ko+m8", "ko+f5", "ko+m1", "ko+f3")
_MUSIC_DB = -26.0  # peak of the hold music, below full scale
_BLEED_DELAY_S = 0.012


@dataclass(frozen=True)
class Placed:
    """One line and where it came to lie, in seconds from the start of the sound."""

    speaker: str
    text: str
    start_s: float
    end_s: float
    samples: Samples


def main(names: list[str]) -> int:
    paths = script_paths()
    unknown = sorted(set(names) - {path.stem for path in paths})
    if unknown:
        print(
            f"There is no script {', '.join(unknown)}; there are {', '.join(p.stem for p in paths)}.", file=sys.stderr
        )
        return 2
    for path in paths:
        if names and path.stem not in names:
            continue
        try:
            script = load_script(path)
            duration_s = make_alone(script, script.sound, script.timeline)
        except (ValueError, SpeechUnavailableError) as error:
            print(error, file=sys.stderr)
            return 1
        print(f"{script.sound.name:28} {duration_s:6.1f} s {script.sound.stat().st_size / 1000:8.0f} kB")
    return 0


def make_alone(script: Script, sound: Path, timeline: Path) -> float:
    """`make` in a fresh process: espeak-ng's sound depends on what the same process spoke before."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(make, script, sound, timeline).result()


def make(script: Script, sound: Path, timeline: Path) -> float:
    """Write the sound of `script` and its timeline; the length in seconds comes back."""
    lines = _place(script)
    last_s = max(line.end_s for line in lines)
    events = _events(script, lines)
    duration_s = script.cut_at_s or max(last_s, *(e["end_s"] for e in events), 0.0) + script.tail_s
    count = round(duration_s * RATE)
    rng = np.random.default_rng(script.seed)
    sides = _sides(script, lines, events, max(count, round((last_s + 1.0) * RATE)))
    channels = [_on_the_line(script, rng, own, other) for own, other in (sides, sides[::-1])]
    if script.format.channels == 1:
        channels = [channels[0] + channels[1]]
    _write(sound, np.stack([channel[:count] for channel in channels]), script.format)
    heard = [line for line in lines if line.start_s < duration_s]
    written = {
        "id": script.id,
        "duration_s": round(count / RATE, 3),
        "channels": script.format.channels,
        "lines": [
            {
                "speaker": line.speaker,
                "start_s": round(line.start_s, 3),
                "end_s": round(min(line.end_s, duration_s), 3),
                "text": line.text,
            }
            | ({} if line.end_s <= duration_s else {"complete": False})
            for line in heard
        ],
        "events": events,
    }
    timeline.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return count / RATE


def _place(script: Script) -> list[Placed]:
    placed: list[Placed] = []
    clock_s = script.lead_s
    for number, line in enumerate(script.lines):
        samples = _speak(line.say or line.text, script.voices[line.voice or line.speaker])
        start_s = clock_s + (line.gap_s if number else 0.0)
        clock_s = start_s + len(samples) / RATE
        placed.append(Placed(line.speaker, line.text, start_s, clock_s, samples))
    return placed


def _speak(text: str, voice: Voice) -> Samples:
    """The utterance at `RATE`, without the silence that the synthesiser puts behind the last word."""
    spoken = synthesize(text, voice=voice.name, speed_wpm=voice.speed_wpm, pitch=voice.pitch)
    heard = np.flatnonzero(np.abs(spoken.samples) > 0.003)
    if not len(heard):
        raise ValueError(f"The synthesiser says nothing for {text!r}; give the line a `say` that it can read.")
    kept = spoken.samples[heard[0] : heard[-1] + 1]
    return np.asarray(soxr.resample(kept, spoken.rate, RATE, quality="HQ"), np.float32)


def _events(script: Script, lines: list[Placed]) -> list[dict[str, Any]]:
    found = []
    for music in script.events:
        start_s = lines[music.after].end_s + music.delay_s
        end_s = start_s + music.length_s
        found.append({"kind": music.kind, "start_s": round(start_s, 3), "end_s": round(end_s, 3), "channel": 0})
    return found


def _sides(script: Script, lines: list[Placed], events: list[dict[str, Any]], count: int) -> tuple[Samples, Samples]:
    """What agent and citizen say, each at the level of the script, the agent's with the hold music."""
    sides = []
    for speaker, level_db in (("agent", script.phone.agent_db), ("citizen", script.phone.citizen_db)):
        side = np.zeros(count, np.float32)
        for line in lines:
            if line.speaker == speaker:
                begin = round(line.start_s * RATE)
                side[begin : begin + len(line.samples)] += at_level(_in_band(script, line.samples), level_db)
        sides.append(side)
    for event in events:
        begin = round(event["start_s"] * RATE)
        music = _in_band(script, hold_music(event["end_s"] - event["start_s"]) * gain(_MUSIC_DB))
        sides[0][begin : begin + len(music)] += music
    return sides[0], sides[1]


def _on_the_line(script: Script, rng: np.random.Generator, own: Samples, other: Samples) -> Samples:
    """One channel: own speech, a little of the other side, noise."""
    phone = script.phone
    noise = hiss(rng, len(own))
    if phone.babble:
        text = " ".join(line.text for line in script.lines)
        crowd = [_speak(text, Voice(name=name, speed_wpm=170)) for name in _CROWD]
        noise = (0.9 * babble(rng, crowd, len(own)) + 0.45 * noise).astype(np.float32)
    level_db = max(phone.agent_db, phone.citizen_db) - phone.snr_db
    delay = round(_BLEED_DELAY_S * RATE)
    bleed = np.concatenate([np.zeros(delay, np.float32), other[:-delay]]) * gain(phone.bleed_db)
    return np.asarray(own + bleed + _in_band(script, noise) * gain(level_db), np.float32)


def _in_band(script: Script, samples: Samples) -> Samples:
    """What passes the line: everything on the one wide-band line, 300 to 3400 Hz on the others."""
    return samples if script.format.codec == "pcm_s16" else telephone_band(samples)


def _write(path: Path, channels: Samples, form: Format) -> None:
    """`channels` has the shape (channels, n) at `RATE`."""
    quiet = channels * min(1.0, 0.98 / float(np.abs(channels).max(initial=1e-9)))
    data = np.stack([soxr.resample(c, RATE, form.sample_rate_hz, quality="HQ") for c in quiet])
    if form.container == "wav":
        subtype = {"ulaw": "ULAW", "pcm_s16": "PCM_16"}[form.codec]
        soundfile.write(path, data.T, form.sample_rate_hz, format="WAV", subtype=subtype)
        return
    layout = "stereo" if form.channels == 2 else "mono"
    kind = {"ogg": "ogg", "mp3": "mp3", "m4a": "ipod"}[form.container]
    with av.open(str(path), "w", format=kind, options={"fflags": "+bitexact"}) as out:
        stream = out.add_stream(_ENCODER[form.codec], rate=form.sample_rate_hz, layout=layout)
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = _BIT_RATE[form.codec]
        stream.codec_context.format = _SAMPLE_FORMAT[form.codec]
        stream.codec_context.flags |= 1 << 23  # AV_CODEC_FLAG_BITEXACT: no encoder version in the file
        pcm = (data * 32767.0).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(pcm.T.reshape(1, -1).copy(), format="s16", layout=layout)
        frame.sample_rate = form.sample_rate_hz
        frame.time_base = Fraction(1, form.sample_rate_hz)
        frame.pts = 0
        converter = av.AudioResampler(
            _SAMPLE_FORMAT[form.codec], layout, form.sample_rate_hz, frame_size=stream.codec_context.frame_size or 960
        )
        for piece in [*converter.resample(frame), *converter.resample(None)]:
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make the sample calls' sounds from their scripts.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="script without .yaml; all when none is named")
    sys.exit(main(parser.parse_args().names))
