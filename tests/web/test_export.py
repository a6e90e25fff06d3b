"""The button on a call's page: for those who may, as a file, with an audit line."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from qa.store.engine import Store
from qa.store.tables import Audit
from tests.cast import MOBILE, Cast, token


def test_a_manager_takes_a_call_out_as_a_file(sign_in: Any, cast: Cast, desk: Store) -> None:
    client = sign_in("eunseo")
    page = client.get(f"/calls/{cast.calls['full']}").text
    assert "vCon 내려받기" in page
    (address,) = re.findall(r'action="(/calls/\d+/vcon)"', page)
    answer = client.post(address, data={"csrf_token": token(page)})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="call-{cast.calls["full"]}.vcon"'
    told = json.loads(answer.data)
    assert {entry["vendor"] for entry in told["analysis"]} == {"attune"}
    assert MOBILE not in answer.text
    assert "김민지" not in json.dumps(told["parties"], ensure_ascii=False)
    with desk.reading() as session:
        (line,) = session.query(Audit).filter_by(act="export").all()
    assert line.person_id is not None


@pytest.mark.parametrize("login", ["minji", "sora", "jiho"])
def test_who_may_not_export_sees_no_button(sign_in: Any, cast: Cast, login: str) -> None:
    assert "vCon" not in sign_in(login).get(f"/calls/{cast.calls['full']}").text


def test_a_call_without_a_transcript_says_why_it_cannot_go_out(sign_in: Any, cast: Cast) -> None:
    client = sign_in("eunseo")
    csrf = token(client.get("/calls").text)
    answer = client.post(f"/calls/{cast.calls['waiting']}/vcon", data={"csrf_token": csrf})
    assert answer.status_code == 409
    assert "아직 전사가 끝나지 않아" in answer.text
