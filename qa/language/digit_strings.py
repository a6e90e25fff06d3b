"""Numbers said digit by digit: telephone, resident registration and card numbers, in Korean, English and written.

공이에 삼일사육에 오천 → "0231465000": groups joined by 에/의/다시/hyphen; a group with a unit in it (오천, 이천일) is
written out as the listener writes it down (5000, 2001).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.language.hangul import is_hangul
from qa.language.spoken_numbers import DIGITS, SMALL_UNITS, read_sino

_NUMERAL = frozenset([*DIGITS, *SMALL_UNITS, "만"])
_ANY_NUMERAL = re.compile(rf"[{''.join(sorted(_NUMERAL))}\d]")
_JOINT = re.compile(r"\s*(?:[-–~·.,/]|에|의|다시|대시|하이픈|국에|국의|번에|다음에)?[\s,]*")
# What may follow the last digit inside the same word: particles, the copula, counters.
_MAY_FOLLOW = re.compile(
    r"[^가-힣A-Za-z0-9]|$|이?(?:에요|예요|여요|고요|고|구요|구|라고|라|랑|요(?!일)|거든|네요|지요|죠|세요|십니|신|시)|에서|에(?![가-힣])|번|국|입|인|으로|로|은|는|가|를|을|도|맞|하고|호|임|야"
)
_AMOUNT = re.compile(r"\s*(?:원|톤|퍼센트|프로|킬로|평|세대|가구)")  # 만 이천삼백 원 is no telephone number
_ENGLISH = {
    "zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_TEENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16",
    "seventeen": "17", "eighteen": "18", "nineteen": "19",
}  # fmt: skip
_TENS = {
    word: str(place) for place, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_ONE_WORD = rf"(?:double |triple )?(?:{'|'.join(_ENGLISH)})"
_TWO_DIGITS = rf"(?:{'|'.join(_TENS)})(?:[\s-]+(?:{'|'.join(list(_ENGLISH)[3:])})\b)?|{'|'.join(_TEENS)}"
# Digit by digit, then perhaps in pairs: seven two eight, forty four ten.
_ENGLISH_RUN = re.compile(
    rf"\b(?:(?:{_ONE_WORD})\b(?:[\s,.-]+|$)(?:(?:thousand|hundred)\b(?:[\s,.-]+|$))?){{3,}}"
    rf"(?:(?:{_TWO_DIGITS})\b(?:[\s,.-]+|$)){{0,2}}",
    re.IGNORECASE,
)
_THIS = re.compile(r"\s*(?:번호|전화|쪽|곳)")
_UNHEARD = "?"


@dataclass(frozen=True, slots=True)
class DigitString:
    """Characters [start, end) and the digits said there; "?" stands for one syllable that is no digit.

    `other` is a second possible reading where 이 may be the digit two or a particle (오천이요: 5000 or 5002), else "".
    """

    digits: str
    start: int
    end: int
    other: str = ""


@lru_cache(maxsize=8192)
def find_digit_strings(text: str, *, least: int = 3) -> tuple[DigitString, ...]:
    """Every run of at least `least` digits in `text`, left to right."""
    found: list[DigitString] = []
    place = 0
    text = re.sub(r"이십(?=니다|니까)", "이신", text)  # the copula, no twenty
    while begins := _ANY_NUMERAL.search(text, place):
        place = begins.start()
        run = _run(text, place) if _may_begin(text, place) else None
        if run is not None and len(run.digits) >= least:
            found.append(run)
            place = run.end
        else:
            place += 1
    for match in _ENGLISH_RUN.finditer(text):
        digits = _english_digits(match[0])
        if len(digits) >= least:
            found.append(DigitString(digits, match.start(), match.start() + len(match[0].rstrip(" ,.-"))))
    return tuple(sorted(found, key=lambda item: item.start))


def say_digits(digits: str, *, zero: str = "공") -> str:
    """ "0204" → 공이공사."""
    return "".join(zero if digit == "0" else "영일이삼사오육칠팔구"[int(digit)] for digit in digits)


def _is_numeral(character: str) -> bool:
    return character in _NUMERAL or character.isdigit()


def _may_begin(text: str, place: int) -> bool:
    if place == 0:
        return True
    before = text[place - 1]
    if not (before.isalnum() or is_hangul(before)):
        return True
    # "번호는공이에…": the space was lost after a particle
    return before in "는은가도" and text[place] in DIGITS and _is_numeral(text[place + 1 : place + 2] or " ")


def _run(text: str, start: int) -> DigitString | None:
    """The longest run from `start` that ends where a word may end."""
    groups: list[tuple[str, int]] = []  # what each group says, where it ends
    place = start
    while True:
        end = _group_end(text, place)
        if end == place:
            break
        groups.append((text[place:end], end))
        joint = _JOINT.match(text, end)
        place = joint.end() if joint else end
        if place >= len(text) or not _is_numeral(text[place]):
            break
    if len(groups) > 1 and groups[-1][0] == "이" and groups[-2][0].isdigit():
        groups.pop()  # 870-7300 이고요: after written digits 이 is the copula
    if len(groups) > 1 and groups[-1][0] == "이" and _THIS.match(text, groups[-1][1]):
        groups.pop()  # 육이칠삼 이 번호로: this number
    while groups:
        _, end = groups[-1]
        if _AMOUNT.match(text, end):
            return None
        if _MAY_FOLLOW.match(text, end):
            return _read(text, start, groups)
        groups.pop()
    return None


def _group_end(text: str, place: int) -> int:
    end = place
    while end < len(text):
        if _is_numeral(text[end]):
            end += 1
        elif (
            end - place >= 2
            and is_hangul(text[end])
            and text[end] not in "에의은는가를번국다호년월시분원명개"
            and end + 1 < len(text)
            and text[end + 1] in DIGITS
            and not _MAY_FOLLOW.match(text, end)
        ):
            end += 1  # one garbled syllable between digits
        else:
            break
    return end


def _read(text: str, start: int, groups: list[tuple[str, int]]) -> DigitString | None:
    spoken, end = groups[-1]
    if spoken.endswith("이") and len(spoken) > 1 and not _digits_of(spoken):
        spoken, end = spoken[:-1], end - 1  # 이천일이요: the last 이 can only be a particle
    said = [_digits_of(group) for group in (*(group for group, _ in groups[:-1]), spoken)]
    if any(not digits for digits in said):
        return None
    last = said[-1]
    other = ""
    if spoken.endswith("이") and len(spoken) > 1:
        without = _digits_of(spoken[:-1])
        particle = re.match(r"에요|고|구|라|랑|거든|네|지|죠", text[end:])
        if without and len(last) == 4 and len(groups) > 1 and spoken[-2] in DIGITS:
            other = "".join([*said[:-1], without])  # a telephone group has four digits: 이사육이고요
        elif without and (particle or len(last) == 5):
            # 팔이에요 is 팔 + 이에요; of five digits in a group the fifth is a particle
            said[-1], end = without, end - 1
        elif without and re.match(r"요|야|[^가-힣]|$", text[end:]):
            other = "".join([*said[:-1], without])
    return DigitString("".join(said), start, end, other)


def _digits_of(group: str) -> str:
    if not any(syllable in group for syllable in (*SMALL_UNITS, "만")):
        return "".join(c if c.isdigit() else str(DIGITS[c]) if c in DIGITS else _UNHEARD for c in group)
    value = read_sino(group)
    if value is not None:
        return str(value)
    for cut in range(1, len(group)):  # 공이이천일: digits first, then a number
        head, tail = group[:cut], read_sino(group[cut:])
        if tail is not None and all(c in DIGITS or c.isdigit() for c in head):
            return "".join(c if c.isdigit() else str(DIGITS[c]) for c in head) + str(tail)
    return ""


def _english_digits(said: str) -> str:
    out: list[str] = []
    repeat, tens = 1, ""
    for word in re.findall(r"[a-z]+", said.lower()):
        if tens and word in _ENGLISH:
            out.append(tens + _ENGLISH[word])
            tens = ""
            continue
        if tens:
            out.append(tens + "0")
            tens = ""
        if word in ("double", "triple"):
            repeat = 2 if word == "double" else 3
        elif word in ("thousand", "hundred"):
            out.append("000" if word == "thousand" else "00")
        elif word in _TENS:
            tens = _TENS[word]
        else:
            out.append(_TEENS.get(word) or _ENGLISH[word] * repeat)
            repeat = 1
    return "".join(out) + (tens + "0" if tens else "")
