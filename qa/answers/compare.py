"""The agent's stated facts against the standard answers as they stood when the call was made.

For every fact the agent states: find the entry that the citizen's questions are about, choose the fact of it that is
meant, compare by value. Only *contradict* may cost points, so everything doubtful ends as *cannot tell*: a value heard
badly, one said as a rough figure, one that another likely entry confirms, several entries equally likely. The last
word of a call counts: an agent who corrects himself is right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from qa.answers.entries import Answers, Entry, Fact, as_of
from qa.answers.facts import FactType, Stated, Value, find_stated
from qa.answers.find import Finder, Hit
from qa.answers.offices import find_offices
from qa.answers.which import fee_words_clash, is_claim, meant_facts, substantial
from qa.call import Speaker, Transcript, Turn
from qa.language.heard import confirmed_confidence_at

# An entry this close to the best one (share of its score) may be the one that is meant.
_AS_LIKELY = 0.75
# A value that another found entry confirms is not held against the agent down to this share.
_MAY_BE_MEANT = 0.4
_LEAST_SCORE = 3.0  # below this the standard answers hold nothing about the question
_OWN_TURN, _AGENT_BEFORE = 0.4, 0.2
_CERTAIN, _UNSURE = 1.0, 0.3


class Verdict(StrEnum):
    AGREE = "agree"
    CONTRADICT = "contradict"
    NOT_IN_KB = "not_in_kb"
    NOT_STATED = "not_stated"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Finding:
    """One stated fact (or, for *not stated*, one required fact) and what came of comparing it.

    `quote` is characters [start, end) of turn `turn`; `said` and `expected` are normal forms for people. `confidence`
    in [0, 1] is that of the worst word of the quote, lowered where the entry was hard to find. `outdated`: what was
    said was true once.
    """

    type: FactType
    verdict: Verdict
    entry: str | None
    fact_name: str
    said: str
    expected: str
    turn: int | None
    quote: str
    start: int
    end: int
    confidence: float
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class _Claim:
    turn: int
    stated: Stated


class Comparer:
    """Compares calls against one file of standard answers; the index is built once."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._finder = Finder(answers)
        self._offices = answers.offices()

    def compare(
        self, transcript: Transcript, *, called_at: datetime | None, types: Iterable[FactType]
    ) -> tuple[Finding, ...]:
        """Findings in order of the call, one for each fact stated or required. `called_at` None: as of now."""
        day = as_of(called_at)
        wanted = tuple(types)
        findings = [
            self._finding(transcript.turns, claim, day)
            for place, turn in enumerate(transcript.turns)
            if turn.speaker is Speaker.AGENT
            for claim in self._claims(transcript.turns, place, wanted)
        ]
        return (*_last_words(findings), *self._required(transcript.turns, findings, day, wanted))

    def _claims(self, turns: tuple[Turn, ...], place: int, types: tuple[FactType, ...]) -> list[_Claim]:
        text = turns[place].text
        found = [
            stated
            for type_ in types
            for stated in (self._stated_offices(text) if type_ is FactType.OFFICE else find_stated(type_, text))
            if is_claim(turns, place, stated)
        ]
        return [_Claim(place, stated) for stated in sorted(found, key=lambda stated: stated.start)]

    def _stated_offices(self, text: str) -> tuple[Stated, ...]:
        return tuple(
            Stated(
                Value(
                    FactType.OFFICE,
                    frozenset(((office.known or office.said).replace(" ", ""),)),
                    office.known or office.said,
                ),
                office.start,
                office.end,
                office.doubtful,
            )
            for office in find_offices(text, self._offices)
        )

    def _finding(self, turns: tuple[Turn, ...], claim: _Claim, day: date | None) -> Finding:
        turn, stated = turns[claim.turn], claim.stated
        type_ = stated.value.type
        confidence = confirmed_confidence_at(turns, claim.turn, stated.start, stated.end)
        quote = turn.text[stated.start : stated.end]
        blank = Finding(
            type_,
            Verdict.NOT_IN_KB,
            None,
            "",
            stated.value.text,
            "",
            claim.turn,
            quote,
            stated.start,
            stated.end,
            confidence,
        )
        hits = self._entries(turns, claim.turn, stated)
        if not hits or hits[0].score < _LEAST_SCORE:
            return blank
        likely = [hit for hit in hits if hit.score >= _AS_LIKELY * hits[0].score]
        judged = [self._against(hit.entry, turns, claim, day, blank) for hit in likely]
        judged = [finding for finding in judged if finding.verdict is not Verdict.NOT_IN_KB]
        if not judged:
            return replace(blank, entry=hits[0].entry.id)
        agreeing = next((finding for finding in judged if finding.verdict is Verdict.AGREE), None)
        if agreeing:
            return agreeing
        first = judged[0]
        if first.verdict is Verdict.CONTRADICT and self._elsewhere(hits, turns, claim, day, blank):
            return replace(first, verdict=Verdict.CANNOT_TELL, confidence=min(confidence, _UNSURE))
        return first

    def _elsewhere(
        self, hits: tuple[Hit, ...], turns: tuple[Turn, ...], claim: _Claim, day: date | None, blank: Finding
    ) -> bool:
        """Whether a less likely entry says just what the agent said."""
        return any(
            self._against(hit.entry, turns, claim, day, blank).verdict is Verdict.AGREE
            for hit in hits
            if hit.score >= _MAY_BE_MEANT * hits[0].score
        )

    def _against(
        self, entry: Entry, turns: tuple[Turn, ...], claim: _Claim, day: date | None, blank: Finding
    ) -> Finding:
        stated = claim.stated
        facts = meant_facts(turns, claim.turn, stated, entry.facts_on(day, stated.value.type))
        if not facts or fee_words_clash(turns[claim.turn].text, stated, entry, facts):
            return replace(blank, entry=entry.id)
        right = next((fact for fact in facts if _holds(fact, stated)), None)
        fact = right or next((fact for fact in facts if fact.required), facts[0])
        found = replace(blank, entry=entry.id, fact_name=fact.name, expected=fact.text)
        half = stated.interval is not None and stated.interval.doubtful
        if right and not half:
            return replace(found, verdict=Verdict.AGREE)
        if stated.doubtful or stated.about:
            return replace(found, verdict=Verdict.CANNOT_TELL, confidence=min(blank.confidence, _UNSURE))
        was_true = any(_holds(old, stated) for old in entry.facts if old.type is fact.type and old.name == fact.name)
        return replace(found, verdict=Verdict.CONTRADICT, outdated=was_true)

    def _entries(self, turns: tuple[Turn, ...], place: int, stated: Stated) -> tuple[Hit, ...]:
        """Entries the talk up to this turn is about: the citizen's words first, the newest most; the stated value left
        out.
        """
        text = turns[place].text
        parts = [(text[: stated.start] + " " + text[stated.end :], _OWN_TURN)]
        citizen = [turn.text for turn in turns[:place] if turn.speaker is not Speaker.AGENT and substantial(turn.text)]
        parts += [(said, max(0.4, 1 - 0.15 * age)) for age, said in enumerate(reversed(citizen))]
        agent = [turn.text for turn in turns[:place] if turn.speaker is Speaker.AGENT]
        parts += [(said, _AGENT_BEFORE) for said in agent[-3:]]
        return self._finder.find_weighted(parts)

    def _required(
        self, turns: tuple[Turn, ...], findings: list[Finding], day: date | None, types: tuple[FactType, ...]
    ) -> list[Finding]:
        """Required facts of the entry the call is about that the agent did not state. They cost nothing."""
        asked = [(turn.text, 1.0) for turn in turns if turn.speaker is not Speaker.AGENT and substantial(turn.text)]
        hits = self._finder.find_weighted(asked) if asked else ()
        if not hits or hits[0].score < _LEAST_SCORE:
            return []
        stated = {(finding.entry, finding.type) for finding in findings}
        return [
            Finding(fact.type, Verdict.NOT_STATED, fact.entry, fact.name, "", fact.text, None, "", 0, 0, _CERTAIN)
            for fact in hits[0].entry.facts_on(day, *types)
            if fact.required and (fact.entry, fact.type) not in stated
        ]


def _holds(fact: Fact, stated: Stated) -> bool:
    if stated.interval is not None:
        return any(
            stated.interval.fits(known.interval)
            for part in fact.text.split("|")
            for known in find_stated(FactType.HOURS, part)
            if known.interval
        )
    return any(stated.value.same_as(value) for value in fact.values)


def _last_words(findings: list[Finding]) -> list[Finding]:
    """A contradiction that the agent later put right is dropped; any other stands."""
    righted: dict[tuple[str | None, FactType, str], int] = {}
    for place, finding in enumerate(findings):
        if finding.verdict is Verdict.AGREE:
            righted[finding.entry, finding.type, finding.fact_name] = place
    return [
        finding
        for place, finding in enumerate(findings)
        if finding.verdict is not Verdict.CONTRADICT
        or righted.get((finding.entry, finding.type, finding.fact_name), -1) < place
    ]
