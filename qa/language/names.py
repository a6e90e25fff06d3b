"""Does the agent say a name of their own? Found by the shape of Korean names, never by a list of people."""

from __future__ import annotations

import re

from qa.language.morphemes import morphemes

# The surnames of over 99 % of Koreans.
_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구"
    "민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용"
)
_TITLE = r"(?:상담사|상담원|담당자?|주무관|매니저|팀장|직원)"
# 입니다 also as it is misheard: 임니다, 인니다, 입니더
_COPULA = r"(?:[입임인님잎이][니늬미]?[다더타]|[이]?[예에]요|이?라고 (?:합니다|해요)|올시다|이고요|인데요)"
_TITLED = re.compile(
    rf"{_TITLE}\s?(?P<name>[가-힣]{{2,4}}?)\s?{_COPULA}"
    rf"|(?P<before>[{_SURNAMES}][가-힣]{{1,2}})\s?{_TITLE}\s?{_COPULA}"
    rf"|(?:센터|샌터|콜|본부|공단|구청|시청|과|팀)\s(?P<after>[가-힣]{{2,4}}?)\s?{_COPULA}"
)
_PLAIN = re.compile(rf"(?<![가-힣])(?P<name>[{_SURNAMES}][가-힣]{{1,3}}?)\s?{_COPULA}")
_ENGLISH = re.compile(
    r"\b(?:my name is|my name's|this is|i am|i'm|speaking with|you're speaking to)\s+"
    r"(?!calling|looking|not|sorry|a|an|the|your|here|happy|glad|going|afraid)(?P<name>[A-Z]?[a-z]+)",
    re.IGNORECASE,
)  # fmt: skip
_ENGLISH_SPEAKING = re.compile(r"\b(?P<name>[A-Za-z]+)\s+speaking\b", re.IGNORECASE)
_NO_NAME = frozenset(["korean", "english", "agent", "operator", "centre", "center"])


def find_own_name(text: str) -> tuple[int, int] | None:
    """Characters [start, end) where a speaker gives a name, or None: "상담사 김민지입니다", "this is Minji"."""
    for match in _TITLED.finditer(text):
        group = next(name for name in ("name", "before", "after") if match[name])
        if not re.search(_TITLE, match[group]) and not (group == "after" and _is_common_noun(text, *match.span(group))):
            return match.span(group)
    for match in _PLAIN.finditer(text):
        if not _is_common_noun(text, *match.span("name")):
            return match.span("name")
    for pattern in (_ENGLISH, _ENGLISH_SPEAKING):
        for match in pattern.finditer(text):
            if match["name"].lower() not in _NO_NAME:
                return match.span("name")
    return None


def _is_common_noun(text: str, start: int, end: int) -> bool:
    """안내입니다, 전화입니다: they begin like a surname, but Kiwi knows them as one ordinary word."""
    if end - start < 2:
        return True
    return any(
        part.start <= start and part.end >= end and part.tag in ("NNG", "XR", "MAG", "NR", "NP", "VA", "VV", "IC")
        for part in morphemes(text)
    )
