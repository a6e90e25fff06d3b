"""`qa bench pages`: every page is asked for, and told with its times and queries."""

from __future__ import annotations

from pathlib import Path

from qa.command.bench_looks import NO_PAGES, PAGES
from qa.command.bench_pages import quantile
from qa.settings import Settings
from qa.store.engine import Store
from qa.web.app import create_app
from tests.command.conftest import Qa


def test_every_page_of_the_desk_is_asked_for(store: Store, tmp_path: Path) -> None:
    app = create_app(store, Settings(data=tmp_path / "data"))
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if rule.methods and "GET" in rule.methods}
    assert pages == set(PAGES) | NO_PAGES
    assert not set(PAGES) & NO_PAGES


def test_what_is_told_of_a_page(qa: Qa) -> None:
    answered = qa("bench", "pages", "--calls", "60", "--rounds", "2", "--only", "/inbox", "--json")
    assert answered.code == 0, answered.err
    told = answered.json
    assert (told["calls"], told["rounds"], told["database"]) == (60, 2, "sqlite")
    assert {row["role"] for row in told["pages"]} >= {"administrator", "evaluator"}
    for row in told["pages"]:
        assert (row["page"], row["path"], row["status"], row["n"]) == ("inbox.inbox", "/inbox", 200, 2)
        assert 0 < row["p50_ms"] <= row["p95_ms"] <= row["max_ms"]
        assert row["queries"] > 0
    assert told["failed"] == []


def test_a_quantile_is_a_value_that_was_measured() -> None:
    assert quantile([float(n) for n in range(1, 101)], 0.95) == 95.0
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile([7.0], 0.95) == 7.0
