"""`qa serve`: the desk on the address of the settings, by waitress."""

from __future__ import annotations

import gc
import ipaddress
import socket

import click
import waitress

from qa.errors import Misconfigured, Problem
from qa.settings import Settings, settings
from qa.store.engine import open_store
from qa.web.app import create_app

THREADS = 8


@click.command("serve")
def command() -> None:
    """Run the desk until it is told to stop."""
    of = settings()
    refuse_open_demo(of)
    app = create_app(open_store(of), of)
    try:
        server = waitress.create_server(
            app,
            host=of.host,
            port=of.port,
            threads=THREADS,
            ident=None,
            # A request somewhat too large is answered by our own page; a far larger one is not even taken in.
            max_request_body_size=2 * app.config["MAX_CONTENT_LENGTH"],
        )
    except OSError as error:
        raise Problem(
            f"{of.host}:{of.port}에서 열 수 없습니다({error.strerror}). 다른 프로그램을 끄거나 QA_PORT를 바꿔 주세요.",
            f"The desk cannot listen on {of.host}:{of.port} ({error.strerror}): "
            "stop the other program, or set QA_PORT.",
        ) from error
    click.echo(f"Attune: http://{of.host}:{of.port}", err=True)
    spare_the_collector()
    server.run()


def spare_the_collector() -> None:
    """What was loaded to start stays: the garbage collector, going through it, held up one page in twenty by 0.2 s."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def refuse_open_demo(of: Settings) -> None:
    """The demo's passwords are published: it is for this machine only.

    Raises `Misconfigured` when the demo would be reachable from elsewhere.
    """
    if of.demo and not _only_this_machine(of.host):
        raise Misconfigured(
            f"체험판은 비밀번호가 공개되어 있어 이 컴퓨터에서만 열 수 있습니다. "
            f"QA_HOST={of.host}을(를) 127.0.0.1로 바꾸거나 QA_DEMO를 꺼 주세요.",
            f"The demo has published passwords, so it opens on this machine only: set QA_HOST={of.host} back to "
            "127.0.0.1, or switch QA_DEMO off.",
        )


def _only_this_machine(host: str) -> bool:
    """Whether every address the name stands for is a loopback address."""
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return False
    return all(ipaddress.ip_address(str(address[4][0]).partition("%")[0]).is_loopback for address in found)
