"""Did the citizen get what they called for within this call? By the last state of the matter, with the words for it.

What leaves it open: the citizen is handed over, somebody will call back, the agent does not know or may not do it and
sends the citizen elsewhere, or the call breaks off. What was left open is settled again where the citizen is content
without it, or where the agent takes the matter in. An agent's answer followed by no such thing settles it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.analytics.wordings import Quote, says
from qa.call import Sentence, Speaker, Turn
from qa.language.questions import asks, sentences
from qa.language.speech_level import Level, speech_levels
from qa.language.transfers import HandingOver

_LOOK_BACK = 2  # agent's turns in which "we do not know" and "please ask there" belong together
_CUT_OFF_MARKS = ("…", "—", "–", "-", ",")
_FEWEST_LETTERS = 8
_LAST_TURNS = 2
_LEAVE_TURNS = 3


@dataclass(frozen=True)
class Resolution:
    """`resolved` None: nothing in the call tells. `how` is the code of the last state."""

    resolved: bool | None
    how: str
    why: Sentence
    quote: Quote | None


_WHY = {
    "transferred": Sentence("다른 부서로 이관하면서 통화가 끝났습니다.", "The call ended with a transfer."),
    "call_back": Sentence(
        "나중에 다시 연락하기로 해 이 통화에서는 해결되지 않았습니다.", "Somebody is to call back, so it stayed open."
    ),
    "elsewhere": Sentence(
        "상담사가 답하지 못하고 다른 곳에 문의하도록 안내했습니다.",
        "The agent could not answer and sent the citizen elsewhere.",
    ),
    "not_known": Sentence(
        "상담사가 답하지 못한 채 통화가 끝났습니다.", "It ended without the agent knowing the answer."
    ),
    "broken_off": Sentence("통화가 중간에 끊겼습니다.", "The call broke off."),
    "left_with_nothing": Sentence(
        "시민이 답을 얻지 못했다고 말하고 통화가 끝났습니다.", "The citizen left saying that it did not help."
    ),
    "accepted": Sentence("상담사가 접수·처리했습니다.", "The agent took the matter in."),
    "answered": Sentence("상담사가 답했고 시민이 더 묻지 않았습니다.", "The agent answered and nothing was left open."),
    "unknown": Sentence(
        "상담사의 답이 없어 해결 여부를 알 수 없습니다.", "Without an answer of the agent it cannot be told."
    ),
}


def resolution(turns: Sequence[Turn], handed_over: Sequence[HandingOver], *, by_switch: bool) -> Resolution:
    """`by_switch`: the telephone system tells of a transfer that no words tell of."""
    if handed_over or by_switch:
        last = handed_over[-1] if handed_over else None
        taken_over = _taken_over(turns, last.turn) if last else None
        if taken_over and taken_over.resolved:
            return taken_over
        quote = Quote(last.turn, turns[last.turn].text[last.start : last.end]) if last else None
        return _of("transferred", quote)
    if quote := _broken_off(turns):
        return _of("broken_off", quote)
    open_end = _left_open(turns)
    if open_end:
        return open_end
    taken_in = next((q for q in _agent(turns) if says("accepted", q.text) and not _asks(q.text)), None)
    if taken_in:
        return _of("accepted", taken_in)
    asked = next((place for place, turn in enumerate(turns) if _is_matter(turn)), len(turns))
    answers = [quote for quote in _agent(turns) if quote.turn > asked and not _asks(quote.text)]
    telling = [quote for quote in answers if not says("taking_leave", quote.text)]
    return _of("answered", (telling or answers)[-1]) if answers else _of("unknown", None)


# Whoever takes over says where the call has come to: 네, 동물복지팀입니다.
_PICKS_UP = re.compile(
    r"(?:^|[.,]\s)\W*(?:(?:네|예|안녕하세요|감사합니다|여보세요)[,.]?\s)?[가-힣0-9\s]{0,14}(?:팀|과|소|센터|실|처|단|원|본부)"
    r"(?:\s[가-힣]{2,4})?입니다|^\W*[A-Z][\w' ]+(?:Team|Division|Office|Desk|Centre|Center|Department|Pool|Station),\s"
)


def _taken_over(turns: Sequence[Turn], handed: int) -> Resolution | None:
    """What became of the matter with the one who took the call over, where the call goes on with them."""
    for place in range(handed + 1, len(turns) - 1):
        if turns[place].speaker is Speaker.AGENT and _PICKS_UP.search(turns[place].text):
            rest = resolution(turns[place:], (), by_switch=False)
            moved = Quote(rest.quote.turn + place, rest.quote.text) if rest.quote else None
            return Resolution(rest.resolved, rest.how, rest.why, moved)
    return None


class _Open:
    """What is left open, sentence by sentence."""

    def __init__(self) -> None:
        self.left: Resolution | None = None
        self.unknown: Quote | None = None  # the last thing not known or not theirs
        self._sent: Quote | None = None  # the last place the citizen was sent to

    def agent(self, quote: Quote) -> None:
        text = quote.text
        if says("accepted", text) and not _asks(text):
            # 접수됐고요, 출발할 때 전화드릴 거예요: what follows is only news of it
            self.left = self.unknown = self._sent = None
            return
        if says("call_back", text) and not says("no_call_back", text):
            self.left = _of("call_back", quote)
            return
        if says("not_known", text) or says("not_ours", text):
            self.unknown = quote
        if says("elsewhere", text):
            self._sent = quote
        if self.left is None and self.unknown and self._sent:
            later = max(self.unknown.turn, self._sent.turn)
            if later == quote.turn and abs(self.unknown.turn - self._sent.turn) <= _LOOK_BACK:
                self.left = _of("elsewhere", self._sent)

    def citizen(self, text: str) -> None:
        if self.left and self.left.how == "elsewhere" and says("content", text):
            self.left = self.unknown = self._sent = None


def _left_open(turns: Sequence[Turn]) -> Resolution | None:
    """The last thing left open that nothing settled afterwards. Thanks settle nothing; 그거면 됐어요 does."""
    state = _Open()
    for place, turn in enumerate(turns):
        for sentence in sentences(turn.text):
            if turn.speaker is Speaker.CITIZEN:
                state.citizen(sentence.text)
            else:
                state.agent(Quote(place, sentence.text.strip()))
    if state.left:
        return state.left
    last = [(place, turn) for place, turn in enumerate(turns) if turn.speaker is Speaker.CITIZEN][-_LAST_TURNS:]
    for place, turn in last:
        for sentence in sentences(turn.text):
            if says("left_with_nothing", sentence.text) and not asks(sentence):
                return _of("left_with_nothing", Quote(place, sentence.text.strip()))
    if state.unknown and not any(place > state.unknown.turn for place, _ in last):
        return _of("not_known", state.unknown)
    return None


def _broken_off(turns: Sequence[Turn]) -> Quote | None:
    if not turns:
        return None
    spoken = [place for place, turn in enumerate(turns) if turn.text.strip()]
    for place in spoken[-_LAST_TURNS:]:
        after = [turns[later] for later in spoken if later > place]
        if (
            turns[place].speaker is Speaker.AGENT
            and place > 1
            and says("line_dead", turns[place].text)
            and not any(turn.speaker is Speaker.CITIZEN for turn in after)
        ):
            return Quote(place, turns[place].text)
    last = turns[spoken[-1]] if spoken else turns[-1]
    text = last.text.rstrip()
    if text.endswith(_CUT_OFF_MARKS):
        return Quote(len(turns) - 1, text)
    if any(says("taking_leave", turn.text) for turn in turns[-_LEAVE_TURNS:]):
        return None
    levels = speech_levels(text)
    unfinished = bool(levels) and levels[-1].level is Level.NONE and text[-1:] not in ".?!~"
    letters = sum(map(str.isalnum, text))
    return Quote(len(turns) - 1, text) if unfinished and letters >= _FEWEST_LETTERS else None


def _agent(turns: Sequence[Turn]) -> list[Quote]:
    return [
        Quote(place, sentence.text.strip())
        for place, turn in enumerate(turns)
        if turn.speaker is Speaker.AGENT
        for sentence in sentences(turn.text)
    ]


def _is_matter(turn: Turn) -> bool:
    return turn.speaker is not Speaker.AGENT and sum(map(str.isalnum, turn.text)) >= _FEWEST_LETTERS


def _asks(text: str) -> bool:
    return any(asks(sentence) for sentence in sentences(text))


def _of(how: str, quote: Quote | None) -> Resolution:
    resolved = None if how == "unknown" else how in ("accepted", "answered")
    return Resolution(resolved, how, _WHY[how], quote)
