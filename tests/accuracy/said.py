"""Values of standard answers as people say them, written for these tests: the product's readers are what is tested.

Every function returns the spoken forms of a right value in an order from plain to unlike; nothing is drawn here.
"""

from __future__ import annotations

import calendar
import re

_ONES = ("", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구")
_DIGITS = ("공", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구")
_HOURS = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "열한", "열두")
_MONTHS = ("", "일월", "이월", "삼월", "사월", "오월", "유월", "칠월", "팔월", "구월", "시월", "십일월", "십이월")
_DAYS = {
    1: "하루",
    2: "이틀",
    3: "사흘",
    4: "나흘",
    5: "닷새",
    6: "엿새",
    7: "일주일",
    10: "열흘",
    14: "이 주",
    15: "보름",
}
_AGES = {19: "열아홉 살", 39: "서른아홉 살", 60: "예순 살", 65: "예순다섯 살", 13: "열세 살"}
_UNITS = {"일": "일", "개월": "개월", "년": "년"}


def number(value: int) -> str:
    """12300 → 만 이천삼백; zero is 영."""
    parts: list[str] = []
    for size, name in ((100_000_000, "억"), (10_000, "만"), (1, "")):
        group, value = divmod(value, size)
        if group:
            said = _group(group)
            parts.append("만" if (said, name) == ("일", "만") else said + name)
    return " ".join(parts) or "영"


def _group(value: int) -> str:
    said = ""
    for size, name in ((1000, "천"), (100, "백"), (10, "십"), (1, "")):
        digit, value = divmod(value, size)
        if digit:
            said += ("" if digit == 1 and name else _ONES[digit]) + name
    return said


def money(amount: int) -> list[str]:
    plain = number(amount)
    forms = [f"{plain} 원", f"{amount:,}원", f"{plain.replace(' ', '')}원", f"{amount}원"]
    if amount > 10_000 and amount % 1000 == 0:
        forms.append(
            f"{amount // 10_000}만 {amount % 10_000 // 1000}천 원" if amount % 10_000 else f"{amount // 10_000}만 원"
        )
    if plain.startswith("만"):
        forms.append(f"일{plain} 원")
    return forms


def phone(written: str) -> list[str]:
    """With and without the area code (where there is one), digit by digit and as written."""
    parts = written.split("-")
    read = [" ".join(["".join(_DIGITS[int(digit)] for digit in part) for part in parts])]
    read.append("에 ".join("".join(_DIGITS[int(digit)] for digit in part) for part in parts) + " 번")
    read += [written, " ".join(parts)]
    if len(parts) == 3:
        short = ["".join(_DIGITS[int(digit)] for digit in part) for part in parts[1:]]
        read += [f"{short[0]}에 {short[1]}", f"{short[0]} {short[1]} 번", "-".join(parts[1:])]
        if parts[2].endswith("000"):
            read.append(
                f"{_DIGITS[int(parts[0][0])]}{_DIGITS[int(parts[0][1])]}에 {short[0]}에 {_ONES[int(parts[2][0])]}천 번"
            )
    return read


def clock(minutes: int, style: str) -> str:
    """Minutes from midnight: `plain` 아홉 시, `half` 오전 아홉 시, `part` 아침 아홉 시, `digits` 9시, `of_day` 18시."""
    hour, minute = divmod(minutes, 60)
    rest = {0: "", 30: " 반"}.get(minute, f" {number(minute)} 분")
    if style == "of_day":
        return f"{hour}시" + (f" {minute}분" if minute else "")
    if hour in (0, 24) and not minute:
        return "자정" if style in ("half", "part") else "밤 열두 시"
    twelve = hour % 12 or 12
    if style == "digits":
        return f"{'오전' if hour < 12 else '오후'} {twelve}시" + (f" {minute}분" if minute else "")
    named = f"{_HOURS[twelve]} 시{rest}"
    if style == "plain":
        return named
    if style == "half":
        return f"{'오전' if hour < 12 else '오후'} {named}"
    part = "새벽" if hour < 6 else "아침" if hour < 10 else "오전" if hour < 12 else "낮" if hour < 14 else "오후"
    return f"{'저녁' if 18 <= hour < 21 else '밤' if hour >= 21 else part} {named}"


def hours(opens: int, closes: int) -> list[str]:
    if (opens, closes) == (0, 1440):
        return ["이십사 시간", "24시간", "하루 이십사 시간", "0시부터 24시까지"]
    forms = [f"{clock(opens, style)}부터 {clock(closes, style)}까지" for style in ("half", "part", "digits", "of_day")]
    forms.append(f"{clock(opens, 'half')}에서 {clock(closes, 'half')}")
    if 480 <= opens <= 660 and 1020 <= closes <= 1200:
        forms.append(f"{clock(opens, 'plain')}부터 {clock(closes, 'plain')}까지")
    return forms


def day(month: int, date: int) -> list[str]:
    forms = [f"{_MONTHS[month]} {number(date)}일", f"{month}월 {date}일", f"{_MONTHS[month]} {number(date)} 일"]
    if date == calendar.monthrange(2026, month)[1]:
        forms += [f"{_MONTHS[month]} 말일", f"{month}월 말"]
    return forms


def length(count: int, unit: str) -> list[str]:
    forms = [f"{number(count)} {_UNITS[unit]}", f"{count}{unit}"]
    if unit == "일" and count in _DAYS:
        forms += [_DAYS[count]] * 2
    if unit == "일" and count == 14:
        forms.append("두 주")
    if unit == "개월" and count == 12:
        forms += ["일 년", "열두 달"]
    return forms


def place(text: str) -> list[str]:
    """With its floor in words, and with the parts of a name said apart."""
    forms = [text]
    if floor := re.search(r"(\d+)층", text):
        forms += [
            text.replace(floor[0], f"{number(int(floor[1]))} 층"),
            text.replace(floor[0], f"{number(int(floor[1]))}층에 있는"),
        ]
    if apart := re.match(r"(여의도|반포)(한강공원)", text):
        forms += [f"{apart[1]} {apart[2]}", f"{apart[1]}에 있는 {apart[2]}"]
    return [*forms, f"{text} 쪽"]


def office(names: list[str]) -> list[str]:
    forms = list(names)
    for name in names:
        if name.startswith("구청 "):
            forms += [name.removeprefix("구청 "), f"각 {name}"]
        elif name == "동주민센터":
            forms += ["동 주민센터", "가까운 동주민센터", "주민센터"]
        else:
            forms += [f"저희 시 {name}", f"{name} 쪽"]
    return forms


def document(text: str) -> list[str]:
    forms = [text, text.replace(" ", ""), f"본인 {text}" if text == "신분증" else f"{text} 이거"]
    if text.endswith("한 장"):
        forms += [text.replace("한 장", "1장"), text.replace("한 장", "딱 한 장")]
    if text == "신분증":
        forms += ["주민등록증이나 면허증 같은 신분증"]
    return forms


def who(text: str) -> list[str]:
    forms = [text]
    ages = [int(found) for found in re.findall(r"만 (\d+)세", text)]
    spoken = re.sub(r"(\d+)세", lambda found: f"{number(int(found[1]))} 세", text)
    forms.append(spoken)
    if len(ages) == 1 and ages[0] in _AGES:
        forms.append(re.sub(r"만 \d+세", f"만으로 {_AGES[ages[0]]}", text))
    if "3명" in text:
        forms += [text.replace("3명", "세 명"), text.replace("3명", "셋")]
    return [*forms, f"{spoken}, 네 {spoken}"] if len(forms) < 3 else forms
