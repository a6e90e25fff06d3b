"""The wording of a written answer: plain words and sentences one can follow, and no misspellings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from qa.call import Evidence, Sentence, Speaker
from qa.language.questions import sentences
from qa.language.writing import Better, hard_words, misspellings
from qa.scoring.check import NO, PARTLY, YES, Judgement, rated
from qa.scoring.checks.written import SURE, WrittenCheck, answer_turns
from qa.scoring.hearing import Hearing

_MOST_NAMED = 5


class PlainWords(WrittenCheck):
    """Of a written answer: `yes` without hard words of offices and sentences of more than `longest_words` words;
    `partly` below `no_from` of them; `no`. Words that the citizen used are not hard for this citizen. Korean only.
    """

    kind: Literal["plain_words"]
    no_from: Annotated[int, Field(ge=2, le=50)] = 4
    longest_words: Annotated[int, Field(ge=15, le=200)] = 40

    def judge_written(self, hearing: Hearing) -> Judgement:
        known = " ".join(turn.text for _, turn in hearing.turns(Speaker.CITIZEN))
        found = [
            (place, each)
            for place, turn in answer_turns(hearing)
            for each in hard_words(turn.text)
            if each.said not in known
        ]
        long = [
            hearing.quote(place, said.start, said.end)
            for place, turn in answer_turns(hearing)
            for said in sentences(turn.text)
            if len(said.text.split()) > self.longest_words
        ]
        if not found and not long:
            return rated(YES, SURE, Sentence("쉬운 말로 썼습니다.", "In plain words."))
        quotes = [_quote(hearing, place, each) for place, each in found]
        ko, en = [], []
        if found:
            ko.append(f"쉬운 말로 바꿀 수 있는 말이 있습니다: {_named(quotes, found)}.")
            en.append(f"Words with plainer ones: {_named(quotes, found)}.")
        if long:
            ko.append(f"{self.longest_words}어절을 넘는 긴 문장이 {len(long)}개 있습니다.")
            en.append(f"Sentences of more than {self.longest_words} words: {len(long)}.")
        reason = Sentence(" ".join(ko), " ".join(en))
        return rated(NO if len(found) + len(long) >= self.no_from else PARTLY, SURE, reason, *quotes, *long)


class Spelling(WrittenCheck):
    """Of a written answer: `yes` without a clear mistake of Korean spelling or spacing; `partly` below `no_from` of
    them; `no`. Only what is wrong in any context is found; the same mistake counts once.
    """

    kind: Literal["spelling"]
    no_from: Annotated[int, Field(ge=2, le=50)] = 3

    def judge_written(self, hearing: Hearing) -> Judgement:
        found = [(place, each) for place, turn in answer_turns(hearing) for each in misspellings(turn.text)]
        if not found:
            return rated(YES, SURE, Sentence("뚜렷한 맞춤법 오류가 없습니다.", "No clear misspelling."))
        quotes = [_quote(hearing, place, each) for place, each in found]
        reason = Sentence(
            f"맞춤법이나 띄어쓰기를 고쳐야 합니다: {_named(quotes, found)}.",
            f"Spelling or spacing to be mended: {_named(quotes, found)}.",
        )
        return rated(NO if len(found) >= self.no_from else PARTLY, SURE, reason, *quotes)


def _quote(hearing: Hearing, place: int, each: Better) -> Evidence:
    return hearing.quote(place, each.start, each.end)


def _named(quotes: list[Evidence], found: list[tuple[int, Better]]) -> str:
    shown = [f"“{quote.quote.strip('.,')}” → {each.better}" for quote, (_, each) in zip(quotes, found, strict=True)]
    return ", ".join(shown[:_MOST_NAMED]) + (" …" if len(shown) > _MOST_NAMED else "")
