"""Words of abuse, Korean and English, by class: insult, threat, sexual harassment.

The classes follow what public call centres keep apart in their rules on abusive callers, because each has its own procedure.
Only words that have no innocent use in a call to a city are listed; anger, shouting or 반말 of a citizen is no abuse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CLASSES = ("insult", "threat", "sexual")

_PATTERNS = {
    "insult": (
        r"(?<![가-힣])개\s?(?:새끼|색끼|쌔끼|자식|년|놈)|(?<![가-힣])이?\s?(?:새끼|쌔끼)(?:야|들|가|는|를|\b)|(?:씨|시|쓰|씹)\s?(?:발|팔|벌)(?:놈|년|아|것|롬|\b)|ㅅㅂ"
        r"|미친\s?(?:놈|년|새끼|것|자식)|병신|등신|지랄|염병|엿\s?먹|닥쳐|닥치[고라]|꺼져|(?:저|이|그)\s?(?:쌍|썅)?\s?(?:놈|년)(?:아|이|의|들|\b)|썅|쌍놈|쌍년|또라이|돌대가리|멍청(?:한|이|아)|바보\s?(?:야|같|냐|아니)|한심한\s?(?:놈|년|인간|것)|대가리"
        r"|\b(?:idiot|moron|stupid (?:woman|man|bitch|bastard|idiot)|you(?:'re| are) (?:so )?stupid|bitch|bastard|asshole|shut up|fuck\w*|shit)\b"
    ),
    "threat": (
        r"죽여\s?버|죽여\s?줄|죽고\s?싶|죽을\s?줄\s?알|가만\s?(?:안|두지)\s?(?:둬|둘|않)|찾아가서\s?(?:죽|가만|다|불)|불\s?(?:지르|질러)|칼로|때려\s?(?:죽|줄)"
        r"|\b(?:i(?:'ll| will) kill|kill you|burn (?:down|your))\b"
    ),
    "sexual": (
        r"속옷|몸매|가슴\s?(?:크|만|보)|섹스|섹시|벗어\s?(?:봐|라|줘)|자고\s?싶|애인\s?(?:해|하자|있)|야한|신음"
        r"|\b(?:sexy|underwear|sleep with me)\b"
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
    ]
    return tuple(sorted(found, key=lambda rude: (rude.start, rude.end)))
