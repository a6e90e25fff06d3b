"""English openings by their shape: "Riverton 311, this is Denise", "Tax desk, Howard here"."""

from __future__ import annotations

import re

_NAME = r"(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})"
_GIVEN = re.compile(
    r"\b(?i:my name is|my name's|name's|this is|it's|it is|i am|i'm|you've reached|you have reached|you've got"
    rf"|through to|(?:speaking|chatting|talking|connected) (?:with|to)) {_NAME}"
)
_TOLD = re.compile(rf"{_NAME},? (?i:speaking|here|on the line|at your service)\b")
_LOWER = re.compile(r"\b(?:my name is|my name's)\s+(?P<name>[a-z]+)", re.IGNORECASE)  # written without capitals
_ALONE = re.compile(rf"{_NAME}(?: (?:from|with|at) .*)?")
_PARTS = re.compile(r"[^,.!?\s][^,.!?]*")
_OFFICE_WORD = re.compile(
    r"\b(?:\d{3,}|dasan|lines?|hotline|helpline|cent(?:re|er)|desk|office|support|services?|section|department|team|hall|complaints|"
    r"information|parking|bureau|agency|authority|museum|library|libraries|hospital|clinic|bank|council|city|county|borough|homes|"
    r"housing|town|district|transport|water|taxi|revenue|customer|chat)\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"[A-Z][\w'’-]+|\d{3,}")
# Words that a sentence of an opening begins with; they name nobody and no office.
_NO_NAMES = frozenset(
    "hello hi hey good yes yeah yo thank thanks welcome how what who which where when may can could would go sorry "
    "well right okay ok morning afternoon evening night this my name i i'm i'll you you're you've your it it's and "
    "please is are do the a an to speaking agent operator english korean call calling let just tell mr mrs ms sir "
    "madam ma'am before for sure no".split()
)


def find_english_name(text: str) -> tuple[int, int] | None:
    """Characters [start, end) where a speaker gives a name, anywhere in a call."""
    for pattern in (_GIVEN, _TOLD, _LOWER):
        for match in pattern.finditer(text):
            span = _without_greeting(text, *match.span("name"))
            if span and not _is_office(text, *span):
                return span
    return None


def find_name_in_opening(text: str) -> tuple[int, int] | None:
    """A name that stands by itself in an opening: Rosa in "Foreign workers' support, hello, Rosa"."""
    for part in _PARTS.finditer(text):
        alone = _ALONE.fullmatch(part[0].rstrip())
        if alone is None:
            continue
        span = _without_greeting(text, part.start() + alone.start("name"), part.start() + alone.end("name"))
        if span and not _is_office(text, *span):
            return span
    return None


def find_english_office(text: str) -> tuple[int, int] | None:
    """The part of an opening that names who answers: capitals or a short number that are nobody's name."""
    name = find_english_name(text)
    for match in _CAPITAL.finditer(text):
        if match[0].lower() in _NO_NAMES or (name and name[0] <= match.start() < name[1]):
            continue
        if name is None and find_name_in_opening(text) == match.span():
            continue
        part = next(part for part in _PARTS.finditer(text) if part.end() > match.start())
        end = name[0] if name and match.start() < name[0] < part.end() else part.end()
        return match.start(), match.start() + len(text[match.start() : end].rstrip())
    return next((part.span() for part in _PARTS.finditer(text) if _OFFICE_WORD.search(part[0])), None)


def _without_greeting(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Without words like Hello at the beginning of what has the shape of a name."""
    words = [match.span() for match in re.finditer(r"\S+", text[start:end])]
    while words and text[start + words[0][0] : start + words[0][1]].lower() in _NO_NAMES:
        words = words[1:]
    return (start + words[0][0], start + words[-1][1]) if words else None


def _is_office(text: str, start: int, end: int) -> bool:
    """Whether the name is that of an office: Dasan 120, Wexmoor Libraries, City of Fairhaven."""
    following = re.match(r"(?: of)?(?: [A-Z][\w'’-]+| \d{3,})?", text[end:])
    return bool(_OFFICE_WORD.search(text[start:end] + (following[0] if following else "")))
