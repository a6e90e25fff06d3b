"""What a sentence says can or cannot be done, against the facts of that kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answers.cells import possible_value
from qa.answers.claims import Claim
from qa.answers.entries import Fact
from qa.answers.meaning import Around, mention
from qa.answers.possibility import leanings
from qa.answers.worded import Said, Spoken
from qa.answers.wording import terms

_LEAST_NAMED = 0.66
_ASKED_ALONE = 0.4
_WELL_NAMED = 0.75
_SHORT_CLAUSE = 4
_CAN_I = re.compile(
    r"(?:되|돼|될|가능|못|(?<![가-힣])안|수(?:가|는|도)?\s?있)[가-힣\s]{0,8}(?:나요|요|까요|까|죠|"
    r"지요|나|가요|는지|제|당가)\s*\??|\b(?:can|could|may|is it|are we|am i|do you)\b",
    re.IGNORECASE,
)
_INSTRUCTS = re.compile(r"(?:으|시|하|오|가)?면\s?(?:되|돼|됩|된)|받(?:아|으실)|드(?:려|립|릴)")


def possible_said(said: Said, facts: Sequence[Fact], near: Around) -> list[Spoken]:
    """The facts that the sentence says yes or no about; the last word on each counts."""
    sentence, offset = said.text, said.start
    found: dict[str, Spoken] = {}
    begin = 0
    for lean in leanings(sentence):
        clause = (
            sentence
            if sentence.isascii()
            else _last_clause(sentence[begin : lean.start]) + sentence[lean.start : lean.end]
        )
        begin = lean.end
        instructs = lean.possible and _INSTRUCTS.search(sentence[lean.start : lean.end])
        around = Around(clause, "", () if instructs else near.asked[:1])
        best: tuple[float, Fact] | None = None
        for fact in facts:
            if lean.in_person and not ({"대리", "proxy"} & terms(fact.name)):
                continue
            named = 1.0 if lean.in_person else mention(fact, facts, around)
            if len(facts) == 1 and not instructs and around.asked and _CAN_I.search(around.asked[0]):
                named = max(named, _ASKED_ALONE)
            if named >= _ASKED_ALONE and (best is None or named > best[0]):
                best = named, fact
        if best is None:
            continue
        named, fact = best
        told = possible_value(lean.possible)
        claim = Claim(said.turn, told, offset + lean.start, offset + lean.end)
        same = any(told.same_as(value) for value in fact.values)
        if not same and named < (_WELL_NAMED if instructs else _LEAST_NAMED):
            continue
        if fact.name not in found or named > found[fact.name].sureness - 0.2:
            found[fact.name] = Spoken(claim, fact, same, named)
    return list(found.values())


_JOINT = re.compile(r"(?:고요|구요|는데요?|지만|거든요|니까요?|어서요?|아서요?)[,\s]+")


def _last_clause(text: str) -> str:
    """What stands before a predicate in its own clause: in Korean its object goes before it."""
    joints = [match.end() for match in _JOINT.finditer(text)]
    last = text[joints[-1] :] if joints else text
    return last if len(last) > _SHORT_CLAUSE else text[joints[-2] :] if len(joints) > 1 else text
