"""Hold etiquette: was the citizen asked to wait, and thanked for waiting?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from qa.call import Evidence, Sentence, Span, Speaker, Turn
from qa.scoring.check import NO, PARTLY, YES, Check, Judgement, not_applicable, rated
from qa.scoring.checks.said import near_miss
from qa.scoring.hearing import NOT_SPEECH, Hearing, Hit
from qa.scoring.parts import Group

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion

# For each part: when, "did", "did not", and what was done to the citizen.
_WORDS = {
    "asked": ("대기 전에", "양해를 구했습니다", "양해를 구하지 않았습니다", "asked to wait"),
    "thanked": (
        "대기 뒤에", "감사나 사과의 말을 했습니다", "감사나 사과의 말을 하지 않았습니다", "thanked for waiting",
    ),
}  # fmt: skip


class Hold(Check):
    """For every hold of at least `shortest_s`: did the agent say one of the groups before (`asked`) or after it
    (`thanked`)?

    `yes` for every hold, `partly` for some, or where the act was only `announced` (확인해 보겠습니다), `no` for none;
    *not applicable* without a hold. `within_s` is how far from the hold the words may be.
    """

    kind: Literal["hold"]
    part: Literal["asked", "thanked"]
    group: Group
    announced: Group | None = Field(None, description="Less than the group: worth `partly`.")
    within_s: float = Field(20, gt=0)
    shortest_s: float = Field(3, gt=0)
    at_least: Annotated[float, Field(ge=0.6, le=1)] = 0.8

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, PARTLY, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        holds = [
            span for span in (hearing.measures.holds if hearing.measures else ()) if span.length_s >= self.shortest_s
        ]
        if not holds:
            return not_applicable("대기가 없었습니다.", "There was no hold.")
        hits = [self._said(hearing, criterion.who, span) for span in holds]
        good = sum(hit is not None for hit in hits)
        quotes = [hearing.quote_hit(hit) for hit in hits if hit]
        lacking = [span for hit, span in zip(hits, holds, strict=True) if hit is None]
        when, did, did_not, done = _WORDS[self.part]
        if not lacking:
            confidence = min((hit.sureness for hit in hits if hit), default=0.7)
            every = Sentence(f"대기 {len(holds)}회 모두", f" at each of {len(holds)} holds")
            ko, en = (every.ko, every.en) if len(holds) > 1 else (when, "")
            return rated(YES, confidence, Sentence(f"{ko} {did}.", f"The citizen was {done}{en}."), *quotes)
        half = [hit for span in lacking if (hit := self._announced(hearing, criterion.who, span))]
        first = lacking[0]
        searched = [self._window(span) for span in lacking]
        confidence = min(self._heard(hearing, criterion.who, span) for span in lacking)
        if len(half) == len(holds):
            quotes = [hearing.quote_hit(hit) for hit in half]
            reason = Sentence(
                f"할 일만 알리고 {did_not}: “{quotes[0].quote}”",
                f"What would be done was announced, but the citizen was not {done}: “{quotes[0].quote}”",
            )
            return rated(PARTLY, min(confidence, *(hit.sureness for hit in half)), reason, *quotes, *searched)
        some = Sentence(f"대기 {len(holds)}회 중 {len(lacking)}회는", f" at {len(lacking)} of {len(holds)} holds")
        ko, en = (some.ko, some.en) if len(holds) > 1 else (when, "")
        reason = Sentence(
            f"{ko} {did_not}({first.length_s:.0f}초 대기).",
            f"The citizen was not {done}{en} ({first.length_s:.0f} s hold).",
        )
        quotes += [hearing.quote_hit(hit) for hit in half]
        return rated(PARTLY if good or half else NO, confidence, reason, *quotes, *searched)

    def _said(self, hearing: Hearing, speaker: Speaker, span: Span) -> Hit | None:
        return hearing.find(self.group, self._near(hearing, speaker, span), at_least=self.at_least)

    def _announced(self, hearing: Hearing, speaker: Speaker, span: Span) -> Hit | None:
        near = self._near(hearing, speaker, span)
        return hearing.find(self.announced, near, at_least=self.at_least) if self.announced else None

    def _near(self, hearing: Hearing, speaker: Speaker, span: Span) -> list[tuple[int, Turn]]:
        window = self._window(span)
        return [
            (place, turn)
            for place, turn in hearing.turns(speaker)
            if turn.end_s > window.start_s and turn.start_s < window.end_s
        ]

    def _window(self, span: Span) -> Evidence:
        if self.part == "asked":
            return Evidence(None, "", max(0.0, span.start_s - self.within_s), span.start_s + 1)
        return Evidence(None, "", max(0.0, span.end_s - 1), span.end_s + self.within_s)

    def _heard(self, hearing: Hearing, speaker: Speaker, span: Span) -> float:
        """How surely the words are missing: how well the turns near the hold were heard."""
        words = [word for _, turn in self._near(hearing, speaker, span) for word in turn.words]
        window = self._window(span)
        lost = any(
            aside.why not in NOT_SPEECH and aside.start_s < window.end_s and aside.end_s > window.start_s
            for aside in hearing.transcript.set_aside
            if aside.speaker in (speaker, Speaker.UNKNOWN)
        )
        if lost:
            return 0.0
        if near_miss(hearing, self.group, self._near(hearing, speaker, span), self.at_least):
            return 0.0
        return sum(word.confidence for word in words) / len(words) if words else 0.8
