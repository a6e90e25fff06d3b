"""Does the agent say a name of their own? Found by the shape of Korean names, never by a list of people.

English: :mod:`qa.language.openings_en`.
"""

from __future__ import annotations

import re

from qa.language.hangul import is_hangul
from qa.language.morphemes import morphemes
from qa.language.openings_en import find_english_name

# Surnames that the statistics office counts (2015), rare ones too; those that begin everyday words only guarded below.
_SURNAMES = (
    "가간갈감강개견경계고공곽교구국군궁권근금기길김나난남낭내노누단담당대도독돈동두라류마만매맹명모목문미민박반방배백범변복봉부비빈"
    "사삼상서석선설섭성소손송수순승시신심아안애야양어엄여연염엽영예오옥온옹왕요용우운원위유육윤은음이인임자장저전점정제조종좌주준지"
    "진차창채천초총최추탁탄태판팽편평포표풍피필하학한함해허현형호홍화환황후"
)
TITLE = r"(?:상담사|상담원|담당자?|주무관|매니저|팀장|직원)"
# 입니다 also as it is misheard: 임니다, 인니다, 입니더
_COPULA = r"(?:[입임인님잎이][니늬미]?[다더타]|[이]?[예에]요|이?라고 (?:합니다|해요)|올시다|이고요|인데요)"
# 봉주원이요: only where an office was named before it; elsewhere 이요 ends an answer.
COPULA_OR_YO = rf"(?:{_COPULA}|이?요(?=[\s.,!~]|$))"
AFTER_OFFICE = r"(?:센터|샌터|콜|본부|공단|구청|시청|과|팀|상담|실|소|원|청|공사|재단|단|120|백이십|일이공)"
_TITLED = re.compile(
    rf"{TITLE}\s?(?P<name>[가-힣]{{2,4}}?)\s?{_COPULA}"
    rf"|(?P<before>[{_SURNAMES}][가-힣]{{1,2}})\s?{TITLE}\s?{_COPULA}"
    rf"|{AFTER_OFFICE}\s(?P<after>[가-힣]{{2,4}}?)\s?{COPULA_OR_YO}"
)
_PLAIN = re.compile(rf"(?<![가-힣])(?P<name>[{_SURNAMES}][가-힣]{{1,3}}?)\s?{_COPULA}")
_DEPARTMENT = re.compile(r"(?:센터|본부|공단|구청|시청|과|팀|민원|상담)$")


def find_own_name(text: str) -> tuple[int, int] | None:
    """Characters [start, end) where a speaker gives a name, or None: "상담사 김민지입니다", "this is Minji"."""
    if not any(map(is_hangul, text)):
        return find_english_name(text)
    for match in _TITLED.finditer(text):
        group = next(name for name in ("name", "before", "after") if match[name])
        if (
            not re.search(TITLE, match[group])
            and not _DEPARTMENT.search(match[group])
            and not (group == "after" and _is_common_noun(text, *match.span(group)))
        ):
            return match.span(group)
    for match in _PLAIN.finditer(text):
        if not _DEPARTMENT.search(match["name"]) and not _is_common_noun(text, *match.span("name")):
            return match.span("name")
    return None


_ORDINARY = frozenset(("NNG", "XR", "MAG", "NR", "NP", "VA", "VV", "IC"))


def _is_common_noun(text: str, start: int, end: int) -> bool:
    """안내입니다, 전화입니다: they begin like a surname, but Kiwi knows them as one ordinary word."""
    if end - start < 2:
        return True
    return any(
        part.known and part.start <= start and part.end >= end and part.tag in _ORDINARY for part in morphemes(text)
    )
