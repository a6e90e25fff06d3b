"""Our own development set: precision and recall of each check, as docs/checks.md says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scoring.calls import outcome, rate
from tests.scoring.development import korean_cases, measure, table, wilson

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"


def test_the_page_tells_what_is_measured() -> None:
    text = PAGE.read_text("utf-8")
    told = text.partition("<!-- development set: begin -->\n")[2].partition("\n<!-- development set: end -->")[0]
    assert told == table()


def test_false_deductions_are_rare_and_most_faults_are_found() -> None:
    found = measure()
    assert sum(each.false for each in found.values()) <= 0.02 * sum(each.clean for each in found.values())
    planted = sum(each.hit + each.missed + each.left for each in found.values())
    assert sum(each.hit for each in found.values()) >= 0.9 * planted


def test_the_carrier_changes_no_rating() -> None:
    by_exchange: dict[tuple[str, str, tuple[str, ...]], set[str]] = {}
    for case in list(korean_cases())[::3]:
        if case.criterion in ("greeting", "closing"):
            continue  # they are the carrier
        own = tuple(turn.text for turn in case.transcript.turns[1:3])
        by_exchange.setdefault((case.criterion, case.truth, own), set()).add(
            outcome(rate(case.transcript, case.rubric, case.criterion))
        )
    assert all(len(outcomes) == 1 for outcomes in by_exchange.values())


@pytest.mark.parametrize(
    ("hits", "of", "told"), [(8, 10, "0.80 (0.49–0.94), n 10"), (0, 0, "–"), (20, 20, "1.00 (0.84–1.00), n 20")]
)
def test_wilson_intervals(hits: int, of: int, told: str) -> None:
    assert wilson(hits, of) == told
