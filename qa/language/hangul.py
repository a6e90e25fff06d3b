"""Hangul letters: what two strings sound like, for comparing what was meant with what a recogniser wrote."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letters that Korean speakers and recognisers mix up without changing the word: tense and plain consonants, ㅐ/ㅔ, ㅚ/ㅙ/ㅞ.
_FOLD = {
    **dict(zip("ᄁᄄᄈᄊᄍ", "ᄀᄃᄇᄉᄌ", strict=True)),
    **dict(zip("ᅦᅢᅨᅤ", "ᅢᅢᅢᅢ", strict=True)),
    **dict(zip("ᅬᅫᅰ", "ᅬᅬᅬ", strict=True)),
    **dict(zip("ᆩᆪᆻᆭᆶᆹ", "ᆨᆨᆺᆫᆯᆸ", strict=True)),
}


@lru_cache(maxsize=16384)
def letters(text: str) -> tuple[str, tuple[int, ...]]:
    """Folded letters of `text` without spaces and punctuation, lower case, and for each the index of its character."""
    out: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if not character.isalnum():
            continue
        for letter in unicodedata.normalize("NFD", character.lower()):
            if unicodedata.combining(letter) and not "\u1100" <= letter <= "\u11ff":
                continue  # accents of Latin letters
            out.append(_FOLD.get(letter, letter))
            places.append(place)
    return "".join(out), tuple(places)


def is_hangul(character: str) -> bool:
    return "가" <= character <= "힣"


def has_final(character: str) -> bool:
    """Whether a syllable ends in a consonant (받침)."""
    return is_hangul(character) and (ord(character) - ord("가")) % 28 != 0
