"""How the work stands: what waits, runs and stopped and why; "try again"; and whether the desk is alive."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.call import Stage
from qa.desk.access import Act, calls_of
from qa.queue import Bells
from qa.store import finding, ledger
from qa.store import pages as reading_pages
from qa.store.finding import ListFilter
from qa.store.presence import workers_seen
from qa.web.sign_in import allow
from qa.web.wording import say

pages = Blueprint("status", __name__)


@pages.get("/health")
def health() -> tuple[str, int]:
    """For supervisors: 200 while the desk answers and the database can be read."""
    with current_app.extensions["store"].reading() as session:
        finding.answers(session)
    return "ok\n", 200


@pages.get("/status")
def status() -> str:
    person = allow(Act.SEE_STATUS)
    allowed = calls_of(person)
    page = request.args.get("page", "1")
    with current_app.extensions["store"].reading() as session:
        counts = finding.stage_counts(session, allowed)
        stopped = finding.call_list(
            session, allowed, ListFilter(state="stopped", page=int(page) if page.isdigit() and len(page) < 7 else 1)
        )
        running = finding.call_list(session, allowed, ListFilter(state="running"))
        waiting = finding.longest_waiting(session, allowed)
        workers = workers_seen(session)
    alive = {worker.stage for worker in workers if worker.alive}
    return render_template(
        "status/status.html",
        counts=counts,
        stopped=stopped,
        running=running,
        waiting=waiting,
        workers=[worker for worker in workers if worker.alive],
        unserved=[stage for stage in Stage if counts[stage]["waiting"] and stage.value not in alive],
    )


@pages.post("/calls/<int:call_id>/try-again")
def try_again(call_id: int) -> Response:
    """Put the stopped stages of a call back to waiting and ring for them."""
    store = current_app.extensions["store"]
    with store.reading() as session:
        facts = reading_pages.call_facts(session, call_id)
    if facts is None:
        abort(404)
    allow(Act.TRY_AGAIN, facts)
    wanted = request.form.get("stage", "")
    if wanted and wanted not in set(Stage):
        abort(400)
    bells: Bells = current_app.extensions["bells"]
    again = ledger.try_again(store, call_id, Stage(wanted) if wanted else None)
    rang = [bells.ring(bell.stage, bell.call_id, bell.attempt) for bell in again]
    if not again:
        flash(say("이미 다시 시작된 통화입니다.", "This call is already going again."))
    elif all(rang):
        flash(say("다시 시작했습니다. 잠시 뒤 결과가 나옵니다.", "Started again; the result comes in a moment."))
    else:
        flash(
            say(
                "다시 대기 중으로 돌렸습니다. 대기열이 응답하지 않아 조금 늦게 시작될 수 있습니다.",
                "It waits again. The queue does not answer just now, so it may start a little later.",
            )
        )
    back = request.form.get("back", "")
    ours = back.startswith("/") and not back.startswith(("//", "/\\"))
    return redirect(back if ours else url_for("calls.call", call_id=call_id), 303)
