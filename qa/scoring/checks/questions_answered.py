"""Does a written answer answer what was asked, question by question?"""

from __future__ import annotations

import re
from typing import Literal

from qa.call import Evidence, Sentence, Speaker
from qa.language.questions import Asked, Said, asked, asks, gives, sentences
from qa.scoring.check import NO, PARTLY, YES, Judgement, cannot_tell, not_applicable, rated
from qa.scoring.checks.written import WrittenCheck, answer_turns
from qa.scoring.hearing import Hearing
from qa.scoring.parts import Group

# Requests that ask without a question mark: 요금을 알려 주세요, 방법이 궁금합니다.
_REQUEST = re.compile(r"궁금|알려\s?(?:주|줘)|알고\s?싶|문의\s?(?:드립|합니다|드려)|여쭙|여쭤|가르쳐\s?주")
_CONFIDENCE = 0.75  # whether a sentence answers is told by its form
_TOLD_BY_FORM = (Asked.AMOUNT, Asked.TIME, Asked.PLACE, Asked.NUMBER, Asked.WAY, Asked.YES_NO)


class QuestionsAnswered(WrittenCheck):
    """Of a written answer: for each question of the citizen (for a sum, a time, a place, a number, a way, a yes or no)
    there is a sentence that can be its answer. `yes` for all, `partly` for some, `no` for none.

    Lenient: any sentence with a sum may answer a question for a sum. An answer that sends the citizen on, or says that
    it is not known yet (`referring`), answers everything. Why and what questions are *cannot tell* where nothing else
    was asked; without a question *not applicable*.
    """

    kind: Literal["questions_answered"]
    referring: Group

    def judge_written(self, hearing: Hearing) -> Judgement:
        questions = [
            (place, said, kind)
            for place, turn in hearing.turns(Speaker.CITIZEN)
            for said in sentences(turn.text)
            if (kind := _asked_for(said)) is not None
        ]
        if not questions:
            return not_applicable("시민이 물은 내용이 없어 평가하지 않았습니다.", "The citizen asked nothing.")
        judged = [each for each in questions if each[2] in _TOLD_BY_FORM]
        first = hearing.quote(questions[0][0], questions[0][1].start, questions[0][1].end)
        if not judged:
            return cannot_tell(
                0.5,
                Sentence(
                    f"물음(“{first.quote}”)에 답했는지 글의 형식만으로는 알 수 없습니다. 직접 읽고 판단해 주세요.",
                    f"Whether “{first.quote}” was answered cannot be told by the form of the answer; please read it.",
                ),
                first,
            )
        referred = hearing.find(self.referring, answer_turns(hearing))
        open_ones = [] if referred else [each for each in judged if not _answered(hearing, each[0], each[2])]
        if not open_ones:
            reason = Sentence(
                f"물은 내용에 빠짐없이 답했습니다({len(judged)}가지).",
                f"There is an answer to each of the {len(judged)} questions."
                if len(judged) > 1
                else "There is an answer to the question.",
            )
            shown = hearing.quote_sentence(referred) if referred else first
            return rated(YES, _CONFIDENCE, reason, shown)
        quotes: list[Evidence] = [hearing.quote(place, said.start, said.end) for place, said, _ in open_ones]
        reason = Sentence(
            f"다음 물음에 대한 답이 보이지 않습니다: “{quotes[0].quote}”",
            f"No answer is seen to: “{quotes[0].quote}”",
        )
        return rated(PARTLY if len(open_ones) < len(judged) else NO, _CONFIDENCE, reason, *quotes)


def _asked_for(said: Said) -> Asked | None:
    if asks(said):
        return asked(said.text)
    if not _REQUEST.search(said.text):
        return None
    kind = asked(said.text.rstrip(" .!") + "?")
    return Asked.OTHER if kind is Asked.YES_NO else kind  # a request without a word of asking asks for anything


def _answered(hearing: Hearing, place: int, kind: Asked) -> bool:
    later = [turn for at, turn in answer_turns(hearing) if at > place]
    return any(gives(said, kind) for turn in later for said in sentences(turn.text))
