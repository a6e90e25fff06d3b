"""Words of channels → phrases → turns of agent and citizen, in the order in which they began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.call import Speaker, Turn, Word
from qa.speech.voice_activity import Region

PAUSE_S = 0.8  # a longer silence ends a turn
GIVEN_WAY_S = 0.25  # as does a shorter one in which the other side takes over
TAKEN_OVER_S = 1.0  # by speaking at least so long; shorter is a "네" that keeps the turn where it is
MONO_PAUSE_S = 0.3  # on one channel a change of speaker may show as little more than this


@dataclass(frozen=True)
class Phrase:
    """Words of one channel without a pause between them."""

    channel: int
    words: tuple[Word, ...]

    @property
    def start_s(self) -> float:
        return self.words[0].start_s

    @property
    def end_s(self) -> float:
        return self.words[-1].end_s

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def snapped(words: Sequence[Word], speech: Sequence[Region]) -> list[Word]:
    """Words with their ends drawn in to the stretch of speech that holds most of them.

    Cross-attention puts a pause inside the word before or after it; voice activity knows where the pause was.
    """
    drawn: list[Word] = []
    for word in words:
        holds = max(speech, key=lambda r: min(r[1], word.end_s) - max(r[0], word.start_s), default=None)
        if holds and min(holds[1], word.end_s) - max(holds[0], word.start_s) > 0:
            word = replace(word, start_s=max(word.start_s, holds[0]), end_s=min(word.end_s, holds[1]))
        if drawn and word.start_s < drawn[-1].end_s:
            word = replace(word, start_s=drawn[-1].end_s, end_s=max(word.end_s, drawn[-1].end_s))
        drawn.append(word)
    return drawn


def phrases(words: Sequence[Word], channel: int, pause_s: float = PAUSE_S) -> list[Phrase]:
    """Split one channel's words, in order, where `pause_s` or more lies between two."""
    found: list[list[Word]] = []
    for word in words:
        if not found or word.start_s - found[-1][-1].end_s >= pause_s:
            found.append([])
        found[-1].append(word)
    return [Phrase(channel, tuple(part)) for part in found]


def given_way(mine: Sequence[Phrase], others: Sequence[Phrase]) -> list[Phrase]:
    """Split phrases of one channel also at the shorter pauses in which the other channel takes over."""
    starts = [other.start_s for other in others if other.end_s - other.start_s >= TAKEN_OVER_S]
    result: list[Phrase] = []
    for phrase in mine:
        part: list[Word] = []
        for word in phrase.words:
            if part:
                before_s, after_s = part[-1].end_s, word.start_s
                if after_s - before_s >= GIVEN_WAY_S and any(before_s - 0.1 <= at <= after_s for at in starts):
                    result.append(Phrase(phrase.channel, tuple(part)))
                    part = []
            part.append(word)
        result.append(Phrase(phrase.channel, tuple(part)))
    return result


def turns(phrases: Sequence[Phrase], speakers: Sequence[Speaker], *, join_s: float = 0.0) -> tuple[Turn, ...]:
    """Phrases and who said each → turns by start; neighbours of one speaker closer than `join_s` become one."""
    together: list[tuple[Speaker, list[Word]]] = []
    for phrase, speaker in sorted(zip(phrases, speakers, strict=True), key=lambda pair: pair[0].start_s):
        if together and together[-1][0] == speaker and phrase.start_s - together[-1][1][-1].end_s < join_s:
            together[-1][1].extend(phrase.words)
        else:
            together.append((speaker, list(phrase.words)))
    return tuple(
        Turn(
            speaker, words[0].start_s, max(word.end_s for word in words), " ".join(w.text for w in words), tuple(words)
        )
        for speaker, words in together
    )
