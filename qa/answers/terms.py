"""The terms by which standard answers are found: morphemes, names as one word, pairs of syllables beside them."""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

from qa.answers.alike import KOREAN, english_alike
from qa.language.morphemes import morphemes

_CONTENT = frozenset(("NNG", "NNP", "XR", "VV", "VA", "NNB"))
_NOUN = frozenset(("NNG", "NNP", "XR", "XSN"))
# Verbs and nouns of asking itself; they are in every question and tell nothing about it.
_EMPTY = frozenset(
    "하 되 있 없 가 오 보 주 알 싶 물어보 묻 여쭈 여쭙 문의 전화 궁금 확인 안내 말씀 얼마 어떻 "
    "어떡 좋 같 그렇 이렇 나오 감사 고객 상담 상담사 네 때 번호 다산콜센터 말 거 것 수 제 저 "
    "나 얘기 이야기 질문 오늘 내일 어제 지금 이번 다음 안녕 수고 부탁 죄송 사람 정도 생각 "
    "받 내 쓰 들 대 데 줄 중 번 지 분 씨 년 월 일 시 평일 주말 토요일 일요일 월요일 화요일 수요일 "
    "목요일 금요일 시간 하나 걸 근데 뭐 게 만 좀 원 개 명 살 달 주 쪽 편 부서 담당 기관 서류 "
    "준비물 어디 누구 연락처 비용 가격 통화 연결 모르 다니".split()
)
_ENGLISH_EMPTY = frozenset(
    "a an the and or but if then of to in on at by for with from as is are was were be been being "
    "am do does did done doing have has had having i me my mine "
    "you your yours he she it its we us our they them their this that these those there here what "
    "which who whom when where why how much many can could will would "
    "shall should may might must not no yes so just about into over after before up down out off "
    "again very too also than some any all each more most other such only "
    "own same s t don m re ve ll d hello hi hey please thanks thank afternoon morning evening "
    "good ok okay well oh um uh er right sorry sir madam ma know want wanted "
    "need get got like one two go going come call calling tell ask question thing things "
    "something anything day days today tomorrow time now still even really actually "
    "okay quick think said says say see let make way day week month year number per".split()
)
_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    """Content morphemes of a text, and neighbouring nouns also as one word (거주자우선주차 is 거주자 우선 주차)."""
    found: list[str] = []
    before: tuple[str, int] | None = None
    for part in morphemes(text):
        if part.tag in _CONTENT and part.form not in _EMPTY:
            found.append(part.form)
            found += KOREAN.get(part.form, ())
        if part.tag in _NOUN:
            if before and part.start - before[1] <= 1 and before[0] not in _EMPTY and part.form not in _EMPTY:
                found.append(before[0] + part.form)
            before = part.form, part.end
        else:
            before = None
    found += english_words(text)
    return tuple(found)


def english_words(text: str) -> list[str]:
    plain = [
        word for word in re.findall(r"[a-z]+(?:'[a-z]+)?", text.lower()) if word.split("'")[0] not in _ENGLISH_EMPTY
    ]
    return [
        english_alike(str(stem)) for stem in _STEMMER.stemWords([word.split("'")[0] for word in plain if len(word) > 1])
    ]


@lru_cache(maxsize=16384)
def pairs(text: str) -> tuple[str, ...]:
    """Pairs of syllables and threes of Latin letters: they match where a slip or a misspelling leads words astray."""
    korean = [word[place : place + 2] for word in re.findall(r"[가-힣]{2,}", text) for place in range(len(word) - 1)]
    english = [
        word[place : place + 3]
        for word in (f" {each} " for each in re.findall(r"[a-z]{3,}", text.lower()))
        for place in range(len(word) - 2)
    ]
    return (*korean, *english)
