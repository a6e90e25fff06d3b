"""The agent's day on a phone and the calibration leader's day at a desk, in a real browser from the door on."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from qa.store.calibration_tables import CalibrationReference, CalibrationSession
from qa.store.engine import Store
from qa.store.review_tables import Dispute
from qa.store.tables import Call
from tests.cast import Cast, unreleased
from tests.web.released import TEXTS, releases
from tests.web.test_browser import PATIENCE_MS, address, browser, enter, until

__all__ = ["address", "browser"]

pytestmark = pytest.mark.browser
WHY = "1분 20초에 시민의 걱정에 공감하는 말을 했습니다."


@contextmanager
def window(browser: Browser, address: str, login: str, *, phone: bool = False) -> Iterator[Page]:
    size = {"width": 360, "height": 780} if phone else {"width": 1440, "height": 900}
    context = browser.new_context(base_url=address, viewport=size, reduced_motion="reduce", accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto("/sign-in")
    enter(page, login)
    yield page
    context.close()


def test_an_agent_reads_listens_acknowledges_and_disputes_on_a_phone(
    browser: Browser, address: str, desk: Store, cast: Cast
) -> None:
    ids = releases(desk, cast)
    with window(browser, address, "minji", phone=True) as page:
        expect(page.get_by_role("heading", name="내 결과", exact=True)).to_be_visible()
        page.locator(f".own-list a[href='/calls/{ids['released']}']").click()
        expect(page.get_by_text(TEXTS["praise"])).to_be_visible()
        until(page, "document.querySelector('audio').readyState >= 1")
        page.locator(".told.good [data-clip]").first.click()
        until(page, "document.querySelector('audio').currentTime > 0")
        page.get_by_role("button", name="읽고 확인했습니다").click()
        expect(page.locator(".read-it.done")).to_be_visible()
        rating = page.locator("[data-rating]", has_text="경어").first
        rating.locator(".object > summary").click()
        rating.get_by_role("radio").first.check()
        rating.get_by_label("사유").fill(WHY)
        rating.get_by_role("button", name="이의제기").click()
        expect(page.locator(".objected", has_text=WHY)).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360
    with desk.reading() as session:
        assert session.get_one(Call, ids["released"]).acknowledged_at is not None
        assert session.scalars(select(Dispute.reason).where(Dispute.criterion == "speech_level")).one() == WHY


def _rates_all(page: Page) -> None:
    """Everything in hand of the session, by keys: the first answer of every criterion."""
    while True:
        page.goto("/inbox?purpose=calibration")
        open_ = page.locator("a[href^='/reviews/']")
        if not open_.count():
            return
        page.goto(open_.first.get_attribute("href") or "")
        asks = page.locator("[data-ask]")
        asks.first.focus()
        for _ in range(asks.count()):
            page.keyboard.press("1")
        expect(page.locator("[data-answered]")).to_have_text(str(asks.count()))
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/inbox")


def test_a_leader_starts_a_session_two_rate_it_and_what_was_agreed_is_kept(
    browser: Browser, address: str, desk: Store, cast: Cast
) -> None:
    for seed in (81, 82):
        unreleased(desk, cast.folder, seed=seed)
    with window(browser, address, "eunseo") as leader:
        leader.goto("/calibration")
        leader.goto("/calibration/new?rubric=courtesy-ko&n=2")
        for name in ("윤소라", "박수현"):
            leader.get_by_role("checkbox", name=re.compile(name)).check()
        leader.get_by_label("제목").fill("11월 기준 맞추기")
        if leader.locator("[name=shared]").count():
            leader.locator("[name=shared]").check()
        leader.locator("button[value=start]").click()
        leader.wait_for_url(re.compile(r"/calibration/\d+$"))
        assert not leader.locator(".criterion").count()  # nothing is shown yet
        for login in ("sora", "suhyun"):
            with window(browser, address, login) as rater:
                assert "김민지" not in rater.locator("main").inner_text()
                _rates_all(rater)
        leader.reload()
        shown = leader.locator("details", has=leader.locator("select[name^='answer.']")).first
        if shown.get_attribute("open") is None:
            shown.locator("summary").first.click()
        choice = shown.locator("select[name^='answer.']").first
        choice.select_option(index=1)
        shown.get_by_role("button", name=re.compile("기준 평정 저장")).click()
        expect(leader.locator(".notice")).to_be_visible()
        with leader.expect_download() as download:
            leader.get_by_role("link", name="엑셀").or_(leader.get_by_role("button", name="엑셀")).click()
        book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
        cells = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None]
        assert any("윤소라" in cell for cell in cells)
        assert not any("김민지" in cell for cell in cells)
    with desk.reading() as session:
        assert session.scalars(select(CalibrationSession.state)).one() == "revealed"
        assert len(session.scalars(select(CalibrationReference)).all()) >= 1
