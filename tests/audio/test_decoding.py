"""Every format of a telephone recorder comes in as the same sound: 16 kHz, channels apart."""

from __future__ import annotations

import struct
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
import soxr

from qa.audio import Sound, decode, listening_copy, peaks, probe
from tests.sounds import RATE_HZ, Samples, silence, tone, voice


def call() -> Samples:
    """[channels, n]: the agent speaks for two seconds, then the citizen for two."""
    return np.stack([np.concatenate([voice(2, 200), silence(2)]), np.concatenate([silence(2), voice(2, 110)])])


def at_8_khz(samples: Samples) -> Samples:
    return np.asarray(soxr.resample(samples.T, RATE_HZ, 8000))


def write_m4a(path: Path, samples: Samples, rate: int = 16_000) -> None:
    layout = "mono" if len(samples) == 1 else "stereo"
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("aac", rate=rate, layout=layout)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=layout)
        frame.sample_rate = rate
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            out.mux(packet)


@pytest.mark.parametrize(
    ("container", "subtype"),
    [("WAV", "ULAW"), ("WAV", "ALAW"), ("WAV", "PCM_16"), ("WAV", "PCM_24"), ("WAV", "FLOAT"), ("WAV", "IMA_ADPCM"),
     ("WAVEX", "PCM_16"), ("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("OGG", "OPUS"), ("MP3", "MPEG_LAYER_III")],
)  # fmt: skip
def test_a_recording_in_each_format_sounds_the_same(tmp_path: Path, container: str, subtype: str) -> None:
    path = tmp_path / "no-ending"
    soundfile.write(path, at_8_khz(call()), 8000, format=container, subtype=subtype)
    sound = decode(path, max_s=60)
    check_is_the_call(sound)
    assert sound.source.sample_rate_hz == 8000
    assert sound.source.duration_s == pytest.approx(4, abs=0.3)
    assert not sound.cut_short


def test_an_m4a_sounds_the_same(tmp_path: Path) -> None:
    path = tmp_path / "call.m4a"
    write_m4a(path, call())
    sound = decode(path, max_s=60)
    check_is_the_call(sound)
    assert (sound.source.container, sound.source.codec, sound.source.channels) == ("m4a", "aac", 2)


def check_is_the_call(sound: Sound) -> None:
    assert sound.sample_rate_hz == RATE_HZ
    assert sound.samples.dtype == np.float32
    assert sound.samples.shape[0] == 2
    assert sound.duration_s == pytest.approx(4, abs=0.3)
    first, second = sound.samples[:, : 2 * RATE_HZ - 2000], sound.samples[:, 2 * RATE_HZ + 4000 :]
    loud = [[float(np.sqrt(np.mean(channel**2))) for channel in part] for part in (first, second)]
    assert loud[0][0] > 10 * loud[0][1]
    assert loud[1][1] > 10 * loud[1][0]
    shape = np.correlate(at_8_khz(call()[:1])[:8000, 0], sound.samples[0, : 2 * 8000 : 2], "full")
    norm = np.linalg.norm(at_8_khz(call()[:1])[:8000]) * np.linalg.norm(sound.samples[0, : 2 * 8000 : 2])
    assert shape.max() / norm > 0.9  # the same waveform but for the codec's delay and loss


def test_a_recording_cut_off_while_written_is_decoded_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, call().T, 16000, subtype="PCM_16")
    whole = path.read_bytes()
    path.write_bytes(whole[: 44 + (len(whole) - 44) // 2])
    sound = decode(path, max_s=60)
    assert sound.duration_s == pytest.approx(2, abs=0.01)
    assert sound.source.claimed_s == pytest.approx(4, abs=0.01)
    assert sound.cut_short


@pytest.mark.parametrize("length", [0, 0xFFFFFFFF, 0xFFFFFFFE], ids=["0", "2³²-1", "2³²-2"])
def test_a_recorder_that_never_wrote_the_length_loses_nothing(tmp_path: Path, length: int) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, call().T, 16000, subtype="PCM_16")
    raw = bytearray(path.read_bytes())
    at = raw.index(b"data") + 4
    raw[at : at + 4] = struct.pack("<I", length)
    path.write_bytes(bytes(raw))
    sound = decode(path, max_s=60)
    assert sound.duration_s == pytest.approx(4, abs=0.01)
    assert np.abs(sound.samples).max() > 0.1


def test_two_channels_with_the_same_sound_are_one(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.stack([voice(3), 0.5 * voice(3)], axis=1), 16000)
    assert decode(path, max_s=60).samples.shape[0] == 1


def test_one_dead_channel_is_kept_beside_the_living_one(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.stack([voice(3), silence(3)], axis=1), 16000)
    sound = decode(path, max_s=60)
    assert sound.samples.shape[0] == 2
    assert np.abs(sound.samples[1]).max() == 0


def test_a_constant_offset_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, 0.3 + 0.2 * voice(3), 16000, subtype="FLOAT")
    assert abs(float(decode(path, max_s=60).samples.mean())) < 1e-4


def test_a_single_frame_more_than_a_block_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.tile(tone(1, 300), 33)[: (1 << 18) + 1 + (1 << 17)], 16000)
    assert decode(path, max_s=60).samples.shape[1] == (1 << 18) + 1 + (1 << 17)


def test_the_listening_copy_is_mp3_of_the_same_length_and_channels(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", call().T, 16000)
    sound = decode(tmp_path / "a.wav", max_s=60)
    listening_copy(sound, tmp_path / "copy.part")
    found = probe(tmp_path / "copy.part")
    assert (found.container, found.channels) == ("mp3", 2)
    assert found.duration_s == pytest.approx(sound.duration_s, abs=0.15)
    check_is_the_call(decode(tmp_path / "copy.part", max_s=60))


def test_the_listening_copy_has_frames_of_one_size_so_that_a_range_request_seeks(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.tile(call(), 3).T, 16000)
    listening_copy(decode(tmp_path / "a.wav", max_s=60), tmp_path / "copy.mp3")
    with av.open(str(tmp_path / "copy.mp3"), format="mp3") as opened:
        sizes = [packet.size for packet in opened.demux(audio=0) if packet.size]
    assert max(sizes) - min(sizes) <= 1


def test_peaks_follow_the_loudness_of_each_channel(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", call().T, 16000)
    left, right = peaks(decode(tmp_path / "a.wav", max_s=60), per_s=50)
    assert len(left) == len(right) == 200
    assert max(left[:95]) > 80 > 5 > max(left[105:])
    assert max(right[105:]) > 80 > 5 > max(right[:95])
    assert all(isinstance(value, int) and 0 <= value <= 255 for value in left + right)
