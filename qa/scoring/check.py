"""What a check is: a small object of a rubric that answers one criterion with a judgement, and the evidence for it."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.call import Evidence, RatingState, Sentence
from qa.scoring.parts import Part

if TYPE_CHECKING:
    from qa.scoring.hearing import Hearing
    from qa.scoring.rubric import Criterion

YES, PARTLY, NO = "yes", "partly", "no"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a check found. `confidence` in [0, 1]: how surely the evidence was heard and means what the check says."""

    answer: str | None
    state: RatingState
    confidence: float
    reason: Sentence
    evidence: tuple[Evidence, ...] = ()


class Check(Part):
    """Base of every kind of check. A subclass has a literal `kind`, its options, the answers it can give, and `judge`.

    The class docstring is the documentation of the kind.
    """

    @property
    @abstractmethod
    def gives(self) -> frozenset[str]:
        """The answers this check can give; a criterion has to define each of them."""

    @abstractmethod
    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        """The answer to the criterion for one call. Never raises on odd calls; says *cannot tell* instead."""


def rated(answer: str, confidence: float, reason: Sentence, *evidence: Evidence) -> Judgement:
    return Judgement(answer, RatingState.RATED, confidence, reason, evidence)


def not_applicable(ko: str, en: str) -> Judgement:
    return Judgement(None, RatingState.NOT_APPLICABLE, 1.0, Sentence(ko, en))


def cannot_tell(confidence: float, reason: Sentence, *evidence: Evidence) -> Judgement:
    return Judgement(None, RatingState.CANNOT_TELL, confidence, reason, evidence)
