"""Starting all processes of the Procfile under honcho, and leaving none behind."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from qa.errors import Problem
from qa.settings import HERE

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
POLITE_S = 8.0
LIVED_S = 5.0  # a honcho that lived shorter than this would only end again

_libc = ctypes.CDLL(None)


class Supervision:
    """honcho with some lines of the Procfile; everything it says goes to `log`.

    This process becomes the parent of whatever loses its own, so `stop` can see to it that nothing goes on running.
    """

    def __init__(self, lines: Mapping[str, int], *, environment: Mapping[str, str], log: Path) -> None:
        """`lines`: which lines of the Procfile, and how many processes of each."""
        self._lines, self._environment, self._log = lines, environment, log
        self._honcho: subprocess.Popen[bytes] | None = None
        self._began = 0.0

    def __enter__(self) -> Supervision:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self._log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._began = time.monotonic()
        command = [sys.executable, "-m", "honcho", "--no-colour", "-e", os.devnull, "-d", str(HERE), "start"]
        command += ["-c", ",".join(f"{line}={number}" for line, number in self._lines.items())]
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        with self._log.open("ab") as log:
            self._honcho = subprocess.Popen(
                [*command, *self._lines],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env={**self._environment, "PATH": path, "PYTHONUNBUFFERED": "1"},
                start_new_session=True,  # Ctrl-C comes to us, and from us once to honcho
                preexec_fn=_die_with_parent,
            )
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def check(self) -> None:
        """Start honcho again when it has ended: it, or a keeper, was killed, and honcho then ends everything.

        Raises `Problem` with the last lines of the log when it ended at once, which starting again would not mend.
        """
        if self._honcho is None:
            return
        ended = self._honcho.poll() is not None
        if (ended or self._orphans()) and time.monotonic() - self._began > LIVED_S:
            self.stop()  # whatever it left behind
            self.__enter__()
            return
        if ended:
            last = " / ".join(self.last_lines(3))
            raise Problem(
                f"프로세스 관리자(honcho)가 종료되었습니다: {last}. 다시 시작해 주세요. 로그: {self._log}",
                f"The supervisor (honcho) has ended: {last}. Start again; the log is {self._log}.",
                again=True,
            )

    def _orphans(self) -> list[int]:
        """Processes that lost one of honcho's own between them and it: honcho does not notice that by itself."""
        found = []
        for pid in _children():
            if self._honcho is not None and pid != self._honcho.pid:
                with contextlib.suppress(ChildProcessError):
                    if os.waitpid(pid, os.WNOHANG)[0] == 0:
                        found.append(pid)
        return found

    def last_lines(self, number: int) -> list[str]:
        with contextlib.suppress(OSError):
            return self._log.read_text("utf-8", "replace").splitlines()[-number:]
        return []

    def stop(self) -> None:
        """Politely first; after `POLITE_S` seconds nothing that we started is left alive."""
        if self._honcho is None:
            return
        self._honcho.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._honcho.wait(POLITE_S)
        self._honcho.poll()
        until = time.monotonic() + POLITE_S
        while children := _children():
            if time.monotonic() > until:
                for pid in children:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            if self._honcho.returncode is None and time.monotonic() < until:
                self._honcho.kill()  # it lost a process of its own and would wait for it for ever
                self._honcho.wait()
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            time.sleep(0.05)
        self._honcho = None


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Holds the data folder for one demo at a time. Raises `Problem` when another has it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "demo.lock").open("w") as lock:
        until = time.monotonic() + 5
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:  # one that is just stopping is worth a moment
                    raise Problem(
                        f"{folder} 폴더로 이미 체험판이 실행 중입니다. 먼저 끝내거나 QA_DATA를 바꿔 주세요.",
                        f"A demo already runs on {folder}: stop it first, or use another QA_DATA.",
                        again=True,
                    ) from None
                time.sleep(0.1)
        yield


def check_port(host: str, port: int) -> None:
    """Raises `Problem` when somebody else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Problem(
                f"{host}:{port} 주소를 쓸 수 없습니다({error.strerror}). "
                "그 주소를 쓰는 프로그램을 끝내거나 QA_PORT를 바꿔 주세요.",
                f"{host}:{port} cannot be used ({error.strerror}): stop what runs there, or set QA_PORT.",
                again=True,
            ) from error


def _die_with_parent() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _children() -> list[int]:
    """Processes whose parent is this one, zombies included."""
    me, found = str(os.getpid()), []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if Path(entry.path, "stat").read_text().rpartition(")")[2].split()[1] == me:
                    found.append(int(entry.name))
    return found
