"""Gaps of the standard answers: questions put together by what they ask, facts that ended, answers that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qa.answers.entries import Answers, Entry, Fact
from qa.language.content import content_words

# Two questions are of one matter when they share so much of the shorter one's content, and at least two words of it.
_SHARE = 0.5
_LEAST_WORDS = 2
KOREAN = "ko"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a citizen, with its call."""

    call_id: int
    at: datetime
    text: str
    medium: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """Questions that ask for the same, oldest first. `key` stays the same while the first question does."""

    key: str
    words: tuple[str, ...]
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What one call was told of a fact."""

    call_id: int
    at: datetime
    value: str
    medium: str
    language: str


@dataclass(frozen=True, slots=True)
class Difference:
    """The value told most on each of two sides, and the calls in which it was told."""

    sides: tuple[str, str]  # "phone" and "written", or "ko" and "other"
    values: tuple[str, str]
    calls: tuple[tuple[Answered, ...], tuple[Answered, ...]]


def matters(questions: Iterable[Asked]) -> tuple[Matter, ...]:
    """Questions put together by shared content words, the most asked first.

    Each question, in order of time, joins the matter whose first question it shares most with, else begins one of its
    own (leader clustering, Hartigan 1975): the same questions always give the same matters, and a new question
    never renames an old matter.
    """
    leaders: list[frozenset[str]] = []
    members: list[list[Asked]] = []
    places: dict[str, list[int]] = {}
    for asked in sorted(questions, key=lambda each: (each.at, each.call_id, each.text)):
        words = content_words(asked.text) or frozenset((asked.text.strip(),))
        near = Counter(place for word in words for place in places.get(word, ()))
        fits = [
            (shared / min(len(words), len(leaders[place])), -place)
            for place, shared in near.items()
            if shared >= min(_LEAST_WORDS, len(words), len(leaders[place]))
        ]
        share, place = max(fits, default=(0.0, 0))
        if share >= _SHARE:
            members[-place].append(asked)
            continue
        for word in words:
            places.setdefault(word, []).append(len(leaders))
        leaders.append(words)
        members.append([asked])
    found = [
        Matter(" ".join(sorted(words))[:400], _common(words, group), tuple(group))
        for words, group in zip(leaders, members, strict=True)
    ]
    return tuple(sorted(found, key=lambda matter: (-len({each.call_id for each in matter.questions}), matter.key)))


def _common(words: frozenset[str], group: Sequence[Asked]) -> tuple[str, ...]:
    """The leader's words in the order of how many of the questions hold them."""
    held = Counter(word for asked in group for word in content_words(asked.text) & words)
    return tuple(sorted(words, key=lambda word: (-held[word], word)))[:4]


def without_successor(answers: Answers, today: date, *, soon_days: int = 30) -> tuple[tuple[Entry, Fact], ...]:
    """Facts that ended, or end within `soon_days`, of which nothing is told after their last day; newest end first."""
    until = today + timedelta(days=soon_days)
    found: list[tuple[Entry, Fact]] = []
    for entry in answers.entries:
        if entry.withdrawn_at is not None:
            continue
        standing = [fact for fact in entry.facts if fact.withdrawn_at is None]
        last: dict[tuple[str, str], Fact] = {}
        for fact in standing:
            key = (fact.type.value, fact.name)
            if key not in last or (fact.valid_to or date.max) > (last[key].valid_to or date.max):
                last[key] = fact
        found += [(entry, fact) for fact in last.values() if fact.valid_to is not None and fact.valid_to <= until]
    return tuple(sorted(found, key=lambda each: (each[1].valid_to or date.max, each[0].id), reverse=True))


def differing(answered: Sequence[Answered]) -> tuple[Difference, ...]:
    """Where a fact is told differently by telephone and in writing, or in Korean and in other languages."""
    found = []
    phone = [each for each in answered if each.medium == "phone"]
    written = [each for each in answered if each.medium != "phone"]
    korean = [each for each in answered if each.language == KOREAN]
    other = [each for each in answered if each.language != KOREAN]
    for sides, one, another in ((("phone", "written"), phone, written), ((KOREAN, "other"), korean, other)):
        if not one or not another:
            continue
        values = _most_told(one), _most_told(another)
        if values[0] != values[1]:
            calls = tuple(
                tuple(each for each in side if each.value == value)
                for side, value in zip((one, another), values, strict=True)
            )
            found.append(Difference(sides, values, (calls[0], calls[1])))
    return tuple(found)


def _most_told(side: Sequence[Answered]) -> str:
    counts = Counter(each.value for each in side)
    return min(counts, key=lambda value: (-counts[value], value))
