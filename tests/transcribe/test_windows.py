"""Speech packed into windows, and every word's way back to its place in the call."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.transcribe.windows import LONGEST_S, Window, pack, quietest
from tests.sounds import RATE_HZ, Samples, noise, silence, voice


def counted(length_s: float) -> Samples:
    """Samples whose value is their own time in seconds, so that a cut can be recognised."""
    return (np.arange(round(length_s * RATE_HZ)) / RATE_HZ).astype(np.float32)


@st.composite
def speech(draw: st.DrawFn) -> list[tuple[float, float]]:
    regions, at = [], 0.0
    for gap, length in draw(st.lists(st.tuples(st.floats(0.3, 15), st.floats(0.1, 40)), min_size=1, max_size=12)):
        regions.append((at + gap, at + gap + length))
        at = regions[-1][1]
    return regions


@settings(max_examples=40, deadline=None)
@given(speech(), st.sampled_from((LONGEST_S, 11.0, 5.0)))
def test_every_second_of_speech_is_in_exactly_one_window_and_none_is_too_long(
    regions: list[tuple[float, float]], longest_s: float
) -> None:
    samples = counted(regions[-1][1] + 1)
    windows = pack(regions, 0, samples, longest_s)
    pieces = [piece for window in windows for piece in window.pieces]
    assert all(a.end_s <= b.start_s + 1e-6 for a, b in pairwise(pieces))
    assert all(window.length_s <= longest_s + 1e-6 for window in windows)
    for start_s, end_s in regions:
        inside = sum(max(0.0, min(end_s, p.end_s) - max(start_s, p.start_s)) for p in pieces)
        assert inside == pytest.approx(end_s - start_s, abs=1e-6)
    assert sum(window.speech_s for window in windows) == pytest.approx(sum(b - a for a, b in regions), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(speech(), st.floats(0, 1))
def test_a_moment_of_the_window_is_the_moment_that_was_cut(regions: list[tuple[float, float]], share: float) -> None:
    samples = counted(regions[-1][1] + 1)
    for window in pack(regions, 0, samples):
        cut = window.cut(samples)
        assert len(cut) == pytest.approx(window.length_s * RATE_HZ, abs=len(window.pieces) + 1)
        at = min(len(cut) - 1, round(share * len(cut)))
        start_s, _ = window.in_call(at / RATE_HZ, at / RATE_HZ)
        assert start_s == pytest.approx(float(cut[at]), abs=2e-3)


def test_a_word_over_a_join_lands_in_the_piece_that_holds_most_of_it() -> None:
    window = pack([(10, 12), (50, 52)], 0, counted(60))[0]
    assert [(p.start_s, p.end_s) for p in window.pieces] == [(9.75, 12.25), (49.75, 52.25)]
    assert window.in_call(2.3, 2.6) == (12.05, 12.25)
    assert window.in_call(2.4, 3.0) == (49.75, 50.25)


def test_short_pauses_stay_and_long_ones_shrink() -> None:
    assert len(pack([(1, 3), (3.9, 6)], 0, counted(10))[0].pieces) == 1
    assert len(pack([(1, 3), (4.1, 6)], 0, counted(10))[0].pieces) == 2


def test_endless_speech_is_cut_where_it_is_quietest() -> None:
    sound = np.concatenate([voice(25), silence(0.2), voice(30)]) + noise(55.2, 0.0005)
    first, second = pack([(0, 55.2)], 0, sound)[:2]
    assert first.pieces[-1].end_s == pytest.approx(25.1, abs=0.1)
    assert second.pieces[0].start_s == first.pieces[-1].end_s
    assert quietest(sound, 20, 29) == pytest.approx(25.1, abs=0.1)


def test_halves_hold_what_the_whole_held() -> None:
    sound = voice(40)
    regions = [(1.0, 6.0), (8.0, 9.0), (12.0, 25.0)]
    whole = pack(regions, 1, sound)[0]
    halves = whole.halves(regions, sound)
    assert len(halves) == 2
    assert sum((half.pieces for half in halves), ()) != whole.pieces  # window times begin anew
    assert [(p.start_s, p.end_s) for half in halves for p in half.pieces] == [
        (p.start_s, p.end_s) for p in whole.pieces
    ]
    assert sum(half.speech_s for half in halves) == pytest.approx(whole.speech_s)
    assert all(half.channel == 1 for half in halves)


def test_what_is_too_short_to_part_stays_whole() -> None:
    whole = pack([(1, 3)], 0, counted(5))[0]
    assert whole.halves([(1, 3)], counted(5)) == (whole,)


def test_no_speech_gives_no_window() -> None:
    assert pack([], 0, counted(5)) == []
    assert isinstance(pack([(0.0, 5.0)], 0, counted(5))[0], Window)
