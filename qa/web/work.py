"""The work of the desk, for managers: what waits, who has what, sharing out, moving, and calls picked by number."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import timedelta
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.desk import pick as picking
from qa.desk import planted, reassign
from qa.desk import share as sharing
from qa.desk.access import Act, scope
from qa.desk.share import Shared
from qa.errors import Refused
from qa.store import work_lists
from qa.store.engine import Session, Store
from qa.store.policy import policy
from qa.store.reviews import Purpose
from qa.store.tables import Person, now
from qa.store.work_lists import ReviewFilter
from qa.web import wording_review, wording_work
from qa.web.sign_in import allow
from qa.web.wording import sentence

pages = Blueprint("work", __name__)

WEEK = timedelta(days=7)
LINES = 8  # of what was not assigned, at most, on the next page: they travel in a cookie
Answer = Response | str | tuple[str, int]


@pages.get("/work")
def work() -> str:
    return _show(allow(Act.ASSIGN))


@pages.post("/work/share")
def share() -> Answer:
    """Waiting reviews of one kind, named as "purpose:stream", evenly to the people ticked."""
    person = allow(Act.ASSIGN)
    purpose, _, stream = request.form.get("kind", "").partition(":")
    if (purpose, stream) not in wording_review.POOLS:
        abort(400)
    people = {_whole(each) for each in request.form.getlist("person")}
    return _done(
        person,
        lambda session: sharing.share(
            session, person, Purpose(purpose), stream, people, _whole(request.form.get("number", ""))
        ),
        _show,
    )


@pages.post("/work/pick")
def pick() -> Answer:
    person = allow(Act.ASSIGN)
    to = request.form.get("to", "")
    numbers = request.form.get("calls", "")[:2000]
    return _done(
        person,
        lambda session: picking.pick(session, person, numbers, _whole(to) if to else None),
        _show,
        to_pool=not to,
    )


@pages.post("/work/people/<int:person_id>/free")
def free(person_id: int) -> Answer:
    """Put back what somebody holds who cannot work on it any more."""
    person = allow(Act.ASSIGN)
    return _done(person, lambda session: reassign.free(session, person, person_id), _show, to_pool=True)


@pages.get("/work/reviews")
def reviews() -> str:
    return _show_reviews(allow(Act.ASSIGN))


@pages.post("/work/reviews")
def move() -> Answer:
    """The reviews ticked, each as "id:version", to a person, or where none is named back to the pool."""
    person = allow(Act.ASSIGN)
    wanted = [tuple(map(_whole, each.split(":", 1))) for each in request.form.getlist("review") if ":" in each]
    to = request.form.get("to", "")
    if not to:
        return _show_reviews(person, [sentence(wording_work.NOBODY)]), 422
    receiver = None if to == "pool" else _whole(to)
    return _done(
        person,
        lambda session: reassign.move(session, person, [(each[0], each[1]) for each in wanted], receiver),
        _show_reviews,
        to_pool=receiver is None,
    )


def _done(
    person: Person, act: Callable[[Session], Shared], show: Callable[..., str], *, to_pool: bool = False
) -> Answer:
    """Do it; tell what was done and what was not; the same page with 422 where nothing could be done."""
    try:
        with _store().writing() as session:
            shared = act(session)
    except LookupError:
        abort(404)
    except Refused as problem:
        return show(person, [sentence(problem.sentence)]), 422
    remains = wording_work.remains(shared)
    if not shared.number:
        return show(person, remains), 422
    for line in (wording_work.summary(shared, to_pool=to_pool), *remains[:LINES]):
        flash(line)
    asked = urlencode(_asked()) if show is _show_reviews else ""
    back = url_for("work.reviews" if show is _show_reviews else "work.work") + (f"?{asked}" if asked else "")
    return redirect(back, 303)


def _show(person: Person, problems: list[str] | None = None) -> str:
    allowed = sharing.reviews_of(person)
    with _store().reading() as session:
        people = sharing.evaluators(session, person)
        kinds = work_lists.waiting_by_kind(session, allowed)
        hands = work_lists.hands(session, allowed, people, now() - WEEK)
        stranded = reassign.stranded(session, person)
        of = policy(session)
        rates = planted.catch_rates(session, scope(person).vendor_id)
    return render_template(
        "work/work.html",
        people=people,
        may_get={each.id for each in people},
        kinds=kinds,
        pools=[kind for kind in wording_review.POOLS if kind in kinds or kind[1] in ("random", "flagged")],
        hands=hands,
        stranded=stranded,
        rates=[(rate.person, wording_work.catch_words(rate)) for rate in rates],
        planting=of.planted_share > 0,
        problems=problems or [],
        entered=request.form,
        ticked=set(request.form.getlist("person")),
    )


def _show_reviews(person: Person, problems: list[str] | None = None) -> str:
    asked = _asked()
    page = _whole(request.args.get("page", "1"))
    narrow = ReviewFilter(
        purpose=asked.get("purpose", ""),
        stream=asked.get("stream", ""),
        state=asked.get("state", ""),
        person_id=_whole(asked["person"]) if "person" in asked else None,
        late="late" in asked,
        page=max(1, page),
    )
    allowed = sharing.reviews_of(person)
    with _store().reading() as session:
        found = work_lists.review_list(session, allowed, narrow)
        people = sharing.evaluators(session, person)
    return render_template(
        "work/reviews.html",
        found=found,
        asked=asked,
        states=wording_work.STATES,
        people=people,
        others={number: name for number, name in found.names.items() if number not in {each.id for each in people}},
        problems=problems or [],
        ticked={each.split(":")[0] for each in request.form.getlist("review")},
    )


def _asked() -> dict[str, str]:
    """What the address asks for, for links that keep it; an answer that is none of those there are narrows nothing."""
    known: dict[str, Container[str]] = {
        "purpose": wording_review.PURPOSES,
        "stream": wording_review.STREAMS,
        "state": wording_work.STATES,
        "late": ("1",),
    }
    asked = {name: request.args.get(name, "") for name in known}
    asked = {name: value for name, value in asked.items() if value and value in known[name]}
    person = request.args.get("person", "")
    return asked | ({"person": person} if _whole(person) else {})


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _store() -> Store:
    store: Store = current_app.extensions["store"]
    return store
