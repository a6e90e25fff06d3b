"""Findings and questions of a call: worked out anew each time, and what people said about them is carried over."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from qa.desk.findings import confirm_fault
from qa.errors import Refused
from qa.store import people, results
from qa.store.answer_tables import CallQuestion
from qa.store.calls import accept
from qa.store.engine import Store
from qa.store.findings import findings_of, keep_findings, keep_questions
from qa.store.recordings import Kept
from qa.store.tables import Audit
from tests.cast import MOBILE, findings, questions, transcript


@pytest.fixture
def call_id(any_store: Store) -> int:
    call_id = accept(any_store, Kept("ab" * 32, 10), name="a.wav").call_id
    with any_store.writing() as session:
        people.add_person(session, login="suhyun", name="박수현", role="evaluator", password="correct horse battery")
        people.add_person(session, login="jiho", name="이지호", role="coach", password="correct horse battery")
        results.keep_transcript(session, call_id, transcript())
        keep_findings(session, call_id, None, findings())
    return call_id


def test_findings_carry_their_place_in_words_and_seconds(any_store: Store, call_id: int) -> None:
    with any_store.reading() as session:
        said, missing = findings_of(session, call_id)
    assert (said.verdict, said.quote, said.said, said.expected) == ("contradict", "일 퍼센트", "1%", "300원")
    assert said.started_s is not None
    turn = transcript().turns[4]
    assert turn.start_s < said.started_s < turn.end_s
    assert (missing.verdict, missing.turn, missing.started_s) == ("not_stated", None, None)


def test_the_same_findings_again_are_the_same_rows(any_store: Store, call_id: int) -> None:
    with any_store.reading() as session:
        before = findings_of(session, call_id)
    with any_store.writing() as session:
        keep_findings(session, call_id, None, findings())
    with any_store.reading() as session:
        assert findings_of(session, call_id) == before


def test_what_a_person_said_survives_another_scoring(any_store: Store, call_id: int) -> None:
    with any_store.writing() as session:
        person = people.find_person(session, "suhyun")
        assert person is not None
        confirm_fault(session, person, findings_of(session, call_id)[0].id, "entry_wrong", "")
    with any_store.writing() as session:
        keep_findings(session, call_id, None, [replace(findings()[0], expected="310원"), findings()[1]])
    with any_store.reading() as session:
        said, _ = findings_of(session, call_id)
    assert (said.expected, said.fault, said.confirmed_fault) == ("310원", "agent", "entry_wrong")
    assert said.confirmed_by == "박수현"


def test_questions_are_kept_without_personal_data(any_store: Store, call_id: int) -> None:
    for _ in range(2):
        with any_store.writing() as session:
            keep_questions(session, call_id, questions())
    with any_store.reading() as session:
        rows = session.scalars(select(CallQuestion).order_by(CallQuestion.id)).all()
    assert [(row.entry, row.turn) for row in rows] == [("water", 1), (None, 3)]
    assert MOBILE not in rows[1].text
    assert "●●●" in rows[1].text
    assert "환급 계좌" in rows[1].text


def test_a_confirmed_fault_is_written_down_and_only_by_who_may(any_store: Store, call_id: int) -> None:
    with any_store.reading() as session:
        finding_id = findings_of(session, call_id)[0].id
    for login, fault, seen, needle in (
        ("jiho", "agent", "", "may not say"),
        ("suhyun", "weather", "", "Choose whose fault"),
        ("suhyun", "agent", "entry_wrong", "in the meantime"),
    ):
        with any_store.writing() as session:
            person = people.find_person(session, login)
            assert person is not None
            with pytest.raises(Refused, match=needle):
                confirm_fault(session, person, finding_id, fault, seen)
    with any_store.writing() as session:
        person = people.find_person(session, "suhyun")
        assert person is not None
        assert confirm_fault(session, person, finding_id, "recognition", "") == call_id
    with any_store.reading() as session:
        (audit,) = session.scalars(select(Audit).where(Audit.act == "confirm_fault")).all()
    assert audit.old == {"fault": "agent", "confirmed_fault": None}
    assert audit.new is not None
    assert audit.new["confirmed_fault"] == "recognition"
