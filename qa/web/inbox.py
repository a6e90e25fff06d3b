"""The inbox of whoever evaluates: what is in hand, what can be taken, and taking the next."""

from __future__ import annotations

from collections.abc import Container
from datetime import timedelta

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.desk import inbox as desk
from qa.desk import planted
from qa.desk.access import Act
from qa.errors import Refused
from qa.store.inbox_lists import with_calls
from qa.store.policy import policy
from qa.store.reviews import Purpose, ReviewRead, Stream
from qa.store.tables import now
from qa.web import wording_review
from qa.web.sign_in import allow
from qa.web.wording import say, sentence

pages = Blueprint("inbox", __name__)

WEEK = timedelta(days=7)
ALWAYS = (Stream.RANDOM, Stream.FLAGGED)  # shown even where nothing waits in them


@pages.get("/inbox")
def inbox() -> str:
    return _show()


@pages.post("/inbox/next")
def take() -> Response | tuple[str, int]:
    """Take the next of one kind, named as "purpose:stream"."""
    person = allow(Act.EVALUATE_ANY)
    purpose, _, stream = request.form.get("kind", "").partition(":")
    if (purpose, stream) not in wording_review.POOLS:
        abort(400)
    try:
        with current_app.extensions["store"].writing() as session:
            taken = desk.take_next(session, person, Purpose(purpose), stream)
    except Refused as problem:
        return _show(sentence(problem.sentence)), 422
    if taken is None:
        flash(
            say(
                "지금은 가져올 수 있는 통화가 없습니다. 방금 다른 평가자가 가져갔을 수 있습니다.",
                "Nothing is left to take right now; a colleague may have been faster.",
            )
        )
        return redirect(url_for("inbox.inbox"), 303)
    return redirect(url_for("reviews.review", review_id=taken.id), 303)


def _show(problem: str = "") -> str:
    person = allow(Act.EVALUATE_ANY)
    asked = _asked()
    with current_app.extensions["store"].reading() as session:
        held = desk.mine(session, person)
        rows = with_calls(session, [review for review in held if _fits(review, asked)])
        pools = desk.pools(session, person)
        done = desk.done_since(session, person, now() - WEEK)
        of = policy(session)
        rate = planted.catch_rate(session, person) if of.planted_share else None
    return render_template(
        "inbox/inbox.html",
        rows=rows,
        pools=[
            pool
            for pool in pools
            if (pool.waiting or pool.stream in ALWAYS) and _of_kind(pool.purpose, pool.stream, asked)
        ],
        held=len(held),
        asked=asked,
        done=done,
        most=int(of.open_at_most),
        rate=rate,
        problem=problem,
    )


def _asked() -> dict[str, str]:
    """What the address narrows by: purpose, stream, late. What is none of those there are narrows nothing."""
    known: dict[str, Container[str]] = {
        "purpose": wording_review.PURPOSES,
        "stream": wording_review.STREAMS,
        "late": ("1",),
    }
    asked = {name: request.args.get(name, "") for name in known}
    return {name: value for name, value in asked.items() if value and value in known[name]}


def _of_kind(purpose: Purpose, stream: str, asked: dict[str, str]) -> bool:
    return purpose == asked.get("purpose", purpose) and stream == asked.get("stream", stream)


def _fits(review: ReviewRead, asked: dict[str, str]) -> bool:
    return _of_kind(review.guise, review.stream, asked) and (review.late or "late" not in asked)
