"""The gap radar: what calls show the standard answers lack, and what is done about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from qa.desk.gaps import Radar, radar, settle
from qa.errors import Refused
from qa.store import people
from qa.store.answers import answers_standing
from qa.store.engine import Store
from qa.store.findings import AskedQuestion, keep_findings, keep_questions
from qa.store.tables import Audit, Call
from tests.cast import Cast, findings

TODAY = date(2026, 11, 23)


def look(store: Store, login: str = "eunseo", days: int = 90) -> Radar:
    with store.reading() as session:
        person = people.find_person(session, login)
        assert person is not None
        return radar(session, person, answers_standing(session), TODAY, days=days)


def act(store: Store, kind: str, key: str, state: str, owner: str = "", login: str = "eunseo") -> None:
    with store.writing() as session:
        person = people.find_person(session, login)
        assert person is not None
        settle(session, person, kind=kind, key=key, state=state, owner=owner)


def test_a_question_nobody_answers_lists_the_calls_that_asked(desk: Store, cast: Cast) -> None:
    (gap,) = look(desk).of("question", "open")
    assert gap.number == 3
    assert {call.call_id for call in gap.calls} == {cast.calls[name] for name in ("full", "teammate", "other_vendor")}
    assert all("공일공" not in call.text for call in gap.calls)


def test_a_manager_of_a_vendor_sees_that_vendors_calls_only(desk: Store, cast: Cast) -> None:
    (gap,) = look(desk, "taeo").of("question", "open")
    assert {call.call_id for call in gap.calls} == {cast.calls["full"], cast.calls["teammate"]}


def test_the_same_other_value_from_several_agents_makes_an_entry_doubtful(desk: Store) -> None:
    (gap,) = look(desk).of("contradicted", "open")
    assert (gap.entry, gap.number, gap.owner, gap.doubtful) == ("water", 3, "수도팀", True)
    assert "통화에서 1%, 표준상담 300원 (3회)" in gap.facts[0].ko
    (of_vendor,) = look(desk, "taeo").of("contradicted", "open")
    assert not of_vendor.doubtful


def test_an_entry_that_lacks_a_kind_of_fact_is_found(desk: Store, cast: Cast) -> None:
    with desk.writing() as session:
        told = replace(findings()[0], type="hours", verdict="not_in_database", fact_name="", said_norm="09:00-18:00")
        keep_findings(session, cast.calls["full"], None, [told])
    (gap,) = look(desk).of("no_fact", "open")
    assert (gap.key, gap.number) == ("water|hours", 1)


def test_what_is_told_otherwise_in_another_language_is_found(desk: Store, cast: Cast) -> None:
    with desk.writing() as session:
        for row in session.scalars(select(Call)):
            row.language = "ko"
        told = replace(findings()[0], verdict="agree", said_norm="300원")
        keep_findings(session, cast.calls["full"], None, [told])
    assert look(desk).of("differs", "open") == (), "one language, one medium: told differently is no gap of this kind"


def test_what_ended_and_what_nobody_uses_is_found(desk: Store) -> None:
    seen = look(desk)
    assert [gap.entry for gap in seen.of("expired", "open")] == ["tow"]
    assert seen.of("unused", "open") == (), "water was used, and tow is valid no more"
    assert [gap.entry for gap in look(desk, days=0).of("unused", "open")] == ["water"]


def test_a_gap_is_assigned_then_settled_and_comes_back_when_it_shows_again(desk: Store, cast: Cast) -> None:
    (gap,) = look(desk).of("question", "open")
    act(desk, "question", gap.key, "assigned", "수도팀")
    (assigned,) = look(desk).of("question", "assigned")
    assert assigned.done is not None
    assert (assigned.owner, assigned.done.who) == ("수도팀", "최은서")
    act(desk, "question", gap.key, "settled")
    assert look(desk).of("question", "open") == ()
    with desk.writing() as session:
        call = session.get_one(Call, cast.calls["waiting"])
        settled = look(desk).of("question", "settled")[0].done
        assert settled is not None
        call.started_at = settled.at + timedelta(minutes=1)
        from qa.store import results
        from tests.cast import transcript

        results.keep_transcript(session, call.id, transcript())
        again = AskedQuestion(3, gap.calls[0].text, None, "", 0.5, 0.1, "phone", "ko")
        keep_questions(session, call.id, [again])
    (back,) = look(desk).of("question", "open")
    assert back.again
    with desk.reading() as session:
        assert len(session.scalars(select(Audit).where(Audit.act == "settle_gap")).all()) == 2


@pytest.mark.parametrize(
    ("login", "kind", "state", "owner", "needle"),
    [
        ("suhyun", "question", "settled", "", "may not settle"),
        ("eunseo", "weather", "settled", "", "Choose the gap"),
        ("eunseo", "question", "assigned", " ", "Say who"),
    ],
)
def test_what_cannot_be_done_is_said(desk: Store, login: str, kind: str, state: str, owner: str, needle: str) -> None:
    with pytest.raises(Refused, match=needle):
        act(desk, kind, "수도", state, owner, login)
