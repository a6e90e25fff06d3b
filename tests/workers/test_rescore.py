"""After a correction the call goes through the machine again: both versions are kept, and the ratings follow the newer."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from sqlalchemy import select

from qa.call import RatingState, Speaker, SpeechMeasures, Stage, State, Transcript, Turn, from_json
from qa.desk.correction import Change, Fix, Reassign, Swap, correct
from qa.desk.ingest import hand_in, hand_in_file, intake
from qa.errors import Refused
from qa.queue import Bells
from qa.settings import Settings
from qa.speech.turn_times import measure_turns
from qa.store import ledger, people, results
from qa.store.engine import Store
from qa.store.evaluations import EvaluationRead
from qa.store.pages import call_page
from qa.store.people import find_person
from qa.store.recordings import Recordings
from qa.store.tables import Call, CallEvaluation, CallMeasures, CallRating, CallStage, CallTranscript
from qa.transcribe.correction import swapped, with_text
from tests.sounds import RATE_HZ, noise, silence, voice
from workers import attempt, flag, ingest, measure, score, transcribe
from workers.attempt import Bench
from workers.measure import corrected

A, C = "agent", "citizen"
LINES = (
    (A, "안녕하십니까. 다산콜센터 상담사 김민지입니다. 무엇을 도와드릴까요?", 0.5, 5.0),
    (C, "제 번호는 010-2345-6789고요, 막차가 몇 시예요?", 5.4, 9.0),
    (A, "열두 시 십 분입니다.", 9.5, 11.5),
    (C, "네, 감사합니다.", 12.0, 13.0),
    (A, "더 궁금하신 점 있으십니까? 감사합니다. 좋은 하루 되십시오.", 13.5, 18.0),
)
STAGES = {Stage.INGEST: ingest, Stage.TRANSCRIBE: transcribe, Stage.MEASURE: measure, Stage.SCORE: score, Stage.FLAG: flag}  # fmt: skip


class Floor:
    """The machine's half in this process, without a bell: each stage is run once the one before has opened it."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.store = bench, bench.store
        with self.store.writing() as session:
            people.add_person(session, login="sora", name="윤소라", role="evaluator", password="correct horse battery")

    def given(self, **call: Any) -> int:
        raw = json.dumps(call, ensure_ascii=False).encode()
        return hand_in(intake(self.store, self.bench.settings), io.BytesIO(raw), name="call.json").call_id

    def run(self, call_id: int, *stages: Stage) -> None:
        for stage in stages or Stage:
            STAGES[stage].run(call_id)
            with self.store.reading() as session:
                row = session.scalars(
                    select(CallStage).where(CallStage.call_id == call_id, CallStage.stage == stage)
                ).one()
            assert row.state == State.DONE, row.detail

    def correct(self, call_id: int, change: Change) -> None:
        with self.store.writing() as session:
            sora = find_person(session, "sora")
            assert sora is not None
            bells = correct(session, sora, call_id, change, results.transcript_of(session, call_id)[0])
        assert [bell.stage for bell in bells] == [Stage.MEASURE]

    def again(self, call_id: int, change: Change) -> None:
        """Correct the call, then let every stage that has to run again run."""
        self.correct(call_id, change)
        self.run(call_id, Stage.MEASURE, Stage.SCORE, Stage.FLAG)

    def measured(self, call_id: int) -> list[SpeechMeasures]:
        """The measures of each version, oldest first."""
        with self.store.reading() as session:
            query = select(CallMeasures).where(CallMeasures.call_id == call_id).order_by(CallMeasures.transcript_id)
            return [from_json(SpeechMeasures, row.body) for row in session.scalars(query)]

    def courtesy(self, call_id: int) -> EvaluationRead:
        with self.store.reading() as session:
            page = call_page(session, call_id)
        assert page is not None
        return next(each for each in page.evaluations if each.rubric == "courtesy-ko")

    def answers(self, call_id: int) -> dict[str, str]:
        return {each.criterion: each.answer or each.state.value for each in self.courtesy(call_id).ratings}


@pytest.fixture
def floor(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Floor:
    of = Settings(data=tmp_path, redis_url="unix:///nowhere/redis.sock", whisper_model="no such model")
    made = Bench(of, store, Recordings(tmp_path / "recordings"), Bells(of.resolved_redis_url))
    opened = Floor(made)
    monkeypatch.setattr(attempt, "bench", lambda: opened.bench)
    return opened


def turns(*, other_way_round: bool = False, timed: bool = True) -> list[dict[str, Any]]:
    sides = {A: C, C: A} if other_way_round else {A: A, C: C}
    times = [{"start_s": start_s, "end_s": end_s} if timed else {} for _, _, start_s, end_s in LINES]
    return [{"speaker": sides[said[0]], "text": said[1], **time} for said, time in zip(LINES, times, strict=True)]


def misheard() -> list[dict[str, Any]]:
    said = turns()
    said[2]["text"] = "열두 시 십 분이야. 그것도 몰라? 귀찮게 하지 마."
    return said


def test_swapped_speakers_move_ratings_and_both_versions_are_kept(floor: Floor) -> None:
    call_id = floor.given(turns=turns(other_way_round=True))
    floor.run(call_id)
    wrong = floor.courtesy(call_id)
    assert floor.answers(call_id)["closing"] == "partly"
    floor.again(call_id, Swap())
    right = floor.courtesy(call_id)
    assert floor.answers(call_id)["greeting"] == floor.answers(call_id)["closing"] == "yes"
    assert right.score != wrong.score
    with floor.store.reading() as session:
        heard, fixed = session.scalars(
            select(CallTranscript).where(CallTranscript.call_id == call_id).order_by(CallTranscript.id)
        ).all()
        hangs_on = {row.id: row.transcript_id for row in session.scalars(select(CallEvaluation)).unique()}
    assert hangs_on[wrong.id] == heard.id
    assert hangs_on[right.id] == fixed.id
    assert [turn["speaker"] for turn in heard.body["turns"]] == [C, A, C, A, C]
    assert [turn["speaker"] for turn in fixed.body["turns"]] == [A, C, A, C, A]


def test_what_people_said_of_an_evaluation_is_not_corrected_away(floor: Floor) -> None:
    call_id = floor.given(turns=turns(other_way_round=True))
    floor.run(call_id)
    machine = next(each for each in floor.courtesy(call_id).ratings if each.criterion == "closing")
    with floor.store.writing() as session:
        sora = find_person(session, "sora")
        assert sora is not None
        row = session.get_one(CallRating, machine.id)
        said = CallRating(
            evaluation_id=row.evaluation_id, criterion="closing", answer="yes", state=RatingState.RATED, score=1.0,
            confidence=1.0, reason=row.reason, evidence=row.evidence, author_id=sora.id, overrides_id=row.id,
            reason_code="recognition",
        )  # fmt: skip
        session.add(said)
        session.flush()
        said_id = said.id
    with pytest.raises(Refused, match="A person has rated this call"):
        floor.correct(call_id, Swap())
    counts = next(each for each in floor.courtesy(call_id).ratings if each.criterion == "closing").counts
    assert (counts.id, counts.author) == (said_id, "윤소라")


def test_a_fixed_word_is_what_the_ratings_are_made_of(floor: Floor) -> None:
    call_id = floor.given(turns=misheard())
    floor.run(call_id)
    assert floor.answers(call_id)["speech_level"] == "no"
    floor.again(call_id, Fix(2, LINES[2][1]))
    assert floor.answers(call_id)["speech_level"] == "yes"
    with floor.store.reading() as session:
        quotes = [e.quote for each in floor.courtesy(call_id).ratings for e in each.evidence]
        assert not [each for each in results.flags_of(session, call_id) if each.code == "speech_level"]
    assert not any("귀찮게" in quote for quote in quotes)


@pytest.mark.parametrize("stage", [Stage.MEASURE, Stage.SCORE, Stage.FLAG])
def test_a_second_correction_in_the_middle_of_the_first_ones_scoring_wins(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, stage: Stage
) -> None:
    """The worker has read the first correction when the second arrives; what it makes of it must not be the end."""
    call_id = floor.given(turns=misheard())
    floor.run(call_id)
    floor.correct(call_id, Fix(2, "열두 시 십 분이야."))
    before = list(Stage)[2 : list(Stage).index(stage)]
    if before:
        floor.run(call_id, *before)
    work = STAGES[stage]._work

    def interrupted(*given: Any) -> Any:
        done = work(*given)
        floor.correct(call_id, Fix(2, LINES[2][1]))
        return done

    monkeypatch.setattr(STAGES[stage], "_work", interrupted)
    STAGES[stage].run(call_id)
    monkeypatch.setattr(STAGES[stage], "_work", work)
    for later in (Stage.FLAG, Stage.SCORE):  # a bell that still rings for the first
        STAGES[later].run(call_id)
    floor.run(call_id, Stage.MEASURE, Stage.SCORE, Stage.FLAG)
    with floor.store.reading() as session:
        heard, first, last = session.scalars(
            select(CallTranscript.id).where(CallTranscript.call_id == call_id).order_by(CallTranscript.id)
        ).all()
        made = [row.transcript_id for row in session.scalars(select(CallEvaluation)).unique()]
        page = call_page(session, call_id)
        assert results.flags_of(session, call_id) == []
    assert page is not None
    assert all(each.state is State.DONE for each in page.facts.stages)
    assert page.transcript_id == last
    assert floor.answers(call_id)["speech_level"] == "yes"
    rubrics = made.count(heard)
    assert made.count(last) == rubrics == len(page.evaluations)
    assert made.count(first) == (rubrics if stage is Stage.FLAG else 0)


def test_the_random_draw_is_kept_and_flags_are_made_anew(floor: Floor) -> None:
    call_id = floor.given(turns=misheard())
    floor.run(call_id)
    with floor.store.writing() as session:
        call = session.get_one(Call, call_id)
        call.review_probability, call.in_random_sample = 0.37, not call.in_random_sample
        drawn = call.in_random_sample
        assert {each.code for each in results.flags_of(session, call_id)} == {"speech_level", "unkind_words"}
    floor.again(call_id, Fix(2, LINES[2][1]))
    with floor.store.reading() as session:
        call = session.get_one(Call, call_id)
        assert (call.review_probability, call.in_random_sample) == (0.37, drawn)
        assert results.flags_of(session, call_id) == []


def test_flags_are_not_made_of_an_evaluation_of_the_older_words(floor: Floor) -> None:
    """A rubric that is no longer asked leaves its evaluation behind, with quotes that nobody said."""
    call_id = floor.given(turns=misheard())
    floor.run(call_id)
    with floor.store.reading() as session:
        assert "speech_level" in [each.code for each in results.flags_of(session, call_id)]
    rubrics = floor.bench.settings.data / "rubrics"
    rubrics.mkdir()
    kept = floor.bench.settings.rubrics / "accuracy-ko.yaml"
    (rubrics / kept.name).write_bytes(kept.read_bytes())
    floor.bench = replace(floor.bench, settings=floor.bench.settings.model_copy(update={"rubrics": rubrics}))
    floor.again(call_id, Fix(2, LINES[2][1]))
    with floor.store.reading() as session:
        assert "speech_level" not in [each.code for each in results.flags_of(session, call_id)]


def test_a_transcript_handed_in_is_measured_from_its_corrected_turns(floor: Floor) -> None:
    call_id = floor.given(turns=turns(other_way_round=True))
    floor.run(call_id)
    floor.again(call_id, Swap())
    was, now = floor.measured(call_id)
    assert (was.agent_talk_s, was.citizen_talk_s, was.greeting_delay_s) == (4.6, 11.0, 5.4)
    assert (now.agent_talk_s, now.citizen_talk_s, now.greeting_delay_s) == (11.0, 4.6, 0.5)
    with floor.store.reading() as session:
        assert now == from_json(
            SpeechMeasures, results.to_json(measure_turns(results.transcript_of(session, call_id)[1]))
        )


def test_a_transcript_that_another_house_corrected_is_one_handed_in(floor: Floor) -> None:
    call_id = floor.given(turns=turns(other_way_round=True), engine="heard · person 3, fix 1")
    floor.run(call_id)
    floor.again(call_id, Swap())
    assert [each.agent_talk_s for each in floor.measured(call_id)] == [4.6, 11.0]


def test_what_was_measured_on_sound_elsewhere_stays_but_for_what_the_correction_moved(floor: Floor) -> None:
    """The file tells a silence that its turns do not show, and how loud each side was."""
    told = {
        "duration_s": 18.0, "agent_talk_s": 10.1, "citizen_talk_s": 4.2, "agent_talk_share": 0.7063, "noise_db": 21.0,
        "dead_air": [{"start_s": 20.0, "end_s": 27.0}], "agent_loudness_db": -20.0, "citizen_loudness_db": -31.0,
        "agent_pace_syllables_per_s": 6.5, "overlap_s": 0.3, "transfers": 0,
    }  # fmt: skip
    call_id = floor.given(turns=turns(), measures=told)
    floor.run(call_id)
    floor.again(call_id, Fix(2, "새벽 열두 시 십 분입니다."))
    heard, fixed = floor.measured(call_id)
    assert fixed.agent_pace_syllables_per_s != heard.agent_pace_syllables_per_s
    assert replace(fixed, agent_pace_syllables_per_s=6.5) == heard
    floor.again(call_id, Swap())
    _, _, swapped_sides = floor.measured(call_id)
    assert (swapped_sides.agent_loudness_db, swapped_sides.citizen_loudness_db) == (-31.0, -20.0)
    assert (swapped_sides.agent_talk_s, swapped_sides.citizen_talk_s) == (4.6, 11.0)
    assert (swapped_sides.noise_db, swapped_sides.overlap_s, swapped_sides.dead_air) == (21.0, 0.3, heard.dead_air)


def test_transfers_that_the_telephone_system_tells_are_not_counted_from_words() -> None:
    told = Transcript("ko", 10.0, (Turn(Speaker.AGENT, 0.0, 4.0, "담당 부서로 연결해 드리겠습니다"), Turn(Speaker.CITIZEN, 5.0, 6.0, "네")))  # fmt: skip
    measures = replace(measure_turns(told), transfers=0)
    assert corrected(measures, told, with_text(told, 1, "네 네")).transfers == 0
    assert corrected(measures, told, swapped(told)).transfers == 0


def test_what_carries_no_times_still_has_none(floor: Floor) -> None:
    call_id = floor.given(turns=turns(other_way_round=True, timed=False), channel="chat")
    floor.run(call_id)
    floor.again(call_id, Swap())
    assert floor.measured(call_id) == []
    assert floor.answers(call_id)["greeting"] == "yes"


def recorded(floor: Floor, path: Path, *, channels: int) -> int:
    """A recording whose left channel is the citizen's, and a transcript that takes it for the agent's."""
    sound = np.stack([silence(19.0), silence(19.0)])
    for place, (who, _, start_s, end_s) in enumerate(LINES):
        at = round(start_s * RATE_HZ)
        said = voice(end_s - start_s, 210 if who == A else 110, seed=place, level=0.2 if who == A else 0.05)
        sound[0 if who == C else 1, at : at + len(said)] += said
    sound += np.stack([noise(19.0, 0.0005, 1), noise(19.0, 0.0005, 2)])
    if channels == 1:
        sound = sound.sum(axis=0, keepdims=True)
    soundfile.write(path, sound.T, RATE_HZ, subtype="PCM_16")
    call_id = hand_in_file(intake(floor.store, floor.bench.settings), path).call_id
    floor.run(call_id, Stage.INGEST)
    other = {A: Speaker.CITIZEN, C: Speaker.AGENT}
    heard = Transcript(
        "ko",
        19.0,
        tuple(Turn(other[who], start_s, end_s, text) for who, text, start_s, end_s in LINES),
        attribution="channel" if channels == 2 else "guessed",
        engine="by hand",
    )
    claim = ledger.claim(floor.store, call_id, Stage.TRANSCRIBE, 60)
    assert claim is not None
    with ledger.committing(floor.store, claim, 1.0) as session:
        results.keep_transcript(session, call_id, heard)
    floor.run(call_id, Stage.MEASURE, Stage.SCORE, Stage.FLAG)
    return call_id


@pytest.mark.parametrize("channels", [1, 2])
def test_after_a_swap_the_sound_of_each_side_is_measured_as_its_own(
    floor: Floor, tmp_path: Path, channels: int
) -> None:
    call_id = recorded(floor, tmp_path / "call.wav", channels=channels)
    floor.again(call_id, Swap())
    was, now = floor.measured(call_id)
    assert was.agent_talk_s == pytest.approx(4.6, abs=0.3)
    assert now.agent_talk_s == pytest.approx(11.0, abs=0.3)
    assert now.agent_talk_s == pytest.approx(was.citizen_talk_s)
    assert was.agent_loudness_db is not None
    assert was.citizen_loudness_db is not None
    assert was.citizen_loudness_db - was.agent_loudness_db == pytest.approx(12, abs=2)
    assert (now.agent_loudness_db, now.citizen_loudness_db) == (was.citizen_loudness_db, was.agent_loudness_db)
    assert (now.overlap_s is None) == (channels == 1)
    answers = floor.answers(call_id)
    assert answers["greeting"] == answers["closing"] == "yes"
    assert (answers["interruption"] == "not_applicable") == (channels == 1)


def test_one_turn_given_to_the_other_side_leaves_the_channels_whose_they_are(floor: Floor, tmp_path: Path) -> None:
    call_id = recorded(floor, tmp_path / "call.wav", channels=2)
    floor.again(call_id, Reassign(3, Speaker.CITIZEN))
    was, now = floor.measured(call_id)
    assert (now.agent_talk_s, now.agent_loudness_db) == (was.agent_talk_s, was.agent_loudness_db)


@pytest.mark.parametrize("sound", [True, False])
def test_transcribing_again_leaves_what_people_corrected(floor: Floor, tmp_path: Path, sound: bool) -> None:
    """There is no model here, so listening anew would stop the stage; a transcript handed in would be kept anew."""
    call_id = recorded(floor, tmp_path / "call.wav", channels=2) if sound else floor.given(turns=turns())
    if not sound:
        floor.run(call_id)
        with floor.store.writing() as session:
            row = session.scalars(select(CallTranscript).where(CallTranscript.call_id == call_id)).one()
            row.engine = "read by an older program"
    floor.again(call_id, Fix(2, "새벽 열두 시 십 분입니다."))
    with floor.store.writing() as session:
        ledger.open_stage(session, call_id, Stage.TRANSCRIBE)
    floor.run(call_id, *list(Stage)[1:])
    with floor.store.reading() as session:
        assert results.transcript_of(session, call_id)[1].turns[2].text == "새벽 열두 시 십 분입니다."
        assert len(session.scalars(select(CallTranscript).where(CallTranscript.call_id == call_id)).all()) == 2
        page = call_page(session, call_id)
    assert page is not None
    assert page.facts.finished
    assert page.evaluations


def test_a_swap_back_is_a_third_version_with_the_first_ones_ratings(floor: Floor) -> None:
    call_id = floor.given(turns=turns())
    floor.run(call_id)
    first = floor.courtesy(call_id)
    floor.again(call_id, Swap())
    floor.again(call_id, Swap())
    third = floor.courtesy(call_id)
    assert third.id != first.id
    assert [replace(each, id=0, created_at=first.created_at) for each in third.ratings] == [
        replace(each, id=0, created_at=first.created_at) for each in first.ratings
    ]
    was, _, now = floor.measured(call_id)
    assert was == now
