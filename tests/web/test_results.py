"""What an agent finds: own results, feedback in order, acknowledging, disputing; nothing of anybody else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from qa.store.engine import Store
from qa.store.pages import call_page
from qa.store.review_tables import Dispute
from qa.store.tables import Call
from tests.cast import Cast, token, unreleased
from tests.web.released import TEXTS, releases


@pytest.fixture
def ids(desk: Store, cast: Cast) -> dict[str, int]:
    return releases(desk, cast)


def test_the_page_begins_with_what_went_well(sign_in: Any, ids: dict[str, int]) -> None:
    html = sign_in("minji").get(f"/calls/{ids['released']}").text
    places = [html.index(each) for each in (TEXTS["praise"], TEXTS["opinion"], 'id="told-good"', 'id="told-look"')]
    assert places == sorted(places)
    assert "끝까지 들어 준 점" in html
    assert 'class="override"' not in html


def test_results_lists_released_calls_alone_and_says_what_is_new(sign_in: Any, desk: Store, cast: Cast) -> None:
    waiting = unreleased(desk, cast.folder, seed=51)
    client = sign_in("minji")
    page = client.get("/results").text
    assert f'/calls/{cast.calls["full"]}"' in page
    assert f'/calls/{waiting}"' not in page
    assert "확인하지 않은 결과 1건" in page
    csrf = token(page)
    client.post(f"/calls/{cast.calls['full']}/acknowledge", data={"csrf_token": csrf})
    assert "확인하지 않은 결과" not in client.get("/results").text
    with desk.reading() as session:
        assert session.get_one(Call, cast.calls["full"]).acknowledged_at is not None


def test_nothing_of_colleagues_stands_on_an_agent_s_pages(sign_in: Any, ids: dict[str, int]) -> None:
    client = sign_in("minji")
    for address in ("/results", "/results?days=180", "/disputes", f"/calls/{ids['released']}"):
        page = client.get(address)
        assert page.status_code == 200
        for name in ("yuna", "junho", "최유나", "박준호"):
            assert name not in page.text


def object_to(client: Any, desk: Store, call_id: int, criterion: str, **form: str) -> Any:
    with desk.reading() as session:
        page = call_page(session, call_id)
    assert page is not None
    rating = next(each for of in page.evaluations for each in of.ratings if each.criterion == criterion)
    html = client.get(f"/calls/{call_id}").text
    data = {"csrf_token": token(html), "seen": str(rating.counts.id)} | form
    return client.post(f"/calls/{call_id}/ratings/{rating.id}/dispute", data=data)


def test_an_objection_without_a_reason_is_told_beside_it_and_what_was_chosen_stays(
    sign_in: Any, desk: Store, cast: Cast
) -> None:
    answered = object_to(sign_in("minji"), desk, cast.calls["full"], "empathy", proposed="yes", reason="아니")
    assert answered.status_code == 422
    form = re.search(r'<details class="object" open>.*?</details>', answered.text, re.S)
    assert form is not None
    assert "이의제기 사유를 5자 이상 적어 주세요" in form.group()
    assert re.search(r'value="yes" required checked', form.group())
    assert ">아니</textarea>" in form.group()


def test_a_dispute_is_shown_with_its_way_back_until_it_is_answered(sign_in: Any, desk: Store, cast: Cast) -> None:
    client, call_id = sign_in("minji"), cast.calls["full"]
    sent = object_to(client, desk, call_id, "empathy", proposed="yes", reason="공감하는 말을 했습니다")
    assert sent.status_code == 303
    html = client.get(f"/calls/{call_id}").text
    found = re.search(r"/disputes/(\d+)/withdraw", html)
    assert found is not None
    assert "이의제기 철회" in html
    for other in ("yuna", "eunseo"):
        stranger = sign_in(other)
        csrf = token(stranger.get("/disputes").text)
        assert stranger.post(found.group(), data={"csrf_token": csrf}).status_code == 404
    client = sign_in("minji")
    csrf = token(client.get("/disputes").text)
    assert client.post(found.group(), data={"csrf_token": csrf}).status_code == 303
    with desk.reading() as session:
        assert session.get_one(Dispute, int(found.group(1))).state == "withdrawn"
    assert "이의제기 철회" not in client.get(f"/calls/{call_id}").text


def test_the_agent_reads_what_came_of_a_dispute_and_that_it_became_a_case(sign_in: Any, ids: dict[str, int]) -> None:
    client = sign_in("minji")
    html = client.get(f"/calls/{ids['released']}").text
    assert "다시 들어 보니" in html
    assert "캘리브레이션 후보" in html
    own = client.get("/disputes").text
    assert own.count('<li>\n    <p class="what">') == 2
    assert "평가표 시험 사례로 추가됨" in own


def test_whoever_may_still_answer_a_dispute_does_not_read_it_in_the_list(sign_in: Any, ids: dict[str, int]) -> None:
    read = {}
    for login in ("suhyun", "eunseo", "taeo", "haneul", "junho"):
        answer = sign_in(login).get("/disputes")
        assert answer.status_code == 200
        read[login] = "전산 조회" in answer.text
    # taeo manages the agent's vendor, haneul and junho are of the other one.
    assert read == {"suhyun": False, "eunseo": True, "taeo": True, "haneul": False, "junho": False}


def test_what_was_upheld_can_be_put_beside_the_rubric(sign_in: Any, ids: dict[str, int], tmp_path: Any) -> None:
    from qa.scoring.rubric import load_rubric
    from qa.scoring.rubric_cases import run_cases
    from tests.cast import rubric_text

    client = sign_in("eunseo")
    page = client.get("/disputes").text
    assert "/disputes/cases/courtesy-ko.yaml" in page
    assert "1 / 1" in page
    path = tmp_path / "courtesy-ko.test.yaml"
    path.write_bytes(client.get("/disputes/cases/courtesy-ko.yaml").data)
    rubric = load_rubric(rubric_text("courtesy-ko"), name="courtesy-ko")
    assert len(run_cases(rubric, path)) == 1
    assert sign_in("haneul").get("/disputes/cases/courtesy-ko.yaml").status_code == 403


def test_whoever_signs_in_lands_where_their_work_is(sign_in: Any) -> None:
    for login, where in (("minji", "/results"), ("suhyun", "/inbox"), ("jiho", "/calls"), ("admin", "/calls")):
        assert sign_in(login).get("/").location == where
