"""Files of calls go the way of recordings: split, kept once each, scored; the sound of a vCon is what is heard."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from qa.call import Speaker
from qa.command.score import command as score
from qa.desk.ingest import Handed, Intake, hand_in_all, hand_in_files, intake
from qa.errors import Refused
from qa.queue import Bells
from qa.settings import Settings
from qa.store import results
from qa.store.calls import at_hand
from qa.store.engine import open_store
from qa.store.recordings import Recordings
from qa.store.tables import Audit, Call
from tests.formats.test_text_files import AIHUB, CSV, WEBVTT
from tests.formats.vcons import inline, older, recording, sound, transcript, vcon
from workers import flag, ingest, measure, transcribe
from workers import score as scoring
from workers.attempt import Bench

RUBRIC = "courtesy-ko"


@pytest.fixture
def at(tmp_path: Path) -> Intake:
    settings = Settings(data=tmp_path / "data")
    return intake(open_store(settings), settings)


def given(at: Intake, raw: bytes | str, name: str) -> list[Handed]:
    return hand_in_all(at, io.BytesIO(raw.encode() if isinstance(raw, str) else raw), name=name)


def bench(at: Intake, tmp_path: Path) -> Bench:
    settings = Settings(data=tmp_path / "data")
    return Bench(settings, at.store, Recordings(settings.data / "recordings"), Bells(settings.resolved_redis_url))


def run(at: Intake, tmp_path: Path, call_id: int, *stages: Any) -> None:
    for stage in stages:
        write = stage._work(bench(at, tmp_path), at_hand(at.store, call_id), lambda share: None)
        with at.store.writing() as session:
            write(session)


def test_every_row_of_web_answers_is_a_call_of_its_own_that_is_scored_as_written(at: Intake, tmp_path: Path) -> None:
    first, second, bad = given(at, CSV + "W-3,,,,,,,\n", "answers.csv")
    assert bad.refused is not None
    assert bad.refused.ko == "전사 answers.csv, 5번째 줄: 질문(question)이 비어 있습니다."
    assert first.accepted is not None
    assert second.accepted is not None
    assert first.accepted.note is not None  # nobody knows the agent minji here
    run(at, tmp_path, first.accepted.call_id, ingest, transcribe, measure, scoring, flag)
    with at.store.reading() as session:
        call = session.get_one(Call, first.accepted.call_id)
        assert call.recording.name == "answers.csv #W-1"
        assert call.started_at.isoformat() == "2026-11-20T01:00:00+00:00"  # 10:00 in Seoul
        transcript_id, told = results.transcript_of(session, call.id)
        assert (told.medium, told.answered_after_s) == ("web", 3.5 * 3600)
        assert results.measures_of(session, transcript_id) is None
        assert results.evaluations_of(session, call.id)


def test_the_same_calls_in_another_file_are_already_here_and_both_files_are_kept(at: Intake) -> None:
    before = given(at, json.dumps(AIHUB), "one.json")
    more = [*AIHUB, {**AIHUB[0], "대화셋일련번호": "B0009"}]
    after = given(at, json.dumps({"data": more}), "two.json")
    assert [h.accepted.already for h in after if h.accepted] == [True, True, False]
    assert [h.accepted.call_id for h in after if h.accepted][:2] == [h.accepted.call_id for h in before if h.accepted]
    with at.store.reading() as session:
        lines = session.query(Audit).filter_by(act="hand_in").all()
        sources = [line.new["out_of"] for line in lines if line.new]
    assert len(set(sources)) == 2
    assert json.loads(at.recordings.path(sources[0]).read_bytes()) == AIHUB


def test_a_subtitle_file_is_measured_by_its_times(at: Intake, tmp_path: Path) -> None:
    (handed,) = given(at, WEBVTT, "call.vtt")
    assert handed.accepted is not None
    run(at, tmp_path, handed.accepted.call_id, ingest, transcribe, measure)
    with at.store.reading() as session:
        transcript_id, told = results.transcript_of(session, handed.accepted.call_id)
        measures = results.measures_of(session, transcript_id)
    assert [turn.speaker for turn in told.turns] == [Speaker.AGENT, Speaker.CITIZEN]
    assert measures is not None
    assert measures.greeting_delay_s == 0.5


def test_sound_inside_a_vcon_is_decoded_and_the_vcon_stays_as_it_came(at: Intake, tmp_path: Path) -> None:
    raw = json.dumps(vcon(dialog=[inline(sound(2.0))])).encode()
    (handed,) = given(at, raw, "call.vcon")
    assert handed.accepted is not None
    call = at_hand(at.store, handed.accepted.call_id)
    run(at, tmp_path, call.call_id, ingest)
    with at.store.reading() as session:
        kept = session.get_one(Call, call.call_id).recording
        assert (kept.container, kept.channels, kept.duration_s) == ("wav", 2, 2.0)
    assert at.recordings.listening_copy(call.sha256).is_file()
    assert at.recordings.path(call.sha256).read_bytes() == raw


def test_sound_inside_a_vcon_that_is_none_is_refused_like_any_recording(at: Intake, tmp_path: Path) -> None:
    (handed,) = given(at, json.dumps(vcon(dialog=[recording(body="%%", encoding="base64url")])), "call.vcon")
    assert handed.accepted is not None
    with pytest.raises(Refused, match="base64url"):
        run(at, tmp_path, handed.accepted.call_id, ingest)


def test_a_file_too_large_for_text_is_refused_before_it_is_read(at: Intake, tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    path.write_bytes(b"[" + b" " * 20_000_001)
    with pytest.raises(Refused, match="too large"):
        hand_in_files(at, path)


def scored(path: Path, *more: str) -> Any:
    result = CliRunner().invoke(
        score, ["--transcript", str(path), "--rubric", RUBRIC, "--json", *more], catch_exceptions=False
    )
    return json.loads(result.stdout)


def test_score_prints_one_object_for_one_call_and_a_list_with_refusals_for_several(tmp_path: Path) -> None:
    one, many = tmp_path / "one.vtt", tmp_path / "many.json"
    one.write_text(WEBVTT)
    assert scored(one)["rubric"] == RUBRIC
    many.write_text(json.dumps([*AIHUB, {"화자": "고객"}]))
    told = scored(many)
    assert [each["call"] for each in told["calls"]] == ["B0002", "B0001"]
    assert set(told["calls"][0]) == set(scored(one)) - {"applies_reason", "applies_reason_en"}
    (refused,) = told["refused"]
    assert set(refused) == {"call", "sentence", "sentence_en"}
    assert refused["call"] == "row 5"


def test_score_needs_no_pipeline_for_a_vcon_with_a_transcript_and_says_so_where_there_is_only_sound(
    tmp_path: Path,
) -> None:
    path = tmp_path / "call.vcon"
    path.write_text(json.dumps(older()))
    assert scored(path)["applies"] is False  # a Korean rubric, an English call
    body = [{"speaker": "상담사", "text": "감사합니다. 다산콜센터입니다."}, {"speaker": "고객", "text": "네, 막차요."}]
    path.write_text(json.dumps(vcon(dialog=[inline(sound())], analysis=[transcript(body)])))
    assert scored(path)["applies"] is True
    path.write_text(json.dumps(vcon(dialog=[inline(sound())])))
    with pytest.raises(Refused, match="qa ingest"):
        scored(path)
