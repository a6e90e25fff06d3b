"""How a reader wants the pages: language and light or dark. Plain forms, so they work without JavaScript."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, session, url_for
from werkzeug.wrappers import Response

from qa.web.wording import LANGUAGES

pages = Blueprint("preferences", __name__)

THEMES = ("auto", "light", "dark")


@pages.post("/language")
def language() -> Response:
    wanted = request.form.get("language", "")
    if wanted not in LANGUAGES:
        abort(400)
    session["language"] = wanted
    return _back()


@pages.post("/theme")
def theme() -> Response:
    wanted = request.form.get("theme", "")
    if wanted not in THEMES:
        abort(400)
    session["theme"] = wanted
    return _back()


def _back() -> Response:
    """To the page the form stood on, by its path only: an address of another host is not followed."""
    path = request.form.get("back", "")
    ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return redirect(path if ours else url_for("calls.calls"), 303)
