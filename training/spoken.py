"""Written numbers to the way they are spoken, in Korean and English.

The checkpoint writes numbers as they sound ("만 이천삼백 원"), so sentences with digits pass through
:func:`spoken_form` before they are synthesised and before they are compared.
"""

from __future__ import annotations

import re

_DIGITS = "영일이삼사오육칠팔구"
_PHONE_DIGITS = "공일이삼사오육칠팔구"
_UNITS = ("", "십", "백", "천")
_GROUPS = ("", "만", "억", "조")
_NATIVE_ONES = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
_NATIVE_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_NATIVE_COUNTERS = (
    "시간|시|건|명|개|살|대|장|마리|분께|가지|곳|군데|통|통화|잔|병|권|채|달|사람|배|번째|자리|그루|켤레|줄"
)
_EN_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_EN_TENS = "  twenty thirty forty fifty sixty seventy eighty ninety".split(" ")


def read_number(value: int) -> str:
    """Sino-Korean reading of 0 <= value < 10**16: 12300 -> "만 이천삼백"."""
    if value == 0:
        return "영"
    parts: list[str] = []
    group = 0
    while value:
        value, four = divmod(value, 10000)
        if four:
            text = _read_four(four)
            if group == 1 and four == 1 and not value:
                text = ""  # 만, not 일만, at the head of a number
            parts.append(text + _GROUPS[group])
        group += 1
    return " ".join(reversed(parts))


def _read_four(value: int) -> str:
    out = ""
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            out += ("" if digit == 1 and power else _DIGITS[digit]) + _UNITS[power]
    return out


def read_native(value: int) -> str:
    """Native reading before a counter, 1..99: 3 -> "세", 20 -> "스무"."""
    if value == 20:
        return "스무"
    return _NATIVE_TENS[value // 10] + _NATIVE_ONES[value % 10]


def read_digits(digits: str, *, zero: str = "공") -> str:
    """Digit by digit, as in a telephone number: "0204" -> "공이공사"."""
    return "".join(zero if d == "0" else _PHONE_DIGITS[int(d)] for d in digits)


def read_english(value: int) -> str:
    """Cardinal in words, 0 <= value < 10**9."""
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if value >= size:
            rest = value % size
            return f"{read_english(value // size)} {name}" + (f" {read_english(rest)}" if rest else "")
    if value < 20:
        return _EN_ONES[value]
    return _EN_TENS[value // 10] + (f" {_EN_ONES[value % 10]}" if value % 10 else "")


def _korean(text: str) -> str:
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(
        r"\b(\d{2,4})-(\d{3,4})-(\d{4})\b",
        lambda m: f"{read_digits(m[1])}에 {read_digits(m[2])}에 {read_digits(m[3])}",
        text,
    )
    text = re.sub(r"\d+(?:-\d+)+", lambda m: "에 ".join(read_digits(p) for p in m[0].split("-")), text)
    text = re.sub(r"\b120(?=\s*(?:다산|번|콜|으로))", "일이공", text)
    text = re.sub(r"\b0\d+|\d{9,}", lambda m: read_digits(m[0]), text)
    text = re.sub(r"(\d+)\.(\d+)", lambda m: f"{read_number(int(m[1]))}점 {read_digits(m[2], zero='영')}", text)
    text = re.sub(
        rf"(\d{{1,2}})\s*(?=({_NATIVE_COUNTERS}))",
        lambda m: f"{read_native(int(m[1]))} " if 0 < int(m[1]) < (25 if m[2] == "시" else 100) else m[0],
        text,
    )
    text = text.replace("%", "퍼센트").replace("㎡", "제곱미터")
    return re.sub(r"\d+", lambda m: read_number(int(m[0])), text)


def _english(text: str) -> str:
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(
        r"\b0?\d{1,4}(?:-\d{3,4})+\b|\b0\d+|\d{7,}",
        lambda m: " ".join(_EN_ONES[int(d)] for d in m[0] if d.isdigit()),
        text,
    )
    text = text.replace("%", " percent")
    text = re.sub(r"(\d{1,2}):(\d{2})", r"\1 \2", text)
    return re.sub(r"\d+", lambda m: read_english(int(m[0])), text)


def spoken_form(text: str, language: str = "ko") -> str:
    """``text`` with every number spelled as it is said; text without digits comes back unchanged."""
    if not re.search(r"[\d%㎡]", text):
        return text
    spoken = _korean(text) if language == "ko" else _english(text)
    return re.sub(r"\s+", " ", spoken).strip()


def bare(text: str) -> str:
    """Only letters and digits, in lower case: what the character error rate compares."""
    return re.sub(r"[\W_]+", "", text.lower())
