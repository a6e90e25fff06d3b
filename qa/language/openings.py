"""The opening of a call by its shape: what office answers, and a name of any form that follows it."""

from __future__ import annotations

import re

from qa.language.hangul import is_hangul
from qa.language.morphemes import morphemes
from qa.language.names import AFTER_OFFICE, COPULA_OR_YO, TITLE, find_own_name
from qa.language.openings_en import find_english_office, find_name_in_opening

_NOUNS = frozenset(("NNG", "NNP", "NNB", "SL", "SN", "XSN", "XR"))
_OPENING_SENTENCE = re.compile(rf"(?P<who>[^.?!,~]*?)\s?{COPULA_OR_YO}")
_NO_OFFICE = re.compile(
    rf"안녕[가-힣]*|반갑[가-힣]*|감사[가-힣]*|고맙[가-힣]*|네+|예+|여보세요|저는|저|전|제 이름은|{TITLE}"
    r"|고객님|사랑합니다|[은는이가의]"
)
_OFFICE_WORD = re.compile(
    rf"{AFTER_OFFICE}$|공원|공사$|회관|시장$|안내$|상담$|전화$|접수$|민원$|문의$|담당$|번$|도서관|박물관|병원|은행|학교|마을|광장|^\d+$"
)


def find_introduced_name(text: str) -> tuple[int, int] | None:
    """A name of any shape that follows the office in an opening: 단비 in 서울시 120다산콜센터 단비입니다."""
    if not any(map(is_hangul, text)):
        return find_name_in_opening(text)
    office = find_own_office(text)
    if office is None:
        return None
    words = list(re.finditer(r"\S+", text[office[0] : office[1]]))
    last = words[-1]
    if len(words) < 2 or len(last[0]) > 4 or not is_hangul(last[0][0]) or _OFFICE_WORD.search(last[0]):
        return None
    return office[0] + last.start(), office[0] + last.end()


def find_own_office(text: str) -> tuple[int, int] | None:
    """Characters [start, end) of what answers the call, besides a name: 서울시 세금상담 in 서울시 세금상담 표은하예요.

    For the opening of a call only: later, 무료입니다 has the same shape.
    """
    if not any(map(is_hangul, text)):
        return find_english_office(text)
    name = find_own_name(text)
    nouns = {part.end for part in morphemes(text) if part.tag in _NOUNS}
    for match in _OPENING_SENTENCE.finditer(text):
        start, end = match.span("who")
        if end not in nouns:
            continue  # 말씀하세요 is no noun and 요
        if name and start <= name[0] < end:
            end = name[0]
        said = text[start:end]
        rest = _NO_OFFICE.sub(" ", said).split()
        if sum(map(len, rest)) >= 2:
            first = text.index(rest[0], start)
            return first, max(first + 1, start + len(said.rstrip()))
    return None
