"""Calibration sessions for tests: started, rated and revealed through the desk, as people do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from qa.desk import calibrate, draft, evaluate, inbox
from qa.desk.calibration_start import Wish, start
from qa.desk.draft import Said
from qa.desk.form import form_of, key_of
from qa.store.engine import Store
from qa.store.review_tables import Review
from qa.store.reviews import ReviewState
from qa.store.tables import now
from tests.cast import person

# answers by call and criterion; what is not named is as the machine has it
Answers = Mapping[tuple[int, str], str]


def begin(
    store: Store,
    call_ids: Sequence[int],
    raters: Sequence[str],
    *,
    leader: str = "eunseo",
    rubric: str = "courtesy-ko",
    title: str = "11월 캘리브레이션",
    unaware: bool = False,
    shared: bool = False,
) -> int:
    """A session that is open; returns its id."""
    with store.writing() as session:
        wish = Wish(
            title=title,
            rubric=rubric,
            call_ids=tuple(call_ids),
            rater_ids=tuple(person(session, login).id for login in raters),
            due_at=now() + timedelta(days=5),
            unaware=unaware,
            shared=shared,
            knowing=True,
        )
        return start(session, person(session, leader), wish)


def held(store: Store, session_id: int, login: str) -> list[int]:
    """The reviews of a session that are in somebody's hands."""
    with store.reading() as session:
        return list(
            session.scalars(
                select(Review.id)
                .where(Review.session_id == session_id, Review.person_id == person(session, login).id)
                .where(Review.state == ReviewState.ASSIGNED)
                .order_by(Review.id)
            )
        )


def fill(store: Store, login: str, review_id: int, answers: Answers | None = None, note: str = "") -> None:
    """Answer every criterion of a review."""
    with store.writing() as session:
        who = person(session, login)
        form = form_of(session, inbox.read(session, review_id))
        assert form is not None
        for asked in form.asked:
            unit = (form.review.call_id, asked.question.id)
            answer = (answers or {}).get(unit, key_of(asked.machine))
            seen = asked.draft.version if asked.draft else 0
            draft.save(session, who, review_id, Said(*asked.key, answer, None, note, None, seen))


def rate(store: Store, login: str, session_id: int, answers: Answers | None = None, note: str = "") -> None:
    """Rate and submit all that is left of a session."""
    for review_id in held(store, session_id, login):
        fill(store, login, review_id, answers, note)
        with store.writing() as session:
            if inbox.read(session, review_id).unaware:
                evaluate.reveal(session, person(session, login), review_id)
        with store.writing() as session:
            who = person(session, login)
            form = form_of(session, inbox.read(session, review_id))
            assert form is not None
            for asked in form.asked:
                if asked.differs and asked.draft:
                    said = Said(*asked.key, asked.answer, "rule", note, None, asked.draft.version)
                    draft.save(session, who, review_id, said)
            evaluate.submit(session, who, review_id)


def reveal(store: Store, session_id: int, leader: str = "eunseo", *, early: bool = False) -> None:
    with store.writing() as session:
        calibrate.reveal(session, person(session, leader), session_id, early=early)
