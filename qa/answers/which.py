"""What a stated value is about: is it a claim of the agent at all, and which of an entry's facts does it mean?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answers.entries import Entry, Fact
from qa.answers.facts import FactType, Stated, find_stated
from qa.call import Speaker, Turn
from qa.language.digit_strings import find_digit_strings
from qa.language.morphemes import morphemes
from qa.language.personal import share_digits
from qa.language.sentences import sentence_around

_QUESTION = re.compile(
    r"(\?|[니습]까|나요|ㄴ가요|은가요|는가요|인가요|신가요|실까요|을까요|ㄹ까요|시죠|으시죠|맞으세요|으신지|실지)\s*\??$"
)
_REPEATED = re.compile(
    r"말씀하신|말씀하시는|나오셨|나오신|적으신|보내신|내신|내셨|납부하신|라고 하셨|다고 하셨|다고요|라고요"
)
_CONTENT = frozenset(("NNG", "NNP", "XR", "SL", "NR", "SN"))
_TOO_GENERAL = frozenset(
    "요금 수수료 금액 비용 값 담당 기관 부서 문의 전화 번호 시간 기간 신청 마감 처리 상담 "
    "이용 발급 하루 종일 한 준비물 날 곳 통".split()
)
# A fee by another name is another fee: a fine is not the water charge.
_FEE_WORDS = (
    "과태료", "범칙금", "벌금", "보증금", "가산금", "연체료", "할인", "감면", "환급",
    "지원금", "생계비", "월세", "임대료", "등록비", "배송비", "택배비", "우편료", "관리비", "교재비", "회비",
)  # fmt: skip
_LEAST_SUBSTANCE = 2
_SHARED_DIGITS = 5


def substantial(text: str) -> bool:
    """Whether a turn of the citizen says what the call is about: two words of content or more, numbers apart."""
    words = [part for part in morphemes(text) if part.tag in ("NNG", "NNP", "VV", "VA", "XR", "SL")]
    return len(words) >= _LEAST_SUBSTANCE


def is_claim(turns: Sequence[Turn], place: int, stated: Stated) -> bool:
    """Whether the agent vouches for the value: not a question, not denied, not the citizen's own figure repeated."""
    if stated.denied:
        return False
    text = turns[place].text
    begin, sentence = sentence_around(text, stated.start)
    rest = text[stated.end : begin + len(sentence)]
    if _REPEATED.search(rest):
        return False
    if _QUESTION.search(sentence.strip()) and not re.search(r"고요|는데|[은는] ?데|,", rest):
        return False
    return not _echoes(turns, place, stated)


def _echoes(turns: Sequence[Turn], place: int, stated: Stated) -> bool:
    """Whether the citizen named the same fee, date or length first, as a fact of their own case rather than as a
    question.
    """
    if stated.value.type is FactType.PHONE:
        return _reads_back(turns[:place], stated)
    if stated.value.type in (FactType.OFFICE, FactType.HOURS):
        return False
    for earlier in range(place - 1, -1, -1):
        turn = turns[earlier]
        for said in find_stated(stated.value.type, turn.text):
            if said.value.same_as(stated.value):
                if turn.speaker is Speaker.AGENT:
                    return False  # the agent brought it up and stands by it
                _, sentence = sentence_around(turn.text, said.start)
                agent_first = any(
                    stated.value.same_as(own.value)
                    for before in turns[:earlier]
                    if before.speaker is Speaker.AGENT
                    for own in find_stated(stated.value.type, before.text)
                )
                return not agent_first and not _QUESTION.search(sentence.strip())
    return False


def _reads_back(earlier: Sequence[Turn], stated: Stated) -> bool:
    """Whether the number is one the citizen dictated (a registration or telephone number of their own)."""
    said = [
        run.digits for turn in earlier if turn.speaker is not Speaker.AGENT for run in find_digit_strings(turn.text)
    ]
    told = [run.digits for turn in earlier if turn.speaker is Speaker.AGENT for run in find_digit_strings(turn.text)]
    own = [digits for digits in said if not any(share_digits(digits, other, _SHARED_DIGITS) for other in told)]
    return any(share_digits(key, digits, _SHARED_DIGITS) for key in stated.value.keys for digits in own)


def meant_facts(turns: Sequence[Turn], place: int, stated: Stated, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Of an entry's facts of one type those whose name stands nearest before the value; all where none is named.

    Hours for weekdays are not compared with hours for weekends.
    """
    if stated.interval and stated.interval.days:
        other = "주말" if stated.interval.days == "평일" else "평일"
        facts = tuple(fact for fact in facts if other not in fact.name + fact.text)
    if len(facts) < 2:
        return facts
    text = turns[place].text
    earlier = [other.end for other in find_stated(stated.value.type, text) if other.end <= stated.start]
    begin = max([sentence_around(text, stated.start)[0], *earlier])
    clause = text[begin : stated.start]
    named = {fact: _last_mention(fact, clause, facts) for fact in facts}
    nearest = max(named.values())
    return tuple(fact for fact in facts if named[fact] == nearest) if nearest >= 0 else facts


def _last_mention(fact: Fact, clause: str, facts: tuple[Fact, ...]) -> int:
    """Where `clause` last names what sets this fact apart from its siblings; -1 where it does not."""
    own = _naming(fact.name) - frozenset(
        word for other in facts if other is not fact and other.name != fact.name for word in _naming(other.name)
    )
    return max((clause.rfind(word) for word in own), default=-1)


def _naming(name: str) -> frozenset[str]:
    return frozenset(
        part.form
        for part in morphemes(name)
        if part.tag in _CONTENT and part.form not in _TOO_GENERAL and len(part.form) > 1
    )


def fee_words_clash(text: str, stated: Stated, entry: Entry, facts: Sequence[Fact]) -> bool:
    """Whether the amount is called by the name of a kind of fee that the entry is not about."""
    if stated.value.type is not FactType.FEE:
        return False
    begin, _ = sentence_around(text, stated.start)
    about = entry.title + entry.topic + " ".join(entry.questions) + " ".join(fact.name for fact in facts)
    clause = text[begin : stated.end + 8]
    return any(word in clause and word not in about for word in _FEE_WORDS)
