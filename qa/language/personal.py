"""Personal data in what was said: resident registration numbers, telephone numbers of citizens, cards, accounts.

Written ("901010-1234567") and spoken ("구공일공일공에 일이삼사오육칠") alike, also when dictated over several turns
with the other side saying only "네" in between. Numbers of public offices are no personal data: a landline or service
number counts only when the citizen said it first. Finding too much only hides a number; finding too little shows one,
so doubt decides for hiding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.call import PersonalData, Speaker, Turn
from qa.language.digit_strings import find_digit_strings

RRN, PHONE, CARD, ACCOUNT = "rrn", "phone", "card", "account"

_ABOUT = {
    RRN: re.compile(r"주민\s?(등록)?\s?번호|주민번호|뒷자리|resident registration|social security", re.IGNORECASE),
    CARD: re.compile(r"카드|card", re.IGNORECASE),
    ACCOUNT: re.compile(r"계좌|통장|account number", re.IGNORECASE),
}
_MOBILE = re.compile(r"(?:82)?0?1[016789][\d?]{7,8}")
_LANDLINE = re.compile(r"(?:02|0[3-6]\d|070|050\d)[\d?]{7,8}")
_SHORTEST = 5
_BACK_CHANNEL_LENGTH = (
    14  # characters a turn may have and still be a mere "네, 말씀하세요" between two parts of a number
)
_SHARED_DIGITS = 6
_LONGEST_DICTATION = 4  # parts a number may be dictated in


@dataclass(frozen=True, slots=True)
class _Part:
    turn: int
    start: int
    end: int
    digits: str
    other: str


def find_personal_data(turns: Sequence[Turn]) -> tuple[PersonalData, ...]:
    """Character spans over each `turn.text`, in order of turns. `PersonalData.turn` is the index in `turns`."""
    parts = [
        _Part(place, run.start, run.end, run.digits, run.other)
        for place, turn in enumerate(turns)
        for run in find_digit_strings(turn.text, least=3)
    ]
    found: dict[tuple[int, int, int], str] = {}
    said_by: dict[str, Speaker] = {}
    for part in parts:
        if len(part.digits) >= _SHORTEST:
            earlier = said_by.get(part.other[-7:], turns[part.turn].speaker)
            said_by.setdefault(part.digits[-7:], earlier)
    for part in parts:
        kind = _kind_of(part.digits, [part], turns, said_by) or _kind_of(part.other, [part], turns, said_by)
        if kind:
            found[part.turn, part.start, part.end] = kind
    for dictated in _dictations(parts, turns):
        if any((part.turn, part.start, part.end) in found for part in dictated):
            continue
        kind = _kind_of("".join(part.digits for part in dictated), dictated, turns, said_by)
        if kind:
            found.update({(part.turn, part.start, part.end): kind for part in dictated})
    _mark_echoes(found, parts)
    return tuple(PersonalData(turn, start, end, kind) for (turn, start, end), kind in sorted(found.items()))


def _mark_echoes(found: dict[tuple[int, int, int], str], parts: list[_Part]) -> None:
    """A number read back with a digit lost is still that number: it shares a long run of digits with one found."""
    known = [(part.digits, kind) for part in parts if (kind := found.get((part.turn, part.start, part.end)))]
    for part in parts:
        place = (part.turn, part.start, part.end)
        if place not in found and len(part.digits) >= _SHARED_DIGITS:
            kinds = [kind for digits, kind in known if share_digits(part.digits, digits, _SHARED_DIGITS)]
            if kinds:
                found[place] = kinds[0]


def share_digits(one: str, other: str, least: int) -> bool:
    """Whether two digit strings share `least` digits in a row."""
    return any(one[place : place + least] in other for place in range(len(one) - least + 1))


def _dictations(parts: list[_Part], turns: Sequence[Turn]) -> list[list[_Part]]:
    """Consecutive parts of one speaker with nothing but a word of the other in between: longest first."""
    groups: list[list[_Part]] = []
    for speaker in Speaker:
        own = [part for part in parts if turns[part.turn].speaker is speaker]
        for first in range(len(own)):
            group = [own[first]]
            for before, after in pairwise(own[first:]):
                if not _continues(before, after, turns):
                    break
                group.append(after)
                if len(group) > _LONGEST_DICTATION:
                    break
                groups.append(list(group))
    return sorted(groups, key=lambda group: -sum(len(part.digits) for part in group))


def _continues(before: _Part, after: _Part, turns: Sequence[Turn]) -> bool:
    speaker = turns[before.turn].speaker
    if before.turn == after.turn:
        return after.start - before.end <= 6
    between = turns[before.turn + 1 : after.turn]
    if any(turn.speaker is speaker for turn in between) or after.turn - before.turn > 2:
        return False
    ends = len(turns[before.turn].text) - before.end <= 6
    echo = all(len(turn.text) <= _BACK_CHANNEL_LENGTH or find_digit_strings(turn.text) for turn in between)
    return ends and after.start <= 8 and echo


def _kind_of(digits: str, parts: list[_Part], turns: Sequence[Turn], said_by: dict[str, Speaker]) -> str | None:
    about = _context(parts, turns)
    if _is_rrn(digits) or (RRN in about and (12 <= len(digits) <= 14 or len(digits) == 7)):
        return RRN
    if len(digits) == 16 or (CARD in about and 14 <= len(digits) <= 17) or (len(digits) == 15 and _luhn(digits)):
        return CARD
    if _MOBILE.fullmatch(digits) or (digits.startswith("010") and 9 <= len(digits) <= 12):
        return PHONE
    if ACCOUNT in about and 10 <= len(digits) <= 14:
        return ACCOUNT
    first = said_by.get(digits[-7:], turns[parts[0].turn].speaker)
    return PHONE if first is Speaker.CITIZEN and _LANDLINE.fullmatch(digits) else None


def _context(parts: list[_Part], turns: Sequence[Turn]) -> set[str]:
    """What the number is said to be: in its own turn or the two before."""
    first, last = parts[0], parts[-1]
    heard = " ".join(turn.text for turn in turns[max(0, first.turn - 2) : last.turn + 1])
    return {kind for kind, pattern in _ABOUT.items() if pattern.search(heard)}


def _is_rrn(digits: str) -> bool:
    """YYMMDD and a seventh digit for sex and century. No checksum: numbers given since 2020 have none."""
    if len(digits) != 13 or "?" in digits:
        return False
    month, day = int(digits[2:4]), int(digits[4:6])
    return 1 <= month <= 12 and 1 <= day <= 31 and digits[6] in "123456780"


def _luhn(digits: str) -> bool:
    if not digits.isdigit():
        return False
    doubled = [int(d) if place % 2 == 0 else sum(divmod(int(d) * 2, 10)) for place, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
