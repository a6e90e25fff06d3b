"""The desk in a real browser: sound, clips, keys, overriding in place, phones, and nothing fetched from elsewhere."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import waitress
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import select

from qa.store.engine import Store
from qa.store.tables import CallEvaluation, CallRating
from qa.web.app import create_app
from qa.web.assets import vendor
from tests.cast import Cast, transcript

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("QA_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE_MS = 20_000  # tests may share their two cores with other work
expect.set_options(timeout=PATIENCE_MS)
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--autoplay-policy=no-user-gesture-required",
    "--mute-audio",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium: install Debian's `chromium`, or name one in QA_TEST_CHROMIUM")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield opened
        opened.close()


@pytest.fixture
def address(cast: Cast) -> Iterator[str]:
    """The desk, served as `qa serve` serves it."""
    store = cast.store()
    server = waitress.create_server(create_app(store, cast.settings), host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)
    store.close()


class Seen:
    """What a page asked for and what it complained of."""

    def __init__(self, page: Page) -> None:
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._request)
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _request(self, request: Any) -> None:
        if not request.url.startswith("http://127.0.0.1:"):
            self.foreign.append(request.url)


@pytest.fixture
def desk_page(browser: Browser, address: str) -> Iterator[Page]:
    """A page at the sign-in; whatever the test does, nothing foreign is asked for and nothing is complained of."""
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    seen = Seen(page)
    page.goto("/sign-in")
    yield page
    assert seen.foreign == []
    assert seen.complaints == []
    context.close()


def until(page: Page, true: str) -> None:
    """Wait for a JavaScript expression; asked from here, for our content policy forbids the page to evaluate text."""
    for _ in range(200):
        if page.evaluate(true):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {true}")


def enter(page: Page, login: str) -> None:
    page.fill("#login", login)
    page.fill("#password", login)
    page.press("#password", "Enter")
    expect(page.locator("details.who")).to_be_visible()


def now(page: Page) -> float:
    return float(page.evaluate("document.querySelector('audio').currentTime"))


def open_call(page: Page, cast: Cast, login: str = "suhyun") -> None:
    enter(page, login)
    page.goto(f"/calls/{cast.calls['full']}")
    until(page, "document.querySelector('audio').readyState >= 1")


def test_from_the_door_to_the_sound_of_a_word(desk_page: Page, cast: Cast) -> None:
    page = desk_page
    enter(page, "suhyun")
    page.goto("/calls")
    page.get_by_role("link", name="수도요금-자동납부.wav").click()
    expect(page.locator("[data-player]")).to_have_class("player taken drawn")
    word = page.locator("#turn-4 [data-at]").nth(3)
    at = float(word.get_attribute("data-at"))
    word.click()
    until(page, f"document.querySelector('audio').currentTime > {at} + 0.2")
    assert at < now(page) < at + 5
    expect(page.locator("#turn-4")).to_have_class("turn agent now")
    page.keyboard.press("Space")
    assert page.evaluate("document.querySelector('audio').paused")


def test_the_evidence_of_a_rating_plays_and_stops_at_its_end(desk_page: Page, cast: Cast) -> None:
    page = desk_page
    open_call(page, cast)
    rating = page.locator("[data-rating]", has_text="경어")
    clip = rating.locator("[data-clip]").first
    start, end = (float(part) for part in clip.get_attribute("data-clip").split(","))
    clip.click()
    until(page, f"document.querySelector('audio').currentTime > {start} + 0.2")
    expect(page.locator("[data-clip-now]")).to_be_visible()
    until(page, "document.querySelector('audio').paused")
    assert end <= now(page) < end + 0.5
    expect(page.locator("[data-clip-now]")).to_be_hidden()
    assert page.url.endswith(f"/calls/{cast.calls['full']}")


def test_sound_conversation_and_ratings_stand_on_one_screen(desk_page: Page, cast: Cast) -> None:
    page = desk_page
    open_call(page, cast)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")
    assert page.evaluate(
        "(() => { const p = document.querySelector('.ratings'); return p.scrollHeight > p.clientHeight })()"
    )
    page.locator("[data-rating]").last.scroll_into_view_if_needed()
    for part in ("[data-player]", "#conversation-title", "[data-rating] >> nth=-1"):
        expect(page.locator(part)).to_be_in_viewport()


def test_clicking_the_waveform_goes_there(desk_page: Page, cast: Cast) -> None:
    page = desk_page
    open_call(page, cast)
    expect(page.locator("[data-player]")).to_have_class("player taken drawn")
    box = page.locator("[data-wave]").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + 20)
    until(page, "Math.abs(document.querySelector('audio').currentTime - 30) < 1.5")


def test_the_keys_do_what_their_list_says(desk_page: Page, cast: Cast) -> None:
    page = desk_page
    open_call(page, cast)
    turns = transcript().turns
    page.keyboard.press("ArrowRight")
    assert now(page) == pytest.approx(5, abs=0.3)
    page.keyboard.press("ArrowLeft")
    assert now(page) == pytest.approx(0, abs=0.3)
    page.keyboard.press("Space")
    until(page, "!document.querySelector('audio').paused")
    page.keyboard.press("Space")
    page.keyboard.press("j")
    until(page, f"document.querySelector('audio').currentTime >= {turns[0].start_s} - 0.05")
    page.keyboard.press("Space")
    page.keyboard.press(">")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.25
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    assert page.locator("dialog#keys [data-key]").count() > 10
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()
    # With the Korean input mode on, the same place on the keyboard sends another letter.
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ㅜ', code: 'KeyN', bubbles: true}))")
    expect(page.locator("[data-rating]").first).to_be_focused()


def test_overriding_in_place_by_keyboard_alone(desk_page: Page, cast: Cast) -> None:
    page = desk_page
    open_call(page, cast)
    page.evaluate("window.sameDocument = true")
    rating = page.locator("[data-rating]", has_text="호응·공감")
    rating_id = rating.get_attribute("id")
    for _ in range(30):
        page.keyboard.press("n")
        if page.evaluate("document.activeElement.id") == rating_id:
            break
    page.keyboard.press("o")
    page.keyboard.press("Space")  # the first answer, full marks
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first reason
    page.keyboard.press("Tab")
    page.keyboard.type("시민의 걱정에 답했습니다 n j")  # letters in a field are letters
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    done = page.locator(f"#{rating_id}")
    expect(done.locator(".by-person")).to_contain_text("박수현")
    expect(done.locator(".by-person")).to_contain_text("시민의 걱정에 답했습니다 n j")
    expect(done.locator(".was")).to_contain_text("자동 평정")
    expect(page.locator("#totals")).to_contain_text("자동 평가 70")
    assert page.evaluate("window.sameDocument") is True
    expect(done).to_be_focused()


def test_confirming_a_critical_candidate_in_place_by_keyboard_alone(desk_page: Page, desk: Store, cast: Cast) -> None:
    page = desk_page
    with desk.writing() as session:
        row = session.scalars(
            select(CallRating)
            .join(CallEvaluation)
            .where(CallEvaluation.call_id == cast.calls["full"], CallRating.criterion == "unkind_words")
        ).one()
        row.answer, row.score, row.critical = "no", 0.0, True
        rating_id = f"rating-{row.id}"
    open_call(page, cast)
    page.evaluate("window.sameDocument = true")
    rating = page.locator(f"#{rating_id}")
    expect(rating.locator(".candidate")).to_contain_text("치명 항목 후보")
    for _ in range(30):
        page.keyboard.press("n")
        if page.evaluate("document.activeElement.id") == rating_id:
            break
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(rating.locator(".by-person")).to_contain_text("치명 항목 확인")
    expect(rating.locator(".candidate")).to_have_count(0)
    expect(page.locator("#totals")).to_contain_text("치명 항목 오류 1건")
    assert page.evaluate("window.sameDocument") is True
    expect(rating).to_be_focused()


def test_without_javascript_one_reads_listens_and_overrides(browser: Browser, address: str, cast: Cast) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in")
    enter(page, "suhyun")
    page.goto(f"/calls/{cast.calls['full']}")
    assert page.locator("audio[controls]").is_visible()
    assert not page.locator("[data-controls]").is_visible()
    assert page.get_by_text("그건 지난달에 이미 나갔어").first.is_visible()
    rating = page.locator("[data-rating]", has_text="경어")
    rating.locator("summary").click()
    rating.get_by_label("해당 없음").check()
    rating.get_by_label("상황 고려").check()
    rating.locator("textarea").fill("인용한 말입니다")
    rating.get_by_role("button", name="수정 저장").click()
    page.wait_for_url(f"**/calls/{cast.calls['full']}#rating-*")
    assert page.locator("[data-rating]", has_text="인용한 말입니다").locator(".by-person").is_visible()
    context.close()


def test_light_and_dark_change_without_leaving_the_page(desk_page: Page, cast: Cast) -> None:
    page = desk_page
    open_call(page, cast)
    page.evaluate("window.sameDocument = true")
    before = page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor")
    page.locator("[data-theme-switch] button").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor") != before
    assert page.evaluate("window.sameDocument") is True
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_letters_are_ours_and_are_loaded(desk_page: Page) -> None:
    if not Path(__file__).parents[2].joinpath("qa/web/static/vendor/vendor.json").exists():
        pytest.skip("the browser libraries are not installed: `make setup`")
    assert callable(vendor)
    until(desk_page, "document.fonts.check('16px \"Pretendard Variable\"', '통화')")
    assert desk_page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Pretendard Variable"')


def test_every_thing_one_can_press_shows_that_it_has_the_focus(desk_page: Page, cast: Cast) -> None:
    page = desk_page
    open_call(page, cast)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    blind = []
    for _ in range(40):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 ? '' : e.outerHTML.slice(0, 120) })()"
        )
        if ring:
            blind.append(ring)
    assert blind == []
