"""Personal data handled with care: the agent neither repeats a whole registration or card number nor asks for one
needlessly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from qa.call import Sentence, Speaker
from qa.scoring.check import NO, PARTLY, YES, Check, Judgement, rated
from qa.scoring.hearing import Hearing, Hit
from qa.scoring.parts import Group

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion

_NAMES = {
    "rrn": Sentence("주민등록번호", "a resident registration number"),
    "card": Sentence("카드 번호", "a card number"),
    "account": Sentence("계좌번호", "an account number"),
    "phone": Sentence("전화번호", "a telephone number"),
}


class PersonalDataCheck(Check):
    """`no` when the agent says personal data of one of `kinds` aloud, `partly` when the agent asks for it (`asking`)
    without saying why (`explained_by`, in the same turn or the agent's turn before), else `yes`.
    """

    kind: Literal["personal_data"]
    kinds: Annotated[tuple[Literal["rrn", "card", "account", "phone"], ...], Field(min_length=1)] = ("rrn", "card")
    asking: Group | None = None
    explained_by: Group | None = Field(None, description="How it sounds when the agent says what it is needed for.")
    at_least: Annotated[float, Field(ge=0.6, le=1)] = 0.86

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, NO)) if self.asking is None else frozenset((YES, PARTLY, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        turns = hearing.transcript.turns
        aloud = [
            item for item in hearing.personal if item.kind in self.kinds and turns[item.turn].speaker is Speaker.AGENT
        ]
        if aloud:
            name = _NAMES[aloud[0].kind]
            reason = Sentence(f"상담사가 {name.ko} 전체를 소리 내어 말했습니다.", f"The agent said {name.en} aloud.")
            quotes = [hearing.quote(item.turn, item.start, item.end) for item in aloud]
            return rated(NO, max(hearing.sureness(item.turn, item.start, item.end) for item in aloud), reason, *quotes)
        if self.asking:
            asked = hearing.find_all(
                self.asking, hearing.turns(criterion.who, criterion.window), at_least=self.at_least, kindly=False
            )
            bare = [hit for hit in asked if not self._explained(hearing, criterion, hit)]
            if bare:
                hit = max(bare, key=lambda each: each.sureness)
                quote = hearing.quote_sentence(hit)
                reason = Sentence(
                    f"어디에 필요한지 알리지 않고 개인정보를 불러 달라고 했습니다: “{quote.quote}”",
                    f"The agent asked for personal data without saying what for: “{quote.quote}”",
                )
                return rated(PARTLY, hit.sureness, reason, quote)
            if asked:
                quotes = [hearing.quote_sentence(hit) for hit in asked]
                reason = Sentence(
                    f"개인정보가 왜 필요한지 알리고 물었습니다: “{quotes[0].quote}”",
                    f"The agent said what the personal data is needed for: “{quotes[0].quote}”",
                )
                return rated(YES, max(hit.sureness for hit in asked), reason, *quotes)
        heard = hearing.omission_confidence(criterion.who, criterion.window)
        return rated(
            YES,
            heard,
            Sentence(
                "상담사가 개인정보를 복창하거나 요구하지 않았습니다.",
                "The agent neither repeated nor asked for personal data.",
            ),
        )

    def _explained(self, hearing: Hearing, criterion: Criterion, hit: Hit) -> bool:
        if self.explained_by is None:
            return False
        own = [item for item in hearing.turns(criterion.who) if item[0] <= hit.turn]
        return hearing.find(self.explained_by, own[-2:], at_least=self.at_least) is not None
