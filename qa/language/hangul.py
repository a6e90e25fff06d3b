"""Hangul letters: what two strings sound like, for comparing what was meant with what a recogniser wrote."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letters that Korean speakers and recognisers mix up without changing the word: tense and plain consonants, ㅐ/ㅔ,
# ㅚ/ㅙ/ㅞ.
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


def with_particle(word: str, pair: str) -> str:
    """`word` with the particle that fits its last syllable: ("인사", "이/가") → 인사가, ("성명", "이/가") → 성명이.

    Digits and Latin letters are read as Koreans say them.
    """
    after_consonant, after_vowel = pair.split("/")
    bare = word.rstrip(" )]”’\"'")
    last = bare[-1:] or " "
    closed = has_final(last) or last in "013678LMNRlmnr"
    if pair == "으로/로" and (last in "178Ll" or (is_hangul(last) and (ord(last) - ord("가")) % 28 == 8)):
        closed = False
    return word + (after_consonant if closed else after_vowel)
