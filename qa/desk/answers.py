"""Keeping the standard answers: taking in a file, and editing entry by entry. Each act is written down."""

from __future__ import annotations

from dataclasses import dataclass

from qa.answers.difference import difference
from qa.answers.report import ReportRow, counts, report
from qa.answers.table import Reading
from qa.errors import Refused
from qa.store.answers import answers_standing, keep_difference, one_at_a_time
from qa.store.engine import Session
from qa.store.tables import Audit, now


@dataclass(frozen=True)
class Import:
    """What a file does, or would do, to the standard answers, row by row."""

    reading: Reading
    rows: tuple[ReportRow, ...]
    changes: bool

    @property
    def counts(self) -> dict[str, int]:
        return counts(self.rows)


def look_at(session: Session, reading: Reading, *, replace_all: bool = False) -> Import:
    """What `take_in` would do. Raises `Refused` as it does."""
    changes = difference(answers_standing(session), reading.answers, replace_all=replace_all)
    if replace_all and reading.left_out:
        number = len(reading.left_out)
        raise Refused(
            f"{reading.file}에서 {number}개 행을 읽지 못했습니다. 그대로 전체를 교체하면 그 행들의 내용이 사라지므로 "
            "교체하지 않았습니다. 행을 고치거나, 교체하지 말고 가져와 주세요.",
            f"{number} rows of {reading.file} could not be used. Replacing everything would lose what they are about, "
            "so nothing was replaced: mend them, or import without replacing.",
        )
    return Import(reading, report(reading, changes), changes.changes)


def take_in(
    session: Session, reading: Reading, *, by: int | None, replace_all: bool = False, reason: str = ""
) -> Import:
    """Make the store say what the file says, in the caller's transaction: rows that differ are withdrawn and recorded
    anew, what the file does not mention is kept unless `replace_all`.

    Raises `Refused` when rows were left out and everything is to be replaced.
    """
    one_at_a_time(session)
    done = look_at(session, reading, replace_all=replace_all)
    if done.changes:
        changes = difference(answers_standing(session), reading.answers, replace_all=replace_all)
        keep_difference(session, changes, at=now(), by=by, reason=reason or reading.file)
        new = {"file": reading.file, "hash": reading.answers.hash, "replace": replace_all, **done.counts}
        session.add(Audit(person_id=by, act="answers_import", thing="answers", old=None, new=new))
    return done
