"""The speech of one channel packed into windows of at most 30 seconds, and the way back from window time to call time.

Whisper pays for a full 30-second window however little speech is in it, and invents text where there is none. So
silence, music and tones stay out, and speech is packed tightly: long pauses shrink to the padding around speech.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.speech.voice_activity import RATE_HZ, Region

LONGEST_S = 29.0
PADDING_S = 0.25
KEPT_PAUSE_S = 1.0  # shorter pauses stay as they were spoken
CUT_SEARCH_S = 8.0  # where, before the limit, an endless stretch of speech may be cut

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Piece:
    """A stretch of the call, `start_s` to `end_s`, and where it begins in the window."""

    start_s: float
    end_s: float
    window_s: float

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True)
class Window:
    """What one decoding sees: pieces of one channel, end to end. `speech_s` is how much of it is speech."""

    channel: int
    pieces: tuple[Piece, ...]
    speech_s: float

    @property
    def length_s(self) -> float:
        last = self.pieces[-1]
        return last.window_s + last.length_s

    def cut(self, samples: Samples) -> Samples:
        """The window's samples out of its channel's, both at 16 kHz."""
        return np.concatenate([samples[round(p.start_s * RATE_HZ) : round(p.end_s * RATE_HZ)] for p in self.pieces])

    def in_call(self, start_s: float, end_s: float) -> Region:
        """A word's times in the window → in the call: inside the one piece that holds most of it."""
        middle = (start_s + end_s) / 2
        piece = next((p for p in self.pieces if middle < p.window_s + p.length_s), self.pieces[-1])
        shift = piece.start_s - piece.window_s
        start_s = min(max(start_s + shift, piece.start_s), piece.end_s)
        return start_s, min(max(end_s + shift, start_s), piece.end_s)

    def halves(self, speech: Sequence[Region], samples: Samples) -> tuple[Window, ...]:
        """The window as two, parted nearest its middle; the window itself when it is too short to part."""
        if self.length_s < 4.0:
            return (self,)
        if len(self.pieces) == 1:
            piece = self.pieces[0]
            at = quietest(samples, piece.start_s + piece.length_s * 0.3, piece.start_s + piece.length_s * 0.7)
            parts: list[list[Region]] = [[(piece.start_s, at)], [(at, piece.end_s)]]
        else:
            place = min(range(1, len(self.pieces)), key=lambda i: abs(self.pieces[i].window_s - self.length_s / 2))
            regions = [(p.start_s, p.end_s) for p in self.pieces]
            parts = [regions[:place], regions[place:]]
        return tuple(_window(self.channel, part, speech) for part in parts)


def pack(speech: Sequence[Region], channel: int, samples: Samples, longest_s: float = LONGEST_S) -> list[Window]:
    """Speech regions of one channel (in order, not overlapping) → windows of at most `longest_s`, in order.

    Regions closer than a second stay together with the pause between them; others get a quarter of a second of what
    really surrounds them.
    """
    duration_s = len(samples) / RATE_HZ
    stretches: list[Region] = []
    for number, (start_s, end_s) in enumerate(speech):
        before_s = speech[number - 1][1] if number else 0.0
        after_s = speech[number + 1][0] if number + 1 < len(speech) else duration_s
        start_s = max(start_s - PADDING_S, (before_s + start_s) / 2 if number else 0.0)
        end_s = min(end_s + PADDING_S, (end_s + after_s) / 2 if number + 1 < len(speech) else duration_s)
        if stretches and start_s - stretches[-1][1] <= KEPT_PAUSE_S - 2 * PADDING_S:
            stretches[-1] = (stretches[-1][0], end_s)
        else:
            stretches.append((start_s, end_s))
    windows: list[Window] = []
    gathered: list[Region] = []
    filled_s = 0.0
    for start_s, end_s in _none_too_long(stretches, samples, longest_s):
        if gathered and filled_s + end_s - start_s > longest_s:
            windows.append(_window(channel, gathered, speech))
            gathered, filled_s = [], 0.0
        gathered.append((start_s, end_s))
        filled_s += end_s - start_s
    if gathered:
        windows.append(_window(channel, gathered, speech))
    return windows


def quietest(samples: Samples, from_s: float, to_s: float) -> float:
    """The middle of the quietest tenth of a second between two times."""
    step = RATE_HZ // 20
    part = samples[round(from_s * RATE_HZ) : round(to_s * RATE_HZ)]
    blocks = part[: len(part) // step * step].reshape(-1, step)
    if len(blocks) < 2:
        return (from_s + to_s) / 2
    power = np.mean(blocks**2, axis=1)
    return from_s + (int(np.argmin(power[:-1] + power[1:])) + 1) * step / RATE_HZ


def _none_too_long(stretches: Iterable[Region], samples: Samples, longest_s: float) -> Iterable[Region]:
    search_s = min(CUT_SEARCH_S, longest_s / 2)
    for start_s, end_s in stretches:
        while end_s - start_s > longest_s:
            at = quietest(samples, start_s + longest_s - search_s, start_s + longest_s)
            yield start_s, at
            start_s = at
        yield start_s, end_s


def _window(channel: int, regions: Sequence[Region], speech: Sequence[Region]) -> Window:
    pieces: list[Piece] = []
    filled_s = 0.0
    for start_s, end_s in regions:
        pieces.append(Piece(start_s, end_s, filled_s))
        filled_s += end_s - start_s
    return Window(channel, tuple(pieces), sum(overlap_s(speech, start_s, end_s) for start_s, end_s in regions))


def overlap_s(regions: Iterable[Region], start_s: float, end_s: float) -> float:
    """How many of the seconds from `start_s` to `end_s` lie in `regions`."""
    return sum(max(0.0, min(end_s, end) - max(start_s, start)) for start, end in regions)
