"""Recognition errors never cost an agent: would the deduction stand if the unclear words had been others?

A deduction is judged again with the unclear words of its evidence masked, and, where something was missed, with
what was missed put in their place if it is about as long and not all unlike. If either would have been better for the
agent, the deduction hangs on words that nobody heard clearly, and becomes *cannot tell: please listen*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from qa.call import RatingState, Turn, Word
from qa.language.hangul import letters
from qa.scoring.check import Check, Judgement
from qa.scoring.criterion import Criterion
from qa.scoring.hearing import Hearing
from qa.scoring.parts import Group

UNCLEAR = 0.6  # a word heard less surely may have been another one
_MASK = "○"
_MOST_TRIES = 4  # how many missed phrases are put in: the cost stays a few checks for the few calls with a deduction
_ALIKE = 35  # percent of the letters: 원은 was no 잠시 양해
_LENGTHS = (0.5, 1.8)  # how long a phrase may be beside the unclear words it is put in for


def hangs_on_unclear_words(
    hearing: Hearing, criterion: Criterion, judgement: Judgement, again: Callable[[Hearing], Judgement]
) -> bool:
    """`judgement` is a deduction; `again` judges the same criterion for another reading of the call."""
    places = _places(hearing, criterion, judgement)
    unclear = {place for place in places if any(_is_unclear(word) for word in hearing.transcript.turns[place].words)}
    if not unclear:
        return False
    worth = _worth(criterion, judgement)
    readings = [_changed(hearing, unclear, _masked)]
    readings += [_changed(hearing, unclear, swap) for swap in _swaps(hearing, criterion, unclear)]
    return any(_worth(criterion, again(reading)) > worth for reading in readings)


def _places(hearing: Hearing, criterion: Criterion, judgement: Judgement) -> set[int]:
    """The turns that the deduction rests on: those quoted, and those of a window that was searched in vain."""
    shown = [evidence for evidence in judgement.evidence if evidence.shows == "answer"]
    places = {evidence.turn for evidence in shown if evidence.turn is not None}
    for evidence in shown:
        if evidence.turn is None:
            places |= {
                place
                for place, turn in hearing.turns(criterion.who)
                if turn.start_s <= evidence.end_s and turn.end_s >= evidence.start_s
            }
    return places


def _is_unclear(word: Word) -> bool:
    return word.confidence < UNCLEAR


def _worth(criterion: Criterion, judgement: Judgement) -> float:
    if judgement.state is not RatingState.RATED or judgement.answer is None:
        return 1.0  # not applicable or cannot tell: no deduction
    return criterion.answers[judgement.answer].score


def _changed(hearing: Hearing, places: set[int], change: Callable[[Turn], Turn]) -> Hearing:
    turns = tuple(change(turn) if place in places else turn for place, turn in enumerate(hearing.transcript.turns))
    return Hearing(
        replace(hearing.transcript, turns=turns),
        hearing.measures,
        hearing.answers,
        hearing.called_at,
        hearing.llm,
        hearing.embedding,
    )


def _masked(turn: Turn) -> Turn:
    words = tuple(replace(word, text=_MASK * len(word.text)) if _is_unclear(word) else word for word in turn.words)
    return replace(turn, words=words, text=" ".join(word.text for word in words))


def _swaps(hearing: Hearing, criterion: Criterion, places: set[int]) -> Iterator[Callable[[Turn], Turn]]:
    """Turns with a missed phrase in place of unclear words; the phrases most like those words first."""
    heard = "".join(
        word.text for place in sorted(places) for word in hearing.transcript.turns[place].words if _is_unclear(word)
    )
    size = len(letters(heard)[0])
    phrases = {
        phrase
        for check in criterion.all_checks
        for group in _groups(check)
        for phrase in group.ways.phrases
        if size and _LENGTHS[0] <= len(letters(phrase)[0]) / size <= _LENGTHS[1]
    }
    alike = {phrase: fuzz.ratio(letters(phrase)[0], letters(heard)[0]) for phrase in phrases}
    best = sorted((-ratio, phrase) for phrase, ratio in alike.items() if ratio >= _ALIKE)
    for _, phrase in best[:_MOST_TRIES]:
        yield lambda turn, phrase=phrase: _with(turn, phrase)  # type: ignore[misc]


def _with(turn: Turn, phrase: str) -> Turn:
    """`phrase` in place of the first run of unclear words; the others are masked."""
    words: list[Word] = []
    put = False
    for word in turn.words:
        if not _is_unclear(word):
            words.append(word)
        elif not put:
            put = True
            words += [replace(word, text=part, confidence=UNCLEAR) for part in phrase.split()]
    return replace(turn, words=tuple(words), text=" ".join(word.text for word in words))


def _groups(check: Check) -> Iterable[Group]:
    for name in type(check).model_fields:
        value = getattr(check, name)
        if isinstance(value, Group):
            yield value
        elif isinstance(value, tuple):
            yield from (each for each in value if isinstance(each, Group))
