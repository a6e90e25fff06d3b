"""What a voice is like: how loud, how high, and which of two it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from qa.speech.voice_activity import RATE_HZ, Region

FRAME, HOP = 640, 320  # 40 ms, 20 ms: two periods of a low voice
LOWEST_HZ, HIGHEST_HZ = 65, 400
BANDS = 20
SHORTEST_PRINT_S = 0.4

Samples = NDArray[np.float32]
Vector = NDArray[np.float64]


def loudness_db(samples: Samples, regions: Sequence[Region]) -> float | None:
    """Mean power of one channel over `regions`, dB of full scale; None without sound there."""
    heard = [samples[round(start * RATE_HZ) : round(end * RATE_HZ)] for start, end in regions]
    joined = np.concatenate(heard) if heard else np.zeros(0, np.float32)
    power = float(np.mean(joined.astype(np.float64) ** 2)) if len(joined) else 0.0
    return float(10 * np.log10(power)) if power > 0 else None


def pitch_hz(samples: Samples) -> Vector:
    """The fundamental of each voiced 20 ms frame, from the normalised autocorrelation; empty when nothing is voiced.

    The fundamental itself need not be there: a telephone line removes it below 300 Hz, its harmonics keep the period.
    """
    if len(samples) < FRAME:
        return np.zeros(0)
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::HOP].astype(np.float64)
    frames = frames - frames.mean(axis=1, keepdims=True)
    spectrum = np.abs(np.fft.rfft(frames, 2 * FRAME)) ** 2
    lags = np.fft.irfft(spectrum)[:, : RATE_HZ // LOWEST_HZ + 2]
    lags = lags / (lags[:, :1] + 1e-12) * (FRAME / (FRAME - np.arange(lags.shape[1])))
    first = RATE_HZ // HIGHEST_HZ
    best = lags[:, first:].argmax(axis=1) + first
    height = lags[np.arange(len(lags)), best]
    # Twice and three times the period correlate as well; the shortest lag nearly as high is the period.
    for part in (3, 2):
        shorter = np.maximum(best // part, first)
        as_high = (best // part >= first) & (lags[np.arange(len(lags)), shorter] > 0.9 * height)
        best = np.where(as_high, shorter, best)
    voiced: Vector = RATE_HZ / best[height > 0.5]
    return voiced


def voice_print(samples: Samples) -> Vector | None:
    """Numbers that tell two voices of one call apart: pitch and the shape of the spectrum. None when too short."""
    if len(samples) < SHORTEST_PRINT_S * RATE_HZ:
        return None
    pitch = pitch_hz(samples)
    if len(pitch) < 5:
        return None
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::HOP] * np.hanning(FRAME)
    power = np.abs(np.fft.rfft(frames)) ** 2
    loud = power.sum(axis=1)
    power = power[loud > 0.05 * loud.max()]
    edges = np.geomspace(200, 3500, BANDS + 1) * FRAME / RATE_HZ
    bands = np.stack([power[:, int(a) : int(b) + 1].mean(axis=1) for a, b in pairwise(edges)], axis=1)
    shape = np.log(bands + 1e-10)
    shape = (shape - shape.mean(axis=1, keepdims=True)).mean(axis=0)
    semitones = 12 * np.log2(np.percentile(pitch, (25, 50, 75)) / 100)
    return np.concatenate([semitones / 2, shape])  # two semitones weigh as much as one neper in one band


def two_voices(prints: Sequence[Vector], lengths_s: Sequence[float]) -> tuple[list[int], float]:
    """2-means over voice prints, longer stretches weighing more, the best of as many starts as there are prints.

    Returns a group (0 or 1) for each print and the distance between the two groups' centres: over about 8 for a man's
    and a woman's voice, 3 to 6 for two alike or for one voice split in two, 0 when nothing can be split.
    """
    points, weights = np.stack(prints), np.asarray(lengths_s, np.float64)
    far = np.linalg.norm(points[:, None] - points[None], axis=2) * np.sqrt(weights)
    best, groups, apart = np.inf, [0] * len(points), 0.0
    for first in range(len(points)):
        centres = points[[first, int(far[first].argmax())]]
        for _ in range(30):
            distance = np.linalg.norm(points[:, None] - centres[None], axis=2)
            found = distance.argmin(axis=1)
            if found.min() == found.max():
                break
            means = [np.average(points[found == g], axis=0, weights=weights[found == g]) for g in (0, 1)]
            if np.allclose(means, centres):
                cost = float((weights * distance.min(axis=1) ** 2).sum())
                if cost < best:
                    best, groups, apart = cost, found.tolist(), float(np.linalg.norm(means[0] - means[1]))
                break
            centres = np.stack(means)
    return groups, apart
