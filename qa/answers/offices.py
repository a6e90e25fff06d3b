"""Offices in what the agent said: where the citizen was sent, and whether that name is one we know.

교통과 is not 교통정책과, however similar the letters are: a name that is in the standard answers is itself; any other
is taken for a known one only when no more than a recogniser's slip lies between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from qa.language.hangul import letters

# Endings of office names. "과" is also the particle "and", so it needs what follows to tell.
_SUFFIX = "과|팀|센터|소|청|공단|공사|사업소|본부|재단|조합|담당관|상담실|병원|위원회|교육청"
_NAME = re.compile(
    rf"(?P<name>(?:[가-힣]{{2,12}}\s)?[가-힣]{{1,12}}(?:{_SUFFIX}))(?P<particle>으?로|에서|에|가|는|이|은|를|을|입니다|이에요|예요|라고|이라고|도)(?![가-힣]*\s*(?:가는|갈아))"
)
_REFERS = re.compile(
    r"문의|받으|내시|오시|하시면|찾|연결|연락|전화|담당|접수|신청|방문|가시|가셔|알아보|물어|확인하|돌려|바꿔|소관|관할|처리|신고|상담|맡|떼|발급"
)
# Everyday words that end like an office, and words so general that they name none.
_NONE = frozenset(
    "주소 장소 취소 업소 시청 구청 신청 요청 시군구청 관공서 병원 결과 통과 효과 저희 사과 "
    "초과 부과 경과 성과 다음과 여기 감소 최소 평소 숙소 전화상담팀 담당팀 담당과 해당과 "
    "해당부서 저희팀 명소 경찰청 청소 검색창 해소 미세먼지과".split()
)
SLIP = 0.22  # share of letters that may differ between a name as heard and as known


@dataclass(frozen=True, slots=True)
class OfficeStated:
    """`known` is the office of the standard answers that was meant, None when the name is none of them.

    `doubtful`: between a slip and another name, so neither can be said.
    """

    said: str
    start: int
    end: int
    known: str | None
    doubtful: bool = False


def find_offices(text: str, known: Iterable[str]) -> tuple[OfficeStated, ...]:
    """Offices that `text` sends the citizen to, left to right; a name without a word of referring nearby is none."""
    names = {name.replace(" ", ""): name for name in known}
    found: list[OfficeStated] = []
    for match in _NAME.finditer(text):
        if not _REFERS.search(text, match.end("name"), min(len(text), match.end() + 24)) and not _REFERS.search(
            text[max(0, match.start() - 14) : match.start()]
        ):
            continue
        found.append(_resolve(match["name"], match.start("name"), match.end("name"), names))
    return tuple(item for item in found if item.said.replace(" ", "") not in _NONE)


def _resolve(said: str, start: int, end: int, names: dict[str, str]) -> OfficeStated:
    """The two-word form first ("구청 세무과"), then the last word alone."""
    words = said.split()
    readings = [(said, start)] + ([(words[-1], end - len(words[-1]))] if len(words) > 1 else [])
    for reading, begin in readings:
        exact = names.get(reading.replace(" ", ""))
        if exact:
            return OfficeStated(reading, begin, end, exact)
    reading, begin = readings[-1]
    best, distance = nearest(reading, names)
    long, long_distance = nearest(said, names)
    if long_distance < distance:
        reading, begin, best, distance = said, start, long, long_distance
    if best is not None and distance <= SLIP:
        return OfficeStated(reading, begin, end, names[best])
    return OfficeStated(reading, begin, end, None, doubtful=distance <= 2 * SLIP)


def nearest(said: str, names: Iterable[str]) -> tuple[str | None, float]:
    """The known name with the fewest differing letters, as a share of the longer; another length is no slip."""
    heard = letters(said)[0]
    best: tuple[str | None, float] = (None, 1.0)
    for name in names:
        if abs(len(name) - len(said.replace(" ", ""))) > 1:
            continue
        distance = Levenshtein.normalized_distance(heard, letters(name)[0])
        if distance < best[1]:
            best = (name, distance)
    return best
