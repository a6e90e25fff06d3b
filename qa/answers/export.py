"""Standard answers written out: CSV, XLSX or JSON, each of which reads back as the same entries."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from qa.answers.entries import Answers, Entry, Fact
from qa.answers.rows import COLUMNS, MORE_COLUMNS

FORMATS = ("csv", "xlsx", "json")


def export(answers: Answers, form: str) -> bytes:
    """The answers as a file of the form "csv" (UTF-8 with a byte order mark, which spreadsheets want), "xlsx" or
    "json".
    """
    if form == "csv":
        return ("\ufeff" + as_csv(answers)).encode()
    if form == "json":
        return as_json(answers).encode()
    from qa.answers.workbook import workbook_of

    return workbook_of((*COLUMNS, *MORE_COLUMNS), _rows(answers))


def as_csv(answers: Answers) -> str:
    """One row for each fact, those withdrawn too. Equal answers give equal text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*COLUMNS, *MORE_COLUMNS))
    writer.writerows(_rows(answers))
    return out.getvalue()


def as_json(answers: Answers) -> str:
    return json.dumps({"entries": [_entry(entry) for entry in answers.entries]}, ensure_ascii=False, indent=1)


def _rows(answers: Answers) -> Iterator[tuple[str, ...]]:
    for entry in answers.entries:
        head = (entry.id, entry.title, "|".join(entry.questions), entry.topic)
        if not entry.facts:
            yield (*head, "", "", "", "", "", "", entry.owner, "", "")
        for fact in entry.facts:
            yield (
                *head,
                fact.type.value,
                fact.name,
                fact.text,
                "yes" if fact.required else "no",
                fact.valid_from.isoformat() if fact.valid_from else "",
                fact.valid_to.isoformat() if fact.valid_to else "",
                entry.owner,
                _moment(fact.recorded_at) or "",
                _moment(fact.withdrawn_at) or "",
            )


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "questions": list(entry.questions),
        "topic": entry.topic,
        "owner": entry.owner,
        "facts": [_fact(fact) for fact in entry.facts],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "type": fact.type.value,
        "name": fact.name,
        "value": fact.text,
        "required": fact.required,
        "valid_from": fact.valid_from.isoformat() if fact.valid_from else None,
        "valid_to": fact.valid_to.isoformat() if fact.valid_to else None,
        "recorded_at": _moment(fact.recorded_at),
        "withdrawn_at": _moment(fact.withdrawn_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
