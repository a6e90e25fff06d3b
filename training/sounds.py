"""Everything on a telephone line that is not speech, and the line itself. All arrays float32 mono, 16 kHz."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import soxr

RATE = 16000
Audio = npt.NDArray[np.float32]


def noise(rng: np.random.Generator, count: int) -> Audio:
    """Unit-RMS noise with a random tilt from white to brown, sometimes with mains hum."""
    half = np.fft.rfft(rng.standard_normal(count).astype(np.float32))
    tilt = rng.uniform(0.0, 1.0)
    half *= (np.arange(1, len(half) + 1, dtype=np.float32) / 200.0 + 1.0) ** -tilt
    out = np.fft.irfft(half, count)
    if rng.random() < 0.2:
        time = np.arange(count) / RATE
        out = out / (out.std() + 1e-9) + rng.uniform(0.2, 1.5) * np.sin(
            2 * np.pi * rng.choice((50, 60, 100, 120)) * time
        )
    return np.asarray(out / (out.std() + 1e-9), np.float32)


def tone(rng: np.random.Generator, count: int) -> Audio:
    """Ring-back, busy, beep or keypad tones at about -15 dBFS."""
    time = np.arange(count) / RATE
    kind = rng.integers(4)
    if kind == 0:
        pair = rng.choice(((440, 480), (350, 440), (480, 620), (400, 450)))
        wave = np.sin(2 * np.pi * pair[0] * time) + np.sin(2 * np.pi * pair[1] * time)
        on, off = ((1.0, 2.0), (0.5, 0.5), (2.0, 4.0), (0.25, 0.25))[rng.integers(4)]
        wave = wave * ((time + rng.uniform(0, on)) % (on + off) < on)
    elif kind == 1:
        wave = 2 * np.sin(2 * np.pi * rng.uniform(300, 2500) * time)
        if rng.random() < 0.6:
            period = rng.uniform(0.4, 4.0)
            wave = wave * (time % period < rng.uniform(0.1, 0.9) * period)
    elif kind == 2:
        rows, columns = (697, 770, 852, 941), (1209, 1336, 1477)
        wave = np.zeros(count)
        length = int(rng.uniform(0.1, 0.35) * RATE)
        for start in range(0, count, 2 * length):
            part = time[start : start + length]
            wave[start : start + length] = np.sin(2 * np.pi * rng.choice(rows) * part) + np.sin(
                2 * np.pi * rng.choice(columns) * part
            )
    else:
        wave = 2 * np.sin(2 * np.pi * (rng.uniform(300, 900) * time + rng.uniform(10, 300) * np.sin(time)))
    return np.asarray(0.12 * wave, np.float32)


def music(rng: np.random.Generator, count: int) -> Audio:
    """Hold music: a random tune with chords, decaying notes with a few harmonics."""
    out = np.zeros(count, np.float32)
    scale = np.array(((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10))[rng.integers(2)])
    base = rng.uniform(150.0, 450.0)
    beat = int(rng.uniform(0.15, 0.6) * RATE)
    harmonics = rng.integers(1, 6)
    decay = rng.uniform(0.5, 6.0)
    cache: dict[float, Audio] = {}
    for start in range(0, count, beat):
        if rng.random() < 0.12:
            continue
        for _ in range(1 if rng.random() < 0.7 else 3):
            semitone = float(scale[rng.integers(7)] + 12 * rng.integers(0, 3))
            if semitone not in cache:
                time = np.arange(min(2 * beat, 3 * RATE)) / RATE
                frequency = base * 2 ** (semitone / 12)
                waves = [np.sin(2 * np.pi * frequency * k * time) / k for k in range(1, harmonics + 1)]
                envelope = np.exp(-decay * time) * np.minimum(1, time * 100)
                cache[semitone] = np.asarray(np.sum(waves, axis=0) * envelope, np.float32)
            note = cache[semitone][: count - start]
            out[start : start + len(note)] += note
    return np.asarray(0.1 * out / (np.sqrt(np.mean(out**2)) + 1e-6), np.float32)


def mu_law(samples: Audio) -> Audio:
    """G.711 μ-law there and back, at whatever rate ``samples`` has."""
    clipped = np.clip(samples, -1.0, 1.0)
    coded = np.round(np.sign(clipped) * np.log1p(255.0 * np.abs(clipped)) / np.log(256.0) * 127.0) / 127.0
    return np.asarray(np.sign(coded) * (256.0 ** np.abs(coded) - 1.0) / 255.0, np.float32)


def band_pass(samples: Audio, rate: int, low: float, high: float) -> Audio:
    """Telephone band with soft edges, by Fourier transform."""
    half = np.fft.rfft(samples)
    frequency = np.fft.rfftfreq(len(samples), 1.0 / rate)
    gain = 1.0 / (1.0 + (low / np.maximum(frequency, 1.0)) ** 6) / (1.0 + (frequency / high) ** 16)
    return np.asarray(np.fft.irfft(half * np.sqrt(gain), len(samples)), np.float32)


def telephone(rng: np.random.Generator, samples: Audio) -> Audio:
    """Through a telephone line: 8 kHz, often band-limited and μ-law coded; sometimes not at all."""
    if rng.random() < 0.12:
        return samples
    narrow = soxr.resample(samples, RATE, 8000, quality="MQ")
    if rng.random() < 0.55:
        narrow = band_pass(narrow, 8000, rng.uniform(150, 320), rng.uniform(3200, 3700))
    if rng.random() < 0.6:
        narrow = mu_law(narrow)
    elif rng.random() < 0.5:
        narrow = (np.round(narrow * 32767) / 32767).astype(np.float32)
    wide = soxr.resample(narrow, 8000, RATE, quality="MQ")
    return np.asarray(np.pad(wide, (0, max(0, len(samples) - len(wide))))[: len(samples)], np.float32)
