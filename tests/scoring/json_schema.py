"""JSON Schema (2020-12), as much of it as our schemas use; a keyword it does not know is an error and not a pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_SAID = {"title", "description", "default", "discriminator", "$schema", "$defs", "format"}
_WITHIN = {"properties", "patternProperties", "additionalProperties", "propertyNames", "items"}
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "boolean": (bool,), "null": (type(None),),
    "integer": (int,), "number": (int, float),
}  # fmt: skip


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    """Every place of `value` that the schema refuses."""
    return list(_faults(schema, value, schema, ""))


def _faults(schema: dict[str, Any], value: Any, root: dict[str, Any], at: str) -> list[str]:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        return _faults(root["$defs"][name], value, root, at)
    found: list[str] = []
    for keyword, wanted in schema.items():
        if keyword in ("anyOf", "oneOf"):
            fits = sum(not _faults(each, value, root, at) for each in wanted)
            if fits == 0 or (keyword == "oneOf" and fits > 1):
                found.append(f"{at}: fits {fits} of {keyword}")
        elif keyword not in _SAID | _WITHIN:
            found += [f"{at}: {told}" for told in _plain(keyword, wanted, value, schema)]
    if schema.get("additionalProperties") is False and isinstance(value, dict):
        found += [f"{at}: {key} is not known" for key in value.keys() - schema.get("properties", {}).keys()]
    for each, child, name in _children(schema, value):
        found += _faults(each, child, root, f"{at}{name}")
    return found


def _children(schema: dict[str, Any], value: Any) -> Iterator[tuple[dict[str, Any], Any, str]]:
    """Each schema for something inside the value, that thing, and its name."""
    if isinstance(value, list) and "items" in schema:
        yield from ((schema["items"], item, f"[{place}]") for place, item in enumerate(value))
    if not isinstance(value, dict):
        return
    named = schema.get("properties", {})
    others = schema.get("additionalProperties")
    for key, child in value.items():
        if key in named:
            yield named[key], child, f".{key}"
        elif isinstance(others, dict):
            yield others, child, f".{key}"
        if "propertyNames" in schema:
            yield schema["propertyNames"], key, f".{key}"
        for pattern, each in schema.get("patternProperties", {}).items():
            if re.search(pattern, key):
                yield each, child, f".{key}"


def _plain(keyword: str, wanted: Any, value: Any, schema: dict[str, Any]) -> list[str]:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    checks = {
        "type": lambda: isinstance(value, _TYPES[wanted]) and (wanted == "boolean" or not isinstance(value, bool)),
        "const": lambda: value == wanted,
        "enum": lambda: value in wanted,
        "required": lambda: not isinstance(value, dict) or all(key in value for key in wanted),
        "minLength": lambda: not isinstance(value, str) or len(value) >= wanted,
        "maxLength": lambda: not isinstance(value, str) or len(value) <= wanted,
        "pattern": lambda: not isinstance(value, str) or re.search(wanted, value) is not None,
        "minItems": lambda: not isinstance(value, list) or len(value) >= wanted,
        "maxItems": lambda: not isinstance(value, list) or len(value) <= wanted,
        "minProperties": lambda: not isinstance(value, dict) or len(value) >= wanted,
        "maxProperties": lambda: not isinstance(value, dict) or len(value) <= wanted,
        "minimum": lambda: not number or value >= wanted,
        "maximum": lambda: not number or value <= wanted,
        "exclusiveMinimum": lambda: not number or value > wanted,
        "exclusiveMaximum": lambda: not number or value < wanted,
    }
    if keyword not in checks:
        raise AssertionError(f"the keyword {keyword} of {schema.get('title')} is not known here")
    return [] if checks[keyword]() else [f"{keyword} {wanted!r} does not hold for {str(value)[:40]!r}"]
