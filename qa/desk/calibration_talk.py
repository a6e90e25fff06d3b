"""The discussion of a calibration session: words about a criterion, notes for its rubric, and what was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from qa.desk.calibration_report import CANNOT_TELL, NOT_APPLICABLE
from qa.desk.calibration_scope import Part, part_of
from qa.desk.calibration_table import nameless, names_in, title_of
from qa.errors import Refused
from qa.store.calibration_tables import (
    CalibrationCall,
    CalibrationComment,
    CalibrationReference,
    CalibrationSession,
)
from qa.store.engine import Session
from qa.store.tables import Audit, Person

TEXT_LENGTH = 2000
KINDS = ("comment", "rubric")


@dataclass(frozen=True)
class Word:
    """One contribution. `kind`: comment, or rubric for a note to whoever keeps the rubric."""

    id: int
    criterion: str
    call_id: int | None
    kind: str
    author: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Agreed:
    """The reference of one criterion of one call, and who wrote it down."""

    answer: str
    author: str
    at: datetime


@dataclass(frozen=True)
class RubricNote:
    """A note for a rubric, with the session it comes from."""

    session_id: int
    title: str
    word: Word


def comment(
    session: Session, person: Person, session_id: int, criterion: str, text: str, *, call_id: int | None, kind: str
) -> None:
    """Add a word to a criterion, about one call or (None) about all. Whoever takes part or leads may.

    Raises `LookupError` where there is no such session, criterion or call, `Refused` when there is nothing to add.
    """
    row = _open(session, person, session_id).row
    _known(session, row, criterion, call_id)
    if kind not in KINDS:
        raise LookupError(f"no kind of comment {kind!r}")
    text = text.strip()[:TEXT_LENGTH]
    if not text:
        raise Refused("내용을 적어 주세요.", "Write something first.")
    said = CalibrationComment(
        session_id=session_id, criterion=criterion, call_id=call_id, kind=kind, author_id=person.id, text=text
    )
    session.add(said)
    session.flush()
    act = "calibration_comment" if kind == "comment" else "rubric_note"
    new = {"criterion": criterion, "call": call_id, "text": text}
    session.add(Audit(person_id=person.id, act=act, thing=f"calibration:{session_id}", old=None, new=new))


def agree(session: Session, leader: Person, session_id: int, criterion: str, call_id: int, answer: str) -> None:
    """Write down what was agreed for a criterion of a call; an empty answer takes it back. The newest counts.

    Raises `LookupError` as `comment` does, `Refused` when the person does not lead or the criterion has no such answer.
    """
    part = _open(session, leader, session_id)
    if not part.leads:
        raise Refused(
            "기준 평정은 진행자만 저장할 수 있습니다. 합의한 답을 진행자에게 알려 주세요.",
            "The reference is written by whoever leads the session: tell them what was agreed.",
        )
    _known(session, part.row, criterion, call_id)
    question = title_of(session, session_id).question(criterion)
    if answer and answer not in (NOT_APPLICABLE, CANNOT_TELL) and (question is None or question.choice(answer) is None):
        raise Refused("합의한 답을 다시 선택해 주세요.", "Choose the agreed answer again.")
    was = references(session, session_id).get((call_id, criterion))
    if (was.answer if was else "") == answer:
        return
    session.add(
        CalibrationReference(
            session_id=session_id, call_id=call_id, criterion=criterion, answer=answer, author_id=leader.id
        )
    )
    old = {"answer": was.answer} if was else None
    new = {"criterion": criterion, "call": call_id, "answer": answer}
    session.add(Audit(person_id=leader.id, act="reference", thing=f"calibration:{session_id}", old=old, new=new))
    session.flush()


def words(session: Session, session_id: int) -> list[Word]:
    """All that was said, the oldest first."""
    rows = session.execute(
        select(CalibrationComment, Person.name)
        .join(Person, Person.id == CalibrationComment.author_id)
        .where(CalibrationComment.session_id == session_id)
        .order_by(CalibrationComment.id)
    )
    hide = names_in(session, session_id)
    return [_word(row, name, hide) for row, name in rows.tuples()]


def references(session: Session, session_id: int) -> dict[tuple[int, str], Agreed]:
    """What is agreed now, by call and criterion."""
    rows = session.execute(
        select(CalibrationReference, Person.name)
        .join(Person, Person.id == CalibrationReference.author_id)
        .where(CalibrationReference.session_id == session_id)
        .order_by(CalibrationReference.id)
    )
    newest = {(row.call_id, row.criterion): Agreed(row.answer, name, row.at) for row, name in rows.tuples()}
    return {key: agreed for key, agreed in newest.items() if agreed.answer}


def rubric_notes(session: Session, rubric: str, vendor_id: int | None) -> list[RubricNote]:
    """What sessions noted for a rubric, the newest first; a vendor's, or (None) everybody's."""
    query = (
        select(CalibrationComment, Person.name, CalibrationSession.title)
        .join(Person, Person.id == CalibrationComment.author_id)
        .join(CalibrationSession, CalibrationSession.id == CalibrationComment.session_id)
        .where(CalibrationSession.rubric == rubric, CalibrationComment.kind == "rubric")
        .order_by(CalibrationComment.id.desc())
    )
    if vendor_id is not None:
        query = query.where(CalibrationSession.vendor_id == vendor_id)
    found = session.execute(query).tuples().all()
    hide = {row.session_id: names_in(session, row.session_id) for row, _, _ in found}
    return [RubricNote(row.session_id, title, _word(row, name, hide[row.session_id])) for row, name, title in found]


def _open(session: Session, person: Person, session_id: int) -> Part:
    part = part_of(session, person, session_id, lock=True)
    if part.row.state == "open":
        raise Refused("결과가 공개된 뒤에 토의할 수 있습니다.", "The discussion begins once the results are revealed.")
    if part.row.state == "closed":
        raise Refused(
            "종료된 세션에는 더 적을 수 없습니다. 새 세션에서 이어 가 주세요.",
            "The session is closed: go on in a new one.",
        )
    return part


def _known(session: Session, row: CalibrationSession, criterion: str, call_id: int | None) -> None:
    if title_of(session, row.id).question(criterion) is None:
        raise LookupError(f"no criterion {criterion!r} in session {row.id}")
    if call_id is None:
        return
    found = session.scalar(
        select(CalibrationCall.id).where(CalibrationCall.session_id == row.id, CalibrationCall.call_id == call_id)
    )
    if found is None:
        raise LookupError(f"call {call_id} is not of session {row.id}")


def _word(row: CalibrationComment, author: str, hide: tuple[str, ...]) -> Word:
    return Word(row.id, row.criterion, row.call_id, row.kind, author, nameless(row.text, hide), row.at)
