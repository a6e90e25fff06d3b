"""The rated calls: every file is whole and its truth is what most raters said."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from qa.formats.read import read_call
from tests.rated.table import table

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*/*.json"))
each = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")


def call(path: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return held


@each
def test_the_product_reads_it_as_it_stands(path: Path) -> None:
    held = call(path)
    assert held["id"] == path.stem
    assert held["language"] == path.parent.name
    assert [turn.text for turn in read_call(path).transcript.turns] == [turn["text"] for turn in held["turns"]]


@each
def test_truth_is_what_most_of_three_raters_said(path: Path) -> None:
    held = call(path)
    for criterion, truth in held["truth"].items():
        assert len(truth["raters"]) == 3, criterion
        answer, votes = Counter(truth["raters"]).most_common(1)[0]
        assert truth["answer"] == (answer if votes > 1 else "partly"), criterion
        assert all(0 <= turn < len(held["turns"]) for turn in truth.get("turns", ())), criterion


def test_calls_to_report_from_are_there_in_both_languages() -> None:
    held_out = Counter(path.parent.name for path in FILES if path.parent.parent.name == "held_out")
    assert held_out["ko"] >= 60
    assert held_out["en"] >= 40


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_tells_what_is_measured(language: str) -> None:
    page = (HERE.parents[1] / "docs" / "checks.md").read_text("utf-8")
    shown = page.split(f"<!-- rated {language}: begin -->\n")[1].split(f"<!-- rated {language}: end -->")[0]
    assert shown == table(language), "run `python -m tests.rated.table`"
