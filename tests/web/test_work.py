"""Work over HTTP: sharing out, moving, picking; what was not done is told; a vendor's manager has the vendor's."""

from __future__ import annotations

import re
from typing import Any

import pytest

from qa.desk import inbox
from qa.store.engine import Store
from qa.store.review_tables import Review, ReviewSkip
from qa.store.reviews import Purpose, Stream
from tests.cast import Cast, person, token, unreleased
from tests.web.managed import calibrates, first, leaves, met, set_rules


@pytest.fixture
def both(desk: Store, cast: Cast) -> tuple[int, int]:
    """Reviews that wait: one of 한빛, one of 누리."""
    calls = unreleased(desk, cast.folder, seed=11), unreleased(desk, cast.folder, agent="junho", seed=12)
    with desk.reading() as session:
        one, other = (first(session, call).id for call in calls)
    return one, other


def send(client: Any, path: str, **fields: Any) -> Any:
    return client.post(path, data={"csrf_token": token(client.get("/work").text), **fields})


def flashed(client: Any, path: str = "/work") -> str:
    return " / ".join(re.findall(r'<p class="notice" role="status">(.*?)</p>', client.get(path).text))


def id_of(desk: Store, login: str) -> str:
    with desk.reading() as session:
        return str(person(session, login).id)


def held_by(desk: Store, review_id: int) -> str | None:
    with desk.reading() as session:
        row = session.get_one(Review, review_id)
        return row.person.login if row.person else None


def test_sharing_out_tells_who_got_how_many_and_what_was_left(sign_in: Any, desk: Store, both: tuple[int, int]) -> None:
    client = sign_in("eunseo")
    answer = send(client, "/work/share", kind="first:flagged", number="5", person=[id_of(desk, "sora")])
    assert (answer.status_code, answer.location) == (303, "/work")
    told = flashed(client)
    assert "1건을 배정했습니다: 윤소라 1건" in told
    assert "나머지 4건은 배정하지 못했습니다." in told
    assert "윤소라 님이 볼 수 없는 업체의 통화입니다." in told
    assert held_by(desk, both[0]) == "sora"


def test_where_nothing_could_be_assigned_the_page_says_why_and_keeps_what_was_ticked(
    sign_in: Any, desk: Store, both: tuple[int, int]
) -> None:
    with desk.writing() as session:
        session.add(ReviewSkip(review_id=both[0], person_id=person(session, "sora").id, reason="language"))
    sora = id_of(desk, "sora")
    answer = send(sign_in("taeo"), "/work/share", kind="first:flagged", number="1", person=[sora])
    assert answer.status_code == 422
    assert "윤소라 님이 이미 돌려준 평가입니다." in answer.text
    assert f'value="{sora}" checked' in answer.text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"kind": "first:flagged", "number": "1"}, 422),
        ({"kind": "first:flagged", "number": "0", "person": "sora"}, 422),
        ({"kind": "first:flagged", "number": "1", "person": "haneul"}, 404),
        ({"kind": "first:flagged", "number": "1", "person": "suhyun"}, 404),
        ({"kind": "calibration:", "number": "1", "person": "sora"}, 400),
        ({"kind": "first:nothing", "number": "1", "person": "sora"}, 400),
    ],
)
def test_what_a_vendor_s_manager_cannot_share_out(
    sign_in: Any, desk: Store, both: tuple[int, int], fields: dict[str, str], status: int
) -> None:
    if "person" in fields:
        fields = fields | {"person": id_of(desk, fields["person"])}
    assert send(sign_in("taeo"), "/work/share", **fields).status_code == status
    assert (held_by(desk, both[0]), held_by(desk, both[1])) == (None, None)


def test_a_vendor_s_manager_sees_nothing_of_another_vendor(sign_in: Any, desk: Store, both: tuple[int, int]) -> None:
    with desk.writing() as session:
        inbox.take_next(session, person(session, "haneul"), Purpose.FIRST, Stream.FLAGGED)
    client = sign_in("taeo")
    for page in ("/work", "/work/reviews?state=all"):
        text = client.get(page).text
        assert "강하늘" not in text
        assert "누리" not in text
    reviews = sign_in("eunseo").get("/work/reviews?state=all").text
    assert "강하늘" in reviews
    assert send(client, "/work/reviews", review=f"{both[1]}:2", to="pool").status_code == 404
    assert held_by(desk, both[1]) == "haneul"


def test_reviews_are_moved_and_the_list_stays_narrowed(sign_in: Any, desk: Store, both: tuple[int, int]) -> None:
    client = sign_in("eunseo")
    path = "/work/reviews?stream=flagged"
    boxes = re.findall(r'name="review" value="(\d+:\d+)"', client.get(path).text)
    assert len(boxes) == 2
    answer = send(client, path, review=boxes, to=id_of(desk, "sora"))
    assert (answer.status_code, answer.location) == (303, path)
    told = flashed(client, path)
    assert "1건을 배정했습니다: 윤소라 1건" in told
    assert "볼 수 없는 업체" in told
    again = send(client, path, review=boxes[:2], to="pool")
    assert again.status_code == 422, "the boxes are those of before: sora's has another version now"
    assert held_by(desk, both[0]) == "sora"


def test_the_second_of_two_managers_is_told_who_has_it(sign_in: Any, desk: Store, both: tuple[int, int]) -> None:
    one, two = sign_in("eunseo"), sign_in("admin")
    assert send(one, "/work/reviews", review=f"{both[0]}:1", to=id_of(desk, "sora")).status_code == 303
    late = send(two, "/work/reviews", review=f"{both[0]}:1", to=id_of(desk, "suhyun"))
    assert late.status_code == 422
    assert "지금은 윤소라 님이 맡고 있습니다." in late.text
    assert held_by(desk, both[0]) == "sora"


@pytest.mark.parametrize("fields", [{}, {"to": "pool"}, {"review": "1:1"}, {"review": "x:y", "to": "pool"}])
def test_moving_nothing_or_to_nobody_is_refused(sign_in: Any, both: tuple[int, int], fields: dict[str, str]) -> None:
    assert send(sign_in("eunseo"), "/work/reviews", **fields).status_code in (404, 422)


@pytest.mark.parametrize(
    ("query", "calls"),
    [
        ("", 2),
        ("state=waiting", 1),
        ("state=assigned", 1),
        ("state=submitted", 0),
        ("state=all&purpose=second", 0),
        ("stream=random", 0),
        ("late=1", 1),
        ("person=sora", 1),
        ("person=suhyun", 0),
        ("state=nonsense&purpose=x&stream=y&late=z&person=-1&page=99", 2),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    sign_in: Any, desk: Store, both: tuple[int, int], query: str, calls: int
) -> None:
    with desk.writing() as session:
        taken = inbox.take_next(session, person(session, "sora"), Purpose.FIRST, Stream.FLAGGED)
        assert taken is not None
        row = session.get_one(Review, taken.id)
        row.due_at = row.created_at.replace(year=2025)
    for login in ("sora", "suhyun"):
        query = query.replace(f"person={login}", f"person={id_of(desk, login)}")
    text = sign_in("eunseo").get(f"/work/reviews?{query}").text
    assert len(re.findall(r'<th scope="row"><a href="/calls/\d+"', text)) == calls


def test_picked_calls_are_told_one_by_one(sign_in: Any, desk: Store, cast: Cast) -> None:
    client = sign_in("eunseo")
    answer = send(client, "/work/pick", calls=f"{cast.calls['teammate']}, 999", to="")
    assert answer.status_code == 303
    assert flashed(client) == "1건을 대기 목록에 넣었습니다. / 통화 번호 &#39;999&#39;을(를) 찾을 수 없습니다."
    again = send(client, "/work/pick", calls=str(cast.calls["teammate"]), to=id_of(desk, "sora"))
    assert again.status_code == 303
    third = send(client, "/work/pick", calls=str(cast.calls["teammate"]), to="")
    assert third.status_code == 422
    assert "윤소라 님이 1차 평가를 맡고 있습니다." in third.text


def test_what_somebody_who_left_holds_stands_first_with_a_way_back(sign_in: Any, desk: Store, cast: Cast) -> None:
    call = unreleased(desk, cast.folder, seed=11)
    with desk.writing() as session:
        review_id = leaves(session, call).id
    client = sign_in("taeo")
    page = client.get("/work").text
    assert page.index("한유진") < page.index("대기 중인 평가")
    path = re.search(r'action="(/work/people/\d+/free)"', page)
    assert path is not None
    assert send(client, path[1]).status_code == 303
    assert held_by(desk, review_id) is None
    assert send(client, path[1]).status_code == 422
    assert "한유진" not in client.get("/work").text


def test_how_an_evaluator_came_along_is_of_the_last_days_only(sign_in: Any, desk: Store, cast: Cast) -> None:
    calls = [unreleased(desk, cast.folder, seed=seed) for seed in (11, 12, 13)]
    with desk.writing() as session:
        for call in calls:
            met(session, "sora", call, caught=True)
        old = first(session, calls[0])
        assert old.finished_at is not None
        old.work_s, old.finished_at = 6000.0, old.finished_at.replace(year=2025)
        first(session, calls[1]).listened_s = 600.0  # heard ten times over is heard once
    page = sign_in("taeo").get("/work").text
    line = page[page.index("윤소라") :].split("</tr>")[0]
    assert ">2</b>" in line
    assert "4분" in line
    assert "75%" in line


def test_of_few_planted_ratings_nothing_is_concluded(sign_in: Any, desk: Store, cast: Cast) -> None:
    calls = [unreleased(desk, cast.folder, seed=seed) for seed in range(11, 16)]
    with desk.writing() as session:
        set_rules(session, planted_share="5")
        for call in calls[:4]:
            met(session, "sora", call, caught=True)
    client = sign_in("eunseo")
    assert "아직 건수가 적어 판단하지 않습니다(심어 둔 4건 중 4건 발견)." in client.get("/work").text
    with desk.writing() as session:
        met(session, "sora", calls[4], caught=False)
    page = client.get("/work").text
    assert "심어 둔 5건 중 4건 발견. 실제 발견율은 38%에서 96% 사이로 봅니다(95% 신뢰구간)." in page


def test_a_vendor_s_manager_reads_only_own_people_s_catch_rates(sign_in: Any, desk: Store, cast: Cast) -> None:
    call = unreleased(desk, cast.folder, seed=11)
    with desk.writing() as session:
        met(session, "suhyun", call, caught=True)
    assert "심어 둔 1건" not in sign_in("taeo").get("/work").text
    assert "심어 둔 1건" in sign_in("eunseo").get("/work").text


def test_a_filter_of_the_list_is_kept_under_a_name(sign_in: Any, desk: Store, cast: Cast) -> None:
    client = sign_in("eunseo")
    client.get("/work/reviews?late=1")
    send(client, "/filters", page="work.reviews", query="late=1", name="지난 것")
    assert "지난 것" in client.get("/work/reviews").text


def test_a_session_one_takes_part_in_is_in_no_list_of_theirs(sign_in: Any, desk: Store, cast: Cast) -> None:
    call = unreleased(desk, cast.folder, seed=11)
    with desk.writing() as session:
        calibrates(session, call, "eunseo", "suhyun")
    assert "캘리브레이션" not in _rows(sign_in("eunseo").get("/work/reviews").text)
    assert "캘리브레이션" in _rows(sign_in("admin").get("/work/reviews").text)


def _rows(page: str) -> str:
    return page[page.index("<tbody>") :] if "<tbody>" in page else ""
