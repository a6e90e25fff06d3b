"""Find the standard answer a question is about: BM25 over Kiwi's morphemes, with pairs of syllables beside it.

BM25 after Robertson and Zaragoza (2009), k1 = 1.2, b = 0.6. Pairs of syllables (여권 → 여권; 등본을 → 등본, 본을)
still match where a recogniser's slip has led the morphological analysis astray.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.answers.entries import Answers, Entry
from qa.language.morphemes import morphemes

_K1, _B = 1.2, 0.6
_MORPHEME_SHARE = 0.65
_CONTENT = frozenset(("NNG", "NNP", "XR", "SL", "VV", "VA"))
# Verbs and nouns of asking itself; they are in every question and tell nothing about it.
_EMPTY = frozenset(
    "하 되 있 없 가 오 보 주 알 싶 물어보 묻 여쭈 문의 전화 궁금 확인 안내 말씀 얼마 어떻 "
    "어떡 좋 같 그렇 이렇 나오 감사 고객 상담 상담사 네 때 번호 다산콜센터 말 거 것 수 제 저 "
    "나".split()
)


@dataclass(frozen=True, slots=True)
class Hit:
    """`score` is comparable within one query; `margin` in [0, 1] is the lead over the next entry, relative to this
    one.
    """

    entry: Entry
    score: float
    margin: float


class Finder:
    """An index over the entries of one file; build it once, it is small."""

    def __init__(self, answers: Answers) -> None:
        self._entries = answers.entries
        documents = [_document(entry) for entry in answers.entries]
        self._words = _Index([_words(text) for text in documents])
        self._pairs = _Index([_pairs(text) for text in documents])

    def find(self, question: str, *, top: int = 5) -> tuple[Hit, ...]:
        """The entries nearest to `question`, best first; empty when no word of it is in any entry."""
        return self.find_weighted(((question, 1.0),), top=top)

    def find_weighted(self, parts: Sequence[tuple[str, float]], *, top: int = 5) -> tuple[Hit, ...]:
        """As :meth:`find`, for several texts of which some count for less (what was said earlier)."""
        words: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for text, weight in parts:
            for term in set(_words(text)):
                words[term] += weight  # type: ignore[assignment]
            for term in set(_pairs(text)):
                pairs[term] += weight  # type: ignore[assignment]
        by_words, by_pairs = self._words.scores(words), self._pairs.scores(pairs)
        scores = [
            _MORPHEME_SHARE * by_words[place] + (1 - _MORPHEME_SHARE) * by_pairs[place]
            for place in range(len(self._entries))
        ]
        order = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
        hits: list[Hit] = []
        for rank, place in enumerate(order[:top]):
            following = scores[order[rank + 1]] if rank + 1 < len(order) else 0.0
            if scores[place] > 0:
                hits.append(Hit(self._entries[place], scores[place], (scores[place] - following) / scores[place]))
        return tuple(hits)


class _Index:
    def __init__(self, documents: list[list[str]]) -> None:
        self._counts = [Counter(document) for document in documents]
        lengths = [len(document) for document in documents]
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._norms = [_K1 * (1 - _B + _B * length / (mean or 1.0)) for length in lengths]
        seen = Counter(term for counts in self._counts for term in counts)
        total = len(documents)
        self._idf = {term: math.log(1 + (total - n + 0.5) / (n + 0.5)) for term, n in seen.items()}

    def scores(self, query: Mapping[str, float]) -> list[float]:
        terms = [(term, weight * self._idf[term]) for term, weight in query.items() if term in self._idf]
        return [
            sum(worth * counts[term] * (_K1 + 1) / (counts[term] + norm) for term, worth in terms if term in counts)
            for counts, norm in zip(self._counts, self._norms, strict=True)
        ]


def _document(entry: Entry) -> str:
    names = {fact.name for fact in entry.facts}
    return "\n".join([entry.title, entry.title, entry.topic, *entry.questions, *sorted(names)])


@lru_cache(maxsize=4096)
def _words(text: str) -> list[str]:
    return [part.form for part in morphemes(text) if part.tag in _CONTENT and part.form not in _EMPTY]


@lru_cache(maxsize=4096)
def _pairs(text: str) -> list[str]:
    return [
        word[place : place + 2]
        for word in re.findall(r"[가-힣]{2,}|[a-z]{3,}", text.lower())
        for place in range(len(word) - 1)
    ]
