"""The terms by which matters are told apart: Korean nouns and verbs by their stems, English words by theirs."""

from __future__ import annotations

import re
from functools import lru_cache

from qa.answers.alike import KOREAN, english_alike
from qa.language.hangul import is_hangul
from qa.language.morphemes import morphemes

_CONTENT = frozenset(("NNG", "NNP", "XR", "SL", "VV", "VA"))
# Words of any call to a city: they are in every question and tell nothing of its matter.
_EMPTY_KO = frozenset(
    "하 되 있 없 가 오 보 주 알 싶 물어보 묻 여쭈 문의 전화 궁금 확인 안내 말씀 얼마 어떻 어떡 좋 같 그렇 이렇 저렇 나오 감사 고객 상담 상담사 상담원 네 때 번호 며칠 다행 평소 저번 그때 그날 자리 올해 작년 모레 이틀 하루 진짜 "
    "말 거 것 수 제 저 나 우리 저희 콜센터 시청 시 구청 민원 선생님 어르신 사장 님 오늘 내일 어제 지금 이번 다음 지난번 아까 방금 요즘 정도 경우 부분 사람 생각 얘기 "
    "이야기 처음 혹시 도움 필요 가능 방법 내용 맞 받 내 들 쓰 넣 놓 두 만들 끝나 시작 많 적 크 작 늦 빠르 죄송 수고 안녕 여보세요 어디 언제 뭐 무엇 누구 원 일 월 "
    "년 분 초 개 명 번 건 점 데 중 쪽 안 밖 앞 뒤 위 아래 옆 집 동 호 층 날 달 주 해 시간 오전 오후 아침 저녁 밤 낮 월요일 화요일 수요일 목요일 금요일 토요일 일요일 평일 "
    "주말 다 그냥 바로 좀 더 또 담당 담당자 부서 기다리 걸리 걸 찾 가지 다니 살 나 어렵 괜찮 모르 되 계시 드리 챙기 적 부르 끊 대신 따로 직접 여기 거기 저기 이거 그거 저거 "
    "기준 상황 관련 해당 이내 이상 이하 이후 이전 소관 업무 부탁 조회 "
    "천 만 백 십 하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열 번째 아이고 자기 남 서 사 친구 어머니 아버지 엄마 아빠 남편 아내".split()
)
_EMPTY_EN = frozenset(
    "the a an and or but of to in on at for from by with about into my your his her our their this that these those is are was were be been being am do does "
    "did done doing have has had having can could would will should may might must shall i you he she we they it me him us them what when where which who whom "
    "whose how why there here please yes yeah no not just so very really hello hi hey thanks thank calling call called ask asking asked want wanted need needed "
    "know tell told get got getting like think well okay ok if as than then also up out some any all one two three four five six seven eight nine ten more "
    "too only even still again back over off down now today tomorrow yesterday day days week weeks month months year years morning afternoon evening night "
    "time times hour hours minute minutes oh ah um uh right sure good great fine lovely sorry much many lot bit little thing things anything something "
    "someone somebody anybody everyone come came coming go going gone went take takes took taken make made let see say said says saying put give gave given "
    "hotline city speaking help line office number please mean means actually maybe probably because since before after until till while through "
    "between per each every other another same own new old first last next long few both most such very quite rather don doesn didn isn aren wasn weren won "
    "wouldn couldn shouldn can't cannot ll ve re im id ive youre thats whats its gonna gotta wanna man love dear sir madam ma'am name won krw thousand hundred "
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen zero second third fourth fifth sixth ninth tenth eleventh alright brilliant perfect cool actual actually kind paid pay better case comes goes makes sense along exactly itself mine hers during twenty thirty forty fifty sixty seventy eighty ninety monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december guess suppose wonder wondering look looking looks try trying trouble question quick hear heard find found work "
    "works start happen use used who'd i'd i'm it's that's what's don't isn't doesn't didn't won't you're they're we're there's he's she's let's i've i'll you'll "
    "people person ones way place once twice half whole cheers ha hm hmm mm yep nope nah bye".split()
)
_WORD = re.compile(r"[a-z][a-z'’]+")
_SUFFIXES = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ers", "ed", "er", "es", "s", "y", "e")


@lru_cache(maxsize=16384)
def terms(text: str) -> tuple[str, ...]:
    """The terms in order, repeated as often as they are said."""
    lower = text.lower()
    english = [
        english_alike(stem(word))
        for word in _WORD.findall(lower.replace("’", "'"))
        if word not in _EMPTY_EN and len(word) > 2
    ]
    if not any(is_hangul(letter) for letter in text):
        return tuple(english)
    found = [
        part.form.lower() for part in morphemes(text) if part.tag in _CONTENT and part.form.lower() not in _EMPTY_KO
    ]
    return tuple(also for form in found for also in (form, *KOREAN.get(form, ())))


def stem(word: str) -> str:
    """The word without its commonest endings: parked, parking and parks become park. Enough to compare, not to show."""
    word = word.removesuffix("'s").strip("'")
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word
