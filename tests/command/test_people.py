"""`qa people`: the address that notifications go to as mail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from qa.settings import HERE
from tests.command.conftest import Qa


def test_an_address_is_given_changed_shown_and_taken_away(qa: Qa, data: Path) -> None:
    command = [sys.executable, "-m", "qa", "people", "add", "suhyun", "--name", "박수현", "--role", "evaluator"]
    added = subprocess.run(
        [*command, "--email", "s@example.org"],
        cwd=HERE,
        env={**os.environ, "QA_DATA": str(data)},
        input="a long password\n",
        capture_output=True,
        text=True,
    )
    assert added.returncode == 0, added.stderr
    assert "s@example.org" in qa("people", "list").out
    changed = qa("people", "change", "suhyun", "--email", "other@example.org")
    assert (changed.code, changed.out.strip()) == (0, "Changed suhyun: other@example.org.")
    assert qa("people", "list", "--json").json[0]["email"] == "other@example.org"
    assert qa("people", "change", "suhyun", "--email", "").code == 0
    assert qa("people", "list", "--json").json[0]["email"] is None


def test_a_login_that_nobody_has_is_one_sentence(qa: Qa, data: Path) -> None:
    done = qa("people", "change", "nobody", "--email", "a@example.org")
    assert (done.code, done.out) == (1, "")
    assert "Nobody has the login 'nobody'" in done.err
    assert "Traceback" not in done.err
