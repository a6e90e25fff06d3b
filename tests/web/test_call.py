"""The page of one call: what it shows, what it masks, and that it reads and rates without JavaScript."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from qa.call import Evidence, PersonalData, Speaker, Transcript, Turn
from qa.store.engine import Store
from qa.store.evaluations import RatingRead
from qa.store.pages import call_page
from qa.store.tables import CallFlag, CallRating
from qa.web.conversation import Conversation
from tests.cast import MOBILE, Cast, token, transcript


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def article(html: str, rating_id: int) -> str:
    found = re.search(rf'<article class="rating[^>]*id="rating-{rating_id}".*?</article>', html, re.S)
    assert found
    return found[0]


def machine_rating(desk: Store, call_id: int, criterion: str) -> RatingRead:
    with desk.reading() as session:
        page = call_page(session, call_id)
    assert page is not None
    return next(r for e in page.evaluations for r in e.ratings if r.criterion == criterion)


@pytest.fixture
def candidate(desk: Store, cast: Cast) -> RatingRead:
    """A critical criterion of the full call that the machine failed."""
    found = machine_rating(desk, cast.calls["full"], "unkind_words")
    with desk.writing() as session:
        row = session.get_one(CallRating, found.id)
        row.answer, row.score, row.critical = "no", 0.0, True
    return machine_rating(desk, cast.calls["full"], "unkind_words")


def test_every_rating_shows_answer_quote_time_and_a_clip_that_plays_without_scripts(
    sign_in: Any, desk: Store, cast: Cast
) -> None:
    call = cast.calls["full"]
    page = sign_in("suhyun").get(f"/calls/{call}").text
    rating = machine_rating(desk, call, "speech_level")
    shown = article(page, rating.id)
    start, end = rating.evidence[0].start_s, rating.evidence[0].end_s
    assert f'href="/calls/{call}/sound#t={start:.2f},{end:.2f}"' in shown
    assert "그건 지난달에 이미 나갔어" in text_of(shown)
    assert "반말을 했습니다." in text_of(shown)
    assert "자동 평정 확신도: 확실" in text_of(shown)
    assert f"/calls/{call}/sound" in re.search(r"<audio controls[^>]*src=\"([^\"]+)\"", page)[1]


def test_not_applicable_and_cannot_tell_are_said_and_leave_the_score(sign_in: Any, desk: Store, cast: Cast) -> None:
    page = sign_in("suhyun").get(f"/calls/{cast.calls['full']}").text
    for criterion, words in (("abuse_handling", "해당 없음"), ("interruption", "판단 불가")):
        shown = text_of(article(page, machine_rating(desk, cast.calls["full"], criterion).id))
        assert words in shown
        assert "점수 제외" in shown


def test_an_omission_shows_the_stretch_that_was_searched(sign_in: Any, desk: Store, cast: Cast) -> None:
    page = sign_in("suhyun").get(f"/calls/{cast.calls['full']}").text
    shown = text_of(article(page, machine_rating(desk, cast.calls["full"], "empathy").id))
    assert "0:00–0:15" in shown
    assert "이 구간을 확인했습니다" in shown


@pytest.mark.parametrize("login", ["minji", "suhyun", "admin"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_personal_data_never_reaches_the_page(sign_in: Any, cast: Cast, login: str, language: str) -> None:
    """In the transcript, in quotes, in reasons, in flags, on the call's page and in the list."""
    client = sign_in(login, language)
    page = client.get(f"/calls/{cast.calls['full']}").text
    assert "●●●" in page
    for part in MOBILE.split():
        assert part not in page
        assert part not in client.get("/calls").text


def test_flags_are_sentences_with_a_jump_to_the_time(sign_in: Any, cast: Cast) -> None:
    page = sign_in("sora").get(f"/calls/{cast.calls['full']}").text
    flag = re.search(r'<li id="flag-1">.*?</li>', page, re.S)[0]
    assert "상담사가 반말을 했습니다." in text_of(flag)
    said = transcript().turns[6].start_s
    assert f'data-seek="{said:.2f}"' in flag
    assert f"#t={said:.2f}" in flag


def test_what_is_technical_says_so_and_stands_last(sign_in: Any, desk: Store, cast: Cast) -> None:
    call = cast.calls["full"]
    with desk.writing() as session:
        session.add(CallFlag(call_id=call, code="complaint", sentence={"ko": "민원을 넣겠다고 했습니다.", "en": "-"}))
        first = session.scalars(select(CallFlag).where(CallFlag.call_id == call).order_by(CallFlag.id)).first()
        assert first is not None
        first.code, first.sentence = "too_noisy", {"ko": "잡음이 큽니다.", "en": "Too noisy."}
    client = sign_in("suhyun")
    flags = re.findall(r'<li id="flag-\d">.*?</li>', client.get(f"/calls/{call}").text, re.S)
    assert "기술 잡음이 큽니다." in text_of(flags[-1])
    assert not any("기술" in text_of(flag) for flag in flags[:-1])
    row = re.search(rf'<tr>(?:(?!</tr>).)*"/calls/{call}".*?</tr>', client.get("/calls").text, re.S)[0]
    chips = re.findall(r'<a class="chip[^>]*>(.*?)</a>', row, re.S)
    assert [text_of(chip).strip() for chip in chips] == ["개인정보", "항의·불만", "기술 · 잡음 과다"]
    assert f"/calls/{call}#flag-3" in row


def test_the_conversation_tells_the_whole_call_in_order(sign_in: Any, cast: Cast) -> None:
    page = sign_in("suhyun").get(f"/calls/{cast.calls['full']}").text
    told = text_of(page)
    assert re.search(r'class="doubtful[^"]*" title="확신도 31%">일<', page)
    assert "대기 8" in told
    assert "양해 구함 · 감사 인사함" in told
    assert "무음 7초" in told
    assert "상담사가 시민의 말에 겹쳐 말함" in told
    assert "신호음 0.6초" in told
    assert re.search(r"<details>\s*<summary>.*?제외한 텍스트.*?</summary>.*?시청해 주셔서 감사합니다", page, re.S)
    order = [told.index(words) for words in ("신호음", "무엇을 도와드릴까요", "제외한 텍스트", "무음 7초")]
    assert order == sorted(order)


def test_a_call_in_the_works_shows_how_far_it_is(sign_in: Any, cast: Cast) -> None:
    client = sign_in("suhyun")
    page = client.get(f"/calls/{cast.calls['running']}").text
    assert "진행 중 42%" in text_of(page)
    assert 'hx-get="/calls/' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    had = re.search(r'hx-get="([^"]+)"', page)[1].replace("&amp;", "&")
    again = client.get(had)
    assert again.status_code == 200
    assert "<html" not in again.text
    moved_on = client.get(had.split("?")[0] + "?had=")
    assert moved_on.headers["HX-Refresh"] == "true"


def test_a_stopped_call_says_why_and_leads_may_try_again(sign_in: Any, cast: Cast) -> None:
    address = f"/calls/{cast.calls['stopped']}"
    for login, button, detail in (("suhyun", False, False), ("eunseo", True, False), ("admin", True, True)):
        page = sign_in(login).get(address).text
        assert "음성 인식 모델이 이 서버에 없습니다." in page
        assert ("다시 시도" in page) == button
        assert ("secret detail" in page) == detail
        assert "hx-get" not in page


def override(client: Any, call: int, rating: RatingRead, seen: int | None = None, **form: str) -> Any:
    csrf = token(client.get(f"/calls/{call}").text)
    data = {"csrf_token": csrf, "seen": str(seen or rating.counts.id), "reason_code": "rule", "note": ""} | form
    return client.post(f"/calls/{call}/ratings/{rating.id}/override", data=data)


def test_overriding_without_javascript(sign_in: Any, desk: Store, cast: Cast) -> None:
    client, call = sign_in("suhyun"), cast.calls["full"]
    rating = machine_rating(desk, call, "speech_level")
    answer = override(client, call, rating, answer="yes", reason_code="context", note="시민이 <b>먼저</b> 청했습니다")
    assert answer.status_code == 303
    assert answer.location == f"/calls/{call}#rating-{rating.id}"
    page = client.get(f"/calls/{call}").text
    shown = text_of(article(page, rating.id))
    assert "수정을 저장했습니다" in text_of(page)
    assert "박수현 상황 고려" in shown
    assert "시민이 <b>먼저</b> 청했습니다" in shown
    assert "자동 평정:" in shown
    assert "반말을 했습니다." in shown
    assert "자동 평가 70" in text_of(page)
    listed = client.get("/calls").text
    assert "사람이 1개 항목을 수정함" in listed


def test_with_htmx_the_answer_is_the_rating_and_the_scores_it_moves(sign_in: Any, desk: Store, cast: Cast) -> None:
    client, call = sign_in("suhyun"), cast.calls["full"]
    rating = machine_rating(desk, call, "empathy")
    csrf = token(client.get(f"/calls/{call}").text)
    data = {"csrf_token": csrf, "seen": str(rating.id), "answer": "yes", "reason_code": "rule", "note": ""}
    answer = client.post(f"/calls/{call}/ratings/{rating.id}/override", data=data, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.count("<article") == 1
    assert answer.text.count('hx-swap-oob="true"') == 2
    assert 'id="totals"' in answer.text
    assert "<html" not in answer.text


def test_what_was_entered_stays_when_the_override_is_refused(sign_in: Any, desk: Store, cast: Cast) -> None:
    client, call = sign_in("suhyun"), cast.calls["full"]
    rating = machine_rating(desk, call, "empathy")
    answer = override(client, call, rating, answer="no", reason_code="rubric", note="다시 들어 보니")
    assert answer.status_code == 422
    shown = article(answer.text, rating.id)
    assert "현재 평정과 같습니다" in shown
    assert '<details class="override" open>' in shown
    assert "다시 들어 보니</textarea>" in shown
    assert re.search(r'name="reason_code" value="rubric"[^>]* checked', shown)


def test_somebody_elses_change_is_not_written_over_unseen(sign_in: Any, desk: Store, cast: Cast) -> None:
    call = cast.calls["full"]
    rating = machine_rating(desk, call, "empathy")
    late, first = sign_in("suhyun"), sign_in("sora")
    assert override(first, call, rating, answer="yes").status_code == 303
    answer = override(late, call, rating, seen=rating.id, answer="not_applicable")
    assert answer.status_code == 422
    assert "윤소라 님이 이 항목을 수정했습니다" in answer.text


def test_readers_who_may_not_override_see_no_form(sign_in: Any, cast: Cast) -> None:
    for login in ("minji", "jiho"):
        page = sign_in(login).get(f"/calls/{cast.calls['full']}").text
        assert "/override" not in page
        assert "반말을 했습니다." in page


def confirm(client: Any, call: int, rating: RatingRead, **headers: str) -> Any:
    csrf = token(client.get(f"/calls/{call}").text)
    data = {"csrf_token": csrf, "seen": str(rating.counts.id)}
    return client.post(f"/calls/{call}/ratings/{rating.id}/confirm", data=data, headers=headers)


def test_how_sure_the_machine_is_stands_on_its_ratings_in_a_word(sign_in: Any, desk: Store, cast: Cast) -> None:
    client, call = sign_in("suhyun"), cast.calls["full"]
    page = client.get(f"/calls/{call}").text
    assert "자동 평정 확신도: 불확실" in text_of(article(page, machine_rating(desk, call, "interruption").id))
    rating = machine_rating(desk, call, "empathy")
    override(client, call, rating, answer="yes")
    shown = text_of(article(client.get(f"/calls/{call}").text, rating.id))
    assert shown.count("자동 평정 확신도: 확실") == 1
    english = sign_in("suhyun", "en").get(f"/calls/{call}").text
    assert "Machine: sure" in text_of(article(english, rating.id))


def test_a_critical_candidate_says_that_it_does_not_act_yet(
    sign_in: Any, desk: Store, cast: Cast, candidate: RatingRead
) -> None:
    address = f"/calls/{cast.calls['full']}"
    for login, button in (("suhyun", True), ("minji", False), ("jiho", False)):
        page = sign_in(login).get(address).text
        shown = article(page, candidate.id)
        assert "지금은 이 항목만 감점하며, 사람이 확인해야 치명 항목 오류로 처리합니다" in text_of(shown)
        assert (f"{address}/ratings/{candidate.id}/confirm" in shown) == button
        assert "치명 항목 후보 1건" in text_of(page)
        assert "치명 항목 오류:" not in text_of(page)
    listed = text_of(sign_in("suhyun").get("/calls").text)
    assert "치명 항목 후보, 확인 전" in listed
    assert "치명 항목 오류" not in listed


def test_confirming_without_javascript(sign_in: Any, desk: Store, cast: Cast, candidate: RatingRead) -> None:
    client, call = sign_in("suhyun"), cast.calls["full"]
    answer = confirm(client, call, candidate)
    assert answer.status_code == 303
    assert answer.location == f"/calls/{call}#rating-{candidate.id}"
    page = client.get(f"/calls/{call}").text
    shown = text_of(article(page, candidate.id))
    assert "박수현 치명 항목 확인" in shown
    assert "치명 항목 후보" not in text_of(page)
    assert "치명 항목 오류 1건" in text_of(page)
    assert "개 항목 수정" not in text_of(page)  # confirmed, not overridden


def test_confirming_with_htmx_answers_with_the_rating_and_the_scores_it_moves(
    sign_in: Any, cast: Cast, candidate: RatingRead
) -> None:
    answer = confirm(sign_in("suhyun"), cast.calls["full"], candidate, **{"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.count("<article") == 1
    assert answer.text.count('hx-swap-oob="true"') == 2
    assert "치명 항목 확인" in answer.text


def test_a_confirmation_that_came_too_late_is_told_so_beside_the_rating(
    sign_in: Any, cast: Cast, candidate: RatingRead
) -> None:
    late, first = sign_in("suhyun"), sign_in("sora")
    assert confirm(first, cast.calls["full"], candidate).status_code == 303
    answer = confirm(late, cast.calls["full"], candidate)
    assert answer.status_code == 422
    shown = article(answer.text, candidate.id)
    assert "윤소라 님이 이미 확인한 치명 항목입니다." in text_of(shown)
    assert '<details class="override" open>' not in shown


def test_a_confirmation_without_its_token_is_turned_away(sign_in: Any, cast: Cast, candidate: RatingRead) -> None:
    address = f"/calls/{cast.calls['full']}/ratings/{candidate.id}/confirm"
    assert sign_in("suhyun").post(address, data={"seen": str(candidate.id)}).status_code == 400


def test_quotes_are_masked_wherever_they_come_from() -> None:
    said = Transcript(
        "ko",
        9.0,
        (Turn(Speaker.CITIZEN, 0.0, 4.0, "제 번호는 공일공 일이삼사예요"),),
        personal=(PersonalData(0, 6, 14, "phone"),),
    )
    view = Conversation(said, None)
    assert view.quote(Evidence(0, "번호는 공일공 일이삼사예요", 0, 4)) == "번호는 ●●● ●●●●예요"
    assert view.quote(Evidence(None, "그 공일공 일이삼사 번", 0, 4)) == "그 ●●● ●●●● 번"
    assert view.quote(Evidence(7, "공일공 일이삼사", 0, 4)) == "●●● ●●●●"
