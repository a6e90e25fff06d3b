"""Second stage: sound to transcript. The model is loaded once per process and stays in memory."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from qa import audio
from qa.call import Stage, Transcript
from qa.formats.transcript import CallRead
from qa.language.personal import find_personal_data
from qa.store import results
from qa.store.calls import CallAtHand
from qa.store.engine import Session
from qa.transcribe.engine import Engine, load_engine
from qa.transcribe.transcript import transcribe
from workers.attempt import Bench, Progress, Write, carry_out
from workers.material import sound_path, told_call


def run(call_id: int) -> None:
    carry_out(Stage.TRANSCRIBE, call_id, _work)


@lru_cache(maxsize=1)
def engine(model: str, models: Path, threads: int) -> Engine:
    """The engine of this process. Raises `Problem` when the weights are not to be had; the next call tries anew."""
    return load_engine(model, models=models, threads=threads)


def _work(at: Bench, call: CallAtHand, progress: Progress) -> Write:
    of = at.settings
    with at.store.reading() as session:
        if results.before_corrections(session, call.call_id) is not None:
            return _stands
    told = told_call(at.recordings, call.sha256)
    if told is not None:
        handed_in = handed_in_transcript(told)
        return lambda session: _keep(session, call.call_id, handed_in)
    ready = engine(of.whisper_model, of.models, of.threads)
    sound = audio.decode(sound_path(at.recordings, call.sha256), max_s=of.max_call_s)
    transcript = transcribe(
        sound.samples,
        engine=ready,
        language=of.language or None,
        agent_channel=of.agent_channel,
        progress=progress,
    )
    return lambda session: _keep(session, call.call_id, transcript)


def handed_in_transcript(told: CallRead) -> Transcript:
    """The transcript that came instead of sound, with the personal data in it found."""
    text = told.transcript
    return replace(
        text, personal=text.personal or find_personal_data(text.turns), engine=text.engine or "handed in as text"
    )


def _stands(_session: Session) -> None:
    """What people have corrected is not heard anew: a newer transcript would take the place of their work."""


def _keep(session: Session, call_id: int, transcript: Transcript) -> None:
    results.keep_transcript(session, call_id, transcript)
