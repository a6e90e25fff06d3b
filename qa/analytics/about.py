"""What one call was about and what became of it. Every figure has its evidence; what cannot be known is None."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from qa.analytics.keywords import keywords
from qa.analytics.reason import Complained, Reason, complaints, passed_on, reason
from qa.analytics.resolution import resolution
from qa.analytics.topic import Question, questions
from qa.analytics.wordings import Quote
from qa.answers.entries import Answers
from qa.answers.matters import Matters
from qa.answers.offices import SLIP, nearest
from qa.answers.subjects import subjects
from qa.call import Event, Sentence, Speaker, SpeechMeasures, Transcript, Turn, masked_texts
from qa.language.personal import find_personal_data
from qa.language.transfers import HandingOver, transfers_said

_WAITING = frozenset(("queue", "hold_music"))


@dataclass(frozen=True)
class Transfer:
    """One handing over. `to` as it was said (by the telephone system where it tells), `office` the office of the
    standard answers that is meant. `turn` and `quote` where the agent announces it; None and "" where nobody does.
    """

    turn: int | None
    quote: str
    to: str
    office: str | None
    by_switch: bool = False


@dataclass(frozen=True)
class CallAbout:
    """`resolved` None: cannot be told. Seconds are None without times; `hold_s` is the sum of `holds`.

    `time_to_agent_s` is what lies before the agent's first word in the recording (announcements, choosing, waiting),
    `wait_s` the part of it that is queue or music. `passed_on_before`: the citizen says that others had passed them on
    before this agent; such a transfer is not among `transfers`.
    """

    language: str
    topic: str | None
    entries: tuple[str, ...]
    questions: tuple[Question, ...]
    reason: Reason
    reason_turn: int | None
    reason_quote: str
    transfers: tuple[Transfer, ...]
    passed_on_before: Quote | None
    resolved: bool | None
    resolved_how: str
    why: Sentence
    why_turn: int | None
    why_quote: str
    time_to_agent_s: float | None
    wait_s: float | None
    holds: int | None
    hold_s: float | None
    longest_hold_s: float | None
    agent_talk_share: float | None
    keywords: tuple[str, ...]
    complaints: tuple[Complained, ...]

    @property
    def resolved_without_transfer(self) -> bool | None:
        """The best a call can end: what was wanted, by whoever took the call. None where that cannot be told."""
        return self.resolved if self.resolved is None else self.resolved and not self.transfers

    @property
    def transferred_to(self) -> tuple[str, ...]:
        return tuple(transfer.office or transfer.to for transfer in self.transfers)


def about(transcript: Transcript, measures: SpeechMeasures | None, answers: Answers) -> CallAbout:
    """Quotes are masked: personal data stays in the transcript alone."""
    turns = _masked(transcript)
    matters = _matters(answers)
    spoken_of = subjects(turns, matters)
    asked = questions(turns, spoken_of)
    said = transfers_said(turns)
    told = [event for event in transcript.events if event.kind == "transfer"]
    handed = _transfers(turns, said, told, answers.offices())
    why = resolution(turns, said, by_switch=bool(told))
    because, because_quote = reason(turns)
    entries = tuple(dict.fromkeys(each.entry.id for each in spoken_of if each.entry))
    main = spoken_of[0].entry if spoken_of else None
    holds = measures.holds if measures else None
    return CallAbout(
        language=transcript.language,
        topic=main.topic if main else None,
        entries=entries,
        questions=asked,
        reason=because,
        reason_turn=because_quote.turn if because_quote else None,
        reason_quote=because_quote.text if because_quote else "",
        transfers=handed,
        passed_on_before=passed_on(turns, before=said[0].turn if said else None),
        resolved=why.resolved,
        resolved_how=why.how,
        why=why.why,
        why_turn=why.quote.turn if why.quote else None,
        why_quote=why.quote.text if why.quote else "",
        time_to_agent_s=measures.greeting_delay_s if measures else None,
        wait_s=_wait_s(transcript, measures),
        holds=None if holds is None else len(holds),
        hold_s=None if holds is None else round(sum(span.length_s for span in holds), 2),
        longest_hold_s=None if holds is None else max((span.length_s for span in holds), default=0.0),
        agent_talk_share=measures.agent_talk_share if measures else None,
        keywords=keywords(turns, matters),
        complaints=complaints(turns),
    )


@lru_cache(maxsize=4)
def _matters(answers: Answers) -> Matters:
    return Matters(answers)


def _masked(transcript: Transcript) -> tuple[Turn, ...]:
    known = transcript if transcript.personal else replace(transcript, personal=find_personal_data(transcript.turns))
    texts = masked_texts(known)
    return tuple(replace(turn, text=text, words=()) for turn, text in zip(transcript.turns, texts, strict=True))


def _transfers(
    turns: Sequence[Turn], said: Sequence[HandingOver], told: Sequence[Event], offices: frozenset[str]
) -> tuple[Transfer, ...]:
    """What is announced and what the telephone system tells, each transfer once: the first belongs to the first."""
    found: list[Transfer] = []
    for place in range(max(len(said), len(told))):
        words = said[place] if place < len(said) else None
        event = told[place] if place < len(told) else None
        to = (event.to if event else "") or (words.to if words else "")
        found.append(
            Transfer(
                turn=words.turn if words else None,
                quote=turns[words.turn].text[words.start : words.end].strip() if words else "",
                to=to,
                office=known_office(to, offices),
                by_switch=event is not None,
            )
        )
    return tuple(found)


def known_office(to: str, offices: frozenset[str]) -> str | None:
    """The office of the standard answers that a name means: the same, its last part, or but for a slip."""
    bare = {office.replace(" ", "").lower(): office for office in sorted(offices)}
    said = to.replace(" ", "").lower().removeprefix("the")
    if not said:
        return None
    if said in bare:
        return bare[said]
    ending = [name for name in bare if said.endswith(name) or name.endswith(said)]
    if ending:
        return bare[max(ending, key=len)]
    best, distance = nearest(said, bare)
    return bare[best] if best is not None and distance <= SLIP else None


def _wait_s(transcript: Transcript, measures: SpeechMeasures | None) -> float | None:
    """Seconds of queue or music before the agent's first word; None where nothing has times."""
    first = next((turn for turn in transcript.turns if turn.speaker is Speaker.AGENT), None)
    if measures is None or first is None:
        return None
    spans = [
        (event.start_s, min(event.end_s, first.start_s))
        for event in transcript.events
        if event.kind in _WAITING and event.start_s < first.start_s
    ]
    return round(sum(end_s - start_s for start_s, end_s in spans), 2)
