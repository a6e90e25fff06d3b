"""What pydantic found wrong with a file of ours, in words for its author: file, line, field, and the way out."""

from __future__ import annotations

import difflib
import typing
from typing import Any

from pydantic import BaseModel, ValidationError

from qa.errors import Misconfigured
from qa.scoring.checks.registry import BROKEN, KINDS
from qa.scoring.rubric_file import Document, Where

_TAG = "\0"  # stands for the kind while a place is read

# pydantic's kinds of errors in Korean; {} are its own figures. What is not here is shown as pydantic says it.
_KOREAN = {
    "too_long": "{max_length}개까지 쓸 수 있는데 {actual_length}개입니다",
    "too_short": "{min_length}개 이상이어야 합니다",
    "string_too_long": "{max_length}자까지 쓸 수 있습니다",
    "string_too_short": "{min_length}자 이상이어야 합니다",
    "string_pattern_mismatch": "소문자 로마자로 시작하고 소문자·숫자·밑줄(평가표 id는 붙임표)만 쓸 수 있습니다",
    "greater_than": "{gt}보다 커야 합니다",
    "greater_than_equal": "{ge} 이상이어야 합니다",
    "less_than": "{lt}보다 작아야 합니다",
    "less_than_equal": "{le} 이하여야 합니다",
    "literal_error": "{expected} 가운데 하나여야 합니다",
    "enum": "{expected} 가운데 하나여야 합니다",
    "string_type": "문자열이어야 합니다",
    "float_parsing": "수여야 합니다",
    "float_type": "수여야 합니다",
    "int_type": "정수여야 합니다",
    "int_parsing": "정수여야 합니다",
    "bool_type": "true나 false여야 합니다",
    "tuple_type": "목록이어야 합니다",
    "dict_type": "'키: 값' 형식이어야 합니다",
    "model_type": "'키: 값' 형식이어야 합니다",
    "model_attributes_type": "'키: 값' 형식이어야 합니다",
    "date_from_datetime_parsing": "날짜(2026-01-01)여야 합니다",
    "date_type": "날짜(2026-01-01)여야 합니다",
}


def refuse(document: Document, error: ValidationError, model: type[BaseModel]) -> Misconfigured:
    """The first fault that pydantic found, in words: file, line, field, and how many more there are."""
    every = error.errors()
    places = [e["loc"] for e in every]
    # A list with a faulty item is itself reported as too short; only the innermost fault helps.
    inner = [e for e in every if not any(len(p) > len(e["loc"]) and p[: len(e["loc"])] == e["loc"] for p in places)]
    # A key written wrong is also missing under its right name: the key as written says more.
    faults = sorted(inner, key=lambda e: (e["type"] != "extra_forbidden", document.line(_where(e["loc"]))))
    first = faults[0]
    where = _where(first["loc"])
    if first["type"] == "union_tag_invalid":
        where = (*where, "kind")
    ko, en = _explain(first, where, model)
    if len(faults) > 1:
        ko, en = f"{ko} (그 밖에 {len(faults) - 1}건)", f"{en} ({len(faults) - 1} more)"
    return document.fault(where, ko, en)


def _where(loc: Where) -> Where:
    """pydantic's place without the name of the check's kind that it puts in between."""
    where: Where = ()
    for part in loc:
        if part == "[key]" or (part in KINDS and where and where[-1] == "check"):
            if part != "[key]":
                where = (*where, _TAG)
            continue
        where = (*where, part)
    return tuple(part for part in where if part != _TAG)


def _explain(error: Any, where: Where, root: type[BaseModel]) -> tuple[str, str]:
    kind, field = error["type"], str(where[-1]) if where else ""
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(field, _siblings(error["loc"], root), n=1)
        hint_ko, hint_en = (f" 혹시 {near[0]!r}입니까?", f" Did you mean {near[0]!r}?") if near else ("", "")
        return f"알 수 없는 키 {field!r}입니다.{hint_ko}", f"the key {field!r} is not known.{hint_en}"
    if kind == "missing":
        return f"{field!r}이(가) 없습니다.", f"{field!r} is missing."
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        given = error.get("ctx", {}).get("tag", "")
        if given in BROKEN:
            return BROKEN[given].ko, BROKEN[given].en
        near = difflib.get_close_matches(given, KINDS, n=1)
        hint = f" ({near[0]!r}?)" if near else ""
        known = ", ".join(KINDS)
        return (
            f"검사 종류(kind) {given!r}은(는) 없습니다{hint}. 쓸 수 있는 종류: {known}.",
            f"there is no check of kind {given!r}{hint}; known kinds are {known}.",
        )
    if kind == "string_type" and isinstance(error["input"], bool):
        return (
            "문자열이어야 하는데 참·거짓으로 읽혔습니다. yes, no, on, off는 따옴표로 감싸 주세요.",
            "text is needed, but this was read as true or false: put yes, no, on and off in quotes.",
        )
    message = str(error["msg"]).removeprefix("Value error, ")
    korean = _KOREAN[kind].format(**error.get("ctx", {})) if kind in _KOREAN else message
    shown = _shown(error["input"])
    return f"쓸 수 없는 값 {shown}: {korean}.", f"{shown} cannot be used: {message}."


def _siblings(loc: Where, root: type[BaseModel]) -> list[str]:
    """The keys that may stand where an unknown one was found."""
    model: Any = root
    for part in loc[:-1]:
        if isinstance(part, int):
            continue
        if part in KINDS and not (
            isinstance(model, type) and issubclass(model, BaseModel) and part in model.model_fields
        ):
            model = KINDS[str(part)]
        elif isinstance(model, type) and issubclass(model, BaseModel):
            info = next((f for name, f in model.model_fields.items() if part in (name, f.alias)), None)
            model = _inner(info.annotation) if info else None
    if isinstance(model, type) and issubclass(model, BaseModel):
        return [f.alias or name for name, f in model.model_fields.items()]
    return []


def _inner(annotation: Any) -> Any:
    """The model inside `X | None`, `tuple[X, ...]`, `dict[str, X]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = [_inner(part) for part in typing.get_args(annotation) if part not in (type(None), Ellipsis)]
    return next((part for part in reversed(found) if isinstance(part, type) and issubclass(part, BaseModel)), None)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
