"""One criterion of a rubric: its question, its answers, when it is asked, and the checks that answer it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, Self, Union

from pydantic import Field, field_validator, model_validator

from qa.call import RatingState, Speaker
from qa.scoring.check import Check
from qa.scoring.checks.registry import KINDS
from qa.scoring.conditions import CONDITIONS
from qa.scoring.parts import MOST_GROUPS, Group, Id, Part, Text, Window

POINTS = 100.0

if TYPE_CHECKING:
    AnyCheck = Check
else:
    AnyCheck = Annotated[Union[tuple(KINDS.values())], Field(discriminator="kind")]  # noqa: UP007

AnswerKey = Annotated[str, Field(min_length=1, max_length=40)]
Who = Literal["agent", "citizen"]
# KSQI's five areas: 수신여건, 맞이인사, 상담태도, 업무처리, 종료태도.
Ksqi = Literal["reception", "greeting", "attitude", "handling", "closing"]
_STATES = (RatingState.NOT_APPLICABLE.value,)


class Answer(Part):
    """`score` in [0, 1] is what the answer is worth; `anchor` says when it is the right one."""

    score: float = Field(ge=0, le=1, description="What the answer is worth, 0 to 1.")
    label: Text
    anchor: Text | None = Field(None, description="When this answer is the right one.")


class Guide(Part):
    """For the evaluators: an example that passes, one that fails, and the borderline."""

    passes: Text | None = Field(None, alias="pass")
    fails: Text | None = Field(None, alias="fail")
    borderline: Text | None = None


class Opportunity(Part):
    """Did the situation arise? Without it the criterion is not applicable, and says so.

    It arose when one of the `groups` was said by `speaker` in the `window`, or one of the `events` happened; with
    `need: all` everything listed has to be there. `before_turns` and `after_turns` narrow where the answer is looked
    for: so many of the criterion's speaker's own turns before and after each place where it arose.
    """

    speaker: Who = "citizen"
    window: Window | None = None
    groups: tuple[Group, ...] = Field((), max_length=MOST_GROUPS)
    events: tuple[Literal["hold", "transfer", "hangup"], ...] = ()
    need: Literal["any", "all"] = "any"
    at_least: float = Field(0.84, ge=0.6, le=1, description="How alike what was said must be to a phrase.")
    before_turns: int | None = Field(None, ge=0, le=50)
    after_turns: int | None = Field(None, ge=0, le=50)
    otherwise: Text | None = Field(None, description="The reason that is shown where it did not arise.")

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not (self.groups or self.events):
            raise ValueError("an opportunity needs groups or events")
        return self

    @property
    def who(self) -> Speaker:
        return Speaker(self.speaker)

    @property
    def narrows(self) -> bool:
        return self.before_turns is not None or self.after_turns is not None


class Step(Part):
    """One of several checks of a criterion. `speaker` and `window` stand in for the criterion's own."""

    id: Id
    speaker: Who | None = None
    window: Window | None = None
    optional: bool = Field(False, description="Left out, as if it did not apply, where it cannot tell.")
    check: AnyCheck


class Row(Part):
    """One line of a `table`: the answer when every step named in `when` came out as one of those listed.

    A line without `when` is the answer for everything else.
    """

    answer: AnswerKey
    when: dict[Id, tuple[AnswerKey, ...]] = Field(default_factory=dict)


class Criterion(Part):
    """One question about a call, with what each answer is worth and how the machine finds it."""

    id: Id
    name: Text
    question: Text
    weight: float = Field(0, ge=0, le=POINTS, description="Points (배점); those of a section add up to the section.")
    bonus: float | None = Field(None, gt=0, le=POINTS, description="가점: added in full for an answer worth 1.")
    minus: float | None = Field(None, gt=0, le=POINTS, description="감점: taken off in full for an answer worth 0.")
    answers: dict[AnswerKey, Answer] = Field(min_length=2, max_length=12)
    speaker: Who = Field("agent", description="Whose words count.")
    window: Window | None = Field(None, description="Where they count; absent: everywhere.")
    opportunity: Opportunity | None = None
    check: AnyCheck | None = Field(None, description="How the machine answers; or `checks` for several.")
    checks: tuple[Step, ...] = Field((), max_length=12)
    combine: Literal["all", "any", "count", "table"] = Field("all", description="How several checks become one answer.")
    count: dict[AnswerKey, int] = Field(default_factory=dict, description="Answer → how many checks must be met.")
    table: tuple[Row, ...] = Field((), max_length=40, description="The first line that fits gives the answer.")
    not_applicable: tuple[str, ...] = Field((), description=f"Any of: {', '.join(CONDITIONS)}.")
    critical: Literal["citizen", "centre", "compliance"] | None = Field(
        None, description="A failure is reported apart, and acts only once a person has confirmed it."
    )
    critical_cap: float | None = Field(
        None, ge=0, lt=POINTS, description="A confirmed failure caps the score of the call here."
    )
    ksqi: Ksqi | None = Field(None, description="Area of KSQI it counts for; default: that of its section.")
    min_confidence: float = Field(0.6, ge=0, le=1, description="A deduction heard less surely is withdrawn.")
    guide: Guide | None = None

    @property
    def who(self) -> Speaker:
        return Speaker(self.speaker)

    @cached_property
    def all_checks(self) -> tuple[Check, ...]:
        return (self.check,) if self.check is not None else tuple(step.check for step in self.checks)

    def for_step(self, step: Step) -> Criterion:
        """The criterion as one of its checks sees it: with the step's speaker and window."""
        changed = {
            name: value for name, value in (("speaker", step.speaker), ("window", step.window)) if value is not None
        }
        return self.model_copy(update=changed) if changed else self

    @field_validator("not_applicable")
    @classmethod
    def _conditions_are_known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name not in CONDITIONS:
                raise ValueError(f"{name!r} is no known condition; known are {', '.join(CONDITIONS)}")
        return value

    @model_validator(mode="after")
    def _answers_fit_the_check(self) -> Self:
        if not any(answer.score == 1 for answer in self.answers.values()):
            raise ValueError("one of the answers has to be worth score 1")
        if (self.check is None) == (not self.checks):
            raise ValueError("a criterion has either `check` or `checks`")
        if self.check is not None or self.combine in ("all", "any"):
            given = frozenset[str]().union(*(check.gives for check in self.all_checks))
            missing = sorted(given - self.answers.keys())
            if missing:
                raise ValueError(f"the check can answer {', '.join(missing)!s}, which is missing in `answers`")
        return self

    @model_validator(mode="after")
    def _points_are_of_one_sort(self) -> Self:
        if self.bonus is not None and self.minus is not None:
            raise ValueError("a criterion has either `bonus` or `minus`")
        if (self.bonus is not None or self.minus is not None) and self.weight:
            raise ValueError("a criterion with `bonus` or `minus` has no weight of its own: leave `weight` out")
        if self.critical_cap is not None and self.critical is None:
            raise ValueError("`critical_cap` needs `critical`")
        return self

    @model_validator(mode="after")
    def _checks_combine(self) -> Self:
        ids = [step.id for step in self.checks]
        if len(set(ids)) < len(ids):
            raise ValueError("two of the `checks` have the same id")
        if (self.combine == "count") != bool(self.count) or (self.combine == "table") != bool(self.table):
            raise ValueError("`count` goes with `combine: count` and `table` with `combine: table`")
        if self.check is not None and (self.count or self.table or self.combine == "any"):
            raise ValueError("`combine` is for several `checks`")
        unknown = sorted({*self.count, *(row.answer for row in self.table)} - self.answers.keys())
        if unknown:
            raise ValueError(f"{', '.join(unknown)} is missing in `answers`")
        if self.count and min(self.count.values()) != 0:
            raise ValueError("one answer of `count` has to need 0 checks, for when none is met")
        if self.count and max(self.count.values()) > len(ids):
            raise ValueError(f"`count` asks for more than the {len(ids)} checks there are")
        if self.table and (self.table[-1].when or not all(row.when for row in self.table[:-1])):
            raise ValueError("the last line of `table`, and only the last, has no `when`")
        for row in self.table:
            for id, wanted in row.when.items():
                step = next((step for step in self.checks if step.id == id), None)
                if step is None:
                    raise ValueError(f"`table` names the check {id!r}, which is none of {', '.join(ids)}")
                odd = sorted(set(wanted) - step.check.gives - set(_STATES))
                if odd:
                    known = ", ".join(sorted((*step.check.gives, *_STATES)))
                    raise ValueError(f"the check {id!r} never answers {', '.join(odd)}; it answers {known}")
        return self
