"""Saved filters of the lists: keeping one, deleting one, and what a list shows of them. Plain forms throughout."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from qa.desk import filters as desk
from qa.errors import Refused
from qa.store.engine import Store
from qa.web.sign_in import the_person
from qa.web.wording import say, sentence

pages = Blueprint("filters", __name__)


@dataclass(frozen=True)
class Shown:
    """A saved filter as its list shows it. `here`: it is what the list is narrowed by now."""

    id: int
    name: str
    address: str
    here: bool


def saved_filters(page: str, asked: dict[str, str]) -> list[Shown]:
    """The reader's own of the list `page`, an endpoint; `asked`: what the list is narrowed by now."""
    person, now = the_person(), desk.tidy(urlencode(asked))
    with _store().reading() as session:
        found = desk.kept(session, person, page)
    return [Shown(each.id, each.name, _address(page, each.query), each.query == now) for each in found]


@pages.post("/filters")
def save() -> Response:
    person = the_person()
    page, query = _page(), desk.tidy(request.form.get("query", ""))
    name = request.form.get("name", "")
    try:
        with _store().writing() as session:
            desk.keep(session, person, page, name, query)
    except Refused as problem:
        flash(sentence(problem.sentence))
    else:
        flash(say("'{name}' 조건을 저장했습니다.", "Saved as “{name}”.", name=" ".join(name.split())))
    return redirect(_address(page, query), 303)


@pages.post("/filters/<int:filter_id>/delete")
def forget(filter_id: int) -> Response:
    """Back to the list as it stands: what is narrowed stays narrowed."""
    person, page = the_person(), _page()
    try:
        with _store().writing() as session:
            gone = desk.forget(session, person, filter_id)
    except LookupError:
        abort(404)
    flash(say("저장한 조건 '{name}'을(를) 지웠습니다.", "Deleted the saved filter “{name}”.", name=gone.name))
    return redirect(_address(page, desk.tidy(request.form.get("query", ""))), 303)


def _page() -> str:
    """The list the form stood on: one of those that can be kept, and that this desk has; 400 otherwise."""
    page = request.form.get("page", "")
    if page not in desk.PAGES or page not in current_app.view_functions:
        abort(400)
    return page


def _address(page: str, query: str) -> str:
    return url_for(page) + (f"?{query}" if query else "")


def _store() -> Store:
    store: Store = current_app.extensions["store"]
    return store
