"""An imitated telephone line: noise, babble, hold music, band. Arrays are float32 mono of shape (n,) at `RATE` Hz."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RATE = 16000
Samples = npt.NDArray[np.float32]

_BAND_HZ = (300.0, 3400.0)  # ITU-T G.712
_BEAT_S = 0.42
# Arirang, traditional: (semitones above the tonic, beats).
_ARIRANG = (
    *((-5, 1.5), (-3, 0.5), (-5, 0.5), (-3, 0.5), (0, 1.5), (2, 0.5), (0, 0.5), (2, 0.5)),
    *((4, 1), (2, 0.5), (4, 0.5), (0, 0.5), (-3, 0.5), (-5, 1.5), (-3, 0.5), (-5, 0.5), (-3, 0.5)),
    *((0, 1.5), (2, 0.5), (0, 0.5), (2, 0.5), (4, 0.5), (2, 0.5), (0, 0.5), (-3, 0.5), (-5, 0.5), (-3, 0.5)),
    *((0, 1.5), (2, 0.5), (0, 2)),
)


def gain(decibel: float) -> float:
    """Amplitude factor of a level in dB."""
    return float(10.0 ** (decibel / 20.0))


def at_level(samples: Samples, decibel: float) -> Samples:
    """The same sound with the RMS of its sounding part (above 2 % of the peak) at `decibel` below full scale."""
    sounding = samples[np.abs(samples) > 0.02 * np.abs(samples).max(initial=1e-9)]
    rms = float(np.sqrt(np.mean(sounding**2))) if len(sounding) else 1.0
    return (samples * (gain(decibel) / rms)).astype(np.float32)


def hiss(rng: np.random.Generator, count: int) -> Samples:
    """Noise of RMS 1 falling by 3 dB an octave, as lines and rooms have it."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    spectrum /= np.sqrt(np.maximum(np.fft.rfftfreq(count, 1.0 / RATE), 50.0))
    sound = np.fft.irfft(spectrum, count)
    return np.asarray(sound / sound.std(), np.float32)


def babble(rng: np.random.Generator, voices: list[Samples], count: int) -> Samples:
    """A crowd of RMS 1: `voices` looped from random places, played backwards so that nobody says a word."""
    crowd = np.zeros(count, np.float32)
    for voice in voices:
        backwards = at_level(voice[::-1].copy(), -20.0)
        crowd += np.resize(np.roll(backwards, int(rng.integers(len(backwards)))), count)
    return np.asarray(crowd / crowd.std(), np.float32)


def hold_music(length_s: float) -> Samples:
    """Arirang on a soft organ with a bass, faded in and out, peak 1."""
    out = np.zeros(int(length_s * RATE), np.float32)
    beat = 0.0
    place = 0
    while beat * _BEAT_S < length_s:
        semitone, beats = _ARIRANG[place % len(_ARIRANG)]
        _add_note(out, 392.0 * 2 ** (semitone / 12), beat * _BEAT_S, beats * _BEAT_S)
        if beat % 3 == 0:
            _add_note(out, 196.0, beat * _BEAT_S, 2.5 * _BEAT_S)
        beat += beats
        place += 1
    fade = np.minimum(1.0, np.minimum(np.arange(len(out)), np.arange(len(out))[::-1]) / (0.15 * RATE))
    return np.asarray(out * fade / np.abs(out).max(initial=1e-9), np.float32)


def _add_note(out: Samples, pitch_hz: float, start_s: float, length_s: float) -> None:
    begin = int(start_s * RATE)
    time = np.arange(min(int((length_s + 0.12) * RATE), max(0, len(out) - begin))) / RATE
    tone = sum(np.sin(2 * np.pi * pitch_hz * k * time) / k**1.5 for k in range(1, 6))
    envelope = np.minimum(1.0, time / 0.02) * np.exp(-1.2 * time) * np.clip((length_s + 0.12 - time) / 0.12, 0.0, 1.0)
    out[begin : begin + len(time)] += (tone * envelope).astype(np.float32)


def telephone_band(samples: Samples) -> Samples:
    """300–3400 Hz with soft edges."""
    spectrum = np.fft.rfft(samples)
    frequency_hz = np.maximum(np.fft.rfftfreq(len(samples), 1.0 / RATE), 1.0)
    low, high = _BAND_HZ
    spectrum *= np.sqrt(1.0 / (1.0 + (low / frequency_hz) ** 6) / (1.0 + (frequency_hz / high) ** 24))
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)
