"""Correcting a transcript: plain forms on the page of the call or of a review, and the versions with what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.call import Speaker, Transcript
from qa.desk import blind
from qa.desk.access import Act
from qa.desk.correction import Change, Fix, Reassign, Swap, Version, correct, versions
from qa.desk.inbox import read
from qa.errors import Refused
from qa.queue import Bells
from qa.store import pages as reading_pages
from qa.store.engine import Session, Store
from qa.store.review_tables import Review
from qa.store.tables import Person
from qa.transcribe.correction import Difference
from qa.web import calls, reviews
from qa.web.calls import read_call
from qa.web.conversation import Conversation
from qa.web.fixing import Tried
from qa.web.posted import whole
from qa.web.sign_in import allow, the_person
from qa.web.wording import say

pages = Blueprint("corrections", __name__)

Answer = Response | str | tuple[str, int]
LONGEST_ID = 18


@dataclass(frozen=True)
class VersionRead:
    """One transcript as the page of versions shows it. `words`: turns whose text changed, `moved`: those only said by
    another now; texts are masked as on the call's page.
    """

    number: int
    at: datetime
    by: str
    words: tuple[Difference, ...]
    moved: tuple[Difference, ...]
    swapped: bool


@pages.post("/calls/<int:call_id>/corrections")
def add(call_id: int) -> Answer:
    """Correct the transcript; back to the page the person is on: their review of the call, or the call itself."""
    store: Store = current_app.extensions["store"]
    with store.reading() as session:
        facts = reading_pages.call_facts(session, call_id)
        review, hide = _in_hand(session, the_person(), call_id, facts.agent if facts else "")
    if facts is None:
        abort(404)
    person = allow(Act.CORRECT, facts)
    change = _change(hide)
    try:
        with store.writing() as session:
            bells = correct(session, person, call_id, change, _seen())
    except LookupError:
        abort(404)
    except Refused as problem:
        turn = None if isinstance(change, Swap) else change.turn
        tried = Tried(turn, request.form.get("text", ""), request.form.get("speaker", ""), problem.sentence)
        if review is not None:
            return reviews.show(review, person, tried=tried), 422
        return calls.show_call(call_id, tried=tried), 422
    at: Bells = current_app.extensions["bells"]
    rang = [at.ring(bell.stage, bell.call_id, bell.attempt) for bell in bells]
    flash(_saved(all(rang)))
    anchor = "conversation" if isinstance(change, Swap) else f"turn-{change.turn}"
    if review is not None:
        return redirect(url_for("reviews.review", review_id=review, _anchor=anchor), 303)
    return redirect(url_for("calls.call", call_id=call_id, _anchor=anchor), 303)


@pages.get("/calls/<int:call_id>/corrections")
def of_call(call_id: int) -> str:
    """The versions of the transcript, newest first, each with what a person changed in the one before."""
    page = read_call(call_id)
    person = the_person()
    store: Store = current_app.extensions["store"]
    with store.reading() as session:
        found = versions(session, call_id)
        review, hide = _in_hand(session, person, call_id, page.facts.agent)
    if page.transcript is None:
        abort(404)
    return render_template(
        "calls/versions.html",
        facts=page.facts,
        nameless=bool(hide),
        language_of_call=page.transcript.language,
        back=url_for("reviews.review", review_id=review) if review else url_for("calls.call", call_id=call_id),
        versions=_told(found, page.transcript, Conversation(page.transcript, None, hide=hide)),
    )


@pages.get("/reviews/<int:review_id>/waiting")
def waiting(review_id: int) -> Response | str:
    """What stands in the place of the form while the machine rates anew, for the page to ask again and again."""
    person = allow(Act.EVALUATE_ANY)
    with current_app.extensions["store"].reading() as session:
        review = session.get(Review, review_id)
        if review is None or review.person_id != person.id:
            abort(404)
        mine = read(session, review_id)
        page = reading_pages.call_page(session, mine.call_id)
    if page is None or not mine.open:
        return Response(status=204, headers={"HX-Refresh": "true"})  # which then says what became of it
    return render_template("reviews/_waiting.html", review=mine, page=page)


def _change(hide: tuple[str, ...]) -> Change:
    kind, speaker = request.form.get("change", ""), request.form.get("speaker", "")
    if kind == "swap":
        return Swap()
    turn = request.form.get("turn", "")
    known = speaker in set(Speaker)
    if not turn.isascii() or not turn.isdigit() or (speaker and not known):
        abort(400)
    if kind == "fix":
        return Fix(whole(turn), request.form.get("text", ""), Speaker(speaker) if speaker else None, hide)
    if kind == "reassign" and known:
        return Reassign(whole(turn), Speaker(speaker))
    abort(400)


def _seen() -> int:
    """The transcript on the page the person corrected; 0 for none that could be."""
    seen = request.form.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < LONGEST_ID else 0


def _saved(rang: bool) -> str:
    if rang:
        return say(
            "전사를 고쳤습니다. 고친 내용으로 다시 평가하고 있으며, 이전 전사도 남아 있습니다.",
            "Corrected; the call is being scored again. The older version is kept.",
        )
    return say(
        "전사를 고쳤습니다. 지금은 처리 대기열이 응답하지 않아 다시 평가가 조금 늦게 시작될 수 있습니다.",
        "Corrected. The queue does not answer just now, so scoring again may start a little later.",
    )


def _in_hand(session: Session, person: Person, call_id: int, agent: str) -> tuple[int | None, tuple[str, ...]]:
    """The person's open review of the call, and the names that are hidden from them in it."""
    review = blind.review_in_hand(session, person, call_id)
    return review, (agent,) if review is not None and agent and read(session, review).nameless else ()


def _told(found: list[Version], newest: Transcript, conversation: Conversation) -> list[VersionRead]:
    told = []
    for number, each in enumerate(found, 1):
        words = tuple(_masked(diff, conversation) for diff in each.differences if diff.old_text != diff.new_text)
        moved = tuple(diff for diff in each.differences if diff.old_text == diff.new_text)
        known = sum(turn.speaker is not Speaker.UNKNOWN for turn in newest.turns)
        other_side = {(Speaker.AGENT, Speaker.CITIZEN), (Speaker.CITIZEN, Speaker.AGENT)}
        swap = len(moved) > 1 and len(moved) == known
        swap = swap and all((diff.old_speaker, diff.new_speaker) in other_side for diff in moved)
        told.append(VersionRead(number, each.at, each.by, words, moved, swap))
    return told[::-1]


def _masked(diff: Difference, conversation: Conversation) -> Difference:
    """What a later version knows to be personal data is hidden in the earlier ones too."""
    old, new = conversation.scrub(diff.old_text), conversation.scrub(diff.new_text)
    return Difference(diff.turn, old, new, diff.old_speaker, diff.new_speaker)
