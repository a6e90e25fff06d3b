"""Recordings in, sound out: the only way bytes become samples. Whisper never opens a file; it gets these arrays."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from qa.container import FFMPEG, Probe, broken, probe, unreadable
from qa.errors import Refused

__all__ = ["LISTENING_SUFFIX", "LISTENING_TYPE", "Probe", "Sound", "decode", "listening_copy", "peaks", "probe"]

RATE_HZ = 16_000  # what Whisper was trained on
SHORTEST_S = 1.0
BLOCK_FRAMES = 1 << 18
LOUDEST = 64.0  # float files may pass 1.0 a little; this far beyond it the numbers are no sound
DUAL_MONO = 0.98  # correlation above which two channels carry the same thing
SILENT_RMS = 1e-4  # −80 dBFS: a dead channel, not a quiet person

LISTENING_SUFFIX, LISTENING_TYPE = ".mp3", "audio/mpeg"

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Sound:
    """`samples` float32 in [-1, 1], shape [channels, n], at `sample_rate_hz`; `source` is the file's header.

    Two channels that carry the same sound have become one: a recorder's "stereo" that tells nobody apart.
    """

    samples: Samples
    sample_rate_hz: int
    source: Probe

    @property
    def duration_s(self) -> float:
        return float(self.samples.shape[1] / self.sample_rate_hz)

    @property
    def cut_short(self) -> bool:
        """The header promised at least a second more than the file held: the recorder or a copy was interrupted."""
        return self.source.claimed_s > self.duration_s + 1.0


def decode(path: Path, *, max_s: float) -> Sound:
    """All of a recording at 16 kHz (soxr, high quality), channels apart.

    The length is checked against `max_s` from the header first and again while decoding, because headers lie. A file
    that holds less than its header claims is decoded as far as it goes (see `Sound.cut_short`).

    Raises `Refused` when it is too long, shorter than a second, or not sound.
    """
    source = probe(path)
    if source.duration_s > max_s:
        raise _too_long(source.duration_s, max_s)
    blocks = _ffmpeg_blocks(path, source) if source.container in FFMPEG else _blocks(path, source)
    samples = _resampled(blocks, source, max_s)
    if samples.shape[1] < SHORTEST_S * RATE_HZ:
        held_s = samples.shape[1] / RATE_HZ
        raise Refused(
            f"소리가 {held_s:.1f}초뿐이라 통화로 볼 수 없습니다. 녹취를 끝까지 내보냈는지 확인해 주세요.",
            f"The file holds only {held_s:.1f} s of sound, which is no call. Check that all of it was exported.",
        )
    return Sound(_told_apart(samples), RATE_HZ, source)


def listening_copy(sound: Sound, path: Path) -> None:
    """Write the copy that browsers play: MP3 at a constant bit rate: only then a range request seeks exactly."""
    soundfile.write(
        str(path),
        sound.samples.T,
        sound.sample_rate_hz,
        format="MP3",
        subtype="MPEG_LAYER_III",
        bitrate_mode="CONSTANT",
        compression_level=0.5,
    )


def peaks(sound: Sound, per_s: int = 50) -> list[list[int]]:
    """The loudest sample of every 1/`per_s` second, per channel, 0–255, for drawing the waveform."""
    step = sound.sample_rate_hz // per_s
    loud = np.abs(sound.samples)
    short = -loud.shape[1] % step
    buckets = np.pad(loud, ((0, 0), (0, short))).reshape(loud.shape[0], -1, step).max(axis=2)
    drawn: list[list[int]] = np.round(np.clip(buckets, 0, 1) * 255).astype(int).tolist()
    return drawn


def _blocks(path: Path, source: Probe) -> Iterator[Samples]:
    """Frames of WAV, FLAC, OGG as [n, channels], through libsndfile."""
    try:
        with soundfile.SoundFile(_with_length(path, source)) as file:
            while len(block := file.read(BLOCK_FRAMES, dtype="float32", always_2d=True)):
                yield block
    except soundfile.LibsndfileError as error:
        raise broken(str(error.error_string).strip(" ."), source.container) from error
    except OSError as error:
        raise unreadable(error) from error


def _with_length(path: Path, source: Probe) -> Any:
    """The path, or, when the WAV header was never given its length, the bytes with the length put in."""
    if source.data_size_at is None:
        return str(path)
    whole = bytearray(path.read_bytes())
    at = source.data_size_at
    whole[at : at + 4] = (len(whole) - at - 4).to_bytes(4, "little")
    return io.BytesIO(bytes(whole))


def _ffmpeg_blocks(path: Path, source: Probe) -> Iterator[Samples]:
    """Frames of M4A and MP3 as [n, channels]; damaged MP3 makes libsndfile's decoder write to standard error."""
    layout = "mono" if source.channels == 1 else "stereo"
    planar = av.AudioResampler(format="fltp", layout=layout, rate=source.sample_rate_hz)
    try:
        with path.open("rb") as file, av.open(file, "r", format=FFMPEG[source.container]) as opened:
            for packet in opened.demux(audio=0):
                try:
                    frames = packet.decode()
                except av.error.InvalidDataError:
                    continue  # a damaged packet costs 20 ms of sound, not the call
                for frame in frames:
                    yield from (part.to_ndarray().T.astype(np.float32) for part in planar.resample(frame))
            yield from (part.to_ndarray().T.astype(np.float32) for part in planar.resample(None))
    except av.error.FFmpegError as error:
        raise broken(str(error.strerror), source.container) from error
    except OSError as error:
        raise unreadable(error) from error


def _resampled(blocks: Iterator[Samples], source: Probe, max_s: float) -> Samples:
    """Blocks [n, channels] at the source's rate → [channels, n] at 16 kHz, one block in memory at a time."""
    stream = soxr.ResampleStream(source.sample_rate_hz, RATE_HZ, source.channels, dtype="float32", quality="HQ")
    out = np.empty((source.channels, int((source.duration_s + 1) * RATE_HZ)), np.float32)
    filled, frames = 0, 0

    def keep(part: Samples) -> None:
        nonlocal out, filled
        if filled + len(part) > out.shape[1]:
            out = np.pad(out, ((0, 0), (0, len(part) + out.shape[1] // 4)))
        out[:, filled : filled + len(part)] = part.T
        filled += len(part)

    for block in blocks:
        frames += len(block)
        if frames > max_s * source.sample_rate_hz:
            raise _too_long(frames / source.sample_rate_hz, max_s)
        if not np.isfinite(block).all() or np.abs(block).max(initial=0) > LOUDEST:
            raise Refused(
                "파일에 소리로 볼 수 없는 값(NaN, 무한대 등)이 들어 있습니다. 녹취 장비에서 다시 내보내 주세요.",
                "The file holds values that are no sound (NaN, infinite or far out of range). "
                "Export it again from the recorder.",
            )
        keep(stream.resample_chunk(np.ascontiguousarray(block, np.float32)))
    keep(stream.resample_chunk(np.zeros((0, source.channels), np.float32), last=True))
    return np.clip(out[:, :filled], -1.0, 1.0)


def _told_apart(samples: Samples) -> Samples:
    """Without offset, and as one channel when both carry the same sound. A dead channel stays: it is worth a flag."""
    samples = samples - samples.mean(axis=1, keepdims=True)
    if len(samples) == 2:
        left, right = samples
        norms = float(np.linalg.norm(left)) * float(np.linalg.norm(right))
        alive = min(float(np.sqrt(np.mean(channel**2))) for channel in samples) > SILENT_RMS
        if alive and float(left @ right) / norms > DUAL_MONO:
            samples = samples.mean(axis=0, keepdims=True)
    return samples.astype(np.float32, copy=False)


def _too_long(found_s: float, max_s: float) -> Refused:
    return Refused(
        f"녹취 길이가 {found_s / 60:,.0f}분으로 한도 {max_s / 60:,.0f}분을 넘습니다. "
        "나누어 올리거나 QA_MAX_CALL_S 값을 늘려 주세요.",
        f"The recording is {found_s / 60:,.0f} minutes long, the limit is {max_s / 60:,.0f}. "
        "Split it, or raise QA_MAX_CALL_S.",
    )
