"""What is done in a sentence, whatever its words: greeting, asking to wait, softening, blaming …

Morpheme patterns know how a thing is usually said; agents say it in ways nobody has listed (감기 조심하세요 as a
goodbye). So a linear classifier over the letters stands beside them: logistic regression, one for each act, on short
runs of letters weighted by how rare they are (Joachims 1998; Wang & Manning 2012). It was trained on utterances
written for it (`training/acts/`), it ships as one table of numbers, and the same sentence always gets the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from qa.language.act_table import Table

FOLDER = Path(__file__).with_name("knowledge")
_PARTS = re.compile(r"[^.?!…]*[^.?!…\s][^.?!…]*(?:[.?!…]+|$)")
_HANGUL = re.compile("[가-힣]")
_WHOLE_TURN = 60  # characters of a turn that is also looked at as a whole


@dataclass(frozen=True, slots=True)
class Act:
    """Characters [start, end) of a text; `likely` in [0, 1]."""

    start: int
    end: int
    likely: float


@lru_cache(maxsize=4)
def table(language: str) -> Table | None:
    """The table of a language; None where there is none."""
    path = FOLDER / f"acts_{language}.npz"
    return Table.load(path) if path.exists() else None


_Told = tuple[tuple[int, int, tuple[float, ...]], ...]
_MOST_KEPT = 16384
_told: dict[tuple[str, str], _Told] = {}


def look_over(texts: Iterable[str]) -> None:
    """Tell what is done in many texts at once, to be remembered: many at once cost a third of one after another."""
    fresh: dict[str, list[str]] = {}
    for text in dict.fromkeys(texts):
        language = language_of(text)
        if (text, language) not in _told:
            fresh.setdefault(language, []).append(text)
    for language, several in fresh.items():
        known = table(language)
        if known is None:
            continue
        if len(_told) + len(several) > _MOST_KEPT:
            _told.clear()
        spans = [_spans(text) for text in several]
        parts = list(dict.fromkeys(text[a:b] for text, own in zip(several, spans, strict=True) for a, b in own))
        rows = known.likelihoods(parts).tolist() if parts else []
        likely = dict(zip(parts, map(tuple, rows), strict=True))
        for text, own in zip(several, spans, strict=True):
            _told[text, language] = tuple((a, b, likely[text[a:b]]) for a, b in own)


def _spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends; a short text of several also as a whole."""
    spans = [match.span() for match in _PARTS.finditer(text)]
    return [*spans, (0, len(text))] if len(spans) > 1 and len(text) <= _WHOLE_TURN else spans


def _sentences(text: str, language: str) -> _Told:
    """Each sentence of `text`, and how likely each act is in it."""
    while (told := _told.get((text, language))) is None:  # again, should another thread have emptied it meanwhile
        if table(language) is None:
            return ()
        look_over((text,))
    return told


@lru_cache(maxsize=512)
def _columns(wanted: tuple[str, ...], language: str) -> tuple[int, ...]:
    known = table(language)
    return tuple(known.acts.index(act) for act in wanted if act in known.acts) if known else ()


def may_be_done(wanted: tuple[str, ...], text: str, *, at_least: float) -> bool:
    """Whether any of the `wanted` acts is at least so likely in some sentence; True where nothing is known of them."""
    language = language_of(text)
    columns = _columns(wanted, language)
    return not columns or any(
        likely[column] >= at_least for _, _, likely in _sentences(text, language) for column in columns
    )


def sentences_where(wanted: tuple[str, ...], text: str, *, at_least: float) -> list[tuple[int, int]]:
    """Where those sentences begin and end; none where an act is only told by a short text as a whole."""
    language = language_of(text)
    columns = _columns(wanted, language)
    return [
        (start, end)
        for start, end, likely in _sentences(text, language)
        if end - start < len(text.strip()) and any(likely[column] >= at_least for column in columns)
    ]


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Every act that some table knows."""
    tables = (table(path.stem.removeprefix("acts_")) for path in sorted(FOLDER.glob("acts_*.npz")))
    return frozenset(act for each in tables if each for act in each.acts)


def language_of(text: str) -> str:
    """ "ko" where a Hangul syllable is written, else "en"."""
    return "ko" if _HANGUL.search(text) else "en"


def find_acts(wanted: tuple[str, ...], text: str, *, at_least: float, fewest_letters: int = 1) -> list[Act]:
    """Sentences of `text` that do one of the `wanted` acts at least so likely; a short text also as a whole.

    Sentences of fewer letters are passed over.
    """
    language = language_of(text)
    columns = _columns(wanted, language)
    found = []
    for start, end, likelihoods in _sentences(text, language) if columns else ():
        likely = max(likelihoods[column] for column in columns)
        if likely < at_least or sum(map(str.isalnum, text[start:end])) < fewest_letters:
            continue
        start += len(text[start:end]) - len(text[start:end].lstrip())
        found.append(Act(start, start + len(text[start:end].rstrip()), likely))
    return found
