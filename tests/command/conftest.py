"""The command `qa` as a person or a script meets it: exit code, standard output, standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from qa.__main__ import main
from qa.settings import settings


@dataclass(frozen=True)
class Answered:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Qa = Callable[..., Answered]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that the command uses; nothing is in it yet. Redis is away."""
    folder = tmp_path / "data"
    monkeypatch.setenv("QA_DATA", str(folder))
    monkeypatch.setenv("QA_TERMINAL_LANGUAGE", "en")
    return folder


@pytest.fixture
def qa(data: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Qa]:
    """Runs `qa` with these arguments in this process."""

    def run(*arguments: str | Path) -> Answered:
        settings.cache_clear()
        monkeypatch.setattr(sys, "argv", ["qa", *map(str, arguments)])
        capfd.readouterr()
        code: object = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        out, err = capfd.readouterr()
        return Answered(code if isinstance(code, int) else 1, out, err)

    yield run
    settings.cache_clear()
