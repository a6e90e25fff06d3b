"""Insults and contempt by the agent, and how the agent dealt with abuse by the citizen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from qa.call import Sentence, Speaker, Turn
from qa.language.heard import least_confidence_at
from qa.language.rude import CLASSES, Rude, find_rude
from qa.scoring.check import NO, PARTLY, YES, Check, Judgement, not_applicable, rated
from qa.scoring.checks.said import judge_forbidden
from qa.scoring.hearing import Hearing, Hit
from qa.scoring.parts import Group

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion

# 욕설 is a heavy word to hold against anybody: the words must have been heard at least this surely.
HEARD_AT_LEAST = 0.5
_NAMES = {
    "insult": Sentence("욕설", "insults"),
    "threat": Sentence("위협", "threats"),
    "sexual": Sentence("성희롱", "sexual harassment"),
}


class Unkind(Check):
    """`no` when the agent insulted, mocked or brushed off the citizen: the built-in lexicon of abuse and the rubric's
    own groups.

    Words of the citizen that the agent only names ("욕설은 삼가 주세요") do not count.
    """

    kind: Literal["unkind"]
    groups: tuple[Group, ...] = ()
    at_least: Annotated[float, Field(ge=0.6, le=1)] = 0.86

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        turns = hearing.turns(criterion.who, criterion.window)
        found: dict[Sentence, list[Hit]] = {}
        for place, rude in rude_words(turns):
            hit = Hit(place, rude.start, rude.end, hearing.sureness(place, rude.start, rude.end))
            found.setdefault(_NAMES[rude.kind], []).append(hit)
        for group in self.groups:
            hits = hearing.find_all(group, turns, at_least=self.at_least)
            if hits:
                found.setdefault(group.name.sentence, []).extend(hits)
        return judge_forbidden(hearing, criterion, found)


class Abuse(Check):
    """An abusive citizen met by the book. *Not applicable* unless the citizen insults, threatens or harasses.

    `yes`: the agent warned politely (or the abuse stopped after one outburst); `partly`: repeated abuse without a
    warning; `no`: the agent answered in kind. Always in the agent's favour where it is not clear.
    """

    kind: Literal["abuse"]
    warning: Group
    outbursts: int = Field(2, ge=1, description="From how many abusive turns on a warning is expected.")
    at_least: Annotated[float, Field(ge=0.6, le=1)] = 0.78

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, PARTLY, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        abusive = abusive_turns(hearing)
        if not abusive:
            return not_applicable("시민의 폭언이 없었습니다.", "The citizen was not abusive.")
        first = abusive[0].turn
        after = [(place, turn) for place, turn in hearing.turns(Speaker.AGENT) if place > first]
        answered = [
            Hit(place, rude.start, rude.end, hearing.sureness(place, rude.start, rude.end))
            for place, rude in rude_words(after)
        ]
        said = hearing.quote_sentence(abusive[0])
        if answered:
            quotes = [hearing.quote_sentence(hit) for hit in answered]
            reason = Sentence(
                f"폭언에 폭언으로 답했습니다: “{quotes[0].quote}”",
                f"Abuse was answered with abuse: “{quotes[0].quote}”",
            )
            return rated(NO, max(hit.sureness for hit in answered), reason, *quotes)
        warned = hearing.find(self.warning, after, at_least=self.at_least)
        if warned:
            quote = hearing.quote_sentence(warned)
            reason = Sentence(
                f"폭언을 정중히 제지했습니다: “{quote.quote}”",
                f"The agent politely warned the citizen: “{quote.quote}”",
            )
            return rated(YES, warned.sureness, reason, quote, said)
        if len(abusive) < self.outbursts:
            reason = Sentence(
                "폭언이 되풀이되지 않아 제지할 필요가 없었습니다.",
                "The abuse was not repeated, so no warning was needed.",
            )
            return rated(YES, abusive[0].sureness, reason, said)
        reason = Sentence(
            f"폭언이 {len(abusive)}번 이어졌으나 제지 안내가 없었습니다.",
            f"{len(abusive)} abusive turns without a warning by the agent.",
        )
        confidence = min(hearing.omission_confidence(Speaker.AGENT, None), min(hit.sureness for hit in abusive))
        return rated(PARTLY, confidence, reason, *(hearing.quote_sentence(hit) for hit in abusive))


def abusive_turns(hearing: Hearing) -> list[Hit]:
    """One hit for each turn of the citizen with abuse in it, surely heard."""
    hits: dict[int, Hit] = {}
    for place, rude in rude_words(hearing.turns(Speaker.CITIZEN)):
        hits.setdefault(place, Hit(place, rude.start, rude.end, hearing.sureness(place, rude.start, rude.end)))
    return list(hits.values())


def rude_words(turns: Iterable[tuple[int, Turn]]) -> list[tuple[int, Rude]]:
    return [
        (place, rude)
        for place, turn in turns
        for rude in find_rude(turn.text)
        if rude.kind in CLASSES and least_confidence_at(turn, rude.start, rude.end) >= HEARD_AT_LEAST
    ]
