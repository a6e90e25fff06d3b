"""Who may do what to which thing: one rule, asked for one call in `may` and for lists of calls in `calls_of`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from sqlalchemy import ColumnElement, and_, false, true

from qa.store.review_tables import Review
from qa.store.tables import Call, Person


class Act(StrEnum):
    """What a person can do at the desk. `ABOUT_A_CALL` are done to a call, the others to the desk itself."""

    SEE = "see"
    OVERRIDE = "override"
    CORRECT = "correct"  # the transcript
    TRY_AGAIN = "try_again"
    EXPORT = "export"
    SEE_DETAIL = "see_detail"  # the traceback of a stopped stage
    HAND_IN = "hand_in"
    SEE_STATUS = "see_status"
    SEE_ANSWERS = "see_answers"
    EDIT_ANSWERS = "edit_answers"
    SEE_GAPS = "see_gaps"
    CONFIRM_FAULT = "confirm_fault"
    SEE_HISTORY = "see_history"  # who did what to a call
    EVALUATE_ANY = "evaluate_any"  # have an inbox
    EVALUATE = "evaluate"  # rate this call
    ASSIGN = "assign"
    SET_POLICY = "set_policy"
    SEE_CALIBRATION = "see_calibration"  # the sessions one rates in, or leads
    LEAD_CALIBRATION = "lead_calibration"
    SEE_DISPUTES = "see_disputes"
    SEE_OWN_RESULTS = "see_own_results"
    ANSWER_FOR_SELF = "answer_for_self"  # acknowledge or dispute what was said of one's own call


ROLES: dict[Act, frozenset[str]] = {
    Act.SEE: frozenset({"agent", "evaluator", "coach", "manager", "administrator"}),
    Act.OVERRIDE: frozenset({"evaluator", "manager", "administrator"}),
    Act.CORRECT: frozenset({"evaluator", "manager", "administrator"}),
    Act.TRY_AGAIN: frozenset({"manager", "administrator"}),
    Act.EXPORT: frozenset({"manager", "administrator"}),
    Act.SEE_DETAIL: frozenset({"administrator"}),
    Act.HAND_IN: frozenset({"evaluator", "manager", "administrator"}),
    Act.SEE_STATUS: frozenset({"manager", "administrator"}),
    Act.SEE_ANSWERS: frozenset({"agent", "evaluator", "coach", "manager", "administrator"}),
    Act.EDIT_ANSWERS: frozenset({"manager", "administrator"}),
    Act.SEE_GAPS: frozenset({"evaluator", "coach", "manager", "administrator"}),
    Act.CONFIRM_FAULT: frozenset({"evaluator", "manager", "administrator"}),
    Act.SEE_HISTORY: frozenset({"manager", "administrator"}),
    Act.EVALUATE_ANY: frozenset({"evaluator", "manager", "administrator"}),
    Act.EVALUATE: frozenset({"evaluator", "manager", "administrator"}),
    Act.ASSIGN: frozenset({"manager", "administrator"}),
    Act.SET_POLICY: frozenset({"manager", "administrator"}),
    Act.SEE_CALIBRATION: frozenset({"evaluator", "manager", "administrator"}),
    Act.LEAD_CALIBRATION: frozenset({"manager", "administrator"}),
    Act.SEE_DISPUTES: frozenset({"agent", "evaluator", "coach", "manager", "administrator"}),
    Act.SEE_OWN_RESULTS: frozenset({"agent"}),
    Act.ANSWER_FOR_SELF: frozenset({"agent"}),
}

ABOUT_A_CALL = frozenset(
    {
        Act.SEE,
        Act.OVERRIDE,
        Act.CORRECT,
        Act.TRY_AGAIN,
        Act.EXPORT,
        Act.SEE_DETAIL,
        Act.CONFIRM_FAULT,
        Act.SEE_HISTORY,
        Act.EVALUATE,
        Act.ANSWER_FOR_SELF,
    }
)

# Acts whose effect reaches every vendor: not for a person of one.
ABOUT_THE_CENTRE = frozenset({Act.SET_POLICY})


class Owned(Protocol):
    """A thing that belongs to an agent and a vendor: the row of a call, or a value read from it."""

    @property
    def agent_id(self) -> int | None: ...
    @property
    def vendor_id(self) -> int | None: ...
    @property
    def released_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Scope:
    """Which calls: everything, one vendor's, one agent's own that were released, or (all fields empty) none."""

    everything: bool = False
    vendor_id: int | None = None
    agent_id: int | None = None

    def holds(self, thing: Owned) -> bool:
        if self.agent_id is not None:
            return thing.agent_id == self.agent_id and thing.released_at is not None
        if self.vendor_id is not None:
            return thing.vendor_id == self.vendor_id
        return self.everything

    def where(self) -> ColumnElement[bool]:
        """The same rule as `holds`, as SQL over `Call`."""
        if self.agent_id is not None:
            return and_(Call.agent_id == self.agent_id, Call.released_at.is_not(None))
        if self.vendor_id is not None:
            return Call.vendor_id == self.vendor_id
        return true() if self.everything else false()

    def reviews(self) -> ColumnElement[bool]:
        """The reviews of these calls, as SQL over `Review`; none for an agent, who rates nobody."""
        if self.agent_id is not None:
            return false()
        if self.vendor_id is not None:
            return Review.vendor_id == self.vendor_id
        return true() if self.everything else false()


def scope(person: Person) -> Scope:
    """An agent has own calls once they are released; others have their vendor's.

    Who belongs to no vendor, and administrators, have all.
    """
    if not person.active or person.role not in ROLES[Act.SEE]:
        return Scope()
    if person.role == "agent":
        return Scope(agent_id=person.id)
    if person.role == "administrator" or person.vendor_id is None:
        return Scope(everything=True)
    return Scope(vendor_id=person.vendor_id)


def may(person: Person | None, act: Act, thing: Owned | None = None) -> bool:
    """May this person do this act, to this call where the act is about one? Signed out means no."""
    if person is None or not person.active or person.role not in ROLES[act]:
        return False
    if act in ABOUT_A_CALL:
        return thing is not None and scope(person).holds(thing)
    if act in ABOUT_THE_CENTRE:
        return scope(person).everything
    return True


def calls_of(person: Person) -> ColumnElement[bool]:
    """The WHERE of every list of calls that this person may see."""
    return scope(person).where()
