"""Editing the standard answers entry by entry: the world changed, or we had written it wrong. Nothing is overwritten.

Every act names what the person saw (`seen`, from `entry_mark`); if somebody else saved in the meantime nothing is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from qa.answers.entries import Entry, Fact
from qa.answers.report import described
from qa.answers.rows import Note, Row, Severity, clean, entries_of
from qa.call import Sentence
from qa.desk.access import Act, may
from qa.errors import Refused
from qa.store.answer_tables import AnswerEntry, AnswerFact
from qa.store.answers import NEVER, entry_mark, entry_of, fact_of, record_entry, record_fact, standing_entry, withdraw
from qa.store.engine import Session
from qa.store.tables import Audit, Person, now

FIELDS = {
    "id": Sentence("아이디", "Id"),
    "title": Sentence("제목", "Title"),
    "questions": Sentence("예시 질문", "Questions"),
    "topic": Sentence("주제", "Topic"),
    "owner": Sentence("담당", "Owner"),
    "fact_type": Sentence("종류", "Type"),
    "fact_name": Sentence("이름", "Name"),
    "fact_value": Sentence("값", "Value"),
    "required": Sentence("필수", "Required"),
    "valid_from": Sentence("시작일", "First day"),
    "valid_to": Sentence("종료일", "Last day"),
}
LONGEST_REASON = 500
WHY_WRONG = Sentence(
    "무엇이 왜 틀렸는지 적어 주세요. 이력에 남습니다.", "Say what was wrong and why; it is kept in the history."
)


class Stale(Refused):
    """Somebody else saved the entry in the meantime: nothing was overwritten."""


@dataclass(frozen=True)
class Said:
    """What a person filled in: cells by column as text, what they had seen, and why."""

    cells: Mapping[str, str]
    seen: str = ""
    reason: str = ""


def add_entry(session: Session, person: Person, said: Said) -> str:
    """A new entry without facts; its id. Raises `Refused` when the id is taken or a field cannot be used."""
    _check_may(person)
    entry, _ = _entry({**said.cells, "fact_type": "", "fact_value": ""})
    if standing_entry(session, entry.id) is not None:
        raise _taken(entry.id)
    try:
        row = record_entry(session, entry, at=now(), by=person.id, reason=reason_of(said))
    except IntegrityError as error:
        raise _taken(entry.id) from error
    note_down(session, person, "answers_add_entry", row, None, {"entry": entry.id, "title": entry.title})
    return entry.id


def change_entry(session: Session, person: Person, id: str, said: Said) -> None:
    """Another title, other questions, topic or owner; what is empty now is emptied, but for the title."""
    head = at_hand(session, person, id, said)
    entry, _ = _entry({**said.cells, "id": id, "fact_type": "", "fact_value": ""})
    old = entry_of(head, ())
    if replace(entry, facts=()) == old:
        raise _nothing_changed()
    at = now()
    withdraw(session, head, at=at, by=person.id, reason=reason_of(said))
    row = record_entry(session, replace(entry, facts=()), at=at, by=person.id, reason=reason_of(said))
    told = {"title": entry.title, "questions": entry.questions, "topic": entry.topic, "owner": entry.owner}
    was = {"title": old.title, "questions": old.questions, "topic": old.topic, "owner": old.owner}
    note_down(session, person, "answers_change_entry", row, was, told)


def add_fact(session: Session, person: Person, id: str, said: Said) -> tuple[Note, ...]:
    """One more fact. Returns what a person should know of it (a value that cannot be read), as notes."""
    head = at_hand(session, person, id, said)
    fact, notes = _fact(head, said.cells)
    _add(session, person, head, fact, said, "answers_add_fact")
    return notes


def change_from(session: Session, person: Person, id: str, row_id: int, said: Said) -> tuple[Note, ...]:
    """The world changed: the old value ends the day before `valid_from`, the new one begins on it."""
    head = at_hand(session, person, id, said)
    row, old = _standing_fact(session, id, row_id)
    fact, notes = _fact(head, {**_cells(old), **_told(said, "fact_value", "valid_from"), "valid_to": ""})
    begins = fact.valid_from
    if begins is None or (old.valid_from is not None and begins <= old.valid_from):
        raise Refused(
            f"새 값의 시작일은 지금 값의 시작일({old.valid_from or '-'}) 다음 날부터 적을 수 있습니다. "
            "처음부터 틀린 값이었다면 '오류 바로잡기'를 써 주세요.",
            f"The new value has to begin after the first day of the old one ({old.valid_from or '-'}). If the old "
            "value was wrong from the start, correct it instead.",
        )
    if fact.text == old.text:
        raise _nothing_changed()
    at = now()
    last = begins - timedelta(days=1)
    if old.valid_to is None or old.valid_to > last:
        end_on(session, person, row, last, at, reason_of(said))
    new = replace(fact, valid_to=old.valid_to if old.valid_to and old.valid_to >= begins else None, recorded_at=at)
    record_fact(session, new, by=person.id, reason=reason_of(said))
    note_down(session, person, "answers_change_from", head, shown(old), shown(new))
    return notes


def correct(session: Session, person: Person, id: str, row_id: int, said: Said) -> tuple[Note, ...]:
    """We had written it wrong: the row is withdrawn and the right one recorded. A reason is needed."""
    head = at_hand(session, person, id, said)
    row, old = _standing_fact(session, id, row_id)
    told = _told(said, "fact_name", "fact_value", "valid_from", "valid_to", "required")
    fact, notes = _fact(head, {**_cells(old), "required": "", **told})
    if _same(fact, old):
        raise _nothing_changed()
    reason = reason_of(said, needed=WHY_WRONG)
    at = now()
    _replace(session, person, row, replace(fact, recorded_at=at), at, reason)
    note_down(session, person, "answers_correct", head, shown(old), shown(fact) | {"reason": reason})
    return notes


def end(session: Session, person: Person, id: str, row_id: int, said: Said) -> None:
    """The fact is true until `valid_to`, and no more."""
    head = at_hand(session, person, id, said)
    row, old = _standing_fact(session, id, row_id)
    fact, _ = _fact(head, {**_cells(old), **_told(said, "valid_to")})
    if fact.valid_to is None:
        raise Refused("마지막 날을 적어 주세요.", "Give the last day.")
    if fact.valid_to == old.valid_to:
        raise _nothing_changed()
    end_on(session, person, row, fact.valid_to, now(), reason_of(said))
    note_down(session, person, "answers_end", head, shown(old), shown(fact))


def strike(session: Session, person: Person, id: str, row_id: int, said: Said) -> None:
    """The row should never have stood: it is withdrawn, with a reason, and none takes its place."""
    head = at_hand(session, person, id, said)
    row, old = _standing_fact(session, id, row_id)
    reason = reason_of(said, needed=WHY_WRONG)
    withdraw(session, row, at=now(), by=person.id, reason=reason)
    note_down(session, person, "answers_strike", head, shown(old), {"reason": reason})


def at_hand(session: Session, person: Person, id: str, said: Said) -> AnswerEntry:
    """The entry as it stands, locked. Raises `LookupError`, or `Stale` when it is not the one the person saw."""
    head, mark = standing_entry(session, id), entry_mark(session, id)
    if head is None and mark == NEVER:
        raise LookupError(f"no entry {id}")
    _check_may(person)
    if head is None or mark != said.seen:
        raise Stale(
            "그사이 다른 사람이 이 항목을 저장했습니다. 아무것도 덮어쓰지 않았습니다. 바뀐 내용과 "
            "입력한 내용을 비교한 뒤 다시 저장해 주세요.",
            "Somebody else saved this entry in the meantime. Nothing was overwritten: compare the change with what you "
            "entered, then save again.",
        )
    return head


def _check_may(person: Person) -> None:
    if not may(person, Act.EDIT_ANSWERS):
        raise Refused("표준상담을 고칠 권한이 없습니다.", "You may not edit the standard answers.")


def _standing_fact(session: Session, id: str, row_id: int) -> tuple[AnswerFact, Fact]:
    row = session.get(AnswerFact, row_id)
    if row is None or row.entry != id or row.withdrawn_at is not None:
        raise LookupError(f"no standing fact {row_id} in entry {id}")
    return row, fact_of(row)


def _entry(cells: Mapping[str, str]) -> tuple[Entry, tuple[Note, ...]]:
    """The entry and fact these cells make. Raises `Refused` naming the field, as an import would."""
    row = Row(0, Sentence("", ""), {name: clean(text) for name, text in cells.items()})
    entries, notes = entries_of([row])
    for note in notes:
        if note.severity is Severity.LEFT_OUT:
            field = FIELDS.get(note.field, Sentence(note.field, note.field))
            raise Refused(f"{field.ko}: {note.sentence.ko}", f"{field.en}: {note.sentence.en}")
    return entries[0], tuple(note for note in notes if note.severity is Severity.NOTE)


def _fact(head: AnswerEntry, cells: Mapping[str, str]) -> tuple[Fact, tuple[Note, ...]]:
    entry, notes = _entry({**cells, "id": head.entry, "title": head.title, "questions": ""})
    if not entry.facts:
        raise Refused("종류와 값을 적어 주세요.", "Give a type and a value.")
    return entry.facts[0], notes


def _cells(fact: Fact) -> dict[str, str]:
    return {
        "fact_type": fact.type.value,
        "fact_name": fact.name,
        "fact_value": fact.text,
        "required": "yes" if fact.required else "no",
        "valid_from": fact.valid_from.isoformat() if fact.valid_from else "",
        "valid_to": fact.valid_to.isoformat() if fact.valid_to else "",
    }


def _told(said: Said, *fields: str) -> dict[str, str]:
    return {field: said.cells[field] for field in fields if field in said.cells}


def _same(one: Fact, other: Fact) -> bool:
    return _cells(one) == _cells(other)


def _add(session: Session, person: Person, head: AnswerEntry, fact: Fact, said: Said, act: str) -> None:
    if any(_same(fact, fact_of(row)) for row in standing_facts(session, head.entry)):
        raise _nothing_changed()
    record_fact(session, replace(fact, recorded_at=now(), withdrawn_at=None), by=person.id, reason=reason_of(said))
    note_down(session, person, act, head, None, shown(fact))


def standing_facts(session: Session, id: str) -> list[AnswerFact]:
    return session.query(AnswerFact).filter_by(entry=id, withdrawn_at=None).order_by(AnswerFact.id).all()


def end_on(session: Session, person: Person, row: AnswerFact, last: date, at: datetime, reason: str) -> None:
    """The fact of this row is true until `last`, and no more."""
    _replace(session, person, row, replace(fact_of(row), valid_to=last, recorded_at=at), at, reason)


def _replace(session: Session, person: Person, row: AnswerFact, new: Fact, at: datetime, reason: str) -> None:
    withdraw(session, row, at=at, by=person.id, reason=reason)
    record_fact(session, replace(new, withdrawn_at=None), by=person.id, reason=reason, replaces_id=row.id)


def reason_of(said: Said, *, needed: Sentence | None = None) -> str:
    """Why; `needed` is what is said to a person who gave no reason where one has to be given."""
    reason = said.reason.strip()[:LONGEST_REASON]
    if needed and not reason:
        raise Refused(needed.ko, needed.en)
    return reason


def shown(fact: Fact) -> dict[str, Any]:
    return {"type": fact.type.value, "name": fact.name, "fact": described(fact).ko}


def _taken(id: str) -> Refused:
    return Refused(f"'{id}' 항목이 이미 있습니다. 다른 아이디를 적어 주세요.", f"There is an entry {id!r} already.")


def _nothing_changed() -> Refused:
    return Refused("지금 내용과 같습니다. 바뀐 것이 없습니다.", "That is what stands already: nothing was changed.")


def note_down(
    session: Session, person: Person, act: str, row: AnswerEntry, old: dict[str, Any] | None, new: dict[str, Any]
) -> None:
    told = {"entry": row.entry, **new}
    session.add(Audit(person_id=person.id, act=act, thing=f"answer_entry:{row.id}", old=old, new=told))
