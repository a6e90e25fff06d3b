"""The inbox and the form of a review over HTTP: whose it is, drafts, windows that overtake each other, submitting."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from qa.desk import draft, evaluate, inbox, notes
from qa.desk.draft import Said
from qa.store.engine import Store
from qa.store.review_tables import CallNote, DraftRating, Review, ReviewSkip
from qa.store.reviews import Purpose
from qa.store.tables import Call
from tests.cast import Cast, person, token, unreleased

TITLE = "평정을 볼 수 없습니다"


@pytest.fixture
def flagged(desk: Store, cast: Cast) -> int:
    """A review in suhyun's hands, of a flagged call of 한빛."""
    unreleased(desk, cast.folder, seed=11)
    return taken(desk, "flagged")


@pytest.fixture
def drawn(desk: Store, cast: Cast) -> int:
    unreleased(desk, cast.folder, seed=12, drawn=True)
    return taken(desk, "random")


def taken(desk: Store, stream: str) -> int:
    with desk.writing() as session:
        review = inbox.take_next(session, person(session, "suhyun"), Purpose.FIRST, stream)
    assert review is not None
    return review.id


def send(client: Any, path: str, **fields: str) -> Any:
    csrf = token(client.get("/inbox").text)
    return client.post(path, data={"csrf_token": csrf, **{k.replace("__", "."): v for k, v in fields.items()}})


def test_taking_the_next_leads_to_its_form_and_nobody_else_gets_it(sign_in: Any, desk: Store, cast: Cast) -> None:
    unreleased(desk, cast.folder, seed=11)
    first, second = sign_in("suhyun"), sign_in("sora")
    answer = send(first, "/inbox/next", kind="first:flagged")
    assert re.fullmatch(r"/reviews/\d+", answer.location)
    assert "평가 제출" in first.get(answer.location).text
    assert send(second, "/inbox/next", kind="first:flagged").location == "/inbox"


@pytest.mark.parametrize(
    ("login", "status"),
    [("suhyun", 200), ("sora", 303), ("haneul", 404), ("eunseo", 303), ("jiho", 403), ("minji", 403), ("junho", 403)],
)
def test_only_whoever_has_a_review_gets_its_form(sign_in: Any, flagged: int, login: str, status: int) -> None:
    assert sign_in(login).get(f"/reviews/{flagged}").status_code == status


@pytest.mark.parametrize("login", ["sora", "haneul", "eunseo", "admin"])
@pytest.mark.parametrize("act", ["", "/draft", "/listened", "/skip", "/notes"])
def test_nobody_writes_into_the_review_of_another(sign_in: Any, flagged: int, login: str, act: str) -> None:
    assert send(sign_in(login), f"/reviews/{flagged}{act}", text="x", reason="other").status_code == 404


def test_every_change_is_saved_and_the_second_window_is_told(sign_in: Any, desk: Store, flagged: int) -> None:
    client = sign_in("suhyun")
    asked = {"rubric": "courtesy-ko", "criterion": "empathy"}
    kept = send(client, f"/reviews/{flagged}/draft", **asked, answer="yes", version="0")
    assert kept.json["kept"]["version"] == 1
    assert (kept.json["answered"], kept.json["total"]) == (1, 18)
    late = send(client, f"/reviews/{flagged}/draft", **asked, answer="partly", version="0")
    assert late.status_code == 409
    assert late.json["kept"]["answer"] == "yes"
    assert "다른 창" in late.json["problem"]
    same = send(client, f"/reviews/{flagged}/draft", **asked, answer="yes", version="0")
    assert same.status_code == 200, "what the server has already is no conflict"
    with desk.reading() as session:
        assert session.scalars(select(DraftRating.answer)).all() == ["yes"]


def test_without_script_a_form_saves_and_submits(sign_in: Any, desk: Store, flagged: int) -> None:
    client = sign_in("suhyun")
    path = f"/reviews/{flagged}"
    saved = send(client, path, do="accept_rest", note__praise="차분하게 안내했습니다", version__praise="0")
    assert saved.status_code == 303
    assert "차분하게 안내했습니다" in client.get(path).text
    assert send(client, path, do="submit").location == "/inbox"
    with desk.reading() as session:
        review = session.get_one(Review, flagged)
        assert (review.state, review.praise) == ("submitted", "차분하게 안내했습니다")
        assert session.get_one(Call, review.call_id).released_at is None


def test_what_is_missing_is_named_where_it_is_missing(sign_in: Any, flagged: int) -> None:
    answer = send(sign_in("suhyun"), f"/reviews/{flagged}", do="submit")
    assert answer.status_code == 422
    assert "답하지 않은 항목이 18개" in answer.text
    assert answer.text.count("답을 선택해 주세요.") == 18


def test_a_blind_review_shows_nothing_of_the_machine_anywhere(sign_in: Any, desk: Store, drawn: int) -> None:
    client = sign_in("suhyun")
    page = client.get(f"/reviews/{drawn}").text
    assert "반말을 했습니다." not in page
    assert "자동 평정을 보지 않고" not in page
    with desk.reading() as session:
        call = session.get_one(Review, drawn).call_id
    assert client.get(f"/calls/{call}").location == f"/reviews/{drawn}"
    colleague = sign_in("sora").get(f"/calls/{call}").text
    assert TITLE in colleague
    assert "반말을 했습니다." not in colleague
    assert "반말을 했습니다." in sign_in("eunseo").get(f"/calls/{call}").text


def test_an_agent_sees_a_call_only_once_it_is_released(sign_in: Any, desk: Store, cast: Cast) -> None:
    call = unreleased(desk, cast.folder, seed=11)
    client = sign_in("minji")
    assert client.get(f"/calls/{call}").status_code == 404
    first = taken(desk, "flagged")
    send(sign_in("suhyun"), f"/reviews/{first}", do="accept_rest")
    send(sign_in("suhyun"), f"/reviews/{first}", do="submit")
    assert client.get(f"/calls/{call}").status_code == 404
    approving = sign_in("eunseo")
    second = send(approving, "/inbox/next", kind="second:").location
    assert send(approving, second, do="submit").status_code == 303
    assert client.get(f"/calls/{call}").status_code == 200
    assert "새 평가 결과가 공개되었습니다." in client.get("/notices").text


def test_a_review_is_given_back_with_a_reason_and_goes_to_others(sign_in: Any, desk: Store, flagged: int) -> None:
    client = sign_in("suhyun")
    assert send(client, f"/reviews/{flagged}/skip").status_code == 422
    assert send(client, f"/reviews/{flagged}/skip", reason="know_agent").location == "/inbox"
    assert send(client, "/inbox/next", kind="first:flagged").location == "/inbox", "not offered again"
    assert send(sign_in("sora"), "/inbox/next", kind="first:flagged").location == f"/reviews/{flagged}"
    with desk.reading() as session:
        assert session.scalars(select(ReviewSkip.reason)).all() == ["know_agent"]


def test_a_note_is_pinned_to_its_second_and_taken_back(sign_in: Any, desk: Store, flagged: int) -> None:
    client = sign_in("suhyun")
    send(client, f"/reviews/{flagged}/notes", at="0:41", text="말을 끊었습니다", for_agent="1")
    page = client.get(f"/reviews/{flagged}").text
    assert "말을 끊었습니다" in page
    with desk.reading() as session:
        note = session.scalars(select(CallNote)).one()
    assert (note.at_s, note.for_agent) == (41.0, True)
    assert send(sign_in("sora"), f"/notes/{note.id}/remove").status_code == 404
    send(client, f"/notes/{note.id}/remove")
    assert "말을 끊었습니다" not in client.get(f"/reviews/{flagged}").text


def test_time_and_clips_are_counted_within_reason(sign_in: Any, desk: Store, flagged: int) -> None:
    send(sign_in("suhyun"), f"/reviews/{flagged}/listened", work_s="9999", listened_s="8.5", clips="2")
    with desk.reading() as session:
        row = session.get_one(Review, flagged)
    assert (row.work_s, row.listened_s, row.clips_played) == (60.0, 8.5, 2)


def test_the_second_evaluator_reads_what_the_first_wrote_and_pinned(sign_in: Any, desk: Store, cast: Cast) -> None:
    unreleased(desk, cast.folder, seed=91)
    first = taken(desk, "flagged")
    with desk.writing() as session:
        draft.save(session, person(session, "suhyun"), first, Said("", "praise", note="첫인사가 또렷합니다"))
        notes.pin(session, person(session, "suhyun"), first, 3.0, "2차 평가자께: 여기 확인", for_agent=False)
        evaluate.accept_rest(session, person(session, "suhyun"), first)
    with desk.writing() as session:
        evaluate.submit(session, person(session, "suhyun"), first)
        second = inbox.take_next(session, person(session, "eunseo"), Purpose.SECOND, "")
        assert second is not None
    page = sign_in("eunseo").get(f"/reviews/{second.id}").text
    assert "첫인사가 또렷합니다" in page
    assert "2차 평가자께: 여기 확인" in page
