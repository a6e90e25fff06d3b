"""Following calls through the stages: a bar on a terminal, one plain line per call otherwise; on standard error."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from qa.call import Stage, State
from qa.command.samples import Sample
from qa.command.supervision import Supervision
from qa.command.terminal import language
from qa.errors import Problem
from qa.store.engine import Store
from qa.store.overview import Standing, standings

LOOK_EVERY_S = 0.5
STILL_FOR_S = 900


def follow(store: Store, calls: Mapping[int, Sample], running: Supervision) -> None:
    """Return when every call is done or stopped. Raises `Problem` when nothing moves any more."""
    said: set[int] = set()
    last, moved_at = "", time.monotonic()
    with _shown(len(calls)) as (show, say):
        while True:
            running.check()
            with store.reading() as session:
                now = standings(session, list(calls))
            for one in now:
                if one.ended and one.call_id not in said:
                    said.add(one.call_id)
                    say(f"[{len(said)}/{len(calls)}] {calls[one.call_id].id}: {_ending(one)}")
            show(now)
            if len(said) == len(calls):
                return
            if (shape := repr(now)) != last:
                last, moved_at = shape, time.monotonic()
            if time.monotonic() - moved_at > STILL_FOR_S:
                raise Problem(
                    f"{STILL_FOR_S // 60}분 동안 어느 단계도 진행되지 않았습니다. 로그를 확인해 주세요.",
                    f"No stage has moved for {STILL_FOR_S // 60} minutes: look at the log.",
                )
            time.sleep(LOOK_EVERY_S)


def _ending(one: Standing) -> str:
    if one.state is State.DONE:
        return f"done, {one.work_s:.1f} s of work"
    sentence = one.sentence.in_language(language()) if one.sentence else ""
    return f"stopped at {one.stage.value}: {sentence}"


@contextmanager
def _shown(total: int) -> Iterator[tuple[Callable[[list[Standing]], None], Callable[[str], None]]]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _now: None, lambda line: click.echo(line, err=True)
        return
    share = TextColumn("{task.percentage:>3.0f}%")
    columns = (TextColumn("{task.description}"), BarColumn(), share, TimeElapsedColumn())
    with Progress(*columns, console=console, refresh_per_second=2) as progress:
        task = progress.add_task("", total=total * len(Stage))

        def show(now: list[Standing]) -> None:
            busy = sorted({one.stage.value for one in now if one.state is State.RUNNING})
            progress.update(task, completed=sum(_share(one) for one in now), description=", ".join(busy) or "waiting")

        yield show, progress.console.print


def _share(one: Standing) -> float:
    """Stages behind this call, with the part of the one it is in; a stopped call has nothing more to come."""
    if one.ended:
        return len(Stage)
    return list(Stage).index(one.stage) + one.progress
