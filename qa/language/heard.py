"""From characters of a turn to the words that were heard: how surely, and when."""

from __future__ import annotations

from collections.abc import Sequence

from qa.call import Turn, Word
from qa.language.hangul import letters

# A transcript without words (written by hand, imported) carries no doubt of a recogniser.
CERTAIN = 1.0
_SHORT = 4  # letters that may be said by chance


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


def confirmed_confidence_at(turns: Sequence[Turn], place: int, start: int, end: int) -> float:
    """As :func:`least_confidence_at` for turn `place`, but what another speaker says back at once was heard twice.

    A word counts with its neighbour (밤 열한), as one short word may be anywhere. Two hearings are wrong together only
    when both are: 1 - (1 - a)(1 - b).
    """
    words = words_at(turns[place], start, end)
    back = [turn for turn in turns[place + 1 : place + 3] if turn.speaker is not turns[place].speaker][:1]
    least = CERTAIN
    for at, word in enumerate(words):
        pair = words[at : at + 2] if at + 1 < len(words) else words[max(0, at - 1) : at + 1]
        said, _ = letters("".join(each.text for each in pair))
        again = max((_heard_again(turn, said) for turn in back), default=0.0) if len(said) > _SHORT else 0.0
        least = min(least, 1.0 - (1.0 - word.confidence) * (1.0 - again))
    return least


def _heard_again(turn: Turn, said: str) -> float:
    """How surely these letters were heard in the turn; 0 where they were not."""
    heard, places = letters(turn.text)
    begin = heard.find(said)
    if begin < 0:
        return 0.0
    return least_confidence_at(turn, places[begin], places[begin + len(said) - 1] + 1)


def times_at(turn: Turn, start: int, end: int) -> tuple[float, float]:
    """Seconds of the characters; the turn's own where words carry no times."""
    words = words_at(turn, start, end)
    if not words:
        return turn.start_s, turn.end_s
    return words[0].start_s, max(words[-1].end_s, words[0].start_s)
