"""The ledger of stages, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import select, text

from qa.call import Sentence, Stage, State
from qa.store import calls, ledger
from qa.store.engine import Store
from qa.store.ledger import LeaseLost
from qa.store.recordings import Kept
from qa.store.tables import CallFlag, CallStage

STOPPED = Sentence(ko="파일이 깨졌습니다.", en="The file is broken.")


def a_call(store: Store, number: int = 1) -> int:
    return calls.accept(store, Kept(f"{number:064x}", 1000), name=f"{number}.wav").call_id


def row(store: Store, call_id: int, stage: Stage = Stage.INGEST) -> CallStage | None:
    with store.reading() as session:
        return session.scalar(select(CallStage).where(CallStage.call_id == call_id, CallStage.stage == stage))


def expire(store: Store, call_id: int) -> None:
    """As if the worker had been silent for an hour."""
    with store.writing() as session:
        session.execute(
            text("UPDATE call_stage SET lease_until = :then WHERE call_id = :call AND state = 'running'"),
            {"then": "2020-01-01 00:00:00.000000" if store.is_sqlite else "2020-01-01", "call": call_id},
        )


def test_accepting_a_call_lets_its_first_stage_wait(any_store: Store) -> None:
    found = row(any_store, a_call(any_store))
    assert found is not None
    assert (found.state, found.attempt, found.tries) == (State.WAITING, 0, 0)


def test_only_one_of_many_workers_gets_a_stage(any_store: Store) -> None:
    call_id = a_call(any_store)
    won: list[ledger.Claim] = []
    start = threading.Barrier(8)

    def worker() -> None:
        start.wait()
        claimed = ledger.claim(any_store, call_id, Stage.INGEST, 60)
        if claimed:
            won.append(claimed)

    threads = [threading.Thread(target=worker) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [claim.attempt for claim in won] == [1]


def test_fifty_claims_of_a_running_stage_change_nothing(any_store: Store) -> None:
    call_id = a_call(any_store)
    assert ledger.claim(any_store, call_id, Stage.INGEST, 60)
    assert [ledger.claim(any_store, call_id, Stage.INGEST, 60) for _ in range(50)] == [None] * 50
    found = row(any_store, call_id)
    assert found is not None
    assert found.attempt == 1


def test_a_commit_writes_the_results_and_opens_the_next_stage_in_one_transaction(any_store: Store) -> None:
    call_id = a_call(any_store)
    claim = ledger.claim(any_store, call_id, Stage.INGEST, 60)
    assert claim
    with ledger.committing(any_store, claim, 1.5) as session:
        session.add(CallFlag(call_id=call_id, code="cut_off", sentence={}))
        session.flush()
        assert row(any_store, call_id, Stage.TRANSCRIBE) is None, "nothing is seen before the commit"
    done, following = row(any_store, call_id), row(any_store, call_id, Stage.TRANSCRIBE)
    assert done is not None
    assert following is not None
    assert (done.state, done.work_s, done.lease_until) == (State.DONE, 1.5, None)
    assert following.state == State.WAITING


def test_a_result_that_cannot_be_written_leaves_the_stage_running(any_store: Store) -> None:
    call_id = a_call(any_store)
    claim = ledger.claim(any_store, call_id, Stage.INGEST, 60)
    assert claim

    def write_half() -> None:
        with ledger.committing(any_store, claim, 1.0) as session:
            session.add(CallFlag(call_id=call_id, code="cut_off", sentence={}))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    found = row(any_store, call_id)
    assert found is not None
    assert found.state == State.RUNNING
    with any_store.reading() as session:
        assert session.scalars(select(CallFlag)).all() == []


def test_a_worker_that_slept_through_its_lease_cannot_commit(any_store: Store) -> None:
    call_id = a_call(any_store)
    sleeper = ledger.claim(any_store, call_id, Stage.INGEST, 60)
    expire(any_store, call_id)
    other = ledger.claim(any_store, call_id, Stage.INGEST, 60)
    assert sleeper
    assert other
    assert other.attempt == sleeper.attempt + 1
    wrote = False
    with pytest.raises(LeaseLost), ledger.committing(any_store, sleeper, 1.0):
        wrote = True
    assert not wrote
    assert not ledger.renew(any_store, sleeper, 60, 0.9)
    assert not ledger.stop(any_store, sleeper, STOPPED, again=False)
    assert not ledger.give_back(any_store, sleeper)
    with ledger.committing(any_store, other, 1.0):
        pass
    found = row(any_store, call_id)
    assert found is not None
    assert found.state == State.DONE


def test_a_worker_that_wakes_before_anybody_took_over_may_go_on(any_store: Store) -> None:
    call_id = a_call(any_store)
    claim = ledger.claim(any_store, call_id, Stage.INGEST, 60)
    assert claim
    expire(any_store, call_id)
    assert ledger.renew(any_store, claim, 60, 0.5)
    assert ledger.claim(any_store, call_id, Stage.INGEST, 60) is None


def test_a_lease_ends_by_the_clock_of_the_database(any_store: Store) -> None:
    call_id = a_call(any_store)
    assert ledger.claim(any_store, call_id, Stage.INGEST, 0.4)
    assert ledger.claim(any_store, call_id, Stage.INGEST, 0.4) is None
    time.sleep(0.5)
    again = ledger.claim(any_store, call_id, Stage.INGEST, 60)
    assert again
    assert again.attempt == 2


def test_an_expired_lease_waits_again_and_its_bell_is_due_at_once(any_store: Store) -> None:
    call_id = a_call(any_store)
    ledger.claim(any_store, call_id, Stage.INGEST, 60)
    expire(any_store, call_id)
    assert ledger.release_expired(any_store) == (1, 0)
    due = ledger.due_bells(any_store, Stage.INGEST, unheard_for_s=60, at_most=10)
    assert [bell.call_id for bell in due] == [call_id]
    assert ledger.due_bells(any_store, Stage.INGEST, unheard_for_s=60, at_most=10) == [], "it was rung just now"


def test_a_fresh_lease_is_left_alone(any_store: Store) -> None:
    call_id = a_call(any_store)
    ledger.claim(any_store, call_id, Stage.INGEST, 60)
    assert ledger.release_expired(any_store) == (0, 0)
    found = row(any_store, call_id)
    assert found is not None
    assert found.state == State.RUNNING


def test_a_worker_that_dies_five_times_stops_the_stage_with_a_sentence(any_store: Store) -> None:
    call_id = a_call(any_store)
    for _ in range(ledger.TRIES):
        assert ledger.claim(any_store, call_id, Stage.INGEST, 60)
        expire(any_store, call_id)
    assert ledger.claim(any_store, call_id, Stage.INGEST, 60) is None
    assert ledger.release_expired(any_store) == (0, 1)
    found = row(any_store, call_id)
    assert found is not None
    assert found.state == State.STOPPED
    assert found.again
    assert found.stopped is not None
    assert "5" in found.stopped["ko"]


def test_five_errors_stop_the_stage_and_keep_the_traceback(any_store: Store) -> None:
    call_id = a_call(any_store)
    for number in range(ledger.TRIES):
        claim = ledger.claim(any_store, call_id, Stage.INGEST, 60)
        assert claim
        assert ledger.fail(any_store, claim, f"Traceback {number}")
    found = row(any_store, call_id)
    assert found is not None
    assert (found.state, found.detail, found.again) == (State.STOPPED, "Traceback 4", True)


def test_an_error_waits_before_it_is_tried_again(any_store: Store) -> None:
    call_id = a_call(any_store)
    claim = ledger.claim(any_store, call_id, Stage.INGEST, 60)
    assert claim
    ledger.fail(any_store, claim, "Traceback")
    assert ledger.due_bells(any_store, Stage.INGEST, unheard_for_s=0, at_most=10) == []
    assert len(ledger.due_bells(any_store, Stage.INGEST, unheard_for_s=-60, at_most=10)) == 1


def test_a_polite_stop_gives_the_stage_back_without_counting_the_try(any_store: Store) -> None:
    call_id = a_call(any_store)
    for _ in range(ledger.TRIES * 2):
        claim = ledger.claim(any_store, call_id, Stage.INGEST, 60)
        assert claim
        assert ledger.give_back(any_store, claim)
    found = row(any_store, call_id)
    assert found is not None
    assert (found.state, found.tries, found.attempt) == (State.WAITING, 0, ledger.TRIES * 2)


def test_a_stopped_stage_is_not_claimed_until_a_person_says_try_again(any_store: Store) -> None:
    call_id = a_call(any_store)
    claim = ledger.claim(any_store, call_id, Stage.INGEST, 60)
    assert claim
    ledger.stop(any_store, claim, STOPPED, again=True)
    assert ledger.claim(any_store, call_id, Stage.INGEST, 60) is None
    bells = ledger.try_again(any_store, call_id)
    assert [(bell.call_id, bell.stage) for bell in bells] == [(call_id, Stage.INGEST)]
    renewed = ledger.claim(any_store, call_id, Stage.INGEST, 60)
    assert renewed
    assert renewed.attempt > claim.attempt, "an old sleeper must not fit the new claim"
    found = row(any_store, call_id)
    assert found is not None
    assert (found.tries, found.stopped) == (1, None)


def test_try_again_does_nothing_to_a_call_that_is_not_stopped(any_store: Store) -> None:
    call_id = a_call(any_store)
    assert ledger.try_again(any_store, call_id) == []


def test_running_an_earlier_stage_again_fences_off_the_later_one(any_store: Store) -> None:
    call_id = a_call(any_store)
    first = ledger.claim(any_store, call_id, Stage.INGEST, 60)
    assert first
    with ledger.committing(any_store, first, 1.0):
        pass
    busy = ledger.claim(any_store, call_id, Stage.TRANSCRIBE, 60)
    assert busy
    with any_store.writing() as session:
        ledger.open_stage(session, call_id, Stage.INGEST)
    second = ledger.claim(any_store, call_id, Stage.INGEST, 60)
    assert second
    with ledger.committing(any_store, second, 1.0):
        pass
    with pytest.raises(LeaseLost), ledger.committing(any_store, busy, 1.0):
        pass


def test_bells_are_bounded_and_the_longest_waiting_come_first(any_store: Store) -> None:
    waiting = [a_call(any_store, number) for number in range(1, 8)]
    due = ledger.due_bells(any_store, Stage.INGEST, unheard_for_s=-1, at_most=3)
    assert sorted(bell.call_id for bell in due) == waiting[:3]
    assert ledger.due_bells(any_store, Stage.INGEST, unheard_for_s=-1, at_most=0) == []


def test_many_writers_never_find_the_database_locked(store: Store) -> None:
    numbers = [a_call(store, number) for number in range(1, 25)]
    errors: list[BaseException] = []

    def worker(mine: list[int]) -> None:
        try:
            for call_id in mine:
                claim = ledger.claim(store, call_id, Stage.INGEST, 60)
                assert claim
                with ledger.committing(store, claim, 0.1):
                    pass
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=worker, args=(numbers[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with store.reading() as session:
        done = session.scalars(select(CallStage.call_id).where(CallStage.state == State.DONE)).all()
    assert sorted(done) == numbers
