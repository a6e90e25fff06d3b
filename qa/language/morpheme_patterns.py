"""Patterns over morphemes, written as one reads them, run as one RE2 expression over the line of a reading.

    무엇|뭐|어떻 … 돕 어 드리/VX 시? ㄹ까요|면/E

Items stand for one morpheme each: alternatives with |, each with a tag or the beginning of one after / where it
matters, a star for any letters (*까/EF), a question mark at the end for what may be missing. Neighbours may have
particles, commas and interjections between them; `…` stands for up to six morphemes, `…3` for up to three. No gap
crosses the end of a sentence or a word that denies: 안 되셨 is not 되셨. `^` is the beginning of a sentence, `$` its
end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import re2

_FORM = "[^ /]+"
_BETWEEN = rf"(?: {_FORM}/(?:J[A-Z]+|IC|SP)){{0,2}}"
# Anything but final endings, full stops and what denies (marked with "!").
_ANY = rf" {_FORM}/(?:E[CPT][A-Z]*|S[A-EG-Z][A-Z]*|[A-DF-RT-Z][A-Z]*)"
_GAP = 6
_LONGEST_GAP = 12
_BEGINNING = rf"(?:^|/(?:EF|SF))(?: {_FORM}/(?:IC|SP|SF|MAJ))*"
_END = rf"(?: {_FORM}/(?:JX|SP))?(?: {_FORM}/SF|$)"
_WAY = re.compile(r"^(?P<form>[^/?!]+)(?:/(?P<tag>[A-Z]+))?$")
_MEMORY_BYTES = 64 << 20


class BadPattern(ValueError):
    """A morpheme pattern that cannot be read; the message names the item."""


def expression(pattern: str) -> str:
    """The pattern as a regular expression over the line of a reading. Raises BadPattern."""
    out: list[str] = []
    joined = True  # nothing needs to be bridged before the first item, after a gap or an anchor
    items = pattern.removeprefix("^").split()
    for item in items:
        if item.startswith("…"):
            width = int(item[1:]) if item[1:].isdigit() else _GAP
            if width > _LONGEST_GAP or (item[1:] and not item[1:].isdigit()):
                raise BadPattern(f"{item!r}: a gap is … or …1 to …{_LONGEST_GAP}")
            out.append(f"(?:{_ANY}){{0,{width}}}")
            joined = True
        elif item == "$":
            out.append(_END)
            joined = True
        else:
            said, optional = _item(item)
            bridge = "" if joined else _BETWEEN
            out.append(f"(?:{bridge}{said})?" if optional else bridge + said)
            joined = False
    if not any(not item.startswith(("…", "$")) for item in items):
        raise BadPattern("a pattern needs a morpheme")
    return "".join(out)


def _item(item: str) -> tuple[str, bool]:
    ways: list[str] = []
    for way in item.removesuffix("?").split("|"):
        read = _WAY.match(way)
        if not read:
            raise BadPattern(f"{item!r}: write form|form/TAG, with ? at the end when it may be missing")
        form = "".join("[^ /]*" if c == "*" else re.escape(c) for c in read["form"])
        ways.append(f"{form}/{read['tag'] or '[A-Z]'}")
    return rf" (?:{'|'.join(ways)})[A-Z]*!?", item.endswith("?")


@lru_cache(maxsize=2048)
def any_of(patterns: tuple[str, ...]) -> tuple[Any, ...]:
    """Compiled expressions for several patterns; group 1 is what was found. Linear in the line, whatever they say."""
    anywhere = [expression(pattern) for pattern in patterns if not pattern.startswith("^")]
    at_beginning = [expression(pattern) for pattern in patterns if pattern.startswith("^")]
    return (
        *compiled_together(anywhere, lambda several: f"((?:{')|(?:'.join(several)}))"),
        *compiled_together(at_beginning, lambda several: f"{_BEGINNING}((?:{')|(?:'.join(several)}))"),
    )


def compiled_together(
    several: list[str], join: Callable[[list[str]], str], *, case_sensitive: bool = True
) -> tuple[Any, ...]:
    """One expression for all of them; where that grows too large for RE2, one for each half, and so on."""
    if not several:
        return ()
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY_BYTES
    options.case_sensitive = case_sensitive
    try:
        return (re2.compile(join(several), options),)
    except re2.error:
        if len(several) == 1:
            raise
        half = len(several) // 2
        return (
            *compiled_together(several[:half], join, case_sensitive=case_sensitive),
            *compiled_together(several[half:], join, case_sensitive=case_sensitive),
        )


def check(patterns: Iterable[str]) -> None:
    """Raises BadPattern where one of them cannot be read or would be too large."""
    for pattern in patterns:
        try:
            any_of((pattern,))
        except re2.error as error:
            raise BadPattern(f"{pattern!r} is too large: use fewer or shorter gaps") from error
