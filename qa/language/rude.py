"""Words of abuse, Korean and English, by class: insult, threat, sexual harassment.

The classes follow what public call centres keep apart in their rules on abusive callers, because each has its own
procedure. Only words that have no innocent use in a call to a city are listed; anger, shouting or 반말 of a citizen is
no abuse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CLASSES = ("insult", "threat", "sexual")
# What is reported, not said by the speaker: "이 새끼야"라고 하더라고요.
_QUOTED = re.compile(
    r"^[가-힣]{0,3}[\s\"'”’,.!?]*(?:이?라고|라면서|라며|이?라는|라던|하면서|고 (?:하|했|욕|소리|그러|그랬))"
)
_ENGLISH_QUOTING = re.compile(
    r"\b(?:called me|calls me|said|says|told me|shouted|yelled)\b[^.?!]{0,25}$", re.IGNORECASE
)

_IN_MARKS = re.compile(r"[\"“][^\"“”]*[\"”]\s?(?:이?라|하|그)")  # in quotation marks, and told on

_PATTERNS = {
    "insult": (
        r"개(?:새|색|쌔)끼|(?<![가-힣])개\s(?:새|쌔)끼(?:야|들아)|개자식"
        r"|(?<![가-힣])(?:이|저|그|야)\s?(?:새|쌔)끼(?!\s?(?:고양|강아|개|새|들이|를 낳))"
        r"|(?:새|쌔)끼(?:야|들아)|(?<![가-힣])(?:씨|씹)\s?(?:발|팔)|(?<![가-힣])시발(?:놈|년|아|(?![가-힣]))|ㅅㅂ"
        r"|미친\s?(?:놈|년|새끼)|(?<![가-힣])(?:병신|등신)(?!고)|지랄|(?<![가-힣])염병|엿\s?(?:이나\s?)?먹어|닥쳐(?!오|올)|닥치(?:고|라|세)"
        r"|당장\s?꺼져|꺼지라고|(?:놈|년)아(?![가-힣])|썅|쌍놈|쌍년|또라이|돌대가리|멍청한\s?(?:놈|년|인간|것들|여자|남자)|멍청아|이\s?바보야|한심한\s?(?:놈|년|인간)"
        r"|\b(?:idiot|moron|stupid (?:woman|man|bitch|bastard|idiot)|you(?:'re| are) (?:so )?stupid"
        r"|bitch|bastard|asshole|shut up|fuck\w*|piece of shit)\b"
    ),
    "threat": (
        r"죽여\s?버|죽여\s?줄|죽을\s?줄\s?알아|가만\s?(?:안\s?(?:둬|둘|두)|두지\s?않)|찾아가서\s?(?:죽|가만|불)|불\s?(?:지르|질러)|칼로\s?(?:찌|찔|죽)|때려\s?(?:죽|줄)"
        r"|\b(?:i(?:'ll| will) kill|kill you|burn (?:it|the place|you) down)\b"
    ),
    "sexual": (
        r"속옷\s?(?:색|무슨|뭐|입)|무슨\s속옷|몸매(?:가|는|도|좀)|섹스|섹시|옷\s?(?:좀\s?)?벗어|(?:너랑|당신이랑|아가씨랑|같이)\s자고\s싶|애인\s?(?:하자|할래|있)"
        r"|\b(?:sexy|what are you wearing|sleep with me)\b"
    ),
}
_COMPILED = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _PATTERNS.items()}


@dataclass(frozen=True, slots=True)
class Rude:
    """Characters [start, end) of the text and the class of abuse."""

    kind: str
    start: int
    end: int


def find_rude(text: str) -> tuple[Rude, ...]:
    """Every word of abuse in `text`, left to right."""
    found = [
        Rude(kind, match.start(), match.end())
        for kind, pattern in _COMPILED.items()
        for match in pattern.finditer(text)
        if not is_quoted(text, match.start(), match.end())
    ]
    return tuple(sorted(found, key=lambda rude: (rude.start, rude.end)))


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether what stands at [start, end) is told as somebody else's words."""
    return bool(
        _QUOTED.match(text[end:])
        or _ENGLISH_QUOTING.search(text[:start])
        or any(mark.start() < start and end < mark.end() for mark in _IN_MARKS.finditer(text))
    )
