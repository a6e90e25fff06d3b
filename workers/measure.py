"""Third stage: timing and voice of the call, from its transcript and its sound."""

from __future__ import annotations

from dataclasses import fields, replace

from qa import audio
from qa.call import SpeechMeasures, Stage, Transcript
from qa.speech.timing import measure
from qa.speech.turn_times import measure_turns
from qa.store import results
from qa.store.calls import CallAtHand
from qa.store.engine import Session
from qa.transcribe.correction import exchanged
from workers.attempt import Bench, Progress, Write, carry_out
from workers.material import sound_path, told_call


def run(call_id: int) -> None:
    carry_out(Stage.MEASURE, call_id, _work)


def _work(at: Bench, call: CallAtHand, progress: Progress) -> Write:
    with at.store.reading() as session:
        transcript_id, transcript = results.transcript_of(session, call.call_id)
        before = results.before_corrections(session, call.call_id)
    told = told_call(at.recordings, call.sha256)
    if told is not None:
        measures_told = told.measures
        if measures_told is not None and before is not None:
            measures_told = corrected(measures_told, before, transcript)
        return lambda session: _keep(session, call.call_id, transcript_id, measures_told)
    sound = audio.decode(sound_path(at.recordings, call.sha256), max_s=at.settings.max_call_s)
    progress(0.3)
    agent_channel = at.settings.agent_channel
    if before is not None and exchanged(before, transcript):
        agent_channel = 1 - agent_channel
    measures = measure(transcript, sound.samples, agent_channel)
    return lambda session: _keep(session, call.call_id, transcript_id, measures)


def corrected(told: SpeechMeasures, before: Transcript, after: Transcript) -> SpeechMeasures:
    """The measures of a transcript that came without its sound, after people corrected it.

    What the times of the turns tell otherwise now is taken from them; everything else stays as it was told, which may
    have been measured on sound that is not here. How loud each side was goes with the sides.
    """
    was, now = _of_turns(before), _of_turns(after)
    if exchanged(before, after):
        told = replace(told, agent_loudness_db=told.citizen_loudness_db, citizen_loudness_db=told.agent_loudness_db)
    names = [each.name for each in fields(SpeechMeasures)]
    return replace(told, **{name: getattr(now, name) for name in names if getattr(was, name) != getattr(now, name)})


def _of_turns(transcript: Transcript) -> SpeechMeasures:
    transfers = sum(event.kind == "transfer" for event in transcript.events)
    return measure_turns(transcript, transfers=transfers or None)


def _keep(session: Session, call_id: int, transcript_id: int, measures: SpeechMeasures | None) -> None:
    """What carries no times has no measures."""
    if measures is not None:
        results.keep_measures(session, call_id, transcript_id, measures)
