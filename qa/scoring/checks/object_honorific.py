"""사물존칭: does the agent honour things instead of the citizen? (see :mod:`qa.language.honorifics`)"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from qa.call import Sentence
from qa.language.heard import least_confidence_at
from qa.language.honorifics import honoured_things
from qa.scoring.check import NO, PARTLY, YES, Check, Judgement, not_applicable, rated
from qa.scoring.hearing import Hearing

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion


class ObjectHonorific(Check):
    """Things that are honoured: `yes` for none, `partly` below `no_from`, `no` from there. Korean only."""

    kind: Literal["object_honorific"]
    no_from: int = Field(2, ge=1)

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, NO)) if self.no_from == 1 else frozenset((YES, PARTLY, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        turns = hearing.turns(criterion.who, criterion.window)
        if not turns:
            return not_applicable("상담사의 말이 없습니다.", "The agent said nothing here.")
        found = [(place, turn, each) for place, turn in turns for each in honoured_things(turn.text)]
        if not found:
            return rated(
                YES,
                hearing.omission_confidence(criterion.who, criterion.window),
                Sentence("사물을 높인 말이 없었습니다.", "No thing was honoured."),
            )
        quotes = [hearing.quote(place, each.start, each.end) for place, _, each in found]
        reason = Sentence(
            f"사물을 높인 말이 {len(found)}번 있었습니다: “{quotes[0].quote}”",
            f"Things were honoured in {len(found)} place{'s' if len(found) > 1 else ''}: “{quotes[0].quote}”",
        )
        confidence = min(least_confidence_at(turn, each.start, each.end) for _, turn, each in found)
        return rated(NO if len(found) >= self.no_from else PARTLY, min(confidence, 0.9), reason, *quotes)
