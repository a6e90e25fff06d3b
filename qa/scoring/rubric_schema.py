"""JSON Schemas for editors, made from the very models that read the files, so that the two cannot disagree."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from qa.scoring.rubric import RubricFile
from qa.scoring.rubric_cases import RubricCases

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def rubric_schema() -> dict[str, Any]:
    """Of a rubric file, with every kind of check this installation has."""
    return _of(RubricFile, "Attune rubric")


def cases_schema() -> dict[str, Any]:
    """Of the tests beside a rubric."""
    return _of(RubricCases, "Tests of an Attune rubric")


def as_text(schema: dict[str, Any]) -> str:
    """As it is committed: two spaces, keys in order, one line feed at the end."""
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _of(model: type[BaseModel], title: str) -> dict[str, Any]:
    return {"$schema": DRAFT, **model.model_json_schema(by_alias=True), "title": title}
