"""What a recogniser gets wrong, simulated: of words or of syllables, with and without its confidence.

A rate of words: so many have one slip. A rate of syllables (letters, in error rates of Korean recognisers): each may slip, so
some two and a half times as many words do. English slips by words only. A slip changes one letter, puts a number word or
digit for one that sounds like it, or loses the syllable. That is harder on figures than a recogniser is, which errs more
in names and endings; it is meant to be.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace

from qa.call import Transcript, Turn, Word
from qa.language.hangul import is_hangul
from tests.accuracy.calls import comparer_of, judged_set
from tests.accuracy.measure import Counts, count

_FIRST, _VOWELS, _FINALS = ord("가"), 21, 28
# Letters heard for one another: by vowel number and by final-consonant number of the Unicode syllable.
_NEAR_VOWELS = {
    0: (4, 2),
    4: (8, 0),
    8: (4, 13),
    13: (18, 8),
    18: (13, 20),
    20: (19, 18),
    1: (5, 3),
    5: (1, 7),
    6: (12, 2),
}
_NEAR_FINALS = (0, 1, 4, 8, 16, 17, 21)  # none, ㄱ ㄴ ㄹ ㅁ ㅂ ㅇ
_NUMBERS = {
    "일": "이칠", "이": "일", "삼": "사", "사": "삼", "오": "고", "육": "유", "칠": "일", "팔": "발", "구": "국", "십": "식",
    "백": "배", "천": "전", "만": "반", "공": "곤", "한": "하", "두": "둘", "세": "네", "네": "세",
}  # fmt: skip
_ENGLISH = {
    "thirteen": "thirty", "thirty": "thirteen", "fourteen": "forty", "forty": "fourteen", "fifteen": "fifty",
    "fifty": "fifteen", "sixteen": "sixty", "sixty": "sixteen", "seventy": "seventeen", "eighty": "eighteen",
    "nine": "five", "five": "nine", "two": "to", "four": "for", "six": "sick", "eight": "ate", "one": "won",
}  # fmt: skip
_LETTER, _LOST = 0.5, 0.15
_NOTICED = 0.8  # of the slipped words, so many are marked as badly heard; the others look like any word
_LOW, _SURE, _DOUBTED = (0.15, 0.5), (0.8, 0.99), (0.4, 0.7)
_NEEDLESSLY = 0.05  # of the right words, so many are doubted


def noisy(transcript: Transcript, rate: float, seed: str, *, by: str, sure: bool) -> Transcript:
    """The transcript with slips at `rate`, in [0, 1], of `by`: "words" or "syllables". With `sure`, every word says how
    surely it was heard.
    """
    draw = random.Random(seed)

    def slipped(word: str) -> str:
        korean = word[:1].isdigit() or any(is_hangul(each) for each in word)
        if korean and by == "syllables":
            return "".join(_syllable(draw, each) if draw.random() < rate else each for each in word)
        if draw.random() >= rate:
            return word
        if not korean:
            return _english(draw, word)
        at = draw.choice([place for place, each in enumerate(word) if each.isalnum()])
        return word[:at] + _syllable(draw, word[at]) + word[at + 1 :]

    return replace(transcript, turns=tuple(_turn(draw, turn, slipped, sure) for turn in transcript.turns))


def _turn(draw: random.Random, turn: Turn, slipped: Callable[[str], str], sure: bool) -> Turn:
    words: list[Word] = []
    said = turn.text.split()
    step_s = (turn.end_s - turn.start_s) / max(1, len(said))
    for place, word in enumerate(said):
        heard = slipped(word)
        if not heard:
            continue
        wrong = heard != word
        low = wrong and draw.random() < _NOTICED
        bounds = _LOW if low else _DOUBTED if not wrong and draw.random() < _NEEDLESSLY else _SURE
        start_s = turn.start_s + place * step_s
        words.append(Word(heard, start_s, start_s + step_s, draw.uniform(*bounds)))
    return replace(turn, text=" ".join(word.text for word in words), words=tuple(words) if sure else ())


def _syllable(draw: random.Random, letter: str) -> str:
    """What is heard for a syllable or digit; nothing where it is lost."""
    if not letter.isalnum():
        return letter
    chance = draw.random()
    if chance < _LOST:
        return ""
    if letter.isdigit():
        return str((int(letter) + draw.randint(1, 9)) % 10)
    if letter in _NUMBERS and chance > _LOST + _LETTER:
        return draw.choice(_NUMBERS[letter])
    return _letter(draw, letter) if is_hangul(letter) else letter


def _letter(draw: random.Random, syllable: str) -> str:
    onset, rest = divmod(ord(syllable) - _FIRST, _VOWELS * _FINALS)
    vowel, final = divmod(rest, _FINALS)
    if draw.random() < 0.5:
        vowel = draw.choice(_NEAR_VOWELS.get(vowel, ((vowel + 1) % _VOWELS,)))
    else:
        final = draw.choice([each for each in _NEAR_FINALS if each != final])
    return chr(_FIRST + (onset * _VOWELS + vowel) * _FINALS + final)


def _english(draw: random.Random, word: str) -> str:
    """What is heard for a word of English; nothing where it is lost."""
    bare = word.strip(".,?!").lower()
    if draw.random() < _LOST:
        return ""
    if bare in _ENGLISH:
        return word.lower().replace(bare, _ENGLISH[bare])
    place = draw.randrange(len(word))
    return word[:place] + draw.choice("aeiou") + word[place + 1 :]


def counts_under(rate: float, by: str, names: Iterable[str], *, sure: bool) -> Counts:
    """Counts over the judged calls as they would be heard. Truth stays what was said, turn by turn."""
    counts = Counts()
    for name in names:
        for call in judged_set(name).calls:
            heard = noisy(call.transcript, rate, f"{name} {call.id} {rate}", by=by, sure=sure)
            count(counts, comparer_of(name).compare(heard, called_at=call.called_at), call.told)
    return counts
