"""The agent's stated facts against the standard answers as they stood when the call was made.

For every fact the agent states: find the entry that the talk is about, choose the fact of it that is meant, compare by
value. The last word of a call counts: an agent who corrects himself is right, and what he said first is noted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from qa.answers.claims import Claim, claims_of, substantial, unsure
from qa.answers.documents import documents_said, not_needed
from qa.answers.embedding import Embedding
from qa.answers.entries import Answers, Entry, as_of
from qa.answers.facts import FactType, Measure, Value
from qa.answers.fault import Fault, fault_of
from qa.answers.find import Finder
from qa.answers.judge import SURE_ENTRY, Judged, Verdict, judge
from qa.answers.judge_office import judge_office
from qa.answers.matters import Matters
from qa.answers.meaning import Around, around
from qa.answers.meant import standing
from qa.answers.misheard import Doubt, doubt_of, may_be_a_slip
from qa.answers.offices import office_claims
from qa.answers.places import places_said
from qa.answers.possible import possible_said
from qa.answers.subject import LEAST_SCORE, Likely, likely_entries, on_subject
from qa.answers.subjects import Subject, subject_at, subjects
from qa.answers.weekdays import weekdays_said
from qa.answers.worded import Said, Spoken
from qa.call import Speaker, Transcript, Turn
from qa.language.heard import confirmed_confidence_at
from qa.language.questions import sentences
from qa.language.sentences import sentence_around

_CERTAIN, _UNSURE = 1.0, 0.3
_LONGEST_QUOTE = 100
_WORDED = (
    ((FactType.POSSIBLE,), possible_said),
    ((FactType.DOCUMENT,), documents_said),
    ((FactType.PLACE,), places_said),
    ((FactType.HOURS, FactType.DEADLINE), weekdays_said),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One stated fact (or, for *not stated*, one required fact) and what came of comparing it.

    `said` is characters [start, end) of turn `turn`, `quote` the sentence around them; `said_norm` and `expected` are
    normal forms for people. `confidence` in [0, 1] is that of the worst word, lowered where the fact was hard to find.
    `fault` says whose a contradiction or a gap is, None where there is none. `outdated`: what was said was true once.
    `first_said`: what the agent said before correcting it.
    """

    type: FactType
    verdict: Verdict
    entry: str | None
    fact_name: str
    said: str
    said_norm: str
    expected: str
    turn: int | None
    quote: str
    start: int
    end: int
    confidence: float
    fault: Fault | None = None
    outdated: bool = False
    first_said: str = ""
    measure: Measure | None = None


def findings_of(
    answers: Answers, transcript: Transcript, *, called_at: datetime | None, embedding: Embedding | None = None
) -> tuple[Finding, ...]:
    """What comparing one call came to; the index of the answers is kept for the next call."""
    return _comparer(answers, embedding).compare(transcript, called_at=called_at)


@lru_cache(maxsize=4)
def _comparer(answers: Answers, embedding: Embedding | None) -> Comparer:
    return Comparer(answers, embedding)


class Comparer:
    """Compares calls against one file of standard answers; the index is built once."""

    def __init__(self, answers: Answers, embedding: Embedding | None = None) -> None:
        self._answers = answers
        self._finder = Finder(answers, embedding)
        self._offices = answers.offices()
        self._matters = Matters(answers)
        self._doubted = Doubt.NONE
        self._spoken_of: tuple[Sequence[Turn], tuple[Subject, ...]] | None = None
        self._last: tuple[Transcript, datetime | None, tuple[Finding, ...]] | None = None
        self._holders: dict[str, set[str]] = defaultdict(set)
        for entry in answers.entries:
            for fact in entry.facts:
                for value in fact.values:
                    self._holders[value.text].add(entry.id)

    def compare(self, transcript: Transcript, *, called_at: datetime | None) -> tuple[Finding, ...]:
        """Findings in order of the call, one for each fact stated or required. `called_at` None: as of now.

        Asked for the same call again, by another rubric, it gives what it found before.
        """
        last = self._last
        if last is not None and last[0] is transcript and last[1] == called_at:
            return last[2]
        found = self._compare(transcript, called_at)
        self._last = transcript, called_at, found
        return found

    def _compare(self, transcript: Transcript, called_at: datetime | None) -> tuple[Finding, ...]:
        day = as_of(called_at)
        turns = transcript.turns
        self._doubted = doubt_of(turns)
        findings: list[Finding] = []
        for place, turn in enumerate(turns):
            if turn.speaker is Speaker.AGENT:
                told = {(each.entry, each.fact_name) for each in findings if each.fact_name and each.entry}
                findings += self._in_turn(turns, place, day, called_at, told)
        return (*_last_words(findings, turns), *self._required(turns, findings, day, called_at))

    def _in_turn(
        self, turns: Sequence[Turn], place: int, day: date | None, at: datetime | None, told: set[tuple[str, str]]
    ) -> list[Finding]:
        found: list[Finding] = []
        for claim in claims_of(turns, place, day):
            near = around(turns, claim)
            likely = self._likely(turns, place, near.clause, claim.start, claim.end)
            judged = judge(claim, likely, near, day, at, self._is_rare, told)
            found.append(_finding(turns, claim, judged, self._doubted))
        for claim in office_claims(turns, place, self._offices):
            near = around(turns, claim)
            likely = self._likely(turns, place, near.clause, claim.start, claim.end)
            judged = judge_office(claim, likely, near, day, at, frozenset(entry for entry, _ in told))
            found.append(_finding(turns, claim, judged, self._doubted))
        for entry, spoken in self._worded(turns, place, day, at):
            found.append(_finding(turns, spoken.claim, _judged(entry, spoken), self._doubted))
        return _once(sorted(found, key=lambda finding: finding.start))

    def _likely(
        self, turns: Sequence[Turn], place: int, clause: str, start: int = 0, end: int = 0
    ) -> tuple[Likely, ...]:
        """The entries that a statement may be about: by the words around it, and by the stretch of the call."""
        return on_subject(
            likely_entries(self._finder, turns, place, start, end), self._subject_at(turns, place), clause
        )

    def _subject_at(self, turns: Sequence[Turn], place: int) -> Subject | None:
        if self._spoken_of is None or self._spoken_of[0] is not turns:
            self._spoken_of = turns, subjects(turns, self._matters)
        return subject_at(self._spoken_of[1], place)

    def _is_rare(self, value: Value) -> bool:
        return (
            value.measure in (Measure.WON, Measure.PHONE, Measure.DATE) and len(self._holders.get(value.text, ())) == 1
        )

    def _worded(
        self, turns: Sequence[Turn], place: int, day: date | None, at: datetime | None
    ) -> Iterator[tuple[Entry, Spoken]]:
        """Facts that are words: the entry that fits best decides."""
        text = turns[place].text
        likely = [each for each in self._likely(turns, place, text) if each.is_meant and each.share >= SURE_ENTRY]
        asked = around(turns, Claim(place, Value(Measure.POSSIBLE, frozenset(), ""), 0, 0)).asked
        for said in sentences(text):
            told = _before_the_question(said.text)
            if not told:
                continue
            near = Around(told, text[: said.start], asked)
            for types, find in _WORDED:
                best: tuple[float, Entry, list[Spoken]] | None = None
                for each in likely:
                    facts = [fact for fact in standing(each.entry, day, at) if fact.type in types]
                    if not facts:
                        continue
                    spoken = find(Said(place, said.start, told), facts, near)
                    # In a stretch about no entry, or about another, nothing contradicts this one.
                    if unsure(said.text) or not each.is_subject:
                        spoken = [item for item in spoken if item.same]
                    score = max((item.sureness for item in spoken), default=0.0) * each.share**2
                    if spoken and (best is None or score > best[0]):
                        best = score, each.entry, spoken
                if best:
                    yield from ((best[1], item) for item in best[2])

    def _required(
        self, turns: Sequence[Turn], findings: list[Finding], day: date | None, at: datetime | None
    ) -> list[Finding]:
        """Required facts of the entry the call is about that the agent did not state. They cost nothing here."""
        asked = [(turn.text, 1.0) for turn in turns if turn.speaker is not Speaker.AGENT and substantial(turn.text)]
        hits = self._finder.find_weighted(asked) if asked else ()
        if not hits or hits[0].score < LEAST_SCORE:
            return []
        stated = {(finding.entry, finding.type) for finding in findings}
        named = {(finding.entry, finding.fact_name) for finding in findings}
        return [
            Finding(fact.type, Verdict.NOT_STATED, fact.entry, fact.name, "", "", fact.text, None, "", 0, 0, _CERTAIN)
            for fact in standing(hits[0].entry, day, at)
            if fact.required and (fact.entry, fact.type) not in stated and (fact.entry, fact.name) not in named
        ]


_ENOUGH_WORDED = 0.5


def _judged(entry: Entry, spoken: Spoken) -> Judged:
    if spoken.same:
        return Judged(Verdict.AGREE, entry, spoken.fact, spoken.sureness)
    if spoken.sureness < _ENOUGH_WORDED:
        return Judged(Verdict.CANNOT_TELL, entry, spoken.fact, spoken.sureness)
    return Judged(Verdict.CONTRADICT, entry, spoken.fact, spoken.sureness)


def _finding(turns: Sequence[Turn], claim: Claim, judged: Judged, doubted: Doubt) -> Finding:
    """`doubted`: how far the text is full of slips, so that what may be one is no contradiction."""
    text = turns[claim.turn].text
    if doubted is not Doubt.NONE and judged.verdict is Verdict.CONTRADICT and judged.fact:
        slip = doubted is Doubt.ALL or may_be_a_slip(claim, text, judged.fact.values)
        judged = replace(judged, verdict=Verdict.CANNOT_TELL, misheard=True) if slip else judged
    confidence = confirmed_confidence_at(turns, claim.turn, claim.start, claim.end)
    if judged.verdict is Verdict.CANNOT_TELL:
        confidence = min(confidence, _UNSURE)
    fact = judged.fact
    type_ = fact.type if fact else claim.value.type
    return Finding(
        type=type_,
        verdict=judged.verdict,
        entry=judged.entry.id if judged.entry else None,
        fact_name=fact.name if fact else "",
        said=text[claim.start : claim.end],
        said_norm=claim.value.text,
        expected=fact.text if fact and not judged.stale else "",
        turn=claim.turn,
        quote=_quoted(text, claim.start, claim.end),
        start=claim.start,
        end=claim.end,
        confidence=confidence,
        fault=fault_of(judged, claim, turns),
        outdated=judged.outdated,
        measure=claim.value.measure,
    )


_JOINS = re.compile(r"(?:고요|구요|는데요?|거든요)[,\s]+")


def _before_the_question(sentence: str) -> str:
    """What a sentence states: all of it, or what stands before the question it ends in: 이 층이고요, 더 있으실까요?"""
    if not sentence.rstrip().endswith("?"):
        return sentence
    joints = [match.end() for match in _JOINS.finditer(sentence)]
    return sentence[: joints[-1]] if joints else ""


_BEST_FIRST = (Verdict.AGREE, Verdict.CONTRADICT, Verdict.CANNOT_TELL, Verdict.NOT_IN_DATABASE, Verdict.NOT_STATED)


def _once(findings: list[Finding]) -> list[Finding]:
    """Of two readings of the same words the better one; and what the agent reckons on from a right figure is no
    other figure of the same fact.
    """
    right = {(f.entry, f.fact_name, f.measure) for f in findings if f.verdict is Verdict.AGREE}
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda each: _BEST_FIRST.index(each.verdict)):
        over = any(other.start < finding.end and finding.start < other.end for other in kept)
        if over and finding.verdict is not Verdict.AGREE:
            continue
        # The other end of the hours is another statement.
        half = finding.measure is Measure.CLOCK and (
            finding.said_norm.endswith("-") or finding.said_norm.split()[-1][:1] == "-"
        )
        denied = finding.measure is Measure.DOCUMENT and not_needed(finding.quote)
        of_two_days = finding.measure is Measure.DATE and "~" in finding.expected
        reckoned = not half and not denied and not of_two_days and finding.measure not in _MANY_OF_A_KIND
        if (
            finding.verdict is Verdict.CONTRADICT
            and reckoned
            and (finding.entry, finding.fact_name, finding.measure) in right
        ):
            continue
        kept.append(finding)
    return sorted(kept, key=lambda each: each.start)


_MANY_OF_A_KIND = (Measure.AGE, Measure.PEOPLE, Measure.COUNT, Measure.PERCENT, Measure.PLACE)
_WORDED_MEASURES = (Measure.POSSIBLE, Measure.WEEKDAY, Measure.PLACE, Measure.DOCUMENT, Measure.OFFICE)
_PUTS_RIGHT = re.compile(
    r"아니(?:라|고|요|,|에)|바뀌|죄송|잘못|정정|다시 (?:보|확인|말씀)|착각|\b(?:sorry|actually|correct|"
    r"mistake|wrong|meant)\b",
    re.IGNORECASE,
)


def _puts_right(text: str) -> bool:
    return _PUTS_RIGHT.search(text) is not None


def _statement(finding: Finding) -> tuple[str | None, str, Measure | None, bool]:
    """What two findings have in common when the later puts the earlier right: fact, measure, of hours and ages the
    end.
    """
    last = finding.said_norm.split()[-1] if finding.said_norm else ""
    closes = (finding.measure is Measure.CLOCK and last.startswith("-")) or (
        finding.measure is Measure.AGE and last in ("이하", "미만", "까지")
    )
    return finding.entry, finding.fact_name, finding.measure, closes


def _quoted(text: str, start: int, end: int) -> str:
    """The sentence around the words, or, where that is long, whole words of it."""
    begin, sentence = sentence_around(text, start)
    stop = max(end, begin + len(sentence))
    if stop - begin > _LONGEST_QUOTE:
        begin, stop = max(begin, start - _LONGEST_QUOTE // 2), min(stop, end + _LONGEST_QUOTE // 2)
        while begin > 0 and not text[begin - 1].isspace():
            begin -= 1
        while stop < len(text) and not text[stop].isspace():
            stop += 1
    return text[begin:stop].strip()


def _last_words(findings: list[Finding], turns: Sequence[Turn]) -> list[Finding]:
    """A contradiction that the agent later put right is taken back and noted with what he said last."""
    righted: dict[tuple[str | None, str, Measure | None, bool], int] = {}
    for place, finding in enumerate(findings):
        if finding.verdict is Verdict.AGREE:
            righted[_statement(finding)] = place
    kept: list[Finding] = []
    first: dict[tuple[str | None, str], str] = {}
    for place, finding in enumerate(findings):
        key = finding.entry, finding.fact_name
        later = righted.get(_statement(finding), -1)
        by_value = finding.measure not in _WORDED_MEASURES
        if (
            finding.verdict is Verdict.CONTRADICT
            and later > place
            and (by_value or _puts_right(turns[findings[later].turn or 0].text))
        ):
            first.setdefault(key, finding.said_norm)
        else:
            kept.append(finding)
    return [
        replace(finding, first_said=first.pop((finding.entry, finding.fact_name)))
        if finding.verdict is Verdict.AGREE and (finding.entry, finding.fact_name) in first
        else finding
        for finding in kept
    ]
