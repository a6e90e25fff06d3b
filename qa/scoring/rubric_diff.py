"""What changed between two versions of a rubric, as sentences: for those who approve a version, not for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qa.call import Sentence
from qa.scoring.rubric import Rubric

# What the fields are called on the pages. A field that is not here is called by its key.
_NAMES = {
    "name": Sentence("이름", "name"),
    "question": Sentence("질문", "question"),
    "weight": Sentence("배점", "weight"),
    "bonus": Sentence("가점", "bonus points"),
    "minus": Sentence("감점", "minus points"),
    "answers": Sentence("답", "answers"),
    "score": Sentence("값어치", "worth"),
    "label": Sentence("표시", "label"),
    "anchor": Sentence("판단 기준", "anchor"),
    "speaker": Sentence("화자", "speaker"),
    "window": Sentence("근거 구간", "window"),
    "opportunity": Sentence("기회(상황)", "opportunity"),
    "check": Sentence("검사", "check"),
    "checks": Sentence("검사들", "checks"),
    "combine": Sentence("검사 결합", "combining of checks"),
    "not_applicable": Sentence("해당 없음 조건", "not-applicable conditions"),
    "critical": Sentence("치명 항목", "critical class"),
    "critical_cap": Sentence("치명 상한", "cap of a critical failure"),
    "min_confidence": Sentence("최소 확신도", "minimum confidence"),
    "guide": Sentence("예시", "guide"),
    "owner": Sentence("담당", "owner"),
    "valid_from": Sentence("시행일", "valid from"),
    "applies_to": Sentence("적용 범위", "applies to"),
    "zero_rules": Sentence("0점 규칙", "zero rules"),
    "phrases": Sentence("구절", "phrases"),
    "patterns": Sentence("패턴", "patterns"),
    "groups": Sentence("묶음", "groups"),
    "ksqi": Sentence("KSQI 영역", "KSQI area"),
}
_WORTH_SHOWING = 60


@dataclass(frozen=True)
class Change:
    """`criterion` is its id, "" for the rubric itself; `moves_scores`: whether any score can change by it."""

    criterion: str
    field: str
    sentence: Sentence
    moves_scores: bool


# Texts for people: they change no score.
_FOR_PEOPLE = frozenset(
    ("name", "question", "label", "anchor", "guide", "owner", "valid_from", "ksqi", "otherwise", "id")
)


def differences(old: Rubric, new: Rubric) -> tuple[Change, ...]:
    """From `old` to `new`; empty when only comments or layout differ."""
    found = list(_top(old, new))
    before = {c.id: (s, c) for s in old.sections for c in s.criteria}
    after = {c.id: (s, c) for s in new.sections for c in s.criteria}
    for id, (_, criterion) in before.items():
        if id not in after:
            points = f"{criterion.weight:g}"
            told = Sentence(
                f"항목 '{criterion.name.ko}'(배점 {points})이(가) 없어졌습니다.",
                f"The criterion “{criterion.name.en}” (weight {points}) is gone.",
            )
            found.append(Change(id, "", told, True))
    for id, (section, criterion) in after.items():
        if id not in before:
            points = f"{criterion.weight:g}"
            told = Sentence(
                f"항목 '{criterion.name.ko}'이(가) '{section.name.ko}'에 새로 생겼습니다(배점 {points}).",
                f"The criterion “{criterion.name.en}” is new in “{section.name.en}” (weight {points}).",
            )
            found.append(Change(id, "", told, True))
            continue
        old_section, old_criterion = before[id]
        if old_section.id != section.id:
            told = Sentence(
                f"'{criterion.name.ko}'이(가) '{old_section.name.ko}'에서 '{section.name.ko}'(으)로 옮겨졌습니다.",
                f"“{criterion.name.en}” moved from “{old_section.name.en}” to “{section.name.en}”.",
            )
            found.append(Change(id, "section", told, False))
        head = Sentence(f"'{criterion.name.ko}'", f"“{criterion.name.en}”")
        for path, was, is_ in _changed(_plain(old_criterion), _plain(criterion), ()):
            found.append(Change(id, ".".join(path), _words(head, path, was, is_), _moves(path)))
    return tuple(found)


def _top(old: Rubric, new: Rubric) -> Iterator[Change]:
    before, after = _plain(old), _plain(new)
    for data in (before, after):
        for key in ("sections", "text", "hash"):
            data.pop(key, None)
    head = Sentence("평가표", "The rubric")
    for path, was, is_ in _changed(before, after, ()):
        yield Change("", ".".join(path), _words(head, path, was, is_), _moves(path))
    sections = {section.id: section for section in old.sections}
    for section in new.sections:
        was_section = sections.get(section.id)
        if was_section is not None and was_section.weight != section.weight:
            head = Sentence(f"영역 '{section.name.ko}'", f"The section “{section.name.en}”")
            yield Change(
                "",
                f"{section.id}.weight",
                _words(head, ("weight",), was_section.weight, section.weight),
                True,
            )


def _plain(part: Any) -> dict[str, Any]:
    data: dict[str, Any] = part.model_dump(mode="json", by_alias=True, exclude_none=True)
    return data


def _changed(old: Any, new: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in (*old, *(key for key in new if key not in old)):
            yield from _changed(old.get(key), new.get(key), (*path, str(key)))
    elif isinstance(old, list) and isinstance(new, list) and _have_ids(old) and _have_ids(new) and (old and new):
        yield from _changed({item["id"]: item for item in old}, {item["id"]: item for item in new}, path)
    else:
        yield path, old, new


def _have_ids(items: list[Any]) -> bool:
    return all(isinstance(item, dict) and "id" in item for item in items)


def _moves(path: tuple[str, ...]) -> bool:
    return not _FOR_PEOPLE.intersection(path) or path[-1] in ("phrases", "patterns")


def _words(head: Sentence, path: tuple[str, ...], was: Any, is_: Any) -> Sentence:
    names = [_NAMES.get(part, Sentence(part, part)) for part in path if part not in ("ko", "en", "pass", "fail")]
    ko, en = " ".join(name.ko for name in names), " ".join(name.en for name in names)
    if isinstance(was, list) and isinstance(is_, list):
        gone, come = [x for x in was if x not in is_], [x for x in is_ if x not in was]
        parts_ko = [f"추가 {_list(come)}"] * bool(come) + [f"삭제 {_list(gone)}"] * bool(gone) or ["차례 바뀜"]
        parts_en = [f"added {_list(come)}"] * bool(come) + [f"removed {_list(gone)}"] * bool(gone) or ["reordered"]
        return Sentence(f"{head.ko} {ko}: {', '.join(parts_ko)}.", f"{head.en}, {en}: {', '.join(parts_en)}.")
    if was is None:
        return Sentence(f"{head.ko} {ko}: 새로 {_shown(is_)}.", f"{head.en}, {en}: now {_shown(is_)}.")
    if is_ is None:
        return Sentence(f"{head.ko} {ko}: {_shown(was)} 삭제.", f"{head.en}, {en}: {_shown(was)} removed.")
    return Sentence(
        f"{head.ko} {ko}: {_shown(was)} → {_shown(is_)}.", f"{head.en}, {en}: {_shown(was)} → {_shown(is_)}."
    )


def _list(items: list[Any]) -> str:
    shown = ", ".join(_shown(item) for item in items[:5])
    return f"{shown} … ({len(items)})" if len(items) > 5 else shown


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict):
        value = ", ".join(f"{key} {_shown(item)}" for key, item in value.items())
    elif isinstance(value, list):
        value = ", ".join(_shown(item) for item in value)
    text = str(value)
    return text if len(text) <= _WORTH_SHOWING else text[: _WORTH_SHOWING - 1] + "…"
