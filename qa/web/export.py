"""A call given out as a file. A form and no link, for every export leaves an audit line."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, flash

from qa.desk.access import Act
from qa.desk.export import Wish, export_vcon
from qa.errors import Refused
from qa.formats.vcon_out import dumps
from qa.store import pages as reading_pages
from qa.web.calls import show_call
from qa.web.sign_in import allow
from qa.web.wording import sentence

pages = Blueprint("export", __name__)


@pages.post("/calls/<int:call_id>/vcon")
def vcon(call_id: int) -> Response | tuple[str, int]:
    store = current_app.extensions["store"]
    with store.reading() as session:
        facts = reading_pages.call_facts(session, call_id)
    if facts is None:
        abort(404)
    person = allow(Act.EXPORT, facts)
    settings, recordings = current_app.extensions["settings"], current_app.extensions["recordings"]
    try:
        with store.writing() as session:
            told = export_vcon(
                session, recordings, call_id, Wish(), time_zone=settings.time_zone, by_person_id=person.id
            )
    except Refused as refused:
        flash(sentence(refused.sentence))
        return show_call(call_id), 409
    headers = {"Content-Disposition": f'attachment; filename="call-{call_id}.vcon"', "Cache-Control": "no-store"}
    return Response(dumps(told), mimetype="application/vcon+json", headers=headers)
