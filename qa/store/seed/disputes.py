"""What agents of a made-up centre objected to, and how it was answered."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from qa.call import Sentence
from qa.store.review_tables import Dispute, Review, RubricCase
from qa.store.reviews import Purpose, ReviewState
from qa.store.seed.calls import Centre
from qa.store.seed.judged import Judged
from qa.store.seed.reviews import ANSWER_DAYS, Released, Reviewers, rate, tell
from qa.store.seed.rows import Rows
from qa.store.tables import Audit

SHARE = 0.04  # of the released calls with a deduction, those whose agent objects
OBJECTIONS = (
    "통화 끝부분에서 분명히 안내했습니다. 다시 들어 봐 주세요.",
    "시민이 먼저 말씀하셔서 되풀이하지 않았습니다.",
    "전산이 느려서 기다리시게 한 것이고 양해를 구했습니다.",
    "표준상담이 바뀐 날이라 이전 안내가 맞습니다.",
)
REPLIES = {
    "kept": "다시 들어 보았으나 해당 표현이 확인되어 평정을 유지합니다.",
    "accepted": "녹취를 다시 확인했습니다. 상담사의 의견이 맞습니다.",
    "third": "일부는 지켜진 것으로 보아 답을 고쳤습니다.",
}
ANSWERED = Sentence("이의제기에 답변이 등록되었습니다.", "Your dispute has been answered.")


def dispute(rows: Rows, centre: Centre, reviewers: Reviewers, done: Released, chance: random.Random) -> None:
    """Perhaps one objection to a deduction of the first evaluation; waiting for its answer, or answered."""
    lost = [key for key, said in done.first.answers.items() if said.score is not None and said.score < 1]
    if not lost or chance.random() >= SHARE * centre.rare:
        return
    rubric, criterion = chance.choice(lost)
    said = done.first.answers[rubric, criterion]
    opened = done.at + timedelta(hours=chance.uniform(2, 100))
    if opened >= centre.until:
        return
    call = done.call
    row: dict[str, Any] = {
        "call_id": call.id, "purpose": Purpose.DISPUTE.value, "vendor_id": call.agent.vendor_id,
        "created_at": opened, "due_at": opened + timedelta(days=ANSWER_DAYS),
    }  # fmt: skip
    objection: dict[str, Any] = {
        "call_id": call.id, "rating_id": done.first.ids[rubric, criterion], "rubric": rubric, "criterion": criterion,
        "agent_id": call.agent.id, "proposed": "yes", "reason": chance.choice(OBJECTIONS), "opened_at": opened,
    }  # fmt: skip
    answered = opened + timedelta(hours=chance.uniform(5, 120))
    person = reviewers.of(chance, call.agent.vendor_id, done.raters)
    if person is None or answered >= centre.until or chance.random() < 0.1:
        waiting = rows.add(Review, **row, state=ReviewState.WAITING.value)
        _opened(rows, rows.add(Dispute, **objection, review_id=waiting), objection)
        return
    state = {
        "state": ReviewState.SUBMITTED.value, "person_id": person.id, "assigned_at": answered - timedelta(hours=1),
        "opened_at": answered - timedelta(hours=1), "finished_at": answered, "version": 3,
    }  # fmt: skip
    review_id = rows.add(Review, **row | state)
    outcome = chance.choices(("kept", "accepted", "third"), (60, 35, 5))[0]
    answers = dict(done.first.answers)
    if outcome != "kept":
        answers[rubric, criterion] = _upheld(said, outcome)
    only = next(e for e in call.evaluations if e.form.name == rubric)
    ids = rate(rows, call, person, review_id, answers, answered, kind="final", speaks=False)
    made = rows.add(
        Dispute, **objection, review_id=review_id, state="answered", outcome=outcome, reply=REPLIES[outcome],
        answered_at=answered, answered_rating_id=ids[only.form.name, criterion],
    )  # fmt: skip
    _opened(rows, made, objection)
    new = {"outcome": outcome, "answer": answers[rubric, criterion].answer, "reply": REPLIES[outcome]}
    rows.add(
        Audit,
        at=answered,
        person_id=person.id,
        act="answer_dispute",
        thing=f"dispute:{made}",
        old={"state": "open"},
        new=new,
    )
    tell(rows, call.agent.id, "dispute_answered", ANSWERED, f"/calls/{call.id}", answered, None)
    if outcome != "kept":
        text = f'  - name: "이의 인정 {made}"\n    turns: []\n    expect:\n      {criterion}: "yes"\n'
        rows.add(RubricCase, dispute_id=made, rubric=rubric, criterion=criterion, text=text, created_at=answered)


def _upheld(said: Judged, outcome: str) -> Judged:
    values = vars(said) | {"critical": False}
    values |= (
        {"answer": "yes", "score": 1.0}
        if outcome == "accepted"
        else {"answer": None, "state": "not_applicable", "score": None}
    )
    return Judged(**values)


def _opened(rows: Rows, made: int, objection: dict[str, Any]) -> None:
    new = {name: objection[name] for name in ("rubric", "criterion", "proposed", "reason")}
    rows.add(
        Audit,
        at=objection["opened_at"],
        person_id=objection["agent_id"],
        act="dispute",
        thing=f"dispute:{made}",
        new=new,
    )
