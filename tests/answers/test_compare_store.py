"""What people change in the table, and the calls before and after it: nobody is wrong for what was right at the time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from qa.answers.compare import Comparer, Finding
from qa.answers.table import read_bytes
from qa.call import Speaker, Transcript, Turn
from qa.desk import entries
from qa.desk.answers import take_in
from qa.desk.entries import Said
from qa.store import people
from qa.store.answers import answers_standing, entry_mark
from qa.store.engine import Store

FILE = """id,title,questions,topic,fact_type,fact_name,fact_value,required,valid_from,valid_to
ferry,한강 유람선,유람선 요금이 얼마예요|유람선 어른 요금,관광,fee,어른 요금,"16,000원",yes,2024-01-01,
"""


@pytest.fixture
def at(store: Store) -> Store:
    with store.writing() as session:
        people.add_person(session, login="eunseo", name="최은서", role="manager", password="correct horse battery")
        take_in(session, read_bytes(FILE.encode(), "answers.csv"), by=None)
    return store


def compared(store: Store, called_at: datetime, said: str) -> tuple[Finding, ...]:
    turns = (
        Turn(Speaker.CITIZEN, 0, 2, "한강 유람선 어른 요금이 얼마예요?"),
        Turn(Speaker.AGENT, 2, 4, f"네, 유람선 어른 요금은 {said}입니다."),
    )
    with store.reading() as session:
        answers = answers_standing(session)
    return Comparer(answers).compare(Transcript("ko", 4.0, turns), called_at=called_at)


def edit(store: Store, act: str, cells: dict[str, str], reason: str = "고시") -> None:
    with store.writing() as session:
        person = people.find_person(session, "eunseo")
        entry = answers_standing(session).entry("ferry")
        assert person is not None
        assert entry is not None
        (fact,) = [fact for fact in entry.facts if fact.withdrawn_at is None]
        getattr(entries, act)(session, person, "ferry", fact.line, Said(cells, entry_mark(session, "ferry"), reason))


def test_a_value_that_changes_leaves_earlier_calls_as_they_were(at: Store) -> None:
    now = datetime.now(UTC)
    last_year, next_year = now - timedelta(days=300), now + timedelta(days=300)
    edit(at, "change_from", {"fact_value": "18,000원", "valid_from": (now + timedelta(days=30)).date().isoformat()})
    (before,) = compared(at, last_year, "만육천 원")
    assert (before.verdict, before.fault) == ("agree", None)
    (after,) = compared(at, next_year, "만팔천 원")
    assert after.verdict == "agree"
    (stale,) = compared(at, next_year, "만육천 원")
    assert stale.verdict == "contradict"


def test_a_correction_costs_nobody_who_said_what_the_table_said(at: Store) -> None:
    now = datetime.now(UTC)
    edit(
        at,
        "correct",
        {"fact_value": "17,000원", "required": "yes", "fact_name": "어른 요금", "valid_from": "2024-01-01"},
    )
    (then,) = compared(at, now - timedelta(days=1), "만육천 원")
    assert (then.verdict, then.fault) == ("agree", "entry_wrong")
    (later,) = compared(at, now + timedelta(days=1), "만육천 원")
    assert later.verdict == "contradict"
    assert compared(at, now + timedelta(days=1), "만칠천 원")[0].verdict == "agree"


def test_a_required_fact_that_changed_is_missed_once(at: Store) -> None:
    now = datetime.now(UTC)
    edit(at, "change_from", {"fact_value": "18,000원", "valid_from": (now + timedelta(days=30)).date().isoformat()})
    turns = (
        Turn(Speaker.CITIZEN, 0, 2, "한강 유람선 어른 요금이 얼마예요?"),
        Turn(Speaker.AGENT, 2, 4, "담당 부서로 연결해 드리겠습니다."),
    )
    with at.reading() as session:
        answers = answers_standing(session)
    found = Comparer(answers).compare(Transcript("ko", 4.0, turns), called_at=now - timedelta(days=300))
    assert [finding.verdict for finding in found if finding.fact_name == "어른 요금"] == ["not_stated"]
