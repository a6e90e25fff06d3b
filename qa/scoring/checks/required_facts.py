"""필수 안내: which of the facts that the standard answer marks as required were told. What was not told is shown and
costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from qa.answers.compare import Finding
from qa.answers.entries import as_of
from qa.answers.judge import Verdict
from qa.call import Sentence
from qa.scoring.check import YES, Check, Judgement, cannot_tell, not_applicable, rated
from qa.scoring.checks.fact import FACT_NAMES, in_english, is_misheard
from qa.scoring.hearing import Hearing

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion


class RequiredFacts(Check):
    """`yes` when every required fact of the standard answer the call is about was told as it stands there.

    Never less: what was not told is listed and *not applicable*, since whether it mattered to this citizen is for
    people to say. What was told otherwise is judged by `fact`, *not applicable* here; what was heard badly is
    *cannot tell*.
    """

    kind: Literal["required_facts"]

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES,))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        if hearing.answers is None:
            return not_applicable(
                "비교할 표준상담이 없어 평가하지 않았습니다.", "There are no standard answers to compare with."
            )
        untold = [finding for finding in hearing.findings if finding.verdict is Verdict.NOT_STATED]
        if untold:
            return not_applicable(
                f"다음 필수 안내가 확인되지 않았습니다: {', '.join(_named(each).ko for each in untold)}. "
                "감점하지 않으니 필요한 안내였는지 살펴봐 주세요.",
                f"Required and not told: {', '.join(_named(each).en for each in untold)}. "
                "No points are taken; please see whether it was needed.",
            )
        told = [finding for finding in hearing.findings if finding.turn is not None and _is_required(hearing, finding)]
        if not told:
            return not_applicable(
                "이 상담에는 필수로 안내할 내용이 없습니다.", "Nothing has to be told in this matter."
            )
        quotes = [
            hearing.quote(finding.turn, finding.start, finding.end) for finding in told if finding.turn is not None
        ]
        named = list(dict.fromkeys(_named(finding) for finding in told))
        names = Sentence(", ".join(name.ko for name in named), ", ".join(name.en for name in named))
        if any(finding.verdict is Verdict.CONTRADICT and not is_misheard(finding) for finding in told):
            return not_applicable(
                f"필수로 안내할 내용을 표준상담과 다르게 안내해 해당 항목에서 평가합니다: {names.ko}.",
                f"What is required was told, but not as in the standard answer; judged as a fact: {names.en}.",
            )
        agreed = [finding for finding in told if finding.verdict is Verdict.AGREE]
        if len(agreed) < len(told):
            reason = Sentence(
                f"필수 안내를 제대로 했는지 분명하지 않습니다. 직접 확인해 주세요: {names.ko}.",
                f"It is not clear whether what is required ({names.en}) was told: please listen.",
            )
            return cannot_tell(min(finding.confidence for finding in told), reason, *quotes)
        reason = Sentence(f"필수 안내를 모두 했습니다: {names.ko}.", f"All that is required was told: {names.en}.")
        return rated(YES, min(finding.confidence for finding in agreed), reason, *quotes)


def _is_required(hearing: Hearing, finding: Finding) -> bool:
    entry = hearing.answers.entry(finding.entry) if hearing.answers and finding.entry else None
    if entry is None:
        return False
    facts = entry.facts_on(as_of(hearing.called_at), finding.type)
    return any(fact.required and fact.name == finding.fact_name for fact in facts)


def _named(finding: Finding) -> Sentence:
    """수수료(한 통 발급 수수료 600원)"""
    kind = FACT_NAMES[finding.type]
    return Sentence(
        f"{kind.ko}({finding.fact_name} {finding.expected})".replace("( ", "("),
        f"{kind.en} ({finding.fact_name} {in_english(finding.expected)})".replace("( ", "("),
    )
