"""What became of the sample calls, as one JSON value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from qa.call import Sentence, Stage
from qa.command.samples import Sample, heard, problems
from qa.command.terminal import as_json
from qa.store.engine import Store
from qa.store.pages import CallPage, StageRead, call_page


def report(store: Store, calls: Mapping[int, Sample], *, wall_s: float) -> dict[str, Any]:
    """{"samples": […], "totals": {…}}; seconds of sound, of work and of the clock are named so.

    `times_real_time` is all sound over the time from the first to the last moment of transcribing, waits included.
    """
    rows, transcribing, edits, characters = [], [], 0, 0
    for call_id, sample in calls.items():
        with store.reading() as session:
            page = call_page(session, call_id)
        if page is None:
            raise LookupError(f"call {call_id} is gone")
        of_sound = heard(sample, page.transcript) if page.transcript else None
        if of_sound is not None:
            edits, characters = edits + of_sound.edits, characters + of_sound.characters
        wrong = problems(sample, page, of_sound)
        transcribed = [s for s in page.facts.stages if s.stage is Stage.TRANSCRIBE and s.work_s is not None]
        transcribing += transcribed
        rows.append(_row(sample, page, transcribed, wrong, round(of_sound.cer, 4) if of_sound else None))
    audio_s = sum(row["audio_s"] or 0.0 for row in rows)
    span_s = _span_s(transcribing)
    totals = {
        "samples": len(rows),
        "ok": sum(row["ok"] for row in rows),
        "audio_s": round(audio_s, 1),
        "transcribe_s": round(sum(s.work_s or 0.0 for s in transcribing), 1),
        "transcribe_wall_s": round(span_s, 1),
        "times_real_time": round(audio_s / span_s, 1) if span_s else None,
        "cer": round(edits / characters, 4) if characters else None,
        "wall_s": round(wall_s, 1),
    }
    return {"samples": rows, "totals": totals}


def _row(
    sample: Sample, page: CallPage, transcribed: list[StageRead], wrong: list[str], cer: float | None
) -> dict[str, Any]:
    stopped: Sentence | None = next((s.stopped for s in page.facts.stages if s.stopped), None)
    return {
        "id": sample.id,
        "call": page.facts.id,
        "audio_s": page.facts.duration_s,
        "work_s": round(sum(s.work_s or 0.0 for s in page.facts.stages), 2),
        "transcribe_s": round(sum(s.work_s or 0.0 for s in transcribed), 2),
        "stage": "done" if page.facts.finished else "stopped",
        "stopped": as_json(stopped),
        "cer": cer,
        "score": {e.rubric: None if e.score is None else round(e.score, 1) for e in page.evaluations},
        "flags": sorted({flag.code for flag in page.facts.flags}),
        "expected": sample.expected,
        "ok": not wrong,
        "problems": wrong,
    }


def _span_s(transcribed: list[StageRead]) -> float:
    """Seconds from the first start to the last end of these stages."""
    if not transcribed:
        return 0.0
    starts = [s.started_at for s in transcribed if s.started_at]
    ends = [s.started_at + timedelta(seconds=s.work_s or 0.0) for s in transcribed if s.started_at]
    return (max(ends) - min(starts)).total_seconds()
