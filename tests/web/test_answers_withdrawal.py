"""Withdrawing an entry on its page: asked, confirmed, and shown as withdrawn with its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from qa.store.answers import answers_standing
from qa.store.engine import Store
from tests.cast import Cast, token
from tests.web.test_answers import hidden, titles

SignIn = Callable[..., Any]


@pytest.fixture
def today(cast: Cast) -> date:
    return datetime.now(ZoneInfo(cast.settings.time_zone)).date()


def form(client: Any, day: str, reason: str = "제도 폐지", **more: str) -> dict[str, str]:
    page = client.get("/answers/water").text
    seen = hidden(page, "seen")
    return {"csrf_token": token(page), "seen": seen, "act": "withdraw", "valid_from": day, "reason": reason, **more}


def withdrawn(client: Any, day: date) -> Any:
    return client.post("/answers/water", data=form(client, str(day), confirmed="yes"), follow_redirects=True)


def valid_to(desk: Store) -> dict[str, date | None]:
    with desk.reading() as session:
        water = answers_standing(session).entry("water")
    assert water is not None
    return {fact.text: fact.valid_to for fact in water.facts if fact.withdrawn_at is None}


def test_it_is_asked_first_and_done_when_confirmed(sign_in: SignIn, desk: Store, today: date) -> None:
    client = sign_in("eunseo")
    tomorrow = today + timedelta(days=1)
    page = client.get("/answers/water").text
    assert "항목 철회" in page
    assert f'value="{tomorrow}" checked' in page
    assert f'name="valid_from" value="{today}">' in page
    before = valid_to(desk)
    asked = client.post("/answers/water", data=form(client, str(tomorrow)))
    assert asked.status_code == 200
    assert f"{tomorrow}자로 이 항목을 철회할까요?" in asked.text
    assert f"{today}에 유효 기간이 끝나는 사실: 2개" in asked.text
    assert "제도 폐지" in asked.text
    assert "사실 추가" not in asked.text, "nothing else can be done beside it"
    assert valid_to(desk) == before, "nothing is done before it is confirmed"
    sent = {name: hidden(asked.text, name) for name in ("csrf_token", "seen", "valid_from", "reason", "confirmed")}
    done = client.post("/answers/water", data={**sent, "act": "withdraw"}, follow_redirects=True)
    assert f"{tomorrow}자로 항목을 철회했습니다" in done.text
    assert valid_to(desk) == {"200원": date(2025, 12, 31), "300원": today, "상수도사업본부|아리수본부": today}
    assert "철회된 항목입니다" in done.text
    assert f"{today}까지 안내하고" in done.text
    assert "제도 폐지" in done.text
    assert 'name="seen"' not in done.text, "what is withdrawn is not edited"


def test_another_day_is_taken_and_a_missing_reason_or_day_keeps_what_was_typed(sign_in: SignIn, desk: Store) -> None:
    client = sign_in("eunseo")
    for day, other, reason, told in (
        ("other", "2099-04-01", "", "왜 철회하는지"),
        ("other", "", "제도 폐지", "철회할 날짜를"),
        ("soon", "2099-04-01", "제도 폐지", "철회할 날짜를"),
    ):
        refused = client.post("/answers/water", data=form(client, day, reason, other_day=other))
        assert refused.status_code == 422
        assert told in refused.text
        assert f'name="other_day" value="{other}"' in refused.text
        assert f'value="{reason}" maxlength="500" required' in refused.text
    asked = client.post("/answers/water", data=form(client, "other", other_day="2099-04-01"))
    assert "2099-04-01자로 이 항목을" in asked.text
    assert "2099-03-31에 유효 기간이 끝나는 사실" in asked.text


def test_the_second_of_two_overwrites_nothing_and_sees_that_it_is_withdrawn(
    sign_in: SignIn, desk: Store, today: date
) -> None:
    client, other = sign_in("eunseo"), sign_in("taeo")
    late = form(other, "2020-01-01", "다른 이유", confirmed="yes")
    late_fact = {**late, "act": "fact", "fact_type": "fee", "fact_name": "연체료", "fact_value": "99원"}
    assert withdrawn(client, today).status_code == 200
    for data in (late, late_fact, {name: late[name] for name in late if name != "confirmed"}):
        told = other.post("/answers/water", data=data)
        assert told.status_code == 422
        assert "아무것도 덮어쓰지 않았습니다" in told.text
        assert "다른 이유" in told.text
        assert "철회된 항목입니다" in told.text
    assert "<b>99원</b>" in other.post("/answers/water", data=late_fact).text
    assert valid_to(desk)["300원"] == today - timedelta(days=1)


@pytest.mark.parametrize("login", ["minji", "suhyun", "jiho"])
def test_who_may_not_edit_sees_no_button_and_is_refused(sign_in: SignIn, desk: Store, today: date, login: str) -> None:
    client, before = sign_in(login), valid_to(desk)
    page = client.get("/answers/water").text
    assert "항목 철회" not in page
    data = {"csrf_token": token(page), "act": "withdraw", "valid_from": str(today), "reason": "x", "confirmed": "yes"}
    assert client.post("/answers/water", data=data).status_code == 403
    assert valid_to(desk) == before


def test_all_of_it_is_said_in_english(sign_in: SignIn, today: date) -> None:
    client = sign_in("eunseo", "en")
    tomorrow = today + timedelta(days=1)
    assert "Withdraw the entry" in client.get("/answers/water").text
    asked = client.post("/answers/water", data=form(client, str(tomorrow), "abolished")).text
    assert f"Withdraw this entry from {tomorrow} on?" in asked
    assert f"Facts that end on {today}: 2" in asked
    done = withdrawn(client, tomorrow).text
    assert f"The entry is withdrawn from {tomorrow} on." in done
    assert "This entry was withdrawn." in done
    assert "Withdrawn" in client.get("/answers?only=withdrawn").text


def test_the_list_tells_it_until_then_and_shows_it_under_withdrawn(sign_in: SignIn, desk: Store, today: date) -> None:
    client = sign_in("eunseo")
    both = ["수도요금 자동 납부", "견인 차량 찾기"]
    assert titles(client.get("/answers?only=withdrawn").text) == []
    withdrawn(client, today + timedelta(days=1))
    page = client.get("/answers").text
    assert titles(page) == both
    assert f"{today}까지 유효" in page
    listed = client.get("/answers?only=withdrawn").text
    assert titles(listed) == both[:1]
    assert '<span class="chip flagged">철회</span>' in listed
    assert titles(client.get("/answers?only=withdrawn&text=상수도사업본부").text) == both[:1]
    assert titles(client.get("/answers?only=withdrawn&topic=교통").text) == []


def test_withdrawn_from_today_it_leaves_the_list_and_can_be_made_again(
    sign_in: SignIn, desk: Store, today: date
) -> None:
    client = sign_in("eunseo")
    withdrawn(client, today)
    assert titles(client.get("/answers").text) == ["견인 차량 찾기"]
    assert titles(client.get("/answers?text=자동 납부").text) == []
    assert titles(client.get("/answers?only=withdrawn").text) == ["수도요금 자동 납부"]
    page = client.get("/answers/water").text
    assert f"{today - timedelta(days=1)}까지의 통화는 철회 전 내용으로 평가합니다" in page
    assert "항목 만들기" in page
    assert "항목 만들기" not in sign_in("minji").get("/answers/water").text
    made = client.get("/answers/new?id=water").text
    assert 'value="수도요금 자동 납부"' in made
    assert "자동 납부를 신청하고 싶어요" in made
    fields = {"csrf_token": token(made), "id": "water", "title": "수도요금 자동 납부"}
    assert client.post("/answers/new", data=fields).status_code == 303
    again = client.get("/answers/water").text
    assert "철회된 항목입니다" not in again
    assert "제도 폐지" in again, "the history tells that it was withdrawn"
