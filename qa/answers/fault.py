"""Whose fault a finding is, as the machine sees it; a person at the desk confirms it.

Nothing is put to the agent's account that the table, the recogniser or the question may have caused.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from qa.answers.claims import Claim
from qa.answers.judge import Judged, Verdict
from qa.call import Turn
from qa.language.heard import least_confidence_at


class Fault(StrEnum):
    AGENT = "agent"
    ENTRY_WRONG = "entry_wrong"  # wrong, or gone stale
    ENTRY_MISSING = "entry_missing"
    RECOGNITION = "recognition"
    QUESTION_UNCLEAR = "question_unclear"


BADLY_HEARD = 0.5


def fault_of(judged: Judged, claim: Claim, turn: Turn, day: date | None) -> Fault | None:
    """None for what agrees, and for what was corrected in the table after the call."""
    if judged.verdict is Verdict.AGREE:
        return Fault.ENTRY_WRONG if judged.fact and judged.fact.withdrawn_at else None
    if judged.verdict is Verdict.NOT_STATED:
        return Fault.AGENT
    if judged.stale or judged.early:
        return Fault.ENTRY_WRONG
    if judged.verdict is Verdict.NOT_IN_DATABASE:
        return Fault.ENTRY_MISSING
    heard = least_confidence_at(turn, claim.start, claim.end) if claim.confirmed is None else turn.confidence or 1.0
    if claim.doubtful or heard < BADLY_HEARD:
        return Fault.RECOGNITION
    return Fault.AGENT if judged.verdict is Verdict.CONTRADICT else Fault.QUESTION_UNCLEAR
