"""Lists of many calls: what they ask of the database stays the same however many calls there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Select, select, true
from sqlalchemy.dialects import sqlite

from qa.answers.table import read_answers
from qa.desk.inbox import rules
from qa.settings import Settings
from qa.store import finding
from qa.store.about_lists import AboutFilter, choices, narrowing
from qa.store.engine import Session, Store, open_store
from qa.store.finding import ListFilter, call_list, stage_counts
from qa.store.review_tables import Review
from qa.store.seed.centre import Wanted, make_up
from qa.store.specimens import counting
from qa.store.tables import Call, CallRating, Person, Vendor


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    of = Settings(data=tmp_path_factory.mktemp("centre"))
    opened = open_store(of)
    wanted = Wanted(80, 1, date(2026, 11, 23), of.time_zone, of.random_share, of.rubrics)
    make_up(opened, wanted, read_answers(of.answers), lambda done: None)
    yield opened
    opened.close()


def plan(session: Session, query: Select[int]) -> list[str]:
    sql = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    return [row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]


def test_the_machines_ratings_of_some_calls_are_found_by_their_evaluations(centre: Store) -> None:
    """Most ratings override nothing: an index that held them all was taken for the way to these few."""
    of = CallRating.evaluation_id.in_([1, 2]) & CallRating.overrides_id.is_(None)
    with centre.reading() as session:
        steps = plan(session, select(CallRating.id).where(of))
    assert any("ix_rating_evaluation_id" in step for step in steps), steps


def test_whether_a_person_rated_a_call_is_asked_of_that_call(centre: Store) -> None:
    """Not of everything they ever rated."""
    with centre.reading() as session:
        person = session.scalars(select(Person).where(Person.login == "suhyun")).one()
        steps = plan(session, select(Review.id).where(~~rules(person)["rated"]))
    assert any("ix_review_call_id (call_id=? AND person_id=?)" in step for step in steps), steps


@pytest.mark.parametrize(
    "by",
    [
        AboutFilter(topic="수도"),
        AboutFilter(reason="report"),
        AboutFilter(resolved="no"),
        AboutFilter(transferred="yes"),
        AboutFilter(complaint="waiting"),
        AboutFilter(to_agent_s=30),
        AboutFilter(waiting_s=30),
    ],
)
def test_narrowing_by_what_calls_were_about_reads_an_index_alone(centre: Store, by: AboutFilter) -> None:
    with centre.reading() as session:
        steps = [step for step in plan(session, select(Call.id).where(*narrowing(by))) if " about" in step]
    assert steps
    assert all("COVERING INDEX ix_about_" in step for step in steps), steps


def test_counting_the_calls_of_a_vendor_reads_an_index_alone(centre: Store) -> None:
    with centre.reading() as session:
        steps = plan(session, select(Call.id).where(Call.vendor_id == 1).order_by(Call.started_at.desc()))
    assert steps == ["SEARCH call USING COVERING INDEX ix_call_vendor_id (vendor_id=?)"]


def test_a_list_asks_as_much_for_every_page_and_filter(centre: Store) -> None:
    asked = []
    for narrow in (ListFilter(), ListFilter(page=3), ListFilter(stream="flagged"), ListFilter(state="done")):
        with counting(centre) as counter, centre.reading() as session:
            assert call_list(session, true(), narrow).rows
        asked.append(counter.statements)
    assert len(set(asked)) == 1, asked
    assert asked[0] <= 12


def test_a_page_beyond_the_newest_calls_is_the_page_it_would_be(centre: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with centre.reading() as session:
        whole = [call_list(session, true(), ListFilter(page=page)) for page in (1, 2, 3, 4)]
        monkeypatch.setattr("qa.store.about_lists.FIGURES_OF", 30)
        short = [call_list(session, true(), ListFilter(page=page)) for page in (1, 2, 3, 4)]
    assert [[row.facts.id for row in found.rows] for found in short] == [
        [row.facts.id for row in found.rows] for found in whole
    ]
    assert short[0].figures is not None
    assert short[0].figures.calls <= 30


def test_words_are_looked_for_in_the_newest_calls_and_the_list_says_so(
    centre: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with centre.reading() as session:
        every = call_list(session, true(), ListFilter(text="다산콜센터"))
        monkeypatch.setattr(finding, "SEARCHED", 20)
        some = call_list(session, true(), ListFilter(text="다산콜센터"))
        none = call_list(session, true(), ListFilter(text="없는말없는말"))
    assert every.searched is None
    assert some.searched == 20
    assert 0 < some.total < every.total
    assert none.total == 0


def test_the_stages_of_a_vendors_calls_are_counted(centre: Store) -> None:
    with centre.reading() as session:
        vendors = list(session.scalars(select(Vendor.id)))
        parts = [stage_counts(session, Call.vendor_id == vendor) for vendor in vendors]
        whole = stage_counts(session, true())
    assert whole == {
        stage: {state: sum(part[stage][state] for part in parts) for state in counts} for stage, counts in whole.items()
    }
    assert sum(whole[next(iter(whole))].values()) == 80


@pytest.mark.parametrize("few", [False, True])
def test_the_choices_are_the_same_both_ways(centre: Store, few: bool) -> None:
    with centre.reading() as session:
        assert choices(session, Call.vendor_id == 1, few=few) == choices(session, Call.vendor_id == 1)
        assert choices(session, Call.id == 0, few=few).topics == ()


def test_a_folder_of_nothing_is_no_reason_to_fail(tmp_path: Path) -> None:
    empty = open_store(Settings(data=tmp_path))
    with empty.reading() as session:
        found = call_list(session, true(), ListFilter(text="수도", page=9))
    assert (found.total, found.page, found.searched) == (0, 1, None)
    empty.close()
