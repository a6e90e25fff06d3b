"""Third stage: timing and voice of the call, from its transcript and its sound."""

from __future__ import annotations

from qa import audio
from qa.call import Stage
from qa.speech.timing import measure
from qa.store import results
from qa.store.calls import CallAtHand
from workers.attempt import Bench, Progress, Write, carry_out


def run(call_id: int) -> None:
    carry_out(Stage.MEASURE, call_id, _work)


def _work(at: Bench, call: CallAtHand, progress: Progress) -> Write:
    with at.store.reading() as session:
        transcript_id, transcript = results.transcript_of(session, call.call_id)
    sound = audio.decode(at.recordings.path(call.sha256), max_s=at.settings.max_call_s)
    progress(0.3)
    measures = measure(transcript, sound.samples, at.settings.agent_channel)
    return lambda session: results.keep_measures(session, call.call_id, transcript_id, measures)
