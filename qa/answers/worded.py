"""Facts that are words: what is possible, which papers, which place. They are found by knowing what to look for.

Each of :mod:`qa.answers.possible`, :mod:`qa.answers.documents` and :mod:`qa.answers.places` takes one sentence of the
agent and the facts that may be meant, and says which it speaks of and whether it says the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from qa.answers.claims import Claim
from qa.answers.entries import Fact


@dataclass(frozen=True, slots=True)
class Spoken:
    """A fact that a sentence speaks of. `sureness` in [0, 1]: how clearly it is this fact, and another value."""

    claim: Claim
    fact: Fact
    same: bool
    sureness: float


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of the agent: its text, and the turn and character it begins at."""

    turn: int
    start: int
    text: str
