"""The rubric: sections, criteria, answers. What a YAML file in `rubrics/` describes, checked and frozen.

Weights are points: those of a section's criteria add up to the section's, those of the sections to 100. A criterion
that does not apply leaves numerator and denominator.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self, Union

from pydantic import Field, ValidationError, field_validator, model_validator

from qa.call import Speaker
from qa.scoring.check import Check
from qa.scoring.checks.registry import KINDS
from qa.scoring.conditions import CONDITIONS
from qa.scoring.parts import Id, Part, Text, Window
from qa.scoring.rubric_file import Document, read_document, read_file, refuse

POINTS = 100.0
_ROUNDING = 0.01

if TYPE_CHECKING:
    AnyCheck = Check
else:
    AnyCheck = Annotated[Union[tuple(KINDS.values())], Field(discriminator="kind")]  # noqa: UP007


class Answer(Part):
    """`score` in [0, 1] is what the answer is worth; `anchor` says when it is the right one."""

    score: float = Field(ge=0, le=1)
    label: Text
    anchor: Text | None = None


class Guide(Part):
    """For the evaluators: an example that passes, one that fails, and the borderline."""

    passes: Text | None = Field(None, alias="pass")
    fails: Text | None = Field(None, alias="fail")
    borderline: Text | None = None


class Criterion(Part):
    id: Id
    name: Text
    question: Text
    weight: float = Field(ge=0, le=POINTS)
    answers: dict[Annotated[str, Field(min_length=1, max_length=40)], Answer] = Field(min_length=2)
    speaker: Literal["agent", "citizen"] = "agent"
    window: Window | None = None
    check: AnyCheck
    not_applicable: tuple[str, ...] = ()
    critical: Literal["citizen", "centre", "compliance"] | None = None
    min_confidence: float = Field(0.6, ge=0, le=1)
    guide: Guide | None = None

    @property
    def who(self) -> Speaker:
        return Speaker(self.speaker)

    @field_validator("not_applicable")
    @classmethod
    def _conditions_are_known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name not in CONDITIONS:
                raise ValueError(f"{name!r} is no known condition; known are {', '.join(CONDITIONS)}")
        return value

    @model_validator(mode="after")
    def _answers_fit_the_check(self) -> Self:
        missing = sorted(self.check.gives - self.answers.keys())
        if missing:
            raise ValueError(f"the check can answer {', '.join(missing)!s}, which is missing in `answers`")
        if not any(answer.score == 1 for answer in self.answers.values()):
            raise ValueError("one of the answers has to be worth score 1")
        return self


class Section(Part):
    id: Id
    name: Text
    weight: float = Field(ge=0, le=POINTS)
    criteria: tuple[Criterion, ...] = Field(min_length=1)


class Rubric(Part):
    """`text` and `hash` (its SHA-256) are stored with every evaluation, so that any score can be explained later."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
    name: Text
    language: Literal["ko", "en"]
    owner: str = ""
    valid_from: date | None = None
    sections: tuple[Section, ...] = Field(min_length=1)
    text: str = ""
    hash: str = ""

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for section in self.sections for criterion in section.criteria)

    def criterion(self, id: str) -> Criterion | None:
        return next((criterion for criterion in self.criteria if criterion.id == id), None)


def load_rubric(source: Path | str, *, name: str | None = None) -> Rubric:
    """The rubric in a file (`Path`) or in YAML text (`str`; `name` stands for the file in errors).

    Raises `Misconfigured` naming file, line and field of the first fault.
    """
    text = read_file(source) if isinstance(source, Path) else source
    return _read(text, name or (str(source) if isinstance(source, Path) else "rubric"))


@lru_cache(maxsize=64)
def _read(text: str, name: str) -> Rubric:
    """Same text, same frozen rubric: a worker reads its rubrics for every call."""
    document = read_document(text, name)
    try:
        rubric = Rubric.model_validate(document.data)
    except ValidationError as error:
        raise refuse(document, error) from error
    _refuse_doubles(document, rubric)
    _refuse_weights(document, rubric)
    return rubric.model_copy(update={"text": text, "hash": hashlib.sha256(text.encode()).hexdigest()})


def load_rubrics(folder: Path) -> tuple[Rubric, ...]:
    """Every rubric of a folder, by name of file; files ending in `.test.yaml` are their tests."""
    paths = sorted(path for path in folder.glob("*.yaml") if not path.name.endswith(".test.yaml"))
    return tuple(load_rubric(path) for path in paths)


def _refuse_doubles(document: Document, rubric: Rubric) -> None:
    seen: dict[str, int] = {}
    for s, section in enumerate(rubric.sections):
        for c, criterion in enumerate(section.criteria):
            where = ("sections", s, "criteria", c, "id")
            if criterion.id in seen:
                raise document.fault(
                    where,
                    f"항목 id {criterion.id!r}이(가) 두 번 나옵니다(처음은 {seen[criterion.id]}번째 줄). "
                    "둘 중 하나를 바꿔 주세요.",
                    f"the criterion id {criterion.id!r} is used twice (first in line {seen[criterion.id]}): "
                    "change one of them.",
                )
            seen[criterion.id] = document.line(where)
    ids = [section.id for section in rubric.sections]
    for s, id in enumerate(ids):
        if id in ids[:s]:
            raise document.fault(
                ("sections", s, "id"), f"영역 id {id!r}이(가) 두 번 나옵니다.", f"the section id {id!r} is used twice."
            )


def _refuse_weights(document: Document, rubric: Rubric) -> None:
    for s, section in enumerate(rubric.sections):
        total = sum(criterion.weight for criterion in section.criteria)
        if abs(total - section.weight) > _ROUNDING:
            raise document.fault(
                ("sections", s, "weight"),
                f"'{section.name.ko}' 영역의 배점은 {section.weight:g}점인데 항목 배점의 합은 {total:g}점입니다.",
                f"the section {section.id!r} has weight {section.weight:g}, its criteria add up to {total:g}.",
            )
    total = sum(section.weight for section in rubric.sections)
    if abs(total - POINTS) > _ROUNDING:
        raise document.fault(
            ("sections",),
            f"영역 배점의 합이 {total:g}점입니다. 100점이 되도록 고쳐 주세요.",
            f"the weights of the sections add up to {total:g}, not to 100.",
        )
