"""A keeper: runs one command and starts it again whenever it ends, until the keeper itself is told to stop.

honcho stops everything when one process ends, and an RQ worker ends (even with code 0) when Redis goes away under it.
So each line of the Procfile is a keeper with its process. Nothing outlives its supervisor: the child dies with the
keeper (PR_SET_PDEATHSIG), and the keeper ends when the process that started the supervision is gone.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
LOOK_EVERY_S = 0.2
POLITE_S = 4.0  # honcho's patience is 5 s
SHORT_LIFE_S = 5.0
LONGEST_PAUSE_S = 10.0

_libc = ctypes.CDLL(None)


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the thread that started it ends. Survives exec."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


class Keeper:
    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._stopping = False
        self._parent = os.getppid()
        # honcho starts each line from a process of its own, so the supervisor is the parent's parent.
        self._supervisor = _parent_of(self._parent)
        self._supervisor_began = _began(self._supervisor)

    def run(self) -> int:
        """Returns 0 once told to stop (SIGTERM, SIGINT) or once the supervisor is gone."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        pause_s = 0.5
        while not self._stopping:
            began = time.monotonic()
            # Own group: a signal to the whole line comes to the keeper, which passes it on exactly once.
            child = subprocess.Popen(self._command, preexec_fn=die_with_parent, process_group=0)
            self._watch(child)
            if self._stopping:
                _end(child)
                break
            lived_s = time.monotonic() - began
            print(f"{self._command[-1]} ended (code {child.returncode}) and is started again", flush=True)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S) if lived_s < SHORT_LIFE_S else 0.5
            self._sleep(pause_s)
        return 0

    def _watch(self, child: subprocess.Popen[bytes]) -> None:
        while child.poll() is None and not self._stopping:
            self._sleep(LOOK_EVERY_S)
            if os.getppid() != self._parent and not self._orphaned():
                # Only the relay of our output died: carry on without output, or the child would choke on the pipe.
                self._parent = os.getppid()
                _be_silent()
                _end(child)

    def _orphaned(self) -> bool:
        if self._supervisor > 1 and _began(self._supervisor) != self._supervisor_began:
            self._stopping = True
        return self._stopping

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self._stopping:
            time.sleep(min(left, LOOK_EVERY_S))
            self._orphaned()

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(POLITE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _be_silent() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (sys.stdout.fileno(), sys.stderr.fileno()):
        os.dup2(nowhere, descriptor)


def _stat(pid: int) -> list[str]:
    """Fields of /proc/PID/stat from the third on; the second, the name, may hold spaces."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return []


def _parent_of(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[1]) if fields else 0


def _began(pid: int) -> str:
    """When the process began, in clock ticks since boot: a process id that was given out anew has another."""
    fields = _stat(pid)
    return fields[19] if fields and fields[0] != "Z" else ""
