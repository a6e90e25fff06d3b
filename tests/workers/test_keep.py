"""The keeper: starts its command again whenever it ends, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qa.settings import HERE

WITHIN_S = 30.0


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(look: Callable[[], object], what: str) -> None:
    end = time.monotonic() + WITHIN_S
    while not look():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.02)


class Kept:
    """A keeper whose command writes a line with its process id each time it starts, then sleeps."""

    def __init__(self, folder: Path) -> None:
        self.notes = folder / "starts"
        script = f"import os, time; open({str(self.notes)!r}, 'a').write(f'{{os.getpid()}}\\n'); time.sleep(600)"
        self.command = [sys.executable, "-m", "workers", "keep", "--", sys.executable, "-c", script]

    def started(self) -> list[int]:
        lines = self.notes.read_text().splitlines(keepends=True) if self.notes.exists() else []
        return [int(line) for line in lines if line.endswith("\n")]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path)
    yield made
    for pid in made.started():
        if alive(pid):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def keeper(kept: Kept) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(kept.command, cwd=HERE, stdout=subprocess.PIPE)
    until(kept.started, "the first start")
    yield process
    process.kill()
    process.wait()


def test_a_command_that_is_killed_is_started_again(kept: Kept, keeper: subprocess.Popen[bytes]) -> None:
    os.kill(kept.started()[0], signal.SIGKILL)
    until(lambda: len(kept.started()) == 2, "the second start")
    assert alive(kept.started()[1])
    assert keeper.poll() is None


def test_a_command_that_ends_well_is_started_again_too(tmp_path: Path) -> None:
    """An RQ worker that lost Redis in the middle of a job ends with code 0."""
    notes = tmp_path / "starts"
    process = subprocess.Popen(
        [sys.executable, "-m", "workers", "keep", "--", "sh", "-c", f"echo x >> {notes}"],
        cwd=HERE,
        stdout=subprocess.PIPE,
    )
    until(lambda: notes.exists() and notes.read_text().count("x") >= 2, "the second start")
    process.terminate()
    assert process.wait(10) == 0


def test_the_command_ends_with_the_keeper_when_it_is_told_to_stop(kept: Kept, keeper: subprocess.Popen[bytes]) -> None:
    keeper.terminate()
    assert keeper.wait(10) == 0
    assert not alive(kept.started()[0])
    assert len(kept.started()) == 1


def test_the_command_dies_with_a_keeper_that_is_killed(kept: Kept, keeper: subprocess.Popen[bytes]) -> None:
    keeper.kill()
    keeper.wait()
    until(lambda: not alive(kept.started()[0]), "the death of the command")


def test_a_command_that_will_not_stop_is_killed(tmp_path: Path) -> None:
    notes = tmp_path / "stubborn"
    script = (
        "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"open({str(notes)!r}, 'w').write(f'{{os.getpid()}}\\n'); time.sleep(600)"
    )
    process = subprocess.Popen([sys.executable, "-m", "workers", "keep", "--", sys.executable, "-c", script], cwd=HERE)
    until(lambda: notes.exists() and notes.read_text().endswith("\n"), "the start")
    process.terminate()
    process.wait(15)
    assert not alive(int(notes.read_text()))


def test_nothing_outlives_a_supervisor_that_is_killed(kept: Kept) -> None:
    """honcho starts each line from a process of its own; so does this stand-in: supervisor, relay, keeper, command."""
    supervisor = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import subprocess, sys; subprocess.run([sys.executable, '-c', "
            "'import subprocess, sys; subprocess.run(sys.argv[1:])', *sys.argv[1:]])",
            *kept.command,
        ],
        cwd=HERE,
    )
    until(kept.started, "the first start")
    supervisor.kill()
    supervisor.wait()
    until(lambda: not alive(kept.started()[0]), "the death of the command")


def test_a_command_goes_on_when_only_the_relay_of_its_output_dies(kept: Kept) -> None:
    relay = "import subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.PIPE)"
    supervisor = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', {relay!r}, *sys.argv[1:]]);"
            "print(p.pid, flush=True); p.wait(); time.sleep(600)",
            *kept.command,
        ],
        cwd=HERE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert supervisor.stdout is not None
    relay_pid = int(supervisor.stdout.readline())
    until(kept.started, "the first start")
    os.kill(relay_pid, signal.SIGKILL)
    until(lambda: len(kept.started()) == 2 and alive(kept.started()[1]), "a fresh start without the broken pipe")
    supervisor.kill()
    supervisor.wait()
    until(lambda: not alive(kept.started()[1]), "the death of the command")


@pytest.mark.parametrize("arguments", [[], ["keep"], ["keep", "--"], ["nonsense"], ["ingest", "flag"]])
def test_wrong_arguments_are_answered_with_the_usage(arguments: list[str], tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "workers", *arguments],
        cwd=HERE,
        env={**os.environ, "QA_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 2
    assert answer.stderr.startswith("usage:")
