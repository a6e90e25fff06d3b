"""Calls whose evaluation came to its end: praised, approved, released, disputed and answered; and some drawn ones."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from qa.desk import dispute, draft, evaluate, inbox, notes, release
from qa.desk.dispute import Objecting
from qa.desk.draft import Said
from qa.store.engine import Session, Store
from qa.store.pages import call_page
from qa.store.review_tables import Review
from qa.store.reviews import Purpose, Stream
from qa.store.tables import Call, now
from tests.cast import Cast, person, unreleased

TEXTS = {
    "praise": "첫인사와 끝인사가 또렷했고, 요금 자동납부 절차를 차례대로 알기 쉽게 설명했습니다.",
    "opinion": "시민이 걱정하는 말을 했을 때 한마디 공감하고 안내를 이어 가면 더 좋겠습니다.",
}


def releases(store: Store, cast: Cast) -> dict[str, int]:
    """For minji: "released" with one dispute upheld, one kept and one open; further calls drawn at random and released.

    Must be called while no other call waits in the flagged stream. Returns the ids that addresses are made of.
    """
    call_id = unreleased(store, cast.folder, seed=39, sounds=True)
    with store.writing() as session:
        first = inbox.take_next(session, person(session, "sora"), Purpose.FIRST, Stream.FLAGGED)
        assert first is not None
        sora = person(session, "sora")
        for name, text in TEXTS.items():
            draft.save(session, sora, first.id, Said("", name, note=text))
        notes.pin(session, sora, first.id, 12.5, "여기서 시민의 말을 끝까지 들어 준 점이 좋습니다.", for_agent=True)
        evaluate.accept_rest(session, sora, first.id)
    with store.writing() as session:
        evaluate.submit(session, person(session, "sora"), first.id)
    with store.writing() as session:
        second = inbox.take_next(session, person(session, "eunseo"), Purpose.SECOND, "")
        assert second is not None
    with store.writing() as session:
        evaluate.submit(session, person(session, "eunseo"), second.id)
    _disputed(store, call_id, "empathy", "yes", "공감하는 말을 두 번 했습니다. 다시 들어 봐 주세요.")
    _answered(store, "empathy", "yes")
    _disputed(store, call_id, "dead_air", "yes", "전산 조회에 시간이 걸린다고 미리 말씀드렸습니다.")
    for place, seed in enumerate(range(41, 45)):
        drawn = unreleased(store, cast.folder, seed=seed, drawn=True)
        with store.writing() as session:
            call = session.get_one(Call, drawn)
            call.started_at = now() - timedelta(days=3 + 9 * place)
            for review in session.scalars(select(Review).where(Review.call_id == drawn)):
                session.delete(review)
            release.release(session, drawn, person(session, "eunseo"))
    return {"released": call_id}


def _disputed(store: Store, call_id: int, criterion: str, proposed: str, why: str) -> None:
    with store.writing() as session:
        machine, counts = _standing(session, call_id, criterion)
        said = Objecting(proposed, why, counts)
        dispute.object_to(session, person(session, "minji"), call_id, machine, said)


def _answered(store: Store, criterion: str, answer: str) -> None:
    with store.writing() as session:
        suhyun = person(session, "suhyun")
        review = inbox.take_next(session, suhyun, Purpose.DISPUTE, "")
        assert review is not None
        said = Said("courtesy-ko", criterion, answer, None, "다시 들어 보니 1분쯤에 공감하는 말이 있습니다.")
        draft.save(session, suhyun, review.id, said)
    with store.writing() as session:
        dispute.answer(session, person(session, "suhyun"), review.id)


def _standing(session: Session, call_id: int, criterion: str) -> tuple[int, int]:
    """The machine's rating and the one that counts."""
    page = call_page(session, call_id)
    assert page is not None
    found = next(each for of in page.evaluations for each in of.ratings if each.criterion == criterion)
    return found.id, found.counts.id
