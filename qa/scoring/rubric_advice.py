"""What a sound rubric may still lack: nothing here is an error, all of it costs somebody an argument later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qa.call import Sentence
from qa.scoring.criterion import Criterion
from qa.scoring.rubric import Rubric
from qa.scoring.rubric_cases import CaseResult


@dataclass(frozen=True)
class Advice:
    """`criterion` is its id, "" for the rubric itself; `code` is stable."""

    code: str
    criterion: str
    sentence: Sentence


def advice(rubric: Rubric, results: Iterable[CaseResult] | None) -> tuple[Advice, ...]:
    """`results` of the tests beside the rubric; None when there are none."""
    found: list[Advice] = []
    if not rubric.owner:
        told = Sentence("담당(owner)이 적혀 있지 않습니다.", "No `owner` answers for this rubric.")
        found.append(Advice("no_owner", "", told))
    for criterion in rubric.criteria:
        found += _of_criterion(criterion)
    if results is None:
        told = Sentence(
            "시험 파일(.test.yaml)이 없습니다. 평가표를 고칠 때 무엇이 달라지는지 알 수 없습니다.",
            "There is no test file (.test.yaml): nothing tells what a change of the rubric breaks.",
        )
        return (*found, Advice("no_tests", "", told))
    asked = {pair for result in results for pair in result.asked}
    for criterion in rubric.criteria:
        full = {key for key, answer in criterion.answers.items() if answer.score == 1}
        tested = {answer for id, answer in asked if id == criterion.id}
        if not tested:
            told = Sentence(f"'{criterion.name.ko}'에 시험이 없습니다.", f"No test asks about “{criterion.name.en}”.")
            found.append(Advice("untested", criterion.id, told))
        elif not tested & full or (_may_deduct(criterion) and not tested & (criterion.answers.keys() - full)):
            told = Sentence(
                f"'{criterion.name.ko}'의 시험에 만점인 통화와 감점인 통화가 하나씩은 있어야 합니다.",
                f"The tests of “{criterion.name.en}” want one call with full marks and one without.",
            )
            found.append(Advice("one_sided", criterion.id, told))
    return tuple(found)


def _of_criterion(criterion: Criterion) -> list[Advice]:
    ko, en, id = criterion.name.ko, criterion.name.en, criterion.id
    found: list[Advice] = []
    guide = criterion.guide
    if guide is None or not (guide.passes and guide.fails):
        told = Sentence(
            f"'{ko}'에 예시(guide: pass, fail)가 없어 평가자마다 다르게 볼 수 있습니다.",
            f"“{en}” has no guide with an example that passes and one that fails: evaluators will differ.",
        )
        found.append(Advice("no_guide", id, told))
    if any(answer.anchor is None for answer in criterion.answers.values()):
        told = Sentence(
            f"'{ko}'의 답 가운데 판단 기준(anchor)이 없는 것이 있습니다.", f"An answer of “{en}” has no anchor."
        )
        found.append(Advice("no_anchor", id, told))
    idle = not criterion.weight and criterion.bonus is None and criterion.minus is None and criterion.critical is None
    if idle and _may_deduct(criterion):  # what only shows something has no weight on purpose
        told = Sentence(
            f"'{ko}'은(는) 배점·가감점이 없고 치명 항목도 아니어서 아무것도 바꾸지 않습니다.",
            f"“{en}” has no weight, no points and is not critical: it changes nothing.",
        )
        found.append(Advice("no_effect", id, told))
    if criterion.critical and criterion.min_confidence < 0.5:
        told = Sentence(
            f"치명 항목 '{ko}'의 최소 확신도가 {criterion.min_confidence:g}(으)로 낮습니다.",
            f"“{en}” is critical, but its min_confidence is only {criterion.min_confidence:g}.",
        )
        found.append(Advice("unsure_critical", id, told))
    return found


def _may_deduct(criterion: Criterion) -> bool:
    """Whether the machine can give an answer below full marks."""
    if criterion.checks and criterion.combine in ("count", "table"):
        return True
    given = frozenset[str]().union(*(check.gives for check in criterion.all_checks))
    return any(criterion.answers[key].score < 1 for key in given)
