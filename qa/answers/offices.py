"""Offices in what the agent said: where the citizen was sent, and whether that name is one we know.

교통과 is not 교통정책과, however similar the letters are: a name that is in the standard answers is itself; any other
is taken for a known one only when no more than a recogniser's slip lies between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from qa.answers.claims import Claim, unsure
from qa.answers.facts import Measure, Value
from qa.call import Speaker, Turn
from qa.language.hangul import letters
from qa.language.sentences import sentence_around

# Endings of office names. "과" is also the particle "and", so it needs what follows to tell.
_SUFFIX = "과|팀|센터|소|청|공단|공사|사업소|본부|재단|조합|담당관|상담실|병원|위원회|교육청"
_NAME = re.compile(
    rf"(?P<name>(?:[가-힣]{{2,12}}(?<![은는을를도])\s)?[가-힣]{{1,12}}(?:{_SUFFIX}))(?P<particle>으?로|에서|에|가|는|"
    rf"이|은|를|을|입니다|이에요|예요|라고|이라고|도|거든|인데|이거든|쪽|죠|이고|\s소관|"
    rf"\s담당)(?![가-힣]*\s*(?:가는|갈아))"
)
_REFERS = re.compile(
    r"문의|받으|내시|오시|하시면|찾|연결|연락|전화|담당|접수|신청|방문|가시|가셔|알아보|물어|"
    r"확인하|돌려|바꿔|소관|관할|처리|신고|상담|맡|떼|발급|보고|봐요|봅니다|하고 있|해 드|해드|"
    r"업무|당직|직원|쪽"
)
# Everyday words that end like an office, and words so general that they name none.
_NONE = frozenset(
    "주소 장소 취소 업소 시청 구청 신청 요청 시군구청 관공서 병원 결과 통과 효과 저희 사과 "
    "초과 부과 경과 성과 다음과 여기 감소 최소 평소 숙소 전화상담팀 담당팀 담당과 해당과 "
    "해당부서 저희팀 명소 경찰청 청소 검색창 해소 미세먼지과".split()
)
_SHORTEST = 3
_PARTICLE = re.compile(
    r"으?로|에|가|는|이|은|를|을|입|예|라|도|랑|하고|고요?|죠|요|쪽|의|나|와|과|담당|직원|사무|소관|번"
)
_ENGLISH_NAME = re.compile(
    r"\b(?:the\s+)?((?:[A-Z][a-z]+\s+(?:and\s+|of\s+)?){1,4}(?:Division|Department|Desk|Team|"
    r"Bureau|Section|Office|Centre|Center|Agency))\b"
)
_NO_OFFICE = tuple(
    "신청 요청 결과 부과 효과 통과 초과 경과 사과 성과 감소 취소 해소 업소 주소 장소 청소 평소 "
    "최소 숙소 명소 다음과 납부과 시청과 구청과 과정과 서류과 본인과".split()
)
_UNSURE, _SHORT_NAME = 0.3, 5
_BEGINS = re.compile(r"(?:[^.?!]*(?:안녕|반갑|감사)[^.?!]*[.?!,]\s*)?(?:네[,.]?\s*)?(?:서울특?별?시\s*)?\d*\s*$")
_IS = re.compile(r"\s*(?:입니다|이에요|예요)")
_OWN = re.compile(
    r"\s*(?:에|로|쪽에|한테)?\s*(?:물어보고|물어봐서|확인해 보고|확인하고|알아보고|문의해 보고)|"
    r"\s*(?:였|이었|상담사|상담원|(?!담당|소관|관할|업무|쪽)[가-힣]{2,4}(?:이었|였|입니다))|"
    r"\s*(?:의\s)?(?!담당|소관|관할|업무|쪽)[가-힣]{2,4}\s?(?:상담사|입니다|이었습니다|였습니다)"
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


def office_claims(turns: Sequence[Turn], place: int, known: Iterable[str]) -> list[Claim]:
    """Offices that turn `place` speaks of. `span` of the value marks a name of the standard answers.

    Before the citizen has said anything, and where the agent introduces itself, the name is the agent's own.
    """
    if all(turn.speaker is Speaker.AGENT for turn in turns[:place]):
        return []
    first = all(turn.speaker is not Speaker.AGENT for turn in turns[:place])
    return [
        Claim(
            place,
            Value(
                Measure.OFFICE,
                frozenset(((office.known or office.said).replace(" ", "").lower(),)),
                office.known or office.said,
                span=(1, 1) if office.known else None,
            ),
            office.start,
            office.end,
            about=unsure(sentence_around(turns[place].text, office.start)[1]),
            doubtful=office.doubtful,
        )
        for office in find_offices(turns[place].text, known)
        if not _OWN.match(turns[place].text, office.end) and not (first and _answers_as(turns[place].text, office))
    ]


def _answers_as(text: str, office: OfficeStated) -> bool:
    """Whether a first answer begins with the name of who answers: 안녕하십니까. 120다산콜센터입니다."""
    return bool(_BEGINS.match(text[: office.start])) and bool(_IS.match(text, office.end))


def find_offices(text: str, known: Iterable[str]) -> tuple[OfficeStated, ...]:
    """Offices that `text` names, left to right: names of the standard answers wherever they stand, others only where
    something sends the citizen there.
    """
    names = {form: name for name in sorted(known, reverse=True) for form in sorted(_forms(name))}
    found = _known_in(text, names)
    taken = [(office.start, office.end) for office in found]
    for match in _NAME.finditer(text):
        if any(start < match.end("name") and match.start("name") < end for start, end in taken):
            continue
        if not _REFERS.search(text, match.end("name"), min(len(text), match.end() + 24)) and not _REFERS.search(
            text[max(0, match.start() - 14) : match.start()]
        ):
            continue
        if not match["name"].split()[-1].endswith(_NO_OFFICE):
            found.append(_resolve(match["name"], match.start("name"), match.end("name"), names))
    for match in _ENGLISH_NAME.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        found.append(OfficeStated(match[1], match.start(1), match.end(1), None))
    kept = [item for item in found if item.said.replace(" ", "") not in _NONE]
    return tuple(sorted(kept, key=lambda item: item.start))


def _forms(name: str) -> set[str]:
    """How a name is said: 세무2과 is also 세무이과; Traffic Enforcement is the Division of that name."""
    plain = name.replace(" ", "").lower()
    forms = {plain, re.sub(r"\d", lambda digit: "영일이삼사오육칠팔구"[int(digit[0])], plain)}
    short = re.sub(r"\s+(?:Division|Department|Desk|Team|Bureau|Section|Office)$", "", name)
    if short != name and len(short.split()) > 1:
        forms.add(short.replace(" ", "").lower())
    return forms


def _known_in(text: str, names: dict[str, str]) -> list[OfficeStated]:
    """Names of the standard answers, the longest first; 교통과 within 서울교통과학관 is none."""
    places = [place for place, sign in enumerate(text) if not sign.isspace()]
    squeezed = "".join(text[place] for place in places).lower()
    found: list[OfficeStated] = []
    for name in sorted(names, key=len, reverse=True):
        if len(name) < _SHORTEST:
            continue
        for match in re.finditer(re.escape(name), squeezed):
            start, end = places[match.start()], places[match.end() - 1] + 1
            if name.isascii() and not text[start].isupper():
                continue  # "property tax" is no Property Tax Division
            begins = start == 0 or not re.match("[가-힣A-Za-z]", text[start - 1]) or text[start - 1] in "시구군"
            ends = (
                not re.match("[A-Za-z]", text[end : end + 1]) and not re.match("[가-힣]", text[end : end + 1])
            ) or _PARTICLE.match(text, end)
            if begins and ends and not any(item.start < end and start < item.end for item in found):
                found.append(OfficeStated(text[start:end], start, end, names[name]))
    return found


def _resolve(said: str, start: int, end: int, names: dict[str, str]) -> OfficeStated:
    """The two-word form first ("구청 세무과"), then the last word alone."""
    words = said.split()
    if len(words) > 1 and re.search(r"(?:은|는|이|가|을|를|도|에|의|건|로|면|고)$", words[0]) and words[0] not in names:
        start, said, words = end - len(words[-1]), words[-1], words[-1:]
    readings = [(said, start)] + ([(words[-1], end - len(words[-1]))] if len(words) > 1 else [])
    for reading, begin in readings:
        exact = names.get(reading.replace(" ", ""))
        if exact:
            return OfficeStated(reading, begin, end, exact)
    names = {form: name for form, name in names.items() if not _other_number(said, form)}
    reading, begin = readings[-1]
    best, distance = nearest(reading, names)
    long, long_distance = nearest(said, names)
    if long_distance < distance:
        reading, begin, best, distance = said, start, long, long_distance
    if best is not None and distance <= SLIP and _last_alike(reading, names[best]):
        return OfficeStated(reading, begin, end, names[best])
    return OfficeStated(
        reading,
        begin,
        end,
        None,
        doubtful=distance <= (_UNSURE if len(reading.replace(" ", "")) < _SHORT_NAME else SLIP)
        and _last_alike(reading, names[best or ""] if best else ""),
    )


_NUMBERED = re.compile(r"([일이삼사오육칠팔구1-9])(?=과$|과\s|팀$)")


def _other_number(said: str, name: str) -> bool:
    """세무일과 is no slip of 세무이과."""
    one, other = _NUMBERED.search(said.replace(" ", "")), _NUMBERED.search(name)
    digits = {str(place): sign for place, sign in enumerate("영일이삼사오육칠팔구")}
    return bool(one and other and digits.get(one[1], one[1]) != digits.get(other[1], other[1]))


def _last_alike(said: str, name: str) -> bool:
    """Whether the last words agree: 상하수도사업소 하수팀 is no slip of 상하수도사업소 급수팀."""
    one, other = said.split()[-1], (name.split() or [""])[-1]
    return len(said.split()) == 1 or Levenshtein.normalized_distance(letters(one)[0], letters(other)[0]) <= SLIP


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
