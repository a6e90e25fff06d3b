"""Which standard answer a stretch of talk is about, and whether any: BM25 over all that an entry says.

A question is looked for by `qa.answers.find`; a whole call says more: what the agent answers holds the names and
values of the entry's facts. So every word of an entry is indexed here, its title and questions weighing most.
BM25 after Robertson and Zaragoza (2009), with weights for fields as in their BM25F.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.answers.entries import Answers, Entry, Fact
from qa.answers.facts import FactType, Measure
from qa.answers.matter_terms import terms
from qa.answers.spoken import find_measured

_K1, _B = 1.2, 0.5
_TITLE, _QUESTION, _TOPIC, _FACT_NAME, _FACT_VALUE, _STATED = 3.0, 1.5, 2.0, 1.0, 0.5, 1.0
_READ = (Measure.WON, Measure.PHONE)
_END_OF_NUMBER = 7  # digits that two ways of saying a telephone number share


@dataclass(frozen=True, slots=True)
class Said:
    """What a stretch of talk says, as terms and how much each counts."""

    terms: Mapping[str, float]

    def __add__(self, other: Said) -> Said:
        joined = dict(self.terms)
        for term, weight in other.terms.items():
            joined[term] = max(joined.get(term, 0.0), weight)
        return Said(joined)


class Matters:
    """An index over the entries of one file; build it once."""

    def __init__(self, answers: Answers) -> None:
        self.entries: tuple[Entry, ...] = answers.entries
        self._offices = sorted(answers.offices(), key=len, reverse=True)
        self._counts = [_weighted(entry) for entry in answers.entries]
        lengths = [sum(counts.values()) for counts in self._counts]
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._norms = [_K1 * (1 - _B + _B * length / (mean or 1.0)) for length in lengths]
        seen = Counter(term for counts in self._counts for term in counts)
        self._idf = {term: self._rarity(n) for term, n in seen.items()}

    def said(self, text: str, weight: float, *, facts: bool = False) -> Said:
        """The terms of a turn; with `facts` the values and offices it states, too."""
        found = dict.fromkeys(terms(text), weight)
        if facts:
            for measure in _READ:
                for stated in find_measured(measure, text):
                    found.update((_key(measure, key), weight) for key in stated.value.keys)
            bare = text.replace(" ", "")
            found.update(
                (_key(Measure.OFFICE, name), weight) for name in self._offices if name.replace(" ", "") in bare
            )
        return Said(found)

    def scores(self, said: Said) -> list[float]:
        """How much each entry is spoken of, in the order of `entries`; about 1 for each term that only one entry knows.

        So the figures mean the same whether there are ten entries or a thousand.
        """
        unit = self._rarity(1)
        return [self._score(said.terms, place) / unit for place in range(len(self.entries))]

    def covered(self, said: Said, place: int) -> float:
        """The share of what was said, by how telling each term is, that the entry knows; in [0, 1]."""
        whole = sum(self.rarity(term) for term in said.terms)
        return sum(self.rarity(term) for term in said.terms if term in self._counts[place]) / whole if whole else 0.0

    def rarity(self, term: str) -> float:
        """How telling a term is; highest for those that no entry knows."""
        return self._idf.get(term, self._rarity(0))

    def knows(self, term: str) -> bool:
        return term in self._idf

    def _rarity(self, holding: int) -> float:
        return math.log(1 + (len(self._counts) - holding + 0.5) / (holding + 0.5))

    def _score(self, said: Mapping[str, float], place: int) -> float:
        counts, norm = self._counts[place], self._norms[place]
        return sum(
            weight * self._idf[term] * counts[term] * (_K1 + 1) / (counts[term] + norm)
            for term, weight in said.items()
            if term in counts
        )


def _weighted(entry: Entry) -> Counter[str]:
    counts: Counter[str] = Counter()
    names = {fact.name for fact in entry.facts}
    values = {fact.text for fact in entry.facts}
    fields = [(entry.title, _TITLE), (entry.topic, _TOPIC)]
    fields += [(question, _QUESTION) for question in entry.questions]
    fields += [(name, _FACT_NAME) for name in sorted(names)] + [(value, _FACT_VALUE) for value in sorted(values)]
    for text, weight in fields:
        for term in set(terms(text)):
            counts[term] += weight  # type: ignore[assignment]
    for key in {key for fact in entry.facts for key in _keys(fact)}:
        counts[key] += _STATED  # type: ignore[assignment]
    return counts


def _keys(fact: Fact) -> Sequence[str]:
    if fact.type is FactType.OFFICE:
        return [_key(Measure.OFFICE, value.text) for value in fact.values]
    return [_key(value.measure, key) for value in fact.values if value.measure in _READ for key in value.keys]


def _key(measure: Measure, key: str) -> str:
    return f"#{measure}:{key[-_END_OF_NUMBER:] if measure is Measure.PHONE else key.replace(' ', '')}"
