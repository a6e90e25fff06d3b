"""A measure of the call within bounds: silence, talking over the citizen, pace, transfers, length of holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from qa.call import Evidence, Sentence, Span, SpeechMeasures
from qa.scoring.check import NO, PARTLY, YES, Check, Judgement, not_applicable, rated
from qa.scoring.hearing import Hearing

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion


@dataclass(frozen=True, slots=True)
class _Reading:
    """The figure and the places it comes from; `shown` says it in words."""

    value: float
    spans: tuple[Span, ...]
    shown: Sentence


def _silence(measures: SpeechMeasures) -> _Reading:
    longest = max((span.length_s for span in measures.dead_air), default=0.0)
    places = tuple(sorted(measures.dead_air, key=lambda span: -span.length_s))[:5]
    shown = Sentence(f"가장 긴 무음 {longest:.0f}초", f"longest silence {longest:.0f} s")
    return _Reading(longest, places, shown if places else Sentence("무음 없음", "no dead air"))


def _interruptions(measures: SpeechMeasures) -> _Reading | None:
    if measures.overlap_s is None:
        return None
    count = len(measures.interruptions)
    return _Reading(
        count,
        measures.interruptions,
        Sentence(f"시민의 말을 끊은 횟수 {count}회", f"talked over the citizen {_times(count)}"),
    )


def _pace(measures: SpeechMeasures) -> _Reading | None:
    pace = measures.agent_pace_syllables_per_s
    if pace is None:
        return None
    return _Reading(pace, (), Sentence(f"말 속도 초당 {pace:.1f}음절", f"pace {pace:.1f} syllables a second"))


def _transfers(measures: SpeechMeasures) -> _Reading:
    count = measures.transfers
    return _Reading(
        count, measures.holds[:count], Sentence(f"다른 부서로 이관 {count}회", f"transferred {_times(count)}")
    )


def _hold_length(measures: SpeechMeasures) -> _Reading | None:
    if not measures.holds:
        return None
    longest = max(measures.holds, key=lambda span: span.length_s)
    seconds = longest.length_s
    return _Reading(seconds, (longest,), Sentence(f"가장 긴 대기 {seconds:.0f}초", f"longest hold {seconds:.0f} s"))


# A bound as it stands in a reason, with the unit of its measure.
_AMOUNTS = {
    "dead_air": Sentence("{:g}초", "{:g} s"),
    "interruptions": Sentence("{:g}회", "{:g}"),
    "pace": Sentence("초당 {:g}음절", "{:g} syllables a second"),
    "transfers": Sentence("{:g}회", "{:g}"),
    "hold_length": Sentence("{:g}초", "{:g} s"),
}
_READ: dict[str, Callable[[SpeechMeasures], _Reading | None]] = {
    "dead_air": _silence,
    "interruptions": _interruptions,
    "pace": _pace,
    "transfers": _transfers,
    "hold_length": _hold_length,
}


class Bounds(Check):
    """`yes` while the measure lies within the `yes_…` bounds, `partly` within the `partly_…` bounds, else `no`.

    Seconds for dead_air and hold_length, syllables a second for pace, a count for interruptions and transfers.
    """

    kind: Literal["measure"]
    measure: Literal["dead_air", "interruptions", "pace", "transfers", "hold_length"]
    yes_at_least: float | None = Field(None, ge=0)
    yes_at_most: float | None = Field(None, ge=0)
    partly_at_least: float | None = Field(None, ge=0)
    partly_at_most: float | None = Field(None, ge=0)

    @model_validator(mode="after")
    def _bounds_fit(self) -> Self:
        if self.yes_at_least is None and self.yes_at_most is None:
            raise ValueError("a measure needs yes_at_least or yes_at_most")
        if self.partly_at_most is not None and (self.yes_at_most is None or self.partly_at_most < self.yes_at_most):
            raise ValueError("partly_at_most has to be at or above yes_at_most")
        if self.partly_at_least is not None and (self.yes_at_least is None or self.partly_at_least > self.yes_at_least):
            raise ValueError("partly_at_least has to be at or below yes_at_least")
        return self

    @property
    def gives(self) -> frozenset[str]:
        partly = self.partly_at_least is not None or self.partly_at_most is not None
        return frozenset((YES, PARTLY, NO)) if partly else frozenset((YES, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        reading = _READ[self.measure](hearing.measures) if hearing.measures else None
        if reading is None:
            return not_applicable("이 통화에서는 측정할 수 없는 값입니다.", "This cannot be measured in this call.")
        if _within(reading.value, self.yes_at_least, self.yes_at_most):
            return rated(
                YES,
                0.95,
                Sentence(f"{reading.shown.ko}: 기준 이내입니다.", f"{_upper(reading.shown.en)}: within bounds."),
            )
        partly = PARTLY in self.gives and _within(
            reading.value,
            self.partly_at_least if self.partly_at_least is not None else self.yes_at_least,
            self.partly_at_most if self.partly_at_most is not None else self.yes_at_most,
        )
        reason = Sentence(
            f"{reading.shown.ko}: {self._bound_ko(reading.value)}을 벗어났습니다.",
            f"{_upper(reading.shown.en)}: beyond {self._bound_en(reading.value)}.",
        )
        evidence = [Evidence(None, "", span.start_s, span.end_s) for span in reading.spans] or [hearing.searched(None)]
        return rated(PARTLY if partly else NO, 0.9, reason, *evidence)

    def _bound_ko(self, value: float) -> str:
        if self.yes_at_most is not None and value > self.yes_at_most:
            return f"기준({_AMOUNTS[self.measure].ko.format(self.yes_at_most)} 이하)"
        return f"기준({_AMOUNTS[self.measure].ko.format(self.yes_at_least or 0)} 이상)"

    def _bound_en(self, value: float) -> str:
        if self.yes_at_most is not None and value > self.yes_at_most:
            return f"the bound (at most {_AMOUNTS[self.measure].en.format(self.yes_at_most)})"
        return f"the bound (at least {_AMOUNTS[self.measure].en.format(self.yes_at_least or 0)})"


def _within(value: float, at_least: float | None, at_most: float | None) -> bool:
    return (at_least is None or value >= at_least) and (at_most is None or value <= at_most)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
