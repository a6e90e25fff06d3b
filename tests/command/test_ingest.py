"""`qa ingest`: files and folders in, one result per item, and nothing that stops the batch."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qa.settings import HERE
from tests.command.conftest import Qa
from tests.conftest import RedisProcess, Tone

SOUND = b"RIFF" + bytes(1000)  # handing in looks at no byte


def test_a_file_is_accepted_and_the_same_bytes_are_already_here(qa: Qa, tone: Tone) -> None:
    first = qa("ingest", "--json", tone("monday.wav"))
    assert first.code == 0
    (item,) = first.json["items"]
    assert (item["result"], item["call"], item["sentence"]) == ("accepted", 1, None)
    copy = tone("copy.wav")
    second = qa("ingest", "--json", copy)
    assert second.code == 0
    assert [(i["result"], i["call"]) for i in second.json["items"]] == [("already_here", 1)]
    assert second.json["totals"] == {"already_here": 1}


def test_a_folder_is_handed_in_with_everything_below_it(qa: Qa, tone: Tone, tmp_path: Path) -> None:
    tone("in/b.wav", seed=1)
    tone("in/a.wav", seed=2)
    tone("in/deeper/c.WAV", seed=3)
    (tmp_path / "in" / "notes.txt").write_text("no recording")
    tone("in/.hidden.wav", seed=4)
    answer = qa("ingest", "--json", tmp_path / "in")
    assert answer.code == 0
    names = [Path(item["path"]).name for item in answer.json["items"]]
    assert names == ["a.wav", "b.wav", "c.WAV"]


def test_one_bad_item_does_not_stop_the_batch_and_is_told_at_the_end(qa: Qa, tone: Tone, tmp_path: Path) -> None:
    empty = tmp_path / "empty.wav"
    empty.touch()
    missing = tmp_path / "missing.wav"
    answer = qa("ingest", "--json", empty, tone("a.wav", seed=1), missing, tone("b.wav", seed=2))
    assert answer.code == 1
    assert [item["result"] for item in answer.json["items"]] == ["refused", "accepted", "refused", "accepted"]
    assert answer.json["totals"] == {"accepted": 2, "refused": 2}
    assert "empty (0 bytes)" in answer.json["items"][0]["sentence"]["en"]
    assert str(missing) in answer.json["items"][2]["sentence"]["ko"]
    assert len(answer.err.strip().splitlines()) == 2, "one sentence per refused item on standard error"
    assert "Traceback" not in answer.err


def test_what_cannot_be_a_file_is_refused_at_once(qa: Qa, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.wav"
    os.mkfifo(pipe)  # reading it would wait for ever
    (tmp_path / "file").touch()
    inside = tmp_path / "file" / "call.wav"
    answer = qa("ingest", "--json", pipe, inside, "/dev/zero", "x" * 5000)
    assert answer.code == 1
    assert [item["result"] for item in answer.json["items"]] == ["refused"] * 4


def test_a_folder_without_recordings_says_what_was_looked_for(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    answer = qa("ingest", tmp_path / "bare")
    assert answer.code == 1
    assert "no recording in this folder" in answer.err
    assert "wav" in answer.err


def test_an_unreadable_folder_is_a_sentence_and_the_others_go_on(qa: Qa, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(prefix="attune-") as folder, as_somebody_else(Path(folder)):
        monkeypatch.setenv("QA_DATA", f"{folder}/data")
        closed = Path(folder, "closed")
        closed.mkdir(mode=0)
        good = Path(folder, "good.wav")
        good.write_bytes(SOUND)
        answer = qa("ingest", closed, good)
        closed.chmod(0o700)
    assert answer.code == 1
    assert f"{closed}: the folder cannot be read (Permission denied)" in answer.err
    assert "good.wav: accepted (call 1)" in answer.out


def _readable(path: Path) -> bool:
    try:
        return bool(path.read_bytes())
    except PermissionError:
        return False


@contextmanager
def as_somebody_else(folder: Path) -> Iterator[None]:
    """Root may read everything; so for a moment this process is nobody, who owns the folder."""
    if os.geteuid() != 0:
        yield
        return
    os.chown(folder, 65534, 65534)
    os.seteuid(65534)
    try:
        if not _readable(Path(__file__)):
            pytest.skip("the project lies in a folder that only root may enter, so nobody cannot run it")
        yield
    finally:
        os.seteuid(0)


def test_a_file_that_is_too_large_is_refused_with_the_limit(
    qa: Qa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_MAX_UPLOAD_MB", "1")
    large = tmp_path / "large.wav"
    large.write_bytes(bytes(1_100_000))
    answer = qa("ingest", large)
    assert answer.code == 1
    assert "larger than 1 MB" in answer.err
    assert "QA_MAX_UPLOAD_MB" in answer.err


def test_the_agent_and_the_time_of_the_call_are_kept(qa: Qa, tone: Tone) -> None:
    qa("ingest", tone("before.wav", seed=9))  # makes the database
    _add_agent(qa)
    answer = qa("ingest", "--agent", "minji", "--started-at", "2026-10-24T13:15:00", tone("a.wav"))
    assert answer.code == 0
    shown = qa("show", "2", "--json").json["call"]
    assert (shown["agent"], shown["vendor"]) == ("김민지", "한빛")
    assert shown["started_at"].startswith("2026-10-24T13:15:00")


def test_an_agent_nobody_knows_is_refused_before_anything_is_kept(qa: Qa, tone: Tone, data: Path) -> None:
    answer = qa("ingest", "--agent", "nobody", tone())
    assert answer.code == 1
    assert "no agent 'nobody'" in answer.err
    assert not (data / "recordings").exists()


def test_sentences_come_in_the_persons_language(qa: Qa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_TERMINAL_LANGUAGE", "ko")
    (tmp_path / "empty.wav").touch()
    assert "파일이 비어 있습니다" in qa("ingest", tmp_path / "empty.wav").err


def _add_agent(qa: Qa) -> None:
    from qa.settings import settings
    from qa.store.engine import open_store
    from qa.store.people import seed_demo_people

    store = open_store(settings())
    with store.writing() as session:
        seed_demo_people(session)
    store.close()


def test_waiting_tells_what_the_machine_made_of_it(
    qa: Qa, redis: RedisProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QA_REDIS_URL", redis.url)
    text = tmp_path / "minutes.wav"
    text.write_text("회의록입니다. " * 500)
    with subprocess.Popen([sys.executable, "-m", "workers", "ingest"], cwd=HERE, stdout=subprocess.DEVNULL) as worker:
        answer = qa("ingest", "--wait", "--json", text)
        worker.kill()
    assert answer.code == 1
    assert [item["result"] for item in answer.json["items"]] == ["stopped"]
    assert answer.json["items"][0]["sentence"]["ko"]
    assert answer.json["totals"] == {"stopped": 1}
