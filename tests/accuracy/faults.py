"""What to mend next: every false contradiction and every right statement that was not recognised, with its call.

    python -m tests.accuracy.faults [SET …]

lists those of the perturbed facts, or of the judged sets named. The held-out set is refused: nothing is mended on it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from qa.answers.compare import Comparer, Finding
from qa.answers.judge import Verdict
from tests.accuracy.calls import HELD_OUT, Judged, comparer_of, judged_set
from tests.accuracy.perturb import perturbed, table


def faults(comparer: Comparer, calls: Iterable[Judged]) -> Iterator[str]:
    for call in calls:
        findings = comparer.compare(call.transcript, called_at=call.called_at)
        true = {(told.turn, told.entry) for told in call.told if told.verdict == Verdict.CONTRADICT}
        for finding in findings:
            if finding.verdict is Verdict.CONTRADICT and (finding.turn, finding.entry) not in true:
                yield f"false contradiction  {call.id}  {_said(call, finding.turn or 0)}  ->  {_told(finding)}"
        for told in call.told:
            if told.verdict not in (Verdict.AGREE, Verdict.CONTRADICT):
                continue
            here = [finding for finding in findings if finding.turn == told.turn]
            if not any(finding.verdict == told.verdict and finding.entry == told.entry for finding in here):
                found = "; ".join(_told(finding) for finding in here) or "nothing"
                wanted = f"{told.entry} {told.fact_name}"
                yield f"missed {told.verdict}  {call.id}  {_said(call, told.turn)}  ->  {found}  (is {wanted})"


def _said(call: Judged, turn: int) -> str:
    """The turn, and what the citizen said before it."""
    return " / ".join(each.text for each in call.transcript.turns[max(0, turn - 1) : turn + 1])


def _told(finding: Finding) -> str:
    return f"{finding.verdict} {finding.said} {finding.entry} {finding.fact_name} {finding.expected}".strip()


def main(names: list[str]) -> None:
    if refused := set(names) & set(HELD_OUT):
        raise SystemExit(f"{', '.join(sorted(refused))}: held out, nothing is mended on it")
    if not names:
        print(*faults(Comparer(table()), [each.call for each in perturbed()]), sep="\n")
    for name in names:
        print(*faults(comparer_of(name), judged_set(name).calls), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
