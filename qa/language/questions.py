"""Questions of a turn, what they ask for, and whether a sentence gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from qa.language.digit_strings import find_digit_strings
from qa.language.hangul import is_hangul
from qa.language.readings import read


class Asked(StrEnum):
    YES_NO = "yes_no"
    AMOUNT = "amount"
    TIME = "time"
    PLACE = "place"
    NUMBER = "number"
    WAY = "way"
    OTHER = "other"  # why, what, who: no core that can be told by its form


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: characters [start, end)."""

    start: int
    end: int
    text: str
    korean: bool = False

    @property
    def line(self) -> str:
        """Its line of morphemes; "" in other languages."""
        return read(self.text).line if self.korean else ""


_ASKING_END = re.compile(r"/EF(?: [^ /]+/JX)?(?: [^ /]+/SF)?$")
_ASKING_FORM = re.compile(
    r" (?:[^ /]*(?:까|나요|가요|까요|ㄴ지요|은지요|는지요|냐|니|나|가))/E[FC](?: 요/JX)?(?: [^ /]+/S[FP])*$"
)
_WH = re.compile(r" (?:어떻|무엇|뭐|몇|무슨|어떤|얼마|누구|어디|언제|어느|왜|무어|며칠|어찌)/")
_ENGLISH_ASKING = re.compile(
    r"^\W*(?:(?:and|so|but|hello|hi|excuse me|um|yes|well|ok|okay)\W+)*(?:what|when|where|which|who|how|why|is|are|do|does|did|can|could|"
    r"will|would|should|may|am|have|has)\b",
    re.IGNORECASE,
)  # fmt: skip
_PIECE = re.compile(r"[^.?!…\s][^.?!…]*[.?!…]*")
_UNMARKED = re.compile(r"(?:니다|니까|[가-힣]요|[가-힣]죠)\s+[^.?!…\s]")
_ENGLISH_SENTENCE = re.compile(r"[^.?!]+[.?!]*")
# Letters without which no Korean sentence asks, so that turns without them need not be taken apart.
_MAY_ASK = re.compile(
    r"\?|까(?!지)|나요|가요|지요|[냐니나가](?=[.,!…]|$)|어떻|어떡|무엇|무슨|무어|뭐|뭘|몇|어떤|얼마|누구|누가|어디|언제|어느|왜|며칠|어찌"
)
_AMOUNT_ASKED = re.compile(r"얼마|요금|수수료|비용|가격|how much|fee|cost|price|charge", re.IGNORECASE)
_TIME_ASKED = re.compile(
    r"언제|몇 ?시|며칠|몇 ?일|얼마나 걸|기간|기한|시간이|요일|when|what time|how long|how many days|until|hours|open",
    re.IGNORECASE,
)
_PLACE_ASKED = re.compile(r"어디|어느|몇 ?층|위치|where|which (?:office|building|floor|stop|exit)", re.IGNORECASE)
_NUMBER_ASKED = re.compile(r"번호|연락처|(?:phone|telephone) number|what number", re.IGNORECASE)
_WAY_ASKED = re.compile(r"어떻게|방법|어찌|우째|how (?:do|can|should|would)|what (?:do|should) i", re.IGNORECASE)
_OTHER_ASKED = re.compile(r"왜|무엇|뭐|뭘|누구|무슨|어떤|\b(?:why|what|who)\b", re.IGNORECASE)
_AMOUNT_GIVEN = re.compile(
    r"원(?!하|래|인|칙)|무료|공짜|없|won|free|\d+ ?(?:dollars|won)|no (?:fee|charge)", re.IGNORECASE
)
_TIME_GIVEN = re.compile(
    r"[가-힣\d]+ ?(?:시|분|일|월|주|개월|년|달|시간|요일|영업일)(?![가-힣]*(?:청|장|민|스|템|설))|평일|주말|오늘|내일|모레|당일|즉시|바로|오전|오후|연중|상시|"
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|noon|midnight)\b.*(?:am|pm|a\.m|p\.m|o'clock|days?|weeks?|hours?|minutes?)|"
    r"\b(?:today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\d|nine|ten|six|seven|eight)\b",
    re.IGNORECASE,
)  # fmt: skip
_PLACE_GIVEN = re.compile(
    r"[가-힣](?:청|센터|사무소|보건소|사업소|부서|창구|역|출구|도서관|은행|병원|경찰서|소방서|세무서|우체국|사이트|홈페이지|누리집|공원|시장|건물|정류장)"
    r"(?:으?로|에|입|이|을|를|의|,| )|층|온라인|인터넷|정부24|(?:앞|옆|뒤|안)(?:입니|이에|에 있)|(?:으로|로) (?:가|오|연락|전화|문의|신청|방문)"
    r"|\b(?:at|in|on|near|next to|office|centre|center|floor|station|hall|building|exit|website|online)\b",
    re.IGNORECASE,
)  # fmt: skip
_WAY_GIVEN = re.compile(
    r"(?:시면|하면|려면|셔야|으로|로|에서|통해|통하여|가지고|방법은|신청|제출|접수|방문|전화|로그인|누르)|\b(?:by|you can|please|go to|visit|apply|call|bring|need to|just)\b",
    re.IGNORECASE,
)
_YES_NO_GIVEN = re.compile(
    r" (?:가능|불가능|불가|어렵|맞|아니|필요|필요하|괜찮|무료|휴무|휴관|면제|해당|그렇)/|"
    r" (?:있|없|되)/V[AV]!?(?: [^ /]+/EP){0,2} [^ /]+/EF|"
    r" (?:나오|들어가|다니|열|쉬|걸리|받|하)/V[AV](?: [^ /]+/EP){0,2} [^ /]+/EF"
)
_ENGLISH_YES_NO = re.compile(
    r"^\W*(?:so,? )?(?:yes|no|sure|of course|certainly|unfortunately|i'm afraid)\b|\b(?:they can|you can|you cannot|can't|cannot|it is|it's|there is|there are|isn't|not|we do|we don't|available|possible|allowed|required|need)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def sentences(text: str) -> tuple[Said, ...]:
    """The sentences of a turn, by final endings and full stops in Korean, by full stops in English."""
    if not any(is_hangul(character) for character in text):
        return tuple(
            Said(match.start(), match.end(), match[0].strip())
            for match in _ENGLISH_SENTENCE.finditer(text)
            if any(character.isalnum() for character in match[0])
        )
    pieces = [match.span() for match in _PIECE.finditer(text)]
    if _UNMARKED.search(text):  # the recogniser put no full stops: final endings tell
        pieces = [span for piece in pieces for span in _by_endings(text, *piece)]
    return tuple(
        Said(start, end, text[start:end], True)
        for start, end in pieces
        if any(character.isalnum() for character in text[start:end])
    )


def _by_endings(text: str, start: int, end: int) -> list[tuple[int, int]]:
    parts = read(text[start:end]).parts
    found: list[tuple[int, int]] = []
    begin = start
    for place, part in enumerate(parts):
        following = parts[place + 1] if place + 1 < len(parts) else None
        ends = (part.tag == "EF" and (following is None or following.start > part.end)) or (
            part.tag == "JX" and part.form == "요"
        )
        if following is None or (ends and following.tag not in ("SF", "JX")):
            found.append((begin, end if following is None else start + part.end))
            begin = end if following is None else start + following.start
    return found


def is_asking(text: str) -> bool:
    """Whether the last sentence of the turn asks."""
    said = sentences(text)
    return bool(said) and asks(said[-1])


def asks(sentence: Said) -> bool:
    """Whether a sentence asks: by its mark, its ending, or a word of asking with any final ending."""
    if sentence.text.rstrip().endswith("?"):
        return True
    if not sentence.korean:
        return bool(_ENGLISH_ASKING.match(sentence.text))
    if not _MAY_ASK.search(sentence.text):
        return False
    return bool(_ASKING_FORM.search(sentence.line)) or bool(
        _WH.search(sentence.line) and _ASKING_END.search(sentence.line)
    )


@lru_cache(maxsize=8192)
def asked(text: str) -> Asked | None:
    """What the last question of a turn asks for; None for a turn that asks nothing."""
    if any(is_hangul(character) for character in text) and not _MAY_ASK.search(text):
        return None
    questions = [each.text for each in sentences(text) if asks(each)]
    if not questions:
        return None
    for kind, pattern in (
        (Asked.NUMBER, _NUMBER_ASKED),
        (Asked.TIME, _TIME_ASKED),
        (Asked.AMOUNT, _AMOUNT_ASKED),
        (Asked.PLACE, _PLACE_ASKED),
        (Asked.WAY, _WAY_ASKED),
        (Asked.OTHER, _OTHER_ASKED),
    ):
        if pattern.search(questions[-1]):
            return kind
    return Asked.YES_NO


def gives(sentence: Said, kind: Asked) -> bool:
    """Whether a sentence can be the core of an answer to a question of this kind. Lenient: one that may be, is."""
    if asks(sentence):
        return False
    if kind is Asked.AMOUNT:
        return bool(_AMOUNT_GIVEN.search(sentence.text))
    if kind is Asked.TIME:
        return bool(_TIME_GIVEN.search(sentence.text))
    if kind is Asked.PLACE:
        return bool(_PLACE_GIVEN.search(sentence.text))
    if kind is Asked.NUMBER:
        return bool(find_digit_strings(sentence.text, least=3)) or any(
            character.isdigit() for character in sentence.text
        )
    if kind is Asked.WAY:
        return bool(_WAY_GIVEN.search(sentence.text))
    if kind is Asked.YES_NO:
        if not sentence.korean:
            return bool(_ENGLISH_YES_NO.search(sentence.text))
        return bool(_YES_NO_GIVEN.search(sentence.line))
    return False
