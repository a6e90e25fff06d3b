"""Whose fault a finding is, as the machine sees it; a person at the desk confirms it.

Nothing is put to the agent's account that the table, the recogniser or the question may have caused.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from qa.answers.claims import Claim
from qa.answers.judge import Judged, Verdict
from qa.call import Turn
from qa.language.heard import CERTAIN, confirmed_confidence_at


class Fault(StrEnum):
    AGENT = "agent"
    ENTRY_WRONG = "entry_wrong"  # wrong, or gone stale
    ENTRY_MISSING = "entry_missing"
    RECOGNITION = "recognition"
    QUESTION_UNCLEAR = "question_unclear"


BADLY_HEARD = 0.6
_BESIDE = 3  # characters: into the word before, and the one behind


def heard(turns: Sequence[Turn], claim: Claim) -> float:
    """How surely the claim was heard, in [0, 1]: its worst word and those beside it (안 before 됩니다, 만 before 이천
    원); what the citizen says back at once was heard twice.
    """
    if claim.confirmed is not None:
        return turns[claim.confirmed].confidence or CERTAIN
    end = min(len(turns[claim.turn].text), claim.end + _BESIDE)
    return confirmed_confidence_at(turns, claim.turn, max(0, claim.start - _BESIDE), end)


def fault_of(judged: Judged, claim: Claim, turns: Sequence[Turn]) -> Fault | None:
    """None for what agrees, and for what was corrected in the table after the call."""
    if judged.verdict is Verdict.AGREE:
        return Fault.ENTRY_WRONG if judged.fact and judged.fact.withdrawn_at else None
    if judged.verdict is Verdict.NOT_STATED:
        return Fault.AGENT
    if judged.stale or judged.early:
        return Fault.ENTRY_WRONG
    if judged.verdict is Verdict.NOT_IN_DATABASE:
        return Fault.ENTRY_MISSING
    if judged.misheard or claim.doubtful or heard(turns, claim) < BADLY_HEARD:
        return Fault.RECOGNITION
    return Fault.AGENT if judged.verdict is Verdict.CONTRADICT else Fault.QUESTION_UNCLEAR
