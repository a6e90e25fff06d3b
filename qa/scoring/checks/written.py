"""What all checks of written answers share: they ask only where the citizen wrote and the agent wrote back."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from qa.call import Speaker, Turn
from qa.scoring.check import NO, PARTLY, YES, Check, Judgement, not_applicable
from qa.scoring.hearing import Hearing

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion


SURE = 0.9  # nothing was misheard; what the rules read into it may be wrong


class WrittenCheck(Check):
    """A check of a written answer: *not applicable* to what was spoken, else what `judge_written` finds."""

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, PARTLY, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        if hearing.transcript.medium == "phone":
            return not_applicable("글로 답한 상담이 아닙니다.", "This was not answered in writing.")
        return self.judge_written(hearing)

    @abstractmethod
    def judge_written(self, hearing: Hearing) -> Judgement: ...


def answer_turns(hearing: Hearing) -> list[tuple[int, Turn]]:
    """The turns of the written answer, with their places."""
    return hearing.turns(Speaker.AGENT)
