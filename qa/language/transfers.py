"""Where the agent really hands the citizen over, told from what both say.

연결해 드리겠습니다 hands over; 연결해 드릴까요 offers, and only the citizen's yes makes it a transfer; 연결이 어렵습니다, a number
to call, a promise to call back and what happened before the call are none. A transfer that then fails or is
declined is none; one that is announced over several turns is one, until somebody else is on the line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.call import Speaker, Turn
from qa.language.knowledge import find_ways, named
from qa.language.phrases import Found
from qa.language.questions import Said, sentences

_LONGEST_NAME = 24
_LATELY = 6  # turns after which an office that was named is no longer "there"
# A name that ends in 과 may be a noun with the particle "and": 담당자분과, 결과.
_OFFICE = (
    r"(?:[가-힣]{2,}[0-9]?(?<!분)(?<!님)(?<!들)(?<!자)(?<!저희)(?<!다음)과|[가-힣0-9]+팀|센터|콜|우체국|출입국|정책국|"
    r"(?:상담|민원|행정|비서|종합|관리|상황|당직|홍보|감사|기획|안내)실|(?:사무|보건|사업|안내|관리|보관|출장|충전|검사|등록|파출|상담|수도사업)소|"
    r"(?:구|시|군|도|경찰|국세|교육|병무|산림|기상|노동|관세|본)청|공단|공사|본부|재단|위원회|사업단|지원단|경찰서|소방서|세무서|법원|병원|은행|협회|조합|데스크|담당관|창구|부서)"
)
_ROLE = r"(?:담당자|담당관|담당|직원|주무관|선생님|팀장|과장|상담사|상담원|통역|책임자|실무자|관리자|매니저|조사관|검침원|교환)"
_TO_KO = re.compile(
    rf"(?P<to>(?:[가-힣A-Za-z0-9·]+ ){{0,2}}?(?P<last>[가-힣A-Za-z0-9·]*?{_OFFICE}))"
    rf"(?P<role>(?:의|에|에 계신)?(?: ?(?:쪽|측|내선|분들?|직통|민원|업무)| [가-힣]{{1,6}}(?= ?{_ROLE})| ?{_ROLE})*?(?:님|분)*)?"
    r"(?:으로|로|에게|께|한테|에다가?|에|하고|이랑|랑|와|과|을|를)?(?=[ ,.?!]|$|연결|돌려|전화|바로)"
)
_PERSON_KO = re.compile(
    rf"(?P<to>(?:[가-힣·]+ )?[가-힣·]*{_ROLE})(?:님|분|쪽)*(?: ?쪽)?(?:으로|로|에게|께|한테|을|를|하고|이랑|과|와)"
)
_LEAD_KO = re.compile(
    r"^.*(?:[가-힣](?:면|서|고|니까|는데|은데|은|는|이|가|을|를|도|까지|부터|요|니다|죠|로|게|에|의|한|할|던|인)|네|예|그럼|제가|지금|바로|다시|일단|우선|이제|혹시|저희|곧|직접) "
)
_GENERIC_KO = re.compile(
    r"^(?:해당|담당|관련|소관|관할|다른|그|저희|우리|이|저|각|전담|맞는|아까|같은|무슨|어느|여러|정확한|제)? ?(?:부서|과|팀|기관|센터|담당|담당자|담당관|담당과|담당팀|직원|상담사|상담원|"
    r"창구|콜센터|결과|효과|통과|전부|일부|주소|장소|취소|요청|신청|접수처|최소|평소|내부|외부|선생님|책임자|실무자|관리자|시청|구청|주무관|팀장)$"
)
_NAMED_KO = re.compile(
    rf"(?P<to>(?P<last>[가-힣A-Za-z0-9·]*{_OFFICE}))(?=(?:가|는|은|이|에서|에|로|으로|의|라는|인데|입니다|이에요|예요|이고|고|라고|하고|,)|[ .?!,]|$)"
)
_NAMED_EN = re.compile(
    r"\b(?:(?:But|And|So|The|That|Then|Or) )*(?P<to>(?:[A-Z][\w'’]+ |(?:of|and|for|the|health|community|service|licen[cs]e) ){0,5}"
    r"(?:[Oo]ffice|[Dd]ivision|[Tt]eam|[Dd]epartment|[Dd]esk|[Cc]ent(?:re|er)|[Ss]ection|[Uu]nit|[Bb]ureau))\b"
)
_OTHER = re.compile(r"다른 ?(?:부서|팀|과|쪽|데|곳|담당)|\b(?:another|a different|the other)\b", re.IGNORECASE)
_TO_EN = re.compile(
    r"\b(?:to|with|through to) (?P<to>(?:the |our |my |someone (?:in|at) |somebody (?:in|at) )?[\w'’&/-]+(?: [\w'’&/-]+){0,6}?)"
    r"(?=[,.;:?!]|\s+(?:now|right|this|so|and|who|because|if|please|straight|directly|for|then|as|while|they|where|in a|about|on|just|today)\b|\s*$)",
    re.IGNORECASE,
)
_KIND_EN = re.compile(
    r"\b(?:office|division|team|department|desk|cent(?:re|er)|section|unit|bureau|service|line|police|hotline|supervisor)\b",
    re.IGNORECASE,
)
_GENERIC_EN = re.compile(
    r"^(?:the |our |a )?(?:(?:right|relevant|other|correct|responsible|appropriate|proper) )?"
    r"(?:them|him|her|it|you|there|that|someone|somebody|department|office|team|desk|line|colleague|people|person|one)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HandingOver:
    """A transfer in the words of turn `turn`, characters [start, end). `to` as it was said, "" where it was not."""

    turn: int
    start: int
    end: int
    to: str = ""


class _Listening:
    """What is known so far of handing over while the turns are read in order."""

    def __init__(self, korean: bool) -> None:
        self._korean = korean
        self.done: list[HandingOver] = []
        self._on: HandingOver | None = None
        self._offered: HandingOver | None = None
        self._offer = ""
        self._complained = False
        self._named = ""  # the last office the agent named, and where
        self._named_at = 0
        self._greeted: int | None = None  # the agent's first turn: the office named in it is the own one

    def agent(self, place: int, turn: Turn) -> None:
        greets = self._greeted is None or self._said("taken_over", turn.text) is not None
        self._greeted = place if self._greeted is None else self._greeted
        if self._on and place > self._on.turn and greets:
            self._close()
        for said in sentences(turn.text):
            if not greets and (name := self._last_named(said.text)):
                self._named, self._named_at = name, place
            if self._said("hand_over_failed", said.text) or self._said("hand_over_not", said.text):
                if self._said("hand_over_failed", said.text):
                    self._on = self._offered = None
                continue
            offer, now = self._said("hand_over_offer", said.text), self._said("hand_over_now", said.text)
            if offer:
                self._offered, self._offer = self._handing(place, turn, said), said.text
            elif now:
                self._announce(self._handing(place, turn, said), turn.text)

    def citizen(self, text: str) -> None:
        self._complained = self._complained or bool(self._said("passed_on_before", text))
        if self._offered is not None:
            declined = self._declines(text)
            if not declined and self._said("hand_over_accepted", text):
                self._announce(self._offered, self._offer)
            if declined or self._on:
                self._offered = None
        elif self._on is not None and self._declines(text):
            self._on = None

    def end(self) -> list[HandingOver]:
        self._close()
        return self.done

    def _announce(self, handing: HandingOver, text: str) -> None:
        before = self._on
        if before is not None and self._is_another(before, handing, text):
            self._close()
            before = None
        self._offered, self._complained = None, False
        to = handing.to or (before.to if before else "")
        self._on = HandingOver(handing.turn, handing.start, handing.end, to)

    def _is_another(self, before: HandingOver, handing: HandingOver, text: str) -> bool:
        if before.turn == handing.turn:
            return False
        return self._complained or bool(_OTHER.search(text) and handing.turn - before.turn > 1)

    def _close(self) -> None:
        if self._on is not None:
            self.done.append(self._on)
        self._on, self._complained = None, False

    def _declines(self, text: str) -> bool:
        """A bare yes after 연결해 드려도 괜찮을까요 may say 괜찮아요; and who asks to be connected declines nothing."""
        if not self._said("hand_over_declined", text):
            return False
        agreed = self._said("hand_over_accepted", text)
        if agreed and re.search(r"연결해 ?(?:주|줘)|돌려 ?(?:주|줘)|바꿔 ?(?:주|줘)|put me through|connect me", text):
            return False
        if "괜찮" in text and re.search(r"괜찮|드려도", self._offer) and agreed:
            return False
        return not (self._offered is None and agreed and not re.search(r"번호|number|제가|직접|i[’']?ll ", text, re.I))

    def _handing(self, place: int, turn: Turn, said: Said) -> HandingOver:
        start = said.start + len(turn.text[said.start : said.end]) - len(turn.text[said.start : said.end].lstrip())
        to = destination(said.text) if self._korean else destination_en(said.text)
        if not to and place - self._named_at <= _LATELY:
            to = self._named
        return HandingOver(place, start, said.end, to)

    def _last_named(self, text: str) -> str:
        pattern = _NAMED_KO if self._korean else _NAMED_EN
        names = [match["to"].strip() for match in pattern.finditer(text)]
        generic = _GENERIC_KO if self._korean else _GENERIC_EN
        return next((name for name in reversed(names) if len(name) > 2 and not generic.match(name)), "")

    def _said(self, name: str, text: str) -> Found | None:
        ways = named((name if self._korean else f"{name}_en",))
        return next(iter(find_ways(ways, text, kindly=False)), None)


def transfers_said(turns: Sequence[Turn]) -> tuple[HandingOver, ...]:
    """The transfers of the call, in order, by what is said; each at the words that announce it last."""
    korean, english = _Listening(True), _Listening(False)
    is_korean = any("가" <= letter <= "힣" for turn in turns for letter in turn.text)
    heard = [korean, english] if is_korean else [english]
    for place, turn in enumerate(turns):
        for each in heard:
            if turn.speaker is Speaker.CITIZEN:
                each.citizen(turn.text)
            else:
                each.agent(place, turn)
    return tuple(sorted((found for each in heard for found in each.end()), key=lambda found: found.turn))


def passed_on_before(text: str) -> Found | None:
    """Where a citizen says that they were passed on, before this call or in it."""
    for name in ("passed_on_before", "passed_on_before_en"):
        if found := next(iter(find_ways(named((name,)), text, kindly=False)), None):
            return found
    return None


def destination(text: str) -> str:
    """Where to, in a Korean sentence that hands over: 주택과 담당자께 연결해 드릴게요 → 주택과; "" for 담당 부서로, 그쪽으로.

    The last office named; where none is, the person (민원전담 팀장).
    """
    offices: list[tuple[str, str]] = []
    end = -2
    for match in _TO_KO.finditer(text):
        to = match["to"]
        if offices and match.start() <= end + 1 and not match["to"].startswith(offices[-1][0]):
            to = f"{offices[-1][1]} {match['last']}"  # 주차단속과 단속운영팀
            offices.append((to, to))
        else:
            offices.append((to, match["last"]))
        end = match.end()
    people = [(match["to"], match["to"].split()[-1]) for match in _PERSON_KO.finditer(text)]
    for several in (offices, people):
        for to, last in reversed(several):
            bare = _LEAD_KO.sub("", to) if " " in to else to
            bare = bare if bare.endswith(last) else last
            if len(last) > 1 and not _GENERIC_KO.match(bare) and len(bare) <= _LONGEST_NAME:
                return bare
    return ""


def destination_en(sentence: str) -> str:
    """Where to, from an English one: "I'll put you through to the Housing Division now" → the Housing Division."""
    for match in _TO_EN.finditer(sentence):
        to = match["to"].strip()
        named = any(letter.isupper() for letter in to[4:]) or _KIND_EN.search(to)
        if named and not _GENERIC_EN.match(to):
            return to
    return ""
