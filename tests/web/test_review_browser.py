"""An evaluator's work in a real browser: by keys alone, in two windows, and while the server dies."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from qa.desk import inbox
from qa.settings import HERE
from qa.store.engine import Store
from qa.store.pages import call_page
from qa.store.review_tables import DraftRating, Review
from qa.store.reviews import Purpose, ReviewState
from tests.cast import Cast, person, token, unreleased
from tests.web.test_browser import PATIENCE_MS, address, browser, desk_page, enter

__all__ = ["address", "browser", "desk_page"]

MOST_TO_ACCEPT, MOST_TO_CORRECT_THREE = 25, 40


@dataclass
class Keyboard:
    """Presses, counted."""

    page: Page
    pressed: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed.append(key)


def flagged(desk: Store, cast: Cast, login: str = "suhyun", seed: int = 11) -> tuple[int, int]:
    """A call that waits, and the person's review of it."""
    call_id = unreleased(desk, cast.folder, seed=seed, sounds=True)
    with desk.writing() as session:
        review = inbox.take_next(session, person(session, login), Purpose.FIRST, "flagged")
    assert review is not None
    return call_id, review.id


def answers(desk: Store, review_id: int) -> dict[str, tuple[str | None, str | None]]:
    with desk.reading() as session:
        rows = session.scalars(select(DraftRating).where(DraftRating.review_id == review_id, DraftRating.rubric != ""))
        return {row.criterion: (row.answer, row.reason_code) for row in rows}


def test_a_correct_evaluation_is_taken_heard_and_accepted_in_few_keys(desk_page: Page, desk: Store, cast: Cast) -> None:
    call_id = unreleased(desk, cast.folder, seed=11, sounds=True)
    enter(desk_page, "suhyun")
    desk_page.goto("/inbox")
    keys = Keyboard(desk_page)
    desk_page.locator(".pool button[value='first:flagged']").focus()
    keys.press("Enter")
    desk_page.wait_for_url("**/reviews/*")
    expect(desk_page.locator("[data-player]")).to_have_class("player taken drawn")
    keys.press(" ")
    expect(desk_page.locator(".turn.now").first).to_be_visible()
    keys.press("Shift+A")
    expect(desk_page.locator(".notice")).to_be_visible()
    desk_page.wait_for_load_state()
    keys.press("Control+Enter")
    desk_page.wait_for_url("**/inbox")
    assert len(keys.pressed) <= MOST_TO_ACCEPT
    with desk.reading() as session:
        review = session.scalars(select(Review).where(Review.call_id == call_id, Review.purpose == "first")).one()
        page = call_page(session, call_id)
    assert page is not None
    assert review.state == ReviewState.SUBMITTED
    assert all(rating.overrides and not rating.overridden for of in page.evaluations for rating in of.ratings)


def test_three_ratings_are_corrected_in_few_keys(desk_page: Page, desk: Store, cast: Cast) -> None:
    call_id, review_id = flagged(desk, cast)
    enter(desk_page, "suhyun")
    desk_page.goto(f"/reviews/{review_id}")
    expect(desk_page.locator("[data-player]")).to_have_class("player taken drawn")
    keys = Keyboard(desk_page)
    wanted = {"greeting": ("no", "recognition"), "speech_level": ("yes", "context"), "empathy": ("yes", "rule")}
    for criterion, (answer, reason) in wanted.items():
        while desk_page.evaluate("document.activeElement?.closest('[data-ask]')?.dataset.criterion") != criterion:
            keys.press("n")
            assert len(keys.pressed) < MOST_TO_CORRECT_THREE
        here = desk_page.locator(f"[data-criterion={criterion}]")
        keys.press(here.locator(f"input[name^='answer.'][value={answer}]").get_attribute("data-digit") or "")
        keys.press(here.locator(f"input[name^='reason.'][value={reason}]").get_attribute("data-digit") or "")
    keys.press("Shift+A")
    expect(desk_page.locator(".notice")).to_be_visible()
    desk_page.wait_for_load_state()
    keys.press("Control+Enter")
    desk_page.wait_for_url("**/inbox")
    assert len(keys.pressed) <= MOST_TO_CORRECT_THREE
    with desk.reading() as session:
        page = call_page(session, call_id)
    assert page is not None
    changed = {
        rating.criterion: (rating.counts.answer, rating.counts.reason_code)
        for of in page.evaluations
        for rating in of.ratings
        if rating.overridden
    }
    assert changed == wanted


@dataclass
class Served:
    """`qa serve` as a process of its own, that can be killed and started again at the same address."""

    environment: dict[str, str]
    address: str
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "qa", "serve"]
        self.process = subprocess.Popen(command, cwd=HERE, env=self.environment, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with suppress(OSError), urllib.request.urlopen(f"{self.address}/health") as answer:
                assert answer.status == 200
                return
            time.sleep(0.2)
        raise AssertionError("the desk did not come up")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)


@pytest.fixture
def served(cast: Cast) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"QA_DATA": str(cast.folder), "QA_PORT": str(port), "QA_HOST": "127.0.0.1"}
    desk = Served(environment, f"http://127.0.0.1:{port}")
    yield desk
    desk.kill()


def within(true: Callable[[], bool], page: Page) -> None:
    for _ in range(PATIENCE_MS // 100):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("never true")


def test_a_server_killed_in_mid_draft_loses_nothing(browser: Browser, served: Served, desk: Store, cast: Cast) -> None:
    _, review_id = flagged(desk, cast)
    served.start()
    context = browser.new_context(base_url=served.address)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto("/sign-in")
    enter(page, "suhyun")
    page.goto(f"/reviews/{review_id}")
    page.locator("[data-criterion=greeting]").focus()
    page.keyboard.press("Enter")
    within(lambda: "greeting" in answers(desk, review_id), page)
    served.kill()
    page.locator("[data-criterion=empathy]").focus()
    page.keyboard.press("1")
    page.keyboard.press("2")
    expect(page.locator("[data-state].offline")).to_be_visible()
    # The window is closed while the server is still gone: what it could not send is in the browser.
    page.close()
    served.start()
    page = context.new_page()
    page.goto(f"/reviews/{review_id}")
    within(lambda: answers(desk, review_id).get("empathy") == ("yes", "rule"), page)
    expect(page.locator("[data-criterion=empathy] input[name^='answer.']:checked")).to_have_attribute("value", "yes")
    # And once more, with the window open all the time.
    served.kill()
    page.locator("[data-criterion=pace]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-state].offline")).to_be_visible()
    served.start()
    within(lambda: "pace" in answers(desk, review_id), page)
    expect(page.locator("[data-state].offline")).to_have_count(0)
    context.close()


def test_of_two_windows_the_second_is_told_and_sees_what_holds(
    browser: Browser, address: str, desk: Store, cast: Cast
) -> None:
    _, review_id = flagged(desk, cast)
    windows = []
    for _ in range(2):  # two machines: no storage, no channel between them
        page = browser.new_context(base_url=address).new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto("/sign-in")
        enter(page, "suhyun")
        page.goto(f"/reviews/{review_id}")
        windows.append(page)
    here, there = (page.locator("[data-criterion=greeting]") for page in windows)
    here.focus()
    windows[0].keyboard.press("Enter")
    within(lambda: "greeting" in answers(desk, review_id), windows[0])
    there.locator("input[value=not_applicable]").check(force=True)
    expect(there.locator("[data-told]")).to_be_visible()
    expect(there.locator("input[name^='answer.']:checked")).to_have_attribute("value", "yes")
    assert answers(desk, review_id)["greeting"][0] == "yes"
    there.locator("input[value=not_applicable]").check(force=True)  # now knowing
    within(lambda: answers(desk, review_id)["greeting"][0] == "not_applicable", windows[1])
    for page in windows:
        page.context.close()


def test_people_who_take_at_once_get_a_call_each(app: Flask, sign_in: Any, desk: Store, cast: Cast) -> None:
    calls = [unreleased(desk, cast.folder, seed=seed) for seed in range(100, 112)]
    clients = [sign_in(login) for login in ("sora", "suhyun", "eunseo", "admin")]
    tokens = [token(client.get("/inbox").text) for client in clients]

    def take(which: int) -> list[str]:
        form = {"csrf_token": tokens[which], "kind": "first:flagged"}
        return [clients[which].post("/inbox/next", data=form).location for _ in range(4)]

    with ThreadPoolExecutor(len(clients)) as pool:
        led = [where for each in pool.map(take, range(len(clients))) for where in each]
    taken = [where for where in led if where.startswith("/reviews/")]
    assert len(taken) == len(set(taken)) == len(calls)
    with desk.reading() as session:
        rows = session.scalars(select(Review).where(Review.call_id.in_(calls))).all()
    assert len(rows) == len(calls)
    assert {row.state for row in rows} == {ReviewState.ASSIGNED}
