"""`qa demo` with its real processes: starts, stops, starts again, and leaves nothing behind. Its ears are random."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from qa.command.supervision import LIVED_S
from qa.settings import HERE, Settings
from qa.store import overview
from qa.store.engine import open_store

PATIENCE_S = 240
STOPS_WITHIN_S = 25


def processes_of(folder: Path) -> list[int]:
    """Every process that was started with this data folder; Redis writes over its environment and names its socket."""
    variable, socket_path = f"QA_DATA={folder}".encode(), f"{folder}/redis.sock".encode()
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and (
                variable in (entry / "environ").read_bytes().split(b"\0")
                or socket_path in (entry / "cmdline").read_bytes()
            ):
                found.append(int(entry.name))
    return found


def until(look: Callable[[], object], what: str, log: Path | None = None, within_s: float = PATIENCE_S) -> None:
    end = time.monotonic() + within_s
    while not look():
        assert time.monotonic() < end, f"never came: {what}\n{log.read_text()[-3000:] if log and log.exists() else ''}"
        time.sleep(0.1)


class Demo:
    def __init__(self, folder: Path, model: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.said, self.log = folder, folder / "said", folder / "log" / "demo.log"
        self.environment = {
            **os.environ,
            "QA_DATA": str(folder),
            "QA_PORT": str(self.port),
            "QA_WHISPER_MODEL": str(model),
            "QA_LANGUAGE": "ko",
            "QA_TERMINAL_LANGUAGE": "en",
        }

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        with self.said.open("ab") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "qa", "demo", "--samples", "cut-off", *arguments],
                cwd=HERE,
                env=self.environment,
                stdout=said,
                stderr=said,
            )

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=2) as page:
                return bool(page.status == 200)
        except OSError:
            return False

    def ended(self) -> int:
        """How many calls are done or stopped."""
        store = open_store(Settings(data=self.folder))
        with store.reading() as session:
            calls = overview.call_count(session)
            found = sum(one.ended for one in overview.standings(session, list(range(1, calls + 1))))
        store.close()
        return found


@pytest.fixture
def demo(tiny_model: Path) -> Iterator[Demo]:
    with tempfile.TemporaryDirectory(prefix="attune-demo-") as folder:
        yield Demo(Path(folder), tiny_model)
        for pid in processes_of(Path(folder)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def test_ctrl_c_leaves_nothing_running_and_the_next_start_doubles_nothing(demo: Demo) -> None:
    first = demo.start()
    until(demo.answers, "the page", demo.log)
    until(lambda: demo.ended() == 1, "the end of the sample call", demo.log)
    until(lambda: f"http://127.0.0.1:{demo.port}/" in demo.said.read_text(), "where to look")
    second = demo.start()
    assert second.wait(60) == 1, "one demo per data folder"
    assert "already runs" in demo.said.read_text()
    first.send_signal(signal.SIGINT)
    first.wait(STOPS_WITHIN_S)
    assert processes_of(demo.folder) == []
    again = demo.start()
    until(demo.answers, "the page again", demo.log)
    assert demo.ended() == 1
    again.send_signal(signal.SIGTERM)
    again.wait(STOPS_WITHIN_S)
    assert processes_of(demo.folder) == []


def test_a_demo_that_is_killed_takes_everything_with_it(demo: Demo) -> None:
    process = demo.start()
    until(demo.answers, "the page", demo.log)
    process.kill()
    process.wait()
    until(lambda: processes_of(demo.folder) == [], "the end of every process", demo.log, within_s=STOPS_WITHIN_S)


def test_any_process_of_the_demo_may_be_killed(demo: Demo) -> None:
    """Each line of the Procfile is back, under another process id, and the sample call comes to its end."""
    process = demo.start()
    until(demo.answers, "the page", demo.log)
    workers = {pid: line for pid in processes_of(demo.folder) if (line := _line(pid))}
    wanted = {"redis", "web", "housekeeping", "ingest", "transcribe", "measure", "score", "flag"}
    assert set(workers.values()) == wanted
    for pid in workers:
        os.kill(pid, signal.SIGKILL)

    def all_back() -> bool:
        now = {pid: line for pid in processes_of(demo.folder) if (line := _line(pid))}
        return sorted(now.values()) == sorted(workers.values()) and not set(now) & set(workers)

    until(all_back, "every process again", demo.log)
    until(demo.answers, "the page again", demo.log)
    until(lambda: demo.ended() == 1, "the end of the sample call", demo.log)
    process.terminate()
    process.wait(STOPS_WITHIN_S)
    assert processes_of(demo.folder) == []


def _none_of(old: set[int], folder: Path) -> bool:
    return not old & set(processes_of(folder))


def test_the_demo_comes_back_when_a_keeper_or_its_supervisor_is_killed(demo: Demo) -> None:
    """honcho ends everything when one of its own children dies; the demo starts honcho again."""
    process = demo.start()
    until(demo.answers, "the page", demo.log)
    until(lambda: demo.ended() == 1, "the end of the sample call", demo.log)
    for victim, which in ((b"keep\0", 0), (b"honcho\0", 0), (b"honcho\0", -1)):  # honcho, and a child of its own
        until(demo.answers, "the page", demo.log)
        time.sleep(LIVED_S)
        old = set(processes_of(demo.folder)) - {process.pid}
        named = sorted(pid for pid in old if victim in Path(f"/proc/{pid}/cmdline").read_bytes())
        os.kill(named[which], signal.SIGKILL)
        until(partial(_none_of, old, demo.folder), "the end of all others", demo.log)
        until(demo.answers, "the page again", demo.log)
    assert demo.ended() == 1
    process.send_signal(signal.SIGINT)
    process.wait(STOPS_WITHIN_S)
    assert processes_of(demo.folder) == []


def test_a_port_in_use_is_one_sentence_and_nothing_is_started(demo: Demo) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", demo.port))
        taken.listen()
        assert demo.start().wait(60) == 1
    assert f"127.0.0.1:{demo.port} cannot be used" in demo.said.read_text()
    assert "QA_PORT" in demo.said.read_text()
    assert processes_of(demo.folder) == []


def test_a_redis_that_is_away_is_one_sentence_and_nothing_is_started(demo: Demo) -> None:
    demo.environment["QA_REDIS_URL"] = "redis://127.0.0.1:1/0"
    assert demo.start().wait(60) == 1
    assert "Redis at redis://127.0.0.1:1/0 does not answer" in demo.said.read_text()
    assert "Traceback" not in demo.said.read_text()
    assert processes_of(demo.folder) == []


def test_once_prints_one_json_value_and_fails_when_a_sample_did_not_come_out_as_its_script_says(demo: Demo) -> None:
    """Random weights hear nothing right, so this must fail: a report that is always green would show here."""
    before = _folders()
    ended = subprocess.run(
        [sys.executable, "-m", "qa", "demo", "--once", "--json", "--samples", "cut-off"],
        cwd=HERE,
        env=demo.environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert ended.returncode == 1, ended.stderr
    outcome = json.loads(ended.stdout)
    (one,) = outcome["samples"]
    assert one["id"] == "cut-off"
    assert one["ok"] is False
    assert one["problems"]
    assert one["audio_s"] == pytest.approx(8, abs=0.5)
    assert one["work_s"] > 0
    assert one["expected"]["flags"] == ["cut_off"]
    assert {"stage", "cer", "score", "flags"} <= set(one)
    assert outcome["totals"]["samples"] == 1
    assert outcome["totals"]["ok"] == 0
    assert outcome["totals"]["times_real_time"] > 0
    assert "[1/1] cut-off" in ended.stderr
    assert _folders() <= before, "the temporary folder is gone"


def _folders() -> set[str]:
    """Those of the demo; the servers of other tests have a further word in their names."""
    return {each.name for each in Path(tempfile.gettempdir()).glob("attune-*") if each.name.count("-") == 1}


def _line(pid: int) -> str:
    """What a process of the Procfile does, without keepers and relays; nothing when it has just ended."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    except OSError:
        return ""
    if "redis-server" in words[0]:
        return "redis"
    if words[1:3] == ["-m", "workers"] and words[3] != "keep":
        return words[3]
    return "web" if words[1:4] == ["-m", "qa", "serve"] else ""
