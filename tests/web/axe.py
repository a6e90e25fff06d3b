"""The checker of accessibility: axe-core from npm, run inside a page. For tests only; no page is ever served it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2 up to AA, and what axe holds for good practice beyond it. `target-size` is off unless asked for.
OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
RUN = """async (options) => (await axe.run(document, options)).violations.flatMap((rule) => rule.nodes.map((node) => ({
  rule: rule.id, help: rule.help, where: node.target.flat(9).join(" >>> "),
  why: [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ") })))"""


@lru_cache(maxsize=1)
def _source() -> str:
    assert AXE.is_file(), f"{AXE} is missing: `make setup` (or `npm ci` in {AXE.parents[2]}) installs axe-core"
    return AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What is wrong on the page as it stands, a line each: rule · selector · help · what was found.

    Raises `AssertionError` when axe-core is not installed. The devtools may run what the content policy forbids
    to the page itself.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    found = page.evaluate(RUN, OPTIONS)
    return sorted(f"{each['rule']} · {each['where']} · {each['help']} · {each['why']}" for each in found)
