"""The rubric: sections, criteria, answers. What a YAML file in `rubrics/` describes, checked and frozen.

Weights are points: those of a section's criteria add up to the section's, those of the sections to 100. A criterion
that does not apply leaves numerator and denominator; the arithmetic stands in `qa.scoring.tally`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from qa.call import Sentence
from qa.scoring.criterion import POINTS, AnswerKey, Ksqi
from qa.scoring.criterion import Criterion as Criterion
from qa.scoring.parts import Group, Id, Part, Text, compiled
from qa.scoring.rubric_fault import refuse
from qa.scoring.rubric_file import Document, read_document, read_file

_ROUNDING = 0.01
MOST_PHRASES_IN_ALL = 3000
MOST_STEPS_IN_ALL = 60_000  # instructions of all compiled patterns

Channel = Literal["phone", "web", "chat"]


class Section(Part):
    id: Id
    name: Text
    weight: float = Field(ge=0, le=POINTS, description="Points; those of all sections add up to 100.")
    ksqi: Ksqi | None = Field(None, description="Area of KSQI that its criteria count for.")
    criteria: tuple[Criterion, ...] = Field(min_length=1, max_length=60)


class ZeroRule(Part):
    """When the criteria in `when` were answered so, the `scope` is worth nothing: this criterion, section, or the call.

    `of` names the criterion or section; without it the section of the first criterion in `when`.
    """

    when: dict[Id, tuple[AnswerKey, ...]] = Field(min_length=1)
    scope: Literal["criterion", "section", "call"]
    of: Id | None = None

    @model_validator(mode="after")
    def _names_what_it_takes(self) -> Self:
        if self.scope == "criterion" and self.of is None:
            raise ValueError("`scope: criterion` needs `of`, the id of the criterion")
        if self.scope == "call" and self.of is not None:
            raise ValueError("`scope: call` takes no `of`")
        return self


@dataclass(frozen=True)
class Occasion:
    """What decides whether a rubric is for a call; None is not known, and then not asked."""

    language: str
    channel: str = "phone"
    queue: str | None = None
    day: date | None = None


class AppliesTo(Part):
    """Which calls are scored with the rubric. What is left out does not narrow."""

    queues: tuple[Annotated[str, Field(min_length=1, max_length=60)], ...] = ()
    channels: tuple[Channel, ...] = ()
    languages: tuple[Literal["ko", "en"], ...] = Field((), description="Default: the rubric's own language.")
    first_day: date | None = Field(None, alias="from", description="First day of calls, in the centre's time.")
    last_day: date | None = Field(None, alias="until", description="Last day of calls.")

    @model_validator(mode="after")
    def _days_are_in_order(self) -> Self:
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValueError("`until` lies before `from`")
        return self


class RubricFile(Part):
    """What a rubric file holds."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
    name: Text
    language: Literal["ko", "en"]
    owner: str = Field("", max_length=200, description="Who answers for this rubric.")
    valid_from: date | None = Field(None, description="From when this version is in force; shown, not enforced.")
    applies_to: AppliesTo = AppliesTo()
    zero_rules: tuple[ZeroRule, ...] = Field((), max_length=40)
    sections: tuple[Section, ...] = Field(min_length=1, max_length=20)


class Rubric(RubricFile):
    """`text` and `hash` (its SHA-256) are stored with every evaluation, so that any score can be explained later."""

    text: str = ""
    hash: str = ""

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for section in self.sections for criterion in section.criteria)

    @cached_property
    def by_id(self) -> dict[str, Criterion]:
        return {criterion.id: criterion for criterion in self.criteria}

    def criterion(self, id: str) -> Criterion | None:
        return self.by_id.get(id)

    def struck(self, rule: ZeroRule) -> tuple[str, tuple[Criterion, ...]]:
        """The id of the criterion or section that the rule takes, and its criteria; of the call, all."""
        if rule.scope == "call":
            return "", self.criteria
        if rule.scope == "criterion":
            assert rule.of is not None
            return rule.of, (self.by_id[rule.of],)
        first = next(iter(rule.when))
        for section in self.sections:
            if section.id == rule.of or (rule.of is None and any(c.id == first for c in section.criteria)):
                return section.id, section.criteria
        raise KeyError(rule.of)

    def refuses(self, call: Occasion) -> Sentence | None:
        """Why this rubric is not for the call; None when it is."""
        to = self.applies_to
        languages = to.languages or (self.language,)
        if call.language not in languages:
            return Sentence(
                f"이 평가표는 언어가 {', '.join(languages)}인 통화에만 씁니다(이 통화: {call.language}).",
                f"This rubric is for calls in {', '.join(languages)}; this one is in {call.language}.",
            )
        if to.channels and call.channel not in to.channels:
            return Sentence(
                f"이 평가표는 {', '.join(to.channels)} 상담에만 씁니다(이 상담: {call.channel}).",
                f"This rubric is for {', '.join(to.channels)}; this came by {call.channel}.",
            )
        if to.queues and call.queue not in to.queues:
            return Sentence(
                f"이 평가표는 {', '.join(to.queues)} 대기열에만 씁니다.",
                f"This rubric is for the queues {', '.join(to.queues)}.",
            )
        early = to.first_day and call.day and call.day < to.first_day
        late = to.last_day and call.day and call.day > to.last_day
        if early or late:
            begin, end = to.first_day or "", to.last_day or ""
            return Sentence(
                f"이 평가표는 {begin}~{end} 사이의 통화에만 씁니다(이 통화: {call.day}).",
                f"This rubric is for calls from {begin or 'ever'} until {end or 'further notice'}; "
                f"this one is of {call.day}.",
            )
        return None


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
        held = RubricFile.model_validate(document.data)
    except ValidationError as error:
        raise refuse(document, error, RubricFile) from error
    rubric = Rubric.model_construct(**dict(held), text=text, hash=hashlib.sha256(text.encode()).hexdigest())
    _refuse_doubles(document, rubric)
    _refuse_weights(document, rubric)
    _refuse_zero_rules(document, rubric)
    _refuse_too_much(document, rubric)
    return rubric


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


def _refuse_zero_rules(document: Document, rubric: Rubric) -> None:
    sections = {section.id for section in rubric.sections}
    for place, rule in enumerate(rubric.zero_rules):
        for id, answers in rule.when.items():
            criterion = rubric.criterion(id)
            if criterion is None:
                raise document.fault(
                    ("zero_rules", place, "when", id),
                    f"'{id}'(이)라는 항목이 없습니다.",
                    f"there is no criterion {id!r}.",
                )
            odd = [answer for answer in answers if answer not in criterion.answers]
            if odd:
                known = ", ".join(criterion.answers)
                raise document.fault(
                    ("zero_rules", place, "when", id),
                    f"항목 {id}에는 답 {odd[0]!r}이(가) 없습니다. 있는 답: {known}.",
                    f"the criterion {id!r} has no answer {odd[0]!r}; it has {known}.",
                )
        known_ids = sections if rule.scope == "section" else {criterion.id for criterion in rubric.criteria}
        if rule.of is not None and rule.of not in known_ids:
            raise document.fault(
                ("zero_rules", place, "of"),
                f"'{rule.of}'(이)라는 {'영역' if rule.scope == 'section' else '항목'}이 없습니다.",
                f"there is no {rule.scope} {rule.of!r}.",
            )


def _refuse_too_much(document: Document, rubric: Rubric) -> None:
    """Every phrase is looked for in every turn: what a rubric may ask of a worker has an end."""
    every = list(_groups(rubric))
    phrases = sum(len(group.phrases) for group in every)
    if phrases > MOST_PHRASES_IN_ALL:
        raise _too_much(document, ("sections",), "구절", "phrases", phrases, MOST_PHRASES_IN_ALL)
    steps = sum(compiled(pattern).programsize for group in every for pattern in group.patterns)
    if steps > MOST_STEPS_IN_ALL:
        raise _too_much(document, ("sections",), "패턴 단계", "steps of patterns", steps, MOST_STEPS_IN_ALL)


def _too_much(document: Document, where: tuple[str | int, ...], ko: str, en: str, count: int, most: int) -> Exception:
    return document.fault(
        where,
        f"{ko}이(가) 모두 {count:,}개입니다. {most:,}개까지 쓸 수 있으니 평가표를 나누거나 줄여 주세요.",
        f"{count:,} {en} in all; at most {most:,} are allowed: split the rubric or leave some out.",
    )


def _groups(value: Any) -> Iterator[Group]:
    """Every group below a part, whatever check holds it."""
    if isinstance(value, Group):
        yield value
    elif isinstance(value, Part):
        for name in type(value).model_fields:
            yield from _groups(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _groups(item)
