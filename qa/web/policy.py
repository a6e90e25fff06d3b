"""How the desk works, as managers set it: each rule with what it means, and who changed it last."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa.call import Sentence
from qa.desk import set_policy as desk
from qa.desk.access import Act
from qa.errors import Refused
from qa.store.policy import BOUNDS, Policy, policy
from qa.store.tables import Person
from qa.web import wording_work
from qa.web.sign_in import allow
from qa.web.wording import say, sentence

pages = Blueprint("policy", __name__)


@dataclass(frozen=True)
class Field:
    """One rule as the form shows it. `value` as people write it; `standing` what holds now, in words."""

    name: str
    title: Sentence
    meaning: Sentence
    unit: Sentence
    low: str
    high: str
    step: str
    value: str
    standing: str
    default: str
    problem: Sentence | None

    @property
    def switch(self) -> bool:
        return self.name == "approval"


@pages.get("/policy")
def rules() -> str:
    """Whoever assigns work may read them; a vendor's managers cannot change what holds for all vendors."""
    return _show(allow(Act.ASSIGN))


@pages.post("/policy")
def change() -> Response | tuple[str, int]:
    person = allow(Act.ASSIGN)
    texts = {name: request.form.get(name, "") for name in BOUNDS}
    texts["approval"] = texts["approval"] or "0"  # a box that is not ticked sends nothing
    try:
        with current_app.extensions["store"].writing() as session:
            desk.set_policy(session, person, texts, request.form.get("seen", ""), request.form.get("reason", ""))
    except desk.OutOfBounds as problem:
        return _show(person, problem.fields, texts), 422
    except Refused as problem:
        return _show(person, {"": problem.sentence}, texts), 422
    flash(say("운영 기준을 바꾸었습니다.", "The rules were changed."))
    return redirect(url_for("policy.rules"), 303)


def _show(person: Person, problems: dict[str, Sentence] | None = None, texts: dict[str, str] | None = None) -> str:
    with current_app.extensions["store"].reading() as session:
        of = policy(session)
        done = desk.changes(session)
    problems = problems or {}
    return render_template(
        "policy/policy.html",
        fields=[_field(name, of, texts, problems.get(name)) for name in BOUNDS],
        problems=problems,
        seen=desk.mark(of),
        changes=[
            (
                each,
                [
                    (desk.TITLES[name], _words(name, each.old.get(name)), _words(name, each.new[name]))
                    for name in each.new
                ],
            )
            for each in done
        ],
        entered=request.form,
    )


def _field(name: str, of: Policy, texts: dict[str, str] | None, problem: Sentence | None) -> Field:
    low, high = desk.bounds(name)
    stands = asdict(of)[name]
    return Field(
        name=name,
        title=desk.TITLES[name],
        meaning=wording_work.MEANINGS[name],
        unit=wording_work.UNITS[name],
        low=low,
        high=high,
        step="1" if BOUNDS[name][2] else "any",
        value=desk.shown(name, stands) if texts is None else texts[name],
        standing=_words(name, stands),
        default=_words(name, asdict(Policy())[name]),
        problem=problem,
    )


def _words(name: str, value: float | None) -> str:
    """A value as it stands on the page: with its unit, a switch as on or off."""
    if value is None:
        return ""
    if name == "approval":
        return say("‘켜짐’", "on") if value else say("‘꺼짐’", "off")
    unit = sentence(wording_work.UNITS[name])
    return desk.shown(name, value) + (unit if unit in ("%", "건", "일") else f" {unit}")
