"""Second stage: sound to transcript. The model is loaded once per process and stays in memory."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from qa import audio
from qa.call import Stage
from qa.store import results
from qa.store.calls import CallAtHand
from qa.store.engine import Session
from qa.transcribe.engine import Engine, load_engine
from qa.transcribe.transcript import transcribe
from workers.attempt import Bench, Progress, Write, carry_out


def run(call_id: int) -> None:
    carry_out(Stage.TRANSCRIBE, call_id, _work)


@lru_cache(maxsize=1)
def engine(model: str, models: Path, threads: int) -> Engine:
    """The engine of this process. Raises `Problem` when the weights are not to be had; the next call tries anew."""
    return load_engine(model, models=models, threads=threads)


def _work(at: Bench, call: CallAtHand, progress: Progress) -> Write:
    of = at.settings
    ready = engine(of.whisper_model, of.models, of.threads)
    sound = audio.decode(at.recordings.path(call.sha256), max_s=of.max_call_s)
    transcript = transcribe(
        sound.samples,
        engine=ready,
        language=of.language or None,
        agent_channel=of.agent_channel,
        progress=progress,
    )

    def write(session: Session) -> None:
        results.keep_transcript(session, call.call_id, transcript)

    return write
