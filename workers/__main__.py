"""`python -m workers STAGE | housekeeping | keep -- COMMAND…`: the processes of the Procfile."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import sys
import threading
from types import FrameType

USAGE = "usage: python -m workers ingest|transcribe|measure|score|flag|housekeeping | keep -- COMMAND…"
PRESENT_EVERY_S = 10.0


def main(arguments: list[str]) -> int:
    if arguments[:2] == ["keep", "--"] and len(arguments) > 2:
        from workers.keep import Keeper

        return Keeper(arguments[2:]).run()
    if len(arguments) != 1:
        print(USAGE, file=sys.stderr)
        return 2
    name = arguments[0]
    if name != "transcribe":
        # One call at a time per process: a BLAS pool per worker would only fight the transcribing one for cores.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", stream=sys.stdout)
    from qa.errors import Problem

    try:
        return _serve(name)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1


def _serve(name: str) -> int:
    from qa.call import Stage

    if name == "housekeeping":
        from workers import housekeeping

        with _Presence(name):
            housekeeping.run()
        return 0
    if name not in list(Stage):
        print(USAGE, file=sys.stderr)
        return 2
    return _work(name)


def _work(name: str) -> int:
    import importlib

    from rq import SimpleWorker
    from rq.serializers import JSONSerializer

    from qa.call import Stage
    from qa.errors import Problem
    from workers.attempt import StopNow, at_work, bench

    class StageWorker(SimpleWorker):
        """RQ would finish the job first; a call in work is given back instead, so that stopping takes a moment."""

        def request_stop(self, signum: int, frame: FrameType | None) -> None:
            if at_work():
                self._stop_requested = True
                raise StopNow
            super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    stage = importlib.import_module(f"workers.{Stage(name).value}")
    at = bench()
    of = at.settings
    if name == Stage.TRANSCRIBE:
        try:
            logging.info("engine: %s", stage.engine(of.whisper_model, of.models, of.threads).name)
        except Problem as problem:
            # Not the end: each call that comes is stopped with this sentence and can be tried again.
            logging.error("%s", problem)
    with _Presence(name) as presence:
        queue = at.bells.queue(Stage(name))
        StageWorker([queue], name=presence.name, connection=at.bells.redis, serializer=JSONSerializer).work(
            logging_level="WARNING"
        )
    return 0


class _Presence:
    """Says every few seconds in the database that this process is there."""

    def __init__(self, stage: str) -> None:
        from workers.attempt import bench

        self._store = bench().store
        self._stage, self._host, self._pid = stage, socket.gethostname(), os.getpid()
        self.name = f"{stage}-{self._host}-{self._pid}-{secrets.token_hex(2)}"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._say, name="presence", daemon=True)

    def __enter__(self) -> _Presence:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        from qa.store import presence

        self._over.set()
        self._thread.join()
        presence.say_gone(self._store, self.name)

    def _say(self) -> None:
        from qa.store import presence

        while True:
            try:
                presence.say_present(self._store, name=self.name, stage=self._stage, host=self._host, pid=self._pid)
            except Exception as error:
                logging.warning("this worker could not report itself: %s", error)
            if self._over.wait(PRESENT_EVERY_S):
                return


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
