"""How fast somebody speaks: syllables per second of speech, pauses left out."""

from __future__ import annotations

import re

_SPOKEN = re.compile(r"[가-힣一-鿿぀-ヿ0-9]|[a-z]+", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?<=[^aeiouyl])e\b|(?<=[aeiouy][^aeiouy])es?\b")


def syllables(text: str) -> int:
    """How many syllables `text` takes to say: one per Hangul or Han character and per digit; English words by their
    vowel groups without a silent final e, at least one each."""
    return sum(_of_word(unit) if unit.isascii() and unit.isalpha() else 1 for unit in _SPOKEN.findall(text))


def _of_word(word: str) -> int:
    return max(1, len(_VOWELS.findall(_SILENT_E.sub("", word.lower()))))
