"""두괄식: is the citizen's question answered first and explained afterwards?"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from qa.call import Evidence, Sentence, Speaker, Turn
from qa.language.questions import Asked, Said, asked, asks, gives, is_asking, sentences
from qa.scoring.check import NO, PARTLY, YES, Check, Judgement, cannot_tell, not_applicable, rated
from qa.scoring.hearing import Hearing
from qa.scoring.parts import Group

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion

_SHORT_ANSWER = 2  # sentences: nothing can stand before the core of so short an answer
_EARLY = 1  # sentences that may stand before the core
_LATE = 3
_LATE_WORDS = 12  # two sentences are a long preamble, too, from so many words
_LONG_WORDS = 36  # one sentence of so many words is no beginning
_FILLER_WORDS = 2
_TURNS_TO_ANSWER = 3
_CONFIDENCE = 0.75  # what the core of an answer is, is told by its form


class ConclusionFirst(Check):
    """For each question of the citizen: does the core of the answer (a yes or no, a sum, a time, a place, a number, a
    way) come before the explanation?

    `yes`: within the first two sentences; `no`: after a preamble of three sentences, two long ones or a long stretch of
    `background`; `partly` when most answers come early. An answer goes on over the citizen's yes. What only takes the
    matter up, feels with the citizen or asks for patience is no preamble. *Not applicable* without a question that was
    answered, *cannot tell* where the core was not recognised.
    """

    kind: Literal["conclusion_first"]
    beside: tuple[Group, ...] = Field(
        (), description="What may stand before the answer: taking up, empathy, softening."
    )
    background: Group | None = Field(None, description="How explaining sounds that answers nothing yet.")

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, PARTLY, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        early: list[Evidence] = []
        late: list[tuple[Evidence, Evidence, float]] = []
        unsure: list[Evidence] = []
        answered: set[int] = set()
        for place, turn in hearing.turns(Speaker.CITIZEN):
            kind = asked(turn.text)
            answer = self._answer(hearing, criterion, place) if kind else []
            if kind is None or not answer or answer[0][0] in answered:
                continue
            answered |= {at for at, _ in answer}
            question = hearing.quote(place, *_last_question(turn))
            self._place(hearing, kind, answer, question, early, late, unsure)
        if late:
            question, core, _ = late[0]
            reason = Sentence(
                f"질문(“{question.quote}”)에 대한 답이 긴 설명 뒤에 나왔습니다: “{core.quote}”",
                f"The question (“{question.quote}”) was answered only after a long preamble: “{core.quote}”",
            )
            quotes = [quote for each in late for quote in each[:2]]
            return rated(PARTLY if len(early) > len(late) else NO, min(item[2] for item in late), reason, *quotes)
        if early:
            reason = Sentence(f"결론부터 답했습니다: “{early[0].quote}”", f"The answer came first: “{early[0].quote}”")
            return rated(YES, _CONFIDENCE if unsure else 0.85, reason, early[0])
        if unsure:
            return cannot_tell(
                0.5,
                Sentence(
                    f"답의 핵심이 어디인지 분명하지 않습니다(“{unsure[0].quote}”). 직접 듣고 판단해 주세요.",
                    f"It is not clear where the core of the answer is (“{unsure[0].quote}”); please listen.",
                ),
                unsure[0],
            )
        return not_applicable(
            "시민이 묻고 상담사가 답하는 대목이 없어 평가하지 않습니다.", "No question of the citizen was answered."
        )

    def _answer(self, hearing: Hearing, criterion: Criterion, place: int) -> list[tuple[int, Said]]:
        """What the agent answers: the sentences with substance of the next turn that is neither a question nor only a
        request to wait, and of the turns after it while the citizen does no more than say yes; with their turns.
        """
        after = [item for item in hearing.turns(criterion.who) if item[0] > place]
        for at, (first, turn) in enumerate(after[:_TURNS_TO_ANSWER]):
            said = self._substance(hearing, first, turn)
            if not said or is_asking(turn.text):
                continue
            for before, (later, more) in pairwise(after[at : at + _TURNS_TO_ANSWER]):
                if not _only_nods(hearing, before[0], later) or is_asking(more.text):
                    break
                said += self._substance(hearing, later, more)
            return said
        return []

    def _substance(self, hearing: Hearing, place: int, turn: Turn) -> list[tuple[int, Said]]:
        said = sentences(turn.text)
        return [(place, each) for each in said if not self._beside_the_point(hearing, place, each)]

    def _place(
        self,
        hearing: Hearing,
        kind: Asked,
        said: list[tuple[int, Said]],
        question: Evidence,
        early: list[Evidence],
        late: list[tuple[Evidence, Evidence, float]],
        unsure: list[Evidence],
    ) -> None:
        explains = [self._is_background(hearing, *each) for each in said]
        led = next((index for index in range(len(said)) if not _leads(said, explains, index)), len(said))
        if led == len(said) or (led and _words(said[:led]) >= _LATE_WORDS):
            if _words(said[:led]) < _LATE_WORDS:
                unsure.append(question)
            else:
                late.append((question, _quote(hearing, said[min(led, len(said) - 1)]), _heard(hearing, said[0][0])))
            return
        if len(said) <= _SHORT_ANSWER:
            early.append(_quote(hearing, said[0]))
            return
        at = next((index for index, (_, each) in enumerate(said) if gives(each, kind)), None)
        if at is None:
            unsure.append(question)
        elif at <= _EARLY and _words(said[:at]) < _LONG_WORDS:
            early.append(_quote(hearing, said[at]))
        elif at >= _LATE or _words(said[:at]) >= _LATE_WORDS:
            late.append((question, _quote(hearing, said[at]), _heard(hearing, said[at][0])))
        else:
            unsure.append(question)

    def _is_background(self, hearing: Hearing, place: int, sentence: Said) -> bool:
        if self.background is None:
            return False
        turn = [(place, hearing.transcript.turns[place])]
        return any(sentence.start <= hit.start < sentence.end for hit in hearing.every(self.background, turn))

    def _beside_the_point(self, hearing: Hearing, place: int, sentence: Said) -> bool:
        if len(sentence.text.split()) <= _FILLER_WORDS and not any(c.isdigit() for c in sentence.text):
            return not any(gives(sentence, kind) for kind in (Asked.YES_NO, Asked.AMOUNT, Asked.TIME, Asked.PLACE))
        if asks(sentence):
            return True
        turn = [(place, hearing.transcript.turns[place])]
        return any(
            sentence.start <= hit.start < sentence.end for group in self.beside for hit in hearing.every(group, turn)
        )


def _last_question(turn: Turn) -> tuple[int, int]:
    said = sentences(turn.text)
    last = next((each for each in reversed(said) if asks(each)), said[-1])
    return last.start, last.end


def _only_nods(hearing: Hearing, before: int, after: int) -> bool:
    """Whether the citizen says no more than yes between two turns."""
    between = hearing.transcript.turns[before + 1 : after]
    return bool(between) and all(
        len(turn.text.split()) <= _FILLER_WORDS and not is_asking(turn.text) for turn in between
    )


def _leads(said: list[tuple[int, Said]], explains: list[bool], at: int) -> bool:
    """Whether a sentence explains, or only names what the next one explains: 빛초롱축제. 그게 원래는 …"""
    names = _words(said[at : at + 1]) <= _FILLER_WORDS and any(explains[at + 1 : at + 2])
    return explains[at] or names


def _words(said: list[tuple[int, Said]]) -> int:
    return sum(len(each.text.split()) for _, each in said)


def _quote(hearing: Hearing, said: tuple[int, Said]) -> Evidence:
    place, sentence = said
    return hearing.quote(place, sentence.start, sentence.end)


def _heard(hearing: Hearing, place: int) -> float:
    turn = hearing.transcript.turns[place]
    return min(_CONFIDENCE, turn.confidence if turn.words else 1.0)
