"""The door: who comes in, who does not, and what the cookie says."""

from __future__ import annotations

from typing import Any

from flask import Flask

from qa.store.engine import Store
from qa.store.people import find_person
from qa.web.sign_in import TRIES
from tests.cast import token


def enter(client: Any, login: str, password: str, next_: str = "") -> Any:
    csrf = token(client.get("/sign-in").text)
    return client.post(f"/sign-in{next_}", data={"csrf_token": csrf, "login": login, "password": password})


def test_a_wrong_password_is_one_sentence_and_tells_nothing_of_the_login(app: Flask) -> None:
    client = app.test_client()
    known, unknown = enter(client, "suhyun", "wrong"), enter(client, "nobody", "wrong")
    assert known.status_code == unknown.status_code == 401
    assert "아이디나 비밀번호가 맞지 않습니다" in known.text
    assert "아이디나 비밀번호가 맞지 않습니다" in unknown.text


def test_after_too_many_failures_even_the_right_password_waits(app: Flask) -> None:
    client = app.test_client()
    for _ in range(TRIES):
        enter(client, "suhyun", "wrong")
    assert enter(client, "suhyun", "suhyun").status_code == 429
    assert enter(client, "sora", "sora").status_code == 303


def test_after_signing_in_one_goes_on_where_one_wanted_to(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/calls?state=stopped")
    assert (
        enter(client, "suhyun", "suhyun", answer.location.removeprefix("/sign-in")).location == "/calls?state=stopped"
    )


def test_no_address_of_another_host_is_followed(app: Flask) -> None:
    for trap in ("//evil.example", "https://evil.example", "/\\evil.example"):
        assert enter(app.test_client(), "suhyun", "suhyun", f"?next={trap}").location == "/"
    client = app.test_client()
    csrf = token(client.get("/sign-in").text)
    form = {"csrf_token": csrf, "language": "en", "back": "//evil.example"}
    assert client.post("/language", data=form).location == "/calls"


def test_who_is_no_longer_active_is_out_at_once(sign_in: Any, desk: Store) -> None:
    client = sign_in("suhyun")
    assert client.get("/calls").status_code == 200
    with desk.writing() as session:
        person = find_person(session, "suhyun")
        assert person is not None
        person.active = False
    assert client.get("/calls").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_secure_over_https(app: Flask) -> None:
    plain = enter(app.test_client(), "suhyun", "suhyun").headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain
    client = app.test_client()
    page = client.get("/sign-in", base_url="https://localhost")
    data = {"csrf_token": token(page.text), "login": "suhyun", "password": "suhyun"}
    answer = client.post(
        "/sign-in", data=data, base_url="https://localhost", headers={"Referer": "https://localhost/sign-in"}
    )
    assert answer.status_code == 303
    assert "Secure" in answer.headers["Set-Cookie"]


def test_signing_out_ends_the_session(sign_in: Any) -> None:
    client = sign_in("suhyun")
    csrf = token(client.get("/calls").text)
    answer = client.post("/sign-out", data={"csrf_token": csrf}, follow_redirects=True)
    assert "로그아웃했습니다" in answer.text
    assert client.get("/calls").status_code == 303


def test_demo_people_stand_at_the_door_of_the_demo_only(app: Flask, demo_app: Flask) -> None:
    assert "체험용 계정" not in app.test_client().get("/sign-in").text
    page = demo_app.test_client().get("/sign-in").text
    for name in ("김민지", "박수현", "이지호", "최은서", "정도윤", "오준호"):
        assert name in page
    assert "윤소라" not in page
    assert page.count('name="password" value=') == 6


def test_a_demo_button_signs_in(demo_app: Flask) -> None:
    client = demo_app.test_client()
    assert enter(client, "jiho", "jiho").status_code == 303
    assert "이지호" in client.get("/calls").text
