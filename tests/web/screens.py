"""The screens of docs/screens.md, taken anew: `make screens`, or `python -m tests.web.screens FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from qa.web.app import create_app
from tests.cast import build
from tests.web.furnished import furnish
from tests.web.test_accessibility import served
from tests.web.test_browser import CHROMIUM, SWITCHES, enter

WIDE, NARROW = (1440, 900), (360, 780)


@dataclass(frozen=True)
class Screen:
    """`who` looks at `path`, `dark` or not, in a window of `size` pixels."""

    name: str
    who: str
    path: str
    size: tuple[int, int] = WIDE
    dark: bool = False


SCREENS = (
    Screen("inbox", "suhyun", "/inbox"),
    Screen("review", "suhyun", "/reviews/{shown}"),
    Screen("review-blind", "suhyun", "/reviews/{blind}", dark=True),
    Screen("results", "minji", "/results"),
    Screen("result-phone", "minji", "/calls/{released}", NARROW),
    Screen("disputes", "eunseo", "/disputes"),
    Screen("keys", "suhyun", "/keys"),
    Screen("work", "eunseo", "/work"),
    Screen("policy", "eunseo", "/policy"),
    Screen("calibration", "eunseo", "/calibration/{session}"),
)


def take(folder: Path) -> list[Path]:
    """Every screen as a PNG in `folder`; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        cast = build(Path(data))
        store = cast.store()
        ids = furnish(store, cast)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        taken = []
        with served(create_app(store, cast.settings)) as address:
            for screen in SCREENS:
                context = browser.new_context(
                    base_url=address,
                    viewport={"width": screen.size[0], "height": screen.size[1]},
                    color_scheme="dark" if screen.dark else "light",
                    reduced_motion="reduce",
                )
                page = context.new_page()
                page.goto("/sign-in")
                enter(page, screen.who)
                page.goto(screen.path.format(**ids))
                page.wait_for_load_state("networkidle")
                taken.append(folder / f"{screen.name}.png")
                page.screenshot(path=taken[-1])
                context.close()
        browser.close()
        store.close()
    return taken


if __name__ == "__main__":
    for path in take(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")):
        print(path)
