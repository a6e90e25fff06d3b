"""What may be the recogniser's slip and not the agent's: a value one slip away, in a text that is full of slips.

A transcript with confidences says itself which words to doubt. One without shows it by words that no dictionary knows:
of calls without errors nineteen in twenty have at most two such words (measured on six judged sets).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from rapidfuzz.distance import Levenshtein

from qa.answers.claims import Claim
from qa.answers.facts import Measure, Value
from qa.answers.possibility import leanings
from qa.call import Turn
from qa.language.hangul import letters
from qa.language.morphemes import morphemes
from qa.language.spoken_numbers import say_sino

_UNKNOWN_SHARE, _GARBLED_SHARE = 0.024, 0.045
_FEWEST_UNKNOWN, _MANY_UNKNOWN = 3, 5  # different words, so that one that is said again and again is no garble
_BADLY_HEARD, _BADLY_SHARE = 0.5, 0.085
_FEWEST = 40  # morphemes, before the share says anything
_SLIP_DIGITS, _SLIP_LETTERS = 3, 4
_CONTENT = ("N", "V", "M", "X")


class Doubt(Enum):
    """How far a text is to be doubted as a whole: not, where a slip may explain it, or in everything."""

    NONE = 0
    SLIPS = 1
    ALL = 2


def doubt_of(turns: Sequence[Turn]) -> Doubt:
    """By the share of words that were badly heard, or, in a transcript without confidences, that nobody knows."""
    words = [word for turn in turns for word in turn.words]
    if words:
        low = sum(word.confidence < _BADLY_HEARD for word in words) / len(words)
        return Doubt.SLIPS if low > _BADLY_SHARE and len(words) >= _FEWEST else Doubt.NONE
    parts = [part for turn in turns for part in morphemes(turn.text) if part.tag.startswith(_CONTENT)]
    unknown = len({part.form for part in parts if not part.known and part.tag not in ("SN", "NNP")})
    share = unknown / len(parts) if len(parts) >= _FEWEST else 0.0
    if unknown < _FEWEST_UNKNOWN or share <= _UNKNOWN_SHARE:
        return Doubt.NONE
    return Doubt.ALL if share > _GARBLED_SHARE and unknown >= _MANY_UNKNOWN else Doubt.SLIPS


def may_be_a_slip(claim: Claim, text: str, known: Sequence[Value]) -> bool:
    """Whether in such a text the difference may be a slip: only what lies far apart is not."""
    value = claim.value
    if value.measure is Measure.PHONE:
        return any(
            Levenshtein.distance(one, key) <= _SLIP_DIGITS for one in value.keys for each in known for key in each.keys
        )
    if value.measure is Measure.WON:
        return any(_sound_alike(one, key) for one in value.keys for each in known for key in each.keys)
    if value.measure is Measure.OFFICE:
        return value.span is None
    if value.measure is Measure.POSSIBLE:  # the 안 of 안 됩니다 is lost more easily than it is put in
        return all(lean.possible for lean in leanings(text[claim.start : claim.end]))
    return True


def _sound_alike(one: str, other: str) -> bool:
    if not (one.isdigit() and other.isdigit()):
        return True
    said, known = (letters(say_sino(int(each)).replace(" ", ""))[0] for each in (one, other))
    return Levenshtein.distance(said, known) <= _SLIP_LETTERS or known.endswith(said) or said.endswith(known)
