"""The score stage judges by the standard answers that people keep, and by the file only while they keep none."""

from __future__ import annotations

import io
import json
from pathlib import Path

from sqlalchemy import select

from qa.answers.table import answers_of, read_answers, read_bytes
from qa.desk.answers import take_in
from qa.desk.ingest import hand_in, intake
from qa.queue import Bells
from qa.settings import Settings
from qa.store.calls import at_hand
from qa.store.engine import Store
from qa.store.recordings import Recordings
from qa.store.tables import AnswersVersion
from workers import ingest, measure, score, transcribe
from workers.attempt import Bench

FERRY = (
    'id,title,questions,fact_type,fact_name,fact_value\nferry,한강 유람선,유람선 요금이 얼마예요,fee,어른,"16,000원"\n'
)
TURNS = [{"speaker": "citizen", "text": "유람선 요금이 얼마예요?"}, {"speaker": "agent", "text": "만육천 원입니다."}]


def scored_by(store: Store, folder: Path, told: str) -> str:
    """Hand in and score a call; the text of the standard answers that was kept with its evaluations."""
    settings = Settings(data=folder)
    bench = Bench(settings, store, Recordings(folder / "recordings"), Bells(settings.resolved_redis_url))
    raw = json.dumps({"id": told, "turns": TURNS}, ensure_ascii=False).encode()
    call_id = hand_in(intake(store, settings), io.BytesIO(raw), name="call.json").call_id
    for stage in (ingest, transcribe, measure, score):
        write = stage._work(bench, at_hand(store, call_id), lambda share: None)
        with store.writing() as session:
            write(session)
    with store.reading() as session:
        return session.scalars(select(AnswersVersion.text).order_by(AnswersVersion.id.desc())).first() or ""


def test_the_file_is_used_until_people_keep_answers(store: Store, tmp_path: Path) -> None:
    before = scored_by(store, tmp_path, "one")
    assert answers_of(before, "kept").hash == read_answers(Settings().answers).answers.hash
    with store.writing() as session:
        take_in(session, read_bytes(FERRY.encode(), "ferry.csv"), by=None)
    after = answers_of(scored_by(store, tmp_path, "two"), "kept")
    assert [(entry.id, entry.facts[0].text) for entry in after.entries] == [("ferry", "16,000원")]
