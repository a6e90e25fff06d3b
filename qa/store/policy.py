"""How the desk works where managers may choose: each value with its bounds, its default, and what is set now."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sqlalchemy import select

from qa.store.engine import Session
from qa.store.review_tables import PolicyValue


@dataclass(frozen=True)
class Policy:
    """`approval` 1: a second evaluation before anything is released; 0: released as submitted.

    `planted_share`: of the flagged stream's reviews, the share that shows one wrong machine rating. `open_at_most`: how
    many reviews a person may hold that they took themselves. The days are those to a review's due date, and in which an
    agent may dispute.
    """

    approval: float = 1
    planted_share: float = 0.0
    open_at_most: float = 10
    flagged_days: float = 3
    random_days: float = 7
    answer_days: float = 3
    dispute_days: float = 7


# name: (lowest, highest, whole numbers only)
BOUNDS: dict[str, tuple[float, float, bool]] = {
    "approval": (0, 1, True),
    "planted_share": (0, 0.2, False),
    "open_at_most": (1, 200, True),
    "flagged_days": (1, 90, True),
    "random_days": (1, 90, True),
    "answer_days": (1, 90, True),
    "dispute_days": (1, 90, True),
}


def policy(session: Session) -> Policy:
    known = {field.name for field in fields(Policy)}
    rows = session.execute(select(PolicyValue.name, PolicyValue.value))
    return Policy(**{name: value for name, value in rows if name in known})
