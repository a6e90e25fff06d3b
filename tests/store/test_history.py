"""What an agent's other calls came to: earlier ones only, the newest evaluation of each, newest call first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from qa.call import Evaluation, Flag, Sentence, Transcript
from qa.store import calls, history, people, results
from qa.store.engine import Store
from qa.store.recordings import Kept

RUBRIC = "id: courtesy-ko\n"
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def scored(store: Store, days_ago: int, *scores: float | None, agent: str | None = "minji") -> int:
    """A call evaluated once for each score, the last one newest."""
    with store.writing() as session:
        people.seed_demo_people(session)
    recording = Kept(f"{days_ago + 50:032d}{len(agent or ''):032d}", 10)
    started = START - timedelta(days=days_ago)
    id = calls.accept(store, recording, name="a.wav", agent_login=agent, started_at=started).call_id
    for number, score in enumerate(scores):
        with store.writing() as session:
            results.keep_evaluation(
                session,
                id,
                Evaluation("courtesy-ko", results.text_hash(RUBRIC), score, ()),
                transcript_id=results.keep_transcript(session, id, Transcript("ko", 1.0, (), engine=f"{number}")),
                rubric_version_id=results.keep_rubric(session, "courtesy-ko", RUBRIC),
                answers_version_id=None,
            )
    return id


def test_past_scores_are_the_agents_own_newest_first(any_store: Store) -> None:
    this = scored(any_store, 0, 50.0)
    scored(any_store, 3, 70.0)
    scored(any_store, 1, 10.0, 90.0)  # heard again: the newest evaluation counts
    scored(any_store, 2, None)
    scored(any_store, -1, 20.0)
    scored(any_store, 2, 30.0, agent="junho")
    with any_store.reading() as session:
        digest = results.text_hash(RUBRIC)
        assert history.past_scores(session, this, digest, 30) == [90.0, 70.0]
        assert history.past_scores(session, this, digest, 1) == [90.0]
        assert history.past_scores(session, this, "0" * 64, 30) == []


def test_flagged_calls_are_counted_once_each_within_the_days_before(any_store: Store) -> None:
    this = scored(any_store, 0)
    for days, codes in ((1, ("low_score", "dead_air")), (6, ("complaint",)), (2, ("cut_off",)), (8, ("low_score",))):
        id = scored(any_store, days)
        with any_store.writing() as session:
            results.keep_flags(session, id, [Flag(code, Sentence("", "")) for code in codes])
    with any_store.reading() as session:
        assert history.flagged_before(session, this, days=7, leave_out={"cut_off"}) == 2
        assert history.flagged_before(session, this, days=7, leave_out=()) == 3
