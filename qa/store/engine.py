"""The database: one engine, two kinds of session, and the one clock that leases are measured by."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Float, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.sql.functions import GenericFunction

from qa.errors import Misconfigured, Problem
from qa.settings import Settings
from qa.store import answer_tables, calibration_tables, review_tables  # noqa: F401 - whoever opens a store knows every table
from qa.store.tables import Utc

__all__ = ["Session", "Store", "clock", "open_store"]

BUSY_S = 30


class clock(GenericFunction[Any]):
    """The database's time plus `offset_s` seconds, as naive UTC.

    Leases are written and compared with this clock only, so wall clocks of two worker machines never meet. On
    PostgreSQL it is the server's; on SQLite, which lives on one host, that host's.
    """

    type = Utc()
    inherit_cache = True

    def __init__(self, offset_s: float = 0.0) -> None:
        from sqlalchemy import literal

        super().__init__(literal(float(offset_s), Float()))


@compiles(clock, "sqlite")
def _clock_on_sqlite(element: clock, compiler: Any, **kw: Any) -> str:
    # %f is SS.SSS; three more digits make it sort and parse like the microseconds SQLAlchemy writes.
    offset = compiler.process(element.clauses, **kw)
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', {offset} || ' seconds')"


@compiles(clock, "postgresql")
def _clock_on_postgresql(element: clock, compiler: Any, **kw: Any) -> str:
    offset = compiler.process(element.clauses, **kw)
    return f"((clock_timestamp() AT TIME ZONE 'utc') + make_interval(secs => {offset}))"


class Store:
    """Opens sessions on one database, by SQLAlchemy URL (SQLite or PostgreSQL).

    `reading()` never writes. `writing()` takes the write lock at its first statement (`BEGIN IMMEDIATE` on SQLite:
    a lock taken half-way is what "database is locked" comes from) and commits when the block ends without an error.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.url = parsed
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        options: dict[str, Any] = {"connect_args": {"timeout": BUSY_S}} if self.is_sqlite else {"pool_pre_ping": True}
        self.engine = create_engine(parsed, json_serializer=_as_json, **options)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        self.writing_engine = self.engine.execution_options(writing=True)
        self._read = sessionmaker(self.engine, expire_on_commit=False)
        self._write = sessionmaker(self.writing_engine, expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self._read() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        try:
            with self._write.begin() as session:
                yield session
        except OperationalError as error:
            raise _as_problem(error) from error

    def close(self) -> None:
        self.engine.dispose()


def open_store(settings: Settings) -> Store:
    """The store of these settings, checked to be at the newest layout. A missing SQLite database is made.

    Raises `Misconfigured` when the database is older or newer than this program, `Problem` when it cannot be opened.
    """
    from qa.store.migrate import migrate, newest, standing

    url = settings.resolved_database_url
    store = Store(url)
    if store.is_sqlite and store.url.database:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        found = standing(store)
        if found is None and store.is_sqlite:
            migrate(url)
            found = standing(store)
    except OperationalError as error:
        raise _as_problem(error) from error
    if found != newest():
        shown = store.url.render_as_string(hide_password=True)
        raise Misconfigured(
            f"데이터베이스 {shown}의 구조({found or '비어 있음'})가 이 프로그램({newest()})과 맞지 않습니다. "
            "`qa migrate`를 실행해 주세요.",
            f"The database {shown} has layout {found or 'none'}, this program needs {newest()}: run `qa migrate`.",
        )
    return store


def _as_json(value: Any) -> str:
    """Letters as themselves: a Korean one takes three bytes so, and six as an escape, in every transcript."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, out of a file somebody handed in
        return json.dumps(value, separators=(",", ":"))
    return text


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin transactions by itself, and late
    for pragma in (f"busy_timeout={BUSY_S * 1000}", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _switch_to_wal(connection)


def _switch_to_wal(connection: Any) -> None:
    """Ask for WAL until the file is free: the switch of a new file is the one lock `busy_timeout` does not wait for,
    so of several processes that start together all but one would be refused."""
    give_up_at = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                raise
        time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _as_problem(error: OperationalError) -> Problem:
    cause = str(error.orig or error).strip().splitlines()[0]
    if "disk is full" in cause:
        return Problem(
            "디스크가 가득 차서 저장하지 못했습니다. 공간을 비운 뒤 다시 시도해 주세요.",
            "The disk is full, so nothing was saved: free some space and try again.",
            again=True,
        )
    return Problem(
        f"데이터베이스를 쓸 수 없습니다({cause}). 데이터베이스가 실행 중인지, 폴더에 쓰기 권한이 있는지 확인해 주세요.",
        f"The database cannot be used ({cause}): check that it runs and that its folder can be written to.",
        again=True,
    )
