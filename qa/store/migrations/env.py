"""Read by Alembic. Runs on the connection that `qa.store.migrate` hands over."""

from alembic import context

from qa.store import answer_tables, calibration_tables, review_tables  # noqa: F401
from qa.store.tables import Table

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Table.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
