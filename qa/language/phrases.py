"""Was a phrase said? Similarity proposes, morphemes confirm.

The folded letters of the phrase are slid along the turn (rapidfuzz's partial alignment), so a recogniser's slip in a
vowel or a lost space costs little: 무엇을 도와드릴까여 is still 도와드릴까요. Similarity alone cannot separate
도와드릴까요 from 도와드렸나요, so what was found must also agree with the phrase in the morphemes that turn its
meaning: past tense, negation, and its content words, each of which must be there with at most a slip.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from qa.language.hangul import letters
from qa.language.morphemes import Morpheme, morphemes

AT_LEAST = 0.82
_CONTENT_AT_LEAST = 0.7
_SHORT_CONTENT_AT_LEAST = 0.66  # three letters, one of them wrong
_CONTENT = frozenset(["NNG", "NNP", "VV", "VA", "XR", "MAG", "IC", "VX", "SL"])
_ASKING = frozenset(("무엇", "뭐", "무어", "뭣", "어떻", "어떤", "무슨", "어느", "어떠하"))
_ASKED_BEFORE = 5  # characters in which 어떻게 may stand before what is like 무엇을 …
_NEGATIVE_ADVERBS = frozenset(("안", "못", "아니"))


@dataclass(frozen=True, slots=True)
class Found:
    """Characters [start, end) of the text; `similarity` in [0, 1]."""

    start: int
    end: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Phrase:
    text: str
    folded: str
    content: tuple[str, ...]  # folded letters of each content word
    past: bool
    negated: bool
    asking: bool  # with 무엇, 어떻게 …


@lru_cache(maxsize=4096)
def phrase(text: str) -> Phrase:
    parts = morphemes(text)
    # A stem and its connecting ending melt together (돕 + 어 → 도와), so a content word lasts until the next one
    # begins. Endings are left out: 주시겠습니까 and 주시겠어요 ask the same.
    begins = sorted({part.start for part in parts if part.tag in _CONTENT})
    endings = [part.start for part in parts if part.tag in ("EP", "EF")]
    pieces = (
        letters(text[start : min((place for place in endings if start < place), default=end)][: end - start])[0]
        for start, end in pairwise([*begins, len(text)])
    )
    content = tuple(piece for piece in pieces if len(piece) >= 3)
    return Phrase(
        text,
        letters(text)[0],
        content,
        _is_past(parts),
        _is_negated(parts),
        any(part.form in _ASKING for part in parts),
    )


@lru_cache(maxsize=65536)
def find_phrase(wanted: str, text: str, *, at_least: float = AT_LEAST) -> Found | None:
    """The best place of `text` where `wanted` was said, or None.

    `at_least` in [0, 1] is the similarity of letters that is asked for; short phrases (under six letters) need more,
    because one letter is a large part of them.
    """
    target = phrase(wanted)
    said, places = letters(text)
    if not target.folded or len(said) < len(target.folded) * 0.75:
        return None
    needed = max(at_least, 0.93) if len(target.folded) < 6 else at_least
    alignment = fuzz.partial_ratio_alignment(target.folded, said, score_cutoff=needed * 100)
    if alignment is None or alignment.dest_end - alignment.dest_start < len(target.folded) * 0.75:
        return None
    first, last = places[alignment.dest_start], places[max(alignment.dest_start, alignment.dest_end - 1)]
    if not _confirmed(target, text, first, last + 1):
        return None
    return Found(first, last + 1, alignment.score / 100)


def find_any(wanted: Iterable[str], text: str, *, at_least: float = AT_LEAST) -> Found | None:
    """The most similar of several phrases."""
    best: Found | None = None
    for each in wanted:
        found = find_phrase(each, text, at_least=at_least)
        if found and (best is None or found.similarity > best.similarity):
            best = found
            if best.similarity >= 1:
                break
    return best


def _confirmed(target: Phrase, text: str, start: int, end: int) -> bool:
    heard = text[start:end]
    folded = letters(heard)[0]
    for word in target.content:
        needed = _CONTENT_AT_LEAST if len(word) > 3 else _SHORT_CONTENT_AT_LEAST
        if fuzz.partial_ratio(word, folded) < needed * 100:
            return False
    if target.folded == folded:
        return True
    if target.asking and not any(
        part.form in _ASKING and part.end > start - _ASKED_BEFORE and part.start < end for part in morphemes(text)
    ):
        return False  # 우산을 도와드릴까요 asks nothing
    # The morphemes of the whole turn, so that a span that begins inside a word is not analysed as another word.
    inside = [part for part in morphemes(text) if part.end > start and part.start < end]
    return _is_past(inside) == target.past and _is_negated(inside) == target.negated


def _is_past(parts: Iterable[Morpheme]) -> bool:
    return any(part.tag == "EP" and part.form in ("었", "았", "였") for part in parts)


def _is_negated(parts: Iterable[Morpheme]) -> bool:
    return any(
        (part.tag == "MAG" and part.form in _NEGATIVE_ADVERBS)
        or (part.tag in ("VX", "VCN", "VV", "VA") and part.form in ("않", "못하", "말", "아니", "없"))
        for part in parts
    )
