"""A transcript handed in as JSON goes the way of a recording, without sound and without a model."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from qa.call import RatingState
from qa.desk.ingest import Intake, hand_in, intake
from qa.errors import Refused
from qa.queue import Bells
from qa.settings import Settings
from qa.store import people, results
from qa.store.about import about_of
from qa.store.calls import at_hand
from qa.store.engine import open_store
from qa.store.recordings import Recordings
from qa.store.tables import Call
from workers import flag, ingest, measure, score, transcribe
from workers.attempt import Bench

TURNS: list[dict[str, Any]] = [
    {"speaker": "agent", "text": "안녕하십니까. 다산콜센터 상담사 김민지입니다. 무엇을 도와드릴까요?", "start_s": 0.5, "end_s": 5.0},
    {"speaker": "citizen", "text": "제 번호는 010-2345-6789고요, 막차가 몇 시예요?", "start_s": 5.4, "end_s": 9.0},
    {"speaker": "agent", "text": "열두 시 십 분입니다.", "start_s": 9.5, "end_s": 11.5},
    {"speaker": "citizen", "text": "네, 감사합니다.", "start_s": 12.0, "end_s": 13.0},
    {"speaker": "agent", "text": "더 궁금하신 점 있으십니까? 감사합니다. 좋은 하루 되십시오.", "start_s": 13.5, "end_s": 18.0},
]  # fmt: skip
CALL: dict[str, Any] = {"id": "A-17", "started_at": "2026-11-20T10:00:00", "agent": "minji", "queue": "bus", "turns": TURNS}  # fmt: skip


@pytest.fixture
def at(tmp_path: Path) -> Intake:
    settings = Settings(data=tmp_path)
    store = open_store(settings)
    with store.writing() as session:
        people.add_person(
            session, login="minji", name="김민지", role="agent", vendor="한빛", password="correct horse battery"
        )
    return intake(store, settings)


def given(at: Intake, call: dict[str, Any]) -> int:
    raw = json.dumps(call, ensure_ascii=False).encode()
    return hand_in(at, io.BytesIO(raw), name="call.json").call_id


def through(at: Intake, tmp_path: Path, call_id: int) -> None:
    """Every stage of the machine's half, one after another, as its worker would do it."""
    settings = Settings(data=tmp_path)
    bench = Bench(settings, at.store, Recordings(tmp_path / "recordings"), Bells(settings.resolved_redis_url))
    for stage in (ingest, transcribe, measure, score, flag):
        write = stage._work(bench, at_hand(at.store, call_id), lambda share: None)
        with at.store.writing() as session:
            write(session)


def test_a_transcript_with_times_is_scored_like_a_recording(at: Intake, tmp_path: Path) -> None:
    call_id = given(at, CALL)
    through(at, tmp_path, call_id)
    with at.store.reading() as session:
        call = session.get_one(Call, call_id)
        assert call.started_at == datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # 10:00 in Seoul
        assert (call.agent.login if call.agent else None, call.queue, call.language) == ("minji", "bus", "ko")
        assert (call.recording.container, call.recording.duration_s) == ("transcript", 18.0)
        transcript_id, transcript = results.transcript_of(session, call_id)
        assert [found.kind for found in transcript.personal] == ["phone"]
        measures = results.measures_of(session, transcript_id)
        assert measures is not None
        assert measures.greeting_delay_s == 0.5
        found = {each.rubric: each for each in results.evaluations_of(session, call_id)}
    assert set(found) == {"accuracy-ko", "courtesy-ko"}
    ratings = {rating.criterion: rating for rating in found["courtesy-ko"].ratings}
    assert (ratings["greeting"].answer, ratings["closing"].answer, ratings["dead_air"].answer) == ("yes", "yes", "yes")


def test_a_written_call_is_scored_without_what_needs_times(at: Intake, tmp_path: Path) -> None:
    written = {**CALL, "channel": "chat", "turns": [{"speaker": t["speaker"], "text": t["text"]} for t in TURNS]}
    call_id = given(at, written)
    through(at, tmp_path, call_id)
    with at.store.reading() as session:
        transcript_id, transcript = results.transcript_of(session, call_id)
        assert transcript.medium == "chat"
        assert results.measures_of(session, transcript_id) is None
        (courtesy,) = [each for each in results.evaluations_of(session, call_id) if each.rubric == "courtesy-ko"]
    states = {rating.criterion: rating.state for rating in courtesy.ratings}
    for criterion in ("dead_air", "interruption", "pace", "hold_asked", "hold_thanked"):
        assert states[criterion] is RatingState.NOT_APPLICABLE
    assert states["greeting"] is RatingState.RATED


def test_what_the_call_was_about_is_found_and_the_same_number_again_is_told(at: Intake, tmp_path: Path) -> None:
    first = given(at, {**CALL, "citizen_number": "010-2345-6789"})
    through(at, tmp_path, first)
    second = given(at, {**CALL, "citizen_number": "+82 10-2345-6789", "started_at": "2026-11-22T10:00:00"})
    through(at, tmp_path, second)
    with at.store.reading() as session:
        about = about_of(session, second)
        assert about is not None
        assert (about.resolved, about.transfers, about.time_to_agent_s) == (True, (), 0.5)
        assert not [each for each in results.flags_of(session, first) if each.code == "repeat_contact"]
        (repeat,) = [each for each in results.flags_of(session, second) if each.code == "repeat_contact"]
    assert "1번" in repeat.sentence.ko


def test_an_agent_nobody_knows_is_left_open_with_a_note(at: Intake) -> None:
    raw = json.dumps({**CALL, "agent": "stranger"}).encode()
    accepted = hand_in(at, io.BytesIO(raw), name="call.json")
    assert accepted.note is not None
    assert "'stranger'" in accepted.note.en
    with at.store.reading() as session:
        assert session.get_one(Call, accepted.call_id).agent_id is None


def test_the_same_transcript_again_is_already_here(at: Intake) -> None:
    assert given(at, CALL) == given(at, CALL)


@pytest.mark.parametrize(
    ("change", "needle"),
    [
        ({"turns": None}, "turns"),
        ({"turns": [{"speaker": "robot", "text": "네"}]}, "turns[1].speaker"),
        ({"turns": [{"speaker": "agent", "text": "네", "start_s": 3, "end_s": 1}]}, "end_s lies before start_s"),
        ({"turns": [{"speaker": "agent", "text": "네", "start_s": -1, "end_s": 1}]}, "turns[1].start_s"),
        ({"channel": "fax"}, "channel"),
        ({"started_at": "yesterday"}, "started_at"),
        ({"events": [{"kind": "hold", "start_s": "x"}]}, "events[1].start_s"),
    ],
)
def test_a_transcript_that_cannot_be_read_is_refused_at_the_door(at: Intake, change: dict[str, Any], needle: str) -> None:  # fmt: skip
    with pytest.raises(Refused) as caught:
        given(at, {**CALL, **change})
    assert caught.value.sentence.en.startswith("The transcript call.json")
    assert needle in caught.value.sentence.en
    assert needle.split(" ")[0] in caught.value.sentence.ko
    with at.store.reading() as session:
        assert session.query(Call).count() == 0
