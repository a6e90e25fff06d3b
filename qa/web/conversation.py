"""A transcript as the call page shows it: turns, silences, holds and set-aside text in one order of time, masked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from qa.call import (
    Event,
    Evidence,
    Sentence,
    SetAside,
    Span,
    Speaker,
    SpeechMeasures,
    Transcript,
    Turn,
    masked_texts,
    nameless,
)

DOUBTFUL_BELOW = 0.5  # a word heard with less confidence is dotted


@dataclass(frozen=True)
class Piece:
    """One word of a turn; `start_s` is where a click plays from."""

    text: str
    start_s: float
    confidence: float | None
    doubtful: bool
    masked: bool


@dataclass(frozen=True)
class Row:
    """One line of the conversation. `kind`: turn, dead_air, hold, interruption, event or set_aside."""

    kind: str
    start_s: float
    end_s: float
    turn: int | None = None  # index in the transcript
    speaker: Speaker | None = None
    pieces: tuple[Piece, ...] = ()
    span: Span | None = None
    event: Event | None = None
    set_aside: SetAside | None = None


@dataclass(frozen=True)
class Bar:
    """A stretch on the picture of the call; `x` and `width` in percent of its length."""

    kind: str
    x: float
    width: float


class Conversation:
    """What the page needs of a transcript and its measures. Personal data leaves here only as "●".

    `hide`: names that stand as "○", so that who rates does not read whom.
    """

    def __init__(self, transcript: Transcript, measures: SpeechMeasures | None, hide: Collection[str] = ()) -> None:
        self.transcript = transcript
        self.measures = measures
        self.hide = tuple(name for name in hide if name.strip())
        self.texts = [self._nameless(text) for text in masked_texts(transcript)]
        self.rows = tuple(sorted(self._rows(), key=lambda row: (row.start_s, row.kind != "turn")))

    @property
    def doubtful_words(self) -> int:
        return sum(1 for row in self.rows for piece in row.pieces if piece.doubtful)

    def quote(self, evidence: Evidence) -> str:
        """The quote with personal data masked as in its turn."""
        if evidence.turn is None or not 0 <= evidence.turn < len(self.texts):
            return self.scrub(evidence.quote)
        place = self.transcript.turns[evidence.turn].text.find(evidence.quote)
        if place < 0:
            return self.scrub(evidence.quote)
        return self.texts[evidence.turn][place : place + len(evidence.quote)]

    def scrub(self, text: str) -> str:
        """A text that may repeat what was said, with the personal data of this call masked wherever it recurs."""
        for found in self.transcript.personal:
            told = self.transcript.turns[found.turn].text[found.start : found.end]
            if told.strip():
                text = text.replace(told, self.texts[found.turn][found.start : found.end])
        return self._nameless(text)

    def _nameless(self, text: str) -> str:
        return nameless(text, self.hide)

    def scrubbed(self, sentence: Sentence) -> Sentence:
        return Sentence(ko=self.scrub(sentence.ko), en=self.scrub(sentence.en))

    def speaker_of(self, evidence: Evidence) -> Speaker | None:
        turn = evidence.turn
        return self.transcript.turns[turn].speaker if turn is not None and turn < len(self.transcript.turns) else None

    def silences(self) -> list[tuple[float, float]]:
        """Dead air and holds, for who listens without them."""
        return [(row.start_s, row.end_s) for row in self.rows if row.kind in {"dead_air", "hold"}]

    def bars(self) -> list[Bar]:
        """Who speaks when, and what is not speech, as stretches for the picture behind the waveform."""
        bars = [self._bar(turn.speaker.value, turn.start_s, turn.end_s) for turn in self.transcript.turns]
        for row in self.rows:
            if row.kind in {"dead_air", "hold", "interruption"}:
                bars.append(self._bar(row.kind, row.start_s, row.end_s))
        return bars

    def _bar(self, kind: str, start_s: float, end_s: float) -> Bar:
        whole = max(self.transcript.duration_s, 0.001)
        start, end = min(start_s, whole), min(end_s, whole)
        # Nothing is drawn thinner than a hair.
        return Bar(kind, round(100 * start / whole, 3), round(max(100 * (end - start) / whole, 0.1), 3))

    def _rows(self) -> list[Row]:
        rows = [
            Row("turn", turn.start_s, turn.end_s, index, turn.speaker, self._pieces(index, turn))
            for index, turn in enumerate(self.transcript.turns)
        ]
        rows += [
            Row("set_aside", a.start_s, a.end_s, set_aside=a, speaker=a.speaker) for a in self.transcript.set_aside
        ]
        holds: tuple[Span, ...] = ()
        if self.measures is not None:
            holds = self.measures.holds
            rows += [Row("dead_air", s.start_s, s.end_s, span=s) for s in self.measures.dead_air]
            rows += [Row("hold", s.start_s, s.end_s, span=s) for s in holds]
            rows += [Row("interruption", s.start_s, s.end_s, span=s) for s in self.measures.interruptions]
        rows += [
            Row("event", event.start_s, event.end_s, event=event)
            for event in self.transcript.events
            # Music inside a hold is said already by the hold.
            if not any(event.start_s < hold.end_s and hold.start_s < event.end_s for hold in holds)
        ]
        return rows

    def _pieces(self, index: int, turn: Turn) -> tuple[Piece, ...]:
        masked = self.texts[index]
        if not turn.words:
            return (Piece(masked, turn.start_s, None, False, "●" in masked),)
        pieces = []
        place = 0
        for word in turn.words:
            found = turn.text.find(word.text, place)
            start = found if found >= 0 else place
            shown = masked[start : start + len(word.text)]
            pieces.append(
                Piece(shown, word.start_s, word.confidence, word.confidence < DOUBTFUL_BELOW, shown != word.text)
            )
            place = start + len(word.text)
        return tuple(pieces)
