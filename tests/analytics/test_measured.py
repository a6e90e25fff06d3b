"""The figures of docs/analytics.md: calls written by others, with what each was about, held to a floor."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from qa.analytics.about import about
from qa.answers.table import load_answers
from qa.call import Sentence
from qa.formats.transcript import call_of_document

SETS = Path(__file__).parent.parent / "accuracy" / "sets"
FLOOR = 0.95
LEAST_OF_A_SET = 0.85
FIGURES = ("topic", "transfers", "transferred_to", "resolved")
sets = sorted(
    folder for folder in (*SETS.glob("*"), *(SETS.parent / "held_out").glob("*")) if (folder / "calls.json").is_file()
)


def same_place(one: str, other: str) -> bool:
    """Whether one name holds the other: a transfer to 하수시설과 is one to 시청 하수시설과."""
    left, right = ("".join(name.lower().removeprefix("the ").split()) for name in (one, other))
    return bool(left and right) and (left in right or right in left)


def right_in(folder: Path) -> tuple[Counter[str], int]:
    """How many calls of a set come out as their writer says, by figure, and of how many."""
    answers = load_answers(folder / "answers.csv")
    calls = json.loads((folder / "calls.json").read_text("utf-8"))
    right: Counter[str] = Counter()
    for each in calls:
        truth = each["truth"]
        told = call_of_document(each, Sentence(each["id"], each["id"]))
        found = about(told.transcript, told.measures, answers)
        to = [transfer.to for transfer in found.transfers]
        right["topic"] += found.topic == truth["topic"]
        right["transfers"] += len(to) == truth["transfers"]
        right["transferred_to"] += len(to) == len(truth["transferred_to"]) and all(
            same_place(one, other) for one, other in zip(to, truth["transferred_to"], strict=True)
        )
        right["resolved"] += found.resolved == truth["resolved"]
    return right, len(calls)


def test_topic_transfers_and_resolution_are_right_in_nearly_all_calls() -> None:
    total: Counter[str] = Counter()
    asked = 0
    for folder in sets:
        right, calls = right_in(folder)
        total, asked = total + right, asked + calls
        short = {name: f"{right[name]} of {calls}" for name in FIGURES if right[name] < LEAST_OF_A_SET * calls}
        assert not short, folder.name
    assert asked
    assert not {name: f"{total[name]} of {asked}" for name in FIGURES if total[name] < FLOOR * asked}
