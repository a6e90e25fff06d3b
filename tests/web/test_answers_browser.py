"""The standard answers in a real browser: nothing is wider than a phone, editing, and saying whose fault it was."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.web.test_browser import address, browser, desk_page, enter, until

__all__ = ["address", "browser", "desk_page"]
pytestmark = pytest.mark.browser

PAGES = ["/answers", "/answers/water", "/answers/new", "/answers/import", "/answers/gaps", "/answers/gaps?kind=expired"]


def test_on_a_phone_no_page_is_wider_than_the_screen(desk_page: Page) -> None:
    page = desk_page
    enter(page, "eunseo")
    page.set_viewport_size({"width": 360, "height": 740})
    for path in PAGES:
        page.goto(path)
        for opened in page.locator("details.edit > summary").all():
            opened.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_value_is_changed_from_a_day_on(desk_page: Page) -> None:
    page = desk_page
    enter(page, "eunseo")
    page.goto("/answers/water")
    page.locator("details.edit > summary").first.click()
    form = page.locator("form", has=page.locator("input[value=from]")).first
    form.get_by_label("새 값").fill("350원")
    form.get_by_label("이날부터").fill("2099-01-01")
    form.get_by_role("button").click()
    expect(page.locator(".notice")).to_contain_text("저장했습니다")
    expect(page.get_by_label("앞으로")).to_contain_text("350원")


def test_an_entry_is_withdrawn_from_a_chosen_day_on(desk_page: Page) -> None:
    page = desk_page
    enter(page, "eunseo")
    page.goto("/answers/water")
    page.get_by_text("항목 철회").click()
    form = page.locator("form", has=page.locator("input[value=withdraw]"))
    expect(form.get_by_label("철회할 날짜")).to_be_hidden()
    form.get_by_label("다른 날부터").check()
    form.get_by_label("철회할 날짜").fill("2099-04-01")
    form.get_by_label("이유").fill("제도 폐지")
    form.get_by_role("button").click()
    section = page.get_by_role("region", name="2099-04-01자로 이 항목을 철회할까요?")
    expect(section).to_contain_text("2099-03-31에 유효 기간이 끝나는 사실: 2개")
    section.get_by_role("button", name="철회").click()
    expect(page.locator(".notice")).to_contain_text("2099-04-01자로 항목을 철회했습니다")
    expect(page.locator(".gone")).to_contain_text("철회된 항목입니다")


def test_whose_fault_a_finding_was_is_said_in_place(desk_page: Page, cast: Cast) -> None:
    page = desk_page
    enter(page, "suhyun")
    page.goto(f"/calls/{cast.calls['full']}")
    until(page, "document.querySelector('audio').readyState >= 1")
    found = page.locator(".finding.contradict")
    found.get_by_label("원인").select_option("entry_wrong")
    found.get_by_role("button", name="확정").click()
    expect(page.locator(".finding.contradict .chip.person")).to_have_text("표준상담 오류")
    assert "#" not in page.url, "the page stayed where it was"
