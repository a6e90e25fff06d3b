"""Withdrawing an entry from a day on: its facts end, nothing is lost, calls before that day are judged as before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from qa.answers.compare import Comparer
from qa.answers.judge import Verdict
from qa.answers.table import read_bytes
from qa.call import Speaker, Transcript, Turn
from qa.desk import entries
from qa.desk.answers import take_in
from qa.desk.entries import Said, Stale
from qa.desk.withdrawal import withdraw_entry, withdrawal
from qa.errors import Refused
from qa.store.answer_pages import entry_page
from qa.store.answer_tables import AnswerEntry, AnswerFact
from qa.store.answers import answers_standing, entry_mark
from qa.store.engine import Session, Store
from qa.store.tables import Audit
from tests.cast import person, with_answers

FILE = """id,title,questions,topic,fact_type,fact_name,fact_value,required,valid_from,valid_to
ferry,한강 유람선,유람선 요금이 얼마예요|유람선 어른 요금,관광,fee,어른 요금,"15,000원",yes,2022-01-01,2023-12-31
ferry,,,,fee,어른 요금,"16,000원",yes,2024-01-01,
ferry,,,,office,담당,한강유람선사업소,no,,2030-12-31
ferry,,,,fee,야간 요금,"21,000원",no,2026-05-01,
"""
DAY, LAST = date(2026, 3, 1), date(2026, 2, 28)


@pytest.fixture
def at(any_store: Store) -> Store:
    return with_answers(any_store, FILE)


def said(session: Session, day: str = str(DAY), reason: str = "운항 종료") -> Said:
    return Said({"valid_from": day}, entry_mark(session, "ferry"), reason)


def gone(at: Store) -> None:
    with at.writing() as session:
        withdraw_entry(session, person(session), "ferry", said(session))


def verdicts(store: Store, called_at: datetime) -> list[tuple[Verdict, str]]:
    turns = (
        Turn(Speaker.CITIZEN, 0, 2, "한강 유람선 어른 요금이 얼마예요?"),
        Turn(Speaker.AGENT, 2, 4, "네, 유람선 어른 요금은 만육천 원입니다."),
    )
    with store.reading() as session:
        found = Comparer(answers_standing(session)).compare(Transcript("ko", 4.0, turns), called_at=called_at)
    return [(one.verdict, one.expected) for one in found if one.type == "fee" and one.verdict is not Verdict.NOT_STATED]


def test_its_facts_end_the_day_before_and_those_to_come_are_withdrawn(at: Store) -> None:
    with at.reading() as session:
        planned = withdrawal(session, person(session), "ferry", said(session))
        assert (planned.day, planned.last) == (DAY, LAST)
        assert [fact.text for fact in planned.ended] == ["16,000원", "한강유람선사업소"]
        assert [fact.text for fact in planned.withdrawn] == ["21,000원"]
    gone(at)
    with at.reading() as session:
        rows = session.scalars(select(AnswerFact).order_by(AnswerFact.id)).all()
        (head,) = session.scalars(select(AnswerEntry)).all()
        standing = [(row.text, row.valid_to) for row in rows if row.withdrawn_at is None]
        assert standing == [("15,000원", date(2023, 12, 31)), ("16,000원", LAST), ("한강유람선사업소", LAST)]
        before = {row.text: (row.valid_to, row.withdrawn_reason) for row in rows if row.withdrawn_at is not None}
        assert before == {
            "16,000원": (None, "운항 종료"),
            "한강유람선사업소": (date(2030, 12, 31), "운항 종료"),
            "21,000원": (None, "운항 종료"),
        }
        moments = {row.withdrawn_at for row in rows} | {row.recorded_at for row in rows} | {head.withdrawn_at}
        assert len(moments - {None}) == 1, "one act, one moment"
        assert head.withdrawer is not None
        assert head.withdrawer.name == "최은서"
        (audit,) = session.scalars(select(Audit).where(Audit.act == "answers_withdraw_entry")).all()
        assert audit.new is not None
        assert (audit.new["entry"], audit.new["day"], audit.new["reason"]) == ("ferry", str(DAY), "운항 종료")
        assert (len(audit.new["ended"]), len(audit.new["withdrawn"])) == (2, 1)


def test_the_history_keeps_every_fact_and_says_who_withdrew_the_entry_and_why(at: Store) -> None:
    gone(at)
    with at.reading() as session:
        page = entry_page(session, "ferry")
    assert page is not None
    newest = page.history[0]
    assert (newest.who, newest.reason, newest.new) == ("최은서", "운항 종료", None)
    assert getattr(newest.old, "title", None) == "한강 유람선"
    assert len(page.history) == 1 + 3 + 5, "the entry withdrawn, what became of three facts, and how all began"
    assert {fact.text for fact in page.entry.facts} == {"15,000원", "16,000원", "한강유람선사업소", "21,000원"}


def test_a_changed_entry_is_no_withdrawn_one_in_the_history(at: Store) -> None:
    with at.writing() as session:
        cells = {"title": "한강 유람선 이용"}
        entries.change_entry(session, person(session), "ferry", Said(cells, entry_mark(session, "ferry")))
    gone(at)
    with at.writing() as session:
        entries.add_entry(session, person(session), Said({"id": "ferry", "title": "한강버스"}))
    with at.reading() as session:
        page = entry_page(session, "ferry")
    assert page is not None
    told = [
        (getattr(event.old, "title", None), getattr(event.new, "title", None))
        for event in reversed(page.history)
        if hasattr(event.old or event.new, "title")
    ]
    assert told == [
        (None, "한강 유람선"),
        ("한강 유람선", "한강 유람선 이용"),
        ("한강 유람선 이용", None),
        (None, "한강버스"),
    ]


def test_a_call_before_that_day_is_still_judged_by_it_and_one_after_is_not(at: Store) -> None:
    before, on = (datetime(day.year, day.month, day.day, 10, tzinfo=UTC) for day in (LAST, DAY))
    later = datetime.now(UTC) + timedelta(days=1)
    assert verdicts(at, later) == [(Verdict.AGREE, "16,000원")]
    gone(at)
    assert verdicts(at, before) == [(Verdict.AGREE, "16,000원")]
    assert Verdict.AGREE not in {verdict for verdict, _ in verdicts(at, later)}
    # Made after that day, but before the entry was withdrawn: the table told the agent so.
    assert verdicts(at, on) == [(Verdict.AGREE, "16,000원")]


def test_if_somebody_saved_in_the_meantime_nothing_is_withdrawn(at: Store) -> None:
    with at.writing() as session:
        late = said(session)
        cells = {"fact_type": "phone", "fact_name": "문의", "fact_value": "02-120"}
        entries.add_fact(session, person(session), "ferry", Said(cells, entry_mark(session, "ferry")))
    with at.writing() as session:
        for act in (withdrawal, withdraw_entry):
            with pytest.raises(Stale, match="Nothing was overwritten"):
                act(session, person(session), "ferry", late)
        assert session.scalars(select(AnswerFact).where(AnswerFact.withdrawn_at.is_not(None))).all() == []


def test_who_had_the_entry_open_when_it_was_withdrawn_is_told(at: Store) -> None:
    with at.reading() as session:
        saw = said(session)
    gone(at)
    with at.writing() as session:
        with pytest.raises(Stale):
            withdraw_entry(session, person(session), "ferry", saw)
        with pytest.raises(Stale):
            entries.change_entry(session, person(session), "ferry", Said({"title": "x"}, saw.seen))
        with pytest.raises(LookupError):
            withdraw_entry(session, person(session), "never", saw)


@pytest.mark.parametrize(
    ("day", "reason", "needle"),
    [
        (str(DAY), " ", "Say why"),
        ("", "끝", "Choose the day"),
        ("2026-02-30", "끝", "Choose the day"),
        ("0001-01-01", "끝", "Choose the day"),
    ],
)
def test_it_needs_a_day_and_a_reason(at: Store, day: str, reason: str, needle: str) -> None:
    with at.writing() as session:
        for act in (withdrawal, withdraw_entry):
            with pytest.raises(Refused, match=needle):
                act(session, person(session), "ferry", said(session, day, reason))


def test_who_may_not_edit_withdraws_nothing(at: Store) -> None:
    with at.writing() as session, pytest.raises(Refused, match="may not edit"):
        withdraw_entry(session, person(session, "suhyun"), "ferry", said(session))


def test_an_entry_without_facts_is_withdrawn_and_the_lock_notices(at: Store) -> None:
    with at.writing() as session:
        id = entries.add_entry(session, person(session), Said({"id": "empty", "title": "빈 항목"}))
        saw = entry_mark(session, id)
        done = withdraw_entry(session, person(session), id, Said({"valid_from": str(DAY)}, saw, "중복"))
        assert (done.ended, done.withdrawn) == ((), ())
        assert entry_mark(session, id) != saw


def test_a_file_that_only_tells_its_past_does_not_bring_it_back(at: Store) -> None:
    from qa.answers.export import export

    gone(at)
    with at.reading() as session:
        told = export(answers_standing(session), "csv")
    with at.writing() as session:
        done = take_in(session, read_bytes(told, "export.csv"), by=None)
        assert not done.changes
        ferry = answers_standing(session).entry("ferry")
        assert ferry is not None
        assert ferry.withdrawn_at is not None
        assert take_in(session, read_bytes(FILE.encode(), "answers.csv"), by=None).changes
        ferry = answers_standing(session).entry("ferry")
        assert ferry is not None
        assert ferry.withdrawn_at is None
        assert [fact.text for fact in ferry.facts_on(date(2026, 6, 1))] == ["16,000원", "한강유람선사업소", "21,000원"]
