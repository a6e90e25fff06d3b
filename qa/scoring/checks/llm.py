"""A yes/no question to a language model, for what no rule can tell. Off unless an administrator names an endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from qa.call import Sentence
from qa.scoring.check import Check, Judgement, cannot_tell, rated
from qa.scoring.hearing import Hearing
from qa.scoring.language_model import Question, is_quoted_from, masked_lines
from qa.scoring.parts import Text

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion

_UNANSWERED = Sentence(
    "언어 모델에서 근거가 확인된 답을 얻지 못했습니다. 평가자가 판단해 주세요.",
    "A language model gave no verified answer; a person decides.",
)


class LlmCheck(Check):
    """A yes/no `question` to a language model about the call. `when_yes` is the answer if it says yes and quotes the
    speaker; `when_no`, full marks only, if it says no; without it a no tells nothing.

    The quote must stand in a turn of the criterion's speaker and window, or the answer is thrown away. *Cannot tell*
    where no endpoint is set, it is down, or the quote was invented: use it as an `optional` step beside checks by rule,
    and a call is scored the same without it. Shown to the model: the turns, with numbers and the agent's name masked;
    never the agent, the vendor, the day or any other call.
    """

    kind: Literal["llm"]
    question: Text
    when_yes: str = "no"
    when_no: Literal["yes"] | None = None
    confidence: Annotated[float, Field(gt=0, lt=1, description="How surely its answers hold, by your own reviews.")] = (
        0.7
    )

    @property
    def gives(self) -> frozenset[str]:
        return frozenset({self.when_yes} | ({self.when_no} if self.when_no else set()))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        own = {place for place, _ in hearing.turns(criterion.who, criterion.window)}
        if hearing.llm is None or not own:
            return cannot_tell(0.0, _UNANSWERED)
        language = hearing.transcript.language
        lines = masked_lines(hearing.transcript, hearing.personal)
        asked = self.question.ko if language.startswith("ko") else self.question.en
        reply = hearing.llm.ask(Question(asked, language, lines))
        if reply is None:
            return cannot_tell(0.0, _UNANSWERED)
        if not reply.yes:
            if self.when_no is None:
                return cannot_tell(0.0, _UNANSWERED)
            reason = Sentence(f"언어 모델: 아니요 ({self.question.ko})", f"Language model: no ({self.question.en})")
            return rated(self.when_no, self.confidence, reason)
        if reply.turn not in own or not is_quoted_from(reply.quote, lines[reply.turn]):
            return cannot_tell(0.0, _UNANSWERED)
        text = hearing.transcript.turns[reply.turn].text
        start = max(0, text.find(reply.quote))
        end = start + len(reply.quote) if text.find(reply.quote) >= 0 else len(text)
        evidence = hearing.quote(reply.turn, start, end)
        reason = Sentence(
            f"언어 모델: 예 ({self.question.ko}) “{evidence.quote}”",
            f"Language model: yes ({self.question.en}) “{evidence.quote}”",
        )
        sureness = hearing.sureness(reply.turn, start, end)
        return rated(self.when_yes, min(self.confidence, sureness), reason, evidence)
