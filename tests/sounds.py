"""Sounds made of numbers: a voice with syllables and gliding pitch, tunes, tones, noise. float32, 16 kHz, mono."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
Samples = NDArray[np.float32]

VOWELS_HZ = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480), (570, 840, 2410))


def silence(length_s: float) -> Samples:
    return np.zeros(round(length_s * RATE_HZ), np.float32)


def noise(length_s: float, level: float = 0.01, seed: int = 0) -> Samples:
    return (np.random.default_rng(seed).standard_normal(round(length_s * RATE_HZ)) * level).astype(np.float32)


def tone(length_s: float, *hertz: float, level: float = 0.2) -> Samples:
    at = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    return (level * sum(np.sin(2 * np.pi * f * at) for f in hertz) / len(hertz)).astype(np.float32)


def tune(length_s: float, seed: int = 0) -> Samples:
    """Hold music: notes of a scale, two harmonics, each fading."""
    draw = np.random.default_rng(seed)
    notes = []
    while sum(map(len, notes)) < length_s * RATE_HZ:
        note_s = float(draw.choice((0.25, 0.5)))
        hertz = 330 * 2 ** (float(draw.choice((0, 2, 4, 5, 7, 9, 11, 12))) / 12)
        fade = np.exp(-np.arange(round(note_s * RATE_HZ)) / RATE_HZ * 2).astype(np.float32)
        notes.append((tone(note_s, hertz) + 0.4 * tone(note_s, 2 * hertz)) * fade)
    return np.concatenate(notes)[: round(length_s * RATE_HZ)]


def voice(length_s: float, hertz: float = 120.0, seed: int = 0, level: float = 0.15) -> Samples:
    """Syllables, about four a second: a hiss, then a vowel whose pitch and formants glide. No pause over 0.1 s."""
    draw = np.random.default_rng(seed)
    said: list[Samples] = []
    while sum(map(len, said)) < length_s * RATE_HZ:
        said += [_hiss(draw), _vowel(draw, hertz), silence(draw.uniform(0.0, 0.06))]
    whole = np.concatenate(said)[: round(length_s * RATE_HZ)]
    return (whole / np.sqrt(np.mean(whole**2)) * level).astype(np.float32)


def telephone(samples: Samples, noise_level: float = 0.0005, seed: int = 1) -> Samples:
    """A quiet line's noise on top."""
    return samples + noise(len(samples) / RATE_HZ, noise_level, seed)


def _hiss(draw: np.random.Generator) -> Samples:
    count = round(draw.uniform(0.03, 0.07) * RATE_HZ)
    return (np.diff(draw.standard_normal(count + 1)) * 0.05 * np.hanning(count)).astype(np.float32)


def _vowel(draw: np.random.Generator, hertz: float) -> Samples:
    count = round(draw.uniform(0.13, 0.22) * RATE_HZ)
    glide = np.linspace(draw.uniform(0.88, 1.12), draw.uniform(0.88, 1.12), count)
    phase = 2 * np.pi * np.cumsum(hertz * glide) / RATE_HZ
    start, end = (VOWELS_HZ[draw.integers(len(VOWELS_HZ))] for _ in range(2))
    out = np.zeros(count)
    for harmonic in range(1, int(3600 / hertz)):
        at = harmonic * hertz * glide
        gain = sum(
            1 / (1 + ((at - np.linspace(f, g, count)) / 90) ** 2) / (1 + number)
            for number, (f, g) in enumerate(zip(start, end, strict=True))
        )
        out += gain * np.sin(harmonic * phase)
    return (out * np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / 320)).astype(np.float32)
