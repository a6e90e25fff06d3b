"""What a written answer is written in: hard words of offices with a plain one beside each, and clear misspellings.

Precision before recall: a word counts only where it stands as a word of its own (Kiwi's morphemes end where it ends), a
misspelling only where no context makes it right. Sources of both lists: `docs/checks.md`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from qa.language.morphemes import morphemes
from qa.language.readings import shape

FOLDER = Path(__file__).with_name("knowledge") / "writing"
# Addresses and what stands in quotation marks are not the writer's own words.
_NOT_OWN = re.compile(r"https?://\S+|www\.\S+|[“\"][^”\"]{0,200}[”\"]|[‘'「『][^’'」』]{0,80}[’'」』]")


@dataclass(frozen=True, slots=True)
class Better:
    """Characters [start, end) of a text, and what would be better there."""

    start: int
    end: int
    said: str
    better: str


@lru_cache(maxsize=1024)
def hard_words(text: str) -> tuple[Better, ...]:
    """Every hard word, in order; the same word once."""
    found: dict[str, Better] = {}
    edges = {place for part in morphemes(text) for place in (part.start, part.end)}
    for word, plain in _plain():
        for match in word.finditer(_own(text)):
            if match.end() in edges:
                found.setdefault(match[0], Better(match.start(), match.end(), match[0], plain))
    return tuple(sorted(found.values(), key=lambda each: each.start))


@lru_cache(maxsize=1024)
def misspellings(text: str) -> tuple[Better, ...]:
    """Every clear mistake, in order; the same one once."""
    found: dict[str, Better] = {}
    for rule in _spelling():
        for match in rule.wrong.finditer(_own(text)):
            if rule.holds(text, match.start()):
                found.setdefault(match[0], Better(match.start(), match.end(), match[0].strip(), rule.right.strip()))
    return tuple(sorted(found.values(), key=lambda each: each.start))


@dataclass(frozen=True)
class _Rule:
    wrong: re.Pattern[str]
    right: str
    before: str = ""

    def holds(self, text: str, start: int) -> bool:
        """Whether the morpheme before it is the one that makes it wrong."""
        if not self.before:
            return True
        form, _, tag = self.before.partition("/")
        earlier = [part for part in morphemes(text) if part.start < start]
        return bool(earlier) and earlier[-1].tag == tag and shape(earlier[-1].form, tag) == form


def _own(text: str) -> str:
    """The text with what is not the writer's own as blanks, so that places stay the same."""
    return _NOT_OWN.sub(lambda match: " " * len(match[0]), text)


@lru_cache(maxsize=1)
def _plain() -> tuple[tuple[re.Pattern[str], str], ...]:
    entries = _read("plain_ko.yaml", "word", "plain")
    return tuple((re.compile(rf"(?<![가-힣])(?:{entry['word']})"), entry["plain"]) for entry in entries)


@lru_cache(maxsize=1)
def _spelling() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(re.compile(entry["wrong"]), entry["right"], entry.get("before", ""))
        for entry in _read("spelling_ko.yaml", "wrong", "right")
    )


def _read(name: str, *needed: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.safe_load((FOLDER / name).read_text("utf-8"))
    for entry in entries:
        if any(not isinstance(entry.get(key), str) for key in needed):
            raise ValueError(f"{name}: {entry!r} needs {' and '.join(needed)}")
    return entries
