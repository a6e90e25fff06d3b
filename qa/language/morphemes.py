"""Korean morphemes: the one seam to Kiwi. Everything else here sees :class:`Morpheme`, never a Kiwi token."""

from __future__ import annotations

import threading
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

# Names a city hotline says daily that the general dictionary splits or does not know.
_OWN_WORDS = (
    "다산콜센터",
    "다산콜재단",
    "따릉이",
    "정부24",
    "에코마일리지",
    "장기전세",
    "주민센터",
    "행정복지센터",
    "사업소",
)

_FINAL_CONSONANTS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
# Kiwi writes the consonant an ending begins with as a conjoining final (U+11A8…); here it is the letter one can type.
_TYPED = {0x11A8 + place: letter for place, letter in enumerate(_FINAL_CONSONANTS)}

_lock = threading.Lock()
_kiwi: Any = None


@dataclass(frozen=True, slots=True)
class Morpheme:
    """Characters [start, end) of the text. `form` is the dictionary form, endings typed plainly: "ㅂ니다", "ㄹ까요".

    `tag` is of the Sejong set (NNG noun, VV verb, EF final ending, EC connecting ending, IC interjection, SF full stop
    …); Kiwi's marks for irregular verbs ("VV-I") are dropped.
    """

    form: str
    tag: str
    start: int
    end: int
    known: bool = True  # in Kiwi's dictionary; a name nobody has listed is not


_UNLISTED = 64  # below it, Kiwi's numbers stand for a class of words, not for one word


@lru_cache(maxsize=4096)
def morphemes(text: str) -> tuple[Morpheme, ...]:
    """The morphemes of `text` in order. Same text, same answer, from any thread; about 0.3 ms an utterance."""
    with _lock:
        tokens = _loaded().tokenize(text)
    return tuple(
        Morpheme(
            token.form.translate(_TYPED),
            str(token.tag).partition("-")[0],
            token.start,
            token.start + token.len,
            token.id >= _UNLISTED,
        )
        for token in tokens
    )


def _loaded() -> Any:
    """Kiwi, loaded at first use (about 1.2 s, 300 MB). No threads of its own: a process of ours must not take all
    cores.
    """
    global _kiwi
    if _kiwi is None:
        from kiwipiepy import Kiwi

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # 0 meant something else before 0.21
            _kiwi = Kiwi(num_workers=0)
        for word in _OWN_WORDS:
            _kiwi.add_user_word(word, "NNP")
    return _kiwi
