"""JSON Schema (2020-12), as much of it as our schemas use; a keyword it does not know is an error and not a pass."""

from __future__ import annotations

import re
from typing import Any

_SAID = {"title", "description", "default", "discriminator", "$schema", "$defs", "format"}
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
        if keyword in _SAID:
            continue
        found += [f"{at}: {told}" for told in _plain(keyword, wanted, value, schema)]
        if keyword == "properties" and isinstance(value, dict):
            for key in value.keys() & wanted.keys():
                found += _faults(wanted[key], value[key], root, f"{at}.{key}")
        elif keyword == "additionalProperties" and isinstance(value, dict):
            for key in value.keys() - schema.get("properties", {}).keys():
                if wanted is False:
                    found.append(f"{at}: {key} is not known")
                elif isinstance(wanted, dict):
                    found += _faults(wanted, value[key], root, f"{at}.{key}")
        elif keyword == "patternProperties" and isinstance(value, dict):
            for key in value:
                for pattern, each in wanted.items():
                    if re.search(pattern, key):
                        found += _faults(each, value[key], root, f"{at}.{key}")
        elif keyword == "propertyNames" and isinstance(value, dict):
            for key in value:
                found += _faults(wanted, key, root, f"{at}.{key}")
        elif keyword == "items" and isinstance(value, list):
            for place, item in enumerate(value):
                found += _faults(wanted, item, root, f"{at}[{place}]")
        elif keyword in ("anyOf", "oneOf"):
            fits = sum(not _faults(each, value, root, at) for each in wanted)
            if fits == 0 or (keyword == "oneOf" and fits > 1):
                found.append(f"{at}: fits {fits} of {keyword}")
    return found


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
    if keyword in (
        "properties",
        "patternProperties",
        "additionalProperties",
        "propertyNames",
        "items",
        "anyOf",
        "oneOf",
    ):
        return []
    if keyword not in checks:
        raise AssertionError(f"the keyword {keyword} of {schema.get('title')} is not known here")
    return [] if checks[keyword]() else [f"{keyword} {wanted!r} does not hold for {str(value)[:40]!r}"]
