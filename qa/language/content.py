"""The words of a turn that carry its matter: nouns, names and numbers; and which of them another turn takes up."""

from __future__ import annotations

import re
from functools import lru_cache

from qa.language.hangul import is_hangul
from qa.language.morphemes import morphemes

_NOUNS = frozenset(("NNG", "NNP", "SL", "SN", "XR"))
# Nouns of any telephone conversation; they say nothing of the matter.
_EMPTY = frozenset(
    "문의 전화 말씀 확인 안녕 감사 수고 상담 오늘 지금 때문 경우 정도 생각 사람 얘기 이야기 하나 이거 그거 저거 여기 거기 저기 이번 "
    "다음 부탁 질문 혹시 다시 궁금 필요 가능 안내 도움 상황 방법 내용 때 것 거 수 데 좀 저희 우리 제 일 건 점 번 처음 아까 방금 그때 요즘".split()
)
_ENGLISH_EMPTY = frozenset(
    "the a an and or but of to in on at for from by with about into my your his her our their this that these those is are was were be been am "
    "do does did have has had can could would will should may might i you he she we they it me him us them what when where which who how why "
    "there here please yes no not just so very really hello hi thanks thank calling call ask asking want wanted need know tell get got like "
    "think well okay ok if as than then also up out some any all one more".split()
)
_WORD = re.compile(r"[A-Za-z]{3,}|\d{2,}")


@lru_cache(maxsize=8192)
def content_words(text: str, within: tuple[tuple[int, int], ...] | None = None) -> frozenset[str]:
    """The distinct content words, lower case; two syllables or more, or a number. `within`: characters that count."""

    def counts(start: int) -> bool:
        return within is None or any(begin <= start < end for begin, end in within)

    if not any(is_hangul(character) for character in text):
        words = {match[0].lower() for match in _WORD.finditer(text) if counts(match.start())}
        return frozenset(words) - _ENGLISH_EMPTY
    return frozenset(
        part.form.lower()
        for part in morphemes(text)
        if part.tag in _NOUNS
        and (len(part.form) > 1 or part.tag == "SN")
        and part.form not in _EMPTY
        and counts(part.start)
    )


def shared_words(words: frozenset[str], text: str) -> list[tuple[int, int]]:
    """Characters of `text` where one of the words is taken up, one place for each."""
    said = text.lower()
    return [(at, at + len(word)) for word in sorted(words) if (at := said.find(word)) >= 0]
