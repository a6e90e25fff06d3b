"""A turn as a person typed it anew: which words stay as heard, when the new ones were said, what stays hidden.

What is typed comes from a field that held the masked text of the turn, so personal data reaches a person as "●" and
comes back as "●": such a word stays what was heard, or is replaced as a whole; it cannot be changed in part.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

from qa.call import PersonalData, Turn, Word
from qa.errors import Refused
from qa.language.heard import CERTAIN
from qa.speech.pace import syllables

MASK = "●"
NAME_MASK = "○"  # the agent's name, to who must not read whom they rate
LONGEST_TEXT = 20_000  # characters of a turn, as in files handed in
MOST_PAIRS = 250_000  # of words compared: the same word a thousand times over would take minutes, and is no correction


@dataclass(frozen=True)
class _Told:
    """One word of a turn: characters [start, end) of its text, as pages show it, and as heard where that is known."""

    start: int
    end: int
    shown: str
    heard: Word | None


def retyped(
    old: Turn, masked: str, personal: Sequence[PersonalData], text: str
) -> tuple[Turn, tuple[PersonalData, ...]] | None:
    """The turn with the words of `text`, and what of its personal data is still in it; None when nothing changed.

    `masked` is the turn's text as pages show it, `personal` what is hidden there. Words that stay keep characters,
    times and confidence; new ones are certain and share the time that is free between their neighbours. A turn without
    words gets none. Raises `Refused` when no word is left, the text is too long, or a "●" stands for nothing heard.
    """
    typed = _typed(text)
    told = _told(old, masked)
    shown = [_composed(word.shown) for word in told]
    if typed == shown:
        return None
    if not typed:
        raise Refused(
            "발화를 비워 둘 수 없습니다. 실제로 없었던 말이라면 화자를 '화자 미상'으로 바꿔 주세요.",
            'A turn cannot be left empty. If nobody said this, set its speaker to "Unknown" instead.',
        )
    kept = _kept(shown, typed)
    stays = [told[kept[at]] if at in kept else None for at in range(len(typed))]
    words = [old.text[same.start : same.end] if same else word for same, word in zip(stays, typed, strict=True)]
    if words == [old.text[word.start : word.end] for word in told]:
        return None  # what is hidden was typed out
    timed = _timed(old, [same.heard if same else None for same in stays], words) if old.words else ()
    hidden = (*_carried(personal, told, kept, words), *_said_again(personal, old, told, kept, words))
    return replace(old, text=" ".join(words), words=timed), hidden


def _composed(text: str) -> str:
    """One way to write each syllable: some systems send 가 as two letters."""
    return unicodedata.normalize("NFC", text)


def _typed(text: str) -> list[str]:
    """The words of what a person typed, without characters that nobody sees and no table holds."""
    if len(text) > LONGEST_TEXT:
        raise Refused(
            f"발화가 너무 깁니다. {LONGEST_TEXT:,}자까지 입력할 수 있습니다.",
            f"The turn is too long: {LONGEST_TEXT:,} characters is the most.",
        )
    seen = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text)
    return [_composed(word) for word in seen.split()]


def _told(turn: Turn, masked: str) -> list[_Told]:
    """The words of a turn as they stand in its masked text."""
    places = [found.span() for found in re.finditer(r"\S+", masked)]
    texts = [turn.text[start:end] for start, end in places]
    heard: Sequence[Word | None] = [None] * len(places)
    if [word.text for word in turn.words] == texts:
        heard = turn.words
    elif turn.words:  # words that are not those of the text: its own share the time, as surely as those were heard
        heard = [replace(word, confidence=turn.confidence) for word in _timed(turn, heard, texts)]
    return [_Told(*place, masked[slice(*place)], word) for place, word in zip(places, heard, strict=True)]


def _kept(shown: Sequence[str], typed: Sequence[str]) -> dict[int, int]:
    """Which typed word is which word shown, both in order. Raises `Refused` for a "●" that is none."""
    found = _matched(shown, typed)
    if all(at in found or not _hidden(word, shown) for at, word in enumerate(typed)):
        return found
    # Many equal words can draw the rest away from a hidden one: hidden words first, then what lies between them.
    pairs = [(-1, -1), *_hidden_pairs(shown, typed), (len(shown), len(typed))]
    found = {new: old for old, new in pairs[1:-1]}
    for (old, new), (old_end, new_end) in pairwise(pairs):
        between = _matched(shown[old + 1 : old_end], typed[new + 1 : new_end])
        found |= {new + 1 + b: old + 1 + a for b, a in between.items()}
    return found


def _hidden(word: str, shown: Sequence[str]) -> bool:
    """Whether the word stands for something hidden. A "○" may also be a sign that was typed: only where names are."""
    return MASK in word or (NAME_MASK in word and any(NAME_MASK in each for each in shown))


def _hidden_pairs(shown: Sequence[str], typed: Sequence[str]) -> list[tuple[int, int]]:
    left = ((at, word) for at, word in enumerate(shown) if _hidden(word, shown))
    pairs = []
    for at, word in enumerate(typed):
        if _hidden(word, shown):
            place = next((old for old, hidden in left if hidden == word), None)
            if place is None:
                raise Refused(
                    f"가린 개인정보({MASK})는 고칠 수 없습니다. "
                    "그대로 두거나, 가린 단어를 모두 지우고 들리는 대로 입력해 주세요.",
                    f"Masked personal data ({MASK}) cannot be edited: leave it as it is, "
                    "or delete the whole word and type what you hear.",
                )
            pairs.append((place, at))
    return pairs


def _matched(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Places in `new` → places in `old` of the words they share. Both ends first: most corrections are small."""
    least = min(len(old), len(new))
    head = next((at for at in range(least) if old[at] != new[at]), least)
    tail = next((at for at in range(least - head) if old[-1 - at] != new[-1 - at]), least - head)
    found = {at: at for at in range(head)}
    found |= {len(new) - 1 - at: len(old) - 1 - at for at in range(tail)}
    left, typed = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(left) * len(typed) > MOST_PAIRS:
        return found
    for block in SequenceMatcher(None, left, typed, autojunk=False).get_matching_blocks():
        found |= {head + block.b + at: head + block.a + at for at in range(block.size)}
    return found


def _timed(turn: Turn, heard: Sequence[Word | None], texts: Sequence[str]) -> tuple[Word, ...]:
    """A word for each text: as heard, or new with its share, by syllables, of the time between the words around it."""
    words: list[Word] = []
    while len(words) < len(texts):
        first = len(words)
        known = heard[first]
        if known is not None:
            words.append(known)
            continue
        last = next((at for at in range(first, len(texts)) if heard[at] is not None), len(texts))
        after = heard[last] if last < len(texts) else None
        from_s = min(max(turn.start_s, words[-1].end_s if words else turn.start_s), turn.end_s)
        to_s = max(from_s, min(turn.end_s, after.start_s if after else turn.end_s))
        shares = list(accumulate(max(1, syllables(text)) for text in texts[first:last]))
        ends = [min(to_s, from_s + (to_s - from_s) * share / shares[-1]) for share in shares[:-1]]
        times = pairwise([from_s, *ends, to_s])
        words += [Word(text, *time, CERTAIN) for text, time in zip(texts[first:last], times, strict=True)]
    return tuple(words)


def _starts(words: Sequence[str]) -> list[int]:
    """Where each word begins once they are joined by single spaces."""
    return list(accumulate((len(word) + 1 for word in words), initial=0))


def _carried(
    personal: Iterable[PersonalData], told: Sequence[_Told], kept: Mapping[int, int], words: Sequence[str]
) -> list[PersonalData]:
    """What is hidden in words that stay, where they stand now; pieces that still stand together are one."""
    starts = _starts(words)
    found: list[PersonalData] = []
    for item in personal:
        before: tuple[int, int] | None = None
        for new, old in sorted(kept.items()):
            start, end = max(item.start, told[old].start), min(item.end, told[old].end)
            if start >= end:
                continue
            moved = starts[new] - told[old].start
            if before == (new - 1, old - 1):
                found[-1] = replace(found[-1], end=end + moved)
            else:
                found.append(replace(item, start=start + moved, end=end + moved))
            before = (new, old)
    return found


def _said_again(
    personal: Sequence[PersonalData], old: Turn, told: Sequence[_Told], kept: Mapping[int, int], words: Sequence[str]
) -> list[PersonalData]:
    """A hidden word that a person typed out is hidden again, whatever stands around it now."""
    kinds = {
        old.text[word.start : word.end]: item
        for item in personal
        for word in told
        if word.start < item.end and word.end > item.start
    }
    starts = _starts(words)
    return [
        replace(kinds[word], start=starts[at], end=starts[at] + len(word))
        for at, word in enumerate(words)
        if at not in kept and word in kinds
    ]
