"""The page of the gap radar."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from qa.desk.gaps import KINDS
from tests.cast import Cast, token

SignIn = Callable[..., Any]


def test_a_gap_is_assigned_from_the_page_and_moves(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in("eunseo")
    page = client.get("/answers/gaps?days=365").text
    assert f"/calls/{cast.calls['full']}" in page
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    form = {"csrf_token": token(page), "kind": "question", "key": key[1], "state": "assigned", "owner": "환급팀"}
    assert client.post("/answers/gaps", data=form).status_code == 303
    assert "환급팀" not in client.get("/answers/gaps?days=365").text
    assert "환급팀" in client.get("/answers/gaps?days=365&state=assigned").text


def test_a_question_becomes_an_entry_with_its_words_filled_in(sign_in: SignIn) -> None:
    client = sign_in("eunseo")
    page = client.get("/answers/gaps?days=365").text
    link = re.search(r'href="(/answers/new\?[^"]+)"', page)
    assert link
    assert "환급 계좌를 바꾸고 싶어요" in client.get(link[1].replace("&amp;", "&")).text


def test_every_kind_shows_with_an_empty_list_too(sign_in: SignIn) -> None:
    client = sign_in("jiho")
    for kind in KINDS:
        page = client.get(f"/answers/gaps?kind={kind}&state=settled")
        assert page.status_code == 200
        assert "조건에 맞는 빈틈이 없습니다" in page.text
    assert client.get("/answers/gaps?kind=zz&state=zz&days=zz").status_code == 200
