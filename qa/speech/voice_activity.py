"""Where one channel carries speech, and what else it carries: hold music, tones, noise.

Speech is energy in the telephone band above a floor that follows the line's noise, less what stands still: the partials
of music and tones keep their frequency for a tenth of a second and longer, those of a voice glide. The measure of that
(*stillness*, below) is about 0.06 for speech and 0.8 for tunes and tones, with or without line noise, so the threshold
between them needs no trained model. Whisper's own no-speech probability is the second gate (`qa.transcribe.trust`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
HOP = 160  # 10 ms
WINDOW = 1024  # 64 ms under a Hann window: fine enough to place a partial within a few cents
BAND_HZ = (180, 3_600)  # what survives a telephone line
LAG = 8  # frames, 80 ms: how far back a partial must have been where it is to be still
CHUNK = 3_000  # frames analysed at a time, so that a three-hour call needs no more memory than a short one
FRAMES_PER_S = RATE_HZ / HOP

Flags = NDArray[np.bool_]
Curve = NDArray[np.float32]
Region = tuple[float, float]


@dataclass(frozen=True)
class VoiceActivityOptions:
    """Levels in dB, lengths in seconds. The defaults suit 8 kHz telephone lines."""

    onset_db: float = 7.0  # above the noise floor to begin
    offset_db: float = 4.0  # above the noise floor to go on
    quietest_db: float = -65.0  # full scale; below this nothing is heard whatever the floor
    below_loudest_db: float = 42.0  # crosstalk and echo this far under the channel's loud speech are not its speech
    shortest_s: float = 0.1
    joined_gap_s: float = 0.3
    leak_below_db: float = 12.0  # under the other channel, and its copy, to count as leaked
    leak_correlation: float = 0.35
    still_from: float = 0.42  # stillness above which sound is music or a tone
    music_from_s: float = 3.0


@dataclass(frozen=True)
class Activity:
    """`speech`, `music`, `tones`, `noise`: (start_s, end_s), in order. Levels in dB of full scale."""

    duration_s: float
    speech: tuple[Region, ...]
    music: tuple[Region, ...]
    tones: tuple[Region, ...]
    noise: tuple[Region, ...]
    speech_db: float | None
    floor_db: float

    @property
    def speech_s(self) -> float:
        return sum(end - start for start, end in self.speech)


def voice_activity(samples: Curve, options: VoiceActivityOptions | None = None) -> tuple[Activity, ...]:
    """`samples`: float32 at 16 kHz, shape [channels, n]. One `Activity` per channel.

    Of two channels, what one hears only because it leaks from the other is not its speech.
    """
    options = options or VoiceActivityOptions()
    heard = [_analyse(channel) for channel in samples]
    own = [np.ones(len(found[0]), np.bool_) for found in heard]
    if len(samples) == 2:
        own = [~_leaked(samples, heard[0][0], heard[1][0], into, options) for into in (0, 1)]
    return tuple(_of_channel(*found, mine, options) for found, mine in zip(heard, own, strict=True))


def _of_channel(
    level: Curve, flatness: Curve, stillness: Curve, pitch: Curve, own: Flags, options: VoiceActivityOptions
) -> Activity:
    audible = own & (level > max(options.quietest_db, float(np.percentile(level, 95)) - options.below_loudest_db))
    still = audible & (_mean_where(stillness, audible, reach=100) > options.still_from)
    music, tones = _told_apart(_joined(still, 1.5, audible & ~still), pitch, stillness, options)
    taken = _mask(music + tones, len(level))
    floor = _noise_floor(level, audible & ~taken)
    active = _hysteresis(level, audible & ~taken, floor + options.onset_db, floor + options.offset_db)
    speech, noise = [], []
    for start, end in _joined(active, 0.15):
        part = slice(start, end)
        if end - start < options.shortest_s * FRAMES_PER_S:
            continue
        if end - start >= 20 and float(np.mean(stillness[start + LAG : end])) > 0.6:
            tones.append((start, end))  # a beep, a key, a ring: too short for the long window above
        elif end - start >= 30 and float(np.percentile(flatness[part], 10)) > 0.4:
            noise.append((start, end))  # never once voiced
        else:
            speech.append((start, end))
    heard = _mask(speech, len(level))
    quiet = ~_mask(speech + tones + music + noise, len(level))
    rest_db = _power_mean_db(level[quiet]) if quiet.any() else float(np.min(floor))
    joined = _joined(heard, options.joined_gap_s, _mask(tones + music, len(level)))
    return Activity(
        duration_s=len(level) / FRAMES_PER_S,
        speech=_seconds(joined),
        music=_seconds(music),
        tones=_seconds(sorted(tones)),
        noise=_seconds(noise),
        speech_db=_power_mean_db(level[heard]) if heard.any() else None,
        floor_db=rest_db,
    )


def _analyse(samples: Curve) -> tuple[Curve, Curve, Curve, Curve]:
    """Per 10 ms frame: level in the band (dB of full scale), spectral flatness, stillness, strongest partial (Hz).

    Stillness is the share of the energy of the four strongest partials that lies within an eighth of a semitone of a
    partial 80 ms earlier.
    """
    padded = np.pad(samples, (WINDOW // 2, WINDOW // 2 + HOP))
    count = max(1, len(samples) // HOP)
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:count]
    hann = np.hanning(WINDOW).astype(np.float32)
    low, high = (round(hz * WINDOW / RATE_HZ) for hz in BAND_HZ)
    level, flatness = np.empty(count, np.float32), np.empty(count, np.float32)
    partials, energy = np.empty((count, 4), np.float32), np.empty((count, 4), np.float32)
    for at in range(0, count, CHUNK):
        part = slice(at, min(at + CHUNK, count))
        power = np.abs(np.fft.rfft(frames[part] * hann)).astype(np.float32) ** 2 / (0.1875 * WINDOW**2) + 1e-14
        band = power[:, low:high]
        level[part] = 10 * np.log10(band.sum(axis=1))
        logs = np.log(power[:, low - 1 : high + 1])
        flatness[part] = np.exp(logs[:, 1:-1].mean(axis=1)) / band.mean(axis=1)
        peak = (logs[:, 1:-1] > logs[:, :-2]) & (logs[:, 1:-1] >= logs[:, 2:])
        best = np.argpartition(np.where(peak, logs[:, 1:-1], -99.0), -4, axis=1)[:, -4:]
        rows = np.arange(len(best))[:, None]
        before, here, after = (logs[rows, best + step] for step in (0, 1, 2))
        shift = np.clip(0.5 * (before - after) / (before - 2 * here + after - 1e-9), -0.5, 0.5)
        partials[part] = (best + low + shift) * RATE_HZ / WINDOW
        energy[part] = np.where(peak[rows, best], np.exp(here), 0.0)
    stillness = np.zeros(count, np.float32)
    for column in range(4):
        apart = np.abs(np.log2(partials[LAG:, column, None] / partials[:-LAG])).min(axis=1) * 12
        stillness[LAG:] += np.where(apart < 0.125, energy[LAG:, column], 0.0)
    stillness /= energy.sum(axis=1) + 1e-20
    strongest = partials[np.arange(count), energy.argmax(axis=1)]
    return level, flatness, stillness, strongest


def _leaked(samples: Curve, left: Curve, right: Curve, into: int, options: VoiceActivityOptions) -> Flags:
    """Frames of channel `into` that are an echo of the other: far quieter than it, and correlated within 60 ms."""
    here, there = (left, right) if into == 0 else (right, left)
    suspect = (here < there - options.leak_below_db) & (here > options.quietest_db)
    leaked = np.zeros_like(suspect)
    for start, end in _joined(suspect, 0.1):
        for at in range(start, end, 100):  # a second at a time: an echo's delay and loudness drift
            part = slice(at * HOP, min(end, at + 100) * HOP)
            if _correlation(samples[into, part], samples[1 - into, part]) > options.leak_correlation:
                leaked[at : min(end, at + 100)] = suspect[at : min(end, at + 100)]
    return leaked


def _correlation(one: Curve, other: Curve) -> float:
    """The highest normalised cross-correlation at a lag of at most 60 ms either way."""
    size = 1 << (2 * len(one) - 1).bit_length()
    product = np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)), size)
    lag = min(len(one), round(0.06 * RATE_HZ))
    near = np.concatenate([product[:lag], product[-lag:]])
    return float(np.abs(near).max() / (np.linalg.norm(one) * np.linalg.norm(other) + 1e-12))


def _told_apart(
    runs: list[tuple[int, int]], pitch: Curve, stillness: Curve, options: VoiceActivityOptions
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Runs of still sound that are long: music when at least four different semitones stand out, a tone otherwise."""
    music: list[tuple[int, int]] = []
    tones: list[tuple[int, int]] = []
    for start, end in runs:
        if end - start < options.music_from_s * FRAMES_PER_S:
            continue
        held = pitch[start:end][stillness[start:end] > 0.8]
        notes, counts = np.unique(np.round(12 * np.log2(held / 440.0)), return_counts=True)
        different = notes[counts > max(3, 0.02 * len(held))]
        (music if len(different) >= 4 else tones).append((start, end))
    return music, tones


def _noise_floor(level: Curve, where: Flags) -> Curve:
    """The level that the line falls back to, per frame: a low percentile of the lowest levels around it (± 8 s)."""
    second = int(FRAMES_PER_S)
    blocks = [
        float(np.percentile(level[at : at + second][where[at : at + second]], 10))
        if where[at : at + second].any()
        else float(level[at : at + second].min())
        for at in range(0, len(level), second)
    ]
    lows = [float(np.percentile(blocks[max(0, at - 8) : at + 9], 10)) for at in range(len(blocks))]
    centres = np.arange(len(lows)) * second + second / 2
    return np.interp(np.arange(len(level)), centres, lows).astype(np.float32)


def _hysteresis(level: Curve, allowed: Flags, onset: Curve, offset: Curve) -> Flags:
    """Runs above `offset` that reach `onset` somewhere."""
    above = allowed & (level > offset)
    kept = np.zeros_like(above)
    for start, end in _runs(above):
        kept[start:end] = bool((level[start:end] > onset[start:end]).any())
    return kept


def _mean_where(values: Curve, where: Flags, reach: int) -> Curve:
    """Mean of `values` over the frames within ± `reach` that are in `where`; 0 where there is none."""
    total = np.concatenate([[0.0], np.cumsum(np.where(where, values, 0.0), dtype=np.float64)])
    count = np.concatenate([[0], np.cumsum(where)])
    at = np.arange(len(values))
    low, high = np.maximum(0, at - reach), np.minimum(len(values), at + reach + 1)
    mean: Curve = ((total[high] - total[low]) / np.maximum(1, count[high] - count[low])).astype(np.float32)
    return mean


def _runs(flags: Flags) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _joined(flags: Flags, gap_s: float, barrier: Flags | None = None) -> list[tuple[int, int]]:
    """Runs of `flags`, those closer than `gap_s` made one unless more than 0.2 s of `barrier` lies between them."""
    joined: list[tuple[int, int]] = []
    for start, end in _runs(flags):
        close = joined and start - joined[-1][1] <= gap_s * FRAMES_PER_S
        if close and (barrier is None or np.count_nonzero(barrier[joined[-1][1] : start]) <= 20):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _mask(runs: list[tuple[int, int]], count: int) -> Flags:
    mask = np.zeros(count, np.bool_)
    for start, end in runs:
        mask[start:end] = True
    return mask


def _seconds(runs: list[tuple[int, int]]) -> tuple[Region, ...]:
    return tuple((round(start / FRAMES_PER_S, 3), round(end / FRAMES_PER_S, 3)) for start, end in runs)


def _power_mean_db(level: Curve) -> float:
    return float(10 * np.log10(np.mean(10.0 ** (level / 10))))
