"""The schemas that editors read are those of the models, and every shipped file keeps to its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa.command.rubric import SCHEMAS
from qa.formats.transcript import transcript_schema
from qa.scoring.rubric_file import read_document
from qa.scoring.rubric_schema import as_text, cases_schema, rubric_schema
from tests.scoring.calls import ROOT, RUBRICS
from tests.scoring.json_schema import faults

FILES = sorted(RUBRICS.glob("*.yaml"))


def data_of(path: Path) -> Any:
    return read_document(path.read_text("utf-8"), path.name).data


def is_cases(path: Path) -> bool:
    return path.name.endswith(".test.yaml")


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_the_committed_schemas_are_current(name: str) -> None:
    make, place = SCHEMAS[name]
    assert (ROOT / place).read_text("utf-8") == as_text(make()), "run `qa rubric schema --write`"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_shipped_file_keeps_to_its_schema_and_names_it(path: Path) -> None:
    schema = cases_schema() if is_cases(path) else rubric_schema()
    data = data_of(path)
    for key in ("valid_from",):
        if key in data:
            data[key] = str(data[key])  # YAML reads a date, JSON Schema knows it as text
    for case in data.get("cases", []):
        if "started_at" in case:
            case["started_at"] = str(case["started_at"])
    assert faults(schema, data) == []
    name = "rubric-test.schema.json" if is_cases(path) else "rubric.schema.json"
    assert path.read_text("utf-8").startswith(f"# yaml-language-server: $schema={name}\n")


def test_the_schema_refuses_what_the_model_refuses() -> None:
    data = data_of(RUBRICS / "courtesy-ko.yaml")
    data["valid_from"] = str(data["valid_from"])
    criterion = data["sections"][0]["criteria"][0]
    criterion["wieght"] = criterion.pop("weight")
    assert faults(rubric_schema(), data) == [".sections[0].criteria[0]: wieght is not known"]


def test_the_schema_of_transcripts_takes_the_shape_that_is_documented() -> None:
    call = {
        "id": "A-17",
        "started_at": "2026-11-22T10:00:00+09:00",
        "channel": "chat",
        "language": "ko",
        "agent": "kim",
        "topic": "교통",
        "turns": [
            {"speaker": "agent", "text": "안녕하세요"},
            {"speaker": "citizen", "text": "네", "start_s": 1, "end_s": 2.5},
        ],
        "events": [{"kind": "hold", "start_s": 3, "end_s": 9, "by": "agent"}, {"kind": "hangup", "by": "citizen"}],
    }
    assert faults(transcript_schema(), call) == []
    assert faults(transcript_schema(), {**call, "channel": "fax"}) != []
    assert faults(transcript_schema(), {**call, "turns": [{"speaker": "robot", "text": "네"}]}) != []
