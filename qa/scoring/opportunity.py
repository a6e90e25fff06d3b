"""Did the situation arise in which a criterion asks anything? With its own evidence, apart from that of the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from qa.call import Evidence, Sentence, Speaker, Turn
from qa.scoring.criterion import Criterion, Opportunity
from qa.scoring.hearing import Hearing
from qa.scoring.parts import Window

MOST_PLACES = 5  # shown as evidence
_EVENTS = {
    "hold": Sentence("대기", "hold"),
    "transfer": Sentence("연결", "transfer"),
    "hangup": Sentence("통화 끊음", "hang-up"),
}


@dataclass(frozen=True, slots=True)
class Arisen:
    """Where the situation arose. `confidence` in [0, 1]: how surely; `turns`: the turns that brought it."""

    evidence: tuple[Evidence, ...]
    confidence: float
    turns: tuple[int, ...]


class NearCues(Hearing):
    """The same call, in which only some turns of one speaker count."""

    def __init__(self, hearing: Hearing, speaker: Speaker, places: frozenset[int]) -> None:
        self.__dict__.update(hearing.__dict__)
        self._narrowed, self._places = speaker, places

    def turns(self, speaker: Speaker | None, window: Window | None = None) -> list[tuple[int, Turn]]:
        own = super().turns(speaker, window)
        return [item for item in own if item[0] in self._places] if speaker is self._narrowed else own

    def bounds(self, window: Window | None, speaker: Speaker | None = None) -> tuple[float, float]:
        within = self.turns(self._narrowed, window)
        if speaker is not self._narrowed or not within or not self.timed:
            return super().bounds(window, speaker)
        return within[0][1].start_s, max(turn.end_s for _, turn in within)


def arisen(hearing: Hearing, asked: Opportunity) -> Arisen | None:
    """None when the situation did not arise."""
    places: list[Evidence] = []
    turns: list[int] = []
    surest: list[float] = []
    parts = 0
    spoken = hearing.turns(asked.who, asked.window)
    for group in asked.groups:
        hits = hearing.find_all(group, spoken, at_least=asked.at_least)
        if hits:
            parts += 1
            surest.append(max(hit.sureness for hit in hits))
            places += [hearing.quote_sentence(hit) for hit in hits]
            turns += [hit.turn for hit in hits]
    for kind in asked.events:
        happened = list(_events(hearing, kind))
        if happened:
            parts += 1
            surest.append(0.95)
            places += happened
            turns += [place for event in happened if (place := _turn_before(hearing, event.start_s)) is not None]
    needed = len(asked.groups) + len(asked.events) if asked.need == "all" else 1
    if parts < needed:
        return None
    confidence = min(surest) if asked.need == "all" else max(surest)
    shown = tuple(replace(place, shows="opportunity") for place in dict.fromkeys(places))
    return Arisen(shown[:MOST_PLACES], confidence, tuple(sorted(set(turns))))


def narrowed(hearing: Hearing, criterion: Criterion, cues: Iterable[int]) -> NearCues | None:
    """The call with only the turns near the cues; None where the speaker had no turn there to answer in."""
    asked = criterion.opportunity
    assert asked is not None
    own = [place for place, _ in hearing.turns(criterion.who)]
    near: set[int] = set()
    for cue in cues:
        near.update(place for place in own if place == cue)
        before = [place for place in own if place < cue]
        if asked.before_turns:
            near.update(before[-asked.before_turns :])
        after = [place for place in own if place > cue]
        near.update(after if asked.after_turns is None else after[: asked.after_turns])
    return NearCues(hearing, criterion.who, frozenset(near)) if near else None


def not_arisen(hearing: Hearing, asked: Opportunity) -> tuple[Sentence, float]:
    """Why the criterion does not apply, and how surely the situation did not arise."""
    if asked.otherwise:
        reason = asked.otherwise.sentence
    else:
        names = [group.name.sentence for group in asked.groups] + [_EVENTS[kind] for kind in asked.events]
        ko, en = "·".join(name.ko for name in names), ", ".join(name.en for name in names)
        reason = Sentence(
            f"이 항목을 볼 상황({ko})이 없었습니다.", f"The situation this asks about ({en}) did not arise."
        )
    return reason, hearing.omission_confidence(asked.who, asked.window) if asked.groups else 0.95


def _events(hearing: Hearing, kind: str) -> Iterable[Evidence]:
    told = [Evidence(None, "", e.start_s, e.end_s) for e in hearing.transcript.events if e.kind == kind]
    measures = hearing.measures
    if told or measures is None:
        return told
    if kind == "hold":
        return [Evidence(None, "", span.start_s, span.end_s) for span in measures.holds]
    if kind == "transfer" and measures.transfers:
        return [hearing.searched(None)]
    return []


def _turn_before(hearing: Hearing, second: float) -> int | None:
    before = [place for place, turn in enumerate(hearing.transcript.turns) if turn.start_s <= second]
    return before[-1] if before else None
