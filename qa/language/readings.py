"""A turn read once: its morphemes, and one line of them that patterns are searched in.

The line says each morpheme as ` form/TAG`, with the many shapes of one ending brought to one (습니다 and ㅂ니다,
어 and 아, 을까요 and ㄹ까요, and 까여 as it is often misheard). What denies carries a mark, so that no gap of a
pattern can swallow it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from qa.language.morphemes import Morpheme, morphemes
from qa.language.slips import repaired

DENIES = "!"
_ONE_SHAPE = {
    **dict.fromkeys(("아", "여", "어"), "어"),
    **dict.fromkeys(("았", "였", "었"), "었"),
    **dict.fromkeys(("아요", "여요", "어요"), "어요"),
    **dict.fromkeys(("아서", "여서", "어서"), "어서"),
    **dict.fromkeys(("아도", "여도", "어도"), "어도"),
    **dict.fromkeys(("아야", "여야", "어야"), "어야"),
    **dict.fromkeys(("에요", "예요", "이에요"), "에요"),
    **dict.fromkeys(("습니다", "ㅂ니다", "읍니다", "슴니다", "습니당"), "ㅂ니다"),
    **dict.fromkeys(("습니까", "ㅂ니까", "읍니까"), "ㅂ니까"),
    **dict.fromkeys(("십시오", "으십시오", "십시요", "으십시요"), "십시오"),
}
_SENTENCE_ENDS = frozenset(("EF", "SF"))
_ENDING_TAGS = frozenset(("EF", "EC", "EP", "ETM", "ETN"))
_NEGATIVE = frozenset(("안", "못", "아니하", "않", "못하", "말", "아니", "없"))
_NEGATIVE_TAGS = frozenset(("MAG", "VX", "VCN", "VA", "VV"))


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` as it was analysed (letters may be repaired, places are those of the original), its morphemes, and the
    line; `begins` says where in the line each morpheme begins.
    """

    text: str
    parts: tuple[Morpheme, ...]
    line: str
    begins: tuple[int, ...]

    def characters(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the text for places [start, end) of the line."""
        first = self.part_at(start)
        last = self.part_at(max(start, end - 1))
        return self.parts[first].start, max(self.parts[last].end, self.parts[first].end)

    def part_at(self, place: int) -> int:
        return max(0, bisect_right(self.begins, place) - 1)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Places of the line of the sentence around [start, end)."""
        first, last = self.part_at(start), self.part_at(max(start, end - 1))
        while first > 0 and self.parts[first - 1].tag not in _SENTENCE_ENDS:
            first -= 1
        while last < len(self.parts) - 1 and self.parts[last].tag not in _SENTENCE_ENDS:
            last += 1
        return self.begins[first], self.begins[last + 1] if last + 1 < len(self.parts) else len(self.line)


@lru_cache(maxsize=8192)
def read(text: str) -> Reading:
    return _reading(text, morphemes(text))


@lru_cache(maxsize=8192)
def read_kindly(text: str) -> Reading:
    """The reading with slips of the recogniser repaired: for what speaks in favour of a speaker, never against."""
    mended = repaired(text)
    return read(text) if mended == text else _reading(mended, morphemes(mended))


def _reading(text: str, parts: tuple[Morpheme, ...]) -> Reading:
    begins: list[int] = []
    line: list[str] = []
    place = 0
    for part in parts:
        said = f" {shape(part.form, part.tag)}/{part.tag}{DENIES if denies(part) else ''}"
        begins.append(place)
        line.append(said)
        place += len(said)
    return Reading(text, parts, "".join(line), tuple(begins))


@lru_cache(maxsize=8192)
def shape(form: str, tag: str) -> str:
    """The one shape of an ending; other morphemes as they are, without what the line is built with."""
    if tag not in _ENDING_TAGS:
        return form.replace("/", "_").replace(" ", "_")
    if tag == "EF" and form[-1:] in "여용욤염" and len(form) > 1:
        form = form[:-1] + "요"
    if form in _ONE_SHAPE:
        return _ONE_SHAPE[form]
    if tag == "ETM" and form in ("은", "을"):
        return "ㄴ" if form == "은" else "ㄹ"
    if form[:1] == "을" and len(form) > 1:
        return "ㄹ" + form[1:]
    if form[:1] == "은" and len(form) > 1:
        return "ㄴ" + form[1:]
    if form[:1] == "으" and len(form) > 1:
        return form[1:]
    return form


def denies(part: Morpheme) -> bool:
    return part.form in _NEGATIVE and part.tag in _NEGATIVE_TAGS and (part.tag != "VV" or part.form in ("않", "못하"))
