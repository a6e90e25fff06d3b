"""From characters of a turn to the words that were heard: how surely, and when."""

from __future__ import annotations

from qa.call import Turn, Word

# A transcript without words (written by hand, imported) carries no doubt of a recogniser.
CERTAIN = 1.0


def words_at(turn: Turn, start: int, end: int) -> tuple[Word, ...]:
    """The words that characters [start, end) of `turn.text` touch; all words where the text is not their join."""
    if not turn.words or turn.text != " ".join(word.text for word in turn.words):
        return turn.words
    found: list[Word] = []
    place = 0
    for word in turn.words:
        if place < end and place + len(word.text) > start:
            found.append(word)
        place += len(word.text) + 1
    return tuple(found) or turn.words


def confidence_at(turn: Turn, start: int, end: int) -> float:
    """Mean word confidence of the characters, in [0, 1]; 1 where the transcript has no words."""
    words = words_at(turn, start, end)
    return sum(word.confidence for word in words) / len(words) if words else CERTAIN


def least_confidence_at(turn: Turn, start: int, end: int) -> float:
    """The worst word's confidence: for numbers and names, where one wrong word is a wrong fact."""
    return min((word.confidence for word in words_at(turn, start, end)), default=CERTAIN)


def times_at(turn: Turn, start: int, end: int) -> tuple[float, float]:
    """Seconds of the characters; the turn's own where words carry no times."""
    words = words_at(turn, start, end)
    if not words:
        return turn.start_s, turn.end_s
    return words[0].start_s, max(words[-1].end_s, words[0].start_s)
