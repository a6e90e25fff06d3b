"""The findings of a call on its page, and saying whose fault one was."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.cast import Cast, token

SignIn = Callable[..., Any]


def finding_id(html: str) -> str:
    found = re.search(r'id="finding-(\d+)"', html)
    assert found
    return found[1]


def test_a_call_shows_what_was_said_against_the_standard_answers(sign_in: SignIn, cast: Cast) -> None:
    page = sign_in("minji").get(f"/calls/{cast.calls['full']}").text
    assert "표준상담과 비교" in page
    assert "1%" in page
    assert "300원" in page
    assert re.search(r'data-clip="[\d.,]+"', page[page.index('id="finding-') :])
    assert "/findings/" not in page, "an agent says nothing of whose fault it was"


def test_the_fault_is_said_in_place_and_stays(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in("suhyun")
    address = f"/calls/{cast.calls['full']}"
    page = client.get(address).text
    id = finding_id(page)
    form = {"csrf_token": token(page), "seen": "", "fault": "entry_wrong"}
    part = client.post(f"/findings/{id}/fault", data=form, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "표준상담 오류" in part.text
    assert "박수현" in part.text
    late = client.post(f"/findings/{id}/fault", data={**form, "fault": "agent"}, headers={"HX-Request": "true"})
    assert "그사이 다른 사람이 원인을 정했습니다" in late.text
    entry = client.get("/answers/water").text
    assert "1%" in entry
    assert "표준상담 오류" in entry


def test_a_finding_that_is_not_there_is_no_error_of_the_program(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in("suhyun")
    csrf = token(client.get("/calls").text)
    assert client.post("/findings/999999/fault", data={"csrf_token": csrf}).status_code == 404


def test_entries_used_in_calls_are_counted_within_the_scope(sign_in: SignIn) -> None:
    assert ">2건<" in sign_in("taeo").get("/answers").text  # two calls of his vendor
    assert ">3건<" in sign_in("eunseo").get("/answers").text
