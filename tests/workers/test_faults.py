"""What happens when processes die, bells get lost and calls are bad: real workers, a real Redis, kill -9."""

from __future__ import annotations

import signal
import time
from pathlib import Path

from qa.call import Stage, State
from qa.store import ledger
from tests.conftest import Tone
from tests.workers.conftest import Floor

LONG_S = 240.0  # making the listening copy of this much takes seconds: time enough to kill


def test_a_worker_killed_in_the_middle_of_a_stage_loses_nothing(floor: Floor, tone: Tone) -> None:
    call_id = floor.hand_in(tone(length_s=LONG_S))
    floor.start("housekeeping")
    victim = floor.start("ingest")
    floor.wait_for(call_id, Stage.INGEST, State.RUNNING)
    victim.kill()
    victim.wait()
    assert floor.row(call_id, Stage.TRANSCRIBE) is None
    floor.start("ingest")
    done = floor.wait_for(call_id, Stage.INGEST, State.DONE)
    assert done.attempt == 2, "the dead worker's attempt is counted"
    assert floor.row(call_id, Stage.TRANSCRIBE) is not None


def test_a_worker_told_to_stop_gives_its_call_back_within_seconds(floor: Floor, tone: Tone) -> None:
    call_id = floor.hand_in(tone(length_s=LONG_S))
    worker = floor.start("ingest")
    floor.wait_for(call_id, Stage.INGEST, State.RUNNING)
    began = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    worker.wait(timeout=20)
    assert time.monotonic() - began < 10
    found = floor.row(call_id, Stage.INGEST)
    assert found is not None
    assert (found.state, found.tries) == (State.WAITING, 0)


def test_fifty_bells_are_one_run(floor: Floor, tone: Tone) -> None:
    call_id = floor.hand_in(tone())
    for _ in range(50):
        floor.intake.bells.ring(Stage.INGEST, call_id, 0)
    floor.start("ingest")
    floor.start("ingest")
    floor.wait_for(call_id, Stage.INGEST, State.DONE)
    floor.wait_until(lambda: floor.intake.bells.waiting(Stage.INGEST) == 0, "all bells answered")
    found = floor.row(call_id, Stage.INGEST)
    assert found is not None
    assert found.attempt == 1


def test_bells_lost_with_redis_are_rung_again(floor: Floor, tone: Tone) -> None:
    calls = [floor.hand_in(tone(f"{number}.wav", seed=number)) for number in range(5)]
    floor.intake.bells.redis.flushall()
    assert floor.intake.bells.waiting(Stage.INGEST) == 0
    floor.start("ingest")
    floor.start("housekeeping")
    for call_id in calls:
        floor.wait_for(call_id, Stage.INGEST, State.DONE)


def test_a_recording_is_accepted_while_redis_is_away(floor: Floor, tone: Tone) -> None:
    floor.redis.kill()
    call_id = floor.hand_in(tone())
    found = floor.row(call_id, Stage.INGEST)
    assert found is not None
    assert found.state == State.WAITING
    floor.redis.start()
    floor.start("ingest")
    floor.start("housekeeping")
    floor.wait_for(call_id, Stage.INGEST, State.DONE)


def test_one_bad_recording_stops_with_a_sentence_and_the_others_go_on(floor: Floor, tone: Tone, tmp_path: Path) -> None:
    text = tmp_path / "minutes.wav"
    text.write_text("회의록입니다. " * 500)
    calls = [floor.hand_in(tone("a.wav", seed=1)), floor.hand_in(text), floor.hand_in(tone("b.wav", seed=2))]
    worker = floor.start("ingest")
    states = [floor.wait_for(call_id, Stage.INGEST, State.DONE, State.STOPPED) for call_id in calls]
    assert [row.state for row in states] == [State.DONE, State.STOPPED, State.DONE]
    bad = states[1]
    assert bad.stopped is not None
    assert bad.stopped["ko"] != bad.stopped["en"]
    assert bad.again is False
    assert floor.intake.recordings.path(_sha256(floor, calls[1])).is_file(), "what was refused is kept"
    assert worker.poll() is None


def test_without_weights_a_call_stops_and_try_again_finishes_it(floor: Floor, tone: Tone, tmp_path: Path) -> None:
    weights = tmp_path / "not-there-yet.pt"
    call_id = floor.hand_in(tone())
    floor.start("ingest")
    worker = floor.start("transcribe", QA_WHISPER_MODEL=str(weights))
    stopped = floor.wait_for(call_id, Stage.TRANSCRIBE, State.STOPPED)
    assert stopped.again
    assert stopped.stopped is not None
    assert str(weights) in stopped.stopped["en"]
    weights.write_bytes(Path(floor.environment["QA_WHISPER_MODEL"]).read_bytes())
    for bell in ledger.try_again(floor.store, call_id):
        floor.intake.bells.ring(bell.stage, bell.call_id, bell.attempt)
    done = floor.wait_for(call_id, Stage.TRANSCRIBE, State.DONE, State.STOPPED)
    assert done.state == State.DONE, done.stopped
    assert worker.poll() is None, "the same process learnt of the weights"


def test_a_worker_comes_back_to_work_after_redis_was_killed(floor: Floor, tone: Tone) -> None:
    """As under the keeper: whether RQ's loop survives or ends, somebody is there for the next call."""
    floor.start("housekeeping")
    workers = [floor.start("ingest")]
    floor.wait_for(floor.hand_in(tone("a.wav", seed=1)), Stage.INGEST, State.DONE)
    floor.redis.kill()
    floor.redis.start()
    second = floor.hand_in(tone("b.wav", seed=2))

    def done() -> bool:
        if workers[-1].poll() is not None:
            workers.append(floor.start("ingest"))
        found = floor.row(second, Stage.INGEST)
        return found is not None and found.state == State.DONE

    floor.wait_until(done, "the call after the restart")


def _sha256(floor: Floor, call_id: int) -> str:
    from qa.store.calls import at_hand

    return at_hand(floor.store, call_id).sha256
