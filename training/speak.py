"""The one seam to espeak-ng: text in, samples out, with the exact time of every word and phoneme.

espeak-ng is driven through its C library, because the library reports when each word and each phoneme starts, which
the command line does not. One process can hold one engine, so calls are serialised by a lock.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_OUTPUT_SYNCHRONOUS = 2
_OPTION_PHONEME_EVENTS = 0x0001
_OPTION_PHONEME_IPA = 0x0002
_OPTION_DONT_EXIT = 0x8000
_CHARS_UTF8 = 1
_EVENT_TERMINATED, _EVENT_WORD, _EVENT_PHONEME = 0, 1, 7
_PARAM_RATE, _PARAM_VOLUME, _PARAM_PITCH, _PARAM_RANGE, _PARAM_WORDGAP = 1, 2, 3, 4, 7


class SpeechUnavailableError(RuntimeError):
    """espeak-ng is not installed, or does not know the voice asked for."""


@dataclass(frozen=True)
class Word:
    """One word of the text and when it is spoken, in seconds from the start of the utterance."""

    text: str
    start: float
    end: float


@dataclass(frozen=True)
class Phoneme:
    """One phoneme in IPA (``""`` is a pause) and when it is spoken, in seconds."""

    symbol: str
    start: float
    end: float


@dataclass(frozen=True)
class Utterance:
    """Mono speech: ``samples`` float32 of shape (n,) in -1..1 at ``rate`` Hz."""

    samples: npt.NDArray[np.float32]
    rate: int
    words: tuple[Word, ...]
    phonemes: tuple[Phoneme, ...]

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


def _find_library() -> tuple[str, str | None]:
    """The C library and, where it is not the system's own, its data folder."""
    for name in ("libespeak-ng.so.1", ctypes.util.find_library("espeak-ng")):
        if name:
            try:
                ctypes.CDLL(name)
            except OSError:
                continue
            return name, None
    try:
        import espeakng_loader
    except ImportError as error:
        raise SpeechUnavailableError("espeak-ng is not installed (Debian: apt-get install espeak-ng)") from error
    return str(espeakng_loader.get_library_path()), str(Path(espeakng_loader.get_data_path()).parent)


class _Engine:
    """espeak-ng's process-wide state."""

    def __init__(self) -> None:
        name, data = _find_library()
        self._lib = ctypes.CDLL(name)
        options = _OPTION_PHONEME_EVENTS | _OPTION_PHONEME_IPA | _OPTION_DONT_EXIT
        path = data.encode() if data else None
        self.rate = int(self._lib.espeak_Initialize(_OUTPUT_SYNCHRONOUS, 200, path, options))
        if self.rate <= 0:
            raise SpeechUnavailableError("espeak-ng could not be initialised; are its data files installed?")
        self._chunks: list[npt.NDArray[np.int16]] = []
        self._events: list[tuple[int, int, int, int, str]] = []
        self._callback = _Callback(self._on_audio)  # kept alive: the library holds only the pointer
        self._lib.espeak_SetSynthCallback(self._callback)
        self._voice = ""

    def _on_audio(self, wav: Any, count: int, events: Any) -> int:
        if wav and count > 0:
            self._chunks.append(np.ctypeslib.as_array(wav, shape=(count,)).copy())
        index = 0
        while events[index].type != _EVENT_TERMINATED:
            event = events[index]
            if event.type in (_EVENT_WORD, _EVENT_PHONEME):
                symbol = event.id.string.decode("utf-8", "replace") if event.type == _EVENT_PHONEME else ""
                self._events.append((event.type, event.text_position, event.length, event.sample, symbol))
            index += 1
        return 0

    def say(self, text: str, voice: str, params: dict[int, int]) -> Utterance:
        if voice != self._voice:
            if self._lib.espeak_SetVoiceByName(voice.encode()) != 0:
                self._voice = ""
                raise SpeechUnavailableError(f"espeak-ng has no voice {voice!r}")
            self._voice = voice
        for key, value in params.items():
            self._lib.espeak_SetParameter(key, value, 0)
        self._chunks, self._events = [], []
        data = text.encode("utf-8") + b"\0"
        self._lib.espeak_Synth(data, len(data), 0, 1, 0, _CHARS_UTF8, None, None)
        self._lib.espeak_Synchronize()
        pcm = np.concatenate(self._chunks) if self._chunks else np.zeros(0, np.int16)
        samples = (pcm.astype(np.float32) / 32768.0).astype(np.float32)
        return Utterance(samples, self.rate, self._words(text, len(samples)), self._phonemes(len(samples)))

    def _phonemes(self, count: int) -> tuple[Phoneme, ...]:
        found = [(sample, symbol) for kind, _, _, sample, symbol in self._events if kind == _EVENT_PHONEME]
        ends = [sample for sample, _ in found[1:]] + [count]
        return tuple(
            Phoneme(symbol.strip("_: "), start / self.rate, max(start, end) / self.rate)
            for (start, symbol), end in zip(found, ends, strict=True)
        )

    def _words(self, text: str, count: int) -> tuple[Word, ...]:
        """Words between spaces; espeak may report several events inside one (digits, say) or none (clitics)."""
        found = sorted((position - 1, sample) for kind, position, _, sample, _ in self._events if kind == _EVENT_WORD)
        spans: list[tuple[int, str]] = []
        cursor = 0
        for piece in text.split():
            cursor = text.index(piece, cursor)
            spans.append((cursor, piece))
            cursor += len(piece)
        starts: list[float | None] = []
        for begin, piece in spans:
            inside = [sample for position, sample in found if begin <= position < begin + len(piece)]
            starts.append(min(inside) / self.rate if inside else None)
        return _close_words([piece for _, piece in spans], starts, count / self.rate, self._pauses(count))

    def _pauses(self, count: int) -> list[tuple[float, float]]:
        """Pauses (start, end) in seconds, so that a word before a comma ends where its sound ends."""
        return [(p.start, p.end) for p in self._phonemes(count) if p.symbol == ""]


def _close_words(
    texts: list[str], starts: list[float | None], duration: float, pauses: list[tuple[float, float]]
) -> tuple[Word, ...]:
    """Fill starts that espeak did not report (evenly) and end each word at the next word or the pause before it."""
    known = [*starts, duration]
    filled: list[float] = []
    for index, start in enumerate(known):
        if start is not None:
            filled.append(max(start, filled[-1] if filled else 0.0))
            continue
        left = filled[-1] if filled else 0.0
        ahead, right = next((j, s) for j, s in enumerate(known[index:], 1) if s is not None)
        filled.append(left + (max(right, left) - left) * (1.0 / ahead if filled else 0.0))
    words = []
    for text, start, end in zip(texts, filled, filled[1:], strict=False):
        silent = [p for p in pauses if start < p[0] < end and p[1] >= end - 0.02]
        words.append(Word(text, start, min([end, *(p[0] for p in silent)])))
    return tuple(words)


_lock = threading.Lock()
_engine: _Engine | None = None


def synthesize(
    text: str,
    *,
    voice: str = "ko+f2",
    speed_wpm: int = 165,
    pitch: int = 50,
    amplitude: int = 100,
    pitch_range: int = 50,
    word_gap: int = 0,
) -> Utterance:
    """Speak ``text`` with ``voice`` (``language+variant``).

    ``speed_wpm`` is 80..450, ``pitch`` and ``pitch_range`` 0..99, ``amplitude`` 0..200, ``word_gap`` in units of
    10 ms: the same numbers as the command line's -s -p -a -g.
    """
    global _engine
    params = {
        _PARAM_RATE: speed_wpm,
        _PARAM_VOLUME: amplitude,
        _PARAM_PITCH: pitch,
        _PARAM_RANGE: pitch_range,
        _PARAM_WORDGAP: word_gap,
    }
    with _lock:
        if _engine is None:
            _engine = _Engine()
        return _engine.say(text, voice, params)
