"""Kinds of checks that other packages bring, by the entry point group `attune.checks`.

An entry point's name is the kind, its value a class that derives from `qa.scoring.check.Check` with that literal
`kind`. What cannot be used is left out and named when a rubric asks for it: one broken package stops no call.
"""

from __future__ import annotations

from collections.abc import Container
from importlib.metadata import EntryPoint, entry_points
from typing import get_args

from qa.call import Sentence
from qa.scoring.check import Check

GROUP = "attune.checks"


def installed_checks(taken: Container[str]) -> tuple[dict[str, type[Check]], dict[str, Sentence]]:
    """The kinds that can be used, and why those that cannot cannot; both by name. `taken`: kinds there are already."""
    found: dict[str, type[Check]] = {}
    broken: dict[str, Sentence] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        if point.name in taken or point.name in found:
            broken.setdefault(point.name, _doubled(point))
            continue
        try:
            check = point.load()
        except Exception as error:  # whatever a package of others raises when imported
            broken[point.name] = _said(point, f"불러올 수 없습니다({error})", f"it cannot be loaded ({error})")
            continue
        why = _unfit(point, check)
        if why is None:
            found[point.name] = check
        else:
            broken[point.name] = why
    return found, broken


def _unfit(point: EntryPoint, check: object) -> Sentence | None:
    if not (isinstance(check, type) and issubclass(check, Check)):
        return _said(point, "Check에서 나온 클래스가 아닙니다", "it is no class that derives from Check")
    field = check.model_fields.get("kind")
    kinds = get_args(field.annotation) if field else ()
    if kinds != (point.name,):
        return _said(
            point, f"kind가 {point.name!r}(이)라는 Literal이 아닙니다", f"its `kind` is not the literal {point.name!r}"
        )
    if getattr(check, "__abstractmethods__", None):
        missing = ", ".join(sorted(check.__abstractmethods__))
        return _said(point, f"{missing}이(가) 없습니다", f"it lacks {missing}")
    return None


def _doubled(point: EntryPoint) -> Sentence:
    return _said(point, "같은 이름의 검사가 이미 있습니다", "there is a check of this name already")


def _said(point: EntryPoint, ko: str, en: str) -> Sentence:
    return Sentence(f"검사 {point.name!r}({point.value}): {ko}.", f"The check {point.name!r} ({point.value}): {en}.")
