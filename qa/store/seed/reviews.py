"""What people did with a made-up call: reviews in every state, what they rated, releasing, acknowledging."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from qa.call import Sentence, to_json
from qa.scoring.flags import TECHNICAL
from qa.store.review_tables import CallNote, DraftRating, Notification, Planted, Review, ReviewEvaluation, ReviewSkip
from qa.store.reviews import Purpose, ReviewState, Stream, rank_of
from qa.store.seed.calls import Centre, MachineEvaluation, MadeCall
from qa.store.seed.judged import Judged
from qa.store.seed.people import Staff
from qa.store.seed.rows import Rows
from qa.store.tables import Audit, Call, CallEvaluation, CallRating

REASON_CODES = ("recognition", "rule", "standard_answer", "rubric", "context")
DIFFERS = 0.04  # of the criteria, those a person answers otherwise than the machine
FLAGGED_DAYS, RANDOM_DAYS, ANSWER_DAYS, DISPUTE_DAYS = 3, 7, 3, 7
PRAISE = ("인사와 마무리가 안정적입니다.", "설명이 차분하고 알기 쉽습니다.", "시민의 말을 끝까지 잘 들었습니다.", "")
OPINION = (
    "대기 뒤에는 감사 인사를 잊지 말아 주세요.",
    "결론을 먼저 말씀해 주시면 더 좋겠습니다.",
    "공감 표현을 한 번 더 해 주세요.",
    "",
)
NOTES = ("여기 설명이 아주 좋습니다.", "이 부분에서 말이 조금 빨랐습니다.", "확인 절차가 빠졌습니다.")
WHY = (
    "앞에서 이미 안내했습니다.",
    "녹취를 들어 보니 다르게 말했습니다.",
    "시민이 먼저 끊었습니다.",
    "표준상담이 그사이 바뀌었습니다.",
)
RELEASED = Sentence("새 평가 결과가 공개되었습니다.", "A new evaluation has been released to you.")


@dataclass(frozen=True)
class Rated:
    """A review somebody submitted: their ratings' ids by rubric and criterion, and which of them differ."""

    review_id: int
    person: Staff
    at: datetime
    ids: dict[tuple[str, str], int]
    answers: dict[tuple[str, str], Judged]


@dataclass(frozen=True)
class Released:
    """A call its agent can see now, with the ratings that count."""

    call: MadeCall
    at: datetime
    first: Rated
    raters: tuple[Staff, ...]


class Reviewers:
    """Who takes what; keeps count of what people hold, so that nobody holds more than they may."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._evaluators = [person for person in centre.staff if person.role == "evaluator"]
        self._held: dict[tuple[int, str], int] = {}

    def of(self, chance: random.Random, vendor_id: int | None, but: tuple[Staff, ...] = ()) -> Staff | None:
        able = [p for p in self._evaluators if p.vendor_id in (None, vendor_id) and p not in but]
        return chance.choice(able) if able else None

    def without(self, vendor_id: int | None, stream: str) -> Staff | None:
        """Somebody who holds no review of this stream."""
        able = [p for p in self._evaluators if p.vendor_id in (None, vendor_id)]
        return next((p for p in able if not self._held.get((p.id, stream))), None)

    def hold(self, person: Staff, stream: str) -> bool:
        if self._held.get((person.id, stream), 0) >= 4:
            return False
        self._held[person.id, stream] = self._held.get((person.id, stream), 0) + 1
        return True


def review(rows: Rows, centre: Centre, reviewers: Reviewers, call: MadeCall, chance: random.Random) -> Released | None:
    """The first review and what followed from it; the call as released, where it came to that."""
    codes = set(call.codes) - TECHNICAL
    if not call.drawn and not codes:
        return None
    stream = Stream.RANDOM if call.drawn else Stream.FLAGGED
    age = centre.until - call.scored_at
    row: dict[str, Any] = {
        "call_id": call.id,
        "purpose": Purpose.FIRST.value,
        "stream": stream.value,
        "vendor_id": call.agent.vendor_id,
        "rank": 0 if call.drawn else rank_of(codes),
        "created_at": call.scored_at,
        "due_at": call.scored_at + timedelta(days=RANDOM_DAYS if call.drawn else FLAGGED_DAYS),
        "state": ReviewState.WAITING.value,
    }
    drawn = chance.random()
    if age < timedelta(days=4):
        wanting = reviewers.without(call.agent.vendor_id, stream)
        person = wanting or reviewers.of(chance, call.agent.vendor_id)
        if person and (wanting or drawn < 0.15) and reviewers.hold(person, stream):
            _take(rows, row, call, person, chance)
            return None
        if drawn < 0.6:
            _waits(rows, row, reviewers, call, chance)
            return None
    elif drawn < 0.14:
        _waits(rows, row, reviewers, call, chance)
        return None
    person = reviewers.of(chance, call.agent.vendor_id)
    at = call.scored_at + timedelta(hours=chance.uniform(1, min(60.0, max(2.0, age / timedelta(hours=1) - 1))))
    if person is None or at >= centre.until:
        _waits(rows, row, reviewers, call, chance)
        return None
    first = _submitted(rows, centre, row, call, person, at, chance)
    return _second(rows, centre, reviewers, call, first, chance)


def _waits(rows: Rows, row: dict[str, Any], reviewers: Reviewers, call: MadeCall, chance: random.Random) -> None:
    made = rows.add(Review, **row)
    if chance.random() < 0.03 and (person := reviewers.of(chance, call.agent.vendor_id)):
        rows.add(ReviewSkip, review_id=made, person_id=person.id, reason="know_agent", at=call.scored_at)


def _take(rows: Rows, row: dict[str, Any], call: MadeCall, person: Staff, chance: random.Random) -> None:
    """In somebody's hands, with what they have answered so far."""
    at = call.scored_at + timedelta(hours=1)
    state = {
        "state": ReviewState.ASSIGNED.value,
        "person_id": person.id,
        "assigned_at": at,
        "opened_at": at,
        "version": 2,
    }
    made = rows.add(Review, **row | state)
    _audit(
        rows, at, person, "take", f"review:{made}", {"state": "waiting"}, {"state": "assigned", "person_id": person.id}
    )
    if chance.random() < 0.5:
        of = call.evaluations[0]
        for judged in of.judged[:3]:
            answer = judged.answer or judged.state
            rows.add(
                DraftRating, review_id=made, person_id=person.id, rubric=of.form.name, criterion=judged.criterion,
                answer=answer, saved_at=at,
            )  # fmt: skip


def _submitted(
    rows: Rows, centre: Centre, row: dict[str, Any], call: MadeCall, person: Staff, at: datetime, chance: random.Random
) -> Rated:
    taken = at - timedelta(minutes=chance.uniform(6, 40))
    blind = call.drawn and row["purpose"] == Purpose.FIRST
    state = {
        "state": ReviewState.SUBMITTED.value, "person_id": person.id, "assigned_at": taken, "opened_at": taken,
        "blind_at": at - timedelta(minutes=2) if blind else None, "finished_at": at, "version": 3,
        "praise": chance.choice(PRAISE), "opinion": chance.choice(OPINION),
        "work_s": round((at - taken).total_seconds() * 0.8, 1),
        "listened_s": round(call.duration_s * chance.uniform(0.2, 1), 1), "clips_played": chance.randrange(9),
    }  # fmt: skip
    made = rows.add(Review, **row | state)
    _audit(
        rows,
        taken,
        person,
        "take",
        f"review:{made}",
        {"state": "waiting"},
        {"state": "assigned", "person_id": person.id},
    )
    answers = {(e.form.name, j.criterion): _own(e, j, chance) for e in call.evaluations for j in e.judged}
    if blind:
        rate(rows, call, person, made, answers, at - timedelta(minutes=2), kind="blind", speaks=False)
    first = row["purpose"] == Purpose.FIRST
    ids = rate(rows, call, person, made, answers, at, kind="final", speaks=first)
    _audit(rows, at, person, "submit", f"review:{made}", {"state": "assigned"}, {"state": "submitted", "changed": {}})
    if chance.random() < 0.08:
        second = round(chance.uniform(1, call.duration_s), 1)
        rows.add(
            CallNote,
            call_id=call.id,
            review_id=made,
            author_id=person.id,
            at_s=second,
            text=chance.choice(NOTES),
            created_at=at,
        )
    if first and not call.drawn and chance.random() < 0.05:
        of = call.evaluations[0]
        rows.add(
            Planted, review_id=made, rubric=of.form.name, criterion=of.judged[0].criterion, answer="partly",
            caught=chance.random() < 0.8, created_at=taken, settled_at=at, settled_by=person.id,
        )  # fmt: skip
    return Rated(made, person, at, ids, answers)


def _second(
    rows: Rows, centre: Centre, reviewers: Reviewers, call: MadeCall, first: Rated, chance: random.Random
) -> Released | None:
    """The second evaluation: waiting, or submitted, which releases the call."""
    row: dict[str, Any] = {
        "call_id": call.id, "purpose": Purpose.SECOND.value, "stream": "", "vendor_id": call.agent.vendor_id,
        "created_at": first.at, "due_at": first.at + timedelta(days=ANSWER_DAYS), "state": ReviewState.WAITING.value,
    }  # fmt: skip
    at = first.at + timedelta(hours=chance.uniform(1, 40))
    person = reviewers.of(chance, call.agent.vendor_id, (first.person,))
    if person is None or at >= centre.until or chance.random() < 0.06:
        rows.add(Review, **row)
        return None
    _submitted(rows, centre, row, call, person, at, chance)
    until = at + timedelta(days=DISPUTE_DAYS)
    acknowledged = at + timedelta(hours=chance.uniform(1, 90))
    read = acknowledged < centre.until and chance.random() < 0.7
    rows.change(Call, call.id, released_at=at, dispute_until=until, acknowledged_at=acknowledged if read else None)
    _audit(rows, at, person, "release", f"call:{call.id}", None, {"released_at": at.isoformat(timespec="seconds")})
    if read:
        told = {"acknowledged_at": acknowledged.isoformat(timespec="seconds")}
        _audit(rows, acknowledged, call.agent, "acknowledge", f"call:{call.id}", None, told)
    tell(rows, call.agent.id, "released", RELEASED, f"/calls/{call.id}", at, acknowledged if read else None)
    return Released(call, at, first, (first.person, person))


def _own(evaluation: MachineEvaluation, judged: Judged, chance: random.Random) -> Judged:
    """The person's answer: the machine's, or now and then another."""
    if chance.random() >= DIFFERS:
        return judged
    criterion = evaluation.form.rubric.criterion(judged.criterion)
    others = (
        [(key, answer.score) for key, answer in criterion.answers.items() if key != judged.answer] if criterion else []
    )
    return _otherwise(judged, *chance.choice(others), bool(criterion and criterion.critical)) if others else judged


def _otherwise(judged: Judged, answer: str, worth: float | None, critical: bool) -> Judged:
    fails = critical and worth is not None and worth < 1
    return replace(judged, answer=answer, state="rated", score=worth, critical=fails)


def rate(
    rows: Rows, call: MadeCall, person: Staff, review_id: int, answers: dict[tuple[str, str], Judged], at: datetime,
    *, kind: str, speaks: bool,
) -> dict[tuple[str, str], int]:  # fmt: skip
    """Evaluations by a person, one a rubric; the ratings' ids. Where it `speaks`, it counts beside the machine's."""
    ids: dict[tuple[str, str], int] = {}
    for machine in call.evaluations:
        own = [answers[machine.form.name, judged.criterion] for judged in machine.judged]
        made = rows.add(
            CallEvaluation, call_id=call.id, transcript_id=call.transcript_id, author_id=person.id,
            rubric_version_id=machine.form.version_id, score=machine.form.score(own, by_person=True), created_at=at,
        )  # fmt: skip
        for said, standing, machine_id in zip(own, machine.judged, machine.rating_ids, strict=True):
            differs = said.answer != standing.answer
            note = WHY[machine_id % len(WHY)] if differs else ""
            row = said.row() | {"confidence": 1.0, "reason": {"ko": note, "en": note}}
            ids[machine.form.name, said.criterion] = rows.add(
                CallRating, evaluation_id=made, author_id=person.id, overrides_id=machine_id if speaks else None,
                reason_code=REASON_CODES[machine_id % len(REASON_CODES)] if differs and speaks else None,
                created_at=at, **row,
            )  # fmt: skip
        rows.add(ReviewEvaluation, review_id=review_id, evaluation_id=made, kind=kind)
    return ids


def tell(
    rows: Rows, person_id: int, kind: str, sentence: Sentence, link: str, at: datetime, read_at: datetime | None
) -> None:
    rows.add(
        Notification,
        person_id=person_id,
        kind=kind,
        sentence=to_json(sentence),
        link=link,
        created_at=at,
        read_at=read_at,
    )


def _audit(
    rows: Rows, at: datetime, person: Staff, act: str, thing: str, old: dict[str, Any] | None, new: dict[str, Any]
) -> None:
    rows.add(Audit, at=at, person_id=person.id, act=act, thing=thing, old=old, new=new)
