"""Empathy: when the citizen tells of trouble, does the agent take it up?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from qa.call import Sentence, Speaker, Turn
from qa.scoring.check import NO, PARTLY, YES, Check, Judgement, not_applicable, rated
from qa.scoring.checks.said import near_miss
from qa.scoring.hearing import Hearing, Hit
from qa.scoring.parts import Group

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion


_TURNS_AFTER = 2  # in which what was told can be taken up


class Response(Check):
    """What the citizen brings (`to`) is met by the agent with feeling (`with`) or at least by taking it up
    (`or_at_least`).

    With trouble told: `yes` when met with feeling, `partly` when only taken up, `no` when neither. Without trouble
    told: `yes` when the agent does either, otherwise *not applicable*: the situation did not arise.
    """

    kind: Literal["response"]
    to: Group
    with_: Group = Field(alias="with")
    or_at_least: Group
    at_least: Annotated[float, Field(ge=0.6, le=1)] = 0.84

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, PARTLY, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        own = hearing.turns(criterion.who, criterion.window)
        told = hearing.find_all(self.to, hearing.turns(Speaker.CITIZEN))
        felt = hearing.find_all(self.with_, own, at_least=self.at_least)
        taken = hearing.find_all(self.or_at_least, _answers(own, told) if told else own, at_least=self.at_least)
        if felt or (taken and not told):
            best = max(felt or taken, key=lambda hit: hit.sureness)
            quote = hearing.quote_sentence(best)
            reason = Sentence(
                f"시민의 말에 호응·공감했습니다: “{quote.quote}”",
                f"The agent took up what the citizen said: “{quote.quote}”",
            )
            return rated(YES, best.sureness, reason, quote)
        if not told:
            return not_applicable(
                "시민이 불편이나 걱정을 말하지 않았습니다.", "The citizen told of no trouble or worry."
            )
        cue = hearing.quote_sentence(told[0])
        confidence = min(
            hearing.omission_confidence(criterion.who, criterion.window), max(hit.sureness for hit in told)
        )
        if near_miss(hearing, self.with_, own, self.at_least):
            confidence = 0.0
        if taken:
            quote = hearing.quote_sentence(taken[0])
            reason = Sentence(
                f"호응은 있었으나 시민의 불편(“{cue.quote}”)에 공감하는 말이 없었습니다.",
                f"The agent took up the matter, but said nothing to the citizen's trouble (“{cue.quote}”).",
            )
            return rated(PARTLY, confidence, reason, cue, quote)
        reason = Sentence(
            f"시민이 불편을 말했으나(“{cue.quote}”) 호응·공감하는 말이 없었습니다.",
            f"The citizen told of trouble (“{cue.quote}”); the agent did not take it up.",
        )
        return rated(NO, confidence, reason, cue)


def _answers(own: list[tuple[int, Turn]], told: list[Hit]) -> list[tuple[int, Turn]]:
    """The turns that follow what was told."""
    after = {place for hit in told for place, _ in [item for item in own if item[0] > hit.turn][:_TURNS_AFTER]}
    return [item for item in own if item[0] in after]
