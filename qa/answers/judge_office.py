"""An office the agent names, against the offices of the entries that may be meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from qa.answers.claims import Claim
from qa.answers.entries import Entry, Fact
from qa.answers.facts import FactType, Measure
from qa.answers.judge import SURE_ENTRY, Judged, Verdict
from qa.answers.meaning import Around, asked_for, mention
from qa.answers.meant import standing
from qa.answers.subject import Likely
from qa.answers.wording import speaks_of, terms


def judge_office(
    claim: Claim,
    likely: Sequence[Likely],
    near: Around,
    day: date | None,
    at: datetime | None,
    talked_of: frozenset[str] = frozenset(),
) -> Judged:
    """An office by its names; a place, or an office of another kind (구청 for 세무과), contradicts nothing."""
    said = next(iter(claim.value.keys))
    options: list[tuple[float, float, Entry, Fact]] = []
    for each in likely:
        if not each.is_meant and each.entry.id not in talked_of:
            continue
        for fact in standing(each.entry, day, at):
            names = [key for value in fact.values for key in value.keys]
            named = mention(fact, (fact,), near) if fact.type is FactType.OFFICE else 0.0
            if fact.type is FactType.PLACE and any(said in name or name in said for name in names):
                return Judged(Verdict.NOT_IN_DATABASE, each.entry)
            if fact.type is not FactType.OFFICE:
                continue
            same = any(
                said == name
                or (said.endswith(name) and len(name) > _SHORT_NAME)
                or (name.endswith(said) and len(said) > _SHORT_NAME)
                for name in names
            )
            if same and (
                each.share >= _SAME_ENTRY
                or each.entry.id in talked_of
                or not options
                or named >= 0.5
                or _titled(each.entry, near.clause)
            ):
                return Judged(Verdict.AGREE, each.entry, fact, 1.0)
            options.append((each.share + 0.1 * named, each.coverage, each.entry, fact))
    if not options:
        return Judged(Verdict.NOT_IN_DATABASE, likely[0].entry if likely else None)
    share, coverage, entry, fact = max(options, key=lambda option: option[0])
    kinds = {_kind(key) for value in fact.values for key in value.keys}
    named = mention(fact, (fact,), near)
    spoken_of = not terms(fact.name) or named >= _NAMED_ENOUGH or _titled(entry, near.clause)
    asked = asked_for(Measure.OFFICE, near) or _IN_CHARGE.search(near.clause) is not None
    if not spoken_of or not (claim.value.span or (coverage >= _LEAST_COVERED and (asked or named >= _NAMED_WELL))):
        return Judged(Verdict.NOT_IN_DATABASE, entry)
    if claim.doubtful or claim.about:
        return Judged(Verdict.CANNOT_TELL, entry, fact, share)
    if share < SURE_ENTRY or not (claim.value.span or said.isascii() or _kind(said) in kinds):
        return Judged(Verdict.NOT_IN_DATABASE, entry)
    return Judged(Verdict.CONTRADICT, entry, fact, share)


_IN_CHARGE = re.compile(
    r"담당|소관|관할|맡|\b(?:in charge|responsible|handle[sd]?|sits with|at the|by the|deals? "
    r"with)\b",
    re.IGNORECASE,
)
_SHORT_NAME = 2
_SAME_ENTRY = 0.95
_NAMED_ENOUGH, _NAMED_WELL = 0.3, 0.6
_LEAST_COVERED = 0.06


def _titled(entry: Entry, clause: str) -> bool:
    """Whether the clause names the entry's matter itself."""
    return any(speaks_of(term, clause) for term in terms(entry.title))


_KINDS = re.compile(
    r"(과|팀|담당관|실|본부|사업소|공단|공사|재단|센터|구청|시청|보건소|지사|조합|division|team|"
    r"desk|office|department|bureau|section|centre|center)$",
    re.IGNORECASE,
)


def _kind(name: str) -> str:
    match = _KINDS.search(name)
    return "과" if match and match[1] in ("팀", "담당관") else match[1].lower() if match else ""
