"""Values in what was said, with the characters where they stand: amounts, numbers, hours, dates, lengths, conditions.

Offices, places, documents and what is possible are words, not values: they are found by knowing what to look for
(:mod:`qa.answers.offices`, :mod:`qa.answers.words`, :mod:`qa.answers.possibility`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from qa.answers.conditions import conditions
from qa.answers.dates import dates, durations
from qa.answers.english import english_dates, english_intervals, english_lengths
from qa.answers.facts import Measure, Stated, Value, fee_value, phone_value
from qa.answers.times import Interval, intervals
from qa.language.digit_strings import find_digit_strings
from qa.language.spoken_numbers import DIGITS, Counted, counted, english_numbers, read_english, read_sino

_ABOUT_BEFORE = re.compile(
    r"(?<![가-힣])(약|대략|대충|거의|한|얼추|about|around|roughly|approximately)\s*$", re.IGNORECASE
)
_ABOUT_AFTER = re.compile(
    r"\s*((?:그 )?정도(?!면)|쯤|가량|남짓|안팎|내외|미만|초과|넘(?!어야|으셔야|게는? 안|지는? ?않)|대(?=\s|쯤|"
    r"로|예|이|\b)|"
    r"좀 (?:넘|안|더)|조금 (?:넘|안|더)|쪼금|못 "
    r"미치|or so|안쪽(?!으로)|언저리|조금)",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(r"\s*(?:까지)?(이|가|은|는)?\s*아니(라|고|에|구|었|거|신)|\s*말고")
_DENIED_BEFORE = re.compile(r"\b(?:not|isn't|instead of|rather than)\s+(?:at\s+|on\s+|until\s+)?$", re.IGNORECASE)
_FREE = re.compile(
    r"무료(?!\s*(주차장|상담|급식|교육|강좌|전화|법률))|(?<![가-힣])무상|공짜|"
    r"(?:수수료|비용|요금|돈|이용료|입장료|관람료|발급비|참가비|"
    r"금액)[은는이가도을를]?\s*(?:아예\s*)?(?:한 푼도\s*)?(?:따로\s*|별도로?\s*|전혀\s*)?"
    r"(?:드시는 (?:거|건|것)(?:은|는|이|도)? |들어가는 (?:거|건|것)(?:은|는|이|도)? )?(?:없(?!이는)|안\s?(내|"
    r"드|받|들)|받지 ?않|내지 ?않|들지(?:는)? ?않)|"
    r"(?:doesn't|won't|does not|will not) cost (?:you |them )?(?:anything|a thing|a single won)|(?:don't|"
    r"won't) (?:have to )?pay (?:anything|"
    r"a thing|a single won|a won)\b|\bfree of charge\b|\bno (?:fee|charge|cost)\b|\bfor free\b|\b(?:is|are|"
    r"it's|completely|"
    r"entirely|totally)\s+free\b(?! to)|^\s*free\s*$|^\s*nothing(?: at all)?\s*[.,!]?\s*$|\bpay nothing\b",
    re.IGNORECASE,
)
_NOT_FREE = re.compile(r"\s*(?:가|는|로)?\s*아니|\s*로는?\s*안|\s*(?:대상이|혜택이)\s*아니")
_LAST_GROUP = re.compile(r"(?:[에의-]|다시)\s*([^에의-]+)$")
_THOUSANDS = re.compile("[천백십]")
_OTHER_NUMBER = re.compile(
    r"(접수|고객|주민|등록|차량|계좌|카드|민원|신청|인증|사건|우편|노선|대기|수용가|납부자|"
    r"전자납부|관리|운송장|허가|여권|면허|회원|주문|예약)\s?(등록)?\s?번호[^.?!]{0,12}$"
)
_SHORT_CODE = re.compile(r"\s*번(?![가-힣]*\s*(버스|출구|지|타|도|홈|창구|게이트|길|차|노선|정류))")
_A_CALL = re.compile(r"\s*(?:번)?(?:으?로)?\s*(?:전화|연락|문의|거시|누르)")
_CALLED = re.compile(
    r"국번|전화|번호|콜센터|연락|문의|눌러|누르|거시|걸어|거셔|번입니다|번이에요|번이요|번으로|"
    r"call|dial|number",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    r"\s*(?:세|살|명|개월|퍼센트|프로|평|리터|킬로|미터|장|부|건|호|동|층|시간|분|일|월|년|주|회|"
    r"가구)(?![가-힣])|\s*(?:세(?!요)|살|개월|퍼센트)"
)
_WON = re.compile(r"\s*won\b", re.IGNORECASE)
_WON_BEFORE = re.compile(r"(?:₩|\\|KRW)\s*(\d[\d,]*)(?!\s*(?:won|원))", re.IGNORECASE)
_WON_RANGE = re.compile(r"(\d[\d,]*)\s*(?:원)?\s*[~–-]\s*$")

_AHEAD = re.compile(r"\s*전(?:까지|에|부터|날|이|인|으로|,|\s|$)|\s+(?:before|in advance|ahead|prior)", re.IGNORECASE)
_PERCENT = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s*(?:%|퍼센트|프로(?![가-힣])|percent\b|per cent\b)")
_POINT = rf"([{''.join(DIGITS)}]{{1,2}}|십[{''.join(DIGITS)}]?)\s?(?:점|쩜)\s?([{''.join(DIGITS)}]{{1,2}})"
_SPOKEN_PERCENT = re.compile(rf"(?<![가-힣]){_POINT}\s?(?:퍼센트|프로(?![가-힣]))")
_HALF = re.compile(r"절반|반값|(?<![가-힣])반(?=(?:을|으로|만)\s?(?:깎|감|할인|줄|내|빼))")
_FRACTION = re.compile(rf"(?<![가-힣\d])(\d|[{''.join(DIGITS)}십])\s?분의\s?(\d|[{''.join(DIGITS)}])(?!\s?(?:일|시))")
_ENGLISH_PERCENT = re.compile(r"\s*per\s?cent\b(?: point)?", re.IGNORECASE)


@lru_cache(maxsize=16384)
def find_all(text: str, day: date | None = None, *, alone: bool = False) -> tuple[Stated, ...]:
    """Every value in `text`, left to right; `day` (of the call) is what 이번 달 말 is counted from.

    `alone`: the text is the cell of a table, where a length needs no word that says what takes so long.
    """
    dates_ = [
        item if not alone else replace(item, doubtful=False)
        for item in _dates(text, day)
        if not (alone and item.doubtful and all(key.startswith("*") for key in item.value.keys))
    ]
    found = [
        *_fees(text), *_percents(text), *_phones(text), *_hours(text), *dates_, *_lengths(text, alone),
        *(_stated(text, value, start, end) for value, start, end in conditions(text)),
    ]  # fmt: skip
    sums = [item for item in found if item.value.measure is Measure.WON]
    kept = [
        item
        for item in found
        if item.value.measure not in (Measure.LENGTH, Measure.DATE)
        or not any(fee.start < item.end and item.start < fee.end for fee in sums)
    ]  # 이십일만 원 is no twenty days
    return tuple(sorted(kept, key=lambda item: (item.start, item.end)))


def find_measured(measure: Measure, text: str, day: date | None = None) -> tuple[Stated, ...]:
    """The values of one measure in `text`, left to right."""
    return tuple(item for item in find_all(text, day) if item.value.measure is measure)


def _stated(text: str, value: Value, start: int, end: int, *, doubtful: bool = False, about: bool = False) -> Stated:
    return Stated(
        value,
        start,
        end,
        doubtful,
        about=about or bool(_ABOUT_BEFORE.search(text[:start]) or _ABOUT_AFTER.match(text, end)),
        denied=bool(_DENIED_AFTER.match(text, end) or _DENIED_BEFORE.search(text[:start])),
    )


def _fees(text: str) -> list[Stated]:
    found: list[Stated] = []
    for number in counted(text, "원"):
        if text.startswith("공원", number.start):
            continue  # a park, not 0원
        low = _WON_RANGE.search(text[: number.start])
        first = int(low[1].replace(",", "")) if low else number.value
        if low and first < number.value:
            found.append(_range(text, low.start(), number.end, first, number.value))
        else:
            found.append(_stated(text, fee_value(number.value), number.start, number.end, doubtful=number.doubtful))
    for number in english_numbers(text):
        won = _WON.match(text, number.end)
        if won and not re.match("thousand|hundred", text[number.start : number.end], re.IGNORECASE):
            found.append(_stated(text, fee_value(number.value), number.start, won.end()))
    taken = [(item.start, item.end) for item in found]
    found += [
        _stated(text, fee_value(number.value), number.start, number.end)
        for number in _bare_amounts(text)
        if not any(start < number.end and number.start < end for start, end in taken)
    ]
    for match in _WON_BEFORE.finditer(text):
        found.append(_stated(text, fee_value(int(match[1].replace(",", ""))), match.start(), match.end()))
    found += [
        _stated(text, fee_value(0), m.start(), m.end())
        for m in _FREE.finditer(text)
        if not _NOT_FREE.match(text, m.end())
    ]
    return found


_BARE = re.compile(
    rf"(?<![가-힣\d.,-])((?:[{''.join(DIGITS)}십백천]{{0,4}}억\s?(?:[{''.join(DIGITS)}]천)?|"
    rf"[{''.join(DIGITS)}십백천]{{1,6}}만|만|"
    rf"\d{{1,4}}만)(?:\s?[{''.join(DIGITS)}십백천\d]{{2,8}})?|"
    rf"[{''.join(DIGITS)}]?천(?:\s?[{''.join(DIGITS)}십백]{{2,6}})?)(?=(?<=[억만])까지|이?(?:에요|예요|고요|구요|요|"
    rf"고|거든|네요|라|면|지만|신데|죠)(?![가-힣]{{2}})|입니다|이세요|인데|씩|짜리)"
)
_NUMBER_ALONE = re.compile(r"\W*\d{1,3},\d{3}\W*")
_AND_A_HALF = re.compile(r"\b(\w+) and a half thousand\b(?:\s+won\b)?", re.IGNORECASE)
_UNIT_AFTER = re.compile(
    r"\s*(?:people|residents|visitors|households|met(?:er|re)s|kilomet|square|litres?|liters?|"
    r"calls|cases|times|copies|years?|days?|steps|seats|tons?|kilos?|\d)",
    re.IGNORECASE,
)


def _bare_amounts(text: str) -> list[Counted]:
    """Amounts said without 원 or won: 이만 삼천이에요; eleven thousand."""
    found = []
    for match in _BARE.finditer(text):
        said = re.sub(
            r"(?<=억)\s?([일이삼사오육칠팔구]?천)$", r"\1만", match[1]
        )  # 일억 오천 is a hundred and fifty million
        value = read_sino(said)
        if value is not None and value >= 1000:
            found.append(Counted(value, match.start(), match.end()))
    if _NUMBER_ALONE.fullmatch(text):
        number = next(iter(english_numbers(text)), None)
        if number:
            found.append(number)
    elif re.search("[A-Za-z]{3}", text) and not re.search("[가-힣]", text):
        runs = [(run.start, run.end) for run in find_digit_strings(text, least=7)]
        for match in _AND_A_HALF.finditer(text):
            value = read_english(match[1]) if not match[1].isdigit() else int(match[1])
            if value:
                found.append(Counted(value * 1000 + 500, match.start(), match.end()))
        for number in english_numbers(text):
            said = text[number.start : number.end].lower()
            if re.match(r"thousand|hundred", said) or any(
                each.start < number.end and number.start < each.end for each in found
            ):
                continue
            if not (500 <= number.value < 10**8) or not re.search(r"thousand|hundred|,\d{3}", said):
                continue
            if _UNIT_AFTER.match(text, number.end) or any(
                start < number.end and number.start < end for start, end in runs
            ):
                continue
            found.append(number)
    return found


def _range(text: str, start: int, end: int, low: int, high: int) -> Stated:
    value = Value(Measure.WON, frozenset((str(low), str(high))), f"{low:,}~{high:,}원", span=(low, high))
    return _stated(text, value, start, end)


def _percents(text: str) -> list[Stated]:
    found: list[tuple[str, int, int]] = [(m[1].removesuffix(".0"), m.start(), m.end()) for m in _PERCENT.finditer(text)]
    for match in _FRACTION.finditer(text):
        below, above = read_sino(match[1]), read_sino(match[2])
        if below and above and 100 * above % below == 0:
            found.append((str(100 * above // below), match.start(), match.end()))
    for match in _SPOKEN_PERCENT.finditer(text):
        whole = read_sino(match[1])
        part = "".join(str(DIGITS[digit]) for digit in match[2])
        found.append((f"{whole}.{part}", match.start(), match.end()))
    for number in english_numbers(text):
        sign = _ENGLISH_PERCENT.match(text, number.end)
        if sign and not any(start <= number.start < end for _, start, end in found):
            found.append((str(number.value), number.start, sign.end()))
    for unit in ("퍼센트", "프로"):
        found += [
            (str(n.value), n.start, n.end)
            for n in counted(text, unit)
            if not re.match(r"[가-힣]*(?:그램|젝트|세스)", text[n.end :])
            and not any(f[1] <= n.start < f[2] for f in found)
        ]
    if _HALF.search(text):
        found += [("50", m.start(), m.end()) for m in _HALF.finditer(text)]
    return [_stated(text, Value(Measure.PERCENT, frozenset((n,)), f"{n}%"), start, end) for n, start, end in found]


def _phones(text: str) -> list[Stated]:
    found: list[Stated] = []
    for run in find_digit_strings(text, least=3):
        short = len(run.digits) < 7 and run.digits != "02120"
        if _OTHER_NUMBER.search(text[: run.start]) or len(run.digits) > 11 or re.match(r"01[016-9]", run.digits):
            continue  # a reference number, or the mobile of a citizen
        if _COUNTER.match(text, run.end) or "만" in text[run.start : run.end]:
            continue
        code = _SHORT_CODE.match(text, run.end) or _A_CALL.match(text, run.end)
        called = _CALLED.search(text[max(0, run.start - 14) : run.start] + "|" + text[run.end : run.end + 16])
        if short and not (
            len(run.digits) in (3, 4, 5) and code and (called or not text[run.end :].strip(" 번.입니다이에요고"))
        ):
            continue
        value = phone_value(*(digits for digits in (run.digits, run.other) if digits))
        odd = len(run.digits) > 8 and run.digits[0] != "0"
        unsure = odd or "?" in run.digits or _lost_a_digit(text[run.start : run.end])
        found.append(_stated(text, value, run.start, run.end, doubtful=unsure))
    return found


def _lost_a_digit(said: str) -> bool:
    """Whether the last group has fewer than the four digits that every Korean number ends with: in "오공공공" a zero is
    easily lost, by the ear or by the recogniser, and nobody is marked down for that. A group said as a number (오천)
    has lost nothing.
    """
    last = _LAST_GROUP.search(said)
    return (
        last is not None
        and not _THOUSANDS.search(last[1])
        and 0 < sum(sign in DIGITS or sign.isdigit() for sign in last[1]) < 4
    )


def _hours(text: str) -> list[Stated]:
    english = re.search("[A-Za-z]{2}", text) and not re.search("[가-힣]", text)
    found: tuple[Interval, ...] = english_intervals(text) if english else intervals(text)
    return [_stated(text, clock_value(item), item.start, item.end, doubtful=item.doubtful) for item in found]


def clock_value(item: Interval) -> Value:
    return Value(Measure.CLOCK, item.keys, item.text, interval=item)


def _dates(text: str, day: date | None) -> list[Stated]:
    return [
        _stated(text, Value(Measure.DATE, item.keys, item.text), item.start, item.end, doubtful=item.doubtful)
        for item in (*dates(text, day), *english_dates(text))
    ]


def _lengths(text: str, alone: bool) -> list[Stated]:
    """Lengths; doubtful where nothing says that something takes or lasts so long. None inside a telephone number."""
    numbers = [(run.start, run.end) for run in find_digit_strings(text, least=7)]
    found = []
    for item in (*durations(text), *english_lengths(text)):
        if any(start < item.end and item.start < end for start, end in numbers):
            continue
        ahead = _AHEAD.match(text, item.end)
        measure, shown = (Measure.AHEAD, f"{item.text} 전") if ahead else (Measure.LENGTH, item.text)
        doubtful = item.doubtful and not alone
        value = Value(measure, item.keys, shown)
        found.append(_stated(text, value, item.start, item.end, doubtful=doubtful, about=item.about))
    return found
