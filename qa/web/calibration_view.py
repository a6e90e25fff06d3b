"""A revealed session as its page shows it: criteria with the most disagreement first, every rating side by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from qa.call import Sentence
from qa.desk.access import scope
from qa.desk.calibration_raters import rated_before
from qa.desk.calibration_read import SessionRead, before
from qa.desk.calibration_report import CANNOT_TELL, FEW_CALLS, NOT_APPLICABLE, OfCriterion, Report, report
from qa.desk.calibration_table import MACHINE, CallRead, Cell, Progress, Rater, Table, calls_in, progress_of, table_of
from qa.desk.calibration_talk import Agreed, RubricNote, Word, references, rubric_notes, words
from qa.desk.sheet import Choice, Question
from qa.store.engine import Session
from qa.store.tables import Person
from qa.web.scorecard import label_of
from qa.web.wording import NOT_RATED

OPENED = 3  # criteria unfolded to begin with: those that people differ about most


@dataclass(frozen=True)
class Given:
    """One rating on the page; `cell` None: this rater did not rate this call."""

    rater: Rater
    cell: Cell | None
    label: Sentence
    drawing: str
    at_s: float | None = None  # where its evidence begins, where that is the rater's own


@dataclass(frozen=True)
class Line:
    """One call under a criterion."""

    place: int
    call: CallRead
    given: tuple[Given, ...]
    differs: bool
    agreed: Agreed | None
    agreed_label: Sentence


@dataclass(frozen=True)
class Row:
    """One criterion. `was`: the same criterion in the session before."""

    of: OfCriterion
    was: OfCriterion | None
    lines: tuple[Line, ...]
    talk: tuple[Word, ...]
    open: bool

    @property
    def question(self) -> Question:
        return self.of.question

    @property
    def choices(self) -> list[Choice]:
        none = Sentence("", "")
        return [*self.question.choices, *(Choice(key, NOT_RATED[key], none, None) for key in NOT_RATED)]


@dataclass(frozen=True)
class View:
    """`left_out`: invited, without a rating that counts; `unfinished`: some of their calls are missing.

    `known`: (call, person) rated before the session; `sees`: calls whose page the reader may open.
    """

    table: Table
    report: Report
    rows: tuple[Row, ...]
    calls: tuple[CallRead, ...]
    places: dict[int, int]
    past: SessionRead | None
    past_report: Report | None
    left_out: tuple[str, ...]
    unfinished: tuple[Progress, ...]
    known: dict[int, tuple[int, ...]]
    sees: frozenset[int]
    notes: tuple[RubricNote, ...]

    @property
    def few(self) -> bool:
        return len(self.calls) < FEW_CALLS

    @property
    def people(self) -> tuple[Rater, ...]:
        return self.table.raters[:-1]

    @property
    def agreed(self) -> int:
        return len(self.table.references)


def view_of(session: Session, person: Person, read: SessionRead) -> View:
    table = table_of(session, read.id)
    found = report(table)
    past = before(session, person, read)
    past_report = report(table_of(session, past.id)) if past else None
    calls = tuple(calls_in(session, read.id))
    places = {call.call_id: place for place, call in enumerate(calls, 1)}
    agreed = references(session, read.id)
    said: defaultdict[str, list[Word]] = defaultdict(list)
    for word in words(session, read.id):
        said[word.criterion].append(word)
    order = sorted(found.criteria, key=_how_far_apart)
    rows = tuple(
        Row(
            of,
            past_report.of(of.question.id) if past_report else None,
            _lines(table, of, calls, agreed),
            tuple(said[of.question.id]),
            open=place < OPENED and bool(of.differing),
        )
        for place, of in enumerate(order)
    )
    progress = progress_of(session, read.id)
    known: defaultdict[int, list[int]] = defaultdict(list)
    for call_id, person_id in rated_before(session, read.id):
        if call_id in places:
            known[person_id].append(places[call_id])
    return View(
        table=table,
        report=found,
        rows=rows,
        calls=calls,
        places=places,
        past=past,
        past_report=past_report,
        left_out=tuple(each.rater.name for each in progress if not each.done),
        unfinished=tuple(each for each in progress if 0 < each.done < len(calls)),
        known={person_id: tuple(sorted(each)) for person_id, each in known.items()},
        sees=frozenset(call.call_id for call in calls if scope(person).holds(call)),
        notes=tuple(
            note for note in rubric_notes(session, read.rubric, scope(person).vendor_id) if note.session_id != read.id
        ),
    )


def _how_far_apart(of: OfCriterion) -> tuple[float, int]:
    """The least agreed about first; what nobody could be compared on comes after all."""
    share = of.people.percent.value
    if share is None:
        share = of.applied.value if of.differing else None
    return (2.0 if share is None else share, -len(of.differing))


def _lines(
    table: Table, of: OfCriterion, calls: tuple[CallRead, ...], agreed: dict[tuple[int, str], Agreed]
) -> tuple[Line, ...]:
    """Calls people differ about first, then those where the machine does, then the others."""
    question = of.question
    cells = {(cell.call_id, cell.rater_id): cell for cell in table.cells if cell.criterion == question.id}
    lines = [
        Line(
            place=place,
            call=call,
            given=tuple(
                _given(rater, cells.get((call.call_id, rater.id)), cells.get((call.call_id, MACHINE)), question)
                for rater in table.raters
            ),
            differs=call.call_id in of.differing,
            agreed=agreed.get((call.call_id, question.id)),
            agreed_label=_label(question, agreed.get((call.call_id, question.id))),
        )
        for place, call in enumerate(calls, 1)
    ]
    return tuple(
        sorted(lines, key=lambda line: (not line.differs, line.call.call_id not in of.machine_differs, line.place))
    )


def _given(rater: Rater, cell: Cell | None, machine: Cell | None, question: Question) -> Given:
    if cell is None:
        return Given(rater, None, Sentence("", ""), "")
    # Who points at nothing rests on what the machine rests on: that is shown once, with the machine's.
    own = rater.id == MACHINE or machine is None or cell.at_s != machine.at_s
    at_s = cell.at_s if own else None
    return Given(rater, cell, label_of(question, cell.answer), _drawing(question, cell.answer), at_s)


def _label(question: Question, agreed: Agreed | None) -> Sentence:
    return label_of(question, agreed.answer) if agreed else Sentence("", "")


def _drawing(question: Question, answer: str) -> str:
    """The drawing beside the word, so that a glance down a column tells."""
    if answer in (NOT_APPLICABLE, CANNOT_TELL):
        return "dash" if answer == NOT_APPLICABLE else "unknown"
    choice = question.choice(answer)
    worth = choice.score if choice else None
    if worth is None:
        return "dash"
    return "good" if worth >= 1 else "bad" if worth <= 0 else "partly"
