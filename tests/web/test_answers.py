"""The pages of the standard answers: finding, reading, editing, taking a file in, writing them out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from qa.answers.table import read_bytes
from qa.desk.answers import take_in
from qa.settings import Settings
from qa.store.answers import answers_standing
from qa.store.engine import Store, open_store
from qa.store.people import seed_demo_people
from qa.web.answer_list import PAGE_SIZE
from qa.web.app import create_app
from tests.cast import ANSWERS, Cast, token

SignIn = Callable[..., Any]


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def upload(client: Any, text: str | bytes, **fields: str) -> Any:
    raw = text if isinstance(text, bytes) else text.encode()
    csrf = token(client.get("/answers/import").text)
    return client.post("/answers/import", data={"csrf_token": csrf, "file": (io.BytesIO(raw), "new.csv"), **fields})


def titles(html: str) -> list[str]:
    return re.findall(r'<span class="when">([^<]+)</span>', html)


def test_the_list_is_found_in_narrowed_and_counted(sign_in: SignIn) -> None:
    client = sign_in("minji")
    assert titles(client.get("/answers").text) == ["수도요금 자동 납부", "견인 차량 찾기"]
    assert titles(client.get("/answers?text=차가 견인됐어요").text)[0] == "견인 차량 찾기"
    assert titles(client.get("/answers?text=상수도사업본부").text) == ["수도요금 자동 납부"]
    assert titles(client.get("/answers?topic=수도").text) == ["수도요금 자동 납부"]
    assert titles(client.get("/answers?only=expired").text) == ["견인 차량 찾기"]
    assert titles(client.get("/answers?only=no_owner").text) == ["견인 차량 찾기"]
    assert titles(client.get("/answers?only=required").text) == ["수도요금 자동 납부"]
    assert "조건에 맞는 항목이 없습니다" in client.get("/answers?text=zzzz").text


def test_a_long_list_is_turned_page_by_page_and_keeps_what_was_asked(sign_in: SignIn, desk: Store) -> None:
    many = "".join(f"p{n:03},주차장 {n},,교통,fee,한 시간,{n + 1},no,,,주차팀\n" for n in range(PAGE_SIZE + 2))
    with desk.writing() as session:
        take_in(session, read_bytes((ANSWERS + many).encode(), "many.csv"), by=None)
    client = sign_in("minji")
    first, second = client.get("/answers").text, client.get("/answers?page=2").text
    assert len(titles(first)) == PAGE_SIZE
    assert titles(second) == [f"주차장 {n}" for n in range(PAGE_SIZE - 2, PAGE_SIZE + 2)]
    assert 'rel="next" href="/answers?page=2"' in first
    assert 'rel="prev" href="/answers?page=1"' in second
    assert 'rel="next"' not in second
    assert "2 / 2페이지" in second
    narrowed = client.get("/answers?only=valid&page=2").text
    assert len(titles(narrowed)) == 3, "one entry tells nothing today"
    assert 'rel="prev" href="/answers?only=valid&amp;page=1"' in narrowed
    for page in ("3", "0", "-1", "x", "99999999"):
        assert titles(client.get(f"/answers?page={page}").text) in (titles(first), titles(second))
    assert titles(client.get("/answers?page=3").text) == titles(second)


def test_an_entry_shows_now_and_past_and_only_those_who_may_get_forms(sign_in: SignIn) -> None:
    page = sign_in("minji").get("/answers/water").text
    assert "300원" in page
    assert "아리수본부" in page
    assert page.index("지금 유효") < page.index("300원") < page.index("기간 지남") < page.index("200원")
    assert 'name="seen"' not in page
    assert 'name="seen"' in sign_in("eunseo").get("/answers/water").text


def test_editing_writes_history_and_the_second_of_two_keeps_what_was_typed(sign_in: SignIn) -> None:
    client = sign_in("eunseo")
    page = client.get("/answers/water").text
    row = re.search(r'id="fact-(\d+)"', page)
    assert row
    form = {
        "csrf_token": token(page),
        "seen": hidden(page, "seen"),
        "act": "from",
        "row": row[1],
        "fact_value": "350원",
        "valid_from": "2099-01-01",
        "reason": "조례 개정",
    }
    assert client.post("/answers/water", data=form).status_code == 303
    after = client.get("/answers/water").text
    assert after.index("앞으로") < after.index("350원")
    assert "조례 개정" in after
    late = client.post("/answers/water", data={**form, "fact_value": "999원"})
    assert late.status_code == 422
    assert "아무것도 덮어쓰지 않았습니다" in late.text
    assert "350원" in late.text


def test_an_unknown_entry_or_act_is_no_error_of_the_program(sign_in: SignIn) -> None:
    client = sign_in("eunseo")
    csrf = token(client.get("/answers/water").text)
    assert client.get("/answers/none").status_code == 404
    assert client.post("/answers/none", data={"csrf_token": csrf, "act": "end"}).status_code == 404
    assert client.post("/answers/water", data={"csrf_token": csrf, "act": "burn"}).status_code == 400


@pytest.mark.parametrize("id", ["여권/발급 1", "import", "..", "~2F", "a?b#c%"])
def test_any_id_has_an_address_of_its_own(sign_in: SignIn, app: Flask, id: str) -> None:
    client = sign_in("eunseo")
    csrf = token(client.get("/answers/new").text)
    made = client.post("/answers/new", data={"csrf_token": csrf, "id": id, "title": f"제목 {id}"})
    assert made.status_code == 303, made.text
    assert f"<h1>제목 {id}</h1>" in client.get(made.location).text.replace("&amp;", "&")


def test_an_upload_is_shown_first_and_taken_in_when_confirmed(sign_in: SignIn, desk: Store) -> None:
    client = sign_in("eunseo")
    changed = ANSWERS.replace("300원", "320원") + "tow,,,,colour,x,빨강,,,,\n"
    preview = upload(client, changed).text
    assert "320원" in preview
    assert "6번째 줄" in preview
    with desk.reading() as session:
        assert "320원" not in str(answers_standing(session).entries)
    fields = {name: hidden(preview, name) for name in ("csrf_token", "sha256", "name", "seen")}
    assert client.post("/answers/import", data=fields).status_code == 303
    with desk.reading() as session:
        water = answers_standing(session).entry("water")
    assert water is not None
    assert "320원" in [fact.text for fact in water.facts_on(None)]


def test_a_preview_that_is_out_of_date_is_shown_anew(sign_in: SignIn) -> None:
    client = sign_in("eunseo")
    first = upload(client, ANSWERS.replace("300원", "320원")).text
    second = upload(client, ANSWERS.replace("300원", "330원")).text
    for preview, status in ((second, 303), (first, 409)):
        fields = {name: hidden(preview, name) for name in ("csrf_token", "sha256", "name", "seen")}
        answer = client.post("/answers/import", data=fields)
        assert answer.status_code == status
    assert "미리 보기 뒤에 표준상담이 바뀌었습니다" in answer.text


@pytest.mark.parametrize("raw", [b"", b"\x89PNG\r\n", b"id,title\n", b"PK\x03\x04x"])
def test_a_file_that_cannot_be_read_is_told_on_the_page(sign_in: SignIn, raw: bytes) -> None:
    answer = upload(sign_in("eunseo"), raw)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_replacing_all_with_faulty_rows_is_refused(sign_in: SignIn) -> None:
    answer = upload(sign_in("eunseo"), ANSWERS + "tow,,,,colour,x,빨강,,,,\n", replace="yes")
    assert answer.status_code == 422
    assert "교체하지 않았습니다" in answer.text


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_what_is_written_out_reads_back(sign_in: SignIn, desk: Store, form: str) -> None:
    answer = sign_in("minji").get(f"/answers/export?format={form}")
    assert f".{form}" in answer.headers["Content-Disposition"]
    with desk.reading() as session:
        kept = [(entry.id, len(entry.facts)) for entry in answers_standing(session).entries]
    assert [(entry.id, len(entry.facts)) for entry in read_bytes(answer.data, "x").answers.entries] == kept


def test_without_an_import_the_file_is_shown_and_offered(cast: Cast, tmp_path: Any) -> None:
    settings: Settings = cast.settings.model_copy(update={"data": tmp_path / "fresh"})
    store = open_store(settings)
    with store.writing() as session:
        seed_demo_people(session)
    client = create_app(store, settings).test_client()
    csrf = token(client.get("/sign-in").text)
    client.post("/sign-in", data={"csrf_token": csrf, "login": "eunseo", "password": "eunseo"})
    assert "설정된 파일을 그대로 쓰고 있습니다" in client.get("/answers").text
    assert "11,600원" in client.get("/answers/water-fee").text
    csrf = token(client.get("/answers/import").text)
    preview = client.post("/answers/import", data={"csrf_token": csrf, "source": "file"}).text
    fields = {name: hidden(preview, name) for name in ("csrf_token", "sha256", "name", "seen")}
    assert client.post("/answers/import", data=fields).status_code == 303
    assert "설정된 파일을 그대로 쓰고 있습니다" not in client.get("/answers").text
    store.close()
