"""What a recording's first bytes and header say, before anything is decoded.

The decoder is the part of the house that strangers' bytes reach first, so the container is sniffed here, from the bytes
and never from the name, and everything later is pinned to it: a playlist called `.mp3` opens no other file.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import av
import soundfile

from qa.errors import Refused

LOWEST_RATE_HZ, HIGHEST_RATE_HZ = 4_000, 192_000
MOST_CHANNELS = 2
SNIFFED_BYTES = 64

# What libsndfile calls the codecs of a telephone recorder; anything else in these containers is no call.
CODECS = {
    "PCM_S8", "PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW",
    "IMA_ADPCM", "MS_ADPCM", "GSM610", "VORBIS", "OPUS",
}  # fmt: skip
FFMPEG = {"m4a": "mov", "mp3": "mp3"}  # container → the one FFmpeg demuxer it may use
FFMPEG_CODECS = {"aac", "alac", "mp3", "opus", "amr_nb", "amr_wb"}
PCM_TAG, PCM_BITS = 1, {8, 16, 24, 32}


@dataclass(frozen=True)
class Probe:
    """The header of a recording. `container` is one of wav, flac, ogg, mp3, m4a; `codec` is lower case.

    `duration_s` is what the bytes can hold; `claimed_s` is what the header says, which in a recording cut off while it
    was written is more. `data_size_at` is set when a WAV header gives no length at all: the place of its length field.
    """

    container: str
    codec: str
    sample_rate_hz: int
    channels: int
    duration_s: float
    claimed_s: float
    data_size_at: int | None = None


def probe(path: Path) -> Probe:
    """Read the header of `path` and nothing more.

    Raises `Refused` when this is no recording of one or two channels that we can read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(SNIFFED_BYTES)
            container = sniff(head)
            if container in FFMPEG:
                return _checked(_probe_ffmpeg(file, container))
            wav = _wav_header(file) if container == "wav" else None
    except OSError as error:
        raise unreadable(error) from error
    if wav and wav.tag == PCM_TAG and wav.bits not in PCM_BITS:
        raise broken(f"{wav.bits} bits per sample", container)
    if wav and wav.channels != 0:
        _check_shape(wav.channels, wav.rate_hz)  # before libsndfile, whose sentence for 300 channels says nothing
    try:
        info = soundfile.info(str(path))
    except soundfile.LibsndfileError as error:
        raise broken(str(error.error_string).strip(" ."), container) from error
    if info.subtype not in CODECS:
        raise broken(info.subtype, container)
    duration_s = info.frames / info.samplerate if info.samplerate else 0.0
    claimed_s, size_at = duration_s, None
    if wav and wav.bytes_per_s:
        held_s = wav.bytes_held / wav.bytes_per_s
        if wav.bytes_claimed == 0 and wav.bytes_held:
            duration_s = claimed_s = held_s
            size_at = wav.data_size_at
        elif wav.bytes_claimed < 0xFFFFFF00:  # a recorder that streams writes "unknown" as almost 2³²
            claimed_s = max(duration_s, wav.bytes_claimed / wav.bytes_per_s)
    codec = info.subtype.lower()
    return _checked(Probe(container, codec, info.samplerate, info.channels, duration_s, claimed_s, size_at))


def sniff(head: bytes) -> str:
    """The container that these first bytes begin: wav, flac, ogg, mp3 or m4a. Raises `Refused` for anything else."""
    if not head:
        raise Refused(
            "파일이 비어 있습니다(0바이트). 녹취 장비에서 다시 내보내 주세요.",
            "The file is empty (0 bytes). Export it again from the recorder.",
        )
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"fLaC":
        return "flac"
    if head[:4] == b"OggS":
        return "ogg"
    if head[4:8] == b"ftyp":
        return "m4a"
    # MPEG audio frame: eleven set bits, layer III, a rate and a bit rate that exist.
    frame = len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] >> 4 != 15 and head[2] & 0xC != 0xC
    if head[:3] == b"ID3" or frame:
        return "mp3"
    raise Refused(
        "파일 이름과 달리 내용이 음성 파일이 아닙니다. WAV, MP3, OGG, M4A, FLAC 녹취를 올려 주세요.",
        "This is not a sound file, whatever its name says. Hand in a WAV, MP3, OGG, M4A or FLAC recording.",
    )


def unreadable(error: OSError) -> Refused:
    """The sentence for a file that the machine does not let us read."""
    why = error.strerror or type(error).__name__
    return Refused(
        f"파일을 읽을 수 없습니다({why}). 파일이 있는지, 읽기 권한이 있는지 확인해 주세요.",
        f"The file cannot be read ({why}). Check that it exists and that this account may read it.",
    )


def broken(why: str, container: str) -> Refused:
    """The sentence for a recording whose header or bytes no decoder accepts."""
    return Refused(
        f"{container.upper()} 파일이 손상되었거나 지원하지 않는 형식입니다({why}). "
        "다시 내보내거나 WAV로 변환해 주세요.",
        f"The {container.upper()} file is damaged or uses a coding we do not read ({why}). "
        "Export it again or convert it to WAV.",
    )


@dataclass(frozen=True)
class _Wav:
    tag: int
    channels: int
    rate_hz: int
    bits: int
    bytes_per_s: int
    bytes_claimed: int
    bytes_held: int
    data_size_at: int


def _wav_header(file: BinaryIO) -> _Wav | None:
    """The chunks of a RIFF file up to its sound; None when there is none (libsndfile then gives the reason)."""
    size = file.seek(0, 2)
    at, form = 12, None
    while at + 8 <= size:
        file.seek(at)
        name, length = struct.unpack("<4sI", file.read(8))
        if name == b"fmt ":
            body = file.read(min(length, 40))
            if len(body) < 16:
                return None
            form = struct.unpack("<HHIIHH", body[:16])
            if form[0] == 0xFFFE and len(body) >= 26:  # WAVE_FORMAT_EXTENSIBLE keeps the real tag in its GUID
                form = (struct.unpack("<H", body[24:26])[0], *form[1:])
        elif name == b"data" and form is not None:
            tag, channels, rate_hz, bytes_per_s, _, bits = form
            return _Wav(tag, channels, rate_hz, bits, bytes_per_s, length, size - at - 8, at + 4)
        at += 8 + length + length % 2
    return None


def _probe_ffmpeg(file: BinaryIO, container: str) -> Probe:
    """Through PyAV, as an open file with the demuxer pinned: no name reaches FFmpeg, so no other file can."""
    file.seek(0)
    try:
        with av.open(file, "r", format=FFMPEG[container]) as opened:
            if not opened.streams.audio:
                raise broken("no sound track", container)
            stream = opened.streams.audio[0]
            codec = stream.codec_context.codec.canonical_name
            if codec not in FFMPEG_CODECS:
                raise broken(codec, container)
            length_s = (opened.duration or 0) / av.time_base
            return Probe(container, codec, stream.sample_rate or 0, stream.channels or 0, length_s, length_s)
    except av.error.FFmpegError as error:
        raise broken(str(error.strerror), container) from error


def _checked(found: Probe) -> Probe:
    _check_shape(found.channels, found.sample_rate_hz)
    return found


def _check_shape(channels: int, rate_hz: int) -> None:
    if not 1 <= channels <= MOST_CHANNELS:
        raise Refused(
            f"채널이 {channels}개인 파일입니다. 통화 녹취를 1채널(모노)이나 2채널(스테레오)로 다시 내보내 주세요.",
            f"The file has {channels} channels. A call has one (mono) or two (stereo): export it again that way.",
        )
    if not LOWEST_RATE_HZ <= rate_hz <= HIGHEST_RATE_HZ:
        raise Refused(
            f"샘플링 레이트 {rate_hz:,} Hz는 사용할 수 없습니다. 8,000 Hz나 16,000 Hz로 다시 내보내 주세요.",
            f"The sample rate {rate_hz:,} Hz cannot be used. Export the file again at 8,000 or 16,000 Hz.",
        )
