"""The ratings of a calibration session as one table, and how far its raters are while it is open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from qa.call import RatingState
from qa.desk.sheet import Question, Sheet, sheet_of
from qa.store.calibration_tables import CalibrationCall, CalibrationRater, CalibrationReference, CalibrationSession
from qa.store.engine import Session
from qa.store.evaluations import EvaluationRead
from qa.store.review_tables import Review, ReviewEvaluation
from qa.store.reviews import ReviewState
from qa.store.tables import Call, CallEvaluation, CallRating, Person, Recording, RubricVersion

MACHINE = 0  # the rater id of the machine; a person's is their own


@dataclass(frozen=True)
class Rater:
    """`name` is empty for the machine."""

    id: int
    name: str


@dataclass(frozen=True)
class Cell:
    """One answer: a key of the criterion, not_applicable or cannot_tell. `note`: why, in the rater's words.

    `at_s`: the second its evidence begins, None without any.
    """

    call_id: int
    criterion: str
    rater_id: int
    answer: str
    note: str
    at_s: float | None = None


@dataclass(frozen=True)
class Table:
    """Calls × criteria × raters, with missing cells. `scores`: (call, rater, 0–100 or None).

    `references`: (call, criterion, answer) as agreed. The machine stands last among the raters.
    """

    calls: tuple[int, ...]
    raters: tuple[Rater, ...]
    questions: tuple[Question, ...]
    cells: tuple[Cell, ...]
    scores: tuple[tuple[int, int, float | None], ...]
    references: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True)
class CallRead:
    """A call of a session, without its agent. `why`: what it was chosen for."""

    call_id: int
    why: str
    started_at: datetime
    duration_s: float | None
    vendor_id: int | None
    agent_id: int | None
    released_at: datetime | None


@dataclass(frozen=True)
class Progress:
    """One rater while the session is open: how many of the calls they hold are rated."""

    rater: Rater
    vendor: str
    done: int
    total: int

    @property
    def finished(self) -> bool:
        return self.done >= self.total


def calls_in(session: Session, session_id: int) -> list[CallRead]:
    """In their order, with a fixed number of queries."""
    rows = session.execute(
        select(CalibrationCall.call_id, CalibrationCall.why, Call.started_at, Recording.duration_s)
        .add_columns(Call.vendor_id, Call.agent_id, Call.released_at)
        .join(Call, Call.id == CalibrationCall.call_id)
        .join(Recording, Recording.id == Call.recording_id)
        .where(CalibrationCall.session_id == session_id)
        .order_by(CalibrationCall.place, CalibrationCall.id)
    )
    return [CallRead(*row) for row in rows.tuples()]


def progress_of(session: Session, session_id: int) -> list[Progress]:
    """Counts only, never ratings: a leader may rate in the session, too."""
    rated = set(
        session.scalars(
            select(ReviewEvaluation.review_id)
            .join(Review, Review.id == ReviewEvaluation.review_id)
            .where(Review.session_id == session_id)
        )
    )
    calls = {each.call_id for each in calls_in(session, session_id)}
    held: defaultdict[int, list[bool]] = defaultdict(list)
    for review_id, person_id, call_id in session.execute(
        select(Review.id, Review.person_id, Review.call_id).where(
            Review.session_id == session_id,
            (Review.state != ReviewState.WITHDRAWN) | Review.id.in_(rated),
        )
    ).tuples():
        if person_id is not None and call_id in calls:
            held[person_id].append(review_id in rated)
    return [
        Progress(
            Rater(row.person_id, row.person.name),
            row.person.vendor.name if row.person.vendor else "",
            sum(held[row.person_id]),
            len(held[row.person_id]),
        )
        for row in _raters(session, session_id)
    ]


def table_of(session: Session, session_id: int) -> Table:
    """What everybody rated, those without any rating left out. Only for whoever may see it: after the reveal."""
    row = session.get_one(CalibrationSession, session_id)
    calls = list(
        session.scalars(
            select(CalibrationCall).where(CalibrationCall.session_id == session_id).order_by(CalibrationCall.place)
        )
    )
    evaluations = {(each.call_id, MACHINE): each.evaluation_id for each in calls}
    names = {each.person_id: each.person.name for each in _raters(session, session_id)}
    for call_id, person_id, evaluation_id, _ in _rated(session, row):
        if call_id in {each.call_id for each in calls} and person_id in names:
            evaluations[call_id, person_id] = evaluation_id
    whose = {evaluation_id: key for key, evaluation_id in evaluations.items()}
    sheet, hide = _sheet(session, calls), names_in(session, session_id)
    known = {question.id for part in sheet.parts for question in part.questions}
    cells = tuple(
        Cell(
            call_id,
            rating.criterion,
            rater_id,
            _key(rating),
            # The machine's reason may repeat what citizens said; it is read on the page of the call.
            nameless(rating.reason.get("ko", ""), hide) if rater_id != MACHINE else "",
            rating.evidence[0]["start_s"] if rating.evidence else None,
        )
        for rating in session.scalars(
            select(CallRating)
            .where(CallRating.evaluation_id.in_(whose), CallRating.overrides_id.is_(None))
            .order_by(CallRating.id)
        )
        for call_id, rater_id in (whose[rating.evaluation_id],)
        if rating.criterion in known
    )
    found = dict(
        session.execute(select(CallEvaluation.id, CallEvaluation.score).where(CallEvaluation.id.in_(whose)))
        .tuples()
        .all()
    )
    asked = {cell.criterion for cell in cells}
    there = {rater_id for _, rater_id in evaluations}
    raters = [Rater(id_, name) for id_, name in sorted(names.items(), key=lambda item: item[1]) if id_ in there]
    return Table(
        calls=tuple(each.call_id for each in calls),
        raters=(*raters, Rater(MACHINE, "")),
        questions=tuple(question for part in sheet.parts for question in part.questions if question.id in asked),
        cells=tuple(cell for cell in cells if _answers(sheet, cell)),
        scores=tuple((call_id, rater_id, found.get(id_)) for (call_id, rater_id), id_ in evaluations.items()),
        references=references_of(session, session_id),
    )


def references_of(session: Session, session_id: int) -> tuple[tuple[int, str, str], ...]:
    """What was agreed, the newest word for each call and criterion; an empty answer takes it back."""
    rows = session.scalars(
        select(CalibrationReference)
        .where(CalibrationReference.session_id == session_id)
        .order_by(CalibrationReference.id)
    )
    newest = {(row.call_id, row.criterion): row.answer for row in rows}
    return tuple((call_id, criterion, answer) for (call_id, criterion), answer in newest.items() if answer)


def names_in(session: Session, session_id: int) -> tuple[str, ...]:
    """The agents whose calls these are: their names stand nowhere in a session."""
    rows = session.scalars(
        select(Person.name)
        .join(Call, Call.agent_id == Person.id)
        .join(CalibrationCall, CalibrationCall.call_id == Call.id)
        .where(CalibrationCall.session_id == session_id)
        .distinct()
    )
    return tuple(sorted(rows))


def nameless(text: str, names: tuple[str, ...]) -> str:
    """The text with these names as "○"."""
    for name in names:
        if name.strip():
            text = text.replace(name, "○" * len(name))
    return text


def title_of(session: Session, session_id: int) -> Sheet:
    """The rubric of the session as its calls were evaluated under it."""
    return _sheet(
        session, list(session.scalars(select(CalibrationCall).where(CalibrationCall.session_id == session_id)))
    )


def _rated(session: Session, row: CalibrationSession) -> list[tuple[int, int, int, str]]:
    """(call, person, evaluation, kind) under the session's rubric; a blind evaluation comes last, so that it counts."""
    rows = session.execute(
        select(Review.call_id, Review.person_id, ReviewEvaluation.evaluation_id, ReviewEvaluation.kind)
        .join(Review, Review.id == ReviewEvaluation.review_id)
        .join(CallEvaluation, CallEvaluation.id == ReviewEvaluation.evaluation_id)
        .join(RubricVersion, RubricVersion.id == CallEvaluation.rubric_version_id)
        .where(Review.session_id == row.id, RubricVersion.name == row.rubric)
        .order_by(ReviewEvaluation.id)
    )
    found = [(call, person, made, kind) for call, person, made, kind in rows.tuples() if person is not None]
    return sorted(found, key=lambda each: each[3] == "blind")


def _raters(session: Session, session_id: int) -> list[CalibrationRater]:
    rows = session.scalars(select(CalibrationRater).where(CalibrationRater.session_id == session_id))
    return sorted(rows, key=lambda row: row.person.name)


def _sheet(session: Session, calls: list[CalibrationCall]) -> Sheet:
    version = max((each.evaluation for each in calls), key=lambda each: each.id).rubric_version
    read = EvaluationRead(0, version.name, version.hash, version.text, None, version.created_at, None, ())
    return sheet_of(read)


def _key(row: CallRating) -> str:
    return (row.answer or "") if row.state == RatingState.RATED else row.state


def _answers(sheet: Sheet, cell: Cell) -> bool:
    """Whether the answer is one of the criterion's: after a change of the rubric another may have been given."""
    question = sheet.question(cell.criterion)
    return question is not None and (
        question.choice(cell.answer) is not None or cell.answer in ("not_applicable", "cannot_tell")
    )
