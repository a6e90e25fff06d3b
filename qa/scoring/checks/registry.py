"""The kinds of checks by name. To add one: write a `Check` with a literal `kind`, and list it here."""

from __future__ import annotations

from typing import Any, get_args

from qa.scoring.check import Check
from qa.scoring.checks.abuse import Abuse
from qa.scoring.checks.answered_within import AnsweredWithin
from qa.scoring.checks.conclusion_first import ConclusionFirst
from qa.scoring.checks.cushion import Blunt, Cushion
from qa.scoring.checks.fact import FactCheck
from qa.scoring.checks.hold import Hold
from qa.scoring.checks.letter import Letter
from qa.scoring.checks.llm import LlmCheck
from qa.scoring.checks.measure import Bounds
from qa.scoring.checks.object_honorific import ObjectHonorific
from qa.scoring.checks.personal_data import PersonalDataCheck
from qa.scoring.checks.questions_answered import QuestionsAnswered
from qa.scoring.checks.required_facts import RequiredFacts
from qa.scoring.checks.response import Response
from qa.scoring.checks.restating import Restating
from qa.scoring.checks.said import NotSaid, Said
from qa.scoring.checks.speech_level import SpeechLevel
from qa.scoring.checks.unkind import Unkind
from qa.scoring.checks.wording import PlainWords, Spelling
from qa.scoring.installed_checks import installed_checks

_CHECKS: tuple[type[Check], ...] = (
    Said, NotSaid, SpeechLevel, Bounds, Hold, FactCheck, Unkind, Abuse, Response, PersonalDataCheck,
    Cushion, Blunt, ObjectHonorific, Restating, ConclusionFirst, LlmCheck, RequiredFacts,
    Letter, QuestionsAnswered, PlainWords, Spelling, AnsweredWithin,
)  # fmt: skip


def _kind(check: type[Check]) -> str:
    return str(get_args(check.model_fields["kind"].annotation)[0])


_OWN: dict[str, type[Check]] = {_kind(check): check for check in _CHECKS}
# Those of other packages, and why some of them cannot be used.
INSTALLED, BROKEN = installed_checks(taken=_OWN)
KINDS: dict[str, type[Check]] = {**_OWN, **INSTALLED}


def documentation() -> dict[str, str]:
    """Each kind and what it does, for `docs/rubrics.md` and the command."""
    return {kind: (check.__doc__ or "").strip() for kind, check in KINDS.items()}


def build(value: Any) -> Check:
    """The check that a rubric describes. `value["kind"]` has to be known. Raises pydantic's ValidationError."""
    return KINDS[value["kind"]].model_validate(value)
