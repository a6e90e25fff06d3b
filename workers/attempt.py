"""One attempt at one stage of one call: claim, work with no transaction open, commit, ring the next.

What a stage file gives is a function that works and returns another that writes; everything that can go wrong on the
way is settled here, so that no stage knows of leases.
"""

from __future__ import annotations

import logging
import os
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType

from qa.call import Stage
from qa.errors import Misconfigured, Problem
from qa.queue import Bells
from qa.settings import Settings, settings
from qa.store import ledger
from qa.store.calls import CallAtHand, at_hand
from qa.store.engine import Session, Store, open_store
from qa.store.recordings import Recordings

log = logging.getLogger("attune")

EXIT_STUCK = 70


@dataclass(frozen=True)
class Bench:
    """What every stage works with; one per process."""

    settings: Settings
    store: Store
    recordings: Recordings
    bells: Bells


Progress = Callable[[float], None]
Write = Callable[[Session], None]
Work = Callable[[Bench, CallAtHand, Progress], Write]


class StopNow(BaseException):
    """Raised in the main thread by the signal handler: put the stage back and go. No `except Exception` may eat it."""


@lru_cache(maxsize=1)
def bench() -> Bench:
    of = settings()
    return Bench(of, open_store(of), Recordings(of.data / "recordings"), Bells(of.resolved_redis_url))


class Lease:
    """Keeps a claim alive from a thread, a third of the lease apart, as long as the work shows progress.

    Without a sign of progress for `stall_s` the process ends: a thread stuck in C code cannot be stopped otherwise, and
    the keeper starts a fresh one.
    """

    def __init__(self, store: Store, claim: ledger.Claim, *, lease_s: float, stall_s: float) -> None:
        self._store, self._claim, self._lease_s, self._stall_s = store, claim, lease_s, stall_s
        self._share = 0.0
        self._sign_at = time.monotonic()
        self._over = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="lease", daemon=True)

    def __enter__(self) -> Lease:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join(timeout=self._lease_s)

    def progress(self, share: float) -> None:
        """`share` of the stage, 0–1, is done. Raises `LeaseLost` when going on would be for nothing."""
        self._share = min(max(share, 0.0), 1.0)
        self._sign_at = time.monotonic()
        if self._lost.is_set():
            raise ledger.LeaseLost(self._claim)

    def _renew(self) -> None:
        while not self._over.wait(self._lease_s / 3):
            if time.monotonic() - self._sign_at > self._stall_s:
                log.error("%s: no progress for %.0f s, this worker ends", _shown(self._claim), self._stall_s)
                os._exit(EXIT_STUCK)
            try:
                if not ledger.renew(self._store, self._claim, self._lease_s, self._share):
                    self._lost.set()
                    return
            except Exception as error:
                # The database may be back before the lease runs out; if not, the commit will be refused.
                log.warning("%s: the lease could not be renewed: %s", _shown(self._claim), error)


_busy = threading.Event()


def at_work() -> bool:
    """Whether a signal should interrupt the work (`StopNow`) or leave it to RQ."""
    return _busy.is_set()


def carry_out(stage: Stage, call_id: int, work: Work) -> None:
    """Attempt `stage` of the call if it is to be had; never raises for what went wrong with the call itself."""
    at = bench()
    claim = ledger.claim(at.store, call_id, stage, at.settings.lease_s)
    if claim is None:
        return  # somebody else has it, or this bell rang twice
    _busy.set()
    try:
        committed = _attempt(at, claim, work)
    except StopNow:
        _busy.clear()  # a second signal must not interrupt the giving back
        ledger.give_back(at.store, claim)
        log.info("%s: given back, this worker stops", _shown(claim))
        return
    finally:
        _busy.clear()
    if committed and stage.next is not None:
        at.bells.ring(stage.next, call_id, claim.attempt)


def _attempt(at: Bench, claim: ledger.Claim, work: Work) -> bool:
    began = time.monotonic()
    try:
        with Lease(at.store, claim, lease_s=at.settings.lease_s, stall_s=at.settings.stall_s) as lease:
            write = work(at, at_hand(at.store, claim.call_id), lease.progress)
            work_s = time.monotonic() - began
            with ledger.committing(at.store, claim, work_s) as session:
                write(session)
    except ledger.LeaseLost:
        log.warning("%s: the lease was lost, the result is thrown away", _shown(claim))
        return False
    except Problem as problem:
        # What is wrong with a file of ours, a person mends; then the same call goes through.
        again = problem.again or isinstance(problem, Misconfigured)
        ledger.stop(at.store, claim, problem.sentence, again=again, detail=traceback.format_exc())
        log.warning("%s: stopped: %s", _shown(claim), problem)
        return False
    except Exception:
        ledger.fail(at.store, claim, traceback.format_exc())
        log.exception("%s: failed", _shown(claim))
        return False
    log.info("%s: done in %.1f s", _shown(claim), work_s)
    return True


def _shown(claim: ledger.Claim) -> str:
    return f"call {claim.call_id}, {claim.stage.value}, attempt {claim.attempt}"
