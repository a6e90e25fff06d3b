"""Which worker processes are there: each says so every few seconds, in a row of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from qa.call import Stage
from qa.store.engine import Session, Store, clock
from qa.store.tables import Worker

SILENT_S = 30
FORGOTTEN_S = 3600


@dataclass(frozen=True)
class WorkerSeen:
    """`alive`: it was heard of within the last half minute."""

    name: str
    stage: str
    host: str
    pid: int
    started_at: datetime
    seen_at: datetime
    alive: bool


def say_present(store: Store, *, name: str, stage: Stage | str, host: str, pid: int) -> None:
    with store.writing() as session:
        found = session.scalar(
            update(Worker)
            .where(Worker.name == name)
            .values(seen_at=clock())
            .returning(Worker.id)
            .execution_options(synchronize_session=False)
        )
        if found is None:
            session.add(Worker(name=name, stage=str(stage), host=host, pid=pid, started_at=clock(), seen_at=clock()))


def say_gone(store: Store, name: str) -> None:
    with store.writing() as session:
        session.execute(delete(Worker).where(Worker.name == name))


def forget_silent(store: Store) -> None:
    """Rows of workers that died without saying so an hour ago or more."""
    with store.writing() as session:
        session.execute(delete(Worker).where(Worker.seen_at < clock(-FORGOTTEN_S)))


def workers_seen(session: Session) -> list[WorkerSeen]:
    rows = session.execute(
        select(Worker, (Worker.seen_at > clock(-SILENT_S)).label("alive")).order_by(Worker.stage, Worker.name)
    )
    return [
        WorkerSeen(w.name, w.stage, w.host, w.pid, w.started_at, w.seen_at, bool(alive)) for w, alive in rows.tuples()
    ]
