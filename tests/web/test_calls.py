"""The list of calls: scope, streams, narrowing, pages, states."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from qa.settings import Settings
from qa.store import people
from qa.store.engine import Store, open_store
from qa.store.tables import Call, CallStage, Recording
from qa.web.app import create_app
from tests.cast import MOBILE, Cast, token


def listed(page: str) -> set[int]:
    return {int(found) for found in re.findall(r'<th scope="row"><a href="/calls/(\d+)"', page)}


def ids(cast: Cast, *names: str) -> set[int]:
    return {cast.calls[name] for name in names}


def test_an_agent_finds_own_calls_and_no_choice_of_agents(sign_in: Any, cast: Cast) -> None:
    page = sign_in("minji").get("/calls").text
    assert listed(page) == ids(cast, "full"), "what is not released is not there"
    assert "내 통화" in page
    assert 'name="agent"' not in page
    assert "오준호" not in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=stopped", ["stopped"]),
        ("state=running", ["running"]),
        ("state=waiting", ["waiting"]),
        ("state=done", ["full", "teammate", "other_vendor"]),
        ("flag=speech_level", ["full", "teammate", "other_vendor"]),
        ("flag=wrong_fact", []),
        ("stream=flagged", ["full", "teammate", "other_vendor"]),
        ("stream=random", ["full"]),
        ("stream=random&state=stopped", []),
        ("text=수도요금", ["full", "teammate", "other_vendor"]),
        ("text=자동납부.wav", ["full"]),
        ("text=퍼센트 수도요금", ["full", "teammate", "other_vendor"]),
        ("text=confidence", []),
        ("text=%25", []),
        ("since=2026-11-20&until=2026-11-20", ["full", "teammate", "other_vendor", "running", "stopped", "waiting"]),
        ("since=2026-11-21", []),
        ("until=2026-11-19", []),
        ("since=nonsense", ["full", "teammate", "other_vendor", "running", "stopped", "waiting"]),
        ("agent=99999", []),
    ],
)
def test_the_list_narrows(sign_in: Any, cast: Cast, query: str, names: list[str]) -> None:
    assert listed(sign_in("suhyun").get(f"/calls?{query}").text) == ids(cast, *names)


def test_a_search_never_finds_personal_data(sign_in: Any) -> None:
    client = sign_in("suhyun")
    for part in (MOBILE, "이삼사오", "육칠팔구예요"):
        assert listed(client.get("/calls", query_string={"text": part}).text) == set()


def test_days_are_the_centres_days(sign_in: Any, desk: Store, cast: Cast) -> None:
    with desk.writing() as session:
        # 00:30 in Seoul on the 22nd is the 21st in UTC.
        session.get_one(Call, cast.calls["full"]).started_at = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)
    page = sign_in("suhyun").get("/calls?since=2026-11-22").text
    assert listed(page) == ids(cast, "full")
    assert "11월 22일 (일) 00:30" in page


def test_every_state_is_said(sign_in: Any) -> None:
    page = sign_in("suhyun").get("/calls").text
    assert "전사 진행 중 42%" in page
    assert "전사 중단" in page
    assert "음성 인식 모델이 이 서버에 없습니다." in page
    assert "접수 대기" in page
    assert "secret detail" not in page


def test_an_empty_desk_says_what_to_do(tmp_path: Any) -> None:
    settings = Settings(data=tmp_path, database_url="")
    store = open_store(settings)
    with store.writing() as session:
        people.seed_demo_people(session)
    client = create_app(store, settings).test_client()
    for login, way_out in (("suhyun", "녹취 올리기"), ("minji", "평가된 통화가 생기면")):
        csrf = token(client.get("/sign-in").text)
        client.post("/sign-in", data={"csrf_token": csrf, "login": login, "password": login})
        page = client.get("/calls").text
        assert "아직 통화가 없습니다" in page
        assert way_out in page
        assert "조건에 맞는 통화가 없습니다" in client.get("/calls?state=done").text
        client.post("/sign-out", data={"csrf_token": token(page)})
    store.close()


def many(desk: Store, n: int) -> None:
    with desk.writing() as session:
        for i in range(n):
            call = Call(
                recording=Recording(sha256=f"{i:064x}", size_bytes=1, name=f"many-{i}.wav"),
                started_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=i),
            )
            call.stages = [CallStage(stage="ingest", state="waiting")]
            session.add(call)


def test_pages_hold_every_call_once_and_keep_the_narrowing(sign_in: Any, desk: Store) -> None:
    many(desk, 60)
    client = sign_in("suhyun")
    seen: list[int] = []
    for page in (1, 2, 3):
        text = client.get(f"/calls?text=many&page={page}").text
        seen += sorted(listed(text))
        assert ('rel="next"' in text) == (page < 3)
    assert len(seen) == len(set(seen)) == 60
    assert "text=many" in re.search(r'rel="next" href="([^"]+)"', client.get("/calls?text=many").text)[1]
    assert listed(client.get("/calls?text=many&page=999").text) == listed(client.get("/calls?text=many&page=3").text)
    for odd in ("0", "-1", "abc", "1e9", "٣"):
        assert client.get(f"/calls?page={odd}").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_number_of_calls(app: Flask, sign_in: Any, desk: Store) -> None:
    client = sign_in("suhyun")

    def queries() -> int:
        count = 0

        def tick(*_: Any) -> None:
            nonlocal count
            count += 1

        client.get("/calls")  # what is remembered until a call is added
        event.listen(desk.engine, "before_cursor_execute", tick)
        client.get("/calls")
        event.remove(desk.engine, "before_cursor_execute", tick)
        return count

    few = queries()
    many(desk, 40)
    assert queries() == few
    assert few <= 23
