"""A person's notifications: the list behind the bell, the way from one to its page, and all read at once."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.desk import notify
from qa.store.engine import Store
from qa.web.sign_in import current_person, the_person
from qa.web.wording import say

pages = Blueprint("notices", __name__)


@pages.get("/notices")
def notices() -> str:
    person = the_person()
    page = request.args.get("page", "1")
    wanted = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    with _store().reading() as session:
        found = notify.newest(session, person, wanted)
    return render_template("notices/notices.html", found=found, asked={})


@pages.get("/notices/<int:notice_id>")
def follow(notice_id: int) -> Response:
    """To the page it is about; whoever goes there has read it. Somebody else's is as if it did not exist."""
    person = the_person()
    with _store().reading() as session:
        try:
            found = notify.notice(session, person, notice_id)
        except LookupError:
            abort(404)
    if not notify.is_own_path(found.link):
        abort(404)
    if not found.read:
        with _store().writing() as session:
            notify.mark_read(session, person, notice_id)
    return redirect(found.link, 303)


@pages.post("/notices/read")
def read_all() -> Response:
    person = the_person()
    with _store().writing() as session:
        notify.mark_read(session, person)
    flash(say("모두 읽음으로 표시했습니다.", "All marked as read."))
    return redirect(url_for("notices.notices"), 303)


def unread() -> int:
    """How many notifications the reader has not read, for the bell of every page; asked once per request."""
    person = current_person()
    if person is not None and "unread" not in g:
        g.unread = 0
        try:
            with _store().reading() as session:
                g.unread = notify.unread(session, person)
        except Exception:  # the bell stands on the page that says what went wrong, too, and must not take that away
            current_app.logger.exception("the number of unread notifications could not be read")
    return int(g.get("unread", 0))


def _store() -> Store:
    store: Store = current_app.extensions["store"]
    return store
