"""Where sentences end in a turn, with or without punctuation."""

from __future__ import annotations

import re

# 합니까 ends a sentence, 승합차시니까 does not: before 니까 stands a syllable that ends in ㅂ.
_ENDS_IN_B = "".join(chr(ord("가") + place) for place in range(17, 11_172, 28))
# 필요 없습니다: a word of its own, no ending.
_WORDS_IN_YO = "필중주개수소"
_END = re.compile(rf"[.?!]|(?<=니다)\s|(?<=[{_ENDS_IN_B}]니까)\s|(?<=[가-힣]요)(?<![{_WORDS_IN_YO}]요)\s")


def sentence_around(text: str, place: int) -> tuple[int, str]:
    """Where the sentence that holds character `place` begins, and the sentence with its end mark."""
    begin = max((match.end() for match in _END.finditer(text, 0, place)), default=0)
    following = _END.search(text, place)
    return begin, text[begin : following.end() if following else len(text)]


def is_question(text: str, place: int) -> bool:
    """Whether the sentence that holds character `place` is written as a question."""
    _, sentence = sentence_around(text, place)
    return sentence.rstrip().endswith("?")
