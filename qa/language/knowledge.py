"""What is said in courtesy, by name: greeting_hello, closing_more, cushion …, in `knowledge/*.yaml` beside this file.

An entry knows its ways of being said in four ways: `phrases` (slid along the letters, tolerant of slips),
`morphemes` (patterns over morphemes, which hold whatever the words between) and `patterns` (RE2 over the text; the
way of English). `unless` are morpheme patterns that take a find back when they stand in the same sentence. Where
none of these finds anything, the `acts` are asked for, which tell by all the letters of a sentence what is done in it.
A turn in which none of its acts (or of those named as `near`) is in the least likely is not taken apart at all: that
spares most of the work, and finds like 기다려 주셔서 감사합니다 for asking to wait.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process

from qa.language.acts import find_acts, may_be_done, sentences_where
from qa.language.hangul import letters
from qa.language.morpheme_patterns import any_of, compiled_together, expression
from qa.language.phrases import AT_LEAST, Found, find_phrase
from qa.language.phrases import phrase as phrase_of
from qa.language.readings import Reading, read, read_kindly
from qa.language.slips import repaired

FOLDER = Path(__file__).with_name("knowledge")
_SHORT_LETTERS = 6
_SHORT_AT_LEAST = 0.93
_REPAIRED = 0.9  # a find that needed a repair is a little less sure
# How likely an act has to be: for the speaker, and where it is held against him.
LIKELY, SURELY = 0.5, 0.75
# Below it, words that look like an act are another one: for the speaker, and where it is held against him.
UNLIKELY, NO_FAULT = 0.05, 0.5
CERTAINLY = 0.95  # no pattern could make it surer
_FEWEST_LETTERS = 5  # 아…, 됐죠: too little to be held against anybody


@dataclass(frozen=True)
class Ways:
    """The ways of saying one thing. Hashable, so that what is compiled from it is compiled once."""

    phrases: tuple[str, ...] = ()
    morphemes: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    likely: float | None = None  # how likely an act has to be, where it is not the usual
    near: tuple[str, ...] = ()  # acts of which one must not be unlikely; () for any turn
    unlikely: float | None = None  # what is unlikely, where it is not the usual

    def __add__(self, other: Ways) -> Ways:
        if self._is_silent:
            near = other.near
        elif other._is_silent:
            near = self.near
        else:
            near = self.near + other.near if self.near and other.near else ()
        return Ways(
            self.phrases + other.phrases,
            self.morphemes + other.morphemes,
            self.patterns + other.patterns,
            self.unless + other.unless,
            self.acts + other.acts,
            self.likely if other.likely is None else other.likely,
            near,
            min((each for each in (self.unlikely, other.unlikely) if each is not None), default=None),
        )

    def __hash__(self) -> int:
        return self._hash  # asked for hundreds of times a call, and there are many strings in it

    @cached_property
    def _hash(self) -> int:
        return hash((self.phrases, self.morphemes, self.patterns, self.unless, self.acts, self.likely, self.near))

    @cached_property
    def texts(self) -> tuple[Any, ...]:
        return compiled_together([f"(?:{pattern})" for pattern in self.patterns], "|".join, case_sensitive=False)

    @cached_property
    def lines(self) -> tuple[Any, ...]:
        return any_of(self.morphemes)

    @property
    def _is_silent(self) -> bool:
        return not (self.phrases or self.morphemes or self.patterns or self.acts)


@lru_cache(maxsize=1)
def knowledge() -> dict[str, Ways]:
    """Every entry by name, from all files of the folder."""
    found: dict[str, Ways] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        entries: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
        for name, entry in entries.items():
            if name in found:
                raise ValueError(f"{path.name}: {name} is there twice")
            found[name] = _ways(path.name, name, entry)
    return found


def _ways(file: str, name: str, entry: dict[str, Any]) -> Ways:
    unknown = set(entry) - {"phrases", "morphemes", "patterns", "unless", "acts", "near", "unlikely"}
    if unknown:
        raise ValueError(f"{file}: {name}: unknown {sorted(unknown)}")
    values: dict[str, Any] = {key: value if key == "unlikely" else tuple(value) for key, value in entry.items()}
    ways = Ways(**values)
    for pattern in (*ways.morphemes, *ways.unless):
        expression(pattern)
    return replace(ways, near=ways.near + ways.acts)


@lru_cache(maxsize=512)
def named(names: tuple[str, ...]) -> Ways:
    """The ways of several entries together. Raises KeyError for a name that is not known."""
    ways = Ways()
    for name in names:
        ways += knowledge()[name]
    return ways


def find_ways(ways: Ways, text: str, *, at_least: float = AT_LEAST, kindly: bool = True) -> tuple[Found, ...]:
    """Every place of `text` where one of the ways was found, in no order.

    `kindly`: slips of the recogniser are repaired first, for what speaks for the speaker; never use it for a fault.
    """
    return _find(ways, text, at_least, kindly)


@lru_cache(maxsize=65536)
def _find(ways: Ways, text: str, at_least: float, kindly: bool) -> tuple[Found, ...]:
    if ways.near and not _may_be_said(ways, text, kindly):
        return ()
    found = [Found(match.start(), match.end(), 1.0) for each in ways.texts for match in each.finditer(text)]
    if found:
        return tuple(found)
    likely = (LIKELY if kindly else SURELY) if ways.likely is None else ways.likely
    if kindly and ways.acts and may_be_done(ways.acts, text, at_least=CERTAINLY):
        return tuple(
            Found(act.start, act.end, act.likely) for act in find_acts(ways.acts, text, at_least=min(likely, CERTAINLY))
        )
    if ways.morphemes:
        found += _by_morphemes(ways, text, kindly)
    if ways.phrases and not found:
        found += [
            hit for each in _near(ways.phrases, text, at_least) if (hit := find_phrase(each, text, at_least=at_least))
        ]
    if ways.acts and not found:
        found += _by_acts(ways, text, likely, 1 if kindly else _FEWEST_LETTERS)
    return tuple(found)


def _sentences(ways: Ways, text: str, kindly: bool) -> list[tuple[int, int]]:
    """Those to be taken apart: all of a turn as one where nothing is known of them, or words were repaired."""
    if not ways.near or (kindly and repaired(text) != text):
        return [(0, len(text))]
    likely = sentences_where(ways.near, text, at_least=_bound(ways, kindly))
    return likely or [(0, len(text))]


def _bound(ways: Ways, kindly: bool) -> float:
    usual = UNLIKELY if kindly else NO_FAULT
    return usual if ways.unlikely is None else ways.unlikely


def _may_be_said(ways: Ways, text: str, kindly: bool) -> bool:
    at_least = _bound(ways, kindly)
    if may_be_done(ways.near, text, at_least=at_least):
        return True
    return kindly and (mended := repaired(text)) != text and may_be_done(ways.near, mended, at_least=at_least)


def _by_morphemes(ways: Ways, text: str, kindly: bool) -> list[Found]:
    """Only sentences in which an act of the ways may be done are taken apart; repaired ones where that finds more."""
    found: list[Found] = []
    for start, end in _sentences(ways, text, kindly):
        said = text[start:end]
        here = _in_reading(ways, read(said), start, 1.0)
        if kindly and not here and (mended := read_kindly(said)) is not read(said):
            here = _in_reading(ways, mended, start, _REPAIRED)
        found += here
    return found


def _in_reading(ways: Ways, reading: Reading, offset: int, similarity: float) -> list[Found]:
    found: list[Found] = []
    for each in ways.lines:
        for match in each.finditer(reading.line):
            start, end = match.span(1)
            if not _taken_back(ways, reading, start, end):
                first, last = reading.characters(start, end)
                found.append(Found(first + offset, last + offset, similarity))
    return found


def _by_acts(ways: Ways, text: str, at_least: float, fewest_letters: int) -> list[Found]:
    return [
        Found(act.start, act.end, act.likely)
        for act in find_acts(ways.acts, text, at_least=at_least, fewest_letters=fewest_letters)
        if not any(each.search(read(text[act.start : act.end]).line) for each in any_of(ways.unless))
    ]


def _taken_back(ways: Ways, reading: Reading, start: int, end: int) -> bool:
    if not ways.unless:
        return False
    begin, stop = reading.sentence(start, end)
    # The full stop before the sentence stays in sight, so that `^` finds its beginning.
    return any(each.search(reading.line[begin:stop]) for each in any_of(ways.unless))


@lru_cache(maxsize=512)
def _folded(phrases: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Phrases as they are folded, long ones and short ones apart: short ones must be more alike."""
    long = tuple(each for each in phrases if len(phrase_of(each).folded) >= _SHORT_LETTERS)
    return long, tuple(each for each in phrases if each not in long)


def _near(phrases: tuple[str, ...], text: str, at_least: float) -> list[str]:
    """The phrases whose letters are alike enough to be looked at closely."""
    said, _ = letters(text)
    if not said:
        return []
    long, short = _folded(phrases)
    near: list[str] = []
    for some, needed in ((long, at_least), (short, max(at_least, _SHORT_AT_LEAST))):
        targets = [phrase_of(each).folded for each in some]
        alike = process.extract(said, targets, scorer=fuzz.partial_ratio, score_cutoff=needed * 100, limit=None)
        near += [some[place] for _, _, place in alike]
    return near
