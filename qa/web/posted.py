"""What a posted form of a review holds, field by field; and what is told back of a field that was saved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request

from qa.call import Sentence
from qa.desk.draft import TEXTS, Draft, Said
from qa.desk.form import Form, key_of
from qa.errors import Refused

LONGEST_KEY = 60
CHANGED = Sentence(
    "평가하시는 동안 자동 평정이 바뀐 항목이 있습니다. 표시한 항목을 확인하고 다시 제출해 주세요.",
    "The machine's rating has changed on some criteria since you saw them: look at those marked, then submit again.",
)


def every_field(form: Form) -> list[Said]:
    """The fields of a whole form. While the call is being scored again it has no criteria, and a window that still
    shows the older ones is taken at its word: nothing that was answered is lost.
    """
    drafts = {asked.key: asked.draft for asked in form.asked}
    names = list(drafts) or [_key(name) for name in request.form if name.startswith("version.") and name.count(".") > 1]
    found = [_said_of(*key, drafts.get(key)) for key in names if f"version.{'.'.join(key)}" in request.form]
    found += [
        Said("", text, note=request.form[f"note.{text}"], seen=whole(request.form.get(f"version.{text}")))
        for text in TEXTS
        if f"note.{text}" in request.form
    ]
    return [said for said in found if not (said.empty and said.seen == 0)]


def one_field() -> Said:
    """The one field that the page's script sends."""
    form = request.form
    return Said(
        rubric=form.get("rubric", "")[:LONGEST_KEY],
        criterion=form.get("criterion", "")[:LONGEST_KEY],
        answer=form.get("answer", "")[:LONGEST_KEY] or None,
        reason_code=form.get("reason_code", "") or None,
        note=form.get("note", ""),
        turn=_turn(form.get("turn", "")),
        seen=whole(form.get("version")),
        shown=form.get("shown", "")[:LONGEST_KEY] or None,
    )


def check_seen(form: Form) -> None:
    """Raises `Refused` when the page that was sent showed other ratings than there are now."""
    for asked in form.asked:
        shown = request.form.get(f"shown.{'.'.join(asked.key)}")
        if shown is not None and shown != (key_of(asked.shown) if asked.shown else ""):
            raise Refused(CHANGED.ko, CHANGED.en)


def told(kept: Draft) -> dict[str, Any]:
    """A saved field, for the page's script."""
    return {
        "rubric": kept.rubric,
        "criterion": kept.criterion,
        "answer": kept.answer or "",
        "reason_code": kept.reason_code or "",
        "note": kept.note,
        "turn": "" if kept.turn is None else kept.turn,
        "version": kept.version,
    }


def whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def number(name: str) -> float:
    try:
        value = float(request.form.get(name, "0"))
    except ValueError:
        return 0.0
    return value if 0 <= value < 1e6 else 0.0


def _key(name: str) -> tuple[str, str]:
    """ "version.courtesy-ko.greeting" → its rubric and its criterion."""
    rubric, _, criterion = name.removeprefix("version.").rpartition(".")
    return rubric[:LONGEST_KEY], criterion[:LONGEST_KEY]


def _said_of(rubric: str, criterion: str, saved: Draft | None) -> Said:
    name = f"{rubric}.{criterion}"
    said = Said(
        rubric,
        criterion,
        answer=request.form.get(f"answer.{name}", "")[:LONGEST_KEY] or None,
        reason_code=request.form.get(f"reason.{name}") or None,
        note=request.form.get(f"note.{name}", saved.note if saved else ""),
        turn=_turn(request.form.get(f"turn.{name}", "")),
        seen=whole(request.form.get(f"version.{name}")),
        shown=request.form.get(f"shown.{name}", "")[:LONGEST_KEY] or None,
    )
    if saved and (said.answer, said.reason_code, said.turn) == (saved.answer, saved.reason_code, saved.turn):
        # Sent along with the rest of the form: the person need not have looked at it again.
        return replace(said, shown=saved.shown)
    return said


def _turn(text: str) -> int | None:
    return whole(text) if text else None
