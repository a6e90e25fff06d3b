"""What all checks of written answers share: they ask only where the citizen wrote and the agent wrote back."""

from __future__ import annotations

from qa.call import Speaker, Turn
from qa.scoring.check import Judgement, not_applicable
from qa.scoring.hearing import Hearing

SURE = 0.9  # nothing was misheard; what the rules read into it may be wrong


def not_written(hearing: Hearing) -> Judgement | None:
    """Why a check of written answers does not apply; None where it does."""
    if hearing.transcript.medium == "phone":
        return not_applicable("글로 답한 상담이 아닙니다.", "This was not answered in writing.")
    return None


def answer_turns(hearing: Hearing) -> list[tuple[int, Turn]]:
    """The turns of the written answer, with their places."""
    return hearing.turns(Speaker.AGENT)
