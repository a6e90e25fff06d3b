"""Checks of other packages: found by their entry point, refused by name when broken, harmless when they fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.scoring.calls import ROOT
from tests.scoring.drafts import criterion, text_of

MODULE = """\
from typing import Literal

from qa.call import Sentence
from qa.scoring.check import NO, YES, Check, rated


class Shouting(Check):
    \"\"\"`no` when a turn ends with so many exclamation marks.\"\"\"

    kind: Literal["shouting"]
    marks: int = 2

    @property
    def gives(self):
        return frozenset((YES, NO))

    def judge(self, hearing, criterion):
        for place, turn in hearing.turns(criterion.who, criterion.window):
            if turn.text.endswith("!" * self.marks):
                return rated(NO, 0.9, Sentence("외쳤습니다.", "Shouted."), hearing.quote(place, 0, len(turn.text)))
        return rated(YES, 0.9, Sentence("외치지 않았습니다.", "No shouting."))


class Falling(Check):
    kind: Literal["falling"]

    @property
    def gives(self):
        return frozenset((YES, NO))

    def judge(self, hearing, criterion):
        raise ZeroDivisionError


class Misnamed(Check):
    kind: Literal["other"]

    @property
    def gives(self):
        return frozenset((YES, NO))

    def judge(self, hearing, criterion):
        raise NotImplementedError
"""
POINTS = """\
[attune.checks]
shouting = loud_checks:Shouting
falling = loud_checks:Falling
misnamed = loud_checks:Misnamed
missing = loud_checks:Nothing
said = loud_checks:Shouting
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder as pip leaves it: a module and its dist-info."""
    (tmp_path / "loud_checks.py").write_text(MODULE, "utf-8")
    info = tmp_path / "loud_checks-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loud-checks\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(POINTS, "utf-8")
    return tmp_path


def qa(site: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": f"{site}{os.pathsep}{ROOT}", "QA_TERMINAL_LANGUAGE": "en"}
    command = [sys.executable, "-m", "qa", *map(str, arguments)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=400)


def rated(site: Path, check: str, text: str) -> dict[str, Any]:
    rubric, call = site / "draft.yaml", site / "call.json"
    rubric.write_text(text_of(criterion("tone", f"check: {check}\n")), "utf-8")
    call.write_text(json.dumps({"turns": [{"speaker": "agent", "text": text}]}), "utf-8")
    done = qa(site, "score", "--transcript", call, "--rubric", rubric, "--json")
    assert done.returncode == 0, done.stderr
    rating: dict[str, Any] = json.loads(done.stdout)["ratings"][0]
    return rating


def test_a_check_of_another_package_scores_with_its_own_options_and_evidence(site: Path) -> None:
    rating = rated(site, "{kind: shouting, marks: 3}", "안 된다니까요!!!")
    assert (rating["answer"], rating["reason_en"]) == ("no", "Shouted.")
    assert rating["evidence"][0]["quote"] == "안 된다니까요!!!"


def test_one_that_fails_costs_nobody_a_point(site: Path) -> None:
    rating = rated(site, "{kind: falling}", "안녕하세요.")
    assert rating["state"] == "cannot_tell"
    assert "ZeroDivisionError" in rating["reason_en"]


def test_what_cannot_be_used_is_named_and_the_rest_works(site: Path) -> None:
    path = site / "draft.yaml"
    for kind, needle in (
        ("misnamed", "its `kind` is not the literal 'misnamed'"),
        ("missing", "it cannot be loaded"),
        ("whisper", "there is no check of kind 'whisper'"),
        ("shouting, marks: many", "marks"),
    ):
        path.write_text(text_of(criterion("tone", f"check: {{kind: {kind}}}\n")), "utf-8")
        done = qa(site, "rubric", "check", path)
        assert done.returncode == 1
        assert "draft.yaml, line " in done.stderr
        assert needle in done.stderr
    schema = json.loads(qa(site, "rubric", "schema").stdout)
    assert schema["$defs"]["Shouting"]["properties"]["marks"]["default"] == 2
    assert "groups" in schema["$defs"]["Said"]["properties"]  # our own `said` was not taken over
