"""A rendered sentence, a window made of some, and the batch of windows; whisper's log-mel with a loudness reference."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
import torch
from whisper.audio import mel_filters

from training import speak
from training.texts import Sentence, Texts

RATE = 16000
FULL_FRAMES = 3000
FRAME = 0.02  # seconds of one encoder position
IGNORE = -100

HELD_OUT_VARIANTS = ("f4", "m6")
COMMON_VARIANTS = ("m1", "m2", "m3", "m4", "m5", "m7", "m8", "f1", "f2", "f3", "f5", "")
OTHER_VARIANTS = (
    "Alex Alicia Andrea Andy Annie Denis Diogo Gene Gene2 Hugo Jacky Lee Marco Mario Michael Mike Nguyen adam anika antonio "
    "aunty belinda benjamin boris caleb david ed edward edward2 gustave iven iven2 john kaukovalta linda marcelo max michel "
    "miguel norbert pablo paul pedro quincy rob robert sandro shelby steph steph2 travis victor zac klatt2 klatt4 grandma"
).split()

Language = Literal["ko", "en"]


@dataclass(frozen=True)
class Spoken:
    """A rendered sentence: ``samples`` int16 16 kHz; times in seconds from its start."""

    sentence: Sentence
    samples: npt.NDArray[np.int16]
    tokens: tuple[int, ...]  # training rows
    token_times: tuple[tuple[float, float], ...]
    phonemes: tuple[tuple[int, float, float], ...]
    letters: tuple[tuple[int, float, float], ...]  # Hangul syllables 0..11171 and when they are spoken
    word_ends: tuple[tuple[int, float], ...]  # (tokens up to here, end time) of each word

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.samples) / RATE


@dataclass
class Example:
    """One window, ready to batch. Lists are over decoder positions; ``times`` is (nan, nan) where unguided."""

    mel: npt.NDArray[np.float32]  # (80, frames)
    offset: int  # first position of the encoder's positional embedding
    inputs: list[int] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    times: list[tuple[float, float]] = field(default_factory=list)  # seconds on the positional axis
    phones: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))  # (frames // 2,)
    letters: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 3), np.int64))  # (frames // 2, 3)


NO_LETTER = (19, 21, 28)  # classes of "no onset, vowel, coda here", after those of Hangul
_VOWELS = frozenset("aeiouɐʌɯɛɔøyæəɪʊɜɑᵻɚ")


def boundaries(word: speak.Word, phonemes: tuple[speak.Phoneme, ...]) -> list[float]:
    """When each character of ``word`` begins, and the end: by its vowels where they can be counted, else evenly."""
    size = max(1, len(word.text.rstrip(".,?")))
    vowels = [p for p in phonemes if word.start - 0.01 <= p.start < word.end - 0.005 and _VOWELS & set(p.symbol)]
    if len(vowels) != size or not all("가" <= c <= "힣" for c in word.text[:size]):
        step = (word.end - word.start) / size
        return [word.start + index * step for index in range(size)] + [word.end]
    inner = [(left.end + right.start) / 2 for left, right in itertools.pairwise(vowels)]
    return [word.start, *inner, word.end]


def phoneme_inventory(texts: Texts, count: int = 1500) -> list[str]:
    """All phoneme symbols heard in ``count`` sentences; index 0 is silence."""
    seen: dict[str, int] = {}
    for _ in range(count):
        sentence = texts.sentence()
        voice = "ko" if sentence.language == "ko" else "en-us"
        for phoneme in speak.synthesize(sentence.text, voice=voice, speed_wpm=300).phonemes:
            seen[phoneme.symbol] = seen.get(phoneme.symbol, 0) + 1
    return ["", *sorted(s for s, n in seen.items() if s and n >= 5)]


class LogMel:
    """whisper's log-mel spectrogram, with the loudness reference given from outside."""

    def __init__(self) -> None:
        self._window = torch.hann_window(400)
        self._filters = mel_filters(torch.device("cpu"), 80)

    def __call__(self, samples: npt.NDArray[np.float32], reference: float | None) -> npt.NDArray[np.float32]:
        """(n,) samples to (80, n // 160); ``reference`` is the call's loudest log10 value where above the window's."""
        stft = torch.stft(torch.from_numpy(samples), 400, 160, window=self._window, return_complex=True)
        log = (self._filters @ (stft[..., :-1].abs() ** 2)).clamp(min=1e-10).log10()
        top = float(log.max()) if reference is None else max(float(log.max()), reference)
        out: npt.NDArray[np.float32] = ((torch.clamp(log, min=top - 8.0) + 4.0) / 4.0).numpy()
        return out


def collate(examples: list[Example]) -> dict[str, npt.NDArray[np.generic]]:
    """Pad to the longest decoder sequence; numpy, so that it travels between processes cheaply."""
    length = max(len(e.inputs) for e in examples)

    def padded(rows: list[list[int]], fill: int) -> npt.NDArray[np.int64]:
        return np.array([row + [fill] * (length - len(row)) for row in rows], np.int64)

    times = np.full((len(examples), length, 2), np.nan, np.float32)
    for index, example in enumerate(examples):
        times[index, : len(example.times)] = example.times
    return {
        "mel": np.stack([e.mel for e in examples]),
        "offsets": np.array([e.offset for e in examples], np.int64),
        "inputs": padded([e.inputs for e in examples], 0),
        "targets": padded([e.targets for e in examples], IGNORE),
        "times": times,
        "phones": np.stack([e.phones for e in examples]),
        "letters": np.stack([e.letters for e in examples]),
    }
