"""The layout of the database: which one it has, which one this program needs, and the way from one to the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from qa.store.engine import Store


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def newest() -> str | None:
    """The layout this program was written for."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def standing(store: Store) -> str | None:
    """The layout the database has; None when it is empty."""
    with store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest layout, in one transaction; does nothing when it is there already."""
    from qa.store.engine import Store

    store = Store(url)
    try:
        with store.writing_engine.begin() as connection:
            if not store.is_sqlite:
                # Two processes starting together: the second waits here and then finds nothing to do.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(1207)")
            config = configuration()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        store.close()
