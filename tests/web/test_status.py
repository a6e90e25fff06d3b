"""How the work stands, and trying again."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import true

from qa.store import finding
from qa.store.engine import Store
from qa.store.presence import say_present
from tests.cast import Cast, token


def test_the_page_counts_only_what_the_person_may_see(sign_in: Any) -> None:
    def waiting(login: str) -> list[str]:
        page = sign_in(login).get("/status").text
        row = re.search(r'<th scope="row">접수</th>(.*?)</tr>', page, re.S)[1]
        return re.findall(r'<td class="figure[^"]*" data-label="[^"]*">(\d+)</td>', row)

    assert waiting("admin")[:4] == ["1", "0", "0", "5"]
    assert waiting("taeo")[:4] == ["0", "0", "0", "4"]


def test_a_stage_with_work_and_no_worker_is_named(sign_in: Any, desk: Store) -> None:
    client = sign_in("admin")
    assert "&#39;접수&#39; 단계에 대기 중인 통화가 있지만" in client.get("/status").text
    say_present(desk, name="w-1", stage="ingest", host="here", pid=1)
    assert "단계에 대기 중인 통화가 있지만" not in client.get("/status").text


def test_trying_again_puts_the_stage_back_and_says_that_redis_is_silent(sign_in: Any, desk: Store, cast: Cast) -> None:
    client = sign_in("eunseo")
    page = client.get("/status").text
    assert "음성 인식 모델이 이 서버에 없습니다." in page
    assert "secret detail" not in page
    form = {"csrf_token": token(page), "stage": "transcribe", "back": "/status"}
    answer = client.post(f"/calls/{cast.calls['stopped']}/try-again", data=form)
    assert answer.location == "/status"
    with desk.reading() as session:
        assert finding.stage_counts(session, true())["transcribe"]["stopped"] == 0
    page = client.get("/status").text
    assert "대기열이 응답하지 않아" in page
    assert "중단된 통화가 없습니다." in page
    client.post(f"/calls/{cast.calls['stopped']}/try-again", data=form)
    assert "이미 다시 시작된 통화입니다." in client.get("/status").text


def test_trying_again_rings_when_redis_answers(cast: Cast, redis: Any) -> None:
    from qa.call import Stage
    from qa.queue import Bells
    from qa.web.app import create_app

    settings = cast.settings.model_copy(update={"redis_url": redis.url})
    store = cast.store()
    client = create_app(store, settings).test_client()
    csrf = token(client.get("/sign-in").text)
    client.post("/sign-in", data={"csrf_token": csrf, "login": "admin", "password": "admin"})
    page = client.get("/status").text
    client.post(f"/calls/{cast.calls['stopped']}/try-again", data={"csrf_token": token(page), "stage": "transcribe"})
    assert Bells(redis.url).waiting(Stage.TRANSCRIBE) == 1
    assert "다시 시작했습니다." in client.get("/status").text
    store.close()


def test_the_administrator_sees_the_traceback(sign_in: Any) -> None:
    assert "secret detail" in sign_in("admin").get("/status").text
