"""Which calls to calibrate with: enriched with failures, because where nearly all pass agreement says little.

The order within a kind comes of a hash of seed and call, so the same seed proposes the same calls, and a call that
arrives meanwhile changes only its own place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from qa.call import RatingState
from qa.desk.access import Scope, calls_of
from qa.desk.sheet import Sheet, sheet_in
from qa.errors import Refused
from qa.store.calibration_tables import CalibrationCall, CalibrationSession
from qa.store.engine import Session
from qa.store.review_tables import Dispute
from qa.store.tables import Call, CallEvaluation, CallRating, Person, Recording, RubricVersion, Vendor

NEWEST = 600  # evaluations that are looked at: recent work is what evaluators have to agree about
FEWEST, MOST = 1, 40
USUAL = 8
WHYS = ("fail", "pass", "anchor", "dispute", "added")


@dataclass(frozen=True)
class Candidate:
    """A call that can be calibrated with. `failed`: criteria at no points, by the machine or by people."""

    call_id: int
    evaluation_id: int  # the machine's
    version_id: int  # of the rubric
    vendor_id: int | None
    vendor: str
    started_at: datetime
    duration_s: float | None
    failed: frozenset[str]
    disputed: bool
    before: bool  # it was in an earlier session of this rubric

    @property
    def why(self) -> str:
        return "dispute" if self.disputed else "fail" if self.failed else "pass"


@dataclass(frozen=True)
class Chosen:
    """A candidate and what it is chosen for, one of WHYS."""

    candidate: Candidate
    why: str


def rubrics(session: Session, person: Person) -> dict[str, Sheet]:
    """Rubrics under which calls of the person's scope were evaluated lately, by name, in their newest version."""
    newest = (
        select(CallEvaluation.rubric_version_id)
        .join(Call, Call.id == CallEvaluation.call_id)
        .where(CallEvaluation.author_id.is_(None), calls_of(person))
        .order_by(CallEvaluation.id.desc())
        .limit(NEWEST * 3)
        .subquery()
    )
    versions = select(RubricVersion).where(RubricVersion.id.in_(select(newest.c[0])))
    rows = session.scalars(versions.order_by(RubricVersion.name, RubricVersion.id))
    found = {row.name: sheet_in(row.name, row.text) for row in rows}
    return {name: sheet for name, sheet in found.items() if sheet is not None}


def candidates(session: Session, person: Person, rubric: str) -> list[Candidate]:
    """The newest calls of the person's scope under the newest version of the rubric, the newest first."""
    found = _candidates(session, rubric, calls_of(person))
    newest = next((each.version_id for each in found), None)
    return [each for each in found if each.version_id == newest]


def propose(found: Sequence[Candidate], scope: Scope, n: int, seed: int) -> list[Chosen]:
    """Up to `n` calls that were in no session yet.

    Of every vendor one that all rate (where the leader sees several), a fifth whose dispute was upheld, of the rest two
    thirds that failed something, first what no chosen call failed yet, and the others passed everything.
    """
    n = min(max(n, FEWEST), MOST)
    fresh = sorted((each for each in found if not each.before), key=lambda each: _place(seed, each.call_id))
    chosen: dict[int, Chosen] = {}

    def take(few: Iterable[Candidate], most: int, why: str = "") -> None:
        for each in few:
            if most <= 0 or len(chosen) >= n:
                return
            if each.call_id not in chosen:
                chosen[each.call_id] = Chosen(each, why or each.why)
                most -= 1

    vendors = {each.vendor_id for each in fresh}
    if scope.everything and len(vendors) > 1:
        for vendor in sorted(vendors, key=lambda of: of or 0):
            take((each for each in fresh if each.vendor_id == vendor), 1, "anchor")
    take((each for each in fresh if each.disputed), -(-n // 5))
    rest = n - len(chosen)
    take(_spread([each for each in fresh if each.failed and each.call_id not in chosen]), -(-2 * rest // 3))
    take((each for each in fresh if not each.failed), n)
    take(_spread([each for each in fresh if each.failed and each.call_id not in chosen]), n)
    return list(chosen.values())


def named(session: Session, person: Person, rubric: str, call_ids: Sequence[int]) -> list[Candidate]:
    """These calls, as candidates, in the order given. Raises `Refused` naming those that cannot be rated."""
    wanted = list(dict.fromkeys(call_ids))
    found = {each.call_id: each for each in _candidates(session, rubric, calls_of(person), wanted)}
    missing = [str(call_id) for call_id in wanted if call_id not in found]
    if missing:
        told = ", ".join(missing)
        raise Refused(
            f"통화 {told}번은 이 평가표로 평가되지 않았거나 볼 수 없는 통화입니다. 번호를 확인하거나 빼 주세요.",
            f"Call {told} is not evaluated under this rubric, or you cannot see it: check the number, or leave it out.",
        )
    newest = max((each.version_id for each in found.values()), default=0)
    older = [str(each.call_id) for each in found.values() if each.version_id != newest]
    if older:
        told = ", ".join(older)
        raise Refused(
            f"통화 {told}번은 다른 버전의 평가표로 평가되어 함께 비교할 수 없습니다. 목록에서 빼 주세요.",
            f"Call {told} is evaluated under another version of the rubric and cannot be compared: leave it out.",
        )
    return [found[call_id] for call_id in wanted]


def _spread(failing: list[Candidate]) -> Iterable[Candidate]:
    """One after the other, first whichever fails most of what none before it fails."""
    left, seen = list(failing), set[str]()
    while left:
        if not any(each.failed - seen for each in left):
            seen = set()
        best = max(left, key=lambda each: len(each.failed - seen))  # of equals the first
        left.remove(best)
        seen |= best.failed
        yield best


def _place(seed: int, call_id: int) -> bytes:
    return hashlib.blake2b(f"{seed}:{call_id}".encode(), digest_size=8).digest()


def _candidates(
    session: Session, rubric: str, allowed: ColumnElement[bool], call_ids: Collection[int] | None = None
) -> list[Candidate]:
    query = (
        select(CallEvaluation.id, CallEvaluation.call_id, CallEvaluation.rubric_version_id, Call.vendor_id)
        .add_columns(Vendor.name, Call.started_at, Recording.duration_s)
        .join(Call, Call.id == CallEvaluation.call_id)
        .join(RubricVersion, RubricVersion.id == CallEvaluation.rubric_version_id)
        .join(Recording, Recording.id == Call.recording_id)
        .outerjoin(Vendor, Vendor.id == Call.vendor_id)
        .where(RubricVersion.name == rubric, CallEvaluation.author_id.is_(None), allowed)
        .order_by(CallEvaluation.id.desc())
    )
    query = query.limit(NEWEST) if call_ids is None else query.where(Call.id.in_(call_ids))
    newest: dict[int, tuple[int, int, int, int | None, str | None, datetime, float | None]] = {}
    for row in session.execute(query).tuples():
        newest.setdefault(row[1], row)
    failed = _failed(session, [row[0] for row in newest.values()])
    disputed = set(
        session.scalars(
            select(Dispute.call_id).where(
                Dispute.call_id.in_(newest), Dispute.rubric == rubric, Dispute.outcome.in_(("accepted", "third"))
            )
        )
    )
    before = set(
        session.scalars(
            select(CalibrationCall.call_id)
            .join(CalibrationSession, CalibrationSession.id == CalibrationCall.session_id)
            .where(CalibrationCall.call_id.in_(newest), CalibrationSession.rubric == rubric)
        )
    )
    return [
        Candidate(
            call_id=call_id,
            evaluation_id=evaluation_id,
            version_id=version_id,
            vendor_id=vendor_id,
            vendor=vendor or "",
            started_at=started_at,
            duration_s=duration_s,
            failed=frozenset(failed.get(evaluation_id, ())),
            disputed=call_id in disputed,
            before=call_id in before,
        )
        for evaluation_id, call_id, version_id, vendor_id, vendor, started_at, duration_s in newest.values()
    ]


def _failed(session: Session, evaluation_ids: Collection[int]) -> dict[int, set[str]]:
    """By evaluation, the criteria to which the machine, or a person beside it, gave nothing."""
    said = aliased(CallRating)
    nothing = (said.state == RatingState.RATED.value, said.score == 0)
    rows = session.execute(
        select(CallRating.evaluation_id, CallRating.criterion)
        .join(said, or_(said.id == CallRating.id, said.overrides_id == CallRating.id))
        .where(CallRating.evaluation_id.in_(evaluation_ids), CallRating.overrides_id.is_(None), *nothing)
        .distinct()
    )
    found: dict[int, set[str]] = {}
    for evaluation_id, criterion in rows.tuples():
        found.setdefault(evaluation_id, set()).add(criterion)
    return found
