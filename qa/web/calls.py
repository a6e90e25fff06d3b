"""The list of calls, and the page of one call."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.desk import blind, notes
from qa.desk.access import Act, calls_of, may, scope
from qa.desk.dispute import disputes_of
from qa.desk.feedback import feedback_on
from qa.store import about_lists, finding, findings
from qa.store import pages as reading_pages
from qa.store.about import about_of, earlier_contacts
from qa.store.about_lists import RESOLVED, AboutFilter
from qa.store.finding import ListFilter
from qa.store.pages import CallPage
from qa.store.tables import Person, now
from qa.web import fixing, formats, wording
from qa.web.conversation import Conversation
from qa.web.scorecard import scorecards, short_scores
from qa.web.sign_in import allow, the_person
from qa.web.told import told

pages = Blueprint("calls", __name__)


@pages.get("/")
def home() -> Response:
    """To where the person's work is: agents to their results, evaluators to their inbox, others to the calls."""
    first = {"agent": "results.results", "evaluator": "inbox.inbox"}.get(the_person().role, "calls.calls")
    return redirect(url_for(first), 303)


@pages.get("/calls")
def calls() -> str:
    person = the_person()
    narrow = _narrowed()
    with current_app.extensions["store"].reading() as session:
        allowed = calls_of(person)
        found = finding.call_list(session, allowed, narrow)
        few = person.role == "agent"
        flags = finding.flag_codes(session, allowed, few=few)
        choices = about_lists.choices(session, allowed, few=few)
        # An agent has only own calls: nothing to choose from.
        agents = [] if person.role == "agent" else finding.agents(session, scope(person).vendor_id)
        hidden = blind.hidden_among(session, person, [row.facts.id for row in found.rows])
    scores = {row.facts.id: short_scores(row.evaluations) for row in found.rows if row.facts.id not in hidden}
    return render_template(
        "calls/calls.html",
        found=found,
        narrow=narrow,
        asked=_asked(),
        flags=flags,
        agents=agents,
        topics=choices.topics,
        languages=choices.languages,
        scores=scores,
        hidden=hidden,
        narrowed=any(value for name, value in _asked().items() if name != "stream"),
        figures_of=about_lists.FIGURES_OF,
        narrowed_by_matter=any(name in _ABOUT for name in _asked()),
    )


@pages.get("/calls/<int:call_id>")
def call(call_id: int) -> Response | str:
    """The call; whoever has it under review goes to the form instead, where all of it stands too."""
    with current_app.extensions["store"].reading() as session:
        in_hand = blind.review_in_hand(session, the_person(), call_id)
    if in_hand is not None:
        return redirect(url_for("reviews.review", review_id=in_hand), 303)
    return show_call(call_id)


@pages.get("/calls/<int:call_id>/progress")
def progress(call_id: int) -> Response | str:
    """How far the machine is, for the page to ask again and again; once it is done the page loads anew."""
    page = read_call(call_id)
    asked = request.args.get("had", "")
    if ",".join(s.stage for s in page.facts.stages if s.state == "done") != asked:
        return Response(status=204, headers={"HX-Refresh": "true"})
    return render_template("calls/_progress.html", page=page)


def read_call(call_id: int) -> CallPage:
    """The call, if there is one and the person may see it; 404 otherwise."""
    with current_app.extensions["store"].reading() as session:
        page = reading_pages.call_page(session, call_id)
    if page is None:
        abort(404)
    allow(Act.SEE, page.facts)
    return page


def allow_on(call_id: int, act: Act) -> Person:
    """The person, if they may do this to the call: 404 when they may not see it, 403 when the act is not theirs."""
    with current_app.extensions["store"].reading() as session:
        facts = reading_pages.call_facts(session, call_id)
    if facts is None:
        abort(404)
    return allow(act, facts)


def read_matter(call_id: int) -> dict[str, Any]:
    """What the call was about, and the calls from the same number before it: those the person may see, and how many
    more there are.
    """
    with current_app.extensions["store"].reading() as session:
        contacts = earlier_contacts(session, call_id, allowed=calls_of(the_person()))
        more = len(earlier_contacts(session, call_id)) - len(contacts)
        return {"about": about_of(session, call_id), "contacts": contacts, "more_contacts": more}


def show_call(call_id: int, problems: dict[int, Any] | None = None, tried: fixing.Tried | None = None) -> str:
    """The page of a call; `problems` by rating id: what could not be taken of what was entered there. `tried`: the
    same of a correction of the transcript.

    Its agent reads the same page as feedback: what went well first.
    """
    material = material_of(call_id, tried)
    if not may(the_person(), Act.ANSWER_FOR_SELF, material["facts"]):
        return render_template("calls/call.html", problems=problems or {}, **material)
    with current_app.extensions["store"].reading() as session:
        said = feedback_on(session, call_id)
        pinned = notes.for_agent(session, call_id)
    ratings = told(material["scorecards"])
    words = {"said": said, "pinned": pinned, "told": ratings, "read_at": now()}
    return render_template("results/result.html", problems=problems or {}, **words, **material)


def material_of(call_id: int, tried: fixing.Tried | None = None) -> dict[str, Any]:
    """What the templates of a call need; 404 when the person may not see it."""
    page = read_call(call_id)
    here = url_for("calls.call", call_id=call_id)
    with current_app.extensions["store"].reading() as session:
        fixable = fixing.fixing_of(session, the_person(), page, here, tried=tried)
        hidden = bool(blind.hidden_among(session, the_person(), [call_id]))
        found = [] if hidden else findings.findings_of(session, call_id)
        disputes = {} if hidden else disputes_of(session, call_id)
    facts = replace(page.facts, flags=()) if hidden else page.facts
    conversation = Conversation(page.transcript, page.measures) if page.transcript else None
    copy = current_app.extensions["recordings"].listening_copy(page.facts.recording_sha256)
    return {
        "page": page,
        "facts": facts,
        "hidden": hidden,
        "conversation": conversation,
        "scorecards": [] if hidden else scorecards(page.evaluations, conversation),
        "findings": found,
        "disputes": disputes,
        "sounds": copy.is_file(),
        "fixing": fixable,
        **read_matter(call_id),
    }


_ABOUT = ("topic", "resolved", "transferred", "reason", "repeat", "language", "complaint", "waiting", "to_agent")


def _asked() -> dict[str, str]:
    """What the address asks for, for links that keep it."""
    names = ("stream", "state", "flag", "agent", "text", "since", "until", *_ABOUT)
    return {name: request.args[name].strip() for name in names if request.args.get(name, "").strip()}


def _narrowed() -> ListFilter:
    asked = _asked()
    agent = asked.get("agent", "")
    stream = asked.get("stream", "")
    page = request.args.get("page", "1")
    return ListFilter(
        stream=stream if stream in {"flagged", "random"} else "",
        state=asked.get("state", ""),
        flag=asked.get("flag", ""),
        agent_id=int(agent) if agent.isascii() and agent.isdigit() and len(agent) < 10 else None,
        text=asked.get("text", "")[:200],
        since=formats.start_of(asked.get("since", "")),
        until=formats.start_of(asked.get("until", ""), days_later=1),
        about=_about_filter(asked),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )


def _about_filter(asked: dict[str, str]) -> AboutFilter:
    """An answer that is none of those there are narrows nothing."""

    def one_of(name: str, known: Container[str]) -> str:
        return asked.get(name, "") if asked.get(name, "") in known else ""

    def seconds(name: str) -> float | None:
        value = asked.get(name, "")
        return float(value) if re.fullmatch(r"\d{1,5}(\.\d{1,2})?", value, re.ASCII) else None

    return AboutFilter(
        topic=asked.get("topic", "")[:300],
        resolved=one_of("resolved", RESOLVED),
        transferred=one_of("transferred", ("yes", "no")),
        reason=one_of("reason", wording.REASONS_TO_CALL),
        repeat=one_of("repeat", ("yes", "no")),
        language=asked.get("language", "")[:5],
        complaint=one_of("complaint", wording.COMPLAINTS),
        waiting_s=seconds("waiting"),
        to_agent_s=seconds("to_agent"),
    )
