"""Every route × every person × every call: generated from the URL map, so that a new route fails until it has a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from qa.store.engine import Store
from qa.store.findings import findings_of
from qa.store.tables import CallEvaluation, CallRating
from tests.cast import Cast, token

ROLE = {
    "minji": "agent",
    "yuna": "agent",
    "junho": "agent",
    "sora": "evaluator",
    "haneul": "evaluator",
    "suhyun": "evaluator",
    "jiho": "coach",
    "taeo": "manager",
    "eunseo": "manager",
    "admin": "administrator",
}
SEES_FULL = {"minji", "sora", "jiho", "taeo", "suhyun", "eunseo", "admin"}
SEES_OTHER_VENDOR = {"junho", "haneul", "suhyun", "eunseo", "admin"}
EVERYBODY = frozenset(ROLE.values())
JUDGES = frozenset({"evaluator", "manager", "administrator"})
LEADS = frozenset({"manager", "administrator"})


@dataclass(frozen=True)
class Row:
    """`roles`: who may; `about_a_call`: only calls of the scope, others as if they did not exist; `ok`: status then."""

    method: str
    roles: frozenset[str]
    ok: int
    about_a_call: bool = False


ROWS = {
    "calls.home": Row("GET", EVERYBODY, 303),
    "calls.calls": Row("GET", EVERYBODY, 200),
    "calls.call": Row("GET", EVERYBODY, 200, about_a_call=True),
    "calls.progress": Row("GET", EVERYBODY, 204, about_a_call=True),
    "media.sound": Row("GET", EVERYBODY, 200, about_a_call=True),
    "media.peaks": Row("GET", EVERYBODY, 200, about_a_call=True),
    # An empty form, and a first rating that is no candidate: let in, and told.
    "override.override": Row("POST", JUDGES, 422, about_a_call=True),
    "override.confirm": Row("POST", JUDGES, 422, about_a_call=True),
    # An empty form names no change: let in, and refused. What is let through is tried in test_corrections.py.
    "corrections.add": Row("POST", JUDGES, 400, about_a_call=True),
    "corrections.of_call": Row("GET", EVERYBODY, 200, about_a_call=True),
    "corrections.waiting": Row("GET", JUDGES, 404),
    "inbox.inbox": Row("GET", JUDGES, 200),
    "inbox.take": Row("POST", JUDGES, 400),  # let in, but nothing is named to take
    # Of reviews there are none here: whose they are is tried in test_reviews.py.
    "reviews.review": Row("GET", JUDGES, 404),
    "reviews.act": Row("POST", JUDGES, 404),
    "reviews.save": Row("POST", JUDGES, 404),
    "reviews.listened": Row("POST", JUDGES, 404),
    "reviews.skip": Row("POST", JUDGES, 404),
    "notes.pin": Row("POST", JUDGES, 404),
    "notes.remove": Row("POST", JUDGES, 404),
    "answers.answers": Row("GET", EVERYBODY, 200),
    "answers.entry": Row("GET", EVERYBODY, 200),
    "answers.write_out": Row("GET", EVERYBODY, 200),
    "answers.change": Row("POST", LEADS, 400),  # let in, but no act is named
    "answers.new": Row("GET", LEADS, 200),
    "answers.add": Row("POST", LEADS, 422),
    "answers.import_form": Row("GET", LEADS, 200),
    "answers.receive": Row("POST", LEADS, 422),
    "findings.fault": Row("POST", JUDGES, 303, about_a_call=True),  # an empty form: let in, and told on the page
    "gaps.gaps": Row("GET", JUDGES | {"coach"}, 200),
    "gaps.settle": Row("POST", LEADS, 303),
    "hand_in.form": Row("GET", JUDGES, 200),
    "hand_in.receive": Row("POST", JUDGES, 422),
    "export.vcon": Row("POST", LEADS, 200, about_a_call=True),
    "status.status": Row("GET", LEADS, 200),
    "status.try_again": Row("POST", LEADS, 303, about_a_call=True),
    "sign_in.leave": Row("POST", EVERYBODY, 303),
    "sign_in.form": Row("GET", EVERYBODY, 303),
    "sign_in.enter": Row("POST", EVERYBODY, 401),  # signed in already, but this sends no password
    "preferences.language": Row("POST", EVERYBODY, 400),
    "preferences.theme": Row("POST", EVERYBODY, 400),
    "status.health": Row("GET", EVERYBODY, 200),
    "notices.notices": Row("GET", EVERYBODY, 200),
    "notices.follow": Row("GET", EVERYBODY, 404),  # nobody has been told anything yet
    "notices.read_all": Row("POST", EVERYBODY, 303),
    "filters.save": Row("POST", EVERYBODY, 400),  # let in, but no list is named
    "filters.forget": Row("POST", EVERYBODY, 400),
    "results.results": Row("GET", frozenset({"agent"}), 200),
    "results.acknowledge": Row("POST", frozenset({"agent"}), 303, about_a_call=True),
    "disputes.disputes": Row("GET", EVERYBODY, 200),
    "disputes.cases": Row("GET", LEADS, 404),  # nothing was upheld yet
    # An empty form about a call of one's own: let in, and told on the page.
    "disputes.object_to": Row("POST", frozenset({"agent"}), 422, about_a_call=True),
    "disputes.withdraw": Row("POST", EVERYBODY, 404),  # whose they are is tried in test_results.py
    "work.work": Row("GET", LEADS, 200),
    "work.share": Row("POST", LEADS, 400),  # let in, but nothing is named to share out
    "work.pick": Row("POST", LEADS, 422),
    "work.free": Row("POST", LEADS, 422),  # nobody has left
    "work.reviews": Row("GET", LEADS, 200),
    "work.move": Row("POST", LEADS, 422),
    # A vendor's manager reads the rules too; who may change them is tried in test_policy.py.
    "policy.rules": Row("GET", LEADS, 200),
    "policy.change": Row("POST", LEADS, 422),
    "keys.keys": Row("GET", EVERYBODY, 200),
    "why.of_call": Row("GET", EVERYBODY, 200, about_a_call=True),
    "calibration.listed": Row("GET", JUDGES, 200),
    # Of sessions there are none here: whose they are is tried in test_calibration.py.
    "calibration.session": Row("GET", JUDGES, 404),
    "calibration.act": Row("POST", LEADS, 400),
    "calibration.speak": Row("POST", JUDGES, 404),
    "calibration.refer": Row("POST", LEADS, 404),
    "calibration_new.new": Row("GET", LEADS, 200),
    "calibration_new.begin": Row("POST", LEADS, 422),
    "calibration_export.excel": Row("POST", LEADS, 404),
    "history.of_call": Row("GET", LEADS, 200, about_a_call=True),
}
OPEN = {
    "sign_in.form": 200,
    "sign_in.enter": 401,
    "preferences.language": 400,
    "preferences.theme": 400,
    "status.health": 200,
}


def test_every_route_has_a_row_and_every_method_of_it(app: Flask) -> None:
    routes = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert routes == {(endpoint, row.method) for endpoint, row in ROWS.items()}


def _address(app: Flask, endpoint: str, call_id: int, rating_id: int, finding_id: int = 1) -> str:
    known = {"call_id": call_id, "rating_id": rating_id, "finding_id": finding_id, "id": "water"}
    known |= {"notice_id": 1, "filter_id": 1, "review_id": 1, "note_id": 1, "dispute_id": 1, "rubric": "courtesy-ko"}
    known |= {"person_id": 1, "session_id": 1}
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    with app.test_request_context():
        return str(app.url_for(endpoint, **{name: known[name] for name in rule.arguments}))


def _rating(desk: Store, call_id: int) -> int:
    with desk.reading() as session:
        return session.scalars(
            select(CallRating.id).join(CallEvaluation).where(CallEvaluation.call_id == call_id).limit(1)
        ).one()


def _ask(client: Any, row: Row, address: str, csrf: str) -> int:
    if row.method == "GET":
        return int(client.get(address).status_code)
    return int(client.post(address, data={"csrf_token": csrf}).status_code)


@pytest.mark.parametrize("login", ROLE)
def test_who_gets_what(app: Flask, sign_in: Any, desk: Store, cast: Cast, login: str) -> None:
    ratings = {name: _rating(desk, cast.calls[name]) for name in ("full", "other_vendor")}
    with desk.reading() as session:
        findings = {name: findings_of(session, cast.calls[name])[0].id for name in ("full", "other_vendor")}
    got, wanted = {}, {}
    client = sign_in(login)
    csrf = token(client.get("/calls").text)
    for endpoint, row in ROWS.items():
        if endpoint == "sign_in.leave":
            continue
        for name, seen_by in (("full", SEES_FULL), ("other_vendor", SEES_OTHER_VENDOR)):
            address = _address(app, endpoint, cast.calls[name], ratings[name], findings[name])
            got[endpoint, name] = _ask(client, row, address, csrf)
            allowed = 403 if ROLE[login] not in row.roles else row.ok
            wanted[endpoint, name] = 404 if row.about_a_call and login not in seen_by else allowed
    assert got == wanted
    assert _ask(client, ROWS["sign_in.leave"], "/sign-out", csrf) == 303
    assert client.get("/calls").status_code == 303


@pytest.mark.parametrize("endpoint", [name for name in ROWS if name not in OPEN])
def test_signed_out_nothing_is_shown_and_nothing_is_done(app: Flask, cast: Cast, desk: Store, endpoint: str) -> None:
    row = ROWS[endpoint]
    client = app.test_client()
    csrf = token(client.get("/sign-in").text)
    address = _address(app, endpoint, cast.calls["full"], _rating(desk, cast.calls["full"]))
    answer = client.get(address) if row.method == "GET" else client.post(address, data={"csrf_token": csrf})
    if row.method == "GET":
        assert answer.status_code == 303
        assert answer.location.startswith("/sign-in?next=")
    else:
        assert answer.status_code == 401
    assert "김민지" not in answer.text


@pytest.mark.parametrize(("endpoint", "status"), OPEN.items())
def test_what_is_open_to_all_is_open(app: Flask, endpoint: str, status: int) -> None:
    client = app.test_client()
    csrf = token(client.get("/sign-in").text)
    assert _ask(client, ROWS[endpoint], _address(app, endpoint, 1, 1), csrf) == status


@pytest.mark.parametrize("login", ["minji", "suhyun", "admin"])
def test_a_call_that_does_not_exist_looks_like_one_that_is_not_yours(sign_in: Any, cast: Cast, login: str) -> None:
    client = sign_in(login)
    missing = client.get("/calls/999999")
    assert missing.status_code == 404
    if login == "minji":
        foreign = client.get(f"/calls/{cast.calls['other_vendor']}")
        assert foreign.status_code == 404
        strip = [
            line
            for line in missing.text.splitlines()
            if "csrf" not in line and "999999" not in line and "back" not in line
        ]
        other = [line for line in foreign.text.splitlines() if "csrf" not in line and "back" not in line]
        assert strip == other


def test_every_post_without_a_token_is_refused(app: Flask, sign_in: Any, cast: Cast, desk: Store) -> None:
    client = sign_in("admin")
    for endpoint, row in ROWS.items():
        if row.method == "POST":
            address = _address(app, endpoint, cast.calls["stopped"], _rating(desk, cast.calls["full"]))
            answer = client.post(address, data={"login": "admin", "password": "admin", "stage": "transcribe"})
            assert answer.status_code == 400, endpoint
            assert "유효 기간" in answer.text
