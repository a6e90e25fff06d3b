"""Was a written question answered within so many working days?"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from qa.call import Sentence
from qa.scoring.check import NO, PARTLY, YES, Judgement, not_applicable, rated
from qa.scoring.checks.written import WrittenCheck
from qa.scoring.hearing import Hearing
from qa.scoring.working_days import due

_DAYS_KO = "월화수목금토일"


class AnsweredWithin(WrittenCheck):
    """Of a written answer: `yes` within `working_days` of the question, `partly` within `partly_days`, else `no`.

    Korean working days, counted from the moment of asking; what comes after `closes`, before `opens` or on a day off
    counts from the next opening. *Not applicable* where the time of the question or of the answer is not known.
    """

    kind: Literal["answered_within"]
    working_days: Annotated[int, Field(ge=1, le=60)] = 1
    partly_days: Annotated[int | None, Field(ge=1, le=60)] = None
    opens: time = time(9)
    closes: time = time(18)

    @model_validator(mode="after")
    def _bounds_fit(self) -> Self:
        if self.partly_days is not None and self.partly_days < self.working_days:
            raise ValueError("partly_days has to be at or above working_days")
        if self.closes <= self.opens:
            raise ValueError("closes has to come after opens")
        return self

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, NO) if self.partly_days is None else (YES, PARTLY, NO))

    def judge_written(self, hearing: Hearing) -> Judgement:
        asked_at, after_s = hearing.called_at, hearing.transcript.answered_after_s
        if asked_at is None or after_s is None:
            return not_applicable(
                "질문하거나 답변한 시각을 알 수 없어 평가하지 않았습니다.",
                "When it was asked or answered is not known.",
            )
        answered_at = asked_at + timedelta(seconds=after_s)
        by = due(asked_at, self.working_days, self.opens, self.closes)
        told = Sentence(
            f"접수 {_ko(asked_at)}, 답변 {_ko(answered_at)}, 기한 {_ko(by)}",
            f"asked {_en(asked_at)}, answered {_en(answered_at)}, due {_en(by)}",
        )
        if answered_at <= by:
            return rated(YES, 1.0, Sentence(f"기한 안에 답변했습니다({told.ko}).", f"In time ({told.en})."))
        reason = Sentence(
            f"{self.working_days}근무일을 넘겨 답변했습니다({told.ko}).",
            f"Later than {self.working_days} working day{'s' if self.working_days > 1 else ''} ({told.en}).",
        )
        late = self.partly_days is None or answered_at > due(asked_at, self.partly_days, self.opens, self.closes)
        return rated(NO if late else PARTLY, 1.0, reason, hearing.searched(None))


def _ko(at: datetime) -> str:
    return f"{at:%Y-%m-%d}({_DAYS_KO[at.weekday()]}) {at:%H:%M}"


def _en(at: datetime) -> str:
    return f"{at:%a} {at:%Y-%m-%d %H:%M}"
