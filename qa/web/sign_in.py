"""Signing in and out, and who is asking."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from qa.call import Sentence
from qa.desk.access import Act, Owned, may
from qa.store import people
from qa.store.tables import Person
from qa.web.wording import sentence

pages = Blueprint("sign_in", __name__)

OPEN_TO_ALL = {"sign_in.form", "sign_in.enter", "preferences.language", "preferences.theme", "status.health", "static"}
TRIES = 10
WITHIN_S = 300.0

DEMO_ROLES = {
    "agent": Sentence("자기 통화의 평가와 근거를 봅니다", "Sees own calls, the ratings and the reasons"),
    "evaluator": Sentence("통화를 듣고 자동 평정을 수정합니다", "Listens to calls and corrects the machine"),
    "coach": Sentence("소속 업체의 통화를 듣고 코칭을 준비합니다", "Listens to the vendor's calls to prepare coaching"),
    "manager": Sentence("모든 통화와 처리 상태를 봅니다", "Sees all calls and how the work stands"),
    "administrator": Sentence(
        "중단된 통화의 원인을 확인하고 다시 시도합니다", "Sees why a call stopped and tries again"
    ),
}


@dataclass
class Tries:
    """Failed sign-ins per login; too many within five minutes and the login has to wait. One web process, so memory."""

    failed: dict[str, deque[float]] = field(default_factory=dict)

    def must_wait(self, login: str) -> bool:
        times = self.failed.get(login, deque())
        while times and times[0] < time.monotonic() - WITHIN_S:
            times.popleft()
        return len(times) >= TRIES

    def note(self, login: str) -> None:
        if len(self.failed) > 10_000:  # somebody tries made-up logins: forget them rather than grow
            self.failed.clear()
        self.failed.setdefault(login, deque()).append(time.monotonic())


def current_person() -> Person | None:
    """The signed-in, active person of this request; read once per request."""
    if "person" not in g:
        g.person = None
        person_id = session.get("person_id")
        if isinstance(person_id, int):
            with current_app.extensions["store"].reading() as reading:
                found = reading.get(Person, person_id)
            if found is not None and found.active:
                g.person = found
    person: Person | None = g.person
    return person


def the_person() -> Person:
    """The signed-in person; 401 when there is none."""
    person = current_person()
    if person is None:
        abort(401)
    return person


def allow(act: Act, thing: Owned | None = None) -> Person:
    """The person, if they may: 403 where the act is not theirs; 404 where the thing is not, as if it did not exist."""
    person = the_person()
    if thing is not None and not may(person, Act.SEE, thing):
        abort(404)
    if not may(person, act, thing):
        abort(403)
    return person


def ask_who() -> Response | None:
    """Before every request: pages are for signed-in people, whatever a view forgets."""
    if request.endpoint in OPEN_TO_ALL or request.endpoint is None or current_person() is not None:
        return None
    if request.method != "GET":
        abort(401)
    return redirect(url_for("sign_in.form", next=request.full_path.rstrip("?")), 303)


@pages.get("/sign-in")
def form() -> str | Response:
    if current_person() is not None:
        return redirect(url_for("calls.home"), 303)
    return _page()


@pages.post("/sign-in")
def enter() -> str | Response | tuple[str, int]:
    login = request.form.get("login", "").strip().lower()
    tries: Tries = current_app.extensions["tries"]
    if tries.must_wait(login):
        problem = Sentence(
            "로그인에 여러 번 실패했습니다. 5분 뒤에 다시 시도해 주세요.",
            "Too many failed sign-ins with this login: try again in five minutes.",
        )
        return _page(problem, login), 429
    with current_app.extensions["store"].reading() as reading:
        person = people.sign_in(reading, login, request.form.get("password", ""))
    if person is None:
        tries.note(login)
        problem = Sentence(
            "아이디나 비밀번호가 맞지 않습니다. 잊으셨다면 시스템 관리자에게 문의해 주세요.",
            "Login or password is wrong. If you forgot it, ask your administrator.",
        )
        return _page(problem, login), 401
    chosen = session.get("language")
    session.clear()
    session.update({"person_id": person.id, "language": chosen or person.language})
    return redirect(_next() or url_for("calls.home"), 303)


@pages.post("/sign-out")
def leave() -> Response:
    chosen = session.get("language")
    session.clear()
    session["language"] = chosen
    flash(sentence(Sentence("로그아웃했습니다.", "You are signed out.")))
    return redirect(url_for("sign_in.form"), 303)


def _next() -> str | None:
    """Where the person wanted to go, if it is a page of ours: one slash first, never two (another host)."""
    wanted = request.args.get("next", "")
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and "\n" not in wanted
    return wanted if ours else None


def _page(problem: Sentence | None = None, login: str = "") -> str:
    demo: list[Any] = []
    if current_app.config["DEMO"]:
        with current_app.extensions["store"].reading() as reading:
            demo = [found for known in people.DEMO_PEOPLE if (found := people.find_person(reading, known[0]))]
    return render_template("sign_in/sign_in.html", problem=problem, login=login, demo=demo, demo_roles=DEMO_ROLES)
