"""The planted calls: every file is whole, its truth points at turns that exist, the counts are those of the README."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from qa.formats.read import read_call

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.json"))
README = (HERE / "README.md").read_text(encoding="utf-8")
FIELDS = ("id", "started_at", "channel", "language", "agent", "topic", "turns", "events", "truth")
ANSWERS = ("yes", "partly", "no", "not_applicable")
CRITERIA = (
    "greeting closing empathy cushion hold_asked hold_thanked restating speech_level object_honorific blunt"
    " conclusion_first unkind_words abusive_caller abuse_handling"
).split()
ABUSE = set("sexual_harassment abuse_or_threats prank drunk repeated_off_topic aggressive_complaint".split())
LEAST_FAULTS, LEAST_CLEAN = 12, 25  # of every criterion, in Korean


@cache
def call(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:
        held: dict[str, Any] = json.load(file)
    return held


def counts(language: str) -> Counter[tuple[str, str]]:
    calls = (call(path) for path in FILES if path.parent.name == language)
    return Counter((name, truth["answer"]) for held in calls for name, truth in held["truth"].items())


each = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@each
def test_a_file_has_every_field_and_its_own_name(path: Path) -> None:
    held = call(path)
    assert tuple(held) == FIELDS
    assert held["id"] == path.stem
    assert held["language"] == path.parent.name
    assert tuple(held["truth"]) == tuple(CRITERIA)


@each
def test_the_product_reads_it_as_it_stands(path: Path) -> None:
    held = call(path)
    read = read_call(path)
    assert [turn.text for turn in read.transcript.turns] == [turn["text"] for turn in held["turns"]]
    assert [event.kind for event in read.transcript.events] == [event["kind"] for event in held["events"]]


@each
def test_times_follow_one_another_and_only_spoken_calls_have_them(path: Path) -> None:
    held = call(path)
    if held["channel"] != "phone":
        assert not any("start_s" in turn for turn in held["turns"])
        return
    ends_s = 0.0
    for turn in held["turns"]:
        assert ends_s <= turn["start_s"] < turn["end_s"]
        ends_s = turn["end_s"]
    for event in held["events"]:
        between = [t for t in held["turns"] if t["start_s"] < event["end_s"] and t["end_s"] > event["start_s"]]
        assert not between, "nobody speaks during a hold or a transfer"


@each
def test_every_answer_is_known_and_every_fault_points_at_a_turn(path: Path) -> None:
    held = call(path)
    for name, truth in held["truth"].items():
        found = name == "abusive_caller"
        assert truth["answer"] in ANSWERS
        assert not truth.keys() - {"answer", "turns", "why", "hard", "class"}, name
        if truth["answer"] in (("yes",) if found else ("partly", "no")):
            assert truth["turns"], name
        for at in truth.get("turns", ()):
            assert held["turns"][at]["speaker"] == ("citizen" if found else "agent"), name
        if "hard" in truth:
            assert f"| `{truth['hard']}` |" in README, f"{truth['hard']} is not explained in README.md"


@each
def test_holds_are_judged_where_there_was_one_and_courtesy_rests_under_abuse(path: Path) -> None:
    held = call(path)
    truth = {name: rating["answer"] for name, rating in held["truth"].items()}
    if truth["abusive_caller"] == "yes":
        assert held["truth"]["abusive_caller"]["class"] in ABUSE
        assert {name for name in truth if truth[name] != "not_applicable"} == {"abusive_caller", "abuse_handling"}
        return
    assert truth["abuse_handling"] == "not_applicable"
    was_held = any(event["kind"] == "hold" for event in held["events"])
    for name in ("hold_asked", "hold_thanked"):
        assert (truth[name] != "not_applicable") == was_held


@pytest.mark.parametrize("name", CRITERIA)
def test_korean_has_faults_and_clean_calls_enough(name: str) -> None:
    got = counts("ko")
    clean, faults = got[name, "yes"], got[name, "partly"] + got[name, "no"]
    if name == "abusive_caller":  # here yes is what is to be found
        clean, faults = got[name, "no"], got[name, "yes"]
    assert faults >= LEAST_FAULTS
    assert clean >= LEAST_CLEAN


def test_there_are_calls_enough_and_no_id_stands_twice() -> None:
    ids = [call(path)["id"] for path in FILES]
    assert len(set(ids)) == len(ids)
    spoken = [path for path in FILES if call(path)["channel"] == "phone"]
    assert sum(path.parent.name == "ko" for path in spoken) >= 90
    assert sum(path.parent.name == "en" for path in spoken) >= 35
    assert len(FILES) - len(spoken) >= 20


def test_no_agent_says_a_long_sentence_that_another_call_holds() -> None:
    said: dict[str, str] = {}
    for path in FILES:
        for turn in call(path)["turns"]:
            for sentence in re.split(r"(?<=[.?!…])\s+", turn["text"]):
                if turn["speaker"] == "agent" and len(sentence) >= 24:
                    assert said.setdefault(sentence, path.stem) == path.stem, sentence


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_counts_in_the_readme_are_those_of_the_files(language: str) -> None:
    got = counts(language)
    table = README.split(f"<!-- counts {language} -->")[1]
    for name in CRITERIA:
        row = " | ".join(str(got[name, answer]) for answer in ANSWERS)
        assert f"| {name} | {row} |" in table.split("<!-- end -->")[0], f"| {name} | {row} |"
