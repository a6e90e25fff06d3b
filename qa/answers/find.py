"""Find the standard answer a question is about: BM25 over Kiwi's morphemes, with pairs of syllables beside it.

BM25F after Robertson and Zaragoza (2009): a term of the title counts for more than one of a fact's name; k1 = 1.2,
b = 0.4. Pairs of syllables (등본을 → 등본, 본을) still match where a recogniser's slip has led the morphemes astray.
With a model of sentences an entry that shares no word with the question is found, too.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.answers.embedding import Embedding, Likeness
from qa.answers.entries import Answers, Entry
from qa.answers.facts import FactType
from qa.answers.terms import pairs, words

_K1, _B = 1.2, 0.4
_MORPHEME_SHARE = 0.65
_TITLE, _QUESTION, _TOPIC, _FACT, _VALUE = 3.0, 2.0, 1.0, 0.6, 0.3
_MOST_OF_A_TERM = 6.0
_HALF_SURE = 25.0  # the score at which a match is half believed
_MOST_CACHED = 4096
_WORDY = (FactType.OFFICE, FactType.PLACE, FactType.DOCUMENT, FactType.ELIGIBILITY)


@dataclass(frozen=True, slots=True)
class Hit:
    """`score` grows with how surely the entry is meant, below 1 for one question; `margin` in [0, 1] is the lead
    over the next entry, relative to this one; `coverage` in [0, 1] how much of what was asked the entry speaks of.
    """

    entry: Entry
    score: float
    margin: float
    coverage: float = 0.0


class Finder:
    """An index over the entries of one file, with a model of sentences beside it if one is given; build it once."""

    def __init__(self, answers: Answers, embedding: Embedding | None = None) -> None:
        self._entries = answers.entries
        fields = [_fields(entry) for entry in answers.entries]
        self._words = _Index([_weighted(each, words) for each in fields])
        self._about = [frozenset(term for text in _about(entry) for term in words(text)) for entry in answers.entries]
        self._pairs = _Index([_weighted(each, pairs) for each in fields])
        asked = [(entry.title, *entry.questions) for entry in answers.entries]
        self._likeness = Likeness(embedding, asked) if embedding else None

        self._cached: dict[str, NDArray[np.float64]] = {}

    def find(self, question: str, *, top: int = 5) -> tuple[Hit, ...]:
        """The entries nearest to `question`, best first; empty when none shares a word with it or is like it."""
        return self.find_weighted(((question, 1.0),), top=top)

    def find_weighted(self, parts: Sequence[tuple[str, float]], *, top: int = 5) -> tuple[Hit, ...]:
        """As :meth:`find`, for several texts of which some count for less (what was said earlier)."""
        scores = np.zeros(len(self._entries))
        asked: dict[str, float] = defaultdict(float)
        for text, weight in parts:
            found = self._scores_of(text)
            best = float(found.max(initial=0.0))
            # Each text counts by how sure its best match is, so that a long one does not outweigh the newest.
            scores += weight * found / (best + _HALF_SURE)
            for term in dict.fromkeys(words(text)):
                asked[term] += weight
        order = sorted(np.flatnonzero(scores > 0), key=lambda place: (-scores[place], place))[: top + 1]
        return tuple(
            Hit(
                self._entries[place],
                float(scores[place]),
                float((scores[place] - (scores[order[rank + 1]] if rank + 1 < len(order) else 0.0)) / scores[place]),
                self._words.coverage(asked, self._about[place]),
            )
            for rank, place in enumerate(order[:top])
        )

    def _scores_of(self, text: str) -> NDArray[np.float64]:
        if text not in self._cached:
            if len(self._cached) >= _MOST_CACHED:
                self._cached.clear()
            by_words = self._words.scores(dict.fromkeys(words(text), 1.0))
            of_pairs = pairs(text)
            if of_pairs:
                by_pairs = self._pairs.scores(dict.fromkeys(of_pairs, 1.0))
                by_words = _MORPHEME_SHARE * by_words + (1 - _MORPHEME_SHARE) * by_pairs
            if self._likeness:
                by_words = by_words + _HALF_SURE * self._likeness.of(text)
            self._cached[text] = by_words
        return self._cached[text]


class _Index:
    def __init__(self, documents: Sequence[Mapping[str, float]]) -> None:
        lengths = [sum(document.values()) for document in documents]
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._size = len(documents)
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, document in enumerate(documents):
            norm = _K1 * (1 - _B + _B * lengths[place] / (mean or 1.0))
            for term, count in document.items():
                postings[term].append((place, count * (_K1 + 1) / (count + norm)))
        self._idf = {
            term: math.log(1 + (self._size - len(found) + 0.5) / (len(found) + 0.5)) for term, found in postings.items()
        }
        self._places = {term: np.array([place for place, _ in found]) for term, found in postings.items()}
        self._worth = {term: np.array([worth for _, worth in found]) for term, found in postings.items()}
        self._unseen = math.log(1 + (self._size + 0.5) / 0.5)

    def scores(self, query: Mapping[str, float]) -> NDArray[np.float64]:
        found = np.zeros(self._size)
        for term, weight in query.items():
            if term in self._idf:
                found[self._places[term]] += weight * self._idf[term] * self._worth[term]
        return found

    def coverage(self, query: Mapping[str, float], held: frozenset[str]) -> float:
        total = sum(weight * self._idf.get(term, self._unseen) for term, weight in query.items())
        met = sum(weight * self._idf[term] for term, weight in query.items() if term in held)
        return met / total if total else 0.0


def _about(entry: Entry) -> tuple[str, ...]:
    return (entry.title, *entry.questions, entry.topic)


def _fields(entry: Entry) -> list[tuple[str, float]]:
    names = sorted({fact.name for fact in entry.facts})
    values = sorted({fact.text for fact in entry.facts if fact.type in _WORDY})
    return [
        (entry.title, _TITLE),
        *((question, _QUESTION) for question in entry.questions),
        (entry.topic, _TOPIC),
        *((name, _FACT) for name in names),
        *((value, _VALUE) for value in values),
    ]


def _weighted(fields: Sequence[tuple[str, float]], split) -> dict[str, float]:  # type: ignore[no-untyped-def]
    counts: dict[str, float] = defaultdict(float)
    for text, weight in fields:
        for term in Counter(split(text)):
            counts[term] = min(_MOST_OF_A_TERM, counts[term] + weight)
    return counts
