"""Rubric files: what is wrong is named with file, line and field; nothing hostile gets in."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from qa.errors import Misconfigured
from qa.scoring.checks.registry import KINDS, documentation
from qa.scoring.parts import compiled
from qa.scoring.rubric import load_rubric, load_rubrics
from tests.scoring.calls import RUBRICS

GOOD = """\
id: small
name: {ko: 작은 평가표, en: Small}
language: ko
sections:
  - id: opening
    name: {ko: 맞이, en: Opening}
    weight: 40
    criteria:
      - id: greeting
        name: {ko: 첫인사, en: greeting}
        question: {ko: 인사했는가, en: Was there a greeting}
        weight: 40
        window: {first_s: 15}
        answers:
          "yes": {score: 1, label: {ko: 예, en: "Yes"}}
          "no": {score: 0, label: {ko: 아니오, en: "No"}}
        check:
          kind: said
          groups:
            - {id: hello, name: {ko: 인사, en: greeting}, phrases: [안녕하세요], patterns: ['안녕']}
  - id: rest
    name: {ko: 나머지, en: Rest}
    weight: 60
    criteria:
      - id: dead_air
        name: {ko: 무음, en: dead air}
        question: {ko: 조용했는가, en: Was there silence}
        weight: 60
        answers:
          "yes": {score: 1, label: {ko: 예, en: "Yes"}}
          "no": {score: 0, label: {ko: 아니오, en: "No"}}
        check: {kind: measure, measure: dead_air, yes_at_most: 10}
"""


def refused(text: str) -> str:
    with pytest.raises(Misconfigured) as caught:
        load_rubric(text, name="small.yaml")
    assert caught.value.sentence.ko.startswith("small.yaml")
    return caught.value.sentence.en


def test_a_sound_rubric_is_read() -> None:
    rubric = load_rubric(GOOD)
    assert [criterion.id for criterion in rubric.criteria] == ["greeting", "dead_air"]
    assert rubric.text == GOOD
    assert len(rubric.hash) == 64


def test_every_change_of_the_text_is_another_version() -> None:
    assert load_rubric(GOOD).hash != load_rubric(GOOD + "# a comment\n").hash


@pytest.mark.parametrize(
    ("old", "new", "line", "needles"),
    [
        ("        weight: 60\n", "        wieght: 60\n", 28, ["wieght", "not known", "Did you mean 'weight'"]),
        ("language: ko\n", "language: ko\ncolour: red\n", 4, ["colour", "not known"]),
        ("kind: said\n", "kind: said\n          groops: []\n", 19, ["groops", "Did you mean 'groups'", "sections.opening.criteria.greeting.check.groops"]),
        ("yes_at_most: 10}", "yes_at_mots: 10}", 32, ["yes_at_mots", "Did you mean 'yes_at_most'"]),
        ("- id: dead_air", "- id: greeting", 25, ["'greeting' is used twice", "first in line 9"]),
        ("- id: rest", "- id: opening", 21, ["'opening' is used twice"]),
        ("        weight: 60\n", "        weight: 50\n", 23, ["'rest' has weight 60", "add up to 50"]),
        ("    weight: 40\n    criteria", "    weight: 30\n    criteria", 7, ["'opening' has weight 30", "add up to 40"]),
        ('          "yes": {score: 1, label: {ko: 예, en: "Yes"}}\n          "no": {score: 0, label: {ko: 아니오, en: "No"}}\n        check:\n', '          yes: {score: 1, label: {ko: 예, en: "Yes"}}\n        check:\n', 15, ["a bare yes is not text in YAML 1.1", "true", '"yes":']),
        ('"no": {score: 0, label: {ko: 아니오, en: "No"}}\n        check:\n', 'no: {score: 0, label: {ko: 아니오, en: "No"}}\n        check:\n', 16, ["a bare no is not text", "false"]),
        ("id: small\n", "on: small\n", 1, ["a bare on is not text"]),
        ('label: {ko: 예, en: "Yes"}}\n          "no": {score: 0, label: {ko: 아니오, en: "No"}}\n        check:\n', 'label: {ko: 예, en: Yes}}\n          "no": {score: 0, label: {ko: 아니오, en: "No"}}\n        check:\n', 15, ["read as true or false", "quotes"]),
        ("patterns: ['안녕']", "patterns: ['(안녕']", 20, ["bad pattern", "patterns[1]"]),
        ("patterns: ['안녕']", "patterns: ['(?=안녕)']", 20, ["bad pattern"]),
        ("patterns: ['안녕']", "patterns: ['안*']", 20, ["matches nothing"]),
        ("kind: said", "kind: sadi", 18, ["no check of kind 'sadi'", "'said'?", "speech_level"]),
        ("score: 0, label: {ko: 아니오, en: \"No\"}}\n        check:\n", "score: -1, label: {ko: 아니오, en: \"No\"}}\n        check:\n", 16, ["score", "-1"]),
        ('          "no": {score: 0, label: {ko: 아니오, en: "No"}}\n        check:\n', '          bad: {score: 0, label: {ko: 아니오, en: "No"}}\n        check:\n', 9, ["the check can answer no", "`answers`"]),
        ("window: {first_s: 15}", "window: {first_s: 15, last_s: 3}", 13, ["exactly one of"]),
        ("window: {first_s: 15}", "not_applicable: [full_moon]", 13, ["'full_moon' is no known condition", "no_hold"]),
        ("language: ko\n", "language: ko\nlanguage: en\n", 4, ["'language' appears twice", "first in line 3"]),
        ("language: ko\n", "language: &x ko\n", 3, ["aliases"]),
        ("name: {ko: 작은 평가표, en: Small}", "name: {ko: 작은 평가표", 3, ["cannot be read as YAML"]),
        ("name: {ko: 작은 평가표, en: Small}", "name: {ko: 작은 평가표}", 2, ["'en' is missing"]),
        ("language: ko\n", "3: 4\n", 3, ["the key '3' is not text"]),
        ("yes_at_most: 10}", "yes_at_most: 10, partly_at_most: 5}", 32, ["partly_at_most"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_line_and_field(old: str, new: str, line: int, needles: list[str]) -> None:
    assert old in GOOD
    sentence = refused(GOOD.replace(old, new, 1) if "dead_air" not in old else GOOD.replace(old, new))
    assert f"small.yaml, line {line}" in sentence
    for needle in needles:
        assert needle in sentence


def test_weights_of_sections_have_to_add_up_to_a_hundred() -> None:
    text = GOOD.replace("weight: 60", "weight: 50")
    assert "add up to 90, not to 100" in refused(text)
    assert "line 4" in refused(text)


def test_the_yaml_trap_is_explained_in_korean_too() -> None:
    with pytest.raises(Misconfigured) as caught:
        load_rubric(GOOD.replace('"yes": {score: 1', "yes: {score: 1", 1), name="small.yaml")
    assert "YAML 1.1" in caught.value.sentence.ko
    assert "따옴표" in caught.value.sentence.ko


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words", "a: [1, 2"])
def test_what_is_no_rubric_at_all_is_refused(text: str) -> None:
    assert "small.yaml, line" in refused(text)


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(12)
    )
    started = time.process_time()
    assert "aliases" in refused(bomb)
    assert time.process_time() - started < 2


def test_deep_nesting_and_large_files_are_refused() -> None:
    assert "nested too deeply" in refused("a: " + "[" * 200 + "]" * 200)
    assert "larger than" in refused("a: " + "x" * 600_000)


def test_a_hostile_pattern_takes_linear_time() -> None:
    started = time.process_time()
    assert compiled("(a+)+b").search("a" * 20_000) is None
    assert time.process_time() - started < 2


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"none\.yaml cannot be read"):
        load_rubric(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes("id: caf\u00e9".encode("latin-1"))
    with pytest.raises(Misconfigured, match="not UTF-8"):
        load_rubric(tmp_path / "latin.yaml")


def test_the_shipped_rubrics_have_the_criteria_everybody_counts_on() -> None:
    shipped = {rubric.id: rubric for rubric in load_rubrics(RUBRICS)}
    courtesy = {
        "greeting", "closing", "hold_asked", "hold_thanked", "dead_air", "interruption", "speech_level",
        "unkind_words", "empathy", "pace", "transfers", "abuse_handling",
        "object_honorific", "blunt", "cushion", "restating", "conclusion_first",
    }  # fmt: skip
    assert {criterion.id for criterion in shipped["courtesy-ko"].criteria} == courtesy
    assert {criterion.id for criterion in shipped["courtesy-en"].criteria} == courtesy - {"object_honorific"}
    accuracy = {"fee", "phone", "office", "hours", "deadline", "eligibility", "procedure", "required", "personal_data"}
    for name in ("accuracy-ko", "accuracy-en"):
        assert {criterion.id for criterion in shipped[name].criteria} == accuracy
    written = {"greeting_closing", "answered", "facts", "required", "plain_language", "spelling", "on_time"}
    assert {criterion.id for criterion in shipped["written-ko"].criteria} == written


def test_every_kind_of_check_is_documented() -> None:
    page = (RUBRICS.parent / "docs" / "rubrics.md").read_text("utf-8")
    for kind in KINDS:
        assert documentation()[kind]
        assert f"`{kind}`" in page
