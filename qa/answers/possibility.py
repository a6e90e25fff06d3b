"""Whether a sentence says that something can be done: double negatives, conditions, "only in person".

안 됩니다 → no; 안 되는 건 아니고요 → yes; 직접 오셔야 돼요 → no for what would be done by another; 위임장이 있으면
됩니다 → yes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Leaning:
    """A predicate at characters [start, end) that says yes or no. `in_person`: it says who has to come or do it.
    `confirms`: it only says that what the citizen said is so; `spared`: that it need not be done (안 하셔도 돼요).
    """

    start: int
    end: int
    possible: bool
    in_person: bool = False
    confirms: bool = False
    spared: bool = False


_DOUBLE = (
    r"(?<![가-힣])(?:안|못)\s?[가-힣]{1,5}\s?(?:건|것은|것도|거는|게|거|것이)\s?아(?:니|닙|녜)[가-힣]*|"
    r"(?:안|못)\s?(?:되|돼|하|해|받|쓰|내|들어|가|오|드리|타|빌|바꾸)[가-힣]{0,4}\s?(?:건|것은|"
    r"것도|거는|게|거|것이|경우는)\s?아(?:니|녜)[가-힣]*"
    r"|(?:불가능?|어려우?|안|못|불가능하|않)[가-힣]{0,4}\s?(?:건|것은|것도|거는|게|거|것이)\s?아니[가-힣]*"
    r"|안\s?(?:될|되실)\s?(?:건|것은|것도|거는|거|게|이유)[가-힣]?\s?없[가-힣]*|"
    r"못\s?[가-힣]{1,6}\s?(?:건|것은|거|이유)[가-힣]?\s?(?:없|아니)[가-힣]*"
    r"|안\s?되[진지](?:는|는요)?\s?않[가-힣]*"
    r"|\bnot (?:im|un)possible\b|\b(?:by no means|isn't|is not|wasn't) (?:at all )?(?:im|un)possible\b|"
    r"\b(?:not|isn't) (?:true|right|correct|the case|"
    r"as if|as though|like|that)\b[^.,?]{0,40}\b(?:can't|cannot|"
    r"couldn't|isn't possible|not possible|not allowed|impossible)\b(?: be \w+)?|"
    r"\bnothing\b[^.,?]{0,30}\b(?:keep|stop|prevent)\w* (?:you|them|her|him|anyone) from\b|\b(?:isn't|"
    r"not) (?:something |anything )?(?:that )?(?:you |they "
    r")?(?:can't|cannot)\b[^.,]*|\bno reason (?:why |that )?you (?:can't|couldn't)\b|\bnot that (?:you|it|they) "
    r"(?:can't|cannot|couldn't|isn't|won't)[^.,]*|\b(?:no reason|nothing)\b[^.,]{0,30}\b(?:not|"
    r"can't|cannot|stop|against|wrong)\b"
)
_NEGATIVE = (
    r"(?<![가-힣])안\s?(?:되|돼|됩|될|된|받|해|하|합|한|쳐|나가|들어|팔|빌려|가능|열|맞|통|쓰)[가-힣]*|"
    r"(?<![가-힣])못\s?(?:떼|뗍|뗄|맞|가지|하|해|합|할|받|쓰|써|씁|들어|타|가져|데려|데리|드|내|바꾸|물|빌)[가-힣]*"
    r"|(?<![가-힣])안\s?나[오와옵온][가-힣]*|불가(?!피)[가-힣]*|가능하지(?:는|가)?\s?(?:않|"
    r"못)[가-힣]*|(?:을|ㄹ|[가-힣])\s?수(?:는|가|"
    r"도)?\s?없[가-힣]*|(?:힘들|어렵|어려우|어려워|곤란)[가-힣]*|쉽니다|쉬어요|쉬세요|쉬고요|휴무[가-힣]*|휴진[가-힣]*|금지[가-힣]*|제한[가-힣]*|"
    r"제외[가-힣]*"
    r"|(?<!확실)(?<!정확)(?<!분명)(?:되|받|하|지원|인정)[가-힣]{0,2}지(?:는|가|를)?\s?(?:않|"
    r"못)[가-힣]*|(?:대상|해당)(?:이|은|도)?\s?(?:안|아니|없)[가-힣\s]{0,4}"
    r"|(?:환불|감면|할인|지원|적용|제도|방법|창구|서비스|연장|취소|접수|신청|발급|배송)(?:은|는|이|"
    r"가|도)?\s?(?:따로|전혀|아예|지금은?)?\s?(?:없|안)[가-힣]+"
    r"|\b(?:nobody|no one)(?:'s| is) allowed\b|\b(?:nobody|no one|none)(?: else| but \w+(?: \w+)?)? (?:can|"
    r"may)\b|\bnever\b|\bno way to\b|\b(?:can't|"
    r"cannot|can not|couldn't|not (?:be )?(?:possible|allowed|permitted|available|"
    r"accepted|able|refundable)|isn't (?:possible|allowed|available)|"
    r"aren't (?:allowed|accepted|able)|not be able|(?:isn't|aren't|is not|are not|won't be|not) "
    r"(?:\w+ )?(?:possible|available|allowed|accepted|permitted)|no refunds?|non-refundable|don't "
    r"(?:accept|"
    r"allow|take|do|offer|give|refund|issue|go to|come to|print|sell)|doesn't (?:accept|allow|work)|"
    r"won't (?:work|be able|be "
    r"possible|get|be taken|be accepted)|not in instalments|no money back|in one go|"
    r"not (?:accept|allow|offer|do)|impossible|unfortunately not|i'm afraid not|must (?:come|apply|"
    r"appear) (?:yourself|in person)|have to (?:come|apply) (?:yourself|in person)|only in person|"
    r"apply in person|come in person)\b"
)
_IN_PERSON = (
    r"(?:본인|당사자|직접|신청인)(?:만|이|께서|이만|분이|분만)?[가-힣\s]{0,14}?(?:셔야|해야|아야|"
    r"어야|와야|야만)[가-힣\s]{0,6}|(?:본인|당사자)만\s?(?:가능|되|됩|돼|신청|받)[가-힣]*"
    r"|(?:본인|당사자)(?:이|께서)?\s?직접[가-힣\s]{0,10}(?:오시|나오|방문|신청)[가-힣]*"
)
_POSITIVE = (
    r"가능[가-힣]*|(?:을|ㄹ|[가-힣])\s?수(?:도|는|가)?\s?있[가-힣]*|(?:하|시|으|오|가|[가-힣])(?:셔도|"
    r"아도|어도|해도|도)\s?(?:처리|접수|신청|발급|이용|진행|등록)?\s?(?:되|돼|됩|된|괜찮|상관없|무방)[가-힣]*"
    r"|(?:면|시면)\s?(?:되|돼|됩|된)[가-힣]*|(?<![가-힣])(?<!하루 )(?<!여행 )(?<!시간 )(?<!주말 "
    r")(?<!오후 )(?<!저녁 )(?<!연휴 )(?<!명절 )(?<!날 )(?:됩니다|되세요|돼요|되고요|됩니다만|"
    r"되니까|되십니다|되거든요|되죠|돼(?!\s?있)|된답니다|되는데요|되긴)(?![가-힣])|(?:은|는|도|다|신청이?|"
    r"발급이?|접수가?|적용이?|취소가?|환불이?|연장이?)\s?(?:됩니다|되세요|돼요|되고|되십|된다|되니|되거든|되긴|"
    r"되는데)[가-힣]*"
    r"|받(?:아\s?드|으실|고 있|아요|습니다|아 드)[가-힣]*|[가-힣]\s?드(?:려요|립니다|리고|려서|"
    r"립니|리세)[가-힣]*|(?<![가-힣])나(?:와요|옵니다|오세요|오고요|와서|오니까|오거든)[가-힣]*|"
    r"(?:괜찮|문제없|상관없|허용)[가-힣]*"
    r"|\b(?:can|possible|allowed|welcome to|able to|that's fine|no problem|available|accepted|"
    r"permitted|you may|works|yes,? you|refundable|accept(?:s)?|it works|works too|perfectly fine|is "
    r"fine|are fine|get (?:it|them|that|the money) refunded|get (?:your|the) money back)\b"
)
_ANY = re.compile(
    rf"(?P<double>{_DOUBLE})|(?P<person>{_IN_PERSON})|(?P<negative>{_NEGATIVE})|(?P<positive>{_POSITIVE})",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(?<![가-힣])(?:안|못)\s?[가-힣]{0,4}\s?[가-힣]?$")
_UNLESS = re.compile(r"(?:없|아니|않)(?:으|시|으시)?면\s*$|(?<![가-힣])안\s?[가-힣]{1,4}면\s*$")
_NEED_NOT = re.compile(r"안\s?[가-힣]{1,5}도\s?(?:되|돼|됩|된|괜찮|상관없|무방)[가-힣]*")
_MAY = re.compile(r"도\s?(?:되|돼|됩|된|괜찮|상관없|무방)")
_HAS_TO = re.compile(r"야(?:만|지)?\s?$")  # 내놓으셔야 됩니다: what has to be done, not what can
# What turns the whole clause into a condition or a question is no statement yet.
_UNFINISHED = re.compile(r"(?:으?면|려면|시려면|는지|을지|ㄹ지|나요|까요|인가요|니까\?|던데)$")


@lru_cache(maxsize=8192)
def leanings(text: str) -> tuple[Leaning, ...]:
    """What `text` says yes or no with, left to right; the negative reading of the same words goes before the other."""
    found: list[Leaning] = []
    for match in _ANY.finditer(text):
        if _UNFINISHED.search(match[0]) or text[match.end() : match.end() + 1] == "?":
            continue
        if match["negative"] and _UNLESS.search(text[: match.start()]):
            continue  # 위임장이 없으면 안 됩니다: what has to be there
        need_not = _NEED_NOT.match(text, match.start())
        if need_not and not match["double"]:
            found.append(Leaning(match.start(), need_not.end(), True, spared=True))
        elif match["double"]:
            found.append(Leaning(match.start(), match.end(), True))
        elif match["person"]:
            found.append(Leaning(match.start(), match.end(), False, in_person=True))
        elif match["negative"]:
            found.append(Leaning(match.start(), match.end(), False))
        else:
            if _HAS_TO.search(text[: match.start()]) or text.startswith("야", match.start()):
                continue
            denied = _DENIED.search(text[: match.start() + 1])
            if any(lean.end >= match.end() for lean in found):
                continue
            spared = denied is not None and denied[0].startswith("안") and _MAY.search(match[0]) is not None
            begin = denied.start() if denied else match.start()
            found.append(Leaning(begin, match.end(), spared or not denied, spared=spared))
    return tuple(found)
