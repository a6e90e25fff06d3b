"""What a made-up call was about: topic, reason, questions, findings, as the score stage keeps them."""

from __future__ import annotations

import random
from typing import Any

from qa.call import Sentence, to_json
from qa.store.answer_tables import CallFinding, CallQuestion
from qa.store.seed.rows import Rows
from qa.store.seed.talk import Talk
from qa.store.tables import AboutCall

ENDED = {
    "told": Sentence("물은 것에 답했습니다.", "What was asked was answered."),
    "call_back": Sentence(
        "나중에 다시 연락하기로 해 이 통화에서는 해결되지 않았습니다.", "Somebody is to call back, so it stayed open."
    ),
    "transferred": Sentence("다른 부서로 이관하면서 통화가 끝났습니다.", "The call ended with a transfer."),
    "": Sentence("해결되었는지 알 수 없습니다.", "Whether it was settled cannot be told."),
}
REASONS = (
    ("enquiry",) * 62
    + ("report",) * 14
    + ("application",) * 10
    + ("follow_up",) * 8
    + ("complaint",) * 4
    + ("other",) * 2
)


def keep(
    rows: Rows,
    done: Talk,
    turns: list[dict[str, Any]],
    measures: dict[str, Any],
    chance: random.Random,
    ids: dict[str, int],
    contacts_before: int,
    at: Any,
) -> None:
    """Rows of `about`, `question` and `finding`; `ids`: call_id, transcript_id, answers_version_id, evaluation_id."""
    topic = done.entry.topic if done.entry else None
    asked = done.places["question"]
    question = {
        "turn": asked,
        "entry": done.entry.id if done.entry else None,
        "topic": topic,
        "score": 4.2,
        "margin": 0.5,
    }
    how = (
        "transferred" if done.transfers else "call_back" if done.resolved is False else "told" if done.resolved else ""
    )
    ending = done.places.get("transfers", done.places.get("call_back", done.places.get("fact")))
    hold_s = round(sum(hold["end_s"] - hold["start_s"] for hold in measures["holds"]), 2)
    transfer = {
        "turn": ending,
        "quote": turns[ending or 0]["text"],
        "to": done.office,
        "office": done.office,
        "by_switch": False,
    }
    reason = "complaint" if done.complaints else chance.choice(REASONS)
    body = {
        "language": "ko",
        "topic": topic,
        "entries": [done.entry.id] if done.entry else [],
        "questions": [question | {"text": done.question}],
        "reason": reason,
        "reason_turn": asked,
        "reason_quote": done.question,
        "transfers": [transfer] if done.transfers else [],
        "passed_on_before": None,
        "resolved": done.resolved,
        "resolved_how": how,
        "why": to_json(ENDED[how]),
        "why_turn": ending,
        "why_quote": turns[ending]["text"] if ending is not None else "",
        "time_to_agent_s": round(turns[0]["start_s"] + chance.expovariate(1 / 18), 1),
        "wait_s": 0.0,
        "holds": len(measures["holds"]),
        "hold_s": hold_s,
        "longest_hold_s": hold_s,
        "agent_talk_share": measures["agent_talk_share"],
        "keywords": done.question.rstrip("?.").split()[:4],
        "complaints": [
            {"of": of, "turn": turn, "quote": quote} for of, (turn, quote) in sorted(done.complaints.items())
        ],
    }
    rows.add(
        AboutCall,
        call_id=ids["call_id"],
        transcript_id=ids["transcript_id"],
        answers_version_id=ids["answers_version_id"],
        **{name: body[name] for name in ("topic", "reason", "resolved", "hold_s", "time_to_agent_s", "language")},
        transfers=done.transfers,
        complains_of_waiting="waiting" in done.complaints,
        complains_of_transfers="transfers" in done.complaints,
        complains_of_unkindness="unkindness" in done.complaints,
        contacts_before=contacts_before,
        body=body,
        created_at=at,
    )
    rows.add(
        CallQuestion,
        call_id=ids["call_id"],
        **{name: question[name] for name in ("turn", "entry", "score", "margin")},
        text=done.question,
        topic=topic or "",
        medium="phone",
        language="ko",
    )
    if done.fact and done.verdict:
        _found(rows, done, turns, ids)


def _found(rows: Rows, done: Talk, turns: list[dict[str, Any]], ids: dict[str, int]) -> None:
    assert done.fact is not None
    said = turns[done.places["fact"]]
    start = said["text"].find(done.stated)
    rows.add(
        CallFinding,
        call_id=ids["call_id"],
        evaluation_id=ids["evaluation_id"],
        turn=done.places["fact"],
        start=max(0, start),
        end=max(0, start) + len(done.stated),
        started_s=said["start_s"],
        ended_s=said["end_s"],
        entry=done.fact.entry,
        fact_name=done.fact.name,
        fact_type=str(done.fact.type),
        verdict=done.verdict,
        said=done.stated,
        said_norm=done.stated,
        expected=done.fact.text,
        quote=said["text"],
        confidence=0.9,
        fault="agent" if done.verdict == "contradict" else None,
        medium="phone",
        language="ko",
    )
