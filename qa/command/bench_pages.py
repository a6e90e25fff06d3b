"""`qa bench pages`: how long the desk takes for every page, as people of every role ask for it."""

from __future__ import annotations

import logging
import math
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import Flask

from qa.answers.table import read_answers
from qa.command.bench_looks import PAGES
from qa.command.serve import spare_the_collector
from qa.command.terminal import say_json
from qa.settings import Settings, settings
from qa.store.engine import Store, open_store
from qa.store.overview import call_count
from qa.store.seed.centre import Wanted, make_up
from qa.store.specimens import Specimens, counting, specimens
from qa.web.app import create_app

GOAL_MS = 150.0
HOW = "in this process, one request at a time, without a network"


@dataclass
class Timed:
    """One address as one role asked for it, again and again. `first_ms`: the first answer, before anything is warm."""

    page: str
    path: str
    role: str
    status: int = 0
    first_ms: float = 0.0
    took_ms: list[float] = field(default_factory=list)
    worked_ms: list[float] = field(default_factory=list)  # of the processor, whatever else the machine did meanwhile
    queries: int = 0
    bytes: int = 0

    def told(self) -> dict[str, Any]:
        return {
            "page": self.page,
            "path": self.path,
            "role": self.role,
            "status": self.status,
            "n": len(self.took_ms),
            "p50_ms": round(quantile(self.took_ms, 0.50), 1),
            "p95_ms": round(quantile(self.took_ms, 0.95), 1),
            "max_ms": round(max(self.took_ms), 1),
            "cpu_ms": round(quantile(self.worked_ms, 0.95), 1),
            "first_ms": round(self.first_ms, 1),
            "queries": self.queries,
            "bytes": self.bytes,
        }


@click.command("pages")
@click.option(
    "--calls", "how_many", type=click.IntRange(10), default=1000, show_default=True, help="So many are made up."
)
@click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), help="A data folder that holds calls already."
)
@click.option(
    "--rounds", type=click.IntRange(1, 10_000), default=30, show_default=True, help="How often each is asked for."
)
@click.option("--only", default="", help="Only pages whose address holds this.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def pages(how_many: int, data: Path | None, rounds: int, only: str, json_wanted: bool) -> None:
    """Ask for every page as people of every role: milliseconds at the server, and queries.

    Without --data a centre is made up in a folder of its own. Nobody signs in: sessions are written here.
    """
    with _centre(how_many, data) as (store, of):
        told = measure(store, create_app(store, of), rounds, only)
    if json_wanted:
        say_json(told)
        return
    width = max((len(row["path"]) for row in told["pages"]), default=0)
    click.echo(f"{told['calls']:,} calls, {told['database']}, {told['cores']} cores, {told['rounds']} rounds; {HOW}")
    for row in told["pages"]:
        times = "  ".join(f"{name} {row[f'{name}_ms']:7.1f}" for name in ("p50", "p95", "max", "cpu", "first"))
        who = f"{row['path']:{width}}  {row['role']:22} {row['status']} n {row['n']:3}"
        click.echo(f"{who}  {times} ms  {row['queries']:3} queries")
    slow = told["slow"]
    click.echo(
        f"p95 above {GOAL_MS:.0f} ms: {len(slow)} of {len(told['pages'])}{': ' if slow else ''}{', '.join(slow)}"
    )
    if told["failed"]:
        click.echo(f"Not answered with 200: {', '.join(told['failed'])}", err=True)
        sys.exit(1)


def measure(store: Store, app: Flask, rounds: int, only: str = "") -> dict[str, Any]:
    """Every row of the table, round after round, so that no page runs on what its own last answer left warm."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with store.reading() as session:
        found, calls = specimens(session, at_most=max(5, rounds)), call_count(session)
    rows = [timed for timed in _rows(found) if only in timed.path]
    clients = {role: _client(app, found.people.get(role)) for role in {row.role for row in rows}}
    with counting(store) as counter:
        for number in range(rounds + 1):
            if number == 1:
                spare_the_collector()  # as the desk does when it starts
            for row in rows:
                address = _filled(row.path, found, number)
                counted, began, idle = counter.statements, time.perf_counter(), time.thread_time()
                answer = clients[row.role].get(address)
                took_ms, worked_ms = 1000 * (time.perf_counter() - began), 1000 * (time.thread_time() - idle)
                row.queries = max(row.queries, counter.statements - counted)
                row.bytes = max(row.bytes, len(answer.data))
                row.status = max(row.status, answer.status_code)
                if number:
                    row.took_ms.append(took_ms)
                    row.worked_ms.append(worked_ms)
                else:
                    row.first_ms = took_ms
    told = [row.told() for row in rows]
    return {
        "calls": calls,
        "rounds": rounds,
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "database": store.url.get_backend_name(),
        "how": HOW,
        "pages": told,
        "slow": [f"{row['path']} ({row['role']})" for row in told if row["p95_ms"] > GOAL_MS],
        "failed": [f"{row['path']} ({row['role']}): {row['status']}" for row in told if row["status"] != 200],
    }


def quantile(values: list[float], share: float) -> float:
    """The value that `share` of all do not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def _rows(found: Specimens) -> Iterator[Timed]:
    for page, looks in PAGES.items():
        for look in looks:
            names = _names(look.path)
            if all(found.values.get(name) for name in names):
                yield from (Timed(page, look.path, role) for role in look.roles if not role or role in found.people)


def _names(path: str) -> list[str]:
    return [part.partition("}")[0] for part in path.split("{")[1:]]


def _filled(path: str, found: Specimens, number: int) -> str:
    values = {name: found.values[name][number % len(found.values[name])] for name in _names(path)}
    return path.format(**values)


def _client(app: Flask, person_id: int | None) -> Any:
    client = app.test_client()
    if person_id is not None:
        with client.session_transaction() as session:
            session["person_id"] = person_id
    return client


@contextmanager
def _centre(how_many: int, data: Path | None) -> Iterator[tuple[Store, Settings]]:
    """The store to ask, filled where it is empty."""
    with tempfile.TemporaryDirectory(prefix="attune-bench-") as made:
        of = settings().model_copy(
            update={"data": data or Path(made), "database_url": "" if data is None else settings().database_url}
        )
        store = open_store(of)
        try:
            with store.reading() as session:
                there = call_count(session)
            if not there:
                day = datetime.now(UTC).astimezone(ZoneInfo(of.time_zone)).date()
                wanted = Wanted(how_many, 1, day, of.time_zone, of.random_share, of.rubrics)
                make_up(store, wanted, read_answers(of.answers), lambda done: None)
            yield store, of
        finally:
            store.close()
