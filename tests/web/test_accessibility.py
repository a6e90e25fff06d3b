"""Every page for everybody: axe finds nothing on it (WCAG 2.2 AA), by day and by night, on a desk and on a phone."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle

import pytest
import waitress
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from qa.store.engine import open_store
from qa.store.people import seed_demo_people
from qa.web.app import create_app
from tests.cast import ANSWERS, Cast, person
from tests.web.axe import violations
from tests.web.furnished import furnish
from tests.web.test_browser import browser
from tests.web.visits import NO_PAGES, PAGES, Visit

__all__ = ["browser"]
pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Look:
    """How a reader has the pages: width in CSS pixels, light or dark, the language."""

    width: int
    theme: str
    language: str

    def __str__(self) -> str:
        return f"{self.width}-{self.theme}-{self.language}"


# Two corners in which every width, theme and language comes up; the pages with most on them are seen in all four.
LOOKS = [Look(1440, "light", "ko"), Look(360, "dark", "en")]
OTHER_LOOKS = [Look(1440, "dark", "en"), Look(360, "light", "ko")]
FULLEST = [PAGES[endpoint][0] for endpoint in ("calls.calls", "calls.call", "answers.entry")]
VISITS = [*(visit for visits in PAGES.values() for visit in visits), Visit("admin", "/nowhere"), Visit("", "/static/x")]
SEEN = [(look, visit) for look in LOOKS for visit in VISITS] + [(look, v) for look in OTHER_LOOKS for v in FULLEST]


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the app, served as `qa serve` serves it."""
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=5)


@dataclass(frozen=True)
class Centres:
    """Two desks and one window on them: one in use, one empty."""

    page: Page
    desks: dict[bool, tuple[Flask, str]]  # app and address, by whether it is the empty one
    ids: dict[str, int]  # what addresses are made of

    def visit(self, visit: Visit, look: Look) -> Page:
        page, (app, address) = self.page, self.desks[visit.empty]
        path = visit.path.format(**self.ids)
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "attune", "value": _session(app, visit.who, look), "url": address}])
        page.set_viewport_size({"width": look.width, "height": 900})
        page.emulate_media(color_scheme="dark" if look.theme == "dark" else "light")
        page.goto(address + path)
        assert page.url == address + path, f"led from {path} to {page.url}"
        assert page.locator("html").get_attribute("lang") == look.language
        assert page.locator(visit.shows).count(), f"{page.url} shows no {visit.shows}: {page.title()}"
        if page.locator("[data-player]").count():
            expect(page.locator("[data-player]")).to_have_class("player taken drawn")
        return page


def _session(app: Flask, who: str, look: Look) -> str:
    """The cookie of somebody who has signed in and chosen a language: cheaper than a form each time."""
    client = app.test_client()
    with app.extensions["store"].reading() as reading, client.session_transaction() as session:
        session["language"] = look.language
        if who:
            session["person_id"] = person(reading, who).id
    cookie = client.get_cookie("attune")
    assert cookie is not None
    return cookie.value


@pytest.fixture(scope="module")
def centres(browser: Browser, made: Cast, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centres]:
    folder = tmp_path_factory.mktemp("furnished") / "data"
    shutil.copytree(made.folder, folder)
    settings = made.settings.model_copy(update={"data": folder})
    new = made.settings.model_copy(update={"data": tmp_path_factory.mktemp("empty"), "demo": True})
    with ExitStack() as opened:
        store, empty = open_store(settings), open_store(new)
        opened.callback(store.close)
        opened.callback(empty.close)
        ids = furnish(store, Cast(folder, settings, made.calls))
        with empty.writing() as session:
            seed_demo_people(session)
        app, other = create_app(store, settings), create_app(empty, new)
        desks = {each is other: (each, opened.enter_context(served(each))) for each in (app, other)}
        context = browser.new_context(reduced_motion="reduce")
        opened.callback(context.close)  # before the servers, so that no connection keeps them waiting
        yield Centres(context.new_page(), desks, ids)


def wrong(page: Page) -> list[str]:
    """What axe finds, and whether the page has to be pushed sideways."""
    page.evaluate("scrollTo(0, 0)")  # the player keeps to the top: further down it would lie over what is looked at
    found = violations(page)
    wide, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return found + ([f"the page is {wide} px wide on a screen of {room} px"] if wide > room else [])


def unfold(page: Page, within: str) -> None:
    """Open everything that can be unfolded there."""
    page.evaluate("(it) => { for (const each of document.querySelectorAll(`${it} details`)) each.open = true }", within)


def test_every_page_of_the_desk_is_looked_at(centres: Centres) -> None:
    url_map = centres.desks[False][0].url_map
    asked = {rule.endpoint for rule in url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert asked == PAGES.keys() | NO_PAGES, "a page wants a row in tests/web/visits.py"
    addresses = url_map.bind("localhost")
    for endpoint, visits in PAGES.items():
        for visit in visits:
            path = visit.path.format(**centres.ids).partition("?")[0]
            assert addresses.match(path, method="GET")[0] == endpoint, visit


def test_the_checker_sees_what_is_wrong(centres: Centres) -> None:
    page = centres.visit(Visit("", "/sign-in"), LOOKS[0])
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/mark.svg\"><h4>x</h4>"
        "<p class=faint>faint</p><button class=tiny>1</button><button class=tiny>2</button>');"
        "document.querySelector('.faint').style.cssText = 'color: #999; background: #fff; width: 200vw';"
        "for (const each of document.querySelectorAll('.tiny'))"
        " each.style.cssText = 'width: 12px; min-height: 0; height: 12px; padding: 0; font-size: 6px'"
    )
    found = wrong(page)
    assert [line.split(" · ")[0] for line in found[:-1]] == [
        "color-contrast", "heading-order", "image-alt", "target-size", "target-size",
    ]  # fmt: skip
    assert "the page is" in found[-1]


@pytest.mark.parametrize(("look", "visit"), SEEN, ids=str)
def test_a_page_is_for_everybody(centres: Centres, look: Look, visit: Visit) -> None:
    page = centres.visit(visit, look)
    folded = page.locator("main details:not([open])").count()
    # Unfolded, nearly all is seen that is seen folded too, and axe takes its time: both only in the first look.
    if not folded or look == LOOKS[0]:
        found = wrong(page)
        assert not found, "\n".join(found)
    if folded:
        unfold(page, "main")
        found = wrong(page)
        assert not found, "\n".join(["with everything unfolded:", *found])


def _keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()


def _reader(page: Page) -> None:
    unfold(page, "header")
    expect(page.locator(".who .sheet")).to_be_visible()


def _refused_sign_in(page: Page) -> None:
    page.fill("#login", "nobody")
    page.fill("#password", "nothing")
    page.locator(".door button").click()
    expect(page.locator(".door .problem")).to_be_visible()


def _refused_override(page: Page) -> None:
    override = page.locator(".override").first
    override.locator("summary").click()
    page.evaluate("for (const each of document.querySelectorAll('.override form')) each.noValidate = true")
    override.locator("button.strong").click()
    expect(page.locator(".override .problem")).to_be_visible()


def _unfinished_review(page: Page) -> None:
    page.locator(".bar [data-do=submit]").click()
    expect(page.locator(".ask.lacks").first).to_be_visible()


def _refused_fix(page: Page) -> None:
    page.locator(".fix textarea").press("Control+a")
    page.keyboard.type("●")
    page.keyboard.press("Enter")
    expect(page.locator(".fix .problem")).to_be_visible()


def _handed_in(page: Page) -> None:
    files = [("옛것.wav", b"recording 1"), ("빈파일.wav", b"")]  # one that is here already, one that is refused
    page.set_input_files("#recordings", [{"name": n, "mimeType": "audio/wav", "buffer": each} for n, each in files])
    page.locator("main form button.strong").click()
    expect(page.locator(".results li")).to_have_count(2)


def _preview(page: Page) -> None:
    table = ANSWERS.replace("300원", "400원") + "dog,반려견 등록,,동물,fee,수수료,많이,no,,,\n,없음,,,fee,,1원,no,,,\n"
    page.set_input_files("#file", {"name": "새것.csv", "mimeType": "text/csv", "buffer": table.encode()})
    page.locator("main form button.strong").click()
    expect(page.locator(".report .outcome").first).to_be_visible()


def _withdrawal(page: Page) -> None:
    unfold(page, "main")
    page.fill("#withdraw-reason", "제도 폐지")
    page.locator("form", has=page.locator("input[value=withdraw]")).locator("button").click()
    expect(page.locator(".withdrawal")).to_be_visible()


# What comes of pressing something: the visit before, and the presses.
STATES: dict[str, tuple[Visit, Callable[[Page], None]]] = {
    "keys": (Visit("admin", "/calls/{full}"), _keys),
    "reader": (Visit("admin", "/calls"), _reader),
    "refused-sign-in": (Visit("", "/sign-in"), _refused_sign_in),
    "refused-override": (Visit("admin", "/calls/{full}", ".override"), _refused_override),
    "unfinished-review": (Visit("suhyun", "/reviews/{shown}"), _unfinished_review),
    "refused-fix": (Visit("suhyun", "/reviews/{shown}?fix=3", ".fix"), _refused_fix),
    "handed-in": (Visit("admin", "/hand-in"), _handed_in),
    "preview": (Visit("admin", "/answers/import"), _preview),
    "withdrawal": (Visit("admin", "/answers/water", "#withdraw-reason"), _withdrawal),
}


@pytest.mark.parametrize(("state", "look"), zip(STATES, cycle(LOOKS), strict=False), ids=str)
def test_what_comes_of_a_press_is_for_everybody(centres: Centres, state: str, look: Look) -> None:
    visit, press = STATES[state]
    page = centres.visit(visit, look)
    press(page)
    found = wrong(page)
    assert not found, "\n".join(found)
