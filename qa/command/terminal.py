"""How the commands speak: one JSON value on standard output, sentences in the person's language."""

from __future__ import annotations

import json
import os
from datetime import datetime
from typing import Any

import click

from qa.call import to_json


def language() -> str:
    """Language of sentences on the terminal: QA_TERMINAL_LANGUAGE, else the locale's, else English."""
    wanted = os.environ.get("QA_TERMINAL_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return "ko" if wanted.startswith("ko") else "en"


def say_json(value: Any) -> None:
    """Dataclasses, enums and times included; times as ISO 8601."""
    click.echo(json.dumps(to_json(value), ensure_ascii=False, indent=2, default=_time))


def as_json(value: Any) -> Any:
    """As `say_json` would write it, as plain dicts, lists, numbers and strings."""
    return json.loads(json.dumps(to_json(value), ensure_ascii=False, default=_time))


def clock_time(seconds: float) -> str:
    """3:07 for 187 seconds."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _time(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
