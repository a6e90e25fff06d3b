"""The bell and what is behind it: how many are unread, the way to each one's page, all read at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import event, select

from qa.call import Sentence
from qa.desk.notify import notify, unread
from qa.store.engine import Store
from qa.store.review_tables import Notification
from tests.cast import Cast, person, token

TOLD = Sentence("통화가 배정되었습니다.", "A call was assigned to you.")


def tell(desk: Store, login: str, *links: str) -> list[int]:
    """The ids of the notifications of this person, one per link."""
    with desk.writing() as session:
        to = person(session, login)
        for link in links:
            notify(session, [to.id], "assigned", TOLD, link)
        return list(session.scalars(select(Notification.id).where(Notification.person_id == to.id)))


def bell(page: str) -> str:
    """What a screen reader says of the bell, and the figure beside it."""
    link = re.search(r'<a class="bell".*?</a>', page, flags=re.S)
    assert link
    return " ".join(re.sub(r"<[^>]*>", " ", link[0]).split())


def test_the_bell_counts_what_is_unread_in_a_figure_and_in_words(sign_in: Any, desk: Store) -> None:
    client = sign_in("sora")
    assert bell(client.get("/calls").text) == "알림"
    tell(desk, "sora", "/calls/1", "/calls/2")
    assert bell(client.get("/calls").text) == "알림 2 : 읽지 않은 알림 2건"
    assert bell(sign_in("sora", "en").get("/calls").text) == "Notifications 2 : 2 unread"
    assert bell(sign_in("eunseo").get("/calls").text) == "알림"
    tell(desk, "sora", *(f"/calls/{n}" for n in range(200, 300)))
    assert "99+" in bell(client.get("/calls").text)


def test_the_bell_costs_every_page_one_query(app: Any, sign_in: Any, desk: Store) -> None:
    tell(desk, "sora", "/calls/1")
    client = sign_in("sora")
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(desk.engine, "before_cursor_execute", note)
    client.get("/hand-in")
    client.get("/notices")
    event.remove(desk.engine, "before_cursor_execute", note)
    assert sum("notification" in statement for statement in asked) == 1 + 3  # the list itself asks two


def test_the_list_shows_ones_own_with_the_newest_first(sign_in: Any, desk: Store) -> None:
    ids = tell(desk, "sora", "/calls/1", "/calls/2")
    tell(desk, "eunseo", "/calls/3")
    page = sign_in("sora").get("/notices").text
    assert re.findall(r'href="/notices/(\d+)"', page) == [str(id) for id in reversed(ids)]
    assert page.count("통화가 배정되었습니다.") == 2
    assert page.count(">읽지 않음</span>") == 2


@pytest.mark.parametrize(
    ("login", "says"),
    [("minji", "이의제기에 답변이 오면"), ("sora", "보완 요청이 오면"), ("eunseo", "확인할 일이 생기면")],
)
def test_an_empty_list_says_what_will_be_there(sign_in: Any, login: str, says: str) -> None:
    page = sign_in(login).get("/notices").text
    assert "아직 알림이 없습니다" in page
    assert says in page
    assert "모두 읽음" not in page


def test_following_one_reads_it_and_leads_to_its_page(sign_in: Any, desk: Store, cast: Cast) -> None:
    there = f"/calls/{cast.calls['full']}?from=mail#rating-1"
    first, second = tell(desk, "sora", there, "/calls/2")
    client = sign_in("sora")
    for _ in range(2):
        answer = client.get(f"/notices/{first}")
        assert (answer.status_code, answer.location) == (303, there)
    with desk.reading() as session:
        assert unread(session, person(session, "sora")) == 1
        assert session.get_one(Notification, second).read_at is None


def test_another_persons_notification_is_as_if_it_were_not_there(sign_in: Any, desk: Store) -> None:
    (id,) = tell(desk, "sora", "/calls/1")
    client = sign_in("eunseo")
    assert client.get(f"/notices/{id}").status_code == client.get("/notices/999999").status_code == 404
    with desk.reading() as session:
        assert unread(session, person(session, "sora")) == 1


@pytest.mark.parametrize("link", ["//evil.example/x", "/\\evil.example", "https://evil.example"])
def test_a_row_that_leads_elsewhere_is_not_followed(sign_in: Any, desk: Store, link: str) -> None:
    (id,) = tell(desk, "sora", "/calls/1")
    with desk.writing() as session:
        session.get_one(Notification, id).link = link
    assert sign_in("sora").get(f"/notices/{id}").status_code == 404


def test_all_are_read_at_once_and_the_button_goes(sign_in: Any, desk: Store) -> None:
    tell(desk, "sora", "/calls/1", "/calls/2")
    tell(desk, "eunseo", "/calls/1")
    client = sign_in("sora")
    page = client.get("/notices").text
    assert "모두 읽음으로 표시" in page
    assert client.post("/notices/read", data={"csrf_token": token(page)}).status_code == 303
    page = client.get("/notices").text
    assert "모두 읽음으로 표시했습니다." in page
    assert ">읽지 않음</span>" not in page
    with desk.reading() as session:
        assert unread(session, person(session, "eunseo")) == 1


def test_many_are_shown_page_by_page(sign_in: Any, desk: Store) -> None:
    tell(desk, "sora", *(f"/calls/{n}" for n in range(40)))
    client = sign_in("sora")
    assert 'rel="next" href="/notices?page=2"' in client.get("/notices").text
    assert len(re.findall(r'href="/notices/\d+"', client.get("/notices?page=2").text)) == 10
    for odd in ("0", "x", "1e9", "٣"):
        assert client.get(f"/notices?page={odd}").status_code == 200


def test_an_english_list_holds_no_korean(sign_in: Any, desk: Store) -> None:
    tell(desk, "sora", "/calls/1")
    page = sign_in("sora", "en").get("/notices").text
    page = page.replace("한국어", "").replace("윤소라", "").replace("한빛", "").replace("1팀", "")
    assert not re.search(r"[가-힣]", page)
    assert "A call was assigned to you." in page


def test_an_error_page_is_shown_even_when_the_bell_cannot_count(app: Any, sign_in: Any, desk: Store) -> None:
    client = sign_in("sora")
    with desk.writing() as session:
        Notification.__table__.drop(session.connection())
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert bell(answer.text) == "알림"
