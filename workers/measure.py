"""Third stage: timing and voice of the call, from its transcript and its sound."""

from __future__ import annotations

from qa import audio
from qa.call import SpeechMeasures, Stage
from qa.speech.timing import measure
from qa.store import results
from qa.store.calls import CallAtHand
from qa.store.engine import Session
from workers.attempt import Bench, Progress, Write, carry_out
from workers.material import sound_path, told_call


def run(call_id: int) -> None:
    carry_out(Stage.MEASURE, call_id, _work)


def _work(at: Bench, call: CallAtHand, progress: Progress) -> Write:
    with at.store.reading() as session:
        transcript_id, transcript = results.transcript_of(session, call.call_id)
    told = told_call(at.recordings, call.sha256)
    if told is not None:
        measures_told = told.measures
        return lambda session: _keep(session, call.call_id, transcript_id, measures_told)
    sound = audio.decode(sound_path(at.recordings, call.sha256), max_s=at.settings.max_call_s)
    progress(0.3)
    measures = measure(transcript, sound.samples, at.settings.agent_channel)
    return lambda session: _keep(session, call.call_id, transcript_id, measures)


def _keep(session: Session, call_id: int, transcript_id: int, measures: SpeechMeasures | None) -> None:
    """What carries no times has no measures."""
    if measures is not None:
        results.keep_measures(session, call_id, transcript_id, measures)
