"""Rubrics for the tests, from one criterion or a few."""

from __future__ import annotations

import textwrap

from qa.scoring.rubric import Rubric, load_rubric

ANSWERS = """\
answers:
  "yes": {score: 1, label: {ko: 예, en: "Yes"}}
  partly: {score: 0.5, label: {ko: 일부, en: Partly}}
  "no": {score: 0, label: {ko: 아니오, en: "No"}}
"""
SAID = "check: {kind: said, groups: [{id: hello, name: {ko: 인사, en: greeting}, phrases: [안녕하세요]}]}\n"


def criterion(id: str, body: str, *, weight: float | None = 100, answers: str = ANSWERS) -> str:
    """The YAML of one criterion; `body` holds its checks and whatever else."""
    head = f"id: {id}\nname: {{ko: {id} 항목, en: {id}}}\nquestion: {{ko: 어떠한가, en: How was it}}\n"
    text = head + (f"weight: {weight:g}\n" if weight is not None else "") + answers + textwrap.dedent(body)
    return "- " + textwrap.indent(text, "  ").lstrip()


def text_of(*criteria: str, top: str = "") -> str:
    """One section of 100 points with these criteria."""
    listed = textwrap.indent("".join(criteria), "      ")
    return (
        "id: draft\nname: {ko: 초안, en: Draft}\nlanguage: ko\n"
        f"{textwrap.dedent(top)}sections:\n  - id: whole\n    name: {{ko: 전체, en: Whole}}\n    weight: 100\n"
        f"    criteria:\n{listed}"
    )


def draft(*criteria: str, top: str = "") -> Rubric:
    return load_rubric(text_of(*criteria, top=top), name="draft.yaml")
