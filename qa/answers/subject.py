"""What the talk is about, turn by turn: the entries it may be, following a change of subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answers.claims import substantial
from qa.answers.entries import Entry
from qa.answers.find import Finder
from qa.answers.subjects import Subject
from qa.answers.wording import speaks_of, terms
from qa.call import Speaker, Turn
from qa.language.sentences import sentence_around

_LIKELY = 0.5
_LEAST_COVERAGE, _THE_BEST = 0.02, 0.95
LEAST_SCORE = 0.04
_OWN_CLAUSE, _OWN_TURN, _AGENT_BEFORE, _OLDEST = 0.6, 0.3, 0.25, 0.25
_EACH_TURN_BACK = 0.2
_WELL_COVERED = 0.25
_SUBJECT_ALONE, _BEHIND_THE_SUBJECT, _AKIN = 0.15, 0.75, 0.7
_CLAUSE, _BEHIND = 40, 16  # characters of the sentence before and behind the value


@dataclass(frozen=True, slots=True)
class Likely:
    """An entry the talk may be about. `share` of the best one's score, in (0, 1]; `coverage` of what was said.

    `is_subject`: the stretch of the call that the turn lies in is about it (None: that stretch is about no entry).
    """

    entry: Entry
    score: float
    share: float
    coverage: float = 1.0
    is_subject: bool | None = False

    @property
    def is_meant(self) -> bool:
        """Whether the talk may be about it at all."""
        return self.share >= _LIKELY and (self.coverage >= _LEAST_COVERAGE or self.share >= _THE_BEST)


def on_subject(likely: Sequence[Likely], subject: Subject | None, clause: str) -> tuple[Likely, ...]:
    """The entries again, seen from the stretch of the call: its own first, others behind it unless the clause names
    their matter.
    """
    if subject is None:
        return tuple(likely)
    if subject.entry is None:
        return tuple(replace(each, is_subject=None) if each.coverage < _WELL_COVERED else each for each in likely)
    score = max((each.score for each in likely), default=_SUBJECT_ALONE)
    unheard = Likely(subject.entry, score, 1.0, _SUBJECT_ALONE)
    own = next((each for each in likely if each.entry is subject.entry), unheard)
    first = replace(
        own, share=1.0, score=max(own.score, score), coverage=max(own.coverage, _SUBJECT_ALONE), is_subject=True
    )
    rest = []
    for each in likely:
        if each.entry is not subject.entry:
            titled = any(speaks_of(term, clause) for term in terms(each.entry.title) - terms(subject.entry.title))
            akin = each.share >= _AKIN and each.entry.topic == subject.entry.topic
            rest.append(each if titled or akin else replace(each, share=each.share * _BEHIND_THE_SUBJECT))
    return (first, *rest)


def likely_entries(
    finder: Finder, turns: Sequence[Turn], place: int, start: int = 0, end: int = 0
) -> tuple[Likely, ...]:
    """Entries the talk up to turn `place` is about, best first: the citizen's words first, the newest most.

    Characters [start, end) of the turn, the stated value itself, are left out.
    """
    text = turns[place].text
    begin, sentence = sentence_around(text, start)
    clause = text[max(begin, start - _CLAUSE) : start] + " " + text[end : min(begin + len(sentence), end + _BEHIND)]
    parts = [(clause if end else "", _OWN_CLAUSE), (text[:start] + " " + text[end:], _OWN_TURN)]
    citizen = [turn.text for turn in turns[:place] if turn.speaker is not Speaker.AGENT and substantial(turn.text)]
    parts += [(said, max(_OLDEST, 1 - _EACH_TURN_BACK * age)) for age, said in enumerate(reversed(citizen))]
    agent = [turn.text for turn in turns[:place] if turn.speaker is Speaker.AGENT]
    parts += [(said, _AGENT_BEFORE) for said in agent[-3:]]
    hits = finder.find_weighted(parts)
    if not hits or hits[0].score < LEAST_SCORE:
        return ()
    return tuple(Likely(hit.entry, hit.score, hit.score / hits[0].score, hit.coverage) for hit in hits)
