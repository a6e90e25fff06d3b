"""Fit the tables of acts: ``python -m training.acts`` reads ``training/acts/*.jsonl`` and writes one table a language.

A line is ``{"by": "agent"|"citizen", "text": …, "acts": […]}``; what each act means: ``training/acts/README.md``.
``--apart FILE`` leaves one file out and reports how well the others tell what is done in it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from qa.language.act_table import Table, runs
from qa.language.acts import FOLDER

DATA = Path(__file__).parent / "acts"
LEAST_LINES = 5  # lines a run of letters has to stand in
STRENGTH = 30.0  # scikit-learn's C
BY_CITIZENS = frozenset("trouble abuse sexual prank drunk off_topic aggressive quotes gives_data thanks_bye".split())


@dataclass(frozen=True)
class Line:
    """One utterance and what is done in it."""

    by: str
    text: str
    acts: frozenset[str]


def read_lines(path: Path) -> list[Line]:
    """Every line of a file."""
    rows = (json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row.strip())
    return [Line(row["by"], row["text"], frozenset(row["acts"])) for row in rows]


def fit(lines: list[Line]) -> Table:
    """One logistic regression for each act, on the lines of those who can do it."""
    held = [runs(line.text) for line in lines]
    counts = Counter(run for each in held for run in each)
    rows = {run: row for row, run in enumerate(sorted(run for run, n in counts.items() if n >= LEAST_LINES))}
    rarity = np.array([np.log((1 + len(lines)) / (1 + counts[run])) + 1 for run in rows], np.float32)
    matrix = _matrix(held, rows, rarity)
    acts = sorted(frozenset[str]().union(*(line.acts for line in lines)))
    weights = np.zeros((len(rows), len(acts)), np.float32)
    bias = np.zeros(len(acts), np.float32)
    for column, act in enumerate(acts):
        by = "citizen" if act in BY_CITIZENS else "agent"
        own = np.array([line.by == by for line in lines])
        wanted = np.array([act in line.acts for line in lines])[own]
        model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=300, random_state=0)
        model.fit(matrix[own], wanted)
        weights[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    return Table(rows, tuple(acts), weights, rarity, bias)


def _matrix(held: list[set[str]], rows: dict[str, int], rarity: npt.NDArray[np.float32]) -> csr_matrix:
    starts, columns, values = [0], [], []
    for each in held:
        found = sorted(rows[run] for run in each if run in rows)
        own = rarity[found]
        columns += found
        values += list(own / max(float(np.linalg.norm(own)), 1e-9))
        starts.append(len(columns))
    return csr_matrix((np.array(values, np.float64), columns, starts), shape=(len(held), len(rows)))


def report(table: Table, lines: list[Line]) -> None:
    """Average precision, and recall at 95 % precision, of each act on lines the table has not seen."""
    likely = table.likelihoods([line.text for line in lines])
    for column, act in enumerate(table.acts):
        own = [k for k, line in enumerate(lines) if (line.by == "citizen") == (act in BY_CITIZENS)]
        wanted = np.array([act in lines[k].acts for k in own])
        if wanted.sum() < 3:
            continue
        score = likely[own, column]
        said = [
            (
                float((wanted & (score >= t)).sum() / max(1, (score >= t).sum())),
                float((wanted & (score >= t)).sum() / wanted.sum()),
            )
            for t in (0.3, 0.5, 0.7)
        ]
        shown = "  ".join(f"{p:.2f}/{r:.2f}" for p, r in said)
        overall = average_precision_score(wanted, score)
        print(f"{act:12} n {int(wanted.sum()):4}  AP {overall:.2f}  P/R at .3 .5 .7: {shown}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apart", help="file name to leave out and report on; nothing is written")
    args = parser.parse_args()
    for language in ("ko", "en"):
        paths = sorted(DATA.glob(f"{language}*.jsonl"))
        apart = [path for path in paths if path.name == args.apart]
        lines = [line for path in paths if path not in apart for line in read_lines(path)]
        if args.apart and not apart:
            continue
        table = fit(lines)
        if apart:
            report(table, read_lines(apart[0]))
        else:
            table.save(FOLDER / f"acts_{language}.npz")


if __name__ == "__main__":
    main()
