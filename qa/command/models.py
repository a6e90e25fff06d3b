"""`qa models`: which Whisper weights are here, fetching published ones, and checking that they are whole and load."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from qa.settings import settings


@click.group("models")
def command() -> None:
    """Whisper models: list, fetch, check."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON value on standard output.")
def list_models(as_json: bool) -> None:
    """Every published model, whether its weights are here, and which one is in use."""
    from qa.transcribe.weights import published

    chosen = settings()
    rows: list[dict[str, Any]] = []
    for one in published():
        place = one.place(chosen.models)
        size_mb = round(place.stat().st_size / 1e6) if place.is_file() else None
        used = chosen.whisper_model in (one.name, *one.aliases)
        rows.append(
            {"name": one.name, "here": size_mb is not None, "size_mb": size_mb, "file": str(place), "used": used}
        )
    if not any(row["used"] for row in rows):
        rows.append(_own(chosen.whisper_model))
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        here = f"{row['size_mb']:>6} MB" if row["here"] else "        -"
        click.echo(f"{'*' if row['used'] else ' '} {row['name']:<16} {here}  {row['file']}")


@command.command("fetch")
@click.argument("model")
@click.option("--json", "as_json", is_flag=True, help="One JSON value on standard output.")
def fetch_model(model: str, as_json: bool) -> None:
    """Download the published MODEL into QA_MODELS with Whisper's own loader."""
    from qa.transcribe.weights import fetch

    path = fetch(model, settings().models)
    click.echo(json.dumps({"model": model, "file": str(path)}, ensure_ascii=False) if as_json else str(path))


@command.command("check")
@click.argument("model", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON value on standard output.")
def check_model(model: str | None, as_json: bool) -> None:
    """Is MODEL (default: the one in use) here, whole by its SHA-256, and does it load?"""
    from qa.transcribe.engine import load_engine
    from qa.transcribe.weights import located

    chosen = settings()
    model = model or chosen.whisper_model
    path, sha256 = located(model, chosen.models)
    engine = load_engine(model, models=chosen.models, threads=chosen.threads)
    if as_json:
        found = {"model": model, "file": str(path), "sha256": sha256, "engine": engine.name, "ok": True}
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        click.echo(f"{model}: {path}\nSHA-256 {sha256}\n{engine.name}")


def _own(model: str) -> dict[str, Any]:
    """The row of a checkpoint of one's own."""
    path = Path(model).expanduser()
    size_mb = round(path.stat().st_size / 1e6) if path.is_file() else None
    return {"name": path.stem, "here": size_mb is not None, "size_mb": size_mb, "file": str(path), "used": True}
