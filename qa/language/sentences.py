"""Where sentences end in a turn, with or without punctuation."""

from __future__ import annotations

import re

_END = re.compile(r"[.?!]|(?<=니다)\s|(?<=니까)\s|(?<=[가-힣]요)\s")


def sentence_around(text: str, place: int) -> tuple[int, str]:
    """Where the sentence that holds character `place` begins, and the sentence with its end mark."""
    begin = max((match.end() for match in _END.finditer(text, 0, place)), default=0)
    following = _END.search(text, place)
    return begin, text[begin : following.end() if following else len(text)]


def is_question(text: str, place: int) -> bool:
    """Whether the sentence that holds character `place` is written as a question."""
    _, sentence = sentence_around(text, place)
    return sentence.rstrip().endswith("?")
