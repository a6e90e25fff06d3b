"""The bell: tells the workers of a stage that a call waits. Redis may lose every ring; the ledger does not.

One RQ queue per stage and one queue per worker process, because a worker that listens to two pops without a safety
net. JSON, never pickle: whoever can write to Redis must not be able to run code. RQ retries nothing: the ledger does.
"""

from __future__ import annotations

import secrets
from functools import cached_property
from urllib.parse import urlsplit

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

from qa.call import Stage
from qa.errors import Problem

ANSWER_WITHIN_S = 5
FAILURES_KEPT_S = 24 * 3600


class Bells:
    """Rings and counts the bells in the Redis or Valkey at `url` (`redis://`, `rediss://` or `unix://`)."""

    def __init__(self, url: str) -> None:
        self.url = url

    @cached_property
    def redis(self) -> Redis:
        try:
            return Redis.from_url(self.url, socket_connect_timeout=ANSWER_WITHIN_S)
        except ValueError as error:
            raise Problem(
                f"QA_REDIS_URL 값 {self.shown_url!r}을(를) 읽을 수 없습니다. redis://호스트:6379/0처럼 적어 주세요.",
                f"QA_REDIS_URL is {self.shown_url!r}, which is no Redis address: write redis://host:6379/0.",
            ) from error

    @property
    def shown_url(self) -> str:
        """The URL without its password."""
        parts = urlsplit(self.url)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()

    def queue(self, stage: Stage) -> Queue:
        return Queue(stage.value, connection=self.redis, serializer=JSONSerializer, default_timeout=-1)

    def ring(self, stage: Stage, call_id: int, attempt: int) -> bool:
        """Tell a worker of `stage`. False when Redis does not answer: housekeeping will ring again."""
        try:
            self.queue(stage).enqueue(
                f"workers.{stage.value}.run",
                call_id,
                # Never the same id twice: RQ keeps one hash per id, and two rings would share it.
                job_id=f"{stage.value}-{call_id}-{attempt}-{secrets.token_hex(3)}",
                result_ttl=0,
                failure_ttl=FAILURES_KEPT_S,
            )
        except (RedisError, OSError):
            return False
        return True

    def waiting(self, stage: Stage) -> int | None:
        """How many bells lie unanswered; None when Redis does not answer."""
        try:
            return int(self.queue(stage).count)
        except (RedisError, OSError):
            return None

    def check(self) -> None:
        """Raises `Problem` naming the address when Redis does not answer."""
        try:
            self.redis.ping()
        except (RedisError, OSError) as error:
            raise Problem(
                f"Redis({self.shown_url})가 응답하지 않습니다({error}). Redis를 실행하거나 QA_REDIS_URL을 고쳐 주세요.",
                f"Redis at {self.shown_url} does not answer ({error}): start it or correct QA_REDIS_URL.",
                again=True,
            ) from error
