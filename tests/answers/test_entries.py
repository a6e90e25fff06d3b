"""Which facts a call is judged by, over the two times of a table."""

from __future__ import annotations

from datetime import UTC, date, datetime

from qa.answers.entries import Entry, Fact
from qa.answers.facts import FactType

BEFORE, EDITED, AFTER = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 3, 5))


def fact(text: str, since: date | None, until: date | None, withdrawn_at: datetime | None = None) -> Fact:
    return Fact("a", FactType.FEE, "기본", text, (), True, since, until, 1, None, withdrawn_at)


def texts(facts: tuple[Fact, ...]) -> list[str]:
    return [each.text for each in facts]


def test_a_value_that_got_a_last_day_judges_an_earlier_call_once() -> None:
    old = fact("1원", None, None, withdrawn_at=EDITED)
    closed, new = fact("1원", None, date(2026, 3, 31)), fact("2원", date(2026, 4, 1), None)
    entry = Entry("a", "제목", (), "", (old, closed, new))
    (judging,) = entry.facts_judging(BEFORE.date(), BEFORE)
    assert judging is closed
    assert texts(entry.facts_judging(AFTER.date(), AFTER)) == ["2원"]


def test_a_correction_made_after_the_call_leaves_both_values_right() -> None:
    wrong, right = fact("1원", None, None, withdrawn_at=EDITED), fact("2원", None, None)
    entry = Entry("a", "제목", (), "", (wrong, right))
    assert texts(entry.facts_judging(BEFORE.date(), BEFORE)) == ["1원", "2원"]
    assert texts(entry.facts_judging(AFTER.date(), AFTER)) == ["2원"]
    assert texts(entry.facts_on(BEFORE.date())) == ["2원"]
