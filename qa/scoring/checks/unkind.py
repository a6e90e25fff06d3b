"""Insults and contempt by the agent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from qa.call import Sentence, Turn
from qa.language.heard import least_confidence_at
from qa.language.rude import CLASSES, Rude, find_rude, is_quoted
from qa.scoring.check import NO, YES, Check, Judgement
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
            hits = hearing.find_all(group, turns, at_least=self.at_least, kindly=False)
            hits = [hit for hit in hits if not _quoted(hearing, hit)]
            if hits:
                found.setdefault(group.name.sentence, []).extend(hits)
        return judge_forbidden(hearing, criterion, found)


def _quoted(hearing: Hearing, hit: Hit) -> bool:
    return is_quoted(hearing.transcript.turns[hit.turn].text, hit.start, hit.end)


def rude_words(turns: Iterable[tuple[int, Turn]]) -> list[tuple[int, Rude]]:
    return [
        (place, rude)
        for place, turn in turns
        for rude in find_rude(turn.text)
        if rude.kind in CLASSES and least_confidence_at(turn, rude.start, rude.end) >= HEARD_AT_LEAST
    ]
