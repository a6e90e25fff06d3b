"""Does the agent say a name of their own? Found by the shape of Korean names, never by a list of people."""

from __future__ import annotations

import re

from qa.language.hangul import is_hangul
from qa.language.morphemes import morphemes

# Surnames that the statistics office counts (2015), rare ones too; those that begin everyday words only guarded below.
_SURNAMES = (
    "가간갈감강개견경계고공곽교구국군궁권근금기길김나난남낭내노누단담당대도독돈동두라류마만매맹명모목문미민박반방배백범변복봉부비빈"
    "사삼상서석선설섭성소손송수순승시신심아안애야양어엄여연염엽영예오옥온옹왕요용우운원위유육윤은음이인임자장저전점정제조종좌주준지"
    "진차창채천초총최추탁탄태판팽편평포표풍피필하학한함해허현형호홍화환황후"
)
_TITLE = r"(?:상담사|상담원|담당자?|주무관|매니저|팀장|직원)"
# 입니다 also as it is misheard: 임니다, 인니다, 입니더
_COPULA = r"(?:[입임인님잎이][니늬미]?[다더타]|[이]?[예에]요|이?라고 (?:합니다|해요)|올시다|이고요|인데요)"
# 봉주원이요: only where an office was named before it; elsewhere 이요 ends an answer.
_COPULA_OR_YO = rf"(?:{_COPULA}|이?요(?=[\s.,!~]|$))"
_AFTER_OFFICE = r"(?:센터|샌터|콜|본부|공단|구청|시청|과|팀|상담|실|소|원|청|공사|재단|단|120|백이십|일이공)"
_TITLED = re.compile(
    rf"{_TITLE}\s?(?P<name>[가-힣]{{2,4}}?)\s?{_COPULA}"
    rf"|(?P<before>[{_SURNAMES}][가-힣]{{1,2}})\s?{_TITLE}\s?{_COPULA}"
    rf"|{_AFTER_OFFICE}\s(?P<after>[가-힣]{{2,4}}?)\s?{_COPULA_OR_YO}"
)
_PLAIN = re.compile(rf"(?<![가-힣])(?P<name>[{_SURNAMES}][가-힣]{{1,3}}?)\s?{_COPULA}")
_ENGLISH = re.compile(
    r"\b(?:my name is|my name's|this is|i am|i'm|speaking with|you're speaking to)\s+"
    r"(?!(?:calling|looking|not|sorry|a|an|the|your|here|happy|glad|going|afraid)\b)(?P<name>[A-Z]?[a-z]+)",
    re.IGNORECASE,
)  # fmt: skip
_ENGLISH_SPEAKING = re.compile(r"\b(?P<name>[A-Za-z]+)\s+speaking\b", re.IGNORECASE)
_NO_NAME = frozenset(["korean", "english", "agent", "operator", "centre", "center"])
_DEPARTMENT = re.compile(r"(?:센터|본부|공단|구청|시청|과|팀|민원|상담)$")


def find_own_name(text: str) -> tuple[int, int] | None:
    """Characters [start, end) where a speaker gives a name, or None: "상담사 김민지입니다", "this is Minji"."""
    for match in _TITLED.finditer(text):
        group = next(name for name in ("name", "before", "after") if match[name])
        if (
            not re.search(_TITLE, match[group])
            and not _DEPARTMENT.search(match[group])
            and not (group == "after" and _is_common_noun(text, *match.span(group)))
        ):
            return match.span(group)
    for match in _PLAIN.finditer(text):
        if not _DEPARTMENT.search(match["name"]) and not _is_common_noun(text, *match.span("name")):
            return match.span("name")
    for pattern in (_ENGLISH, _ENGLISH_SPEAKING):
        for match in pattern.finditer(text):
            if match["name"].lower() not in _NO_NAME:
                return match.span("name")
    return None


_ORDINARY = frozenset(("NNG", "XR", "MAG", "NR", "NP", "VA", "VV", "IC"))
_NOUNS = frozenset(("NNG", "NNP", "NNB", "SL", "SN", "XSN", "XR"))
_OPENING_SENTENCE = re.compile(rf"(?P<who>[^.?!,~]*?)\s?{_COPULA_OR_YO}")
_NO_OFFICE = re.compile(
    rf"안녕[가-힣]*|반갑[가-힣]*|감사[가-힣]*|고맙[가-힣]*|네+|예+|여보세요|저는|저|전|제 이름은|{_TITLE}"
    r"|고객님|사랑합니다|[은는이가의]"
)
_OFFICE_WORD = re.compile(
    rf"{_AFTER_OFFICE}$|공원|공사$|회관|시장$|안내$|상담$|전화$|접수$|민원$|문의$|담당$|번$|도서관|박물관|병원|은행|학교|마을|광장|^\d+$"
)
_PARTS = re.compile(r"[^,.!?\s][^,.!?]*")
_ENGLISH_OFFICE = re.compile(
    r"\b(?:120|dasan|line|lines|hotline|helpline|cent(?:re|er)|desk|office|support|services?|section|department|team|hall|complaints|"
    r"information|parking|bureau|agency|authority|museum|library|hospital|clinic|bank)\b",
    re.IGNORECASE,
)
_ENGLISH_NAME = re.compile(
    r"(?:this is |it's |i'm |through to )?(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?: here| speaking| on the line)?"
    r"(?: (?:from|with|at) .*)?"
)
_NO_ENGLISH_NAME = re.compile(
    r"(?:hello|hi|hey|good|yes|yeah|yo|thank|thanks|welcome|how|what|may|can|go|sorry|well|right|okay|ok|morning)\b",
    re.IGNORECASE,
)


def _english_name(text: str) -> tuple[int, int] | None:
    """Rosa in "Foreign workers' support, hello, Rosa here"; Harin Woo in "Harin Woo with the Seoul line"."""
    for part in _PARTS.finditer(text):
        found = re.search(r"through to (?P<name>[A-Z][a-z]+)", part[0]) or _ENGLISH_NAME.fullmatch(part[0].rstrip())
        if found is None or _NO_ENGLISH_NAME.match(found["name"]) or _ENGLISH_OFFICE.search(found["name"]):
            continue
        return part.start() + found.start("name"), part.start() + found.end("name")
    return None


def find_introduced_name(text: str) -> tuple[int, int] | None:
    """A name of any shape that follows the office in an opening: 단비 in 서울시 120다산콜센터 단비입니다."""
    if not any(map(is_hangul, text)):
        return _english_name(text)
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
        return next((part.span() for part in _PARTS.finditer(text) if _ENGLISH_OFFICE.search(part[0])), None)
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


def _is_common_noun(text: str, start: int, end: int) -> bool:
    """안내입니다, 전화입니다: they begin like a surname, but Kiwi knows them as one ordinary word."""
    if end - start < 2:
        return True
    return any(
        part.known and part.start <= start and part.end >= end and part.tag in _ORDINARY for part in morphemes(text)
    )
