"""One cast for the tests of the desk: two vendors, their people, and calls of every kind, written through the tables.

The shapes are those the machine's half writes (`qa.store.results`); the words are a real kind of call to the centre.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from qa import audio
from qa.answers.table import read_bytes
from qa.call import (
    Evaluation,
    Event,
    Evidence,
    Flag,
    PersonalData,
    Rating,
    RatingState,
    Sentence,
    SetAside,
    Span,
    Speaker,
    SpeechMeasures,
    Stage,
    State,
    Transcript,
    Turn,
    Word,
)
from qa.desk.answers import take_in
from qa.settings import HERE, Settings
from qa.store import calls, people, results
from qa.store.engine import Session, Store, open_store
from qa.store.findings import AskedQuestion, keep_findings, keep_questions
from qa.store.recordings import Recordings
from qa.store.reviews import open_first_review
from qa.store.tables import Call, CallStage, Person

OTHERS = (
    ("sora", "윤소라", "evaluator", "한빛", "1팀"),
    ("haneul", "강하늘", "evaluator", "누리", "1팀"),  # the stranger to everything of 한빛
    ("taeo", "문태오", "manager", "한빛", None),
    ("yuna", "서유나", "agent", "한빛", "2팀"),
)

LINES = (
    ("agent", "감사합니다 다산콜센터 상담사 김민지입니다 무엇을 도와드릴까요"),
    ("citizen", "네 수도요금 자동 납부를 신청하려고 전화드렸어요"),
    ("agent", "네 자동 납부 신청이시군요 잠시만 기다려 주시겠습니까 확인해 보겠습니다"),
    ("citizen", "네 제 번호는 공일공 이삼사오 육칠팔구예요"),
    ("agent", "기다려 주셔서 감사합니다 자동 납부를 하시면 요금의 일 퍼센트를 감면받으실 수 있습니다"),
    ("citizen", "아 그런데 이번 달 요금이"),
    ("agent", "그건 지난달에 이미 나갔어"),
    ("citizen", "네 알겠습니다"),
    ("agent", "더 궁금하신 점 있으신가요 없으시면 전화 주셔서 감사합니다 좋은 하루 보내세요"),
)
ANSWERS = """id,title,questions,topic,fact_type,fact_name,fact_value,required,valid_from,valid_to,owner
water,수도요금 자동 납부,자동 납부를 신청하고 싶어요,수도 > 요금,fee,감면,200원,yes,2024-01-01,2025-12-31,수도팀
water,수도요금 자동 납부,,수도 > 요금,fee,감면,300원,yes,2026-01-01,,수도팀
water,수도요금 자동 납부,,수도 > 요금,office,담당,상수도사업본부|아리수본부,no,,,수도팀
tow,견인 차량 찾기,차가 견인됐어요,교통,fee,승용차,"40,000원",yes,2024-01-01,2024-12-31,
"""
MOBILE = "공일공 이삼사오 육칠팔구예요"


@dataclass(frozen=True)
class Cast:
    """Where everything is. Call ids by what the call is for."""

    folder: Path
    settings: Settings
    calls: dict[str, int]

    def store(self) -> Store:
        return open_store(self.settings)


def transcript() -> Transcript:
    """A call of 60 s with a doubtful word, a mobile number, invented text and music."""
    turns, at = [], 1.0
    for speaker, text in LINES:
        words = []
        for said in text.split():
            long = 0.18 * len(said)
            words.append(Word(said, round(at, 2), round(at + long, 2), 0.31 if said == "일" else 0.93))
            at += long + 0.08
        turns.append(Turn(Speaker(speaker), words[0].start_s, words[-1].end_s, text, tuple(words)))
        at += 8.0 if "확인해 보겠습니다" in text else 0.6
    start = LINES[3][1].index(MOBILE)
    return Transcript(
        language="ko",
        duration_s=60.0,
        turns=tuple(turns),
        set_aside=(SetAside(Speaker.CITIZEN, 16.0, 18.0, "시청해 주셔서 감사합니다", "no_speech"),),
        events=(Event("tone", 0.2, 0.8, 1),),
        personal=(PersonalData(3, start, start + len(MOBILE), "phone"),),
        engine="cast",
    )


def measures(of: Transcript) -> SpeechMeasures:
    hold = Span(of.turns[2].end_s, of.turns[3].start_s, announced=True, thanked=True)
    return SpeechMeasures(
        duration_s=of.duration_s,
        agent_talk_s=24.0,
        citizen_talk_s=12.0,
        agent_talk_share=0.667,
        dead_air=(Span(52.0, 59.0),),
        holds=(hold,),
        interruptions=(Span(of.turns[5].end_s - 0.4, of.turns[5].end_s + 0.6),),
        overlap_s=0.4,
        response_time_s=0.6,
        agent_pace_syllables_per_s=5.1,
        noise_db=28.0,
        transfers=0,
        greeting_delay_s=1.0,
    )


def rating(of: Transcript, criterion: str, answer: str | None, worth: float | None, turn: int, text: str) -> Rating:
    """A rating whose quote is the text of that turn; `turn` -1: the window that was searched."""
    states = {"not_applicable": RatingState.NOT_APPLICABLE, "cannot_tell": RatingState.CANNOT_TELL}
    state = states.get(answer or "", RatingState.RATED)
    if turn >= 0:
        said = of.turns[turn]
        evidence = (Evidence(turn, said.text, said.start_s, said.end_s),)
    else:
        evidence = (Evidence(None, "", 0.0, 15.0),)
    if state is RatingState.NOT_APPLICABLE:
        evidence = ()
    rated = answer if state is RatingState.RATED else None
    return Rating(criterion, rated, state, worth, 0.88, Sentence(text, f"[en] {criterion}"), evidence)


def build(folder: Path) -> Cast:
    """Make everything under `folder`."""
    settings = Settings(data=folder, database_url="", redis_url="unix:///nowhere/redis.sock", max_upload_mb=2)
    store = open_store(settings)
    with store.writing() as session:
        people.seed_demo_people(session)
        people.seed_demo_people(session, OTHERS)
        take_in(session, read_bytes(ANSWERS.encode(), "answers.csv"), by=None)
    recordings = Recordings(folder / "recordings")
    made = {
        "full": _full(store, recordings, "minji", "수도요금-자동납부.wav", 1),
        "teammate": _full(store, recordings, "yuna", "yuna.wav", 2),
        "other_vendor": _full(store, recordings, "junho", "junho.wav", 3),
        "running": _begun(store, recordings, "minji", "진행.wav", 4, State.RUNNING),
        "stopped": _begun(store, recordings, "minji", "멈춤.wav", 5, State.STOPPED),
        "waiting": _accepted(store, recordings, None, "nobody.wav", 6),
    }
    store.close()
    return Cast(folder, settings, made)


def sound(seed: int, length_s: float = 60.0) -> audio.Sound:
    """Bursts of tone, the two channels taking turns."""
    rate = 16000
    clock = np.arange(int(rate * length_s)) / rate
    turn = (clock // 3).astype(int) % 2
    left = 0.3 * np.sin(2 * np.pi * (200 + 10 * seed) * clock) * (turn == 0)
    right = 0.2 * np.sin(2 * np.pi * 320 * clock) * (turn == 1)
    probe = audio.Probe("wav", "PCM_16", 8000, 2, length_s, length_s)
    return audio.Sound(np.stack([left, right]).astype(np.float32), rate, probe)


def _accepted(store: Store, recordings: Recordings, agent: str | None, name: str, seed: int) -> int:
    kept = recordings.keep(io.BytesIO(f"recording {seed}".encode()), max_bytes=1000)
    started = datetime(2026, 11, 20, 5, 30, tzinfo=UTC) + timedelta(hours=seed)
    return calls.accept(store, kept, name=name, agent_login=agent, started_at=started).call_id


def _begun(store: Store, recordings: Recordings, agent: str, name: str, seed: int, state: State) -> int:
    call_id = _accepted(store, recordings, agent, name, seed)
    with store.writing() as session:
        row = session.query(CallStage).filter_by(call_id=call_id).one()
        row.state, row.progress = State.DONE, 1.0
        later = CallStage(call_id=call_id, stage=Stage.TRANSCRIBE, state=state, progress=0.42, attempt=1)
        if state is State.STOPPED:
            later.stopped = {
                "ko": "음성 인식 모델이 이 서버에 없습니다.",
                "en": "The speech model is not on this server.",
            }
            later.again, later.detail = True, "Traceback: secret detail"
        session.add(later)
    return call_id


def unreleased(
    store: Store, folder: Path, *, agent: str = "minji", seed: int, drawn: bool = False, sounds: bool = False
) -> int:
    """One more call as the machine leaves it: scored, flagged, waiting for its first evaluation. Returns its id."""
    recordings = Recordings(folder / "recordings")
    call_id = _full(store, recordings, agent, f"통화-{seed}.wav", seed, sounds=sounds, drawn=drawn)
    with store.writing() as session:
        session.get_one(Call, call_id).released_at = None
        open_first_review(session, call_id, flags(transcript()), drawn=drawn)
    return call_id


def _full(
    store: Store, recordings: Recordings, agent: str, name: str, seed: int, *, sounds: bool = True, drawn: bool = False
) -> int:
    call_id = _accepted(store, recordings, agent, name, seed)
    heard = transcript()
    measured = measures(heard)
    digest = hashlib.sha256(f"recording {seed}".encode()).hexdigest()
    if sounds:
        made = sound(seed)
        recordings.derive(recordings.listening_copy(digest), lambda path: audio.listening_copy(made, path))
        peaks = {"per_s": 50, "channels": audio.peaks(made, per_s=50)}
        recordings.derive(recordings.peaks(digest), lambda path: path.write_text(json.dumps(peaks)))
    with store.writing() as session:
        results.keep_sound_facts(session, call_id, results.SoundFacts("wav", "ULAW", 8000, 2, 60.0))
        transcript_id = results.keep_transcript(session, call_id, replace(heard, engine=f"cast {seed}"))
        results.keep_measures(session, call_id, transcript_id, measured)
        answers_id = results.keep_answers(session, "id,title\n")
        for evaluation in evaluations(heard):
            text = rubric_text(evaluation.rubric)
            results.keep_evaluation(
                session,
                call_id,
                evaluation,
                transcript_id=transcript_id,
                rubric_version_id=results.keep_rubric(session, evaluation.rubric, text),
                answers_version_id=answers_id,
            )
        results.keep_flags(session, call_id, flags(heard))
        keep_findings(session, call_id, None, findings())
        keep_questions(session, call_id, questions())
        results.keep_draw(session, call_id, probability=0.02, drawn=drawn or seed == 1)
        session.get_one(Call, call_id).released_at = datetime(2026, 11, 22, tzinfo=UTC)
        row = session.query(CallStage).filter_by(call_id=call_id).one()
        row.state = State.DONE
        for stage in list(Stage)[1:]:
            session.add(CallStage(call_id=call_id, stage=stage, state=State.DONE, progress=1.0, work_s=1.5))
    return call_id


@dataclass(frozen=True)
class Told:
    """A finding as the comparison with the standard answers hands it on."""

    type: str
    verdict: str
    entry: str | None
    fact_name: str
    said: str
    expected: str
    turn: int | None = 4
    quote: str = ""
    start: int = 0
    end: int = 0
    said_norm: str = ""
    confidence: float = 0.9
    fault: str | None = None


def findings() -> list[Told]:
    """One of each verdict."""
    percent = LINES[4][1].index("일 퍼센트")
    quote = {"quote": "일 퍼센트", "start": percent, "end": percent + 5}
    return [
        Told("fee", "contradict", "water", "감면", "일 퍼센트", "300원", said_norm="1%", fault="agent", **quote),
        Told("office", "not_stated", "water", "담당", "", "상수도사업본부|아리수본부", turn=None),
    ]


def questions() -> list[AskedQuestion]:
    """One that an entry answers, and one that none does, with a telephone number in it."""
    return [
        AskedQuestion(1, LINES[1][1], "water", "수도 > 요금", 9.0, 0.6, "phone", "ko"),
        AskedQuestion(3, f"{MOBILE} 번호로 환급 계좌를 바꾸고 싶어요", None, "", 0.8, 0.1, "phone", "ko"),
    ]


def rubric_text(name: str) -> str:
    return (HERE / "rubrics" / f"{name}.yaml").read_text(encoding="utf-8")


def flags(of: Transcript) -> list[Flag]:
    said = of.turns[6]
    return [
        Flag(
            "speech_level",
            Sentence("상담사가 반말을 했습니다.", "The agent used casual speech."),
            said.start_s,
            said.end_s,
        ),
        Flag(
            "personal_data",
            Sentence(f"전화번호({MOBILE})가 들렸습니다.", f"A phone number ({MOBILE}) was spoken."),
            20.0,
            24.0,
        ),
    ]


def evaluations(of: Transcript) -> list[Evaluation]:
    """Two evaluations with every kind of answer: full, partly, none, not applicable, cannot tell, an omission."""
    courtesy = (
        rating(of, "greeting", "yes", 1.0, 0, "인사하고 소속과 이름을 밝혔습니다."),
        rating(of, "closing", "yes", 1.0, 8, "끝인사를 했습니다."),
        rating(of, "hold_asked", "yes", 1.0, 2, "기다려 달라고 양해를 구했습니다."),
        rating(of, "hold_thanked", "yes", 1.0, 4, "기다려 준 데 감사했습니다."),
        rating(of, "dead_air", "no", 0.0, -1, "7초 동안 아무 말이 없었습니다."),
        rating(of, "interruption", "cannot_tell", None, 5, "겹친 말이 잘 들리지 않습니다."),
        rating(of, "speech_level", "no", 0.0, 6, "반말을 했습니다."),
        rating(of, "unkind_words", "yes", 1.0, -1, "불친절한 말이 없습니다."),
        rating(of, "empathy", "no", 0.0, -1, f"공감하는 말이 없습니다. 시민은 {MOBILE}라고 말했습니다."),
        rating(of, "pace", "yes", 1.0, -1, "초당 5.1음절입니다."),
        rating(of, "transfers", "yes", 1.0, -1, "이관이 없습니다."),
        rating(of, "abuse_handling", "not_applicable", None, -1, "폭언이 없었습니다."),
    )
    accuracy = (
        rating(of, "fee", "cannot_tell", None, 4, "요금이 잘 들리지 않습니다."),
        rating(of, "phone", "not_applicable", None, -1, "전화번호를 안내하지 않았습니다."),
        rating(of, "office", "not_applicable", None, -1, "기관을 안내하지 않았습니다."),
        rating(of, "hours", "not_applicable", None, -1, "시간을 안내하지 않았습니다."),
        rating(of, "deadline", "not_applicable", None, -1, "기한을 안내하지 않았습니다."),
        rating(of, "personal_data", "yes", 1.0, 3, "개인정보를 되읽지 않았습니다."),
    )
    return [
        Evaluation("accuracy-ko", results.text_hash(rubric_text("accuracy-ko")), 100.0, accuracy),
        Evaluation("courtesy-ko", results.text_hash(rubric_text("courtesy-ko")), 70.0, courtesy),
    ]


def token(html: str) -> str:
    """The CSRF token of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', html)
    assert found, "the page has no form with a token"
    return found[1]


def with_answers(store: Store, file: str) -> Store:
    """A store with a manager, an evaluator and the standard answers of a file."""
    with store.writing() as session:
        people.add_person(session, login="eunseo", name="최은서", role="manager", password="correct horse battery")
        people.add_person(session, login="suhyun", name="박수현", role="evaluator", password="correct horse battery")
        take_in(session, read_bytes(file.encode(), "answers.csv"), by=None)
    return store


def person(session: Session, login: str = "eunseo") -> Person:
    found = people.find_person(session, login)
    assert found is not None
    return found
