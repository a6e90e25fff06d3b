"""`qa ingest` of files that tell calls: a line for every call, and the sound beside a vCon goes with it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.command.conftest import Qa
from tests.formats.test_text_files import CSV
from tests.formats.vcons import external, sound, vcon


def test_a_sound_file_beside_a_vcon_comes_in_with_it_and_not_as_a_second_call(
    qa: Qa, tmp_path: Path, data: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ab_call.wav").write_bytes(sound(2.0))
    (folder / "call.vcon").write_text(json.dumps(vcon(dialog=[external(sound(2.0))])))
    items = qa("ingest", "--json", folder).json["items"]
    assert [(Path(i["path"]).name, i["result"], i["call"]) for i in items] == [
        ("call.vcon", "accepted", 1),
        ("ab_call.wav", "already_here", 1),
    ]
    (copy,) = (data / "recordings").rglob("*.sound")
    assert copy.read_bytes() == sound(2.0)


def test_ingest_says_one_line_per_call_of_a_file(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV + "W-3,,,,,,,\n")
    answer = qa("ingest", tmp_path / "a.csv")
    assert answer.code == 1
    assert [line.partition("a.csv")[2] for line in answer.out.splitlines()[:3]] == [
        ", line 2: accepted (call 1)",
        ", line 4: accepted (call 2)",
        ", line 5: refused",
    ]
