"""`qa seed`: fill an empty data folder with a made-up centre, to try things at scale."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from qa.answers.table import read_answers
from qa.command.terminal import language, say_json
from qa.errors import Refused
from qa.settings import Settings, settings
from qa.store.engine import open_store
from qa.store.seed.centre import Wanted, make_up

MOST_CALLS = 10_000_000


@click.command("seed")
@click.option("--calls", type=click.IntRange(1, MOST_CALLS), default=1000, show_default=True, help="How many calls.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number makes another centre.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The day after the last call; today unless told.")
@click.option("--add", is_flag=True, help="Add to the calls that are there.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def command(calls: int, seed: int, until: datetime | None, add: bool, json_wanted: bool) -> None:
    """Make up people, calls without sound, evaluations, reviews and disputes. The same numbers make the same rows.

    Everybody's password is their login: never let others reach such a desk.
    """
    of = settings()
    day = (until or datetime.now(UTC).astimezone(ZoneInfo(of.time_zone))).date()
    wanted = Wanted(calls, seed, day, of.time_zone, of.random_share, of.rubrics, add)
    began = time.monotonic()
    store = open_store(of)
    try:
        made = make_up(store, wanted, read_answers(of.answers), lambda done: _progress(done, calls, began))
    except Refused as refused:
        click.echo(refused.sentence.in_language(language()), err=True)
        sys.exit(2)
    finally:
        store.close()
    told = {
        "calls": made.calls,
        "people": made.people,
        "evaluations_by_people": made.evaluations_by_people,
        "seed": seed,
        "until": day.isoformat(),
        "took_s": round(time.monotonic() - began, 1),
        "size_mb": _size_mb(of),
    }
    if json_wanted:
        say_json(told)
        return
    size = f", {told['size_mb']} MB" if told["size_mb"] is not None else ""
    click.echo(f"{made.calls:,} calls, {made.people} people, up to {day}: {told['took_s']} s{size}.")
    click.echo(
        "Logins: `qa people list`. Everybody's password is their login: never let others reach this desk.", err=True
    )


def _progress(done: int, calls: int, began: float) -> None:
    per_s = done / max(0.001, time.monotonic() - began)
    click.echo(f"{done:,}/{calls:,} calls, {per_s:.0f} a second", err=True)


def _size_mb(of: Settings) -> float | None:
    """Of the database; None where it is not a file of ours."""
    file = of.data / "attune.db"
    return round(file.stat().st_size / 1_000_000, 1) if not of.database_url and file.is_file() else None
