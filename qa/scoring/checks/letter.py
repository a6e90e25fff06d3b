"""The greeting and the closing of a written answer."""

from __future__ import annotations

from typing import Literal

from qa.call import Sentence
from qa.language.hangul import with_particle
from qa.language.phrases import AT_LEAST
from qa.language.questions import sentences
from qa.scoring.check import NO, PARTLY, YES, Judgement, rated
from qa.scoring.checks.said import Similarity
from qa.scoring.checks.written import SURE, WrittenCheck, answer_turns
from qa.scoring.hearing import Hearing, Hit
from qa.scoring.parts import Group

_BEGINNING, _END = 3, 3  # sentences


class Letter(WrittenCheck):
    """Of a written answer: `yes` when its first three sentences hold the `greeting` and its last three the `closing`,
    `partly` with one of them, `no` with none. One sentence does not count as both.
    """

    kind: Literal["letter"]
    greeting: Group
    closing: Group
    at_least: Similarity = AT_LEAST

    def judge_written(self, hearing: Hearing) -> Judgement:
        turns = answer_turns(hearing)
        first, first_turn = turns[0]
        last, last_turn = turns[-1]
        opening = [each.end for each in sentences(first_turn.text)][:_BEGINNING]
        ending = [each.start for each in sentences(last_turn.text)][-_END:]
        greeting = [hit for hit in self._hits(hearing, self.greeting, first) if opening and hit.start < opening[-1]]
        closing = [hit for hit in self._hits(hearing, self.closing, last) if ending and hit.start >= ending[0]]
        closing = [hit for hit in closing if not any(_same_sentence(hearing, hit, other) for other in greeting)]
        found = {group: hits[0] for group, hits in ((self.greeting, greeting), (self.closing, closing)) if hits}
        missing = [group.name for group in (self.greeting, self.closing) if group not in found]
        quotes = [hearing.quote_sentence(hit) for hit in found.values()]
        if not missing:
            names = Sentence(
                f"{self.greeting.name.ko}·{self.closing.name.ko}", f"{self.greeting.name.en}, {self.closing.name.en}"
            )
            reason = Sentence(f"답변에 {with_particle(names.ko, '이/가')} 모두 있습니다.", f"There: {names.en}.")
            return rated(YES, SURE, reason, *quotes)
        reason = Sentence(
            f"답변에 {with_particle('·'.join(name.ko for name in missing), '이/가')} 없습니다.",
            f"Not in the answer: {', '.join(name.en for name in missing)}.",
        )
        return rated(PARTLY if found else NO, SURE, reason, *quotes, hearing.searched(None))

    def _hits(self, hearing: Hearing, group: Group, place: int) -> list[Hit]:
        turn = hearing.transcript.turns[place]
        return sorted(hearing.every(group, [(place, turn)], at_least=self.at_least), key=lambda hit: hit.start)


def _same_sentence(hearing: Hearing, one: Hit, other: Hit) -> bool:
    said = sentences(hearing.transcript.turns[one.turn].text)
    return one.turn == other.turn and any(
        each.start <= one.start < each.end and each.start <= other.start < each.end for each in said
    )
