"""The standard answers in the database: nothing is overwritten, and what is read back is the same each time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from qa.answers.entries import Entry
from qa.answers.export import as_csv
from qa.answers.rows import COLUMNS, MORE_COLUMNS
from qa.answers.table import answers_of, read_bytes
from qa.desk.answers import take_in
from qa.errors import Refused
from qa.store.answer_tables import AnswerFact
from qa.store.answers import answers_in_use, answers_standing, mark, record_entry
from qa.store.engine import Store
from qa.store.tables import Audit

HEAD = ",".join((*COLUMNS, *MORE_COLUMNS)) + "\n"
CAT = 'cat,고양이 등록,얼마예요|등록은 어떻게 해요,동물,fee,등록,"7,300원",yes,2024-01-01,2025-12-31,동물팀,,\n'
NEXT = 'cat,고양이 등록,,동물,fee,등록,"8,100원",yes,2026-01-01,,동물팀,,\n'
BOAT = 'boat,유람선,,관광,fee,어른,"16,000원",yes,,,,,\n'


def take(store: Store, *rows: str, replace_all: bool = False) -> dict[str, int]:
    reading = read_bytes((HEAD + "".join(rows)).encode(), "answers.csv")
    with store.writing() as session:
        return take_in(session, reading, by=None, replace_all=replace_all).counts


def test_an_empty_store_has_no_answers_in_use(any_store: Store) -> None:
    assert answers_in_use(any_store) is None


def test_a_file_is_taken_in_and_read_back_the_same(any_store: Store) -> None:
    assert take(any_store, CAT, NEXT, BOAT) == {"new": 3, "changed": 0, "unchanged": 0, "withdrawn": 0, "left_out": 0}
    with any_store.reading() as session:
        answers = answers_standing(session)
    cat = answers.entry("cat")
    assert cat is not None
    assert (cat.title, cat.questions, cat.owner) == ("고양이 등록", ("얼마예요", "등록은 어떻게 해요"), "동물팀")
    assert [(f.text, f.valid_from, f.recorded_at) for f in cat.facts] == [
        ("7,300원", date(2024, 1, 1), None),
        ("8,100원", date(2026, 1, 1), None),
    ]
    again = answers_of(as_csv(answers), "kept")
    assert again.hash == answers.hash
    assert as_csv(again) == as_csv(answers)


def test_the_same_file_again_changes_nothing_and_leaves_no_trace(any_store: Store) -> None:
    take(any_store, CAT, NEXT)
    with any_store.reading() as session:
        before = mark(session), answers_standing(session).hash
    assert take(any_store, CAT, NEXT)["unchanged"] == 2
    with any_store.reading() as session:
        assert (mark(session), answers_standing(session).hash) == before
        assert len(session.scalars(select(Audit).where(Audit.act == "answers_import")).all()) == 1


def test_a_changed_row_is_withdrawn_and_recorded_anew(any_store: Store) -> None:
    take(any_store, CAT, NEXT)
    assert take(any_store, NEXT.replace("8,100", "8,200"))["changed"] == 1
    with any_store.reading() as session:
        rows = session.scalars(select(AnswerFact).order_by(AnswerFact.id)).all()
        assert [(row.text, row.withdrawn_at is None) for row in rows] == [
            ("7,300원", True),
            ("8,100원", False),
            ("8,200원", True),
        ]
        old, new = rows[1], rows[2]
        assert new.recorded_at == old.withdrawn_at is not None
        assert new.replaces_id == old.id
        cat = answers_standing(session).entry("cat")
        assert cat is not None
        assert [fact.text for fact in cat.facts_on(date(2026, 5, 1))] == ["8,200원"]


def test_a_later_file_cannot_date_a_correction_back(any_store: Store) -> None:
    take(any_store, CAT)
    take(any_store, BOAT.strip()[:-2] + ",2020-01-01T00:00:00Z,\n")
    with any_store.reading() as session:
        boat = answers_standing(session).entry("boat")
        assert boat is not None
        assert boat.facts[0].recorded_at is not None
        assert boat.facts[0].recorded_at.year > 2020


def test_an_export_with_its_history_restores_an_empty_store(any_store: Store) -> None:
    past = BOAT.replace("16,000", "15,000").strip()[:-2] + ",2020-01-01T00:00:00Z,2021-01-01T00:00:00Z\n"
    take(any_store, past, BOAT)
    with any_store.reading() as session:
        boat = answers_standing(session).entry("boat")
    assert boat is not None
    assert [(f.text, f.recorded_at, f.withdrawn_at) for f in boat.facts] == [
        ("15,000원", datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)),
        ("16,000원", None, None),
    ]


def test_replacing_withdraws_what_the_file_does_not_mention_once(any_store: Store) -> None:
    take(any_store, CAT, BOAT)
    assert take(any_store, CAT, replace_all=True)["withdrawn"] == 2  # the entry and its fact
    assert take(any_store, CAT, replace_all=True)["withdrawn"] == 0
    with any_store.reading() as session:
        boat = answers_standing(session).entry("boat")
    assert boat is not None
    assert boat.withdrawn_at is not None
    assert boat.facts_on(None) == ()
    assert take(any_store, BOAT)["new"] == 1
    with any_store.reading() as session:
        boat = answers_standing(session).entry("boat")
    assert boat is not None
    assert boat.withdrawn_at is None


def test_a_file_with_faulty_rows_replaces_nothing(any_store: Store) -> None:
    take(any_store, CAT, BOAT)
    with pytest.raises(Refused, match="nothing was replaced"):
        take(any_store, CAT, "boat,유람선,,,colour,어른,빨강,,,,,,\n", replace_all=True)
    with any_store.reading() as session:
        assert len(answers_standing(session).entries) == 2


def test_answers_in_use_are_read_once_for_each_change(any_store: Store) -> None:
    take(any_store, CAT)
    first, again = answers_in_use(any_store), answers_in_use(any_store)
    assert first is not None
    assert again is not None
    assert first[0] is again[0]
    take(any_store, BOAT)
    changed = answers_in_use(any_store)
    assert changed is not None
    assert changed[0] is not first[0]
    assert answers_of(changed[1], "kept").hash == changed[0].hash


def test_an_entry_stands_in_one_version_only(any_store: Store) -> None:
    take(any_store, CAT)
    with pytest.raises(IntegrityError), any_store.writing() as session:
        record_entry(session, Entry("cat", "다른 제목", (), "", ()), at=None, by=None)
