"""Dates and lengths of time in what was said, Korean and written.

칠월 말일 → 7-31; 매월 이십오일 → *-25; 사흘 → 3 days; 일주일 → 7 days; 영업일 기준 삼 일 → 3 working days, which
are not 3 days. English is read in :mod:`qa.answers.english`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from qa.language.spoken_numbers import SINO, counted, read_sino

_NUMERAL = f"[{''.join(sorted(SINO))}\\d]"


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or a length at characters [start, end). `keys` are its normal forms: "7-31", "*-25", "3d", "3b", "2m".

    `doubtful`: nothing beside it says that it is a deadline, or that something takes or lasts this long. `about`: two
    numbers said for one (이삼 일).
    """

    start: int
    end: int
    keys: frozenset[str]
    text: str
    doubtful: bool = False
    about: bool = False


_DAY = rf"(?:(?P<day>{_NUMERAL}{{1,4}})\s?일(?!요일)|(?P<last>말일?)|(?P<first>초하루))"
_DATE = re.compile(
    rf"(?<![가-힣\d])(?:(?P<relative>이번|다음|담|내|지난|이(?=\s?달))\s?달?\s?(?P<of>월)?|(?P<month>유|시|"
    rf"{_NUMERAL}{{1,3}})\s?월)\s*{_DAY}"
)
_WRITTEN_DATE = re.compile(
    r"(?<![\d./-])(?:20\d\d\s?[-./]\s?(?P<m>\d{1,2})\s?[-./]\s?(?P<d>\d{1,2})|"
    r"(?P<m2>\d{1,2})/(?P<d2>\d{1,2}))(?![\d./-])"
)
_MONTHLY = re.compile(
    rf"(?:매월|매달|달마다|다달이|월마다)\s*(?:(?P<day>{_NUMERAL}{{1,4}})\s?일(?!요일)|"
    rf"(?P<last>말일?|마지막\s?날)|(?P<first>초하루))"
)
_BARE_DAY = re.compile(
    rf"(?<![가-힣\d월])(?:매번\s|그달\s)?(?P<whole>(?P<end>말)일|(?P<final>마지막\s?날)|(?P<day>{_NUMERAL}{{1,4}})\s?일)(?=까지|"
    rf"이\s?(?:마감|기한|납기|마지막)|에\s?(?:마감|끝|들어오|들어와|들어옵|입금|지급|나오|나옵|나가|나갑|빠지|빠져|출금|이체))"
)
_PERHAPS_A_DAY = re.compile(
    rf"(?<![가-힣\d월])(?P<whole>(?P<day>{_NUMERAL}{{1,4}})\s?일)(?=이?(?:요|에요|예요|십니다|고요|"
    rf"에|라|죠|네)|입니다|[.,]|$)"
)
_A_TIME = re.compile(
    rf"\s*(?:오전|오후|아침|저녁|밤|낮)?\s?(?:\d{{1,2}}|[{''.join(sorted(SINO))}열한두세네다섯여섯일곱여덟아홉]{{1,3}})\s?시(?!간)"
)
_ABOUT_A_DEADLINE = re.compile(
    r"까지|마감|기한|마지막|끝나|끝납|이전|안에|전에|열리|열려|열립|하루|날|부터|시작|이후|개막|"
    r"폐막|개최|예정|납기|접수|신청|말일"
)
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def dates(text: str, day: date | None = None) -> tuple[Dated, ...]:
    """Dates of a year and days of every month. `day` is the day of the call, which 이번 달 말 needs."""
    found: list[Dated] = []
    for match in _MONTHLY.finditer(text):
        number = 31 if match["last"] else 1 if match["first"] else read_sino(match["day"])
        if number and 1 <= number <= 31:
            shown = "말일" if match["last"] else f"{number}일"
            found.append(Dated(match.start(), match.end(), frozenset((f"*-{number}",)), f"매월 {shown}"))
    for match in _DATE.finditer(text):
        month = _month(match, day)
        if month is None or not 1 <= month <= 12:
            continue
        number = _LAST_DAYS[month - 1] if match["last"] else 1 if match["first"] else read_sino(match["day"])
        if number is None or not 1 <= number <= 31:
            continue
        found.append(_date(text, match.start(), match.end(), month, number))
    for match in _WRITTEN_DATE.finditer(text):
        month, number = int(match["m"] or match["m2"]), int(match["d"] or match["d2"])
        if 1 <= month <= 12 and 1 <= number <= 31:
            found.append(_date(text, match.start(), match.end(), month, number))
    for match in _BARE_DAY.finditer(text):
        number = 31 if match["end"] or match["final"] else read_sino(match["day"])
        if number and 1 <= number <= 31 and not any(item.start <= match.start() < item.end for item in found):
            found.append(Dated(match.start(), match.end("whole"), frozenset((f"*-{number}",)), f"{number}일"))
    for match in _PERHAPS_A_DAY.finditer(text):
        number = read_sino(match["day"])
        if number and 1 <= number <= 31 and not any(item.start <= match.start() < item.end for item in found):
            found.append(Dated(match.start(), match.end("whole"), frozenset((f"*-{number}",)), f"{number}일", True))
    return tuple(sorted(_outermost(found), key=lambda item: item.start))


def _month(match: re.Match[str], day: date | None) -> int | None:
    if match["month"]:
        return {"유": 6, "시": 10}.get(match["month"]) or read_sino(match["month"])
    if day is None or not (match["of"] or "달" in match[0]):
        return None
    step = {"이번": 0, "이": 0, "지난": -1}.get(match["relative"], 1)
    return (day.month - 1 + step) % 12 + 1


def _date(text: str, start: int, end: int, month: int, number: int) -> Dated:
    doubtful = len(text.strip()) > end - start and not _ABOUT_A_DEADLINE.search(text)
    doubtful = doubtful or _A_TIME.match(text, end) is not None
    keys = frozenset((f"{month}-{number}",))
    return Dated(start, end, keys, f"{month}월 {number}일", doubtful)


_NATIVE_DAYS = {
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6,
    "이레": 7, "여드레": 8, "아흐레": 9, "열흘": 10, "보름": 15,
}  # fmt: skip
_WORKING = (
    r"(?:(?:평일|영업일|근무일|업무일)로만?\s?(?:쳐서|따져서|치면|계산하면|계산해서)|영업일|근무일|업무일|"
    r"일하는 날|평일|(?:공휴일|주말|토요일[,·]?\s?일요일|토일|"
    r"휴일|쉬는 날|노는 날|빨간 날|휴무일)[가-힣]*\s*(?:빼고|제외하고|제외하면|빼면|제외|뺀))"
)
_WORKING_BEFORE = re.compile(rf"{_WORKING}(?:\s*기준)?(?:으?로는?|에)?,?\s*(?:한\s|약\s|최대\s)?$")
_WORKING_AFTER = re.compile(rf"\s*(?:이내|정도)?\s*\(?{_WORKING}")
_A_RATE = re.compile(r"에\s?(?!걸|나오|나와|한 ?번|1회|두 ?번|2회)|마다")  # 한 달에 이십만 원: nothing takes a month
_A_DAY = re.compile(
    r"(?:이면|이니까|이라|이잖|이신데|이시면|에 (?:오|이사|받|가|내|접|신청|돌아)|이거든|은 (?:월|"
    r"화|수|목|금|토|일|공휴)|날)"
)
_DONE_BY_THEN = re.compile(r"(?:이면|이시면)\s?(?:나오|나옵|나와|되|돼|됩|충분|끝|받|처리|발급|가져|완료|도착|해결)")
_A_PRICE = re.compile(rf"에\s?(?:최대\s|약\s|한\s)?[\d,{''.join(sorted(SINO))}\s]+원")  # 한 달에 이십만 원
_UNITS = (
    ("영업일", "b", 1), ("근무일", "b", 1), ("주일", "d", 7), ("주", "d", 7), ("일", "d", 1), ("개월", "m", 1),
    ("달", "m", 1), ("년", "m", 12), ("시간", "h", 1), ("분", "min", 1),
)  # fmt: skip
_SHOWN = {"d": "일", "b": "영업일", "m": "개월", "h": "시간", "min": "분"}
_PAIRS = {
    "일이": (1, 2), "이삼": (2, 3), "삼사": (3, 4), "사오": (4, 5), "오륙": (5, 6), "육칠": (6, 7), "칠팔": (7, 8),
    "한두": (1, 2), "두세": (2, 3), "두서너": (2, 3), "서너": (3, 4), "너댓": (4, 5), "네다섯": (4, 5),
    "대여섯": (5, 6),
}  # fmt: skip
_PAIR = re.compile(rf"(?<![가-힣])({'|'.join(_PAIRS)})\s?(영업일|개월|시간|주일|주|일|달|분|년)(?!요일|정|반)")
_WRITTEN_RANGE = re.compile(
    r"(?<![\d.])(\d{1,3})\s*(?:일|주|개월|시간|분|년)?\s*[~–-]\s*(?=\d{1,3}\s*(영업일|개월|시간|주|일|분|년))"
)
_ABOUT_A_DURATION = re.compile(
    r"걸리|걸려|걸립|걸릴|소요|이내|안에|동안|기간|처리|뒤|후|전에|전까지|전날|내로|만에|지원|빌리|빌려|"
    r"대여|대출|나오|나와|나옵|"
    r"발급|완료|유효|보관|연장|안이|안입|넘은|넘으|된 |지난|지나|마다|년에|달에|주에|로부터|부터|"
    r"갖고|맡아|반납|기한|이상|미만|초과|안으로|간(?![가-힣])|잡으|잡으셔|예상|받으실|받아보|답변|"
    r"회신|열람|게시|공고|마다|거주|사셨|사시면|사신|살면|살았"
)
_A_MOMENT = re.compile(r"기다(?!리셨|려 ?주셔서)|잠시|잠깐|기달")
_AT_ONCE = re.compile(
    r"(?<![가-힣])(당일|즉시|그날 바로|그 자리에서)(?=[^.?!]{0,14}(?:발급|처리|나오|나와|나옵|되|"
    r"돼|됩|가능|수령|받)|\s*$)"
)
# 이 주 is also this week: two weeks only where a length is looked for.
_WEEKS = re.compile(
    r"(?<![가-힣])([이삼사오육칠팔])\s?주(?=\s?(?:정도|안|이내|걸|동안|후|뒤|내로|간(?![가-힣])|소요)|예요|이에요|입니다|이고|일\s?(?:정도|안|걸)|"
    r"로\s?(?:돼|되|나와|나온|나옵|안내|정해|보시))"
)
# 좋은 하루 보내세요: no fact takes this day.
_A_WISH = re.compile(
    r"(?:좋은|즐거운|남은|오늘|[가-힣]{2}한|로운|[가-힣]찬)\s?\||\|\s?(?:도\s|를?\s)?(?:되|보내|마무리)"
)
_MOST_WAITED_MIN = 30


def durations(text: str) -> tuple[Dated, ...]:
    """Lengths of time. Days of a date (칠월 삼십일일) are none, nor is a request to wait a minute."""
    dated = [
        item
        for item in dates(text, date(2026, 1, 1))
        if item.text.startswith("매월") or not next(iter(item.keys)).startswith("*")
    ]
    found = [item for item in _lengths(text) if not any(d.start < item.end and item.start < d.end for d in dated)]
    return tuple(sorted(_outermost(found), key=lambda item: item.start))


def _lengths(text: str) -> list[Dated]:
    found: list[Dated] = []
    for match in _PAIR.finditer(text):
        low, high = _PAIRS[match[1]]
        family, factor = next((family, factor) for unit, family, factor in _UNITS if unit == match[2])
        found.append(_length(text, match.start(), match.end(), (low * factor, high * factor), family))
    for unit, family, factor in _UNITS:
        for item in counted(text, unit, native=unit in ("달", "시간", "주")):
            follows = {"일": r"월\s*$", "분": r"시\s*$"}.get(unit)
            if (follows and re.search(follows, text[: item.start])) or (
                text.startswith("짜리", item.end)
                and not re.match(r"짜리(?:만|로)?\s?(?:나와|나옵|나오|발급|예요|이에요|입니다|이고)", text[item.end :])
            ):
                continue
            if (
                unit == "일"
                and _A_DAY.match(text, item.end)
                and not _WORKING_BEFORE.search(text[: item.start])
                and not _DONE_BY_THEN.match(text, item.end)
            ):
                continue
            if item.value >= 1900 or _A_PRICE.match(text, item.end):
                continue  # 2026년 is no length
            if (
                unit in ("주", "달")
                and re.match(r"[가-힣]", text[item.end :])
                and not re.match(
                    r"이|동안|정도|안|내|후|뒤|전|만|간|까|입|예|에|걸|쯤|치|에서|은|을|면|있|이상|분|째|요|죠|예|"
                    r"거|니|라|고|로|가",
                    text[item.end :],
                )
            ):
                continue
            begins = _WRITTEN_RANGE.search(text[: item.end])
            first, start = item.value, item.start
            if begins and begins.end() == item.start:
                first, start = int(begins[1]), begins.start()
            found.append(_length(text, start, item.end, (first * factor, item.value * factor), family))
    found += [
        _length(text, match.start(), match.end(), (days, days), "d")
        for word, days in _NATIVE_DAYS.items()
        for match in re.finditer(rf"(?<![가-힣]){word}(?!에\s|\s?종일|에\s?한|\s?이틀)", text)
        if not _A_WISH.search(text[: match.start()] + "|" + text[match.end() :])
    ]
    found += [_length(text, m.start(), m.end(), (7, 7), "d") for m in re.finditer(r"(?<![가-힣])일주일", text)]
    for match in _WEEKS.finditer(text):
        days = 7 * (read_sino(match[1]) or 0)
        found.append(_length(text, match.start(), match.end(), (days, days), "d"))
    found += [_length(text, m.start(), m.end(), (20, 20), "d") for m in re.finditer(r"(?<![가-힣])스무\s?날", text)]
    found += [_length(text, m.start(), m.end(), (30, 30), "min") for m in re.finditer(r"(?<![가-힣])반 ?시간", text)]
    found += [_length(text, m.start(), m.end(), (6, 6), "m") for m in re.finditer(r"(?<![가-힣])반년", text)]
    found += [Dated(m.start(), m.end(), frozenset(("0d",)), "당일") for m in _AT_ONCE.finditer(text)]
    return found


def _length(text: str, start: int, end: int, amounts: tuple[int, int], family: str) -> Dated:
    before, after = _WORKING_BEFORE.search(text[:start]), _WORKING_AFTER.match(text, end)
    working = family == "d" and bool(before or after)
    shown = "b" if working else family
    low, high = amounts
    doubtful = len(text.strip()) > end - start and not working and not _ABOUT_A_DURATION.search(text)
    doubtful = doubtful or _A_RATE.match(text, end) is not None
    if family == "min" and high <= _MOST_WAITED_MIN and _A_MOMENT.search(text):
        doubtful = True
    named = length_text(high, shown) if low == high else f"{low}~{length_text(high, shown)}"
    keys = frozenset(key for amount in {low, high} for key in length_keys(amount, shown))
    return Dated(before.start() if working and before else start, end, keys, named, doubtful, about=low != high)


def length_keys(amount: int, family: str) -> frozenset[str]:
    """The normal forms of a length: a month is also 30 days, 24 hours also a day; working days are only themselves."""
    keys = {f"{amount}{family}"}
    if family == "m" and amount <= 12:
        keys.add(f"{amount * 30}d")
    if family == "h" and amount % 24 == 0:
        keys.add(f"{amount // 24}d")
    if family == "min" and amount % 60 == 0:
        keys.add(f"{amount // 60}h")
    return frozenset(keys)


def length_text(amount: int, family: str) -> str:
    return f"{amount // 12}년" if family == "m" and amount % 12 == 0 else f"{amount}{_SHOWN[family]}"


def _outermost(found: list[Dated]) -> list[Dated]:
    """일주일 also holds 일; the longest reading of the same characters stands."""
    kept: list[Dated] = []
    for item in sorted(found, key=lambda each: each.start - each.end):
        if not any(other.start < item.end and item.start < other.end for other in kept):
            kept.append(item)
    return kept
