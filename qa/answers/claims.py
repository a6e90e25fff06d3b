"""What the agent vouches for: values stated, not asked, denied, read back or told of the citizen's own case.

A citizen's figure counts as the agent's once the agent says that it is right (네, 맞습니다).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.answers.facts import Measure, Stated, Value
from qa.answers.spoken import find_all
from qa.call import Speaker, Turn
from qa.language.digit_strings import find_digit_strings
from qa.language.morphemes import morphemes
from qa.language.personal import share_digits
from qa.language.sentences import sentence_around


@dataclass(frozen=True, slots=True)
class Claim:
    """A value the agent stands by, said in turn `turn`, characters [start, end).

    `about`: said as a rough figure; `doubtful`: heard in a way that may hide another value. `confirmed` is the turn of
    the citizen whose figure the agent confirms; the quote is then the agent's yes. `sum`: said as a sum of several, so
    that it differs from a fact only where it nearly is it.
    """

    turn: int
    value: Value
    start: int
    end: int
    about: bool = False
    doubtful: bool = False
    confirmed: int | None = None
    sum: bool = False


_QUESTION = re.compile(
    r"(\?|[니습]까|(?<![끝만어])나요|ㄴ가요|은가요|는가요|인가요|신가요|실까요|을까요|ㄹ까요|시죠|으시죠|"
    r"맞으세요|으신지|실지|시고요)\s*\??$"
)
_CHECKS_BACK = re.compile(r"말씀이시|맞으(?:세요|십니까|시)|라고 하셨|다고 하셨|(?:이|시|으)신가요|(?:이|시)십니까")
_REPEATED = re.compile(
    r"말씀하신|말씀하시는|나오셨|나오신|적으신|보내신|내신|내셨|납부하신|라고 하셨|다고 하셨|"
    r"다고요|라고요|라고 했|라고 (?:안내|말씀)(?:을 )?(?:드렸|드린|했|해 드렸)|이라는|라는 (?:건|"
    r"거|말씀)|들으신|들으셨|알고 계신|보신"
)
_TELLS_BACK = re.compile(r".{0,14}시는 거(?:네요|죠|군요)")  # 10월 31일에 들어가시는 거네요
_VOUCHED = re.compile(r"\s*(?:이|가)?\s?(?:맞게|제대로|정확히|맞습니다|맞으)")
_EXAMPLE = re.compile(
    r"예를 들|예컨대|가령|이를테면|만약에?|치면|라고 치|for example|for instance|let's say|say you|if you (?:had|were)",
    re.IGNORECASE,
)
_CONFIRMS = re.compile(
    r"(?:^|[.!?]\s)\W*(?:(?:아|어|음|예|네|넵|옙|그럼요|"
    r"그렇죠)[\s,.~!]*){1,4}(?:[가-힣]{1,8}\s)?(?:없(?:으세요|습니다|어요|으십니다)|맞(?:습니다|아요|으세요|으십니다|고요|습니다만|"
    r"죠|네요|아 )|그렇(?:습니다|죠|고요|게 하시면|게 되|게 하)|그 (?:금액|번호|시간|날짜|날|가격|"
    r"돈)\s?(?:맞|이|으로|에)|바로 (?:거기|그)|정확)"
    r"|^\W*(?:맞습니다|맞아요|그렇습니다|그럼요|그렇죠|정확합니다|정확하세요)"
    r"|^\W*(?:yes|yeah|yep|correct|exactly|right)\b[\s,.]*(?:your|the) (?:friend|colleague|neighbou?r|husband|"
    r"wife|boss|landlord|website|"
    r"sign|leaflet|information)\s?\w* (?:is|was|are) (?:quite |absolutely )?(?:right|correct)"
    r"|^\W*(?:yes|yeah|yep|correct|exactly|right|that's (?:right|correct|it))\b[\s,.]*(?:that's "
    r"(?:right|correct|it|the)|correct|exactly|it is|it does|you're right|right|"
    r"indeed)?[^a-z]*(?=$|[.,!])",
    re.IGNORECASE,
)
_ASKS_TO_CONFIRM = re.compile(
    r"맞(?:죠|지요|나요|아요|습니까|는지|는 거|는거|는가)|(?:이|거)죠|인가요|인 거|라던데|다던데|"
    r"라고 (?:하|들|알|나)|다고 (?:하|들|알|나)|라면서|다면서|라며|다며|는 거(?:죠|지)|ㄴ가요|"
    r"되나요|되죠|되는 거|면 되|"
    r"(?:이|하|가|라)지요|요\?|나\?|까\?|\?$|아니에요|아닌가요|\b(?:right|correct|is that|isn't it|"
    r"i (?:heard|read|thought)|so it's|is it)\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"[을ㄹ할]까 싶|[았었했났됐]을 (?:거|것|겁)|(?:것|거|게) 같|정확하(?:진|지)는? ?않|정확(?:한|"
    r"히)[가-힣 ]{0,10}(?:모르|아니|확인)|아마|글쎄|모르겠|잘은 모르|제가 알기로|제 기억|[을ㄹ할] "
    r"?(?:거예요|겁니다|걸요)만|자료에는? ?없|나와 있지는? ?않|기억이|확실(?:하|치)[가-힣 "
    r"]{0,4}(?:않|아니)|"
    r"(?:일|을|ㄹ) ?텐데|무렵|\b(?:somewhat|i'd have to (?:look|check)|i think|i guess|i believe|maybe|perhaps|"
    r"probably|not (?:quite |entirely |completely "
    r")?sure|if i remember|from memory|something like|thereabouts|the exact (?:sum|amount|figure)|"
    r"should be around|give or take)\b",
    re.IGNORECASE,
)
_RECKONED = re.compile(
    r"^[가-힣]{0,3}\s?(?:되겠|되시겠|나오겠|되실|되네요|남으|남았|남은|지났|지나셨)|^이?면 (?:충분|되겠)"
)
_CHANGE = re.compile(
    r"(?:이|을|씩)?\s*(?:더\s)?(?:올라|올랐|오르|인상|내려|내렸|인하|차이|이나 더|"
    r"저렴|싸|비싸|cheaper|dearer|\bmore\b|\bless\b)"
)
_SUM = re.compile(
    r"합하|합쳐|합해|합치|다 해서|다해서|모두 해서|총 ?(?:액|합)?|(?:두|세|네|다섯|여섯|[2-9]|이|"
    r"삼|사)\s?(?:분|통|장|개|명|대|권|매|묶음|박스|판|곳)(?:이?시?면|해서|하면|에|을|이)?\s*$|"
    r"곱하|전부 해|"
    r"altogether|in total|for (?:the two|both|all)",
    re.IGNORECASE,
)
_DIRECTS = re.compile(r"(?:번)?\s?으?로\s?(?:문의|전화|연락|걸어|신청|방문)[가-힣\s]*(?:시겠|실래|보시|해 주시|부탁)")
_SUM_BEFORE = 24
_OF_TIME = (Measure.LENGTH, Measure.DATE, Measure.CLOCK)
_IF = re.compile(r"이?라?면(?!\s?(?:되|돼|됩|충분))")
_TODAY = re.compile(
    r"(?:오늘|어제|내일|모레|그제|그저께|지금(?!은\s*$))(?:이|은|가|는)?\s*$|\btoday(?: is|'s)?(?: the)?\s*$",
    re.IGNORECASE,
)
_LEAST_SUBSTANCE = 2
_SHARED_DIGITS = 5
_ALL_SIDES = 4
_SHORT_REST = 14  # characters after a figure within which a question is about that figure
_OWN_FIGURES = frozenset((Measure.WON, Measure.DATE, Measure.LENGTH, Measure.AGE, Measure.PEOPLE, Measure.CLOCK))


def substantial(text: str) -> bool:
    """Whether a turn of the citizen says what the call is about: two words of content or more, numbers apart."""
    words = [part for part in morphemes(text) if part.tag in ("NNG", "NNP", "VV", "VA", "XR", "SL")]
    return len(words) >= _LEAST_SUBSTANCE


def claims_of(turns: Sequence[Turn], place: int, day: date | None) -> list[Claim]:
    """What the agent states in turn `place`, left to right, and the citizen's figures that it confirms."""
    text = turns[place].text
    own = [
        Claim(
            place,
            stated.value,
            stated.start,
            stated.end,
            stated.about or hedged(text, stated.start, stated.end),
            stated.doubtful,
            sum=_is_a_sum(text, stated),
        )
        for stated in find_all(text, day)
        if vouched(turns, place, stated, day)
    ]
    return [*own, *_confirmed(turns, place, own, day)]


def _sentence(text: str, place: int) -> tuple[int, str]:
    """As :func:`sentence_around`; words that trail off (…) end a sentence, too."""
    begin, sentence = sentence_around(text, place)
    for piece in re.finditer(r"[^…]+…?", sentence):
        if begin + piece.end() > place:
            return begin + piece.start(), piece[0]
    return begin, sentence


def unsure(sentence: str) -> bool:
    """Whether the agent says that he does not know for sure."""
    return _HEDGED.search(sentence) is not None


def hedged(text: str, place: int, end: int) -> bool:
    """Whether the agent says that the figure is a guess, or reckons one out of the citizen's own case."""
    begin, sentence = _sentence(text, place)
    return (
        _HEDGED.search(sentence) is not None
        or _RECKONED.search(text[begin : begin + len(sentence)][max(0, end - begin) :][:14]) is not None
    )


def vouched(turns: Sequence[Turn], place: int, stated: Stated, day: date | None) -> bool:
    """Whether the agent vouches for the value: not a question, not denied, not the citizen's own figure repeated."""
    text = turns[place].text
    condition = stated.value.measure is Measure.WON and _IF.match(text, stated.end)
    if (
        condition
        or stated.denied
        or _was_once(text, stated)
        or text.startswith("보다", stated.end)
        or (stated.value.measure is not Measure.PERCENT and _CHANGE.match(text, stated.end))
        or (stated.value.measure in _OF_TIME and _TODAY.search(text[: stated.start]))
    ):
        return False
    begin, sentence = _sentence(text, stated.start)
    rest = text[stated.end : begin + len(sentence)]
    if (
        _TELLS_BACK.match(rest)
        or (_REPEATED.search(rest[:12]) and not _VOUCHED.match(rest))
        or _EXAMPLE.search(text[begin : stated.start])
    ):
        return False
    asks = sentence.strip()
    directs = _DIRECTS.match(rest) is not None
    if (
        not directs
        and (asks.endswith("?") or _QUESTION.search(asks))
        and not re.search(r"고요|는데|[은는] ?데|거든요|니까|,", rest)
    ):
        return False
    return not _echoes(turns, place, stated, day)


def _was_once(text: str, stated: Stated) -> bool:
    """Whether it is told as what used to hold: 작년까지는 오천 원이었는데, 만 이천삼백 원은 지난달까지 요금이고요."""
    begin, _ = sentence_around(text, stated.start)
    before, behind = text[begin : stated.start], text[stated.end :]
    return bool((_ONCE.search(before) and _WAS.match(behind)) or _ONCE_BEHIND.match(behind))


_ONCE = re.compile(
    r"작년|지난해|지난달|예전|이전|전에는|그전|기존|원래|까지(?:는|만)|\b(?:last year|before|used to|"
    r"until (?:last|the end of last))\b",
    re.I,
)
_WAS = re.compile(r"\s*(?:이|까지)?(?:였|이었|었)")
_ONCE_BEHIND = re.compile(
    r"\s*(?:은|는|이)?\s?(?:작년|지난해|지난달|예전|이전)\s?(?:까지|요금|금액|기준|가격|에)|\s*(?:은|"
    r"는)?\s?(?:was|were) (?:the old|last year)"
)


def _is_a_sum(text: str, stated: Stated) -> bool:
    before = text[max(0, stated.start - _SUM_BEFORE) : stated.start]
    return stated.value.measure is Measure.WON and _SUM.search(before) is not None


def _echoes(turns: Sequence[Turn], place: int, stated: Stated, day: date | None) -> bool:
    """Whether the citizen named the same figure first, as a fact of their own case rather than as a question."""
    measure = stated.value.measure
    sided = measure is Measure.AGE and len(stated.value.keys) < _ALL_SIDES
    if measure is Measure.PHONE:
        return _reads_back(turns[:place], stated)
    if measure not in _OWN_FIGURES:
        return False
    rest = turns[place].text[stated.end : stated.end + 12]
    if re.match(r"\s*(?:이|가)?\s?(?:그대로|변동|맞게|맞(?:습니다|아요|고요|으세요|으십|으시고|죠)|정확)", rest):
        return False
    for earlier in range(place - 1, max(-1, place - 5), -1):
        turn = turns[earlier]
        for said in find_all(turn.text, day):
            if said.value.same_as(stated.value):
                if sided and len(said.value.keys) == _ALL_SIDES:
                    continue  # the citizen told an age, the agent from which age
                if turn.speaker is Speaker.AGENT:
                    return False  # the agent brought it up and stands by it
                agent_first = any(
                    stated.value.same_as(own.value)
                    for before in turns[:earlier]
                    if before.speaker is Speaker.AGENT
                    for own in find_all(before.text, day)
                )
                begin, sentence = sentence_around(turn.text, said.start)
                rest = turn.text[said.end : begin + len(sentence)].strip()
                following = turn.text[begin + len(sentence) :].strip()
                asked = _ONLY_ASKS.fullmatch(following) or (
                    len(rest) <= _SHORT_REST
                    and not rest.rstrip("?").endswith("거든요")
                    and (_QUESTION.search(sentence.strip()) or _ASKS_TO_CONFIRM.search(rest))
                )
                return not agent_first and not asked
    return False


def _reads_back(earlier: Sequence[Turn], stated: Stated) -> bool:
    """Whether the number is one the citizen dictated (a registration or telephone number of their own)."""
    said = [
        run.digits for turn in earlier if turn.speaker is not Speaker.AGENT for run in find_digit_strings(turn.text)
    ]
    told = [run.digits for turn in earlier if turn.speaker is Speaker.AGENT for run in find_digit_strings(turn.text)]
    own = [digits for digits in said if not any(share_digits(digits, other, _SHARED_DIGITS) for other in told)]
    return any(share_digits(key, digits, _SHARED_DIGITS) for key in stated.value.keys for digits in own)


def only_yes(text: str) -> bool:
    """Whether a sentence says no more than that what was asked is so: 네, 맞습니다."""
    return _ONLY_YES.fullmatch(text.strip()) is not None


_ONLY_YES = re.compile(
    r"(?:네|예|아 네|네네)[,.]?\s?(?:고객님[,.]?\s?)?(?:맞습니다|맞아요|맞으세요|맞으십니다|그렇습니다|그럼요|그렇죠)"
    r"(?:[,.]?\s?(?:고객님|선생님|어르신))?[.!]?|(?:yes|yeah)?[,.]?\s?your (?:friend|colleague|neighbou?r|"
    r"landlord) is (?:right|correct)[.!]?|(?:yes|yeah)?[,.]?\s?that's (?:right|correct)[.!]?|"
    r"(?:yes, )?(?:exactly|correct)[.!]?",
    re.IGNORECASE,
)


def _confirmed(turns: Sequence[Turn], place: int, own: list[Claim], day: date | None) -> list[Claim]:
    """Figures of the citizen's turn just before that the agent says are right, where it gives none of its own."""
    before = turns[place - 1] if place else None
    yes = _CONFIRMS.search(turns[place].text)
    if before is None or before.speaker is Speaker.AGENT or yes is None:
        return []
    found = []
    last = _asking_from(before.text)
    for said in find_all(before.text, day):
        if (
            said.end <= last
            or said.denied
            or said.doubtful
            or any(claim.value.measure is said.value.measure for claim in own)
        ):
            continue
        _, sentence = sentence_around(before.text, said.start)
        concludes = _CONCLUDES.match(sentence.strip()) is not None
        if concludes or _ASKS_TO_CONFIRM.search(before.text[said.end :]) or _ASKS_TO_CONFIRM.search(sentence):
            found.append(Claim(place, said.value, yes.start(), yes.end(), said.about, confirmed=place - 1))
    # The last figure is the one the yes is about, unless several of a kind stand in one conclusion.
    together = [claim for claim in found if found and claim.value.measure is found[-1].value.measure]
    return together if _CONCLUDES.match(before.text[last:].strip()) else found[-1:]


_CONCLUDES = re.compile(r"(?:아\s?|네\s?|음\s?|어\s?)?[,.]?\s?(?:그럼|그러면|그러니까|그니까)\s|so\b", re.IGNORECASE)
_ONLY_ASKS = re.compile(
    r"(?:and )?(?:is|was) (?:that|this|it) (?:right|correct|true|still so)\?|right\?|correct\?|(?:이게?|그게?|"
    r"그거)?\s?맞(?:아요|나요|죠|습니까)\?",
    re.I,
)


def _asking_from(text: str) -> int:
    """Where the sentence that asks begins; what is added behind it (주택 첫 번째 거.) belongs to it."""
    begin, sentence = sentence_around(text, len(text.rstrip(" .?!…")) - 1)
    added = not text.rstrip().endswith("?") and text[:begin].rstrip().endswith("?") and not find_all(sentence)
    if begin and (added or _ONLY_ASKS.fullmatch(sentence.strip())):
        begin, _ = sentence_around(text, len(text[:begin].rstrip(" .?!…")) - 1)
    return begin
