"""Every fact of the standard answers as a short call: said right in three ways, and wrong in three.

The shipped table holds no facts of eligibility and possibility, and no floors; `more.csv` adds some, made up for this. What
is drawn is drawn by the fact's own name, so a new row changes no other call.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from qa.answers.compare import Comparer
from qa.answers.entries import Answers, Entry, Fact
from qa.answers.facts import FactType
from qa.answers.judge import Verdict
from qa.answers.table import answers_of
from qa.language.hangul import with_particle
from tests.accuracy import frames, said, wrong
from tests.accuracy.calls import Judged, Told, transcript_of
from tests.accuracy.measure import ALL, Counts, Share, count

DAY = datetime.fromisoformat("2026-05-12T10:30:00+09:00")
EACH = 3
_TABLES = (Path(__file__).parents[2] / "rubrics" / "answers" / "dasan.csv", Path(__file__).parent / "more.csv")
_FRAMES = {
    FactType.FEE: frames.FEE,
    FactType.HOURS: frames.HOURS,
    FactType.DEADLINE: frames.DEADLINE,
    FactType.DURATION: frames.DURATION,
    FactType.PHONE: frames.PHONE,
    FactType.OFFICE: frames.OFFICE,
    FactType.DOCUMENT: frames.DOCUMENT,
    FactType.PLACE: frames.PLACE,
    FactType.ELIGIBILITY: frames.ELIGIBILITY,
}
# What a length of time is of decides what can be said of it.
_LENGTHS = (
    (re.compile("처리|발급|보수|수거|답변|결정"), frames.TAKES),
    (re.compile("신고 기간|의견 제출"), frames.WITHIN),
    (re.compile("지원|거주|대출|보호"), frames.LASTS),
)
_FREE = "무료"


@dataclass(frozen=True, slots=True)
class Perturbed:
    """`kind` is empty where the fact is said right, else how it is wrong."""

    kind: str
    type: FactType
    call: Judged


class _Word(str):
    """Text that takes its particle in a format: `{name:은/는}`."""

    def __format__(self, pair: str) -> str:
        return with_particle(str(self), pair) if pair else str(self)


@lru_cache(maxsize=1)
def table() -> Answers:
    first, *rest = (path.read_text("utf-8") for path in _TABLES)
    return answers_of(first.rstrip("\n") + "\n" + "\n".join(each.split("\n", 1)[1] for each in rest), "perturbed")


@lru_cache(maxsize=1)
def perturbed() -> tuple[Perturbed, ...]:
    day = DAY.date()
    return tuple(
        each for entry in table().entries for fact in entry.facts_on(day) for each in _of_fact(table(), entry, fact)
    )


def counts_of_perturbed() -> tuple[Counts, dict[str, Share]]:
    """Counts by type of fact, and how many of each kind of wrong value were found."""
    comparer, counts, kinds = Comparer(table()), Counts(), Counts()
    for each in perturbed():
        findings = comparer.compare(each.call.transcript, called_at=each.call.called_at)
        count(counts, findings, each.call.told)
        if each.kind:
            told = each.call.told[0]
            met = any(
                finding.verdict is Verdict.CONTRADICT and (finding.turn, finding.entry) == (told.turn, told.entry)
                for finding in findings
            )
            kinds.seen[each.kind, ALL] += 1
            kinds.seen[f"{each.kind} met", ALL] += met
    return counts, {
        kind: kinds.share(f"{kind} met", kind) for kind, _ in sorted(kinds.seen) if not kind.endswith(" met")
    }


def _of_fact(answers: Answers, entry: Entry, fact: Fact) -> Iterator[Perturbed]:
    draw = random.Random(f"{fact.entry} {fact.type} {fact.name}")
    right = _statements(draw, fact, [fact.text] * EACH)
    near = _near(answers, entry, fact)
    false = _false(draw, fact, near)
    for place, (kind, statement) in enumerate([*(("", each) for each in right), *false]):
        verdict = Verdict.CONTRADICT if kind else Verdict.AGREE
        id_ = f"{fact.entry}/{fact.type.value}/{fact.name}/{place}"
        yield Perturbed(kind, fact.type, _call(draw, entry, fact, statement, id_, verdict, kind))


def _false(draw: random.Random, fact: Fact, near: wrong.Near) -> list[tuple[str, str]]:
    """Three (kind, frame filled with a wrong value): unlike kinds first."""
    if fact.type is FactType.POSSIBLE:
        flipped = frames.IMPOSSIBLE if fact.text == "가능" else frames.POSSIBLE
        return [("flipped_possible", frame) for frame in draw.sample(flipped, EACH)]
    taken: wrong.Near = []
    for kind, value in near:
        if kind not in {each for each, _ in taken}:
            taken.append((kind, value))
    taken += [each for each in near if each not in taken]
    taken = taken[:EACH]
    if fact.type is FactType.DOCUMENT:
        named = [(kind, draw.choice(frames.ONLY).replace("{value", "{other")) for kind, _ in taken[: EACH - 1]]
        filled = [
            (kind, _with(frame.replace("{other", "{value"), value))
            for (kind, frame), (_, value) in zip(named, taken, strict=False)
        ]
        return [*filled, ("not_needed", _with(draw.choice(frames.NOT_NEEDED), fact.text))]
    statements = _statements(draw, fact, [value for _, value in taken])
    return [(kind, statement) for (kind, _), statement in zip(taken, statements, strict=True)]


def _statements(draw: random.Random, fact: Fact, values: list[str]) -> list[str]:
    """One frame for each value, no frame and (where there are enough) no spoken form twice."""
    if fact.type is FactType.POSSIBLE:
        return draw.sample(frames.POSSIBLE if fact.text == "가능" else frames.IMPOSSIBLE, len(values))
    ordinary = draw.sample(_frames(fact), len(values))
    free = draw.sample(frames.FREE, len(values))
    used: set[str] = set()
    statements: list[str] = []
    for value, frame, without in zip(values, ordinary, free, strict=True):
        if value == _FREE:
            statements.append(without)
            continue
        forms = spoken(fact.type, value)
        form = draw.choice([each for each in forms if each not in used] or forms)
        used.add(form)
        statements.append(_with(frame, form))
    return statements


def _frames(fact: Fact) -> list[str]:
    known = list(_FRAMES[fact.type])
    if fact.type is FactType.DURATION:
        known += next((more for pattern, more in _LENGTHS if pattern.search(fact.name)), ())
    if fact.type is FactType.DEADLINE and fact.name == "행사일":  # nothing can be done until the day of an event
        known = [frame for frame in known if "까지" not in frame]
    return known


def spoken(type_: FactType, value: str) -> list[str]:
    """The spoken forms of a written value. Raises ValueError for one that these tests cannot say."""
    figures = [int(found) for found in re.findall(r"\d+", value.replace(",", ""))]
    if type_ is FactType.FEE:
        return said.money(figures[0])
    if type_ is FactType.HOURS:
        return said.hours(figures[0] * 60 + figures[1], figures[2] * 60 + figures[3])
    if type_ is FactType.DEADLINE:
        return said.day(figures[0], figures[1])
    if type_ is FactType.DURATION:
        return said.length(figures[0], value.lstrip("0123456789"))
    if type_ is FactType.OFFICE:
        return said.office(value.split("|"))
    by_words = {
        FactType.PHONE: said.phone,
        FactType.PLACE: said.place,
        FactType.DOCUMENT: said.document,
        FactType.ELIGIBILITY: said.who,
    }
    if type_ not in by_words:
        raise ValueError(f"{type_}: {value}")
    return by_words[type_](value)


def _near(answers: Answers, entry: Entry, fact: Fact) -> wrong.Near:
    """Wrong values, nearest first: what was true once, another tier's, then one slip away. Never one that is right."""
    day = DAY.date()
    right = {other.text for other in entry.facts_on(day, fact.type) if other.name == fact.name} | {fact.text}
    own = [other for other in entry.facts if other.type is fact.type]
    old = [("stale_version", other.text) for other in own if other.name == fact.name]
    tiers = [("wrong_tier", other.text) for other in own if other.name != fact.name and other.is_valid_on(day)]
    if fact.type is FactType.DOCUMENT:
        right |= {other.text for other in own}
    found = [*old, *tiers, *_slips(answers, fact)]
    return [(kind, value) for kind, value in dict.fromkeys(found) if not _same(value, right)]


def _same(value: str, right: Iterable[str]) -> bool:
    return re.sub(r"[,\s]", "", value) in {re.sub(r"[,\s]", "", each) for each in right}


def _slips(answers: Answers, fact: Fact) -> wrong.Near:
    figures = [int(found) for found in re.findall(r"\d+", fact.text.replace(",", ""))]
    if fact.type is FactType.FEE:
        return wrong.amount(figures[0]) if figures else [("not_free", f"{value}원") for value in (1000, 500, 3000)]
    if fact.type is FactType.HOURS:
        return wrong.interval(figures[0] * 60 + figures[1], figures[2] * 60 + figures[3])
    if fact.type is FactType.DEADLINE:
        return wrong.date(figures[0], figures[1])
    if fact.type is FactType.DURATION:
        return wrong.length(figures[0], fact.text.lstrip("0123456789"))
    if fact.type is FactType.ELIGIBILITY:
        return wrong.condition(fact.text)
    alike = sorted({other.text for entry in answers.entries for other in entry.facts if other.type is fact.type})
    if fact.type is FactType.PHONE:
        return wrong.number(fact.text, [other for other in alike if other[:3] == fact.text[:3] and other != fact.text])
    kind = {FactType.OFFICE: "neighbour_office", FactType.DOCUMENT: "wrong_document"}.get(fact.type, "wrong_place")
    return [*wrong.floor(fact.text), *wrong.neighbours(fact.text, alike, kind)]


def _with(frame: str, value: str) -> str:
    """The frame with its value, the fact's and the entry's name still open."""
    return re.sub(r"\{value(?::([^}]*))?\}", lambda gap: format(_Word(value), gap[1] or ""), frame)


def _call(
    draw: random.Random, entry: Entry, fact: Fact, statement: str, id_: str, verdict: Verdict, kind: str
) -> Judged:
    filled = statement.format(name=_Word(fact.name), title=_Word(entry.title))
    asked, _, answered = filled.rpartition(" | ")
    opening = draw.choice([*entry.questions, f"{with_particle(entry.title, '이/가')} 궁금해서 전화드렸는데요."])
    turns = [("agent", draw.choice(frames.GREETINGS)), ("citizen", opening)]
    if asked:
        turns += [("agent", "네, 확인해 드리겠습니다."), ("citizen", asked)]
    at = len(turns)
    turns += [("agent", answered), ("citizen", draw.choice(frames.ANSWERS)), ("agent", "네, 좋은 하루 보내세요.")]
    told = Told(at, 0, len(answered), verdict.value, kind, entry.id, fact.name, fact.type)
    return Judged(id_, transcript_of(turns), DAY, (told,), ())
