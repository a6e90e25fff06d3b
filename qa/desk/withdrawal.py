"""Withdrawing a whole entry of the standard answers from a day on: what that would do, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from qa.answers.entries import Fact
from qa.call import Sentence
from qa.desk.entries import Said, at_hand, end_on, note_down, reason_of, shown, standing_facts
from qa.errors import Refused
from qa.store.answer_tables import AnswerEntry, AnswerFact
from qa.store.answers import fact_of, withdraw
from qa.store.engine import Session
from qa.store.tables import Person, now

WHY = Sentence("왜 철회하는지 적어 주세요. 이력에 남습니다.", "Say why it is withdrawn; it is kept in the history.")


@dataclass(frozen=True)
class Withdrawal:
    """What withdrawing an entry from `day` on does to its facts: some end on `last`, the day before; those that would
    begin on `day` or later are withdrawn. Those that ended before are left as they are.
    """

    day: date
    last: date
    ended: tuple[Fact, ...]
    withdrawn: tuple[Fact, ...]


def withdrawal(session: Session, person: Person, id: str, said: Said) -> Withdrawal:
    """What `withdraw_entry` would do. Raises as it does."""
    return _planned(session, person, id, said)[0]


def withdraw_entry(session: Session, person: Person, id: str, said: Said) -> Withdrawal:
    """From the day in `valid_from` on nobody is told the entry; calls before that day stay judged by it.

    Raises `LookupError`, `Stale`, or `Refused` when the day or the reason is missing.
    """
    planned, head, rows = _planned(session, person, id, said)
    reason, at = reason_of(said, needed=WHY), now()
    for fact in planned.ended:
        end_on(session, person, rows[fact.line], planned.last, at, reason)
    for fact in planned.withdrawn:
        withdraw(session, rows[fact.line], at=at, by=person.id, reason=reason)
    withdraw(session, head, at=at, by=person.id, reason=reason)
    told = {
        "day": planned.day.isoformat(),
        "ended": [shown(fact) for fact in planned.ended],
        "withdrawn": [shown(fact) for fact in planned.withdrawn],
        "reason": reason,
    }
    note_down(session, person, "answers_withdraw_entry", head, {"title": head.title}, told)
    return planned


def _planned(
    session: Session, person: Person, id: str, said: Said
) -> tuple[Withdrawal, AnswerEntry, dict[int, AnswerFact]]:
    head = at_hand(session, person, id, said)
    try:
        day = date.fromisoformat(said.cells.get("valid_from", "").strip())
        last = day - timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise Refused("철회할 날짜를 골라 주세요.", "Choose the day from which it is withdrawn.") from error
    reason_of(said, needed=WHY)
    rows = {row.id: row for row in standing_facts(session, id)}
    facts = [fact_of(row) for row in rows.values()]
    begun = [fact for fact in facts if fact.valid_from is None or fact.valid_from < day]
    ended = tuple(fact for fact in begun if fact.valid_to is None or fact.valid_to > last)
    return Withdrawal(day, last, ended, tuple(fact for fact in facts if fact not in begun)), head, rows
