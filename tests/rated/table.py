"""The table of docs/checks.md: the courtesy rubrics beside three raters, on calls that nothing was mended on.

``python -m tests.rated.table`` prints it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qa.command.rubric_measure import measured, rated_calls
from qa.scoring.rubric import load_rubric

ROOT = Path(__file__).parents[2]
HEAD = """\
| criterion | faults | precision of deductions | recall | F1 | false deductions | agreement | AC1 | raters | AC1 |
|---|---|---|---|---|---|---|---|---|---|
"""


def table(language: str) -> str:
    """Markdown, one line a criterion."""
    rubric = load_rubric(ROOT / "rubrics" / f"courtesy-{language}.yaml")
    tallies = measured(rubric, rated_calls(Path(__file__).parent / "held_out" / language))
    return HEAD + "".join(_line(criterion, tally.told()) for criterion, tally in tallies.items())


def _line(criterion: str, told: dict[str, Any]) -> str:
    wrong = told["false_deductions"]
    cells = [
        criterion,
        str(told["faults"]),
        _interval(told["precision"]),
        _interval(told["recall"]),
        _number(told["f1"]),
        f"{wrong['hits']} of {wrong['n']}" if wrong else "-",
        _number(told["agreement"]),
        _number(told["ac1"]),
        _number(told["agreement_of_raters"]),
        _number(told["ac1_of_raters"]),
    ]
    return f"| {' | '.join(cells)} |\n"


def _interval(share: dict[str, Any] | None) -> str:
    return "-" if share is None else f"{share['share']:.2f} ({share['low']:.2f}–{share['high']:.2f})"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


if __name__ == "__main__":
    for each in ("ko", "en"):
        print(f"<!-- rated {each}: begin -->\n{table(each)}<!-- rated {each}: end -->\n")
