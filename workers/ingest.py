"""First stage: is this a call? Probe, decode, make the listening copy and the waveform."""

from __future__ import annotations

import json

from qa import audio
from qa.call import Stage
from qa.store import results
from qa.store.calls import CallAtHand
from workers.attempt import Bench, Progress, Write, carry_out
from workers.material import sound_path, told_call

PEAKS_PER_S = 50


def run(call_id: int) -> None:
    carry_out(Stage.INGEST, call_id, _work)


def _work(at: Bench, call: CallAtHand, progress: Progress) -> Write:
    told = told_call(at.recordings, call.sha256)
    if told is not None:
        text = results.SoundFacts("transcript", "json", 0, 0, round(told.transcript.duration_s, 3))
        return lambda session: results.keep_sound_facts(session, call.call_id, text)
    sound = audio.decode(sound_path(at.recordings, call.sha256), max_s=at.settings.max_call_s)
    progress(0.5)
    peaks = {"per_s": PEAKS_PER_S, "channels": audio.peaks(sound, per_s=PEAKS_PER_S)}
    at.recordings.derive(at.recordings.peaks(call.sha256), lambda path: path.write_text(json.dumps(peaks)))
    at.recordings.derive(at.recordings.listening_copy(call.sha256), lambda path: audio.listening_copy(sound, path))
    facts = results.SoundFacts(
        container=sound.source.container,
        codec=sound.source.codec,
        sample_rate_hz=sound.source.sample_rate_hz,
        channels=sound.source.channels,
        duration_s=round(sound.duration_s, 3),
    )
    return lambda session: results.keep_sound_facts(session, call.call_id, facts)
