"""A session as a workbook: every rating, the figures, pairs, severity, what was agreed and said. No agent's name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app
from flask_babel import get_timezone

from qa.desk import calibrate
from qa.desk.access import Act
from qa.desk.calibration_read import read_session
from qa.desk.calibration_report import Agreement, Report
from qa.desk.calibration_table import Rater, Table
from qa.desk.calibration_talk import words
from qa.desk.sheet import Question
from qa.errors import Refused
from qa.formats.workbook import DECIMAL, MOMENT, SHARE, WHOLE, Column, Sheet, Value, workbook_of
from qa.statistics.estimate import Estimate
from qa.web import wording_calibration as cal
from qa.web.calibration_view import View, view_of
from qa.web.scorecard import label_of
from qa.web.sign_in import allow
from qa.web.wording import say, sentence, word

pages = Blueprint("calibration_export", __name__)

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.post("/calibration/<int:session_id>/excel")
def excel(session_id: int) -> Response:
    """A form and no link: every export leaves an audit line."""
    person = allow(Act.LEAD_CALIBRATION)
    try:
        with current_app.extensions["store"].writing() as session:
            calibrate.exported(session, person, session_id)
            read = read_session(session, person, session_id)
            view = view_of(session, person, read)
            said = words(session, session_id)
    except (LookupError, Refused):
        abort(404)
    questions = {question.id: question for question in view.table.questions}
    sheets = [
        _ratings(view.table, view),
        _agreement(view.report, view.past_report),
        _pairs(view.report),
        _severity(view),
        _references(view, questions),
        Sheet(
            say("토의", "Discussion"),
            [
                Column(say("항목", "Criterion"), width=24),
                Column(say("통화", "Call"), WHOLE, 8),
                Column(say("종류", "Kind"), width=18),
                Column(say("작성자", "Author")),
                Column(say("시각", "At"), MOMENT, 17),
                Column(say("내용", "Words"), width=70),
            ],
            [
                (
                    _title(questions, each.criterion),
                    each.call_id,
                    word(cal.KINDS, each.kind),
                    each.author,
                    _local(each.at),
                    each.text,
                )
                for each in said
            ],
        ),
    ]
    headers = {"Content-Disposition": f'attachment; filename="calibration-{session_id}.xlsx"'}
    return Response(workbook_of(sheets), mimetype=KIND, headers=headers | {"Cache-Control": "no-store"})


def who(rater: Rater) -> str:
    return rater.name or say("자동 평정", "Machine")


def _ratings(table: Table, view: View) -> Sheet:
    """One row a rating: what a pivot table wants."""
    questions = {question.id: question for question in table.questions}
    raters = {rater.id: rater for rater in table.raters}
    agreed = {(call, criterion): answer for call, criterion, answer in table.references}
    rows = []
    for cell in table.cells:
        question = questions[cell.criterion]
        choice, reference = question.choice(cell.answer), agreed.get((cell.call_id, cell.criterion))
        rows.append(
            (
                cell.call_id,
                sentence(question.title),
                who(raters[cell.rater_id]),
                sentence(label_of(question, cell.answer)),
                choice.score if choice else None,
                sentence(label_of(question, reference)) if reference else None,
                cell.note or None,
                say("예", "yes") if view.places[cell.call_id] in view.known.get(cell.rater_id, ()) else None,
            )
        )
    columns = [
        Column(say("통화", "Call"), WHOLE, 8),
        Column(say("항목", "Criterion"), width=24),
        Column(say("평가자", "Rater")),
        Column(say("답", "Answer")),
        Column(say("배점 비율", "Worth"), DECIMAL, 10),
        Column(say("기준 평정", "Reference")),
        Column(say("판단한 이유", "Why"), width=50),
        Column(say("이전에 평가함", "Rated before"), width=12),
    ]
    return Sheet(say("평정", "Ratings"), columns, sorted(rows, key=lambda row: (row[0], row[1], row[2])))


def _agreement(report: Report, past: Report | None) -> Sheet:
    figures = [(name, _names(name)) for name in ("percent", "ac1", "ac2", "alpha")]
    columns = [
        Column(say("항목", "Criterion"), width=24),
        Column(say("비교 대상", "Among"), width=22),
        Column(say("통화", "Calls"), WHOLE, 8),
        Column(say("평정", "Ratings"), WHOLE, 8),
    ]
    for name, (title, low, high) in figures:
        form = SHARE if name == "percent" else DECIMAL
        columns += [Column(title, form, 10), Column(low, form, 10), Column(high, form, 10)]
    rows: list[list[Value]] = []
    whole = say("전체", "All")
    sources = [(whole, report, past)] + [(sentence(each.question.title), each, None) for each in report.criteria]
    for title, of, before in sources:
        groups = [
            (say("평가자끼리", "People"), of.people),
            (say("자동 평정 포함", "With the machine"), of.everybody),
        ]
        was = before or (past.of(of.question.id) if past and not isinstance(of, Report) else None)
        if was:
            groups.append((say("지난 세션 평가자끼리", "People, last session"), was.people))
        rows += [[title, label, *_figures(agreement)] for label, agreement in groups]
        machine = [title, say("자동 평정과 일치", "As the machine"), None, None, *_three(of.machine)]
        rows.append([*machine, *([None] * 9)])
        if not isinstance(of, Report):
            applied = [
                title,
                say("해당 여부", "Applicability"),
                None,
                None,
                *_three(of.applied),
                *_three(of.applied_ac1),
            ]
            rows.append([*applied, *([None] * 6)])
    return Sheet(say("일치도", "Agreement"), columns, rows)


def _pairs(report: Report) -> Sheet:
    columns = [Column(say("평가자", "Rater")), Column(say("비교 상대", "And")), Column("n", WHOLE, 8)]
    for name, form in (("percent", SHARE), ("ac1", DECIMAL)):
        columns += [Column(title, form, 10) for title in _names(name)]
    rows = [(who(each.one), who(each.other), each.n, *_three(each.percent), *_three(each.ac1)) for each in report.pairs]
    return Sheet(say("두 사람씩", "Pairs"), columns, rows)


def _severity(view: View) -> Sheet:
    columns = [
        Column(say("평가자", "Rater")),
        Column(say("통화", "Calls"), WHOLE, 8),
        Column(say("엄격도(점)", "Severity (points)"), DECIMAL, 16),
        Column(say("하한", "Low"), DECIMAL, 10),
        Column(say("상한", "High"), DECIMAL, 10),
        Column(say("지난 세션(점)", "Last session"), DECIMAL, 14),
        Column(say("기준 평정과 일치율", "Agreement with reference"), SHARE, 20),
        Column(say("기준 평정과 AC1", "AC1 with reference"), DECIMAL, 18),
    ]
    was = {each.rater.id: each.points for each in view.past_report.strictness} if view.past_report else {}
    near = {each.rater.id: each for each in view.report.reference}
    rows: list[tuple[Value, ...]] = []
    for each in view.report.strictness:
        low, high = each.interval or (None, None)
        kept = near.get(each.rater.id)
        shares = (kept.percent.value, kept.ac1.value) if kept else (None, None)
        rows.append((who(each.rater), each.n, each.points, low, high, was.get(each.rater.id), *shares))
    return Sheet(say("엄격도", "Severity"), columns, rows)


def _references(view: View, questions: dict[str, Question]) -> Sheet:
    columns = [
        Column(say("통화", "Call"), WHOLE, 8),
        Column(say("항목", "Criterion"), width=24),
        Column(say("기준 평정", "Reference"), width=18),
        Column(say("적은 사람", "By")),
        Column(say("시각", "At"), MOMENT, 17),
    ]
    rows = [
        (
            line.call.call_id,
            sentence(row.question.title),
            sentence(line.agreed_label),
            line.agreed.author,
            _local(line.agreed.at),
        )
        for row in view.rows
        for line in row.lines
        if line.agreed
    ]
    return Sheet(say("기준 평정", "Reference"), columns, rows)


def _figures(of: Agreement) -> Iterable[Value]:
    return (
        of.calls, of.ratings, *_three(of.percent), *_three(of.ac1), *_three(of.ac2), *_three(of.alpha)
    )  # fmt: skip


def _three(estimate: Estimate | None) -> tuple[float | None, float | None, float | None]:
    """The value and its interval, as columns."""
    if estimate is None or estimate.value is None:
        return None, None, None
    low, high = estimate.interval or (None, None)
    return estimate.value, low, high


def _names(figure: str) -> tuple[str, str, str]:
    name = word(cal.FIGURES, figure)
    return name, say("{f} 하한", "{f} low", f=name), say("{f} 상한", "{f} high", f=name)


def _title(questions: dict[str, Question], criterion: str) -> str:
    return sentence(questions[criterion].title) if criterion in questions else criterion


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(str(get_timezone() or "UTC")))
