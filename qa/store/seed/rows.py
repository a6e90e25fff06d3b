"""Rows on their way into the tables: collected with their ids, written many at a time."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import FromClause, func, insert, select, text

from qa.store.engine import Session
from qa.store.tables import Table


class Rows:
    """Rows of one transaction. Ids are given here, on from those that are there, so that rows can name each other."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._next: dict[str, int] = {}
        self._blank: dict[str, dict[str, Any]] = {}

    def add(self, model: type[Table], **values: Any) -> int:
        """The id it will have. What is not named has the column's default."""
        table = model.__table__
        name = model.__tablename__
        if name not in self._next:
            self._next[name] = (self._session.scalar(select(func.max(table.c.id))) or 0) + 1
            self._blank[name] = _blank(table)
        made = self._next[name]
        self._next[name] = made + 1
        self._rows[name].append({**self._blank[name], **values, "id": made})
        return made

    def change(self, model: type[Table], row_id: int, **values: Any) -> None:
        """Of a row that was collected and not written yet."""
        rows = self._rows[model.__tablename__]
        rows[row_id - rows[0]["id"]].update(values)

    def write(self) -> None:
        """Everything collected, parents before children; then nothing is collected."""
        connection = self._session.connection()
        for table in Table.metadata.sorted_tables:
            rows = self._rows.pop(table.name, None)
            if not rows:
                continue
            connection.execute(insert(table), rows)
            if connection.dialect.name == "postgresql":
                # Who adds a row the usual way afterwards must not be given an id that stands here.
                connection.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), :newest)"),
                    {"newest": rows[-1]["id"]},
                )


def _blank(table: FromClause) -> dict[str, Any]:
    """Every column with its default; times that are never missing have to be named."""
    return {
        column.key: column.default.arg if column.default is not None and column.default.is_scalar else None
        for column in table.columns
    }
