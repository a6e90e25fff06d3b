"""Transcript and sound → SpeechMeasures: who spoke when and how long, silences, holds, interruptions, pace, loudness.

Times come from voice activity, which hears to a hundredth of a second where speech is; the words only say what a
silence or an overlap meant. What needs two channels (interruptions, overlap) is None on one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log10
from statistics import median

import numpy as np
from numpy.typing import NDArray

from qa.call import Span, Speaker, SpeechMeasures, Transcript, Turn
from qa.language.transfers import transfers_said
from qa.speech.pace import syllables
from qa.speech.said import asked_to_wait, is_backchannel, said_between, thanked_for_waiting
from qa.speech.voice import loudness_db
from qa.speech.voice_activity import Activity, Region, voice_activity

Samples = NDArray[np.float32]
HIGHEST_SNR_DB = 60.0


@dataclass(frozen=True)
class TimingOptions:
    """All in seconds. Dead air from 5 s as in the usual contact-centre products; an interruption keeps on for 1 s."""

    dead_air_s: float = 5.0
    silent_hold_s: float = 8.0
    music_hold_s: float = 2.0
    said_within_s: float = 8.0
    citizen_has_spoken_s: float = 1.0
    talked_over_s: float = 1.0
    crosstalk_s: float = 0.5
    longest_response_s: float = 10.0
    paced_turn_s: float = 2.0
    paced_total_s: float = 5.0


def measure(
    transcript: Transcript, samples: Samples, agent_channel: int = 0, options: TimingOptions | None = None
) -> SpeechMeasures:
    """`samples`: float32 at 16 kHz, [channels, n], the sound that `transcript` was made from."""
    options = options or TimingOptions()
    heard = voice_activity(samples)
    stereo = len(samples) == 2
    agent = heard[agent_channel].speech if stereo else _within(heard[0].speech, transcript.turns, Speaker.AGENT)
    citizen = heard[1 - agent_channel].speech if stereo else _within(heard[0].speech, transcript.turns, Speaker.CITIZEN)
    known = stereo or any(turn.speaker is not Speaker.UNKNOWN for turn in transcript.turns)
    agent_s, citizen_s = _length_s(agent), _length_s(citizen)
    both = [span for span in _intersection(agent, citizen) if span[1] - span[0] >= options.crosstalk_s]
    holds, dead_air = _waits(transcript, heard, options)
    first = next((turn for turn in transcript.turns if turn.speaker is Speaker.AGENT), None)
    return SpeechMeasures(
        duration_s=transcript.duration_s,
        agent_talk_s=agent_s,
        citizen_talk_s=citizen_s,
        agent_talk_share=agent_s / (agent_s + citizen_s) if known and agent_s + citizen_s > 0 else None,
        dead_air=dead_air,
        holds=holds,
        interruptions=_interruptions(transcript.turns, agent, citizen, options) if stereo else (),
        overlap_s=_length_s(both) if stereo else None,
        response_time_s=_response_time_s(transcript.turns, holds, options),
        agent_pace_syllables_per_s=_pace(transcript.turns, agent, options),
        agent_loudness_db=loudness_db(samples[agent_channel if stereo else 0], agent),
        citizen_loudness_db=loudness_db(samples[1 - agent_channel if stereo else 0], citizen),
        noise_db=min((snr for snr in map(_snr_db, heard) if snr is not None), default=None),
        transfers=len(transfers_said(transcript.turns)),
        greeting_delay_s=first.start_s if first else None,
    )


def _waits(
    transcript: Transcript, heard: Sequence[Activity], options: TimingOptions
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Holds and dead air, among the stretches in which nobody speaks.

    Before the first word and after the last one nobody is kept waiting by silence, so those do not count.
    """
    turns = transcript.turns
    spoken = _union([*(r for one in heard for r in one.speech), *((turn.start_s, turn.end_s) for turn in turns)])
    music = _union([r for one in heard for r in one.music])
    # A "hello?" into the hold music does not end the hold.
    spoken = [span for span in spoken if _overlap_s(music, span) < 0.5 * (span[1] - span[0])]
    holds: list[Span] = []
    dead_air: list[Span] = []
    for (_, start_s), (end_s, _) in pairwise(spoken):
        span = Span(start_s, end_s)
        if span.length_s < options.music_hold_s:
            continue
        before = said_between(turns, Speaker.AGENT, start_s - options.said_within_s, start_s + 0.3)
        after = said_between(turns, Speaker.AGENT, end_s - 0.3, end_s + options.said_within_s)
        has_music = _overlap_s(music, (start_s, end_s)) >= options.music_hold_s
        if not has_music and span.length_s < options.dead_air_s:
            continue
        announced = asked_to_wait(before)
        if has_music or (announced and span.length_s >= options.silent_hold_s):
            holds.append(replace(span, announced=announced, thanked=thanked_for_waiting(after)))
        elif not announced:
            dead_air.append(span)
    return tuple(holds), tuple(dead_air)


def _interruptions(
    turns: Sequence[Turn], agent: Sequence[Region], citizen: Sequence[Region], options: TimingOptions
) -> tuple[Span, ...]:
    """The agent starts while the citizen has been speaking and keeps on over them; a "네" does not count."""
    found: list[Span] = []
    both = _intersection(agent, citizen)
    for mine in (turn for turn in turns if turn.speaker is Speaker.AGENT and not is_backchannel(turn.text)):
        for theirs in (turn for turn in turns if turn.speaker is Speaker.CITIZEN):
            if not theirs.start_s + options.citizen_has_spoken_s <= mine.start_s < theirs.end_s:
                continue
            end_s = min(mine.end_s, theirs.end_s)
            if _overlap_s(both, (mine.start_s - 0.3, end_s + 0.3)) >= options.talked_over_s:
                found.append(Span(mine.start_s, end_s))
                break
    return tuple(found)


def _response_time_s(turns: Sequence[Turn], holds: Sequence[Span], options: TimingOptions) -> float | None:
    """The median time from the citizen's last word to the agent's next; 0 where the agent did not wait for it."""
    gaps = [
        max(0.0, after.start_s - before.end_s)
        for before, after in pairwise(turns)
        if before.speaker is Speaker.CITIZEN
        and after.speaker is Speaker.AGENT
        and after.start_s - before.end_s <= options.longest_response_s
        and not any(hold.start_s < after.start_s and hold.end_s > before.end_s for hold in holds)
    ]
    return median(gaps) if gaps else None


def _pace(turns: Sequence[Turn], agent: Sequence[Region], options: TimingOptions) -> float | None:
    """Syllables per second of the agent's speech, over turns long enough to have a pace."""
    said, spoken_s = 0, 0.0
    for turn in turns:
        if turn.speaker is Speaker.AGENT:
            speech_s = _overlap_s(agent, (turn.start_s, turn.end_s))
            if speech_s >= options.paced_turn_s:
                said += syllables(turn.text)
                spoken_s += speech_s
    return said / spoken_s if spoken_s >= options.paced_total_s else None


def _snr_db(one: Activity) -> float | None:
    """Speech over noise of a channel with at least two seconds of speech, the noise under the speech taken off."""
    if one.speech_db is None or one.speech_s < 2.0:
        return None
    speech, noise = 10 ** (one.speech_db / 10), 10 ** (one.floor_db / 10)
    return min(HIGHEST_SNR_DB, 10 * log10(max(speech - noise, 1e-12) / max(noise, 1e-12)))


def _within(speech: Sequence[Region], turns: Sequence[Turn], speaker: Speaker) -> list[Region]:
    return _intersection(speech, _union([(turn.start_s, turn.end_s) for turn in turns if turn.speaker is speaker]))


def _union(regions: Iterable[Region]) -> list[Region]:
    joined: list[Region] = []
    for start_s, end_s in sorted(regions):
        if joined and start_s <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end_s))
        else:
            joined.append((start_s, end_s))
    return joined


def _intersection(one: Sequence[Region], other: Sequence[Region]) -> list[Region]:
    both = [(max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other if a[0] < b[1] and b[0] < a[1]]
    return sorted(both)


def _length_s(regions: Iterable[Region]) -> float:
    return sum((end_s - start_s for start_s, end_s in regions), 0.0)


def _overlap_s(regions: Iterable[Region], span: Region) -> float:
    return sum(max(0.0, min(end_s, span[1]) - max(start_s, span[0])) for start_s, end_s in regions)
