"""Which fact a stated value is meant to be: the words beside it, what was asked, the entry the talk is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answers.claims import Claim, substantial
from qa.answers.entries import Entry, Fact
from qa.answers.facts import FactType, Measure, Value
from qa.answers.spoken import find_all
from qa.answers.times import LUNCH, days_named
from qa.answers.wording import speaks_of, terms
from qa.call import Speaker, Turn
from qa.language.sentences import sentence_around

# What asks for a value of each measure.
_ASKS = {
    Measure.WON: r"얼마|요금|수수료|비용|돈|가격|금액|공짜|무료|how much|fee|cost|price|charge|fare|free",
    Measure.PERCENT: r"얼마|몇 ?(?:퍼센트|프로)|할인|감면|how much|discount|percent",
    Measure.LENGTH: r"며칠 ?(?:이나|걸|동안|안|만|정도|씩|까지)|얼마나 ?(?:걸|오래|기다|있|빌|보관)|기간|기한|걸리|"
    r"걸려|동안|오래|"
    r"몇 ?(?:일|달|개월|주|년|시간|분) ?(?:이나|걸|동안|안|만|정도|치|까지)|언제까지|언제(?:쯤)? "
    r"(?:들어|나오|나와|받|되|돼|처리|끝|와)|금방|빨리 (?:되|나)|how long|how "
    r"many (?:days|weeks|months)|how soon|how quickly|how fast|how much time|how far ahead|when (?:will|"
    r"can) (?:i|we|they) (?:get|expect|have|hear)|by when|when do i have",
    Measure.AHEAD: r"언제|며칠|마감|기한|when|before|how early|how far ahead|in advance",
    Measure.DATE: r"언제|며칠|마감|기한|날짜|when|date|deadline|until",
    Measure.CLOCK: r"몇 ?시|시간|언제|여나|열어|문 ?(?:여|열|닫)|하나요|해요\?|what time|hours|open|close|when|until",
    Measure.PHONE: r"번호|연락처|전화|어디로|number|phone|call|contact",
    Measure.OFFICE: r"어디|부서|무슨 과|어느 과|담당|누구|which|who|where|office|department",
    Measure.AGE: r"몇 ?(?:살|세)|나이|대상|자격|누가|되나|돼요|how old|age|eligible|who can",
    Measure.COUNT: r"몇 ?(?:권|곳|군데|회|번|마리|대|개)|how (?:many|often)",
    Measure.PEOPLE: r"몇 ?(?:명|인)|대상|자격|되나|돼요|eligible|how many|who can",
    Measure.PLACE: r"어디|어느|몇 ?층|위치|장소|where|which",
    Measure.DOCUMENT: r"뭐|무엇|뭘|서류|준비|필요|가져|들고|챙겨|what|bring|need|document|papers",
}
_ASKING = {measure: re.compile(pattern, re.IGNORECASE) for measure, pattern in _ASKS.items()}
# A fee by another name is another fee: a fine is not the water charge.
_FEE_WORDS = tuple(
    "과태료 범칙금 벌금 보증금 가산금 연체료 할인 감면 환급 배송비 택배비 우편료 등기료 관리비 교재비 지원금 "
    "생계비 월세 임대료 등록비 회비 견인료 보관료 주차비 재료비 입장료 수강료 fine deposit postage".split()
)


@dataclass(frozen=True, slots=True)
class Around:
    """The words around a claim. `clause` reaches from the last value of its measure to just behind it; `before` is the
    rest of the turn before that; `asked` what the citizen said last, newest first; `offered` what the agent said before
    that (번호 불러 드릴까요?).
    """

    clause: str
    before: str
    asked: tuple[str, ...]
    offered: str = ""

    @property
    def all(self) -> str:
        return " ".join((self.clause, self.before, *self.asked))


def around(turns: Sequence[Turn], claim: Claim) -> Around:
    text = turns[claim.turn].text
    asked = _asked(turns, claim.turn)
    if claim.confirmed is not None:
        return Around(turns[claim.confirmed].text, "", asked[1:])
    same = [item for item in find_all(text) if item.value.measure is claim.value.measure]
    begin = max([item.end for item in same if item.end <= claim.start], default=0)
    begin = max(begin, sentence_around(text, claim.start)[0])
    following = min([item.start for item in same if item.start >= claim.end], default=len(text))
    # What stands behind a value is about it only until the next one begins to be named.
    behind = text[claim.end : min(following, claim.end + 14)]
    behind = "" if following < len(text) else re.split(r"[.?!]", behind)[0]
    return Around(text[begin : claim.end] + behind, text[:begin], asked, _offered(turns, claim.turn))


def _offered(turns: Sequence[Turn], place: int) -> str:
    """What the agent offered or asked in his turn before, where the citizen only said yes to it."""
    own = [turn for turn in turns[max(0, place - 2) : place] if turn.speaker is Speaker.AGENT]
    return own[-1].text if own and own[-1].text.rstrip().endswith("?") else ""


def _asked(turns: Sequence[Turn], place: int) -> tuple[str, ...]:
    """The citizen's last turns: those just before, and the last one that says what it is about."""
    said = [turn.text for turn in turns[:place] if turn.speaker is not Speaker.AGENT]
    newest = list(reversed(said))
    chosen = newest[:1]
    chosen += [text for text in newest[1:4] if substantial(text)][:2]
    return tuple(chosen)


def asked_for(measure: Measure, near: Around) -> bool:
    """Whether the citizen's last turn asks for a value of this measure."""
    asking = _ASKING.get(measure)
    if asking is None or not near.asked:
        return False
    return bool(asking.search(near.asked[0]) or asking.search(near.offered))


def nearness(fact: Fact, siblings: Sequence[Fact], clause: str) -> float:
    """How close to the end of the clause a term stands that only this fact has, in [0, 1]."""
    others = frozenset(term for other in siblings if other.name != fact.name for term in _naming(other))
    places = [clause.rfind(term) for term in _naming(fact) - others if len(term) > 1]
    return max([0.0, *(place / len(clause) for place in places if place >= 0)])


_MONTHS = ("일", "이", "삼", "사", "오", "유", "칠", "팔", "구", "시", "십일", "십이")


def month_met(fact: Fact, near: Around) -> bool:
    """Whether what was asked names the month of the fact's date: 구월에 내는 재산세는 언제까지예요?"""
    months = {
        int(key.split("-")[0])
        for value in fact.values
        if value.measure is Measure.DATE
        for key in value.keys
        if key[0] != "*"
    }
    forms = "|".join(form for month in months for form in (str(month), _MONTHS[month - 1]))
    spoken = (near.clause.partition("은 ")[0], near.before, *near.asked)
    return bool(forms) and any(
        re.search(rf"(?<![가-힣\d])(?:{forms})\s?월(?!\s*[\d{''.join(_MONTHS)}])", text) for text in spoken
    )


def text_met(fact: Fact, siblings: Sequence[Fact], clause: str) -> bool:
    """Whether the clause holds a word of the fact's own text (수리일로부터 60일) that its siblings' texts do not."""
    others = frozenset(term for other in siblings if other is not fact for term in terms(other.text))
    return any(not term[0].isdigit() and speaks_of(term, clause) for term in terms(fact.text) - others)


def specific(fact: Fact, siblings: Sequence[Fact], near: Around) -> int:
    """How many terms that only this fact's name has are said: 어린이 보호구역 승용차 is more than 승용차."""
    others = frozenset(term for other in siblings if other.name != fact.name for term in _naming(other))
    return sum(speaks_of(term, near.clause) for term in _naming(fact) - others) if others else 0


def mention(fact: Fact, siblings: Sequence[Fact], near: Around) -> float:
    """How far the words around a claim name this fact, in [0, 1]: a term that its siblings share tells less."""
    own = _naming(fact)
    if not own:
        return 0.0
    total = score = 0.0
    for term in sorted(own):  # in one order, so that sums of shares come out the same to the last bit
        shared = sum(term in _naming(other) for other in siblings if other.name != fact.name)
        weight = (_OF_ANY if fact.type is FactType.POSSIBLE and term in _DEEDS else 1.0) / (1 + 2 * shared)
        total += weight
        score += weight * _heard(term, near)
    return score / total if total else 0.0


_DEEDS = frozenset(
    "신청 신고 접수 발급 이용 납부 예약 방문 제출 등록 상담 참여 가입 use application report payment pay issue "
    "collection registration reservation booking".split()
)
_OF_ANY = 0.5  # what one does in any matter (신청) names a possibility less than how (전화 신청)


def all_named(fact: Fact, near: Around) -> bool:
    """Whether every term of the fact's name was said, the deeds of any matter apart."""
    telling = _naming(fact) - _DEEDS
    return bool(telling) and all(_heard(term, near) for term in telling)


def better_named(one: Fact, other: Fact, near: Around) -> bool:
    """Whether what tells two facts apart was said of the one and not of the other: 승합차, not 승용차."""
    own, others = _naming(one) - _naming(other), _naming(other) - _naming(one)
    said = max((_heard(term, near) for term in own), default=0.0)
    return said >= _SAID_LATELY and bool(others) and max(_heard(term, near) for term in others) < _SAID_ONCE


_SAID_LATELY, _SAID_ONCE = 0.7, 0.5


def _heard(term: str, near: Around) -> float:
    if speaks_of(term, near.clause):
        return 1.0
    if speaks_of(term, near.before):
        return 0.75
    for text, worth in zip(near.asked, (0.7, 0.35, 0.3), strict=False):
        if speaks_of(term, text):
            return worth
    return 0.0


_TAKES = re.compile(
    r"걸리|걸려|걸립|걸릴|소요|나와|나옵|나오|발급|동안|보관|\b(?:takes?|took|taking|ready|for|issued?|"
    r"dealt with|processed|answered|handled|hear back)\b",
    re.IGNORECASE,
)
_HAS_TO_BE = re.compile(
    r"대상(?:이|입|은|자)|자격|지나야|지나셔야|넘어야|넘으셔야|이상(?:이어야|이셔야|되어야|되셔야|돼야)|"
    r"거주하(?:셔야|고 "
    r"계셔야|신 분)|at least .* to (?:apply|qualify)",
    re.IGNORECASE,
)
_BY = re.compile(
    r"까지|이내|안에|안으로|기한|마감|내로|\b(?:within|by|before|until|deadline|latest|you(?:'ve| have)(?: got)?)\b",
    re.IGNORECASE,
)


def said_as(clause: str) -> FactType | None:
    """Whether a length is said as what something takes, or as the time one has."""
    if _HAS_TO_BE.search(clause):
        return FactType.ELIGIBILITY
    if _TAKES.search(clause):
        return FactType.DURATION
    return FactType.DEADLINE if _BY.search(clause) else None


def said_kind(near: Around) -> FactType | None:
    """As :func:`said_as`; 안에 answers 언제 나와요 with how long it takes."""
    kind = said_as(near.clause)
    if kind is FactType.DEADLINE and near.asked and _TAKES.search(near.asked[0]) and not _BY.search(near.asked[0]):
        return FactType.DURATION
    return kind


def _naming(fact: Fact) -> frozenset[str]:
    if fact.type is FactType.POSSIBLE:
        by_phone = frozenset(("전화",)) if "전화" in fact.name else frozenset()
        short = frozenset(word for word in fact.name.split() if len(word) == 1 and "가" <= word <= "힣")
        return terms(fact.name, general=True) | by_phone | short
    return terms(fact.name, general=True) | (
        terms(re.sub(r"[\d:~,.-]+", " ", fact.text))
        if fact.type.value in ("hours", "fee", "eligibility")
        else frozenset()
    )


def day_conflict(fact: Fact, value: Value, near: Around) -> bool:
    """Whether the hours are those of other days than the fact's, or of a break."""
    if value.measure is not Measure.CLOCK or value.interval is None:
        return False
    own = days_named(fact.name) | days_named(fact.text)
    said = (
        value.interval.days
        or days_named(near.clause)
        or (days_named(near.asked[0]) - {LUNCH} if near.asked else frozenset())
    )
    if LUNCH in said and LUNCH not in own:
        return True
    if LUNCH in own and LUNCH not in said:
        return LUNCH not in days_named(near.all)
    return bool(own and said and not own & said)


# Facts come in pairs: who speaks of leaving does not mean the hour of arrival.
_ENDS = (
    (
        re.compile(r"입실|체크인|check[- ]?in", re.I),
        re.compile(r"퇴실|체크아웃|나가시|나가셔|비우시|비워|check(?:ing)?[- ]?out", re.I),
    ),
    (re.compile(r"시작일|개시일|개시 시"), re.compile(r"까지")),
    (re.compile(r"출발"), re.compile(r"도착")),
    (re.compile(r"개관|개장"), re.compile(r"폐관|폐장")),
    (re.compile(r"첫차|첫 ?배"), re.compile(r"막차|막 ?배")),
)


_FROM_A_DAY = re.compile(r"(?:일|말)\s?부터")
_BY_A_DAY = re.compile(r"^(?!.*(?:시작|개시|접수일|기간)).*(?:기한|마감|납기)")


def other_end(fact: Fact, clause: str) -> bool:
    """Whether the clause names only the other one of two ends that facts are told of (입실 and 퇴실)."""
    if _FROM_A_DAY.search(clause) and _BY_A_DAY.search(fact.name):
        return True
    for pair in _ENDS:
        for own, other in (pair, pair[::-1]):
            if own.search(fact.name) and not other.search(fact.name):
                return other.search(clause) is not None and own.search(clause) is None
    return False


_YEARLY = re.compile(
    r"(?<![가-힣])(?:연|년|일 ?년|1년|한 ?해|연간)(?:에|간|으로)?(?![가-힣])|\b(?:a|per|each) "
    r"year\b|\bannual",
    re.IGNORECASE,
)
_MONTHLY = re.compile(
    r"(?<![가-힣])(?:월|매월|다달이|한 ?달|매달|월세)(?:에|간)?(?![가-힣]{2})|\b(?:a|per|each) "
    r"month\b|\bmonthly",
    re.IGNORECASE,
)


def period_conflict(fact: Fact, value: Value, near: Around) -> bool:
    """Whether a yearly amount meets a monthly fact, or the other way round."""
    if value.measure is not Measure.WON:
        return False
    own = fact.name + " " + fact.text
    said = near.clause
    yearly = _YEARLY.search(said) and not _MONTHLY.search(said)
    monthly = _MONTHLY.search(said) and not _YEARLY.search(said)
    return bool((yearly and _MONTHLY.search(own)) or (monthly and _YEARLY.search(own)))


def fee_words_clash(near: Around, value: Value, entry: Entry, fact: Fact) -> bool:
    """Whether the amount is called by the name of a kind of fee that neither the fact nor the entry is about."""
    if value.measure is not Measure.WON:
        return False
    about = entry.title + entry.topic + " ".join(entry.questions) + fact.name
    return any(word in near.clause and word not in about for word in _FEE_WORDS)
