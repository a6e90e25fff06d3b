"""A made-up centre: its people, its standard answers, its calls, and what was done with them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from qa.answers.difference import difference
from qa.answers.export import as_csv
from qa.answers.table import Reading
from qa.call import State
from qa.errors import Refused
from qa.scoring.rubric import load_rubric
from qa.store import results
from qa.store.answers import answers_standing, keep_difference, mark
from qa.store.engine import Session, Store
from qa.store.review_tables import PolicyValue
from qa.store.seed import calibration
from qa.store.seed.calls import Centre, make
from qa.store.seed.disputes import dispute
from qa.store.seed.judged import Form
from qa.store.seed.people import hire, when
from qa.store.seed.reviews import Reviewers, review
from qa.store.seed.rows import Rows
from qa.store.tables import AnswersVersion, Call, CallEvaluation, Person, RubricVersion

AT_ONCE = 1000  # calls of one transaction
RUBRICS = ("courtesy-ko", "accuracy-ko")
# Below so many calls, what happens seldom happens more often, and more calls are drawn, up to so many times as often.
LARGE, MOST_RARE, MOST_DRAWN = 4000, 6.0, 0.3
PLANTED_SHARE = 0.05
# How the newest calls stand, the newest last.
NOT_YET = (State.STOPPED, State.STOPPED, State.RUNNING, State.WAITING, State.WAITING)
STOPPED_EVERY = 997


@dataclass(frozen=True)
class Wanted:
    """`until`: the day after the last call. The same values make the same centre."""

    calls: int
    seed: int
    until: date
    time_zone: str
    random_share: float
    rubrics: Path
    add: bool = False


@dataclass(frozen=True)
class Made:
    calls: int
    people: int
    evaluations_by_people: int


def make_up(store: Store, wanted: Wanted, answers: Reading, progress: Callable[[int], None]) -> Made:
    """Fill the store. `progress` is told how many calls are there by now.

    Raises `Refused` when there are calls already and none are to be added.
    """
    with store.writing() as session:
        first = _first_number(session, wanted)
        centre = _centre(session, wanted, answers, first)
    times = when(wanted.calls, wanted.seed + first, wanted.until, wanted.time_zone)
    reviewers = Reviewers(centre)
    for begin in range(0, wanted.calls, AT_ONCE):
        with store.writing() as session:
            rows = Rows(session)
            for place in range(begin, min(wanted.calls, begin + AT_ONCE)):
                _one(rows, centre, reviewers, first + place, times[place], _standing(place, wanted.calls))
            rows.write()
        progress(min(wanted.calls, begin + AT_ONCE))
    with store.writing() as session:
        rows = Rows(session)
        calibration.hold(session, rows, centre)
        rows.write()
    with store.reading() as session:
        return _counted(session, wanted.calls)


def _one(rows: Rows, centre: Centre, reviewers: Reviewers, number: int, at: datetime, standing: State | None) -> None:
    call = make(rows, centre, number, at, standing)
    if call is None:
        return
    chance = random.Random(f"{centre.seed}:review:{number}")  # noqa: S311
    released = review(rows, centre, reviewers, call, chance)
    if released is not None:
        dispute(rows, centre, reviewers, released, chance)


def _standing(place: int, calls: int) -> State | None:
    """None: the machine is done with it."""
    from_end = calls - place
    if from_end <= len(NOT_YET) and calls > 2 * len(NOT_YET):
        return NOT_YET[-from_end]
    return State.STOPPED if place % STOPPED_EVERY == STOPPED_EVERY - 1 else None


def _first_number(session: Session, wanted: Wanted) -> int:
    """What the first new call is numbered."""
    there = session.scalar(select(func.max(Call.id)))
    if there is not None and not wanted.add:
        raise Refused(
            "이 데이터 폴더에는 이미 통화가 있습니다. 빈 폴더를 QA_DATA로 지정해 주세요. "
            "있는 통화에 더하려면 --add를 붙여 주세요.",
            "There are calls in this data folder already: set QA_DATA to an empty one, or give --add to add to them.",
        )
    return (there or 0) + 1


def _centre(session: Session, wanted: Wanted, answers: Reading, first: int) -> Centre:
    staff = hire(session, wanted.calls, wanted.seed)
    midnight = datetime.combine(wanted.until, time(), ZoneInfo(wanted.time_zone)).astimezone(UTC)
    if mark(session) is None:
        changes = difference(answers_standing(session), answers.answers, replace_all=False)
        keep_difference(session, changes, at=midnight, by=None, reason=answers.file)
    if session.get(PolicyValue, "planted_share") is None:
        session.add(PolicyValue(name="planted_share", value=PLANTED_SHARE, changed_at=midnight))
    standing = answers_standing(session)
    forms = []
    for name in RUBRICS:
        text = (wanted.rubrics / f"{name}.yaml").read_text(encoding="utf-8")
        forms.append(Form(name, load_rubric(text, name=name), results.keep_rubric(session, name, text)))
    answers_version_id = results.keep_answers(session, as_csv(standing))
    for row in (*session.scalars(select(RubricVersion)), *session.scalars(select(AnswersVersion))):
        row.created_at = min(row.created_at, midnight)  # nothing here tells when it was made
    rare = min(MOST_RARE, max(1.0, LARGE / wanted.calls))
    return Centre(
        seed=wanted.seed,
        staff=staff,
        entries=tuple(entry for entry in standing.entries if entry.questions and entry.withdrawn_at is None),
        forms=forms,
        answers_version_id=answers_version_id,
        random_share=min(MOST_DRAWN, wanted.random_share * rare * 2.5) if rare > 1 else wanted.random_share,
        rare=rare,
        until=midnight,
        citizens=max(20, wanted.calls * 2 // 3),
    )


def _counted(session: Session, calls: int) -> Made:
    people = session.scalar(select(func.count(Person.id))) or 0
    by_people = select(func.count(CallEvaluation.id)).where(CallEvaluation.author_id.is_not(None))
    return Made(calls, people, session.scalar(by_people) or 0)
