"""Handing in by the page: several files, each with its own sentence; nothing doubled, nothing lost."""

from __future__ import annotations

import io
import re
from typing import Any

from qa.store.engine import Store
from qa.store.people import find_person
from qa.store.tables import Audit, Call
from tests.cast import Cast, token


def send(client: Any, files: list[tuple[bytes, str]], **form: str) -> Any:
    csrf = token(client.get("/hand-in").text)
    data = {"csrf_token": csrf, "recordings": [(io.BytesIO(content), name) for content, name in files], **form}
    return client.post("/hand-in", data=data, content_type="multipart/form-data")


def sentences(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<li class="(received|already|refused)">.*?<b>(.*?)</b>', page, re.S)


def test_each_file_has_its_own_result_and_a_bad_one_stops_no_other(sign_in: Any, cast: Cast) -> None:
    files = [
        (b"sound one", "하나.wav"),
        (b"", "빈파일.wav"),
        (b"x" * (3 << 20), "큰파일.wav"),
        (b"recording 1", "옛것.wav"),
    ]
    page = send(sign_in("suhyun"), files).text
    assert sentences(page) == [
        ("received", "하나.wav"), ("refused", "빈파일.wav"), ("refused", "큰파일.wav"), ("already", "옛것.wav"),
    ]  # fmt: skip
    assert "비어 있습니다" in page
    assert "2 MB보다 큽니다" in page
    assert f'href="/calls/{cast.calls["full"]}"' in page


def test_the_agent_and_the_day_go_with_the_call(sign_in: Any, desk: Store) -> None:
    with desk.reading() as session:
        minji = find_person(session, "minji")
    assert minji is not None
    page = send(sign_in("suhyun"), [(b"dated", "a.wav")], agent=str(minji.id), day="2026-11-02", time="09:15").text
    call_id = int(re.search(r'href="/calls/(\d+)">', page)[1])
    with desk.reading() as session:
        call = session.get_one(Call, call_id)
        assert (call.agent_id, call.vendor_id) == (minji.id, minji.vendor_id)
        assert call.started_at.isoformat() == "2026-11-02T00:15:00+00:00"
        assert session.query(Audit).filter_by(thing=f"call:{call_id}").count() >= 1


def test_nothing_chosen_is_said(sign_in: Any) -> None:
    answer = send(sign_in("suhyun"), [])
    assert answer.status_code == 422
    assert "녹취 파일을 하나 이상 선택해 주세요." in answer.text


def test_who_belongs_to_a_vendor_names_an_agent_of_it(sign_in: Any, desk: Store) -> None:
    with desk.reading() as session:
        junho, yuna = find_person(session, "junho"), find_person(session, "yuna")
    assert junho is not None
    assert yuna is not None
    client = sign_in("sora")
    assert "오준호" not in client.get("/hand-in").text
    assert send(client, [(b"1", "a.wav")]).status_code == 422
    assert send(client, [(b"1", "a.wav")], agent=str(junho.id)).status_code == 400
    assert sentences(send(client, [(b"1", "a.wav")], agent=str(yuna.id)).text) == [("received", "a.wav")]


def test_a_recording_of_another_vendor_is_already_here_and_no_more_is_told(
    sign_in: Any, desk: Store, cast: Cast
) -> None:
    with desk.reading() as session:
        yuna = find_person(session, "yuna")
    assert yuna is not None
    page = send(sign_in("sora"), [(b"recording 3", "guess.wav")], agent=str(yuna.id)).text
    assert sentences(page) == [("already", "guess.wav")]
    assert f"/calls/{cast.calls['other_vendor']}" not in page


def test_a_name_with_a_path_or_markup_is_text(sign_in: Any) -> None:
    page = send(sign_in("suhyun"), [(b"named", "C:\\녹취\\<b>x</b>.wav")]).text
    assert "&lt;b&gt;x&lt;" in page or "b&gt;.wav" in page
    assert "<b>x</b>.wav" not in page
    assert "녹취\\" not in page


def test_too_much_at_once_is_a_page_with_a_way_out(sign_in: Any) -> None:
    answer = send(sign_in("suhyun"), [(b"x" * (2 << 20), f"{i}.wav") for i in range(9)])
    assert answer.status_code == 413
    assert "한 번에 보내기에는 너무 큽니다" in answer.text


def test_a_file_of_several_calls_has_a_result_for_each(sign_in: Any) -> None:
    rows = "질문,답변\n막차가 몇 시예요?,열두 시입니다.\n요금은요?,\n".encode("cp949")
    page = send(sign_in("suhyun"), [(rows, "답변.csv")]).text
    assert sentences(page) == [("received", "답변.csv, 2번째 줄"), ("refused", "답변.csv, 3번째 줄")]
    assert "답변(answer)이 비어 있습니다." in page
