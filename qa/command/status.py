"""`qa status`: what waits, runs, stopped and is done; which workers are there."""

from __future__ import annotations

import click

from qa.call import Stage, State
from qa.command.terminal import language, say_json
from qa.errors import Problem
from qa.queue import Bells
from qa.settings import settings
from qa.store import overview
from qa.store.engine import open_store
from qa.store.presence import workers_seen


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON value on standard output.")
def command(as_json: bool) -> None:
    """What waits, runs, stopped and is done, which workers are there, and whether Redis answers."""
    of = settings()
    store = open_store(of)
    bells = Bells(of.resolved_redis_url)
    trouble = None
    try:
        bells.check()
    except Problem as problem:
        trouble = problem.sentence
    with store.reading() as session:
        calls = overview.call_count(session)
        counts = overview.counts(session)
        stopped = overview.stopped(session)
        workers = workers_seen(session)
    store.close()
    bells_lying = {stage.value: bells.waiting(stage) for stage in Stage} if trouble is None else {}
    if as_json:
        redis = {"url": bells.shown_url, "answers": trouble is None, "sentence": trouble, "queues": bells_lying}
        stages = {stage.value: {state.value: n for state, n in of_stage.items()} for stage, of_stage in counts.items()}
        say_json({"calls": calls, "stages": stages, "stopped": stopped, "workers": workers, "redis": redis})
        return
    click.echo(f"{calls} calls")
    click.echo(f"{'':12}" + "".join(f"{state.value:>9}" for state in State) + f"{'bells':>9}{'workers':>9}")
    for stage, of_stage in counts.items():
        alive = sum(w.alive and w.stage == stage for w in workers)
        lying = bells_lying.get(stage.value)
        numbers = "".join(f"{of_stage[state]:>9}" for state in State)
        click.echo(f"{stage.value:12}{numbers}{'-' if lying is None else lying:>9}{alive:>9}")
    if not any(w.alive and w.stage == "housekeeping" for w in workers):
        click.echo("no housekeeping process was seen in the last half minute")
    if trouble is not None:
        click.echo(trouble.in_language(language()))
    for one in stopped:
        again = " [try again]" if one.again else ""
        click.echo(f"call {one.call_id} ({one.name}), {one.stage.value}: {one.sentence.in_language(language())}{again}")
