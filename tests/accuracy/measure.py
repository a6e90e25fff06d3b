"""Counts of what comparing found beside what is true, by fact type; shares come with Wilson's interval.

A finding is *right* when turn and entry are those of the truth, *strictly right* when the fact's name is too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qa.answers.compare import Finding
from qa.answers.facts import FactType
from qa.answers.fault import Fault
from qa.answers.judge import Verdict
from qa.statistics.agreement import wilson
from tests.accuracy.calls import Told, comparer_of, judged_set

ALL = "all"


@dataclass(frozen=True, slots=True)
class Share:
    hits: int
    n: int

    @property
    def value(self) -> float | None:
        return self.hits / self.n if self.n else None

    def __str__(self) -> str:
        """0.95 (0.90–0.98), 95 of 100; a dash where there was nothing to count."""
        interval = wilson(self.hits, self.n)
        if interval is None:
            return "–"
        return f"{self.hits / self.n:.2f} ({interval[0]:.2f}–{interval[1]:.2f})"


@dataclass(frozen=True)
class Counts:
    """How often each thing happened, by type of fact and over all (`ALL`)."""

    seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, what: str, type_: FactType | None, times: int = 1) -> None:
        self.seen[what, ALL] += times
        if type_ is not None:
            self.seen[what, type_.value] += times

    def share(self, hits: str, of: str, type_: str = ALL) -> Share:
        return Share(self.seen[hits, type_], self.seen[of, type_])

    @property
    def types(self) -> list[str]:
        known = {type_ for _, type_ in self.seen}
        return [type_.value for type_ in FactType if type_.value in known]


def count(counts: Counts, findings: Sequence[Finding], told: Iterable[Told]) -> None:
    """Put one call's findings beside its truth.

    Counted: `contradict found`, of these `right`, `right strict` and `charged` (fault: the agent), `charged right`;
    true contradictions (`contradict true`) and how many of them were `met`, `met strict`; the same for `agree`; stale
    entries and statements that are not in the database, and how many of them were called a contradiction.
    """
    told = tuple(told)
    found = {
        verdict: [finding for finding in findings if finding.verdict is verdict and finding.turn is not None]
        for verdict in (Verdict.CONTRADICT, Verdict.AGREE)
    }
    for verdict, those in found.items():
        name = verdict.value
        true = [each for each in told if each.verdict == name]
        loose = {(each.turn, each.entry) for each in true}
        strict = {(each.turn, each.entry, each.fact_name) for each in true}
        for finding in those:
            right = (finding.turn, finding.entry) in loose
            counts.add(f"{name} found", finding.type)
            counts.add(f"{name} right", finding.type, right)
            counts.add(f"{name} right strict", finding.type, (finding.turn, finding.entry, finding.fact_name) in strict)
            if finding.fault is Fault.AGENT:
                counts.add(f"{name} charged", finding.type)
                counts.add(f"{name} charged right", finding.type, right)
        met = {(finding.turn, finding.entry) for finding in those}
        charged = {(finding.turn, finding.entry) for finding in those if finding.fault is Fault.AGENT}
        met_strict = {(finding.turn, finding.entry, finding.fact_name) for finding in those}
        for each in true:
            counts.add(f"{name} true", each.type)
            counts.add(f"{name} met", each.type, (each.turn, each.entry) in met)
            counts.add(f"{name} charged met", each.type, (each.turn, each.entry) in charged)
            counts.add(f"{name} met strict", each.type, (each.turn, each.entry, each.fact_name) in met_strict)
    for each in told:
        if each.verdict == Verdict.NOT_IN_DATABASE:
            hit = [finding for finding in found[Verdict.CONTRADICT] if _touches(finding, each)]
            kind = "stale" if each.kind == "stale_entry" else "unknown"
            counts.add(kind, None)
            counts.add(f"{kind} contradicted", None, bool(hit))
            counts.add(f"{kind} charged", None, any(finding.fault is Fault.AGENT for finding in hit))


def _touches(finding: Finding, told: Told) -> bool:
    return finding.turn == told.turn and finding.start < told.end and told.start < finding.end


def counts_of_sets(names: Iterable[str]) -> Counts:
    counts = Counts()
    for name in names:
        comparer = comparer_of(name)
        for call in judged_set(name).calls:
            count(counts, comparer.compare(call.transcript, called_at=call.called_at), call.told)
    return counts
