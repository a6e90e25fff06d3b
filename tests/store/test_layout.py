"""The layout of the database: one way there, and the models agree with it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Text, cast, inspect, select, text

from qa.errors import Misconfigured, Problem
from qa.settings import HERE, Settings
from qa.store.engine import Store, open_store
from qa.store.migrate import configuration, migrate, newest, standing
from qa.store.tables import Audit, Table


def test_there_is_one_newest_layout() -> None:
    assert len(ScriptDirectory.from_config(configuration()).get_heads()) == 1


def test_the_migrations_lead_to_what_the_models_say(any_store: Store) -> None:
    with any_store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'attune.db'}"
    migrate(url)
    migrate(url)
    store = Store(url)
    assert standing(store) == newest()
    store.close()


def test_a_missing_sqlite_database_is_made(tmp_path: Path) -> None:
    store = open_store(Settings(data=tmp_path / "new" / "data"))
    assert standing(store) == newest()
    assert (tmp_path / "new" / "data").stat().st_mode & 0o077 == 0, "other users of the machine may not look in"
    store.close()


def test_a_database_of_another_layout_is_refused_with_the_way_out(tmp_path: Path) -> None:
    of = Settings(data=tmp_path)
    store = open_store(of)
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    store.close()
    with pytest.raises(Misconfigured, match="run `qa migrate`") as caught:
        open_store(of)
    assert "qa migrate" in caught.value.sentence.ko


def test_a_database_server_that_is_away_is_a_sentence_without_its_password() -> None:
    of = Settings(database_url="postgresql://qa:geheim@127.0.0.1:1/attune")
    with pytest.raises(Problem, match="cannot be used") as caught:
        open_store(of)
    assert "geheim" not in caught.value.sentence.en
    assert caught.value.again


def test_sqlite_survives_a_power_cut_and_waits_for_its_turn(store: Store) -> None:
    """WAL with synchronous=NORMAL loses acknowledged commits in a power cut; FULL does not."""
    with store.engine.connect() as connection:
        pragma = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    assert pragma == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 30_000, "foreign_keys": 1}


def test_a_writing_session_takes_its_lock_at_the_start(store: Store, tmp_path: Path) -> None:
    """A lock taken half-way through is what "database is locked" comes from."""
    with store.writing() as session:
        session.execute(text("SELECT 1"))
        other = sqlite3.connect(str(store.url.database), timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_processes_that_start_together_all_find_the_newest_layout(tmp_path: Path) -> None:
    """As in `make work`: every worker finds no database and makes it."""
    script = "from qa.settings import settings; from qa.store.engine import open_store; open_store(settings())"
    environment = {**os.environ, "QA_DATA": str(tmp_path / "data")}
    together = [
        subprocess.Popen([sys.executable, "-c", script], cwd=HERE, env=environment, stderr=subprocess.PIPE)
        for _ in range(6)
    ]
    errors = [process.communicate()[1].decode() for process in together]
    assert [process.returncode for process in together] == [0] * 6, errors


def test_a_new_file_someone_is_reading_is_waited_for(tmp_path: Path) -> None:
    """The switch to WAL is refused at once while another reads, whatever the busy timeout."""
    path = tmp_path / "attune.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE kept (id INTEGER)")
    other.execute("BEGIN")
    other.execute("SELECT * FROM kept").fetchall()
    leaving = Timer(0.3, other.close)
    leaving.start()
    store = Store(f"sqlite:///{path}")
    with store.reading() as session:
        assert session.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    leaving.join()
    store.close()


def test_taking_back_every_migration_leaves_an_empty_database(any_store: Store) -> None:
    with any_store.writing_engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        left = set(inspect(connection).get_table_names())
    assert left == {"alembic_version"}


def test_json_keeps_letters_as_themselves_and_what_is_no_letter_as_an_escape(any_store: Store) -> None:
    whole, half = {"ko": "수도요금"}, {"ko": "\ud83d"}
    with any_store.writing() as session:
        for name, body in (("whole", whole), ("half", half)):
            session.add(Audit(act=name, thing="test", new=body))
    with any_store.reading() as session:
        kept = {act: new for act, new in session.execute(select(Audit.act, cast(Audit.new, Text)))}
        read = {row.act: row.new for row in session.scalars(select(Audit))}
    assert kept == {"whole": '{"ko":"수도요금"}', "half": '{"ko":"\\ud83d"}'}
    assert read == {"whole": whole, "half": half}
