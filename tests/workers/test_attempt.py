"""One attempt at a stage: what becomes of the ledger when the work goes well, wrong, or too long."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select, text

from qa.call import Stage, State
from qa.errors import Misconfigured, Problem, Refused
from qa.queue import Bells
from qa.settings import HERE, Settings
from qa.store import calls, ledger
from qa.store.calls import CallAtHand
from qa.store.engine import Session, Store
from qa.store.recordings import Kept, Recordings
from qa.store.tables import CallFlag, CallStage
from tests.conftest import RedisProcess
from workers import attempt
from workers.attempt import Bench, Progress, StopNow, Write, carry_out


@pytest.fixture
def at(store: Store, redis: RedisProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """The bench of this process, on a short lease."""
    of = Settings(data=tmp_path, redis_url=redis.url, lease_s=2)
    made = Bench(of, store, Recordings(tmp_path / "recordings"), Bells(redis.url))
    monkeypatch.setattr(attempt, "bench", lambda: made)
    return made


@pytest.fixture
def call_id(at: Bench) -> int:
    return calls.accept(at.store, Kept("cd" * 32, 10), name="a.wav").call_id


def row(at: Bench, call_id: int, stage: Stage = Stage.INGEST) -> CallStage:
    with at.store.reading() as session:
        return session.scalars(select(CallStage).where(CallStage.call_id == call_id, CallStage.stage == stage)).one()


def nothing(_session: Session) -> None:
    """A stage that has nothing to write."""


def test_work_well_done_is_committed_and_the_next_stage_is_rung(at: Bench, call_id: int) -> None:
    def work(bench: Bench, call: CallAtHand, progress: Progress) -> Write:
        progress(0.5)
        return lambda session: session.add(CallFlag(call_id=call.call_id, code="cut_off", sentence={}))

    carry_out(Stage.INGEST, call_id, work)
    assert row(at, call_id).state == State.DONE
    assert row(at, call_id, Stage.TRANSCRIBE).state == State.WAITING
    assert at.bells.waiting(Stage.TRANSCRIBE) == 1
    with at.store.reading() as session:
        assert session.scalars(select(CallFlag.code)).all() == ["cut_off"]


def test_no_transaction_is_open_while_the_work_goes_on(at: Bench, call_id: int) -> None:
    def work(bench: Bench, call: CallAtHand, progress: Progress) -> Write:
        with bench.store.writing() as session:  # would wait 30 s and fail if the attempt held the lock
            session.execute(text("SELECT 1"))
        return nothing

    began = time.monotonic()
    carry_out(Stage.INGEST, call_id, work)
    assert row(at, call_id).state == State.DONE
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("problem", "again"),
    [
        (Refused("통화가 아닙니다.", "This is no call."), False),
        (Problem("모델이 없습니다.", "The model is missing.", again=True), True),
        (Misconfigured("평가표가 틀렸습니다.", "The rubric is wrong."), True),
    ],
)
def test_a_problem_stops_the_stage_with_its_sentence(at: Bench, call_id: int, problem: Problem, again: bool) -> None:
    def work(bench: Bench, call: CallAtHand, progress: Progress) -> Write:
        raise problem

    carry_out(Stage.INGEST, call_id, work)
    found = row(at, call_id)
    assert (found.state, found.again) == (State.STOPPED, again)
    assert found.stopped == {"ko": problem.sentence.ko, "en": problem.sentence.en}
    with at.store.reading() as session:
        following = session.scalar(select(CallStage).where(CallStage.stage == Stage.TRANSCRIBE))
    assert following is None
    assert at.bells.waiting(Stage.TRANSCRIBE) == 0


def test_an_error_nobody_foresaw_waits_for_another_try_and_the_fifth_stops(at: Bench, call_id: int) -> None:
    def work(bench: Bench, call: CallAtHand, progress: Progress) -> Write:
        raise ZeroDivisionError("no samples")

    for number in range(1, ledger.TRIES + 1):
        carry_out(Stage.INGEST, call_id, work)
        assert row(at, call_id).tries == number
    found = row(at, call_id)
    assert (found.state, found.again) == (State.STOPPED, True)
    assert found.detail is not None
    assert "ZeroDivisionError: no samples" in found.detail
    assert found.stopped is not None
    assert "ZeroDivisionError" not in found.stopped["en"], "a traceback is for the administrator"


def test_an_error_while_writing_leaves_no_half_result(at: Bench, call_id: int) -> None:
    def write(session: Session) -> None:
        session.add(CallFlag(call_id=call_id, code="cut_off", sentence={}))
        session.flush()
        raise ValueError("half-way")

    carry_out(Stage.INGEST, call_id, lambda bench, call, progress: write)
    assert row(at, call_id).state == State.WAITING
    with at.store.reading() as session:
        assert session.scalars(select(CallFlag)).all() == []


def test_a_stop_in_the_middle_gives_the_stage_back(at: Bench, call_id: int) -> None:
    def work(bench: Bench, call: CallAtHand, progress: Progress) -> Write:
        assert attempt.at_work()
        raise StopNow

    carry_out(Stage.INGEST, call_id, work)
    found = row(at, call_id)
    assert (found.state, found.tries) == (State.WAITING, 0)
    assert not attempt.at_work()


def test_a_live_worker_keeps_its_call_longer_than_the_lease(at: Bench, call_id: int) -> None:
    """Although another worker asks for it and housekeeping looks for leases that ran out, again and again."""
    tries: list[object] = []

    def work(bench: Bench, call: CallAtHand, progress: Progress) -> Write:
        until = time.monotonic() + 2 * at.settings.lease_s
        while time.monotonic() < until:
            progress(0.4)
            tries.append(ledger.claim(at.store, call_id, Stage.INGEST, 60))
            assert ledger.release_expired(at.store) == (0, 0)
            time.sleep(0.2)
        return nothing

    carry_out(Stage.INGEST, call_id, work)
    assert set(tries) == {None}
    found = row(at, call_id)
    assert (found.state, found.attempt) == (State.DONE, 1)


def test_work_whose_stage_was_taken_over_is_told_at_its_next_sign_of_progress(at: Bench, call_id: int) -> None:
    def work(bench: Bench, call: CallAtHand, progress: Progress) -> Write:
        with at.store.writing() as session:
            session.execute(text("UPDATE call_stage SET attempt = attempt + 1"))
        until = time.monotonic() + 10 * at.settings.lease_s
        while time.monotonic() < until:
            progress(0.4)
            time.sleep(0.1)
        raise AssertionError("nobody told the worker")

    carry_out(Stage.INGEST, call_id, work)
    found = row(at, call_id)
    assert (found.state, found.attempt, found.detail) == (State.RUNNING, 2, None), "the row is the other's, untouched"


def test_a_bell_for_a_call_that_is_not_there_is_ignored(at: Bench) -> None:
    carry_out(Stage.INGEST, 4711, lambda bench, call, progress: pytest.fail("there is nothing to work on"))


def test_a_worker_stuck_without_progress_ends_itself(at: Bench, call_id: int) -> None:
    """In a process of its own, because it ends by os._exit. The thread it is stuck in never returns."""
    script = f"""
import threading
from qa.call import Stage
from qa.store import ledger
from qa.store.engine import Store
from workers.attempt import Lease
store = Store({at.store.url.render_as_string()!r})
claim = ledger.claim(store, {call_id}, Stage.INGEST, 1)
with Lease(store, claim, lease_s=1, stall_s=1.5):
    threading.Event().wait()
"""
    ended = subprocess.run([sys.executable, "-c", script], cwd=HERE, env=dict(os.environ), timeout=60)
    assert ended.returncode == attempt.EXIT_STUCK
    time.sleep(1.1)
    assert ledger.release_expired(at.store) == (1, 0)


def test_the_lease_leaves_no_thread_behind(at: Bench, call_id: int) -> None:
    carry_out(Stage.INGEST, call_id, lambda bench, call, progress: nothing)
    assert "lease" not in {thread.name for thread in threading.enumerate()}
