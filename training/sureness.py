"""Fits how sure a contradiction is (:mod:`qa.answers.sureness`) to calls whose claims people have judged.

    python -m training.sureness [FOLDER]

prints precision and recall with each set left out in turn, then the weights over all of them to copy into the module.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from qa.answers import judge as judging
from qa.answers.claims import claims_of
from qa.answers.evidence import features_of
from qa.answers.find import Finder
from qa.answers.judge import ENOUGH
from qa.answers.matters import Matters
from qa.answers.meaning import around
from qa.answers.subject import likely_entries, on_subject
from qa.answers.subjects import subject_at, subjects
from qa.answers.sureness import FEATURES, vector
from qa.answers.table import read_answers
from qa.call import Speaker
from qa.formats.read import calls_of

HERE = Path(__file__).parents[1] / "tests" / "accuracy" / "sets"
STRENGTH = 1.0


def examples(folder: Path) -> Iterator[tuple[list[float], bool]]:
    """Of every claim of one set that differs from the fact it most likely means: features, and whether people call it
    a contradiction of that entry.
    """
    import json

    answers = read_answers(folder / "answers.csv").answers
    finder, matters = Finder(answers), Matters(answers)
    for document in json.loads((folder / "calls.json").read_text("utf-8")):
        call = calls_of(json.dumps(document).encode(), str(document["id"])).calls[0]
        turns, at = call.transcript.turns, call.called_at
        day = at.date() if at else None
        wrong = {
            (told["turn"], told["entry"]) for told in document["truth"]["claims"] if told["verdict"] == "contradict"
        }
        rest = {told["turn"] for told in document["truth"]["claims"] if told["verdict"] in ("corrected", "cannot_tell")}
        spoken_of = subjects(turns, matters)
        for place, turn in enumerate(turns):
            if turn.speaker is not Speaker.AGENT or place in rest:
                continue
            for claim in claims_of(turns, place, day):
                if claim.about:
                    continue
                seen: list[dict[str, float]] = []
                near = around(turns, claim)
                found = likely_entries(finder, turns, place, claim.start, claim.end)
                likely = on_subject(found, subject_at(spoken_of, place), near.clause)
                entry = _looked_at(claim, likely, near, day, at, seen)
                if seen:
                    yield list(vector(seen[0])), (place, entry) in wrong


def _looked_at(claim: Any, likely: Any, near: Any, day: Any, at: Any, seen: list[dict[str, float]]) -> str | None:
    """The entry of the fact that is doubted, and in `seen` its features; nothing where the verdict needs none."""
    entry: list[str] = []

    def noting(claim_: Any, best: Any, options: Any, likely_: Any, near_: Any) -> dict[str, float]:
        found = features_of(claim_, best, options, likely_, near_)
        seen.append(found)
        entry.append(best.entry.id)
        return found

    setattr(judging, "features_of", noting)  # noqa: B010
    try:
        judging.judge(claim, likely, near, day, at)
    finally:
        setattr(judging, "features_of", features_of)  # noqa: B010
    return entry[0] if entry else None


def main(folder: Path) -> None:
    sets = {each.name: list(examples(each)) for each in sorted(folder.iterdir()) if (each / "calls.json").is_file()}
    right = wrong = missed = 0
    for name in sets:
        learn = [example for other, found in sets.items() if other != name for example in found]
        model = _fitted(learn)
        told = model.predict_proba(np.array([x for x, _ in sets[name]]))[:, 1] >= ENOUGH
        truth = np.array([y for _, y in sets[name]])
        right, wrong, missed = (
            right + int((told & truth).sum()),
            wrong + int((told & ~truth).sum()),
            missed + int((~told & truth).sum()),
        )
        print(
            f"{name}: {len(truth)} claims that differ, {truth.sum()} contradictions, "
            f"{int((told & truth).sum())} found, {int((told & ~truth).sum())} too many"
        )
    print(
        f"each set left out in turn: precision {right / (right + wrong):.3f}, recall of those that "
        f"differ {right / (right + missed):.3f}"
    )
    model = _fitted([example for found in sets.values() for example in found])
    print(f"BIAS = {model.intercept_[0]:.3f}")
    print("WEIGHTS: dict[str, float] = {")
    for name, weight in zip(FEATURES, model.coef_[0], strict=True):
        print(f'    "{name}": {weight:.3f},')
    print("}")


def _fitted(learn: list[tuple[list[float], bool]]) -> LogisticRegression:
    x: NDArray[np.float64] = np.array([features for features, _ in learn])
    y = np.array([truth for _, truth in learn])
    return LogisticRegression(C=STRENGTH, max_iter=2000).fit(x, y)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
