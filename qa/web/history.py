"""The history of a call: who did what to it and when, with what stood before and after, for those who answer for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, render_template, request

from qa.call import Sentence
from qa.desk.access import Act
from qa.desk.blind import hidden_among
from qa.desk.history import AuditRead, history
from qa.store.engine import Store
from qa.web import formats
from qa.web.calls import read_call
from qa.web.conversation import Conversation
from qa.web.sign_in import allow
from qa.web.wording import say, sentence, word
from qa.web.wording_desk import ACTS, FIELDS, REASONS, VALUES

pages = Blueprint("history", __name__)

# Keys that tell nothing to a person, or are told in another place of the line.
UNTOLD = set("rating sha256 call person_id transcript criterion fact out_of turn blind".split())
UNTOLD |= {"work_s", "listened_s"}  # what the person before had spent on a review that was moved
UNTOLD |= {"released_at", "acknowledged_at"}  # the time of the line itself
WHY = ("reason_code", "reason", "note", "reply")


@dataclass(frozen=True)
class Pair:
    """One thing that changed: what stood before ("" where nothing did) and after."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """One thing done, in words. `who` is empty where no person did it; `why` is what they gave as their reason."""

    at: datetime
    who: str
    act: str
    about: str
    pairs: tuple[Pair, ...]
    why: str
    anchor: str  # of the place on the call's page, "" for none


@pages.get("/calls/<int:call_id>/history")
def of_call(call_id: int) -> str:
    page = read_call(call_id)
    person = allow(Act.SEE_HISTORY, page.facts)
    store: Store = current_app.extensions["store"]
    number = request.args.get("page", "1")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    with store.reading() as session:
        hidden = bool(hidden_among(session, person, [call_id]))
        found = history(session, call_id, wanted)
    conversation = Conversation(page.transcript, page.measures) if page.transcript else None
    return render_template(
        "calls/history.html",
        facts=page.facts,
        found=found,
        hidden=hidden,
        lines=[] if hidden else [told(row, conversation) for row in found.rows],
        asked={"call_id": call_id},
    )


def told(row: AuditRead, conversation: Conversation | None) -> Line:
    """A line of the audit in words; what people wrote is masked as the call's page masks it."""

    def scrubbed(text: str) -> str:
        return conversation.scrub(text) if conversation else text

    about, anchor = _place(row)
    why = [word(REASONS, str(row.new[name])) for name in WHY if row.new.get(name)]
    pairs = (Pair(pair.label, scrubbed(pair.old), scrubbed(pair.new)) for pair in _pairs(row))
    return Line(row.at, row.who, word(ACTS, row.act), about, tuple(pairs), scrubbed(" · ".join(why)), anchor)


def _place(row: AuditRead) -> tuple[str, str]:
    """What of the call it was about, in a word, and where that stands on the call's page; "" for neither."""
    if row.about is not None:
        return sentence(row.about), f"{row.kind}-{row.thing_id}" if row.kind in ("rating", "finding") else ""
    turn = row.new.get("turn")
    return (say("{n}번째 발화", "turn {n}", n=turn + 1), f"turn-{turn}") if isinstance(turn, int) else ("", "")


def _pairs(row: AuditRead) -> Iterator[Pair]:
    """What changed. What the line knows only from before stands as it is; "no" where nothing stood is left out."""
    old, new = _answered(row.old), _answered(row.new)
    for name in dict.fromkeys([*old, *new]):
        # What an answer is worth stands on the call's page.
        if name in UNTOLD or name in WHY or (name == "score" and row.kind == "rating"):
            continue
        after = _shown(row, name, new.get(name, old.get(name)))
        before = _shown(row, name, old.get(name)) if name in new else ""
        if after != before and not (new.get(name) is False and not before):
            yield Pair(word(FIELDS, name), before, after)


def _answered(values: Mapping[str, Any]) -> dict[str, Any]:
    """With the answer as one word where the rating was none: not applicable, cannot tell."""
    if "answer" in values and "state" in values:
        rated = values["state"] == "rated"
        return {
            **{k: v for k, v in values.items() if k != "state"},
            "answer": values["answer"] if rated else values["state"],
        }
    return dict(values)


def _shown(row: AuditRead, name: str, value: Any) -> str:
    """A value as people read it; "" for nothing."""
    if value in (None, "", [], {}):
        return ""
    match value:
        case bool():
            return say("예", "Yes") if value else say("아니요", "No")
        case int() | float() if name == "at_s":
            return formats.clock(value)
        case int() | float():
            return formats.number(value)
        case dict():
            return ", ".join(_entry(row, key, each) for key, each in value.items())
        case list():
            return ", ".join(_shown(row, name, each) for each in value)
    text = str(value)
    if name.endswith("_at"):
        return _moment(text)
    label: Sentence | None = row.answers.get(text) if name in ("answer", "proposed") else None
    return sentence(label) if label else word(VALUES.get(name, {}), text)


def _entry(row: AuditRead, key: str, value: Any) -> str:
    """One of several things by name: a rubric with its score, a criterion that was changed."""
    title = row.titles.get(key)
    shown = sentence(title) if title else key
    return f"{shown} {formats.score(value)}" if isinstance(value, int | float) else shown


def _moment(text: str) -> str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{formats.short_day(at)} {formats.minute(at)}"
