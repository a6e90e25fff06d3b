"""`qa transcribe FILE`: one recording to a transcript, outside the pipeline. Nothing is stored."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from qa.call import Transcript, to_json
from qa.command.terminal import clock_time
from qa.errors import Problem
from qa.settings import settings

FIRST = ("language", "duration_s", "turns", "set_aside", "events")


@click.command("transcribe")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON value on standard output.")
@click.option("--model", help="Whisper model or checkpoint, instead of QA_WHISPER_MODEL.")
@click.option("--language", help="ko, en, …: instead of letting the recogniser tell.")
def command(file: Path, as_json: bool, model: str | None, language: str | None) -> None:
    """Transcribe FILE: turns of agent and citizen with times, what was set aside, and what else is heard."""
    # Imported here: `qa transcribe --help` need not wait for torch.
    from qa.audio import decode
    from qa.transcribe.engine import load_engine
    from qa.transcribe.transcript import transcribe

    chosen = settings()
    try:
        sound = decode(file, max_s=chosen.max_call_s)
    except Problem as problem:
        said = problem.sentence
        raise Problem(f"{file.name}: {said.ko}", f"{file.name}: {said.en}", again=problem.again) from problem
    engine = load_engine(model or chosen.whisper_model, models=chosen.models, threads=chosen.threads)
    language = language or chosen.language or None
    with click.progressbar(length=1000, label=file.name, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        transcript = transcribe(
            sound.samples,
            engine=engine,
            language=language,
            agent_channel=chosen.agent_channel,
            progress=lambda share: bar.update(round(share * 1000) - bar.pos),
        )
    if as_json:
        click.echo(json.dumps(as_dict(transcript), ensure_ascii=False, indent=1))
    else:
        _say(transcript)


def as_dict(transcript: Transcript) -> dict[str, Any]:
    """The transcript as plain values: first what scripts read, then the rest."""
    value = to_json(transcript)
    return {name: value[name] for name in (*FIRST, *(name for name in value if name not in FIRST))}


def _say(transcript: Transcript) -> None:
    click.echo(f"{transcript.language or '-'}  {clock_time(transcript.duration_s)}  {transcript.engine}")
    for turn in transcript.turns:
        click.echo(f"{clock_time(turn.start_s):>6}  {turn.speaker:<8} {turn.text}")
    for aside in transcript.set_aside:
        click.echo(f"{clock_time(aside.start_s):>6}  [{aside.why}] {aside.text}")
    for event in transcript.events:
        click.echo(f"{clock_time(event.start_s):>6}  ({event.kind}, {event.end_s - event.start_s:.1f} s)")
