"""The cast's calls after some days of use: on their pages stands all that can stand there."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from qa.analytics.about import Transfer, about
from qa.analytics.reason import Complained, Complaint
from qa.answers.table import answers_of
from qa.call import Sentence
from qa.desk.entries import Said
from qa.desk.filters import keep
from qa.desk.inbox import take_next
from qa.desk.notify import mark_read, notify
from qa.desk.override import Override, confirm, override
from qa.desk.withdrawal import withdraw_entry
from qa.store.about import keep_about
from qa.store.answers import entry_mark
from qa.store.engine import Session, Store
from qa.store.reviews import Purpose, Stream
from qa.store.tables import CallEvaluation, CallRating, CallTranscript
from tests.cast import ANSWERS, MOBILE, Cast, measures, person, transcript, unreleased
from tests.web.calibrated import calibrates
from tests.web.corrected import corrects
from tests.web.managed import manages
from tests.web.released import releases


def furnish(store: Store, cast: Cast) -> dict[str, int]:
    """Ratings overridden and critical ones confirmed or not, what calls were about, a withdrawn entry, reviews in hand.

    Returns the ids that addresses are made of: those of the calls, and "blind" and "shown", two reviews of suhyun's.
    """
    with store.writing() as session:
        _about(session, cast)
    with store.writing() as session:
        for name, confirmed in (("full", False), ("other_vendor", True)):
            critical = _rating(session, cast.calls[name], "unkind_words")
            critical.answer, critical.score, critical.critical = "no", 0.0, True
            session.flush()
            if confirmed:
                confirm(session, person(session, "suhyun"), cast.calls[name], critical.id, critical.id)
    with store.writing() as session:
        rating = _rating(session, cast.calls["full"], "empathy").id
        said = Override("yes", "rule", "시민의 걱정에 답했습니다", rating)
        override(session, person(session, "suhyun"), cast.calls["full"], rating, said)
    with store.writing() as session:
        asked = Said({"valid_from": "2026-01-01"}, entry_mark(session, "tow"), "제도 폐지")
        withdraw_entry(session, person(session, "eunseo"), "tow", asked)
    with store.writing() as session:
        _told(session, cast)
    found = cast.calls | releases(store, cast) | _in_hand(store, cast) | corrects(store, cast)
    return found | calibrates(store, cast)


def _about(session: Session, cast: Cast) -> None:
    """A call that was resolved, with a complaint; one that was handed on."""
    heard = transcript()
    found = about(heard, measures(heard), answers_of(ANSWERS, "answers.csv"))
    unkind = replace(found, complaints=(Complained(Complaint.UNKINDNESS, 1, f"불친절하네요 {MOBILE}"),))
    handed = replace(found, resolved=False, transfers=(Transfer(6, "연결해 드리겠습니다", "동물과", None),), topic=None)
    for name, each in (("full", unkind), ("other_vendor", handed)):
        row = session.scalars(select(CallTranscript).where(CallTranscript.call_id == cast.calls[name])).one()
        keep_about(session, cast.calls[name], each, transcript_id=row.id, answers_version_id=None)


def _rating(session: Session, call_id: int, criterion: str) -> CallRating:
    return session.scalars(
        select(CallRating)
        .join(CallEvaluation)
        .where(CallEvaluation.call_id == call_id, CallRating.criterion == criterion)
    ).one()


def _told(session: Session, cast: Cast) -> None:
    """Somebody has read some of what they were told, and saved what they look for."""
    reader, page = person(session, "suhyun"), f"/calls/{cast.calls['full']}"
    notify(session, [reader.id], "assigned", Sentence("통화가 배정되었습니다.", "A call was assigned to you."), page)
    mark_read(session, reader)
    back = Sentence("제출한 평가에 보완 요청이 왔습니다.", "An evaluation of yours came back to you.")
    notify(session, [reader.id], "returned", back, page)
    keep(session, person(session, "admin"), "calls.calls", "7일 내 재통화 · 불친절", "complaint=unkindness&repeat=yes")
    keep(session, person(session, "admin"), "calls.calls", "무작위 표본", "complaint=unkindness&stream=random")


def _in_hand(store: Store, cast: Cast) -> dict[str, int]:
    """A call that is rated before the machine's ratings are shown, one that is rated beside them; one waits."""
    for seed, drawn in ((21, True), (22, False), (23, False)):
        unreleased(store, cast.folder, seed=seed, drawn=drawn, sounds=True)
    with store.writing() as session:
        evaluator = person(session, "suhyun")
        blind = take_next(session, evaluator, Purpose.FIRST, Stream.RANDOM)
        shown = take_next(session, evaluator, Purpose.FIRST, Stream.FLAGGED)
    assert blind is not None
    assert shown is not None
    manages(store, cast)
    return {"blind": blind.id, "shown": shown.id}
