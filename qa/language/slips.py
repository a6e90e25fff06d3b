"""Slips of the recogniser put right before morphemes are looked for: a vowel or a final consonant of a known word.

굼금하신 is read as 궁금하신: only a single vowel or final consonant may differ. An ending that is another ending
stays what it is (드릴까요, 드렸나요), and a word of its own stays itself (불평 is not 불편). Every repair keeps the
number of characters, so places stay the same.
"""

from __future__ import annotations

import re
from functools import lru_cache

from qa.language.hangul import is_hangul

# Beginnings of words that courtesy is said with; each long enough to be nothing else.
_STEMS = (
    "안녕하 반갑습 감사합 감사드 고맙습 도와드 도움이 궁금하 문의하 문의사 말씀해 말씀하 기다려 기다리 죄송합 죄송하 죄송스 "
    "송구합 송구스 번거로 불편하 불편을 힘드셨 속상하 걱정되 걱정하 놀라셨 답답하 억울하 당황하 수고하 고생하 이해합 이해됩 "
    "양해부 양해를 괜찮으 가능하 안타깝 확인해 확인하 안내해 안내드 연결해 필요하 추가로 잠시만 잠깐만 하루되 하루보 즐거운 "
    "행복한 편안한 건강하 다산콜 콜센터 상담사 상담원 이용해 전화주 전화드 아쉽지 실례지 유감이 부탁드 공감합"
).split()
_ENDINGS = (
    ("임니다", "입니다"), ("인니다", "입니다"), ("함니다", "합니다"), ("한니다", "합니다"), ("슴니다", "습니다"), ("씀니다", "습니다"),
    ("심니까", "십니까"), ("신니까", "십니까"), ("슴니까", "습니까"), ("드림니다", "드립니다"), ("니타", "니다"), ("니댜", "니다"),
    ("뉘다", "니다"), ("니더", "니다"), ("입미다", "입니다"), ("합미다", "합니다"), ("새요", "세요"), ("새여", "세요"), ("세여", "세요"),
    ("시껬", "시겠"), ("시겟", "시겠"), ("십시요", "십시오"), ("드릴께", "드릴게"), ("할께", "할게"), ("주서서", "주셔서"), ("주셔써", "주셔서"),
)  # fmt: skip
_ANY_ENDING = re.compile("|".join(wrong for wrong, _ in _ENDINGS))
_RIGHT = dict(_ENDINGS)
# Words of their own that are one letter off a stem.
_OWN_WORDS = frozenset(
    "감시합 감시하 감시드 가늠하 수거하 사고하 인내해 인내하 불평하 불평을 확언해 확언하 기대려 문의사 격정하 격정되 이혜합".split()
)
_VOWELS, _FINALS = 21, 28
_FIRST = ord("가")


@lru_cache(maxsize=8192)
def repaired(text: str) -> str:
    """`text` with slips put right; the same text where there are none. Same length always."""
    mended = _ANY_ENDING.sub(lambda found: _RIGHT[found[0]], text)
    variants = _variants()
    for place in range(len(mended) - 2):
        if place and is_hangul(mended[place - 1]):
            continue  # stems stand at the beginning of a word
        right = variants.get(mended[place : place + 3])
        if right:
            mended = mended[:place] + right + mended[place + 3 :]
    return mended


@lru_cache(maxsize=1)
def _variants() -> dict[str, str]:
    """Every stem with one vowel or one final consonant changed, by what is then heard; what is ambiguous is left out."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for stem in _STEMS:
        for place, syllable in enumerate(stem):
            for other in _one_letter_off(syllable):
                heard = stem[:place] + other + stem[place + 1 :]
                if heard in found and found[heard] != stem:
                    twice.add(heard)
                found[heard] = stem
    return {
        heard: stem
        for heard, stem in found.items()
        if heard not in twice and heard not in _STEMS and heard not in _OWN_WORDS
    }


def _one_letter_off(syllable: str) -> list[str]:
    code = ord(syllable) - _FIRST
    onset, rest = divmod(code, _VOWELS * _FINALS)
    vowel, final = divmod(rest, _FINALS)
    codes = [(onset, other, final) for other in range(_VOWELS) if other != vowel]
    codes += [(onset, vowel, other) for other in range(_FINALS) if other != final]
    return [chr(_FIRST + (o * _VOWELS + v) * _FINALS + f) for o, v, f in codes]
