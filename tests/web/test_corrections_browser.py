"""Correcting a transcript in a real browser: by keys alone, while listening, with the machine's own stages behind."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from qa.call import Stage, masked_texts
from qa.desk.ingest import hand_in, intake
from qa.queue import Bells
from qa.store import results
from qa.store.engine import Store
from qa.store.pages import call_page
from qa.store.recordings import Recordings
from qa.store.review_tables import DraftRating, Review
from qa.store.tables import CallEvaluation
from tests.cast import Cast, unreleased
from tests.web.corrected import FIXED, in_hand, score_again
from tests.web.test_browser import address, browser, desk_page, enter, now, until
from workers import attempt, flag, ingest, measure, score, transcribe

__all__ = ["address", "browser", "desk_page"]
pytestmark = pytest.mark.browser

STAGES = dict(zip(Stage, (ingest, transcribe, measure, score, flag), strict=True))
SAID = (
    ("agent", "안녕하십니까. 다산콜센터 상담사 김민지입니다. 무엇을 도와드릴까요?", 0.5, 5.0),
    ("citizen", "막차가 몇 시예요?", 5.4, 9.0),
    ("agent", "열두 시 십 분이야. 그것도 몰라? 귀찮게 하지 마.", 9.5, 13.5),
    ("citizen", "네, 감사합니다.", 14.0, 15.0),
    ("agent", "더 궁금하신 점 있으십니까? 감사합니다. 좋은 하루 되십시오.", 15.5, 20.0),
)


@pytest.fixture
def machine(cast: Cast, desk: Store, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The machine's half in this process: runs the stages of a call."""
    of = cast.settings.model_copy(update={"redis_url": "unix:///nowhere/redis.sock"})
    bench = attempt.Bench(of, desk, Recordings(of.data / "recordings"), Bells(of.resolved_redis_url))
    monkeypatch.setattr(attempt, "bench", lambda: bench)

    def run(call_id: int, *stages: Stage) -> None:
        for stage in stages:
            STAGES[stage].run(call_id)

    return run


def courtesy(desk: Store, call_id: int, criterion: str) -> str:
    with desk.reading() as session:
        page = call_page(session, call_id)
    assert page is not None
    found = next(each for each in page.evaluations if each.rubric == "courtesy-ko")
    rating = next(each for each in found.ratings if each.criterion == criterion)
    return rating.answer or rating.state.value


def test_words_are_fixed_by_keys_alone_and_the_machine_rates_the_last_text(
    desk_page: Page, cast: Cast, desk: Store, machine: Any
) -> None:
    turns = [{"speaker": who, "text": text, "start_s": start_s, "end_s": end_s} for who, text, start_s, end_s in SAID]
    raw = json.dumps({"turns": turns, "agent": "minji"}, ensure_ascii=False).encode()
    call = hand_in(intake(desk, cast.settings), io.BytesIO(raw), name="call.json").call_id
    machine(call, *Stage)
    assert courtesy(desk, call, "speech_level") == "no"
    review = in_hand(desk, call, "suhyun")

    page = desk_page
    enter(page, "suhyun")
    page.goto(f"/reviews/{review}")
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    expect(page.locator("[data-state]")).to_contain_text("저장됨")

    # Without sound the first turn is the one in hand; from there Tab goes on to the pens of the others.
    page.keyboard.press("t")
    expect(page.locator("#turn-0 textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#turn-0 [data-to-fix]")).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.locator("#turn-2 [data-to-fix]")).to_be_focused()
    page.keyboard.press("t")
    page.keyboard.press("Control+a")
    page.keyboard.type("열두 시 십 분이야.")
    page.keyboard.press("Enter")
    expect(page.locator("#form")).to_contain_text("통화를 다시 평가하는 중입니다")
    expect(page.locator("#turn-2")).to_be_focused()

    # The machine has not begun yet, and the next word need not wait for it.
    page.keyboard.press("t")
    page.keyboard.press("Control+a")
    page.keyboard.type("열두 시 십 분입니다.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#turn-2 .said")).to_contain_text("열두 시 십 분입니다. 고침")
    machine(call, Stage.MEASURE, Stage.SCORE, Stage.FLAG)
    expect(page.locator("form#form")).to_be_visible()
    expect(page.locator("#ask-1 input[name^='answer.']:checked")).to_have_count(1)
    assert courtesy(desk, call, "speech_level") == "yes"
    with desk.reading() as session:
        newest, heard = results.transcript_of(session, call)
        made = [row.transcript_id for row in session.scalars(select(CallEvaluation)).unique() if row.call_id == call]
        drafts = session.scalars(select(DraftRating).where(DraftRating.review_id == review)).all()
        assert session.get_one(Review, review).state == "assigned"
    assert masked_texts(heard)[2] == "열두 시 십 분입니다."
    assert made.count(newest) == made.count(newest - 2)
    assert made.count(newest - 1) == 0, "the text in between was never worth scoring"
    assert len(drafts) == 1


def test_while_one_listens_and_types_the_page_does_not_load_itself_anew(
    desk_page: Page, cast: Cast, desk: Store
) -> None:
    call = unreleased(desk, cast.folder, seed=11, sounds=True)
    review = in_hand(desk, call, "suhyun")
    page = desk_page
    enter(page, "suhyun")
    page.goto(f"/reviews/{review}")
    until(page, "document.querySelector('audio').readyState >= 1")
    page.locator("#turn-1 [data-at]").first.click()
    until(page, "!document.querySelector('audio').paused")
    page.keyboard.press("t")
    expect(page.locator("#turn-1 textarea")).to_be_focused()
    assert page.evaluate("document.querySelector('audio').paused"), "whoever types stops listening"
    at = now(page)
    page.keyboard.press("Control+a")
    page.keyboard.type(FIXED)
    page.keyboard.press("Enter")
    expect(page.locator("#turn-1 .chip")).to_have_text("고침")
    until(page, f"Math.abs(document.querySelector('audio').currentTime - {at}) < 0.5")
    page.locator("#turn-4 [data-to-fix]").click()
    page.keyboard.type("아직 쓰는 중")
    score_again(desk, call)
    expect(page.locator("[data-ready]")).to_be_visible()
    expect(page.locator("#turn-4 textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("form#form")).to_be_visible()


def test_sides_are_swapped_by_keys_after_a_second_press(desk_page: Page, cast: Cast, desk: Store) -> None:
    call = cast.calls["full"]
    page = desk_page
    enter(page, "suhyun")
    page.goto(f"/calls/{call}")
    page.keyboard.press("x")
    expect(page.locator(".swap button")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".swap button")).to_be_hidden()
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    expect(page.locator("#turn-0 .speaker")).to_have_text("시민")
    score_again(desk, call)
    expect(page.locator("[data-rating]").first).to_be_visible()
    page.get_by_role("link", name="사람이 고친 전사").click()
    expect(page.locator(".versions")).to_contain_text("상담사와 시민을 서로 바꿈 (발화 9개)")


def test_a_refused_correction_is_not_sent_again_by_loading_anew(browser: Browser, address: str, cast: Cast) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/sign-in")
    enter(page, "suhyun")
    page.goto(f"/calls/{cast.calls['full']}")
    page.locator("#turn-3 [data-to-fix]").click()
    page.keyboard.type("●")
    page.keyboard.press("Enter")
    expect(page.locator("#turn-3 .problem")).to_contain_text("가린 개인정보")
    expect(page.locator("#turn-3 textarea")).to_be_focused()
    page.wait_for_url(f"**/calls/{cast.calls['full']}")
    page.reload()
    expect(page.locator("#turn-3 [data-to-fix]")).to_be_visible()
    expect(page.locator("form.fix")).to_have_count(0)
    context.close()


def test_without_script_a_turn_is_opened_fixed_and_shown_and_answers_are_saved_on_the_way(
    browser: Browser, address: str, cast: Cast, desk: Store
) -> None:
    call = unreleased(desk, cast.folder, seed=11, sounds=True)
    review = in_hand(desk, call, "suhyun")
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in")
    enter(page, "suhyun")
    page.goto(f"/reviews/{review}")
    page.locator("#ask-1 .answer-choice").first.click()
    page.locator("#turn-1 .to-fix").click()
    expect(page.locator("#ask-1 input[name^='answer.']:checked")).to_have_count(1)
    page.locator("#turn-1 textarea").fill(FIXED)
    page.locator("#turn-1 form.fix button").click()
    expect(page.locator("#turn-1 .said")).to_contain_text("자동이체를")
    expect(page.locator("#form")).to_contain_text("통화를 다시 평가하는 중입니다")
    score_again(desk, call)
    page.locator("#form a.button").click()
    expect(page.locator("#ask-1 input[name^='answer.']:checked")).to_have_count(1)
    page.locator(".swap summary").click()
    page.locator(".swap button").click()
    expect(page.locator("#turn-0 .speaker")).to_have_text("시민")
    context.close()
