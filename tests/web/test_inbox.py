"""The inbox narrowed by its address, and the way from a row to why the call is there."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from qa.desk import inbox
from qa.desk.pick import pick
from qa.store.engine import Store
from qa.store.review_tables import Review
from qa.store.reviews import Purpose, Stream
from qa.store.tables import now
from tests.cast import MOBILE, Cast, person, unreleased


@pytest.fixture
def three(desk: Store, cast: Cast) -> dict[str, int]:
    """Suhyun's: one drawn at random, one flagged that is overdue, one picked. Returns the calls."""
    calls = {
        "random": unreleased(desk, cast.folder, seed=11, drawn=True),
        "flagged": unreleased(desk, cast.folder, seed=12),
        "picked": cast.calls["teammate"],
    }
    with desk.writing() as session:
        who = person(session, "suhyun")
        pick(session, person(session, "eunseo"), str(calls["picked"]), who.id)
        for stream in (Stream.RANDOM, Stream.FLAGGED):
            taken = inbox.take_next(session, who, Purpose.FIRST, stream)
            assert taken is not None
            if stream is Stream.FLAGGED:
                session.get_one(Review, taken.id).due_at = now() - timedelta(days=1)
    unreleased(desk, cast.folder, seed=13)  # one more waits
    return calls


def rows(page: str) -> set[int]:
    return {int(number) for number in re.findall(r'href="/calls/(\d+)/why"', page)}


def pools(page: str) -> list[str]:
    return re.findall(r'name="kind" value="([\w:]*)"', page)


@pytest.mark.parametrize(
    ("query", "shown", "kinds"),
    [
        ("", {"random", "flagged", "picked"}, ["first:random", "first:flagged"]),
        ("stream=picked", {"picked"}, []),
        ("stream=random", {"random"}, ["first:random"]),
        ("purpose=first&stream=flagged", {"flagged"}, ["first:flagged"]),
        ("late=1", {"flagged"}, ["first:random", "first:flagged"]),
        ("purpose=second", set(), []),
        ("purpose=x&stream=y&late=z", {"random", "flagged", "picked"}, ["first:random", "first:flagged"]),
    ],
)
def test_the_address_narrows_what_is_in_hand_and_what_can_be_taken(
    sign_in: Any, three: dict[str, int], query: str, shown: set[str], kinds: list[str]
) -> None:
    page = sign_in("suhyun").get(f"/inbox?{query}").text
    assert rows(page) == {three[name] for name in shown}
    assert pools(page) == kinds


def test_where_nothing_fits_it_is_told_how_much_there_is(sign_in: Any, three: dict[str, int]) -> None:
    page = sign_in("suhyun").get("/inbox?purpose=dispute").text
    assert "조건에 맞는 평가가 없습니다" in page
    assert "맡은 평가는 모두 3건입니다." in page
    assert "이 조건 저장" in page


def test_an_unaware_rater_s_review_is_narrowed_as_what_it_passes_for(
    sign_in: Any, desk: Store, three: dict[str, int]
) -> None:
    with desk.writing() as session:
        row = session.query(Review).filter_by(call_id=three["random"]).one()
        row.purpose = "calibration"
    client = sign_in("suhyun")
    assert rows(client.get("/inbox?purpose=calibration").text) == set()
    assert three["random"] in rows(client.get("/inbox?purpose=first&stream=random").text)
    assert "무작위 추첨에서 뽑혔습니다" in client.get(f"/calls/{three['random']}/why").text


def test_one_press_tells_why_a_call_is_there(sign_in: Any, three: dict[str, int]) -> None:
    client = sign_in("suhyun")
    flagged = client.get(f"/calls/{three['flagged']}/why").text
    assert "확인 사유가 있어 사람이 듣고 확인하는 통화입니다." in flagged
    assert "상담사가 반말을 했습니다." in flagged
    assert "뽑힐 확률 2%" in flagged
    assert "3일 안에" in flagged
    assert MOBILE not in flagged, "masked, as on the page of the call"
    picked = client.get(f"/calls/{three['picked']}/why").text
    assert "최은서 님이 골라 넣은 통화입니다." in picked


def test_who_rates_blind_is_told_the_draw_and_not_the_flags(sign_in: Any, desk: Store, three: dict[str, int]) -> None:
    client = sign_in("suhyun")
    pages = [client.get(f"/calls/{three['random']}/why").text]
    with desk.reading() as session:
        review_id = session.query(Review).filter_by(call_id=three["random"]).one().id
    pages.append(client.get(f"/reviews/{review_id}").text)
    for page in pages:
        assert "무작위 추첨에서 뽑혔습니다(뽑힐 확률 2%)." in page
        assert "확인 사유를 아직 보여 드리지 않습니다." in page
        assert "반말을 했습니다" not in page


def test_of_a_call_of_another_vendor_nothing_is_told(sign_in: Any, cast: Cast) -> None:
    assert sign_in("taeo").get(f"/calls/{cast.calls['other_vendor']}/why").status_code == 404
