"""One call as the checks see it: turns by speaker and window, how surely they were heard, evidence that exists.

Checks see no agent, vendor or history: scoring is blind because nothing of the kind is in here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar, cast

from qa.answers.compare import Finding, findings_of
from qa.answers.embedding import Embedding
from qa.answers.entries import Answers
from qa.call import Evidence, PersonalData, Speaker, SpeechMeasures, Transcript, Turn
from qa.language.heard import CERTAIN, confidence_at, least_confidence_at, times_at
from qa.language.knowledge import find_ways
from qa.language.names import find_own_name
from qa.language.openings import find_introduced_name, find_own_office
from qa.language.personal import find_personal_data
from qa.language.phrases import AT_LEAST
from qa.language.sentences import sentence_around
from qa.scoring.language_model import LanguageModel
from qa.scoring.parts import Group, Window

T = TypeVar("T")
BADLY_HEARD_WORD = 0.5
NOT_SPEECH = ("no_speech", "music")  # set aside because nobody spoke
_FIRST_TURNS = 3
BADLY_HEARD_SHARE = 0.35
NOISY_DB = 5.0
LEAST_MEAN_CONFIDENCE = 0.45


@dataclass(frozen=True, slots=True)
class Hit:
    """Characters [start, end) of turn `turn`. `sureness` in [0, 1]: similarity times how surely it was heard."""

    turn: int
    start: int
    end: int
    sureness: float


def _is_blurred(turn: Turn) -> bool:
    """Whether a turn of some words was so badly heard that anything may have been said in it."""
    return len(turn.words) > 2 and turn.confidence < BADLY_HEARD_WORD


class Hearing:
    def __init__(
        self,
        transcript: Transcript,
        measures: SpeechMeasures | None,
        answers: Answers | None = None,
        called_at: datetime | None = None,
        llm: LanguageModel | None = None,
        embedding: Embedding | None = None,
    ) -> None:
        self.transcript = transcript
        self.measures = measures
        self.answers = answers
        self.called_at = called_at
        self.llm = llm
        self.embedding = embedding
        self._found: dict[str, object] = {}

    def once(self, name: str, find: Callable[[Hearing], T]) -> T:
        """What `find` finds in the call, found once for all checks that ask by this name."""
        if name not in self._found:
            self._found[name] = find(self)
        return cast(T, self._found[name])

    @cached_property
    def timed(self) -> bool:
        """Whether the turns carry times; a transcript written by hand may not."""
        return any(turn.end_s > turn.start_s for turn in self.transcript.turns)

    @cached_property
    def personal(self) -> tuple[PersonalData, ...]:
        return self.transcript.personal or find_personal_data(self.transcript.turns)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        if self.answers is None:
            return ()
        return findings_of(self.answers, self.transcript, called_at=self.called_at, embedding=self.embedding)

    @cached_property
    def _first_word_s(self) -> float:
        """When anybody first spoke, understood or not."""
        spoken = [turn.start_s for turn in self.transcript.turns]
        return min([*spoken, *(aside.start_s for aside in self.transcript.set_aside if aside.why not in NOT_SPEECH)])

    def turns(self, speaker: Speaker | None, window: Window | None = None) -> list[tuple[int, Turn]]:
        """Turns of the speaker (of everybody: None) within the window, with their indices in the transcript."""
        own = [(place, turn) for place, turn in enumerate(self.transcript.turns) if speaker in (None, turn.speaker)]
        if window is None or not own:
            return own
        if window.first_turns is not None:
            return own[: window.first_turns]
        if window.last_turns is not None:
            return (own[1:] or own)[-window.last_turns :]  # an opening closes no call, however short the call is
        if not self.timed:
            return own[:2] if window.first_s is not None else own[-3:]
        if window.first_s is not None:
            own = own[:_FIRST_TURNS]  # in a short call, the end is no beginning
        start, end = self.bounds(window)
        return [(place, turn) for place, turn in own if turn.start_s < end and turn.end_s > start]

    def bounds(self, window: Window | None, speaker: Speaker | None = None) -> tuple[float, float]:
        """Seconds [start, end] of the window in the recording."""
        turns = self.transcript.turns
        if not turns or not self.timed:
            return 0.0, self.transcript.duration_s
        first, last = self._first_word_s, max(turn.end_s for turn in turns)
        if window is None:
            return first, last
        if window.first_s is not None:
            return first, min(first + window.first_s, max(last, self.transcript.duration_s))
        if window.last_s is not None:
            return max(first, last - window.last_s), last
        within = self.turns(speaker, window)
        return (within[0][1].start_s, within[-1][1].end_s) if within else (first, last)

    def find(self, group: Group, turns: Iterable[tuple[int, Turn]], *, at_least: float = AT_LEAST) -> Hit | None:
        """The surest place where a group of phrases was said."""
        hits = [hit for place, turn in turns for hit in self._in_turn(group, place, turn, at_least)]
        return max(hits, key=lambda hit: hit.sureness, default=None)

    def every(self, group: Group, turns: Iterable[tuple[int, Turn]], *, at_least: float = AT_LEAST) -> list[Hit]:
        """Every place where a group of phrases was said."""
        return [hit for place, turn in turns for hit in self._in_turn(group, place, turn, at_least)]

    def find_all(
        self, group: Group, turns: Iterable[tuple[int, Turn]], *, at_least: float = AT_LEAST, kindly: bool = True
    ) -> list[Hit]:
        """The surest place in each turn, in order. `kindly` False for faults: no slip is repaired into one."""
        best = (
            max(self._in_turn(group, place, turn, at_least, kindly=kindly), key=lambda hit: hit.sureness, default=None)
            for place, turn in turns
        )
        return [hit for hit in best if hit]

    def _in_turn(self, group: Group, place: int, turn: Turn, at_least: float, *, kindly: bool = True) -> list[Hit]:
        hits = [
            Hit(place, found.start, found.end, found.similarity * confidence_at(turn, found.start, found.end))
            for found in find_ways(group.ways, turn.text, at_least=at_least, kindly=kindly)
        ]
        first = place == self.turns(turn.speaker)[0][0] if group.own_name or group.own_office else False
        name = find_own_name(turn.text) if group.own_name else None
        if group.own_name and name is None and first:
            name = find_introduced_name(turn.text)
        if name:
            hits.append(Hit(place, *name, confidence_at(turn, *name)))
        office = find_own_office(turn.text) if group.own_office and first and not hits else None
        if office:
            hits.append(Hit(place, *office, confidence_at(turn, *office)))
        return hits

    def quote(self, turn: int, start: int, end: int) -> Evidence:
        """The words at these characters, whole words, with their times."""
        said = self.transcript.turns[turn]
        while start > 0 and not said.text[start - 1].isspace():
            start -= 1
        while end < len(said.text) and not said.text[end].isspace():
            end += 1
        start_s, end_s = times_at(said, start, end)
        return Evidence(turn, said.text[start:end], start_s, end_s)

    def quote_hit(self, hit: Hit) -> Evidence:
        return self.quote(hit.turn, hit.start, hit.end)

    def quote_sentence(self, hit: Hit) -> Evidence:
        """The whole sentence around the hit, for what must be read in its context; at most 80 characters."""
        text = self.transcript.turns[hit.turn].text
        begin, sentence = sentence_around(text, hit.start)
        end = begin + len(sentence.rstrip())
        if end < hit.end or end - begin > 80:
            return self.quote_hit(hit)
        return self.quote(hit.turn, begin + len(sentence) - len(sentence.lstrip()), end)

    def searched(self, window: Window | None, speaker: Speaker | None = None) -> Evidence:
        """For an omission: the stretch that was searched."""
        start_s, end_s = self.bounds(window, speaker)
        return Evidence(None, "", start_s, end_s)

    def sureness(self, turn: int, start: int, end: int) -> float:
        return least_confidence_at(self.transcript.turns[turn], start, end)

    def omission_confidence(self, speaker: Speaker, window: Window | None) -> float:
        """How surely it can be said that something was *not* said: 0 where much of the window was not understood."""
        turns = self.turns(speaker, window)
        words = [word for _, turn in turns for word in turn.words]
        start_s, end_s = self.bounds(window, speaker)
        # What was heard but not believed may be just what is looked for.
        lost = any(
            aside.speaker in (speaker, Speaker.UNKNOWN)
            and aside.why not in NOT_SPEECH
            and aside.start_s < end_s
            and aside.end_s > start_s
            for aside in self.transcript.set_aside
        )
        if lost:
            return 0.0
        if any(_is_blurred(turn) for _, turn in turns):
            return 0.0
        if not words:
            return CERTAIN if turns or not self.transcript.turns else 0.8
        unclear = sum(word.confidence < BADLY_HEARD_WORD for word in words) / len(words)
        return 0.0 if unclear > BADLY_HEARD_SHARE else sum(word.confidence for word in words) / len(words)

    @cached_property
    def badly_heard(self) -> bool:
        """Whether so little of the call was understood that nothing in it can be judged."""
        words = [word for turn in self.transcript.turns for word in turn.words]
        mean = sum(word.confidence for word in words) / len(words) if words else CERTAIN
        noise = self.measures.noise_db if self.measures else None
        return mean < LEAST_MEAN_CONFIDENCE or (noise is not None and noise < NOISY_DB)
