"""Where a sentence sends the citizen, against the facts of that kind: building, floor, exit, road."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answers.claims import Claim
from qa.answers.entries import Fact
from qa.answers.facts import Measure, Value
from qa.answers.meaning import Around, mention
from qa.answers.worded import Said, Spoken
from qa.answers.wording import speaks_of
from qa.language.spoken_numbers import counted, read_english

_FLOOR_UNITS = ("층", "번 출구", "번출구", "번 창구", "번창구", "호실", "호")
_ENGLISH_FLOOR = re.compile(
    r"\b(?:(?P<floor>ground|first|second|third|fourth|fifth|sixth|seventh|1st|2nd|3rd|4th|5th|6th|"
    r"7th)\s+floor|(?:exit|window|room|counter|gate)\s+(?:number\s+)?(?P<number>\d+|(?:(?:zero|oh|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b[\s-]?)+)|basement)\b",
    re.IGNORECASE,
)
_ORDINAL = {"ground": 1, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
_PLACE_NAME = re.compile(
    r"(?:[가-힣]{1,8}과\s)?[가-힣0-9]{1,12}(?:본관|별관|신관|구관|동관|서관|청사|센터|회관|공원|"
    r"주차장|광장|체육관|도서관|보건소|보건지소|주민센터|행정복지센터|구청|시청|역|터미널|공연장|운동장|차고지|"
    r"보관소|사무소|사무실|민원실|동물병원|병원|은행|우체국|편의점|부두|항|시장|해수욕장|캠핑장|"
    r"정류장|해변|마을|사거리|로터리|호수|천변|[가-힣](?<![운활행이자아공작변감노연출부합전])동|"
    r"[가-힣](?<![일이삼사오육칠팔구십백만추])천)(?=[은는이가을를도로의에와과,. ]|으로|입|이|예|쪽|$)"
    r"|\b(?:[A-Z][a-z]+\s+)+(?:Reservoir|Park|Station|Hall|Square|Plaza|Stadium|Centre|Center|Library|Terminal|"
    r"Market|Beach|Museum|Building|Annex|Pool|Bridge|Lake|Harbour|Harbor)\b"
    r"|(?<![가-힣])(?:본관|별관|신관|구관|민원실|로비|지하(?!철)|시청|구청|군청)(?![가-힣]{3})"
)
_WHERE = re.compile(
    r"어디|어느|위치|몇 ?층|장소|찾아가|찾아뵙|where|which (?:floor|building|station|exit|window)", re.IGNORECASE
)
_SPOT = re.compile(r"장소|위치|오시는 곳|찾아오|찾아가")
_GO = re.compile(
    r"모이|오시|가시|오셔|가셔|방문|찾아|받으|있(?:습니다|어요|고|으)|입니다|이에요|예요|이고|거든요|"
    r"에서|으로|로 |come|go to|visit|located|it's|is (?:at|in|on)",
    re.IGNORECASE,
)


def _numbers(text: str) -> dict[str, tuple[frozenset[int], int, int]]:
    """Floors, exits and windows that a text names, with where."""
    found: dict[str, tuple[frozenset[int], int, int]] = {}
    for unit in _FLOOR_UNITS:
        for item in (*counted(text, unit), *(counted(text, unit, native=True) if unit == "층" else ())):
            below = re.search(r"지하\s*$", text[: item.start])
            kind = unit.replace(" ", "")
            values, start, end = found.get(kind, (frozenset(), item.start, item.end))
            found[kind] = (values | {-item.value if below else item.value}, min(start, item.start), max(end, item.end))
    for match in _ENGLISH_FLOOR.finditer(text):
        kind = "층" if match["floor"] or match[0].lower() == "basement" else match[0].split()[0].lower()
        word = (match["floor"] or match["number"] or "").lower()
        value = (
            -1
            if match[0].lower() == "basement"
            else _ORDINAL.get(word) or _read(re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", word))
        )
        if value is not None:
            values, start, end = found.get(kind, (frozenset(), match.start(), match.end()))
            found[kind] = (values | {value}, start, match.end())
    return found


def _read(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    parts = re.split(r"[\s-]+", word.strip())
    if len(parts) > 1:
        return int("".join("0" if part == "oh" else str(read_english(part) or 0) for part in parts))
    return read_english(word) if word else None


def places_said(said: Said, facts: Sequence[Fact], near: Around) -> list[Spoken]:
    """Where the sentence sends the citizen."""
    place, offset, sentence = said.turn, said.start, said.text
    found: list[Spoken] = []
    asked = bool(near.asked and _WHERE.search(near.asked[0]))
    asked_numbers = _numbers(near.asked[0]) if near.asked else {}
    # What the citizen named first (the floor something was lost on) is no direction.
    here = {
        kind: spot for kind, spot in _numbers(sentence).items() if not spot[0] & asked_numbers.get(kind, (set(),))[0]
    }
    for fact in facts:
        own = _numbers(fact.text)
        names = [
            part
            for part in re.split(r"[\s,|/()]+", fact.text)
            if re.search(r"[가-힣A-Za-z]{2}", part) and not _numbers(part)
        ]
        heard = [name for name in names if speaks_of(name.lower(), sentence)]
        shared = [kind for kind in own if kind in here]
        wrong = [kind for kind in shared if not own[kind][0] & here[kind][0]]
        if not heard and not shared:
            continue
        spots = [here[kind][1:] for kind in (wrong or shared)] if shared else []
        spots += [(sentence.find(name), sentence.find(name) + len(name)) for name in heard if name in sentence]
        if not spots and heard:  # 여의도 한강공원 for 여의도한강공원
            spots = [(0, len(sentence))]
        if not spots:
            continue
        start, end = min(spot[0] for spot in spots), max(spot[1] for spot in spots)
        value = Value(Measure.PLACE, frozenset((sentence[start:end],)), sentence[start:end])
        claim = Claim(place, value, offset + start, offset + end)
        other = _other_building(sentence, fact.text)
        if _other_road(sentence, fact.text) or (_other_name(sentence, fact.text) and (asked or shared or heard)):
            found.append(Spoken(claim, fact, False, 0.9))
        elif wrong or (other and shared):
            named = heard or asked or mention(fact, facts, near) >= 0.5
            found.append(Spoken(claim, fact, False, 0.9 if named else 0.4))
        elif heard and (asked or _GO.search(sentence) or len(heard) == len(names)):
            found.append(Spoken(claim, fact, True, 0.9))
        elif shared and asked:
            found.append(Spoken(claim, fact, True, 0.7))
    directs = asked or _SPOT.search(sentence) is not None
    if not found and facts and directs and _GO.search(sentence):
        found_names = _PLACE_NAME.finditer(sentence)
        known = "".join(fact.text for fact in facts).replace(" ", "")
        new = [match for match in found_names if not any(speaks_of(match[0], text) for text in (*near.asked, known))]
        if new:
            value = Value(Measure.PLACE, frozenset((new[0][0],)), new[0][0])
            claim = Claim(place, value, offset + new[0].start(), offset + new[-1].end())
            found.append(Spoken(claim, facts[0], False, 0.75))
    return found


_HEADS = tuple("역 동 공원 광장 차고지 보관소 도서관 터미널 보건소 보건지소 회관 시장 항".split())


_SIDES = ("east", "west", "north", "south")


def _other_name(sentence: str, text: str) -> bool:
    """Whether the sentence names another place of the kind the fact names: 한울역 for 한빛역, West for East."""
    sides = [{side for side in _SIDES if re.search(rf"\b{side}\b", each, re.IGNORECASE)} for each in (sentence, text)]
    if sides[0] and sides[1] and not sides[0] & sides[1]:
        return True
    for head in ("Station", "Park", "Terminal", "Hall", "Library", "Museum", "Market"):
        named = [set(re.findall(rf"\b([A-Z][a-z]+) {head}\b", each)) for each in (sentence, text)]
        if named[0] and named[1] and not named[0] & named[1]:
            return True
    for head in _HEADS:
        pattern = rf"(?<![가-힣])[가-힣]{{1,10}}{head}(?=[은는이가을를도로의에와과,. ]|으로|입|이|예|쪽|$)"
        said, own = set(re.findall(pattern, sentence)), set(re.findall(pattern, text))
        own -= {"읍면동", "행정동", "해당동"}
        if said and own and not any(a.endswith(b) or b.endswith(a) for a in said for b in own):
            return True
    return False


_BUILDINGS = ("본관", "별관", "신관", "구관", "동관", "서관", "제1청사", "제2청사")


_ROAD = re.compile(r"(?<![가-힣])([가-힣]{2,8}(?:로|길))\s?(?:\d|[일이삼사오육칠팔구십백]{1,4}(?![가-힣]{3}))")


def _other_road(sentence: str, text: str) -> bool:
    said, own = set(_ROAD.findall(sentence)), set(_ROAD.findall(text))
    return bool(said and own and not said & own)


def _other_building(sentence: str, text: str) -> bool:
    said = {name for name in _BUILDINGS if name in sentence}
    own = {name for name in _BUILDINGS if name in text}
    return bool(said and own and not said & own)
