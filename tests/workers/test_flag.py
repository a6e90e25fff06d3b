"""The flag stage over an agent's calls: rubrics by name, the agent's own level, and no agent over-watched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from qa.call import Evaluation, Flag, Rating, RatingState, Sentence, Stage, State
from qa.queue import Bells
from qa.scoring.rubric import load_rubric
from qa.settings import HERE, Settings
from qa.store import calls, people, results
from qa.store.engine import Store
from qa.store.recordings import Kept, Recordings
from qa.store.tables import CallFlag, CallStage, RubricVersion
from tests.scoring.calls import call
from workers import attempt, flag
from workers.attempt import Bench

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
COURTESY = (HERE / "rubrics" / "courtesy-ko.yaml").read_text("utf-8")
HEARD = call(
    "a: 안녕하십니까. 다산콜센터 상담사 김민지입니다. 무엇을 도와드릴까요?",
    "c: 수도요금 때문에 전화드렸어요. 민원 넣겠습니다.",
    "a: 네, 확인해 드리겠습니다. 감사합니다. 좋은 하루 보내세요.",
)
UNKIND = Rating("unkind_words", "no", RatingState.RATED, 0.0, 0.9, Sentence("모욕했습니다.", "Insulted."), (), True)
NO_GREETING = Rating("greeting", "no", RatingState.RATED, 0.0, 0.9, Sentence("인사가 없습니다.", "No greeting."))

Keep = Callable[..., int]


@pytest.fixture
def at(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """The bench of this process; the last stage rings nobody."""
    of = Settings(data=tmp_path, redis_url="unix:///nowhere/redis.sock", flags_per_agent_week=3)
    made = Bench(of, store, Recordings(tmp_path / "recordings"), Bells(of.redis_url))
    monkeypatch.setattr(attempt, "bench", lambda: made)
    with store.writing() as session:
        people.seed_demo_people(session)
    return made


@pytest.fixture
def keep(at: Bench) -> Keep:
    """Keeps a scored call that waits for its flags; `codes`: it has been flagged already."""

    digests = (f"{number:064x}" for number in count())

    def scored(days_ago: float, score: float | None = 90.0, *ratings: Rating, agent: str | None = "minji", text: str = COURTESY, codes: tuple[str, ...] = ()) -> int:  # fmt: skip
        started = START - timedelta(days=days_ago)
        recording = Kept(next(digests), 10)
        id = calls.accept(at.store, recording, name="a.wav", agent_login=agent, started_at=started).call_id
        with at.store.writing() as session:
            session.scalars(select(CallStage).where(CallStage.call_id == id)).one().stage = Stage.FLAG
            transcript_id = results.keep_transcript(session, id, HEARD)
            results.keep_evaluation(
                session,
                id,
                Evaluation("courtesy-ko", load_rubric(text).hash, score, ratings),
                transcript_id=transcript_id,
                rubric_version_id=results.keep_rubric(session, "courtesy-ko", text),
                answers_version_id=None,
            )
            results.keep_flags(session, id, [Flag(code, Sentence("", "")) for code in codes])
        return id

    return scored


def flagged(at: Bench, call_id: int) -> dict[str, str]:
    """The flags of the call after its stage has run (once more)."""
    with at.store.writing() as session:
        row = session.scalars(select(CallStage).where(CallStage.call_id == call_id)).one()
        row.state = State.WAITING
    flag.run(call_id)
    with at.store.reading() as session:
        row = session.scalars(select(CallStage).where(CallStage.call_id == call_id)).one()
        assert row.state == State.DONE, row.detail
        found = session.scalars(select(CallFlag).where(CallFlag.call_id == call_id).order_by(CallFlag.id))
        return {each.code: each.sentence["ko"] for each in found}


def test_the_rubric_is_called_by_the_name_in_the_text_that_was_used(at: Bench, keep: Keep) -> None:
    renamed = COURTESY.replace("ko: 친절도 평가표", "ko: 우리 평가표")
    assert flagged(at, keep(0, 60.0, text=renamed))["low_score"].startswith("우리 평가표 점수가 60.0점으로")


def test_a_rubric_that_cannot_be_read_any_more_goes_by_its_id(at: Bench, keep: Keep) -> None:
    made = keep(0, 60.0)
    with at.store.writing() as session:
        session.scalars(select(RubricVersion)).one().text = "format: of another age"
    assert flagged(at, made)["low_score"].startswith("courtesy-ko 점수가 60.0점으로")


def test_far_below_the_agents_own_earlier_calls_is_told(at: Bench, keep: Keep) -> None:
    for number in range(10):
        keep(30 + number, 90.0 + number % 3)
    low = keep(0, 75.0)
    keep(-1, 20.0)  # later than this call
    assert (
        "친절도 평가표 점수가 75.0점으로, 이 상담사의 최근 10건 평균 90.9점보다" in flagged(at, low)["below_own_level"]
    )


def test_other_agents_other_versions_and_calls_of_nobody_tell_no_level(at: Bench, keep: Keep) -> None:
    for number in range(10):
        keep(30 + number, 90.0, agent="junho")
        keep(30 + number, 90.0, text=COURTESY + "\n# another version\n")
        keep(30 + number, 90.0, agent=None)
    assert "below_own_level" not in flagged(at, keep(0, 75.0))
    assert "below_own_level" not in flagged(at, keep(0, 75.0, agent=None))


def test_of_an_agent_flagged_often_enough_only_what_must_be_looked_at_is_raised(at: Bench, keep: Keep) -> None:
    watched = keep(0, 60.0, NO_GREETING, UNKIND)
    for days in (1, 2):
        keep(days, codes=("low_score", "dead_air"))  # one call each, however many flags
    assert set(flagged(at, watched)) == {"no_greeting", "unkind_words", "complaint", "low_score"}
    keep(6.9, codes=("no_greeting",))
    assert set(flagged(at, watched)) == {"unkind_words", "complaint"}
    assert set(flagged(at, watched)) == {"unkind_words", "complaint"}


def test_what_does_not_count_towards_enough(at: Bench, keep: Keep) -> None:
    watched = keep(0, 60.0, codes=("low_score",))  # the call itself
    keep(1, codes=("low_score",))
    keep(2, codes=("complaint",))
    keep(3, codes=("too_noisy", "cut_off"))  # technical
    keep(7.1, codes=("low_score",))  # longer than a week ago
    keep(-1, codes=("low_score",))  # later
    keep(1, codes=("low_score",), agent="junho")
    first = flagged(at, watched)
    assert set(first) == {"complaint", "low_score"}
    assert flagged(at, watched) == first
