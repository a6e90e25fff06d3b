"""Addresses of our own files and of the browser libraries, each with its version in it: browsers may keep them long."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from flask import url_for

STATIC = Path(__file__).parent / "static"


def asset(path: str) -> str:
    """Address of a file of ours; changes with its content."""
    return url_for("static", filename=path, v=_hash(path, (STATIC / path).stat().st_mtime_ns))


def vendor(name: str) -> str:
    """Address of a library's file as `qa.web.vendor` copied it; empty when set-up has not run, and pages do without."""
    found = _libraries().get(name)
    return url_for("static", filename=f"vendor/{found}") if found else ""


@cache
def _hash(path: str, _changed_ns: int) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]


@cache
def _libraries() -> dict[str, str]:
    try:
        listed = json.loads((STATIC / "vendor" / "vendor.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {item["name"]: item["file"] for item in listed}
