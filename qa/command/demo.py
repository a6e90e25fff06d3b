"""`qa demo`: from an empty folder to scored sample calls, with the real processes."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

import click

from qa.answers.table import read_answers
from qa.command.demo_progress import follow
from qa.command.demo_report import report
from qa.command.redis import server
from qa.command.samples import Sample, load_samples
from qa.command.supervision import Supervision, check_port, only_one
from qa.command.terminal import say_json
from qa.desk.answers import take_in
from qa.desk.examples import release_some
from qa.desk.ingest import hand_in_file, intake
from qa.errors import Misconfigured, Problem
from qa.queue import Bells
from qa.settings import HERE, Settings, settings
from qa.store.answers import mark
from qa.store.engine import Store, open_store
from qa.store.migrate import migrate
from qa.store.people import DEMO_PEOPLE, seed_demo_people

# Two small transcribers of one thread each get more done than one of two threads that wait for each other.
TRANSCRIBERS = max(1, min(4, os.cpu_count() or 1))
MACHINES_HALF = {
    "redis": 1,
    "housekeeping": 1,
    "ingest": 1,
    "transcribe": TRANSCRIBERS,
    "measure": 1,
    "score": 1,
    "flag": 1,
}
PAGE_WITHIN_S = 90
ROLE_NAMES = {
    "agent": "상담사",
    "evaluator": "평가자",
    "coach": "코치",
    "manager": "관리자",
    "administrator": "시스템 관리자",
}


@click.command("demo")
@click.option("--once", is_flag=True, help="In a folder of its own, without the web, to the end; then exit.")
@click.option("--json", "as_json", is_flag=True, help="With --once: the outcome as one JSON value on standard output.")
@click.option("--samples", "only", multiple=True, metavar="ID", help="Only these samples.")
def command(once: bool, as_json: bool, only: tuple[str, ...]) -> None:
    """Migrate, start all processes, hand in the sample calls; Ctrl-C stops everything.

    With --once the exit code is 0 only if every sample came out as its script says.
    """
    chosen = [s for s in load_samples(HERE / "audio_samples") if not only or s.id in only]
    if missing := set(only) - {s.id for s in chosen}:
        names = ", ".join(sorted(missing))
        raise Misconfigured(f"예제 통화 {names}이(가) 없습니다.", f"There is no sample call {names}.")
    try:
        _listen_for_stop()
        if once:
            sys.exit(_once(chosen, as_json))
        _stay(chosen)
    except Stopped:
        sys.exit(130 if once else 0)


def _stay(samples: list[Sample]) -> None:
    """Runs until it is stopped."""
    of = _prepare(Path(os.environ.get("QA_DATA") or HERE / "data"))
    with only_one(of.data):
        check_port(of.host, of.port)
        _check_redis(of)
        store = _seeded(of)
        log = of.data / "log" / "demo.log"
        with Supervision({**MACHINES_HALF, "web": 1}, environment=dict(os.environ), log=log) as running:
            calls = _hand_in(store, of, samples)
            _wait_for_page(of, running)
            _say_where(of, log)
            follow(store, calls, running)
            click.echo("모든 예제 통화를 처리했습니다. / All sample calls are through.", err=True)
            if released := release_some(store, calls):
                click.echo(
                    f"그중 {released}건은 체험용 평가를 마쳐 상담사에게 공개했습니다. / "
                    f"{released} of them are evaluated as examples and released to their agents.",
                    err=True,
                )
            while True:
                running.check()
                time.sleep(0.5)


def _once(samples: list[Sample], as_json: bool) -> int:
    folder = Path(tempfile.mkdtemp(prefix="attune-"))
    try:
        # Whatever database and Redis the environment names are somebody's real ones.
        os.environ |= {"QA_DATABASE_URL": "", "QA_REDIS_URL": ""}
        of = _prepare(folder)
        _check_redis(of)
        store = _seeded(of)
        began = time.monotonic()
        with Supervision(MACHINES_HALF, environment=dict(os.environ), log=folder / "demo.log") as running:
            calls = _hand_in(store, of, samples)
            try:
                follow(store, calls, running)
            except Problem:
                click.echo("\n".join(running.last_lines(30)), err=True)
                raise
        outcome = report(store, calls, wall_s=time.monotonic() - began)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if as_json:
        say_json(outcome)
    else:
        for sample in outcome["samples"]:
            verdict = "ok" if sample["ok"] else "NOT OK"
            click.echo(f"{verdict:7}{sample['id']}: {'; '.join(sample['problems']) or 'as expected'}")
        click.echo(", ".join(f"{name} {value}" for name, value in outcome["totals"].items()))
    return 0 if outcome["totals"]["ok"] == outcome["totals"]["samples"] else 1


def _prepare(data: Path) -> Settings:
    """The settings of the demo, in this process and (through the environment) in all the others."""
    os.environ["QA_DATA"] = str(data.resolve())
    os.environ["QA_DEMO"] = "1"
    os.environ.setdefault("QA_THREADS", "1")
    os.environ.setdefault("QA_RANDOM_SHARE", "0.2")  # of two dozen calls one or two are rated blind
    model = Path(os.environ.setdefault("QA_WHISPER_MODEL", str(HERE / "models" / "demo.pt")))
    if model.suffix == ".pt" and not model.is_file():
        raise Misconfigured(
            f"체험판 음성 인식 모델 {model}이(가) 없습니다. 저장소를 다시 받거나 QA_WHISPER_MODEL을 지정해 주세요.",
            f"The demo's speech model {model} is missing: fetch the repository again, or set QA_WHISPER_MODEL.",
        )
    settings.cache_clear()
    return settings()


def _check_redis(of: Settings) -> None:
    """Raises a `Problem` when there will be no Redis: better now than in a log."""
    if of.redis_url:
        Bells(of.redis_url).check()
    else:
        server()


def _seeded(of: Settings) -> Store:
    of.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrate(of.resolved_database_url)
    store = open_store(of)
    with store.writing() as session:
        seed_demo_people(session)
        if mark(session) is None:  # only once: what people edit in the demo stays
            take_in(session, read_answers(of.answers), by=None)
    return store


def _hand_in(store: Store, of: Settings, samples: list[Sample]) -> dict[int, Sample]:
    """Call numbers of the samples, in order. Those that are here already stay as they are."""
    at = intake(store, of)
    return {hand_in_file(at, s.sound, agent=s.agent, started_at=s.called_at).call_id: s for s in samples}


def _wait_for_page(of: Settings, running: Supervision) -> None:
    until = time.monotonic() + PAGE_WITHIN_S
    while True:
        running.check()
        try:
            with urllib.request.urlopen(_address(of), timeout=2):  # noqa: S310 - our own loopback address
                return
        except urllib.error.HTTPError as error:
            if error.code < 500:
                return
        except OSError:
            pass
        if time.monotonic() > until:
            last = " / ".join(running.last_lines(3))
            raise Problem(
                f"{PAGE_WITHIN_S}초 안에 페이지가 열리지 않았습니다: {last}",
                f"The page did not come up within {PAGE_WITHIN_S} s: {last}",
                again=True,
            )
        time.sleep(0.2)


def _say_where(of: Settings, log: Path) -> None:
    click.echo(f"\nAttune 체험판이 준비되었습니다. / The demo of Attune is ready.\n\n    {_address(of)}\n")
    click.echo("비밀번호는 아이디와 같습니다. / The password is the login name.")
    for login, name, role, vendor, _team in DEMO_PEOPLE:
        click.echo(f"    {login:8} {name}  {ROLE_NAMES[role]} / {role}{f' ({vendor})' if vendor else ''}")
    click.echo(f"\n끝내려면 Ctrl-C를 누르세요. 로그는 {log}에 있습니다. / Ctrl-C stops everything; the log is {log}.\n")


def _address(of: Settings) -> str:
    return f"http://{of.host}:{of.port}/"


class Stopped(BaseException):
    """Ctrl-C or SIGTERM: everything is stopped on the way out."""


def _listen_for_stop() -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        # A second Ctrl-C must not interrupt the stopping.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        click.echo("끝내는 중입니다. / Stopping.", err=True)
        raise Stopped

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
