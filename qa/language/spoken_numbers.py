"""Spoken numbers to integers and back, Korean and English.

Korean counts in two systems. Sino-Korean numerals (일 이 삼 … 십 백 천 만 억) are shared with ordinary words (일요일,
이사, 공사), so a numeral is only believed where a counter follows it (원, 시, 일, 번 …): :func:`counted` looks
backwards from the counter for the longest stretch that is a well-formed number and begins a word. Digit-by-digit
speech (공이에 삼일사육에 오천) is read in :mod:`qa.language.digit_strings`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language.hangul import is_hangul

DIGITS = {
    "영": 0,
    "공": 0,
    "령": 0,
    "일": 1,
    "이": 2,
    "삼": 3,
    "사": 4,
    "오": 5,
    "육": 6,
    "륙": 6,
    "칠": 7,
    "팔": 8,
    "구": 9,
}
SMALL_UNITS = {"십": 10, "백": 100, "천": 1000}
LARGE_UNITS = {"만": 10**4, "억": 10**8, "조": 10**12}
SINO = frozenset([*DIGITS, *SMALL_UNITS, *LARGE_UNITS])

_NATIVE_ONES = {
    "하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "석": 3, "서": 3, "넷": 4, "네": 4, "넉": 4, "너": 4,
    "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
}  # fmt: skip
_NATIVE_TENS = {
    "열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90,
}  # fmt: skip
_NATIVE = re.compile(
    rf"(?:(?P<tens>{'|'.join(_NATIVE_TENS)})\s?)?(?P<ones>{'|'.join(sorted(_NATIVE_ONES, key=len, reverse=True))})?"
)
_NATIVE_AT_END = re.compile(
    rf"(?:(?:{'|'.join(_NATIVE_TENS)})\s?(?:{'|'.join(_NATIVE_ONES)})|{'|'.join(_NATIVE_TENS)}|{'|'.join(_NATIVE_ONES)})$"
)
_WRITTEN = re.compile(r"\d+(?:,\d{3})*")
# Words that begin with a counter's syllable: 만 원하시면, 네 시청입니다, 이 일정.
_OTHER_WORD = {
    "시": r"(?!청|장|설|스템|민|작|간|험|행|외|중|도(?![가-힣 ])|내)",
    "일": r"(?!요일|반|정(?!도)|찍|하|상|시|자리|단|부(?!터))",
    "원": r"(?!하|래|본|칙|서|룸|격|활)",
    "분": r"(?!들|실|리|야|류|석|기)",
    "월": r"(?!세|요일|급|드컵)",
    "번": r"(?!호|지)",
    "개": r"(?!인|월|선|발|통|시)",
    "주": r"(?!차|민|소|말|문|택|의|변|거|무)",
    "년": r"(?!생)",
}
# A numeral may also hang directly on these, when the recogniser lost the space: "수수료는천이백원".
_MAY_PRECEDE = frozenset("는은도에당씩총약각월")

_SAID_DIGITS = "영일이삼사오육칠팔구"
_SAID_ONES = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
_SAID_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with its counter: characters [start, end) including the counter.

    `doubtful`: the word before it looks like a garbled part of the same number, so the value may be only its tail.
    """

    value: int
    start: int
    end: int
    doubtful: bool = False


def read_sino(text: str) -> int | None:
    """만 이천삼백 → 12300, 3만 5천 → 35000, 12,300 → 12300. None when `text` is not one well-formed number."""
    rest = re.sub(r"\s", "", text)
    total = group = 0
    pending: int | None = None
    small_limit, large_limit = 10**4, 10**16
    place = 0
    while place < len(rest):
        written = _WRITTEN.match(rest, place)
        if written:
            if pending is not None:
                return None
            pending, place = int(written[0].replace(",", "")), written.end()
            continue
        syllable = rest[place]
        place += 1
        if syllable in DIGITS:
            if pending is not None or (DIGITS[syllable] == 0 and len(rest) > 1):
                return None
            pending = DIGITS[syllable]
        elif syllable in SMALL_UNITS:
            unit = SMALL_UNITS[syllable]
            if unit >= small_limit or pending == 0 or (pending is not None and pending > 9):
                return None
            group, pending, small_limit = group + (pending or 1) * unit, None, unit
        elif syllable in LARGE_UNITS:
            unit = LARGE_UNITS[syllable]
            whole = group + (pending or 0) or 1
            if unit >= large_limit or whole >= 10**4:
                return None
            total, group, pending, small_limit, large_limit = total + whole * unit, 0, None, 10**4, unit
        else:
            return None
    if not rest or (pending is not None and pending >= small_limit and small_limit < 10**4):
        return None
    return total + group + (pending or 0)


def read_native(text: str) -> int | None:
    """스무 → 20, 열두 → 12, 아흔아홉 → 99. None when `text` is not one native number."""
    match = _NATIVE.fullmatch(text.strip())
    if not match or not match[0]:
        return None
    value = _NATIVE_TENS.get(match["tens"] or "", 0) + _NATIVE_ONES.get(match["ones"] or "", 0)
    return value if not (match["tens"] == "스무" and match["ones"]) else None


def read_number(text: str) -> int | None:
    """Either system; also English words ("twelve thousand three hundred")."""
    for reader in (read_sino, read_native, read_english):
        value = reader(text)
        if value is not None:
            return value
    return None


def say_sino(value: int) -> str:
    """12300 → 만 이천삼백, for 0 <= value < 10**16."""
    if value == 0:
        return "영"
    parts: list[str] = []
    for name, unit in reversed([("", 1), *LARGE_UNITS.items()]):
        four = value // unit % 10**4
        if not four:
            continue
        said = "".join(
            ("" if digit == 1 and power else _SAID_DIGITS[digit]) + ("", "십", "백", "천")[power]
            for power in (3, 2, 1, 0)
            if (digit := four // 10**power % 10)
        )
        parts.append("만" if name == "만" and four == 1 and not parts else said + name)
    return " ".join(parts)


def say_native(value: int) -> str:
    """20 → 스무, 12 → 열두: the form before a counter, for 1 <= value <= 99."""
    return "스무" if value == 20 else _SAID_TENS[value // 10] + _SAID_ONES[value % 10]


def say_english(value: int) -> str:
    """20 → twenty, 135 → one hundred and thirty-five, for 0 <= value < 1000."""
    ones = {number: word for word, number in _ENGLISH_ONES.items() if word not in ("a", "an", "oh")}
    tens = {number: word for word, number in _ENGLISH_TENS.items()}
    if value >= 100:
        rest = f" and {say_english(value % 100)}" if value % 100 else ""
        return f"{ones[value // 100]} hundred{rest}" if value < 1000 else str(value)
    if value in ones:
        return ones[value]
    return tens[value - value % 10] + (f"-{ones[value % 10]}" if value % 10 else "")


def counted(text: str, counter: str, *, native: bool = False) -> tuple[Counted, ...]:
    """Every number that stands before `counter` in `text`, left to right.

    `native` also takes native numerals (아홉 시) and, before 시, distrusts one-syllable Sino ones (이 시, 사시).
    """
    found: list[Counted] = []
    taken = len(text) + 1
    for match in reversed(list(re.finditer(re.escape(counter) + _OTHER_WORD.get(counter, ""), text))):
        if match.end() > taken:
            continue
        head = text[: match.start()].rstrip()
        hit = _native_before(head) if native else None
        if hit is None:
            hit = _sino_before(head, least=2 if native else 1)
        if hit is not None:
            value, start = hit
            found.append(Counted(value, start, match.end(), _garbled_before(text, start)))
            taken = start
    return tuple(reversed(found))


def _native_before(head: str) -> tuple[int, int] | None:
    match = _NATIVE_AT_END.search(head)
    if not match or not _begins_word(head, match.start()):
        return None
    value = read_native(match[0])
    return None if value is None else (value, match.start())


def _sino_before(head: str, *, least: int) -> tuple[int, int] | None:
    stretch = len(head)
    while stretch and (head[stretch - 1] in SINO or head[stretch - 1].isdigit() or head[stretch - 1] in " ,"):
        stretch -= 1
    for start in range(stretch, len(head)):
        if head[start] in " ," or not _begins_word(head, start):
            continue
        said = head[start:]
        if len(said) < least and not said.isdigit():
            continue
        value = read_sino(said)
        if value is not None:
            return value, start
    return None


def _begins_word(text: str, start: int) -> bool:
    if start == 0:
        return True
    before = text[start - 1]
    if before in _MAY_PRECEDE and len(text) - start > 1:
        return True
    return not (before.isalnum() or is_hangul(before)) and not (
        before in ".," and start > 1 and text[start - 2].isdigit()
    )


def _garbled_before(text: str, start: int) -> bool:
    """Whether the words just before look like the front of the same number, one syllable of it heard wrong (만 이전
    삼백).
    """
    words = text[:start].split()
    if not words or not text[start - 1 : start].isspace() or words[-1][-1] in ",.?!은는도":
        return False
    units = any(character in "십백천만억" for character in words[-1])
    numerals = sum(character in SINO for character in words[-1]) * 2 >= len(words[-1])
    return numerals and (units or (len(words) > 1 and words[-2] in ("만", "억", "천", "백", "십")))


_ENGLISH_ONES = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {"a": 1}
_ENGLISH_TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
_ENGLISH_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6}
_ENGLISH_WORD = re.compile(
    rf"\b(?:{'|'.join([*(w for w in _ENGLISH_ONES if w != 'a'), *_ENGLISH_TENS, *_ENGLISH_SCALES])}"
    r"|a(?=\s+(?:hundred|thousand|million)))\b",
    re.IGNORECASE,
)


def read_english(text: str) -> int | None:
    """twelve thousand three hundred → 12300. None when another word is in it."""
    words = [word for word in re.split(r"[\s,-]+", text.lower().strip()) if word and word != "and"]
    total = group = 0
    last = 10**9
    for word in words:
        if word in _ENGLISH_SCALES:
            scale = _ENGLISH_SCALES[word]
            if scale == 100:
                group, last = (group or 1) * 100, 100
            else:
                total, group, last = total + (group or 1) * scale, 0, 10**9
        else:
            value = _ENGLISH_ONES.get(word, _ENGLISH_TENS.get(word))
            if value is None or value >= last or (last < 100 and last % 10):
                return None
            group, last = group + value, value if value >= 20 else 1
    return total + group if words else None


def english_numbers(text: str) -> tuple[Counted, ...]:
    """Every run of English number words or written digits in `text`: characters and value."""
    found: list[Counted] = []
    run: list[re.Match[str]] = []
    for match in [*_ENGLISH_WORD.finditer(text), None]:
        joined = (
            run
            and match
            and re.fullmatch(r"[\s-]+(?:and\s+)?|,\s+(?=.*(?:hundred|thousand))", text[run[-1].end() : match.start()])
        )
        if run and not joined:
            value = read_english(text[run[0].start() : run[-1].end()])
            if value is not None:
                found.append(Counted(value, run[0].start(), run[-1].end()))
            run = []
        if match:
            run.append(match)
    found += [Counted(int(m[0].replace(",", "")), m.start(), m.end()) for m in re.finditer(r"\d+(?:,\d{3})*", text)]
    return tuple(sorted(found, key=lambda item: item.start))
