"""What the agent says around a wait or a transfer. Sound finds the silence; these words say whether it was announced.

Phrases are found by `qa.language.phrases`, which forgives a recogniser's slips.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.call import Speaker, Turn
from qa.language.phrases import find_any

ASKED_TO_WAIT = (
    "잠시만 기다려", "잠시 기다려", "잠깐만 기다려", "조금만 기다려", "기다려 주십시오", "기다려 주시겠습니까",
    "기다려 주세요", "기다려 주시겠어요", "잠시만요", "잠깐만요", "확인해 보겠습니다", "확인해 드리겠습니다",
    "조회해 보겠습니다", "알아보겠습니다", "찾아보겠습니다", "one moment please", "just a moment", "please hold",
    "hold the line", "bear with me", "let me check", "please wait", "hold on", "may I put you on hold",
)  # fmt: skip
THANKED_FOR_WAITING = (
    "기다려 주셔서 감사합니다", "기다려 주셔서 고맙습니다", "기다리셨습니다", "기다리게 해 드려 죄송합니다",
    "기다리시게 해서 죄송합니다", "thank you for waiting", "thank you for holding", "thanks for waiting",
    "thank you for your patience", "sorry to keep you waiting", "sorry for the wait",
)  # fmt: skip
TRANSFERRED = (
    "연결해 드리겠습니다", "연결해 드릴게요", "연결하겠습니다", "연결 도와드리겠습니다", "돌려 드리겠습니다",
    "돌려 드릴게요", "넘겨 드리겠습니다", "전화를 돌려", "transfer you",
    "transfer your call", "connect you to", "put you through",
)  # fmt: skip
# To the letter: "이관해 드리겠습니다" differs from "확인해 드리겠습니다" by less than a recogniser's slips do.
_TRANSFERRED_EXACTLY = re.compile(r"이관\s?(해|하|도와)")
BACKCHANNELS = frozenset((
    "네", "예", "네네", "아", "음", "어", "아하", "그렇죠", "그렇군요", "그러시군요", "그러셨군요", "그렇습니다",
    "그래요", "맞아요", "맞습니다", "알겠습니다", "저런", "yes", "yeah", "right", "ok", "okay", "mm", "hmm", "uh",
    "huh", "i", "see", "sure", "oh", "well",
))  # fmt: skip
ONE_TRANSFER_S = 10.0  # a transfer announced twice within this time is one


def said_between(turns: Sequence[Turn], speaker: Speaker, from_s: float, to_s: float) -> str:
    """The words of `speaker` that are spoken, at least in part, between two times."""
    heard: list[str] = []
    for turn in turns:
        if turn.speaker == speaker and turn.end_s > from_s and turn.start_s < to_s:
            if turn.words:
                heard.extend(word.text for word in turn.words if word.end_s > from_s and word.start_s < to_s)
            else:
                heard.append(turn.text)
    return " ".join(heard)


def asked_to_wait(text: str) -> bool:
    return find_any(ASKED_TO_WAIT, text) is not None


def thanked_for_waiting(text: str) -> bool:
    return find_any(THANKED_FOR_WAITING, text) is not None


def announces_transfer(text: str) -> bool:
    return find_any(TRANSFERRED, text) is not None or _TRANSFERRED_EXACTLY.search(text) is not None


def is_backchannel(text: str) -> bool:
    """Only signs of listening: "네, 그러셨군요"."""
    words = "".join(sign if sign.isalnum() else " " for sign in text.lower()).split()
    return all(word in BACKCHANNELS for word in words)


def count_transfers(turns: Sequence[Turn]) -> int:
    """How often the agent's side says that it connects the citizen elsewhere.

    Said again before the citizen has said anything, or soon after, it is the same transfer.
    """
    count, last_s, answered = 0, float("-inf"), True
    for turn in turns:
        if turn.speaker == Speaker.CITIZEN:
            answered = answered or not is_backchannel(turn.text)
        elif turn.speaker == Speaker.AGENT and announces_transfer(turn.text):
            count += answered and turn.start_s - last_s > ONE_TRANSFER_S
            last_s, answered = turn.end_s, False
    return count
