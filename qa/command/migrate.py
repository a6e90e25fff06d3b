"""`qa migrate`: bring the database to the newest layout."""

from __future__ import annotations

import click

from qa.settings import settings
from qa.store.engine import open_store
from qa.store.migrate import migrate, newest


@click.command("migrate")
def command() -> None:
    """Bring the database to the newest layout; does nothing when it is there already."""
    of = settings()
    of.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrate(of.resolved_database_url)
    open_store(of).close()
    click.echo(f"The database has layout {newest()}.")
