"""What a sentence says can or cannot be done, against the facts of that kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answers.cells import possible_value
from qa.answers.claims import Claim, only_yes
from qa.answers.entries import Fact
from qa.answers.matter_terms import terms as matters
from qa.answers.meaning import Around, all_named, mention
from qa.answers.possibility import Leaning, leanings
from qa.answers.worded import Said, Spoken
from qa.answers.wording import speaks_of, terms

_LEAST_NAMED = 0.66
_ASKED_ALONE = 0.4
_WELL_NAMED = 0.75
_SHORT_CLAUSE = 4
_ANSWERS = re.compile(r"\W*(?:네|예|아니요|아뇨|yes|no|sure|of course|i'm afraid)\b", re.IGNORECASE)
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
    for lean in leanings(sentence) or _confirmed(sentence, near):
        clause = (
            sentence
            if sentence.isascii()
            else _last_clause(sentence[begin : lean.start]) + sentence[lean.start : lean.end]
        )
        if lean.confirms:
            clause = near.asked[0]
        begin = lean.end
        instructs = lean.possible and _INSTRUCTS.search(sentence[lean.start : lean.end])
        clause = _question_before(near.before) + clause
        around = Around(clause, "", () if instructs or lean.confirms else near.asked[:1])
        best: tuple[float, Fact] | None = None
        for fact in facts:
            if lean.spared and not _WITHOUT.search(fact.name):
                continue
            if lean.in_person and not ({"대리", "proxy"} & terms(fact.name)):
                continue
            named = 1.0 if lean.in_person else mention(fact, facts, around)
            if len(facts) == 1 and not instructs and around.asked and _CAN_I.search(around.asked[0]):
                sure = _ANSWERS.match(sentence) is not None and all_named(fact, Around(clause, "", near.asked))
                named = max(named, _LEAST_NAMED if sure else _ASKED_ALONE)
            if named >= _ASKED_ALONE and (best is None or named > best[0]):
                best = named, fact
        if best is None:
            continue
        named, fact = best
        told = possible_value(lean.possible)
        claim = Claim(said.turn, told, offset + lean.start, offset + lean.end)
        same = any(told.same_as(value) for value in fact.values)
        if not same and not lean.confirms and _of_something_else(clause, fact):
            continue
        if not same and named < (_WELL_NAMED if instructs else _LEAST_NAMED):
            continue
        if fact.name not in found or named > found[fact.name].sureness - 0.2:
            found[fact.name] = Spoken(claim, fact, same, named)
    return list(found.values())


def _confirmed(sentence: str, near: Around) -> tuple[Leaning, ...]:
    """The citizen's last sentence where the agent only says that it is right: 그냥 타는 거죠? 네, 맞습니다."""
    if not near.asked or not only_yes(sentence):
        return ()
    for last in reversed(_SENTENCES.split(near.asked[0].rstrip())[-2:]):
        if _TAKEN_AS_SO.search(last):
            return (Leaning(0, len(sentence), _NOT_SO.search(last) is None, confirms=True),)
    return ()


_SENTENCES = re.compile(r"(?<=[.?!])\s+")
_TAKEN_AS_SO = re.compile(
    r"(?:는|ㄴ|은|인|되|돼|있|없|하|타|가|안)[가-힣\s]{0,3}(?:거|것)(?:죠|지요|네요|잖아요)\??|(?:되|돼|있|없|가능하)(?:죠|지요)\?|"
    r"맞(?:죠|나요|아요)\?|\bright\?|\bcorrect\?|isn't it\?|can't (?:i|we|you)\?",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"(?<![가-힣])(?:안|못)\s?[가-힣]|없(?:죠|지|는)|불가|\b(?:can't|cannot|not)\b(?! (?:i|we|you)\?)", re.IGNORECASE
)


def _of_something_else(clause: str, fact: Fact) -> bool:
    """Whether the clause has matters of its own and names nothing of the fact: 납부 내역까지는 볼 수가 없어서요."""
    own = terms(fact.name, general=True)
    return not any(speaks_of(term, clause) for term in own) and len(set(matters(clause))) >= _OWN_MATTERS


_OWN_MATTERS = 2
_WITHOUT = re.compile(r"없이|익명|면제|생략|without|anonym", re.IGNORECASE)


def _question_before(text: str) -> str:
    """What the agent asks back just before: 아 다른 도서관으로요? 그건 안 되세요."""
    last = text.rstrip().rsplit(". ", 1)[-1]
    return last + " " if last.endswith("?") and len(last) <= _SHORT_QUESTION else ""


_SHORT_QUESTION = 24
_JOINT = re.compile(r"(?:고요|구요|는데요?|지만|거든요|니까요?|어서요|아서요)[,\s]+")


def _last_clause(text: str) -> str:
    """What stands before a predicate in its own clause: in Korean its object goes before it."""
    joints = [match.end() for match in _JOINT.finditer(text)]
    last = text[joints[-1] :] if joints else text
    return last if len(last) > _SHORT_CLAUSE else text[joints[-2] :] if len(joints) > 1 else text
