"""Correcting a transcript over HTTP: who may, where it leads back, what is kept when it is refused, the versions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from qa.call import Stage, masked_texts
from qa.desk import draft
from qa.desk.draft import Said
from qa.store import ledger, results
from qa.store.engine import Store
from qa.store.review_tables import DraftRating
from qa.store.tables import Call, CallStage, CallTranscript
from tests.cast import LINES, MOBILE, Cast, person, token, unreleased
from tests.web.corrected import FIXED, in_hand, score_again

BUSY = "통화를 다시 평가하는 중입니다"


@pytest.fixture
def call(desk: Store, cast: Cast) -> int:
    return unreleased(desk, cast.folder, seed=11)


@pytest.fixture
def review(desk: Store, call: int) -> int:
    return in_hand(desk, call, "suhyun")


def seen(desk: Store, call_id: int) -> str:
    with desk.reading() as session:
        return str(results.transcript_of(session, call_id)[0])


def send(client: Any, path: str, **fields: str) -> Any:
    csrf = token(client.get("/calls").text)
    return client.post(path, data={"csrf_token": csrf, **{k.replace("__", "."): v for k, v in fields.items()}})


def fix(client: Any, desk: Store, call_id: int, text: str = FIXED, turn: int = 1, **more: str) -> Any:
    fields = {"change": "fix", "turn": str(turn), "text": text, "seen": seen(desk, call_id), **more}
    return send(client, f"/calls/{call_id}/corrections", **fields)


def texts(desk: Store, call_id: int) -> list[str]:
    with desk.reading() as session:
        return masked_texts(results.transcript_of(session, call_id)[1])


def count(desk: Store, call_id: int) -> int:
    with desk.reading() as session:
        return len(session.scalars(select(CallTranscript.id).where(CallTranscript.call_id == call_id)).all())


@pytest.mark.parametrize(
    ("login", "status"),
    [("suhyun", 303), ("sora", 303), ("haneul", 404), ("taeo", 303), ("admin", 303), ("jiho", 403), ("minji", 404),
     ("junho", 404)],
)  # fmt: skip
def test_who_may_correct(sign_in: Any, desk: Store, call: int, login: str, status: int) -> None:
    answer = fix(sign_in(login), desk, call)
    assert answer.status_code == status
    assert count(desk, call) == (2 if status == 303 else 1)


def test_the_agent_of_a_released_call_reads_and_does_not_correct(sign_in: Any, desk: Store, cast: Cast) -> None:
    client = sign_in("minji")
    assert fix(client, desk, cast.calls["full"]).status_code == 403
    page = client.get(f"/calls/{cast.calls['full']}").text
    assert "to-fix" not in page
    assert "화자 바꾸기" not in page


def test_a_form_without_its_token_changes_nothing(sign_in: Any, desk: Store, call: int) -> None:
    client = sign_in("suhyun")
    answer = client.post(f"/calls/{call}/corrections", data={"change": "swap", "seen": seen(desk, call)})
    assert answer.status_code == 400
    assert count(desk, call) == 1


@pytest.mark.parametrize(
    "fields",
    [{}, {"change": "rewrite"}, {"change": "fix"}, {"change": "fix", "turn": "-1"}, {"change": "reassign", "turn": "1"},
     {"change": "reassign", "turn": "1", "speaker": "nobody"}, {"change": "fix", "turn": "1", "speaker": "x"}],
)  # fmt: skip
def test_what_no_page_sends_is_refused(sign_in: Any, desk: Store, call: int, fields: dict[str, str]) -> None:
    answer = send(sign_in("suhyun"), f"/calls/{call}/corrections", seen=seen(desk, call), **fields)
    assert answer.status_code == 400
    assert count(desk, call) == 1


def test_on_the_page_of_a_call_it_leads_back_to_the_turn_and_the_machine_is_told(
    sign_in: Any, desk: Store, call: int
) -> None:
    client = sign_in("sora")
    answer = fix(client, desk, call)
    assert answer.location == f"/calls/{call}#turn-1"
    page = client.get(answer.location).text
    assert "전사를 고쳤습니다." in page
    assert 'id="progress"' in page, "the page tells how far the machine is, and asks again by itself"
    assert re.search(r'id="turn-1".*?>고침</a>', page, re.S)
    with desk.reading() as session:
        row = session.scalars(
            select(CallStage).where(CallStage.call_id == call, CallStage.stage == Stage.MEASURE)
        ).one()
    assert (row.state, row.rung_at is not None) == ("waiting", True)


def test_words_and_speaker_come_from_one_form(sign_in: Any, desk: Store, call: int) -> None:
    fix(sign_in("sora"), desk, call, LINES[6][1], turn=6, speaker="citizen")
    with desk.reading() as session:
        turn = results.transcript_of(session, call)[1].turns[6]
    assert (turn.speaker, turn.text) == ("citizen", LINES[6][1])


def test_the_swap_is_unfolded_before_it_is_done(sign_in: Any, desk: Store, call: int) -> None:
    client = sign_in("sora")
    page = client.get(f"/calls/{call}").text
    assert re.search(r'<details class="swap" data-swap>.*?서로 바꾸고 다시 평가', page, re.S)
    answer = send(client, f"/calls/{call}/corrections", change="swap", seen=seen(desk, call))
    assert answer.location == f"/calls/{call}#conversation"
    assert "화자 바꿈" in client.get(answer.location).text


def test_a_colleague_who_was_faster_is_named_and_what_was_typed_is_kept(sign_in: Any, desk: Store, call: int) -> None:
    first, second = sign_in("sora"), sign_in("taeo")
    old = seen(desk, call)
    fix(first, desk, call)
    answer = fix(second, desk, call, "네 수도 요금이요", seen=old)
    assert answer.status_code == 422
    assert "그사이 윤소라 님이 이 통화의 전사를 고쳤습니다" in answer.text
    form = re.search(r'<form class="fix".*?</form>', answer.text, re.S)
    assert form
    assert "네 수도 요금이요</textarea>" in form[0]
    assert f'name="seen" value="{seen(desk, call)}"' in form[0], "sent again it is about the newest"
    assert "자동이체를" in answer.text
    assert texts(desk, call)[1] == FIXED


def test_a_refused_text_stays_in_its_field_on_the_review_too(sign_in: Any, desk: Store, call: int, review: int) -> None:
    client = sign_in("suhyun")
    answer = fix(client, desk, call, "네 제 번호는 ●●", turn=3)
    assert answer.status_code == 422
    assert "가린 개인정보(●)는 고칠 수 없습니다" in answer.text
    assert "네 제 번호는 ●●</textarea>" in answer.text
    assert f'action="/reviews/{review}"' in answer.text
    assert MOBILE not in answer.text


def test_from_the_review_it_leads_back_to_the_review_and_the_form_returns(
    sign_in: Any, desk: Store, call: int, review: int
) -> None:
    client = sign_in("suhyun")
    asked = {"rubric": "courtesy-ko", "criterion": "empathy", "version": "0", "shown": "no"}
    send(client, f"/reviews/{review}/draft", **asked, answer="yes", reason_code="context", turn="4")
    answer = fix(client, desk, call)
    assert answer.location == f"/reviews/{review}#turn-1"
    page = client.get(answer.location).text
    assert BUSY in page
    assert f'hx-get="/reviews/{review}/waiting"' in page
    assert BUSY in client.get(f"/reviews/{review}/waiting").text
    fix(client, desk, call, "네 알겠어요", turn=7)
    score_again(desk, call, empathy="partly")
    assert "data-ready" in client.get(f"/reviews/{review}/waiting").text
    page = client.get(f"/reviews/{review}").text
    assert "답하신 뒤에 자동 평정이 바뀌었습니다(이전: " in page
    assert page.count("data-changed") == 1
    assert re.search(r'name="answer.courtesy-ko.empathy" value="yes"[^>]* checked', page)
    assert re.search(r'<option value="4" selected>', page)
    assert texts(desk, call)[7] == "네 알겠어요"


def test_what_is_asked_while_waiting_is_nobody_elses(sign_in: Any, desk: Store, call: int, review: int) -> None:
    assert sign_in("sora").get(f"/reviews/{review}/waiting").status_code == 404
    client = sign_in("suhyun")
    send(client, f"/reviews/{review}", do="accept_rest")
    send(client, f"/reviews/{review}", do="submit")
    gone = client.get(f"/reviews/{review}/waiting")
    assert (gone.status_code, gone.headers.get("HX-Refresh")) == (204, "true")


def test_where_the_machine_stopped_the_review_says_so(sign_in: Any, desk: Store, call: int, review: int) -> None:
    client = sign_in("suhyun")
    fix(client, desk, call)
    with desk.writing() as session:
        row = session.scalars(
            select(CallStage).where(CallStage.call_id == call, CallStage.stage == Stage.MEASURE)
        ).one()
        row.state, row.stopped, row.again = "stopped", {"ko": "소리를 읽을 수 없습니다.", "en": "No sound."}, True
    page = client.get(f"/reviews/{review}").text
    assert "다시 평가하지 못했습니다" in page
    assert "소리를 읽을 수 없습니다." in page
    assert "data-again" not in page


def test_a_window_that_still_shows_the_older_form_loses_nothing(
    sign_in: Any, desk: Store, call: int, review: int
) -> None:
    """Without script nothing is saved before a button is pressed; meanwhile the call is being scored again."""
    client = sign_in("suhyun")
    name = "courtesy-ko.empathy"
    fix(sign_in("sora"), desk, call)
    fields = {f"version.{name}": "0", f"shown.{name}": "no", f"answer.{name}": "partly", f"note.{name}": "들었습니다"}
    answer = send(client, f"/reviews/{review}", do="submit", **fields)
    assert answer.status_code == 422
    assert BUSY in answer.text
    with desk.reading() as session:
        row = session.scalars(select(DraftRating)).one()
    assert (row.rubric, row.criterion, row.answer, row.note) == ("courtesy-ko", "empathy", "partly", "들었습니다")


def test_nobody_submits_beside_ratings_they_have_not_seen(sign_in: Any, desk: Store, call: int, review: int) -> None:
    client = sign_in("suhyun")
    send(client, f"/reviews/{review}", do="accept_rest")
    fix(sign_in("sora"), desk, call)
    score_again(desk, call, pace="partly")
    stale = {"shown.courtesy-ko.pace": "yes", "shown.courtesy-ko.empathy": "no"}
    for wanted in ("submit", "accept_rest"):
        answer = send(client, f"/reviews/{review}", do=wanted, **stale)
        assert answer.status_code == 422
        assert "평가하시는 동안 자동 평정이 바뀐 항목이 있습니다" in answer.text
    assert answer.text.count("data-changed") == 1


def test_without_script_the_pen_saves_the_form_and_opens_the_turn(
    sign_in: Any, desk: Store, call: int, review: int
) -> None:
    client = sign_in("suhyun")
    name = "courtesy-ko.empathy"
    answer = send(client, f"/reviews/{review}", do="fix.1", **{f"version.{name}": "0", f"answer.{name}": "partly"})
    assert answer.location == f"/reviews/{review}?fix=1#turn-1"
    page = client.get(answer.location).text
    assert f"{LINES[1][1]}</textarea>" in page
    with desk.reading() as session:
        assert session.scalars(select(DraftRating.answer)).all() == ["partly"]


def test_a_call_that_people_rated_has_no_pens_and_says_why(sign_in: Any, desk: Store, call: int, review: int) -> None:
    client = sign_in("suhyun")
    for wanted in ("accept_rest", "submit"):
        send(client, f"/reviews/{review}", do=wanted)
    page = client.get(f"/calls/{call}").text
    assert "to-fix" not in page
    assert "2차 평가자가 보완을 요청하면" in page
    answer = fix(client, desk, call, "네 쓰던 말이요")
    assert answer.status_code == 422
    assert "네 쓰던 말이요</textarea>" in answer.text, "a form that was open before is not lost"
    assert count(desk, call) == 1


def test_who_rates_without_the_name_corrects_round_it(sign_in: Any, desk: Store, cast: Cast) -> None:
    call = unreleased(desk, cast.folder, seed=12, drawn=True)
    review = in_hand(desk, call, "suhyun")
    client = sign_in("suhyun")
    page = client.get(f"/reviews/{review}?fix=0").text
    assert (
        "김민지"
        not in page[page.index('id="conversation"') : page.index("</section>", page.index('id="conversation"'))]
    )
    shown = LINES[0][1].replace("김민지", "○○○")
    assert f"{shown}</textarea>" in page
    fix(client, desk, call, shown.replace("무엇을", "뭘"), turn=0)
    assert texts(desk, call)[0] == LINES[0][1].replace("무엇을", "뭘")
    versions = client.get(f"/calls/{call}/corrections").text
    assert "○○○입니다 뭘" in versions
    assert "김민지" not in versions
    assert f'href="/reviews/{review}"' in versions


def test_the_versions_tell_who_changed_what_and_hide_what_is_hidden(sign_in: Any, desk: Store, call: int) -> None:
    fix(
        sign_in("sora"),
        desk,
        call,
        LINES[3][1].replace("제 번호는", "제 전화번호는").replace(MOBILE, "●●● ●●●● ●●●●●●"),
        3,
    )
    send(sign_in("taeo"), f"/calls/{call}/corrections", change="swap", seen=seen(desk, call))
    with desk.writing() as session:
        session.get_one(Call, call).released_at = session.get_one(Call, call).started_at
    for login in ("eunseo", "minji"):
        page = sign_in(login).get(f"/calls/{call}/corrections").text
        told = re.sub(r"<[^>]+>|\s+", " ", page)
        assert page.index("버전 3") < page.index("버전 2") < page.index("버전 1")
        assert "상담사와 시민을 서로 바꿈 (발화 9개)" in told
        assert "윤소라" in page
        assert "문태오" in page
        assert "네 제 번호는 ●●● ●●●● ●●●●●●</del>" in page
        assert "네 제 전화번호는 ●●● ●●●● ●●●●●●</ins>" in page
        assert not any(part in page for part in MOBILE.split())
    assert sign_in("haneul").get(f"/calls/{call}/corrections").status_code == 404


def test_the_agent_reads_no_versions_before_the_call_is_released(sign_in: Any, desk: Store, call: int) -> None:
    assert sign_in("minji").get(f"/calls/{call}/corrections").status_code == 404


def test_the_queue_that_does_not_answer_delays_and_loses_nothing(sign_in: Any, desk: Store, call: int) -> None:
    client = sign_in("sora")
    page = client.get(fix(client, desk, call).location).text
    assert "대기열이 응답하지 않아" in page
    assert ledger.claim(desk, call, Stage.MEASURE, 60) is not None


def test_a_draft_saved_by_the_script_tells_beside_what(sign_in: Any, desk: Store, review: int) -> None:
    asked = {"rubric": "courtesy-ko", "criterion": "empathy", "answer": "yes", "version": "0"}
    send(sign_in("suhyun"), f"/reviews/{review}/draft", **asked, shown="no")
    with desk.writing() as session:
        assert session.scalars(select(DraftRating.shown)).all() == ["no"]
        draft.save(session, person(session, "suhyun"), review, Said("", "praise", note="좋습니다"))
        assert session.scalars(select(DraftRating.shown).where(DraftRating.rubric == "")).all() == [None]
