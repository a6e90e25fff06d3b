"""Saved filters on the list of calls: kept, shown, followed, deleted, without a script."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from qa.desk.filters import kept
from qa.store.engine import Store
from tests.cast import person, token


def form_of(page: str) -> dict[str, str]:
    """The form that keeps what the list is narrowed by, as its page sends it."""
    form = re.search(r'<form[^>]*action="/filters".*?</form>', page, flags=re.S)
    assert form, "nothing to keep"
    return {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form[0])}


def saved(page: str) -> dict[str, str]:
    """Name and address of each saved filter."""
    part = re.search(r'<div class="saved-filters">.*?</ul>', page, flags=re.S)
    found = re.findall(r'<li><a href="([^"]*)"[^>]*>([^<]*)</a>', part[0]) if part else []
    return {html.unescape(name): html.unescape(address) for address, name in found}


def test_what_a_list_is_narrowed_by_is_kept_and_found_again(sign_in: Any) -> None:
    client = sign_in("suhyun")
    page = client.get("/calls?text=수도요금&flag=speech_level&page=1").text
    answer = client.post("/filters", data={**form_of(page), "name": "수도요금 반말"})
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.location).query) == {"text": ["수도요금"], "flag": ["speech_level"]}
    page = client.get(answer.location).text
    assert "조건을 저장했습니다" in page
    ((name, address),) = saved(page).items()
    assert name == "수도요금 반말"
    assert parse_qs(urlsplit(address).query) == {"text": ["수도요금"], "flag": ["speech_level"]}
    assert 'aria-current="true">수도요금 반말' in page
    elsewhere = client.get("/calls?state=done").text
    assert list(saved(elsewhere)) == ["수도요금 반말"]
    assert 'aria-current="true"' not in elsewhere
    assert saved(sign_in("eunseo").get("/calls").text) == {}


def test_a_list_that_is_not_narrowed_offers_nothing_to_keep(sign_in: Any) -> None:
    page = sign_in("suhyun").get("/calls").text
    assert "saved-filters" not in page.replace("css/filters.css", "")
    assert "이 조건 저장" not in page


def test_deleting_one_stays_on_the_list_as_it_is(sign_in: Any, desk: Store) -> None:
    client = sign_in("suhyun")
    page = client.get("/calls?state=done").text
    client.post("/filters", data={**form_of(page), "name": "끝난 통화"})
    page = client.get("/calls?flag=speech_level").text
    action = re.search(r'action="(/filters/\d+/delete)"', page)[1]
    answer = client.post(action, data={"csrf_token": token(page), "page": "calls.calls", "query": "flag=speech_level"})
    assert (answer.status_code, answer.location) == (303, "/calls?flag=speech_level")
    page = client.get(answer.location).text
    assert "지웠습니다" in page
    assert saved(page) == {}
    assert client.post(action, data={"csrf_token": token(page), "page": "calls.calls"}).status_code == 404


def test_another_persons_filter_cannot_be_deleted(sign_in: Any, desk: Store) -> None:
    owner = sign_in("suhyun")
    owner.post("/filters", data={**form_of(owner.get("/calls?state=done").text), "name": "끝난 통화"})
    with desk.reading() as session:
        (mine,) = kept(session, person(session, "suhyun"), "calls.calls")
    client = sign_in("admin")
    data = {"csrf_token": token(client.get("/calls").text), "page": "calls.calls"}
    assert client.post(f"/filters/{mine.id}/delete", data=data).status_code == 404
    assert list(saved(owner.get("/calls").text)) == ["끝난 통화"]


def test_what_cannot_be_kept_is_said_and_the_list_stays(sign_in: Any) -> None:
    client = sign_in("suhyun")
    sent = form_of(client.get("/calls?state=done").text)
    answer = client.post("/filters", data={**sent, "name": " "})
    assert answer.location == "/calls?state=done"
    page = client.get(answer.location).text
    assert "60자 이내로" in page
    assert saved(page) == {}


@pytest.mark.parametrize("page", ["", "sign_in.leave", "https://evil.example", "static"])
def test_only_lists_can_be_kept(sign_in: Any, page: str) -> None:
    client = sign_in("suhyun")
    sent = form_of(client.get("/calls?state=done").text)
    assert client.post("/filters", data={**sent, "name": "x", "page": page}).status_code == 400


def test_a_made_up_query_leads_nowhere_else(sign_in: Any) -> None:
    client = sign_in("suhyun")
    sent = form_of(client.get("/calls?state=done").text)
    query = "_external=1&_scheme=javascript&//evil.example=1&text=%0d%0aX: y"
    answer = client.post("/filters", data={**sent, "name": '<b>"x"</b>', "query": query})
    assert answer.location.startswith("/calls?")
    page = client.get("/calls").text
    assert saved(page)['<b>"x"</b>'].startswith("/calls?")
    assert '<b>"x"</b>' not in page
