"""Calibration over HTTP: a leader's day from the proposal to the workbook, who gets in, what nobody sees too soon."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from qa.desk import inbox
from qa.store.calibration_tables import CalibrationSession
from qa.store.engine import Store
from qa.store.review_tables import Review
from qa.store.reviews import Purpose, Stream
from qa.store.tables import Audit
from tests.calibrating import begin, fill, held, rate
from tests.cast import Cast, person, token, unreleased

RUBRIC = "courtesy-ko"


@pytest.fixture
def calls(desk: Store, cast: Cast) -> list[int]:
    """Two of 한빛's, then one of 누리's."""
    ours = [unreleased(desk, cast.folder, seed=seed, drawn=True, sounds=seed == 31) for seed in (31, 32)]
    return [*ours, unreleased(desk, cast.folder, agent="junho", seed=33, sounds=True)]


@pytest.fixture
def revealed(desk: Store, calls: list[int]) -> int:
    session_id = begin(desk, calls[:2], ["sora", "suhyun"])
    rate(desk, "sora", session_id, {(calls[0], "empathy"): "yes"}, note='=HYPERLINK("http://x";"김민지")')
    rate(desk, "suhyun", session_id, {(calls[1], "empathy"): "not_applicable"})
    return session_id


def send(client: Any, path: str, fields: dict[str, Any] | None = None, **more: Any) -> Any:
    csrf = token(client.get("/calls").text)
    return client.post(path, data={"csrf_token": csrf, **(fields or {}), **more})


def ticked(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="(\d+)" checked', page)


def test_a_leaders_day_from_the_proposal_to_the_closed_session(
    sign_in: Any, desk: Store, cast: Cast, calls: list[int]
) -> None:
    leader = sign_in("eunseo")
    assert "첫 세션 만들기" in leader.get("/calibration").text
    page = leader.get(f"/calibration/new?rubric={RUBRIC}&n=5&seed=7").text
    proposed = ticked(page, "call")
    assert len(proposed) == 5
    assert page == leader.get(f"/calibration/new?rubric={RUBRIC}&n=5&seed=7").text, "the same seed proposes the same"
    assert "업체 공통 기준 통화" in page
    assert "감점 항목 있음" in page

    mine = [str(calls[0]), str(calls[1])]
    with desk.reading() as session:
        raters = [str(person(session, login).id) for login in ("sora", "suhyun")]
    form = {"rubric": RUBRIC, "call": mine, "rater": raters[:1], "title": "월례 캘리브레이션", "due": "2030-01-31"}
    refused = send(leader, "/calibration/new", form)
    assert refused.status_code == 422
    assert "평가자를 2명 이상" in refused.text
    assert ticked(refused.text, "call") == mine
    assert ticked(refused.text, "rater") == raters[:1]
    assert 'value="월례 캘리브레이션"' in refused.text

    looked = send(leader, "/calibration/new", form, do="look", more=f"{calls[2]}, 999999")
    assert ticked(looked.text, "call") == [*mine, str(calls[2])]
    assert "999999" in looked.text

    started = send(leader, "/calibration/new", form | {"rater": raters})
    assert started.status_code == 303
    address = started.location
    assert "윤소라" in leader.get(address).text
    assert "0 / 2" in leader.get(address).text

    session_id = int(address.rsplit("/", 1)[1])
    rater = sign_in("sora")
    assert "캘리브레이션에 초대되었습니다(" in rater.get("/notices").text
    assert "내가 평가할 통화 2건" in rater.get("/calibration").text
    for review_id in held(desk, session_id, "sora"):
        assert f"/reviews/{review_id}" in rater.get(address).text
        fill(desk, "sora", review_id, {(calls[0], "empathy"): "yes"})
        assert send(rater, f"/reviews/{review_id}", do="submit").location == "/inbox"
        assert rater.get(f"/reviews/{review_id}").location == address
    assert "모두 평가했습니다" in rater.get(address).text
    assert "1명에게 알림을 보냈습니다." in follow(leader, send(leader, address, do="remind"))
    rate(desk, "suhyun", session_id)

    page = leader.get(address).text
    assert "평가자 간 일치도" in page
    assert "1건에서 갈림" in page
    words = {"criterion": "empathy", "text": "공감을 어디까지 볼까요", "kind": "rubric", "call": str(calls[0])}
    assert send(rater, f"{address}/words", words).location.endswith("#of-empathy")
    agreed = {"criterion": "empathy", f"answer.{calls[0]}": "partly", f"answer.{calls[1]}": ""}
    assert send(leader, f"{address}/reference", agreed).status_code == 303
    page = leader.get(address).text
    assert "공감을 어디까지 볼까요" in page
    assert "합의한 기준 평정 1개와 비교한 값입니다." in page
    assert send(rater, f"{address}/reference", agreed).status_code == 403
    assert "세션을 종료했습니다" in follow(leader, send(leader, address, do="close"))
    assert send(rater, f"{address}/words", words).status_code == 422
    assert "기준 평정 저장" not in leader.get(address).text


def follow(client: Any, answer: Any) -> str:
    assert answer.status_code == 303, answer.text
    return str(client.get(answer.location).text)


def test_who_has_rated_before_is_named_and_the_leader_has_to_say_so(
    sign_in: Any, desk: Store, revealed: int, calls: list[int]
) -> None:
    leader = sign_in("eunseo")
    with desk.reading() as session:
        raters = [str(person(session, login).id) for login in ("sora", "suhyun")]
    form = {"rubric": RUBRIC, "call": str(calls[0]), "rater": raters, "title": "다시", "due": "2030-01-31"}
    refused = send(leader, "/calibration/new", form)
    assert refused.status_code == 422
    assert "이미 평가한 통화가 있습니다" in refused.text
    assert 'name="knowing"' in refused.text
    again = send(leader, "/calibration/new", form | {"knowing": "1"})
    assert again.status_code == 303
    session_id = int(again.location.rsplit("/", 1)[1])
    rate(desk, "sora", session_id)
    rate(desk, "suhyun", session_id)
    assert "윤소라 님은 통화 1건을 이 세션 전에 이미 평가했습니다" in leader.get(again.location).text


@pytest.mark.parametrize(
    ("login", "status"),
    [
        ("eunseo", 200), ("admin", 200), ("taeo", 200), ("sora", 200), ("suhyun", 200),
        ("haneul", 404), ("jiho", 403), ("minji", 403), ("junho", 403),
    ],
)  # fmt: skip
def test_only_who_takes_part_or_leads_sees_a_session(sign_in: Any, revealed: int, login: str, status: int) -> None:
    client = sign_in(login)
    assert client.get(f"/calibration/{revealed}").status_code == status
    if status == 404:
        assert "11월 캘리브레이션" not in client.get("/calibration").text


def test_a_session_of_the_other_vendor_does_not_exist_for_a_vendors_manager(
    sign_in: Any, desk: Store, calls: list[int]
) -> None:
    session_id = begin(desk, calls[2:], ["haneul", "suhyun"])
    client = sign_in("taeo")
    assert client.get(f"/calibration/{session_id}").status_code == 404
    for path, fields in (
        ("", {"do": "reveal_now"}), ("/words", {"criterion": "empathy", "text": "x"}),
        ("/reference", {"criterion": "empathy"}), ("/excel", {}),
    ):  # fmt: skip
        assert send(client, f"/calibration/{session_id}{path}", fields).status_code == 404


@pytest.mark.parametrize("login", ["sora", "haneul"])
@pytest.mark.parametrize("path", ["", "/reference", "/excel"])
def test_evaluators_do_nothing_that_leaders_do(sign_in: Any, revealed: int, login: str, path: str) -> None:
    assert send(sign_in(login), f"/calibration/{revealed}{path}", do="close").status_code == 403


def test_signed_out_there_is_nothing(app: Any, revealed: int) -> None:
    answer = app.test_client().get(f"/calibration/{revealed}")
    assert answer.status_code == 303
    assert "/sign-in" in answer.location


def test_before_the_reveal_nobody_reads_a_rating_or_a_name(sign_in: Any, desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:2], ["sora", "suhyun", "taeo"])
    rate(desk, "sora", session_id, {(calls[0], "empathy"): "yes"}, note="공감했다고 봅니다")
    for login in ("eunseo", "suhyun", "sora"):
        page = sign_in(login).get(f"/calibration/{session_id}").text
        assert "공감했다고 봅니다" not in page
        assert "김민지" not in page
    assert "1 / 2" not in sign_in("suhyun").get(f"/calibration/{session_id}").text, "how far others are is the leader's"
    (review_id, _) = held(desk, session_id, "suhyun")
    page = sign_in("suhyun").get(f"/reviews/{review_id}").text
    assert "캘리브레이션" in page
    assert "○○○입니다" in page
    assert "김민지" not in page.replace("상담사 김민지입니다. 무엇을 도와드릴까요?”", ""), "the rubric's own example"
    assert "반말을 했습니다." not in page
    assert send(sign_in("eunseo"), f"/calibration/{session_id}/excel").status_code == 404
    rows = re.findall(r"<tr.*?</tr>", sign_in("suhyun").get("/calls").text, re.S)
    assert "김민지" not in next(row for row in rows if f'href="/calls/{calls[0]}"' in row)
    sora = sign_in("sora").get(f"/calls/{calls[0]}").text
    assert "아직 평정을 볼 수 없습니다" in sora
    for client, path in ((sign_in("taeo"), f"/calls/{calls[0]}/history"),):
        assert "공감했다고 봅니다" not in client.get(path).text


def plain(page: str) -> str:
    """A page without what tells one call from another."""
    page = re.sub(r'name="csrf_token" value="[^"]+"', "", page)
    page = re.sub(r'nonce="[^"]+"', "", page)
    return re.sub(r"\d+", "0", page)


def test_an_unaware_raters_screen_is_that_of_a_call_drawn_at_random(sign_in: Any, desk: Store, cast: Cast) -> None:
    chosen = unreleased(desk, cast.folder, seed=41, drawn=True)
    unreleased(desk, cast.folder, seed=42, drawn=True)
    session_id = begin(desk, [chosen], ["sora", "suhyun"], unaware=True)
    with desk.writing() as session:
        usual = inbox.take_next(session, person(session, "sora"), Purpose.FIRST, Stream.RANDOM)
        (secret,) = session.scalars(select(Review).where(Review.session_id == session_id).limit(1))
        assert usual is not None
        secret.due_at = usual.due_at
    (review_id,) = held(desk, session_id, "sora")
    client = sign_in("sora")

    def both() -> tuple[str, str]:
        return plain(client.get(f"/reviews/{review_id}").text), plain(client.get(f"/reviews/{usual.id}").text)

    one, other = both()
    assert one == other
    rows = re.findall(r'<li class="sheet-of-paper.*?</li>', client.get("/inbox").text, re.S)
    assert len(rows) == 2
    assert plain(rows[0]) == plain(rows[1])
    for path in ("/inbox", "/notices", "/calibration", f"/reviews/{review_id}", f"/calls/{chosen}"):
        page = client.get(path, follow_redirects=True).text
        assert "11월 캘리브레이션" not in page
        assert f"/calibration/{session_id}" not in page
    assert client.get(f"/calibration/{session_id}").status_code == 404
    for each in (review_id, usual.id):
        fill(desk, "sora", each)
        told = follow(client, send(client, f"/reviews/{each}", do="reveal"))
        assert "이제 자동 평정이 함께 보입니다" in told
    one, other = both()
    assert one == other
    answers = [follow(client, send(client, f"/reviews/{each}", do="submit")) for each in (review_id, usual.id)]
    notes = [re.findall(r'<p class="notice"[^>]*>(.*?)</p>', each) for each in answers]
    assert notes[0] == notes[1]


def test_a_lent_call_can_be_heard_by_those_invited_and_by_nobody_else(
    sign_in: Any, desk: Store, calls: list[int]
) -> None:
    sound = f"/calls/{calls[2]}/sound"
    assert sign_in("sora").get(sound).status_code == 404
    session_id = begin(desk, calls, ["sora", "haneul"], shared=True)
    assert sign_in("sora").get(sound).status_code == 200
    assert sign_in("taeo").get(sound).status_code == 404
    assert sign_in("sora").get(f"/calls/{calls[2]}").status_code == 303, "to the review, not to the page of the call"
    review_id = next(each for each in held(desk, session_id, "sora") if _call(desk, each) == calls[2])
    page = sign_in("sora").get(f"/reviews/{review_id}").text
    assert "오준호" not in page
    rate(desk, "sora", session_id)
    rate(desk, "haneul", session_id)
    page = sign_in("sora").get(f"/calibration/{session_id}").text
    assert f"통화 {calls[2]} 듣기" in page
    assert f'href="/calls/{calls[2]}"' not in page
    assert sign_in("sora").get(sound).status_code == 200
    assert sign_in("sora").get(f"/calls/{calls[2]}").status_code == 404
    assert send(sign_in("eunseo"), f"/calibration/{session_id}", do="close").status_code == 303
    assert sign_in("sora").get(sound).status_code == 404


def _call(desk: Store, review_id: int) -> int:
    with desk.reading() as session:
        return session.get_one(Review, review_id).call_id


def test_the_workbook_holds_typed_cells_and_no_formula_and_no_agents_name(
    sign_in: Any, desk: Store, revealed: int, calls: list[int]
) -> None:
    leader = sign_in("eunseo")
    agreed = {"criterion": "empathy", f"answer.{calls[0]}": "partly"}
    send(leader, f"/calibration/{revealed}/reference", agreed)
    send(leader, f"/calibration/{revealed}/words", {"criterion": "empathy", "text": "@SUM(1+1)*cmd|' /C calc'!A0"})
    answer = send(leader, f"/calibration/{revealed}/excel")
    assert answer.status_code == 200
    assert "calibration-" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["평정", "일치도", "두 사람씩", "엄격도", "기준 평정", "토의"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    text = "\n".join(str(cell.value) for cell in cells)
    assert "김민지" not in text
    assert '=HYPERLINK("http://x";"○○○")' in text
    ratings = list(book["평정"].iter_rows(values_only=True))
    assert ratings[0][:5] == ("통화", "항목", "평가자", "답", "배점 비율")
    assert len(ratings) == 1 + 2 * 3 * 12
    own = next(row for row in ratings if row[0] == calls[0] and row[1] == "호응·공감" and row[2] == "윤소라")
    assert own[3:6] == ("공감함", 1, "호응만 함")
    whole = next(row for row in book["일치도"].iter_rows(values_only=True) if row[0] == "전체")
    assert whole[1] == "평가자끼리"
    assert isinstance(whole[4], float)
    assert book["일치도"]["E2"].number_format == "0%"
    assert [row[2] for row in book["두 사람씩"].iter_rows(min_row=2, values_only=True)] == [19, 19, 20]
    (reference,) = book["기준 평정"].iter_rows(min_row=2, values_only=True)
    assert reference[2:4] == ("호응만 함", "최은서")
    with desk.reading() as session:
        thing = f"calibration:{revealed}"
        assert session.scalars(select(Audit.act).where(Audit.thing == thing, Audit.act == "export")).all() == ["export"]
    english = load_workbook(io.BytesIO(send(sign_in("eunseo", "en"), f"/calibration/{revealed}/excel").data))
    assert english.sheetnames[0] == "Ratings"


def test_raters_and_calls_are_taken_out_on_the_page(sign_in: Any, desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:2], ["sora", "suhyun", "taeo"])
    leader, address = sign_in("eunseo"), f"/calibration/{session_id}"
    with desk.reading() as session:
        taeo = person(session, "taeo").id
    assert "평가자를 뺐습니다." in follow(leader, send(leader, address, do="rater", who=str(taeo)))
    assert "통화를 뺐습니다." in follow(leader, send(leader, address, do="call", which=str(calls[0])))
    assert send(leader, address, do="call", which="999999").status_code == 404
    refused = send(leader, address, do="call", which=str(calls[1]))
    assert refused.status_code == 422
    assert "마지막 통화는 뺄 수 없습니다." in refused.text
    assert send(leader, address, do="dance").status_code == 400
    refused = send(leader, address, do="reveal_now")
    assert refused.status_code == 422
    assert "공개할 결과가 없습니다" in refused.text
    assert "세션을 취소했습니다." in follow(leader, send(leader, address, do="cancel"))
    assert "취소된 세션입니다" in leader.get(address).text
    with desk.reading() as session:
        assert session.get_one(CalibrationSession, session_id).state == "closed"


def test_revealing_early_names_who_did_not_finish(sign_in: Any, desk: Store, calls: list[int]) -> None:
    session_id = begin(desk, calls[:2], ["sora", "suhyun"])
    rate(desk, "suhyun", session_id)
    leader, address = sign_in("eunseo"), f"/calibration/{session_id}"
    page = follow(leader, send(leader, address, do="reveal_now"))
    assert "평정을 제출하지 않은 평가자: 윤소라" in page
    assert send(leader, address, do="remind").status_code == 422


def test_words_are_shown_as_they_were_written(sign_in: Any, revealed: int) -> None:
    client = sign_in("sora")
    words = {"criterion": "empathy", "text": "<script>alert(1)</script>", "kind": "comment"}
    page = follow(client, send(client, f"/calibration/{revealed}/words", words))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert send(client, f"/calibration/{revealed}/words", words | {"criterion": "no_such"}).status_code == 404
    assert send(client, f"/calibration/{revealed}/words", words | {"call": "999999"}).status_code == 404
    assert send(client, f"/calibration/{revealed}/words", words | {"text": " "}).status_code == 422
