"""The papers a sentence asks for, or says are not needed, against the facts of that kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answers.claims import Claim
from qa.answers.entries import Fact
from qa.answers.facts import Measure, Value
from qa.answers.meaning import Around
from qa.answers.worded import Said, Spoken
from qa.answers.wording import speaks_of

_DOCUMENT = re.compile(
    r"[가-힣]{0,10}(?:증명서|등본|초본|신청서|계약서|확인서|위임장|영수증|통장|도장|인감|신분증|"
    r"면허증|등록증|여권|사진|진단서|동의서|고지서|청구서|사본|소견서|명세서|등록부|원본|신고서|"
    r"수첩|학생증|카드|필증|견적서|허가증|서약서|추천서)"
    r"|\b(?:passports?|residence cards?|(?:[a-z]+ )?(?:contracts?|certificates?|photos?|"
    r"photographs?|receipts?|licen[cs]es?|permits?|registrations?|forms?|ids?|bankbooks?|"
    r"statements?|letters?|seals?|proof of [a-z]+))\b",
    re.IGNORECASE,
)
_BRING = re.compile(
    r"가져|가지고|갖고|내야|내면|내나|뭐 내|들고|챙겨|챙기|준비|지참|필요|제출|내시|내셔|첨부|보여|"
    r"제시|부탁드|있으셔야|있어야|있으면|있으시면|구비|서류|bring|need|required|documents?|have (?:with|"
    r"ready)|take|show|submit|provide|upload|want",
    re.IGNORECASE,
)
_NOT_NEEDED = re.compile(
    r"(?:필요|지참|제출)[가-힣]{0,2}\s?(?:없|안|않)|없어도|없으셔도|안\s?(?:가져|내|챙기|"
    r"들고)[가-힣]*\s?(?:도|셔도)|필요(?:는|가|하지|치)?\s?(?:없|않)|생략|안\s?내셔도|don't need|"
    r"not (?:needed|required|necessary)|no need|needn't|without|don't want|doesn't want|not the|"
    r"never mind",
    re.IGNORECASE,
)
_NEAR = 14
_ASKED = re.compile(
    r"서류|준비|(?:뭐|뭘|무엇|뭣)[^?]{0,6}(?:가져|가지고|갖고|내|들고|챙|필요|준비|있어야)|"
    r"뭐 ?(?:가|들|챙|필)|필요|가져|들고|"
    r"\b(?:bring|need|documents?|take|give|show|carry|have with)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"만\s?(?:있으면|있으시면|가져|챙겨|준비|내시|들고)|다른 (?:건|것은) (?:없|필요)|\b(?:only|"
    r"just|all you need)\b",
    re.IGNORECASE,
)
_COMPLETE = re.compile(r"면 (?:되|돼|됩|충분)|준비|가지요?|뿐|그거면|that's all|is all|just|only", re.IGNORECASE)
_OR = re.compile(r"\s*(?:또는|혹은|(?<=[가-힣])이?나(?=\s)|\bor\b|/|중 하나)\s*")


def not_needed(text: str) -> bool:
    """Whether it says that a paper can be left at home."""
    return _NOT_NEEDED.search(text) is not None


def items_of(text: str) -> tuple[str, ...]:
    """The papers in a cell: 신분증, 도장 → each without spaces and counts."""
    parts = re.split(r"\s*(?:[,·|+;]|및|그리고|와 |과 |\band\b)\s*", re.sub(r"\([^)]*\)", "", text))
    found = []
    for part in parts:
        for item in _OR.split(part):
            item = re.sub(r"\s+(?:한|두|세|네)\s?(?:부|통|매|장|개)\s*$", "", item)
            item = re.sub(r"\s*\d*\s*(?:부|통|매|장|개|copies|copy|of)?\s*\d*\s*(?:부|통|매|장)?\s*$", "", item.strip())
            item = re.sub(
                r"^(?:one|two|three|a|an|the|your|colour|color|original|본인|각)\s+", "", item, flags=re.IGNORECASE
            )
            if len(item) > 1:
                found.append(item.lower())
    return tuple(dict.fromkeys(found))


def _says(item: str, text: str) -> int:
    """Where `text` names a paper: by its whole name, or by its head (매매계약서 is also 계약서)."""
    flat = text.lower().replace("복사본", " 사본")
    if item.isascii():
        return _says_english(item, flat)
    squeezed, places = _squeezed(flat)
    name = item.replace(" ", "")
    at = squeezed.find(name)
    if at >= 0:
        return places[at]
    if name[-2:] in _SHORT_HEADS and (match := re.search(rf"(?<![가-힣]){name[-2:]}", flat)):
        return match.start()
    if len(name) > 4:
        for head in (name[-4:], name[-3:]):
            at = squeezed.find(head)
            # 장애인증명서 is no 가족관계증명서: a longer name with another beginning is another paper
            if (
                at >= 0
                and len(head) > 2
                and not (
                    at
                    and re.match("[가-힣]", squeezed[at - 1])
                    and places[at - 1] == places[at] - 1
                    and squeezed[at - 1] != name[-len(head) - 1]
                )
            ):
                return places[at]
    return -1


_SHORT_HEADS = ("등본", "초본", "도장", "통장", "사진")
# Heads that many papers share: a certificate is named by what it certifies.
_HEADS = frozenset(
    "certificate card contract form copy document licence license permit photo photograph receipt registration "
    "statement letter application proof original notice".split()
)
_LITTLE = frozenset("of the a an your and for with in taken within last months one two three colour color".split())


def _says_english(item: str, flat: str) -> int:
    words = [_singular(word.strip(".,")) for word in re.findall(r"[a-z']+", item) if word not in _LITTLE]
    telling = [word for word in words if word not in _HEADS] or words
    for word in telling:
        if len(word) > 1 and (match := re.search(rf"\b{re.escape(word)}s?\b", flat)):
            return match.start()
    return -1


def _singular(word: str) -> str:
    return word if word.endswith("ss") else word.removesuffix("s")


def _squeezed(text: str) -> tuple[str, list[int]]:
    places = [place for place, sign in enumerate(text) if not sign.isspace()]
    return "".join(text[place] for place in places), places


def documents_said(said: Said, facts: Sequence[Fact], near: Around) -> list[Spoken]:
    """The papers the sentence asks for, or says are not needed."""
    place, offset, sentence = said.turn, said.start, said.text
    if not _BRING.search(sentence) and not (near.asked and _BRING.search(near.asked[0])):
        return []
    found: list[Spoken] = []
    asked = bool(near.asked and _ASKED.search(near.asked[0]))
    known = {item for fact in facts for item in items_of(fact.text)}
    for fact in facts:
        at = {item: _says(item, sentence) for item in items_of(fact.text)}
        at = _each_once(at, sentence)
        named = [item for item, where in at.items() if where >= 0]
        if not named:
            continue
        start = min(at[item] for item in named)
        end = max(at[item] + len(item) for item in named)
        unneeded = _NOT_NEEDED.search(sentence, 0 if sentence.isascii() else start)
        value = Value(Measure.DOCUMENT, frozenset(named), ", ".join(named))
        claim = Claim(place, value, offset + start, offset + min(end, len(sentence)))
        same = not (unneeded and abs(unneeded.start() - end) < _NEAR)
        if sentence.isascii():  # don't need the contract: what is denied stands behind
            spared = [
                item
                for item in named
                if any(0 <= at[item] - each.end() < _NEAR for each in _NOT_NEEDED.finditer(sentence))
            ]
            same = same and not spared
        sureness = 0.7 + 0.3 * len(named) / max(1, len(at))
        extra = _extra(sentence, known, near) if same and (asked or _COMPLETE.search(sentence)) else None
        heard = " ".join((near.before, *near.asked[:1]))
        missing = [item for item, where in at.items() if where < 0 and _says(item, heard) < 0]
        if same and _denied(named, sentence):
            same, sureness = False, 0.8
        if same and missing and _NO_MORE.search(sentence) and not _OR.search(fact.text):
            same, sureness = False, 0.75
        if extra and missing and not _OR.search(fact.text):
            same, sureness = False, 0.75
            claim = Claim(place, value, offset + min(start, extra.start()), offset + max(end, extra.end()))
        found.append(Spoken(claim, fact, same, sureness))
    if not found and facts and _BRING.search(sentence) and not _NOT_NEEDED.search(sentence):
        others = [
            match
            for match in _DOCUMENT.finditer(sentence)
            if not any(speaks_of(match[0].lower(), text) for text in near.asked)
        ]
        if others:
            value = Value(Measure.DOCUMENT, frozenset(match[0] for match in others), ", ".join(m[0] for m in others))
            claim = Claim(place, value, offset + others[0].start(), offset + others[-1].end())
            found.append(Spoken(claim, facts[0], False, 0.8 if asked else 0.6 if _ONLY.search(sentence) else 0.4))
    return [item for item in found if known or not item.same]


def _denied(named: Sequence[str], sentence: str) -> bool:
    """Whether one of several papers is said not to be needed: 오시는 분 신분증은 따로 필요 없습니다."""
    heads = {item.split()[-1] for item in named if not item.isascii()}
    return any(
        re.search(rf"{re.escape(head)}(?:은|는|이|도)?\s?(?:따로|굳이)?\s?$", sentence[: match.start()])
        for match in _NOT_NEEDED.finditer(sentence)
        for head in heads
    )


# 위임장하고 대리인 신분증, 이렇게 두 가지만: so many, and no more.
_NO_MORE = re.compile(
    r"(?:한|두|세|네|1|2|3)\s?가지만|하나만|(?<=[증본장서권])만\s?(?<!장만)(?<!장만 )(?:들고|가지고|가져|챙|"
    r"있으면|있으시면|보여|내시면)|"
    r"\bjust (?:the )?(?:two|three)\b|that's all you need|nothing else",
    re.IGNORECASE,
)


def _each_once(at: dict[str, int], sentence: str) -> dict[str, int]:
    """Two papers heard in the same word (신분증 of the one and of the other) are one: the better named of them."""
    kept = dict(at)
    for item, where in at.items():
        rivals = [other for other, place in at.items() if place == where and other != item and where >= 0]
        first = item.split()[0]
        if rivals and first not in sentence and any(rival.split()[0] in sentence for rival in rivals):
            kept[item] = -1
    return kept


def _extra(sentence: str, known: set[str], near: Around) -> re.Match[str] | None:
    """A paper the sentence asks for that no fact names and the citizen did not bring up."""
    for match in _DOCUMENT.finditer(sentence):
        name = match[0].replace(" ", "").lower()
        if name.startswith("proofof") and any(item.startswith("proof") for item in known):
            continue
        if any(name in item.replace(" ", "") or item.replace(" ", "")[-3:] in name for item in known):
            continue
        if not any(speaks_of(match[0].lower(), text) for text in near.asked):
            return match
    return None
