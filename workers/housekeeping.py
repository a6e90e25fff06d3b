"""Finds what the bell lost: stages that wait unheard and leases that ran out. Bounded, so that a storm stays small."""

from __future__ import annotations

import logging
import signal
import threading
from types import FrameType

from qa.call import Stage
from qa.errors import Problem
from qa.store import ledger, presence
from workers import mail
from workers.attempt import Bench, bench

log = logging.getLogger("attune")

ROUND_S = 2.0
UNHEARD_S = 60.0  # with bells still in the queue, one's own may be among them
UNHEARD_EMPTY_S = 5.0  # with an empty queue it is not, or is just being answered
MOST_BELLS = 64  # per queue: more of them would not make a worker faster
FORGET_EVERY = 300  # rounds
LAST_LETTER_S = 3.0  # the keeper's patience is 4 s


def sweep(at: Bench) -> int:
    """One round. Returns how many bells were rung."""
    released, stopped = ledger.release_expired(at.store)
    if released or stopped:
        log.info("leases that ran out: %d given to others, %d stopped", released, stopped)
    rung = 0
    for stage in Stage:
        lying = at.bells.waiting(stage)
        if lying is None:
            log.warning("Redis does not answer; the calls wait in the database")
            break
        unheard_s = UNHEARD_S if lying else UNHEARD_EMPTY_S
        for bell in ledger.due_bells(at.store, stage, unheard_for_s=unheard_s, at_most=MOST_BELLS - lying):
            rung += at.bells.ring(bell.stage, bell.call_id, bell.attempt)
    return rung


def run() -> None:
    """Rounds until SIGTERM or SIGINT. An error ends no round but its own."""
    over = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        over.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    at = bench()
    letters = mail.start(at.store, at.settings, over)
    rounds = 0
    while not over.wait(ROUND_S if rounds else 0):
        rounds += 1
        try:
            sweep(at)
            if rounds % FORGET_EVERY == 0:
                presence.forget_silent(at.store)
        except Problem as problem:
            log.error("housekeeping: %s", problem)
        except Exception:
            log.exception("housekeeping: this round failed, the next comes in %.0f s", ROUND_S)
    if letters is not None:
        letters.join(LAST_LETTER_S)
