"""What is no call is refused with a sentence, from its first bytes or its header, and nothing else is ever opened."""

from __future__ import annotations

import contextlib
import struct
import time
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from qa.audio import decode, probe
from qa.errors import Refused
from tests.sounds import tone, voice


def wav_header(*, channels: int = 2, rate: int = 8000, bits: int = 16, tag: int = 1, claimed: int = 0) -> bytes:
    block = channels * bits // 8
    form = struct.pack("<HHIIHH", tag, channels, rate & 0xFFFFFFFF, rate * block & 0xFFFFFFFF, block & 0xFFFF, bits)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + claimed & 0xFFFFFFFF)
        + b"WAVEfmt "
        + struct.pack("<I", 16)
        + form
        + b"data"
        + struct.pack("<I", claimed)
    )


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refusal(path: Path, max_s: float = 3 * 3600) -> Refused:
    with pytest.raises(Refused) as caught:
        decode(path, max_s=max_s)
    sentence = caught.value.sentence
    assert sentence.ko.endswith(".")
    assert sentence.en.endswith(".")
    assert any("가" <= sign <= "힣" for sign in sentence.ko)
    return caught.value


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    assert "0 bytes" in str(refusal(written(tmp_path, "a.wav", b"")))


def test_a_missing_file_is_called_unreadable(tmp_path: Path) -> None:
    assert "cannot be read (No such file" in str(refusal(tmp_path / "gone.wav"))


def test_a_folder_is_called_unreadable(tmp_path: Path) -> None:
    assert "cannot be read (Is a directory" in str(refusal(tmp_path))


@pytest.mark.parametrize("content", [
    b"hello, I am a text", b"<html><body>", b"\x7fELF\x02\x01\x01", b"PK\x03\x04rest", b"RIFF\x04\0\0\0AVI ",
    b"\xff\xff\xff\xff" * 20, b"\x00",
])  # fmt: skip
def test_what_is_no_sound_is_refused_whatever_its_name_says(tmp_path: Path, content: bytes) -> None:
    assert "not a sound file" in str(refusal(written(tmp_path, "call.wav", content)))


@pytest.mark.parametrize("prefix", [b"", b"ID3\x03\x00\x00\x00\x00\x00\x00"])
def test_a_playlist_called_mp3_does_not_open_the_file_it_names(tmp_path: Path, prefix: bytes) -> None:
    soundfile.write(tmp_path / "secret.wav", tone(5, 440), 16000)
    playlist = f"#EXTM3U\n#EXTINF:5,\nfile://{tmp_path}/secret.wav\n".encode() * 20
    refusal(written(tmp_path, "list.mp3", prefix + playlist))


def test_an_m4a_without_its_index_is_called_damaged(tmp_path: Path) -> None:
    refusal(written(tmp_path, "a.m4a", b"\x00\x00\x00\x20ftypM4A \x00\x00\x02\x00" + b"\x00" * 4000))


def test_a_video_without_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.m4a"
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            out.mux(packet)
    assert "no sound track" in str(refusal(path))


def test_three_channels_are_refused_by_number(tmp_path: Path) -> None:
    path = tmp_path / "three.wav"
    soundfile.write(path, np.zeros((16000, 3), np.float32), 8000)
    assert "3 channels" in str(refusal(path))


@pytest.mark.parametrize(
    "header",
    [
        wav_header(channels=0, claimed=40_000),
        wav_header(channels=65_535, claimed=40_000),
        wav_header(rate=0, claimed=40_000),
        wav_header(rate=4_000_000_000, claimed=40_000),
        wav_header(bits=3, claimed=40_000),
        wav_header(tag=0x4242, claimed=40_000),
    ],
    ids=["no channel", "65,535 channels", "rate 0", "rate 4 GHz", "3 bits", "unknown coding"],
)
def test_a_header_that_makes_no_sense_is_refused(tmp_path: Path, header: bytes) -> None:
    refusal(written(tmp_path, "a.wav", header + b"\x01\x02" * 20_000))


@pytest.mark.parametrize("content", [b"RIFF", b"RIFF\x00\x00\x00\x00WAVE", wav_header(), wav_header(claimed=48_000)])
def test_a_wav_without_samples_is_refused(tmp_path: Path, content: bytes) -> None:
    refusal(written(tmp_path, "a.wav", content))


def test_four_hours_are_refused_from_the_header_in_milliseconds(tmp_path: Path) -> None:
    size = 4 * 3600 * 8000 * 2 * 2
    path = written(tmp_path, "long.wav", wav_header(claimed=size))
    with path.open("r+b") as file:
        file.truncate(44 + size)  # sparse: four hours of sound that take no room
    begin = time.perf_counter()
    assert "240 minutes long, the limit is 180" in str(refusal(path))
    assert time.perf_counter() - begin < 0.5


def test_a_length_hidden_from_the_header_is_found_while_decoding(tmp_path: Path) -> None:
    path = tmp_path / "call.mp3"
    soundfile.write(path, voice(8), 16000, format="MP3", bitrate_mode="VARIABLE")
    assert probe(path).duration_s == pytest.approx(8, abs=0.2)
    raw = bytearray(path.read_bytes())
    frames_at = raw.index(b"Xing") + 8  # the count of frames that the length is read from: make it a second's worth
    raw[frames_at : frames_at + 4] = struct.pack(">I", 28)
    path.write_bytes(bytes(raw))
    assert probe(path).duration_s < 1.5
    assert "limit" in str(refusal(path, max_s=3))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 3e38], ids=["NaN", "infinite", "3e38"])
def test_numbers_that_are_no_sound_are_refused(tmp_path: Path, value: float) -> None:
    samples = voice(3)
    samples[20_000] = value
    path = tmp_path / "a.wav"
    soundfile.write(path, samples, 16000, subtype="FLOAT")
    assert "no sound" in str(refusal(path))


def test_less_than_a_second_is_no_call(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, voice(0.5), 16000)
    assert "0.5 s of sound" in str(refusal(path))


def test_random_damage_never_raises_anything_but_a_refusal(tmp_path: Path) -> None:
    draw = np.random.default_rng(1)
    sources = []
    for form, coding in {"WAV": "ULAW", "FLAC": "PCM_16", "OGG": "VORBIS", "MP3": "MPEG_LAYER_III"}.items():
        soundfile.write(tmp_path / "whole", voice(1.5), 8000, format=form, subtype=coding)
        sources.append((tmp_path / "whole").read_bytes())
    for number in range(80):
        raw = bytearray(sources[number % len(sources)])
        for _ in range(draw.integers(1, 40)):
            raw[draw.integers(len(raw)) if draw.random() < 0.5 else draw.integers(80)] = draw.integers(256)
        path = written(tmp_path, "damaged", bytes(raw))
        with contextlib.suppress(Refused):
            assert np.isfinite(decode(path, max_s=60).samples).all()
