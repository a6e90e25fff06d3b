"""Measures of a call from the times of its turns alone, for transcripts that come without their sound.

What only sound can tell (loudness, noise) stays None.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from qa.call import Span, Speaker, SpeechMeasures, Transcript, Turn
from qa.language.transfers import transfers_said
from qa.speech.pace import syllables
from qa.speech.said import asked_to_wait, is_backchannel, thanked_for_waiting

SHORTEST_SILENCE_S = 5.0
SHORTEST_OVERLAP_S = 1.0
_HOLD_KINDS = frozenset(("hold", "hold_music"))
_HARDLY_S = 0.2


def measure_turns(transcript: Transcript, *, transfers: int | None = None) -> SpeechMeasures:
    """`transfers`: when the transcript tells them; else they are counted from what the agent says."""
    turns = sorted(transcript.turns, key=lambda turn: turn.start_s)
    talk = {speaker: sum(t.end_s - t.start_s for t in turns if t.speaker is speaker) for speaker in Speaker}
    agent = [turn for turn in turns if turn.speaker is Speaker.AGENT]
    both = talk[Speaker.AGENT] + talk[Speaker.CITIZEN]
    dead_air, holds = _silences(transcript, turns)
    apart = transcript.attribution == "channel"
    interruptions, overlap_s = _overlaps(turns) if apart else ((), None)
    responses = [
        after.start_s - before.end_s
        for before, after in pairwise(turns)
        if before.speaker is Speaker.CITIZEN and after.speaker is Speaker.AGENT
    ]
    said = sum(syllables(turn.text) for turn in agent)
    return SpeechMeasures(
        duration_s=transcript.duration_s,
        agent_talk_s=talk[Speaker.AGENT],
        citizen_talk_s=talk[Speaker.CITIZEN],
        agent_talk_share=talk[Speaker.AGENT] / both if both else None,
        dead_air=dead_air,
        holds=holds,
        interruptions=interruptions,
        overlap_s=overlap_s,
        response_time_s=median(responses) if responses else None,
        agent_pace_syllables_per_s=said / talk[Speaker.AGENT] if talk[Speaker.AGENT] else None,
        transfers=transfers if transfers is not None else len(transfers_said(turns)),
        greeting_delay_s=agent[0].start_s if agent else None,
    )


def _silences(transcript: Transcript, turns: list[Turn]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Gaps of both sides: holds where the agent asked to wait or music plays, else dead air."""
    told = [Span(e.start_s, e.end_s) for e in transcript.events if e.kind in _HOLD_KINDS]
    dead_air: list[Span] = []
    holds: list[Span] = []
    heard_until = turns[0].start_s if turns else 0.0
    for place, turn in enumerate(turns):
        gap = Span(heard_until, turn.start_s)
        music = any(span.start_s < gap.end_s and span.end_s > gap.start_s for span in told)
        if gap.length_s >= SHORTEST_SILENCE_S or (music and gap.length_s > 0):
            before = [t for t in turns[max(0, place - 3) : place] if t.speaker is Speaker.AGENT]
            announced = any(asked_to_wait(t.text) for t in before)
            thanked = turn.speaker is Speaker.AGENT and thanked_for_waiting(turn.text)
            span = Span(gap.start_s, gap.end_s, announced, thanked)
            (holds if announced or music else dead_air).append(span)
        heard_until = max(heard_until, turn.end_s)
    holds += _told_besides(transcript, turns, holds)
    return tuple(dead_air), tuple(sorted(holds, key=lambda span: span.start_s))


def _told_besides(transcript: Transcript, turns: list[Turn], holds: list[Span]) -> list[Span]:
    """Holds that the telephone system tells of and no gap between turns shows, such as one after the last turn."""
    found = []
    for event in transcript.events:
        span = Span(event.start_s, event.end_s)
        seen = any(hold.start_s < span.end_s and hold.end_s > span.start_s for hold in holds)
        if event.kind != "hold" or seen or span.length_s <= _HARDLY_S:
            continue
        agent = [turn for turn in turns if turn.speaker is Speaker.AGENT]
        before = [turn for turn in agent if turn.start_s < span.start_s][-3:]
        after = [turn for turn in agent if turn.start_s >= span.start_s][:1]
        announced = any(asked_to_wait(turn.text) for turn in before)
        thanked = any(thanked_for_waiting(turn.text) for turn in after)
        found.append(Span(span.start_s, span.end_s, announced, thanked))
    return found


def _overlaps(turns: list[Turn]) -> tuple[tuple[Span, ...], float]:
    """Where the agent starts while the citizen speaks and keeps on (no back-channel), and all time together."""
    interruptions: list[Span] = []
    overlap_s = 0.0
    for citizen in (turn for turn in turns if turn.speaker is Speaker.CITIZEN):
        for agent in (turn for turn in turns if turn.speaker is Speaker.AGENT and not is_backchannel(turn.text)):
            shared = min(citizen.end_s, agent.end_s) - max(citizen.start_s, agent.start_s)
            if shared <= 0:
                continue
            overlap_s += shared
            if agent.start_s > citizen.start_s and shared >= SHORTEST_OVERLAP_S and agent.end_s > citizen.end_s:
                interruptions.append(Span(agent.start_s, citizen.end_s))
    return tuple(interruptions), overlap_s
