"""Did the agent keep to polite speech? Decided by final endings (see :mod:`qa.language.speech_level`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from qa.call import Evidence, Sentence, Turn
from qa.language.heard import least_confidence_at
from qa.language.speech_level import Level, SentenceLevel, speech_levels, surely_polite
from qa.scoring.check import NO, PARTLY, YES, Check, Judgement, not_applicable, rated
from qa.scoring.hearing import Hearing

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion

_LOST_SYLLABLE_NEEDS = 0.85  # one lost 요 makes 반말 of a polite sentence, so its last word must be heard this surely
_NEEDS = 0.7
_ALONE_NEEDS = 0.85  # a single sentence in an otherwise polite call is most likely a slip of the recogniser
_LOST_ALONE_NEEDS = 0.97
_RUNS_ON_S = 1.5  # an agent who goes on within this time after the citizen's "네" had not finished the sentence


class SpeechLevel(Check):
    """반말 of the speaker: `yes` for none, `partly` below `no_from` sentences, `no` from there.

    Quoted speech, fragments, self-talk and sentences that go on in the speaker's next turn do not count.
    """

    kind: Literal["speech_level"]
    no_from: int = Field(2, ge=1)

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, NO)) if self.no_from == 1 else frozenset((YES, PARTLY, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        turns = hearing.turns(criterion.who, criterion.window)
        by_letters = {place: surely_polite(turn.text) for place, turn in turns}
        levels = [
            (place, turn, level)
            for place, turn in turns
            if by_letters[place] is None
            for level in speech_levels(turn.text)
        ]
        finished = any(by_letters.values()) or any(level.level is not Level.NONE for _, _, level in levels)
        plain = [
            (place, turn, level)
            for place, turn, level in levels
            if level.level is Level.PLAIN and not self._runs_on(hearing, place, turn, level)
        ]
        if not finished:
            return not_applicable(
                "끝맺은 문장이 없어 경어를 썼는지 판단할 수 없습니다.", "No finished sentence shows a speech level."
            )
        if not plain:
            reason = Sentence("끝맺은 문장이 모두 경어입니다.", "Every finished sentence is polite.")
            return rated(YES, hearing.omission_confidence(criterion.who, criterion.window), reason)
        sure = [item for item in plain if _surely_heard(item[1], item[2])]
        if len(sure) == 1 and self._confidence(*sure[0][1:]) < (
            _LOST_ALONE_NEEDS if sure[0][2].one_syllable_from_polite else _ALONE_NEEDS
        ):
            sure = []
        quotes: list[Evidence] = [hearing.quote(place, level.start, level.end) for place, _, level in (sure or plain)]
        confidence = min(self._confidence(turn, level) for _, turn, level in sure) if sure else 0.0
        count = len(sure or plain)
        reason = Sentence(
            f"반말로 끝난 문장이 {count}개 있었습니다: “{quotes[0].quote}”",
            f"{count} sentence{'s' if count > 1 else ''} in plain speech (반말): “{quotes[0].quote}”",
        )
        return rated(NO if count >= self.no_from else PARTLY, confidence, reason, *quotes)

    @staticmethod
    def _confidence(turn: Turn, level: SentenceLevel) -> float:
        return least_confidence_at(turn, max(level.start, level.end - 2), level.end)

    @staticmethod
    def _runs_on(hearing: Hearing, place: int, turn: Turn, level: SentenceLevel) -> bool:
        """확인해 | (네) | 드리겠습니다: the ending is only where the recording of turns was cut."""
        if (
            level.end < len(turn.text.rstrip())
            or turn.text.rstrip()[-1:] in ".?!"
            or not level.one_syllable_from_polite
        ):
            return False
        following = [
            later for later in hearing.transcript.turns[place + 1 : place + 3] if later.speaker is turn.speaker
        ]
        return bool(following) and following[0].start_s - turn.end_s < _RUNS_ON_S


def _surely_heard(turn: Turn, level: SentenceLevel) -> bool:
    heard = least_confidence_at(turn, max(level.start, level.end - 2), level.end)
    return heard >= (_LOST_SYLLABLE_NEEDS if level.one_syllable_from_polite else _NEEDS)
