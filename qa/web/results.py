"""An agent's own results: what was released to them, their own trend, and saying that they have read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.desk import release
from qa.desk.access import Act
from qa.desk.own_trend import PERIODS_DAYS, Mean, own_trend
from qa.errors import Refused
from qa.store import own_results
from qa.store.tables import now
from qa.web import calls
from qa.web.scorecard import short_scores
from qa.web.sign_in import allow
from qa.web.wording import say, sentence

pages = Blueprint("results", __name__)

CHART_WIDTH, CHART_HEIGHT, CHART_EDGE = 320.0, 90.0, 6.0


@dataclass(frozen=True)
class Dot:
    """One call in the chart of scores, in the units of its drawing."""

    x: float
    y: float
    at: datetime
    score: float


@pages.get("/results")
def results() -> str:
    person = allow(Act.SEE_OWN_RESULTS)
    days = _days()
    page = request.args.get("page", "1")
    with current_app.extensions["store"].reading() as session:
        found = own_results.results(session, person.id, int(page) if page.isascii() and page.isdigit() else 1)
        trend = own_trend(session, person, days)
    until = now()
    return render_template(
        "results/results.html",
        found=found,
        scores={row.facts.id: short_scores(row.evaluations) for row in found.rows},
        trend=trend,
        charts=[_dots(mean, until - timedelta(days=days), until) for mean in trend.means],
        periods=PERIODS_DAYS,
        asked={"days": str(days)} if days != PERIODS_DAYS[1] else {},
        read_at=until,
    )


@pages.post("/calls/<int:call_id>/acknowledge")
def acknowledge(call_id: int) -> Response:
    person = calls.allow_on(call_id, Act.ANSWER_FOR_SELF)
    try:
        with current_app.extensions["store"].writing() as session:
            release.acknowledge(session, person, call_id)
    except LookupError:
        abort(404)
    except Refused as problem:
        flash(sentence(problem.sentence))
    else:
        flash(say("확인했습니다.", "Thank you: noted that you have read it."))
    return redirect(url_for("calls.call", call_id=call_id), 303)


def _days() -> int:
    asked = request.args.get("days", "")
    return int(asked) if asked in {str(days) for days in PERIODS_DAYS} else PERIODS_DAYS[1]


def _dots(mean: Mean, since: datetime, until: datetime) -> list[Dot]:
    wide, high = CHART_WIDTH - 2 * CHART_EDGE, CHART_HEIGHT - 2 * CHART_EDGE
    return [
        Dot(
            round(CHART_EDGE + (at - since) / (until - since) * wide, 1),
            round(CHART_EDGE + (1 - score / 100) * high, 1),
            at,
            score,
        )
        for _, at, score in mean.scores
    ]
