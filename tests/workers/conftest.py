"""Real worker processes on a database, a Redis and a recording folder of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import select

from qa.call import Stage, State
from qa.desk.ingest import Intake, hand_in_file, intake
from qa.settings import HERE, Settings
from qa.store.engine import open_store
from qa.store.tables import CallStage
from tests.conftest import RedisProcess

T = TypeVar("T")
PATIENCE_S = 120  # a busy machine starts a worker slowly


class Floor:
    """The machine's half, as many processes of it as a test starts."""

    def __init__(self, settings: Settings, redis: RedisProcess, model: str) -> None:
        self.settings, self.redis = settings, redis
        self.store = open_store(settings)
        self.intake: Intake = intake(self.store, settings)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("QA_")},
            "QA_DATA": str(settings.data),
            "QA_REDIS_URL": redis.url,
            "QA_WHISPER_MODEL": model,
            "QA_LANGUAGE": "ko",
            "QA_LEASE_S": "3",
            "QA_THREADS": "1",
            "PYTHONUNBUFFERED": "1",
        }
        self.log = settings.data / "workers.log"
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, name: str, **environment: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "workers", name],
                cwd=HERE,
                env={**self.environment, **environment},
                stdout=log,
                stderr=log,
            )
        self._running.append(process)
        return process

    def hand_in(self, path: Path) -> int:
        return hand_in_file(self.intake, path).call_id

    def row(self, call_id: int, stage: Stage) -> CallStage | None:
        with self.store.reading() as session:
            return session.scalar(select(CallStage).where(CallStage.call_id == call_id, CallStage.stage == stage))

    def wait_for(self, call_id: int, stage: Stage, *states: State) -> CallStage:
        """The row of the stage once it is in one of these states."""
        return self.wait_until(
            lambda: (found := self.row(call_id, stage)) and found.state in states and found,
            f"call {call_id}, {stage}: {states}",
        )

    def wait_until(self, look: Callable[[], T], what: str) -> T:
        until = time.monotonic() + PATIENCE_S
        while not (found := look()):
            assert time.monotonic() < until, f"never came: {what}\n{self.log.read_text()[-3000:]}"
            time.sleep(0.02)
        return found

    def close(self) -> None:
        for process in self._running:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()
        self.store.close()


@pytest.fixture
def floor(tmp_path: Path, redis: RedisProcess, tiny_model: Path) -> Iterator[Floor]:
    opened = Floor(Settings(data=tmp_path / "data", redis_url=redis.url), redis, str(tiny_model))
    yield opened
    opened.close()
