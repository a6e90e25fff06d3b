"""Editing the standard answers: the world changed, or we had written it wrong; nothing is overwritten."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from qa.desk import entries
from qa.desk.entries import Said, Stale
from qa.errors import Refused
from qa.store.answer_pages import entry_page
from qa.store.answer_tables import AnswerFact
from qa.store.answers import answers_standing, entry_mark
from qa.store.engine import Session, Store
from qa.store.tables import Audit
from tests.cast import person, with_answers

FILE = """id,title,questions,topic,fact_type,fact_name,fact_value,required,valid_from,valid_to,owner
water,수도요금,수도요금이 얼마예요,수도,fee,기본,"11,600원",yes,2025-01-01,,수도팀
water,수도요금,,수도,office,담당,상수도사업본부,no,,,수도팀
"""


@pytest.fixture
def at(any_store: Store) -> Store:
    return with_answers(any_store, FILE)


def seen(session: Session, id: str = "water") -> str:
    return entry_mark(session, id)


def fact_row(session: Session, text: str) -> int:
    return session.scalars(
        select(AnswerFact.id).where(AnswerFact.text == text, AnswerFact.withdrawn_at.is_(None))
    ).one()


def fee(session: Session) -> int:
    return fact_row(session, "11,600원")


def told(at: Store, day: date | None) -> list[str]:
    with at.reading() as session:
        entry = answers_standing(session).entry("water")
    assert entry is not None
    return [fact.text for fact in entry.facts_on(day)]


def test_a_value_that_changes_on_a_day_leaves_the_days_before_as_they_were(at: Store) -> None:
    with at.writing() as session:
        said = Said({"fact_value": "12,300원", "valid_from": "2026-03-01"}, seen(session), "조례 개정")
        entries.change_from(session, person(session), "water", fee(session), said)
    assert told(at, date(2026, 2, 28)) == ["상수도사업본부", "11,600원"]
    assert told(at, date(2026, 3, 1)) == ["상수도사업본부", "12,300원"]
    with at.reading() as session:
        page = entry_page(session, "water")
        assert page is not None
        newest = page.history[0]
        assert (newest.who, newest.reason) == ("최은서", "조례 개정")
        (audit,) = session.scalars(select(Audit).where(Audit.act == "answers_change_from")).all()
        assert audit.new is not None
        assert audit.new["entry"] == "water"


def test_a_new_value_may_not_begin_before_the_old_one(at: Store) -> None:
    with at.writing() as session:
        said, row = Said({"fact_value": "12,300원", "valid_from": "2025-01-01"}, seen(session)), fee(session)
        with pytest.raises(Refused, match="correct it instead"):
            entries.change_from(session, person(session), "water", row, said)


def test_a_correction_needs_a_reason_and_keeps_the_mistake(at: Store) -> None:
    with at.writing() as session:
        said, row = Said({"fact_value": "11,900원", "required": "yes"}, seen(session), " "), fee(session)
        with pytest.raises(Refused, match="Say what was wrong"):
            entries.correct(session, person(session), "water", row, said)
    with at.writing() as session:
        said = Said({"fact_value": "11,900원", "required": "yes"}, seen(session), "고시를 잘못 읽음")
        entries.correct(session, person(session), "water", fee(session), said)
    assert told(at, date(2025, 6, 1)) == ["상수도사업본부", "11,900원"]
    with at.reading() as session:
        wrong, right = session.scalars(select(AnswerFact).where(AnswerFact.type == "fee").order_by(AnswerFact.id)).all()
        assert (wrong.text, wrong.withdrawn_reason, right.replaces_id) == ("11,600원", "고시를 잘못 읽음", wrong.id)
        assert wrong.withdrawn_at == right.recorded_at
        assert right.required


def test_a_fact_ends_on_its_last_day(at: Store) -> None:
    with at.writing() as session:
        said = Said({"valid_to": "2026-05-31"}, seen(session))
        entries.end(session, person(session), "water", fee(session), said)
    assert told(at, date(2026, 5, 31)) == ["상수도사업본부", "11,600원"]
    assert told(at, date(2026, 6, 1)) == ["상수도사업본부"]


def test_a_row_that_should_not_stand_is_withdrawn_with_a_reason(at: Store) -> None:
    with at.writing() as session:
        said = Said({}, seen(session), "다른 항목의 사실")
        entries.strike(session, person(session), "water", fee(session), said)
    assert told(at, None) == ["상수도사업본부"]
    with at.reading() as session:
        page = entry_page(session, "water")
        assert page is not None
        assert (page.history[0].new, page.history[0].reason) == (None, "다른 항목의 사실")


def test_names_of_an_office_are_added_with_a_bar_between(at: Store) -> None:
    with at.writing() as session:
        said = Said({"fact_value": "상수도사업본부|아리수본부"}, seen(session), "새 이름")
        entries.correct(session, person(session), "water", fact_row(session, "상수도사업본부"), said)
    with at.reading() as session:
        assert "아리수본부" in answers_standing(session).offices()


def test_of_two_who_save_the_second_is_told_and_overwrites_nothing(at: Store) -> None:
    with at.reading() as session:
        both_saw = seen(session)
    with at.writing() as session:
        said = Said({"fact_value": "12,000원", "required": "yes"}, both_saw, "하나")
        entries.correct(session, person(session), "water", fee(session), said)
    with at.reading() as session:
        row = fact_row(session, "12,000원")
        said = Said({"fact_value": "13,000원", "required": "yes"}, both_saw, "둘")
        with pytest.raises(Stale, match="Nothing was overwritten"):
            entries.correct(session, person(session), "water", row, said)
    assert told(at, None) == ["상수도사업본부", "12,000원"]


def test_a_value_that_cannot_be_read_is_saved_and_said(at: Store) -> None:
    with at.writing() as session:
        said = Said({"fact_type": "fee", "fact_name": "연체료", "fact_value": "그때그때 다름"}, seen(session))
        (note,) = entries.add_fact(session, person(session), "water", said)
    assert "그때그때 다름" in note.sentence.ko
    assert "그때그때 다름" in told(at, None)


@pytest.mark.parametrize(
    ("cells", "needle"),
    [
        ({"fact_type": "fee", "fact_value": ""}, "Value: is empty"),
        ({"fact_type": "colour", "fact_value": "x"}, "Type: 'colour' is not known"),
        ({"fact_type": "fee", "fact_value": "1원", "valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "Last day"),
        ({}, "Give a type and a value"),
        ({"fact_type": "office", "fact_name": "담당", "fact_value": "상수도사업본부"}, "nothing was changed"),
    ],
)
def test_what_cannot_be_saved_names_its_field(at: Store, cells: dict[str, str], needle: str) -> None:
    with at.writing() as session, pytest.raises(Refused, match=needle):
        entries.add_fact(session, person(session), "water", Said(cells, seen(session)))


def test_an_entry_is_added_once(at: Store) -> None:
    said = Said({"id": "여권/1", "title": "여권 발급", "questions": "여권은 얼마예요\n여권 어디서 만들어요"})
    with at.writing() as session:
        assert entries.add_entry(session, person(session), said) == "여권/1"
    with at.reading() as session:
        entry = answers_standing(session).entry("여권/1")
        assert entry is not None
        assert entry.questions == ("여권은 얼마예요", "여권 어디서 만들어요")
    with at.writing() as session, pytest.raises(Refused, match="There is an entry"):
        entries.add_entry(session, person(session), said)


def test_an_entry_gets_another_owner_and_the_one_before_stays_readable(at: Store) -> None:
    with at.writing() as session:
        cells = {"title": "수도요금", "questions": "수도요금이 얼마예요", "topic": "수도", "owner": "요금팀"}
        entries.change_entry(session, person(session), "water", Said(cells, seen(session)))
    with at.reading() as session:
        page = entry_page(session, "water")
    assert page is not None
    assert page.entry.owner == "요금팀"
    old, new = page.history[0].old, page.history[0].new
    assert (getattr(old, "owner", None), getattr(new, "owner", None)) == ("수도팀", "요금팀")


def test_who_may_not_edit_changes_nothing(at: Store) -> None:
    with at.writing() as session:
        said, row = Said({"valid_to": "2026-05-31"}, seen(session)), fee(session)
        with pytest.raises(Refused, match="may not edit"):
            entries.end(session, person(session, "suhyun"), "water", row, said)
