"""One made-up call with everything the machine's half would have written of it."""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from qa.answers.entries import Entry
from qa.call import Stage, State
from qa.store.seed import matter
from qa.store.seed.judged import Form, Judged, flags, measured, ratings
from qa.store.seed.people import Staff
from qa.store.seed.rows import Rows
from qa.store.seed.talk import Talk, talk, timed
from qa.store.tables import (
    Audit,
    Call,
    CallEvaluation,
    CallFlag,
    CallMeasures,
    CallRating,
    CallStage,
    CallTranscript,
    Recording,
)

ENGINE = "made up by qa seed"
REPEAT = timedelta(days=7)
WORK_S = {Stage.INGEST: 0.8, Stage.TRANSCRIBE: 21.0, Stage.MEASURE: 1.1, Stage.SCORE: 0.3, Stage.FLAG: 0.1}
NO_MODEL = {"ko": "음성 인식 모델이 이 서버에 없습니다.", "en": "The speech model is not on this server."}
QUEUES = ("일반", "교통", "수도", "복지")
WITH_WORDS = 10  # of so many calls one keeps every word with its time; the others keep their turns


@dataclass
class Centre:
    """What every call is made with."""

    seed: int
    staff: list[Staff]
    entries: tuple[Entry, ...]
    forms: list[Form]
    answers_version_id: int
    random_share: float
    rare: float
    until: datetime
    citizens: int
    called: dict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))

    @property
    def agents(self) -> list[Staff]:
        return [person for person in self.staff if person.role == "agent"]


@dataclass(frozen=True)
class MachineEvaluation:
    """What the machine said under one rubric, with the ids people's ratings name."""

    id: int
    form: Form
    judged: list[Judged]
    rating_ids: list[int]


@dataclass(frozen=True)
class MadeCall:
    """A call as the machine left it. `scored_at`: when it came into the inbox, if it did."""

    id: int
    agent: Staff
    scored_at: datetime
    drawn: bool
    codes: tuple[str, ...]
    transcript_id: int
    duration_s: float
    evaluations: list[MachineEvaluation]


def make(rows: Rows, centre: Centre, number: int, started_at: datetime, unfinished: State | None) -> MadeCall | None:
    """Rows of one call; None where the machine has not come to its end. `unfinished`: how the transcription stands."""
    chance = random.Random(f"{centre.seed}:{number}")  # noqa: S311
    agent = chance.choice(centre.agents)
    day = started_at.date()
    entry = chance.choice(centre.entries) if centre.entries and chance.random() < 0.9 else None
    done = talk(chance, agent.name, agent.quality, entry, day, centre.rare)
    drawn = chance.random() < centre.random_share
    turns, duration_s = timed(done, chance, words=drawn or number % WITH_WORDS == 0)
    ended_at = started_at + timedelta(seconds=duration_s + 60)
    citizen, earlier = _citizen(centre, chance, started_at)
    recording_id = _recording(rows, centre, number, duration_s, ended_at)
    values: dict[str, Any] = {
        "recording_id": recording_id,
        "agent_id": agent.id,
        "vendor_id": agent.vendor_id,
        "queue": chance.choice(QUEUES),
        "started_at": started_at,
        "accepted_at": ended_at,
        "citizen_hash": citizen,
    }
    if unfinished is not None:
        call_id = rows.add(Call, **values)
        _handed_in(rows, call_id, number, ended_at)
        _stages(rows, call_id, ended_at, unfinished)
        return None
    values |= {"language": "ko", "review_probability": centre.random_share, "in_random_sample": drawn}
    call_id = rows.add(Call, **values)
    _handed_in(rows, call_id, number, ended_at)
    scored_at = _stages(rows, call_id, ended_at, None)
    transcript_id, measures = _heard(rows, call_id, done, turns, duration_s, scored_at)
    evaluations = [
        _evaluation(rows, centre, call_id, transcript_id, form, done, turns, scored_at) for form in centre.forms
    ]
    judged = [each for evaluation in evaluations for each in evaluation.judged]
    scores = {e.form.name: e.form.score(e.judged) for e in evaluations}
    found = flags(done, turns, judged, scores)
    for flag in found:
        rows.add(CallFlag, call_id=call_id, **flag)
    ids = {
        "call_id": call_id,
        "transcript_id": transcript_id,
        "answers_version_id": centre.answers_version_id,
        "evaluation_id": evaluations[-1].id,
    }
    matter.keep(rows, done, turns, measures, chance, ids, earlier, scored_at)
    codes = tuple(flag["code"] for flag in found)
    return MadeCall(call_id, agent, scored_at, drawn, codes, transcript_id, duration_s, evaluations)


def _citizen(centre: Centre, chance: random.Random, started_at: datetime) -> tuple[str | None, int]:
    """A keyed hash as of a number, and how many calls came from it in the days before; one in eight has none."""
    if chance.random() < 0.125:
        return None, 0
    number = int(centre.citizens * chance.random() ** 2)  # some call far more often than others
    before = [at for at in centre.called[number] if at >= started_at - REPEAT]
    centre.called[number] = [*before, started_at]
    return hashlib.sha256(f"{centre.seed}:citizen:{number}".encode()).hexdigest(), len(before)


def _recording(rows: Rows, centre: Centre, number: int, duration_s: float, at: datetime) -> int:
    return rows.add(
        Recording,
        sha256=hashlib.sha256(f"{centre.seed}:recording:{number}".encode()).hexdigest(),
        size_bytes=int(duration_s * 16_000),
        name=f"{at:%Y%m%d}-{number:07d}.wav",
        received_at=at,
        container="wav",
        codec="ULAW",
        sample_rate_hz=8000,
        channels=2,
        duration_s=duration_s,
    )


def _handed_in(rows: Rows, call_id: int, number: int, at: datetime) -> None:
    rows.add(Audit, at=at, act="hand_in", thing=f"call:{call_id}", new={"name": f"{at:%Y%m%d}-{number:07d}.wav"})


def _stages(rows: Rows, call_id: int, at: datetime, unfinished: State | None) -> datetime:
    """One row for each stage it came to; when the last of them ended."""
    for stage in Stage:
        standing = State.DONE if unfinished is None or stage is Stage.INGEST else unfinished
        row: dict[str, Any] = {"call_id": call_id, "stage": stage.value, "state": standing.value, "waiting_since": at}
        if standing is not State.WAITING:
            row |= {"attempt": 1, "tries": 1, "started_at": at, "rung_at": at}
        if standing is State.DONE:
            at += timedelta(seconds=WORK_S[stage] + 1)
            row |= {"finished_at": at, "progress": 1.0, "work_s": WORK_S[stage]}
        elif standing is State.STOPPED:
            row |= {"finished_at": at, "stopped": NO_MODEL, "again": True}
        elif standing is State.RUNNING:
            row |= {"lease_until": at + timedelta(seconds=60), "progress": 0.4}
        rows.add(CallStage, **row)
        if standing is not State.DONE:
            break
    return at


def _heard(
    rows: Rows, call_id: int, done: Talk, turns: list[dict[str, Any]], duration_s: float, at: datetime
) -> tuple[int, dict[str, Any]]:
    texts = [turn["text"] for turn in turns]
    for turn, start, end in done.personal:
        hidden = "".join(letter if letter in " -" else "●" for letter in texts[turn][start:end])
        texts[turn] = texts[turn][:start] + hidden + texts[turn][end:]
    body = {
        "language": "ko",
        "duration_s": duration_s,
        "turns": turns,
        "set_aside": [],
        "events": [],
        "personal": [{"turn": turn, "start": start, "end": end, "kind": "phone"} for turn, start, end in done.personal],
        "attribution": "channel",
        "engine": ENGINE,
        "medium": "phone",
        "answered_after_s": None,
    }
    made = rows.add(CallTranscript, call_id=call_id, engine=ENGINE, body=body, text="\n".join(texts), created_at=at)
    measures = measured(done, turns, duration_s)
    rows.add(CallMeasures, call_id=call_id, transcript_id=made, body=measures, created_at=at)
    return made, measures


def _evaluation(
    rows: Rows,
    centre: Centre,
    call_id: int,
    transcript_id: int,
    form: Form,
    done: Talk,
    turns: list[dict[str, Any]],
    at: datetime,
) -> MachineEvaluation:
    judged = ratings(done, turns, form.rubric)
    made = rows.add(
        CallEvaluation,
        call_id=call_id,
        transcript_id=transcript_id,
        rubric_version_id=form.version_id,
        answers_version_id=centre.answers_version_id,
        score=form.score(judged),
        created_at=at,
    )
    ids = [rows.add(CallRating, evaluation_id=made, created_at=at, **each.row()) for each in judged]
    return MachineEvaluation(made, form, judged, ids)
