"""Stated facts against the standard answers (:mod:`qa.answers.compare`): only a clear contradiction costs points."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from qa.answers.compare import Finding
from qa.answers.facts import FactType
from qa.answers.fault import Fault
from qa.answers.judge import Verdict
from qa.call import Evidence, Sentence
from qa.language.hangul import with_particle
from qa.scoring.check import NO, YES, Check, Judgement, cannot_tell, not_applicable, rated
from qa.scoring.hearing import Hearing

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion

FACT_NAMES = {
    FactType.FEE: Sentence("금액", "fee"),
    FactType.PHONE: Sentence("전화번호", "telephone number"),
    FactType.OFFICE: Sentence("담당 부서", "office"),
    FactType.HOURS: Sentence("이용 시간", "hours"),
    FactType.DEADLINE: Sentence("기한", "deadline"),
    FactType.DURATION: Sentence("기간", "length of time"),
    FactType.PLACE: Sentence("장소", "place"),
    FactType.DOCUMENT: Sentence("준비물", "document"),
    FactType.ELIGIBILITY: Sentence("자격 요건", "condition"),
    FactType.POSSIBLE: Sentence("가능 여부", "answer whether it can be done"),
}


class FactCheck(Check):
    """`no` when a fact of one of `types` contradicts the standard answer of that day, `yes` when one agrees.

    *Not applicable* when none was stated or the standard answers say nothing about it; *cannot tell* when it was badly
    heard, rough, or more than one entry may be meant.
    """

    kind: Literal["fact"]
    types: Annotated[tuple[FactType, ...], Field(min_length=1)]

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        if hearing.answers is None:
            return not_applicable(
                "비교할 표준상담이 없어 평가하지 않았습니다.", "There are no standard answers to compare with."
            )
        stated = [finding for finding in hearing.findings if finding.type in self.types and finding.turn is not None]
        # What a recogniser may have misheard is nobody's deduction.
        stated = [finding for finding in stated if not is_misheard(finding)] + [
            replace(finding, verdict=Verdict.CANNOT_TELL) for finding in stated if is_misheard(finding)
        ]
        by_verdict = {verdict: [finding for finding in stated if finding.verdict is verdict] for verdict in Verdict}
        wrong = sorted(by_verdict[Verdict.CONTRADICT], key=lambda finding: -finding.confidence)
        if wrong:
            quotes = [self._quote(hearing, finding) for finding in wrong]
            return rated(NO, wrong[0].confidence, _contradiction(wrong[0]), *quotes)
        right, unsure = by_verdict[Verdict.AGREE], by_verdict[Verdict.CANNOT_TELL]
        if right:
            told = right[0]
            name = FACT_NAMES[told.type]
            reason = Sentence(
                f"안내한 {with_particle(name.ko, '이/가')} 표준상담과 같습니다: {told.said_norm}.",
                f"As in the standard answer: {name.en} {in_english(told.expected)}.",
            )
            return rated(YES, min(f.confidence for f in right), reason, *(self._quote(hearing, f) for f in right))
        if unsure:
            doubt = unsure[0]
            name = FACT_NAMES[doubt.type]
            reason = Sentence(
                f"안내한 {with_particle(name.ko, '이/가')} 표준상담({doubt.expected})과 같은지 분명하지 않습니다. "
                "직접 들어 확인해 주세요.",
                f"It is not clear whether the agent gave the {name.en} of the standard answer "
                f"({in_english(doubt.expected)}): please listen.",
            )
            return cannot_tell(doubt.confidence, reason, self._quote(hearing, doubt))
        if unknown := by_verdict[Verdict.NOT_IN_DATABASE]:
            name = FACT_NAMES[unknown[0].type]
            return not_applicable(
                f"안내한 {with_particle(name.ko, '과/와')} 비교할 표준상담이 없습니다.",
                f"The standard answers hold nothing to compare the {name.en} with.",
            )
        names = [FACT_NAMES[type_] for type_ in self.types]
        return not_applicable(
            f"{'·'.join(name.ko for name in names)} 안내가 없는 통화입니다.",
            f"The agent gave no {' or '.join(name.en for name in names)}.",
        )

    @staticmethod
    def _quote(hearing: Hearing, finding: Finding) -> Evidence:
        assert finding.turn is not None
        return hearing.quote(finding.turn, finding.start, finding.end)


def is_misheard(finding: Finding) -> bool:
    return finding.verdict is Verdict.CONTRADICT and finding.fault is not Fault.AGENT


def _contradiction(finding: Finding) -> Sentence:
    name = FACT_NAMES[finding.type]
    about = f"({finding.fact_name})" if finding.fact_name else ""
    old = (
        Sentence(" 안내한 내용은 예전 기준입니다.", " What was told used to be right.")
        if finding.outdated
        else Sentence("", "")
    )
    return Sentence(
        f"{with_particle(name.ko, '을/를')} {with_particle(finding.said_norm, '이라고/라고')} 안내했으나 "
        f"표준상담{about}은 {finding.expected}입니다.{old.ko}",
        f"The agent gave the {name.en} as {in_english(finding.said_norm)}; "
        f"the standard answer {about + ' ' if about else ''}says {in_english(finding.expected)}.{old.en}",
    )


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_UNITS = {"영업일": "working days", "일": "days", "개월": "months", "년": "years", "시간": "hours", "분": "minutes"}


def in_english(value: str) -> str:
    """A fact's normal form for English readers: 12,300원 → 12,300 won, 7월 31일 → 31 July. Names stay as they are."""
    value = re.sub(r"(\d+)월 (\d+)일", lambda m: f"{m[2]} {_MONTHS[int(m[1]) - 1]}", value)
    value = re.sub(r"([\d,]+)원", r"\1 won", value)
    value = re.sub(r"(\d+)(영업일|일|개월|년|시간|분)", lambda m: f"{m[1]} {_UNITS[m[2]]}", value)
    return value.replace("무료", "free").replace("평일", "weekdays").replace("주말", "weekends")
