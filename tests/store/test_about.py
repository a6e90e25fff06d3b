"""What a call was about is kept once, and calls from one number find each other; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from qa.analytics.about import about
from qa.store.about import about_of, earlier_contacts, keep_about
from qa.store.engine import Store
from qa.store.results import keep_answers, keep_transcript
from qa.store.tables import AboutCall, Call, Recording
from tests.analytics.conversation import ANSWERS, answers, call

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
HASH = "ab" * 32


def made(store: Store, name: str, *said: str, days: float = 0, citizen_hash: str | None = None) -> int:
    """A call of so many days after `AT`, with what it was about; its id."""
    with store.writing() as session:
        row = Call(
            recording=Recording(sha256=name.ljust(64, "0"), size_bytes=1, name=f"{name}.json"),
            started_at=AT + timedelta(days=days),
            citizen_hash=citizen_hash,
        )
        session.add(row)
        session.flush()
        told = call("안녕하세요, 시청입니다.", *said)
        transcript_id = keep_transcript(session, row.id, told)
        answers_id = keep_answers(session, ANSWERS)
        found = about(told, None, answers())
        keep_about(session, row.id, found, transcript_id=transcript_id, answers_version_id=answers_id)
        return row.id


def test_what_was_kept_reads_back_and_is_kept_once(any_store: Store) -> None:
    call_id = made(any_store, "a", "주차 위반 과태료 얼마예요?", "주차단속과로 연결해 드리겠습니다.", "네.")
    with any_store.writing() as session:
        found = about_of(session, call_id)
        assert found is not None
        assert (found.topic, found.transferred_to, found.resolved) == ("교통>주차>과태료", ("주차단속과",), False)
        row = session.scalars(select(AboutCall)).one()
        assert (row.topic, row.transfers, row.resolved, row.reason) == ("교통>주차>과태료", 1, False, "enquiry")
        keep_about(session, call_id, found, transcript_id=row.transcript_id, answers_version_id=row.answers_version_id)
    with any_store.reading() as session:
        assert session.scalar(select(func.count(AboutCall.id))) == 1


def test_a_call_nobody_scored_yet_is_about_nothing(any_store: Store) -> None:
    with any_store.reading() as session:
        assert about_of(session, 1) is None


def test_calls_from_one_number_within_seven_days_before_are_found(any_store: Store) -> None:
    old = made(any_store, "a", "여권 수수료 얼마예요?", "오만 원입니다.", citizen_hash=HASH)
    earlier = made(any_store, "b", "여권 사진 몇 장 필요해요?", "한 장입니다.", days=3, citizen_hash=HASH)
    other = made(any_store, "c", "여권 사진 몇 장 필요해요?", "한 장입니다.", days=4, citizen_hash="cd" * 32)
    unknown = made(any_store, "d", "여권 사진 몇 장 필요해요?", "한 장입니다.", days=4)
    this = made(any_store, "e", "여권 언제 나와요?", "여권은 사흘 걸립니다.", days=8, citizen_hash=HASH)
    with any_store.reading() as session:
        assert [(each.call_id, each.same_topic) for each in earlier_contacts(session, this)] == [(earlier, True)]
        assert [each.call_id for each in earlier_contacts(session, earlier)] == [old]
        assert earlier_contacts(session, other) == []
        assert earlier_contacts(session, unknown) == []
        assert earlier_contacts(session, this, allowed=Call.id == 0) == []
