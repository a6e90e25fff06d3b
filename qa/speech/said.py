"""What the agent says around a wait. Sound finds the silence; these words say whether it was announced.

Phrases are found by `qa.language.phrases`, which forgives a recogniser's slips.
"""

from __future__ import annotations

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
BACKCHANNELS = frozenset((
    "네", "예", "네네", "아", "음", "어", "아하", "그렇죠", "그렇군요", "그러시군요", "그러셨군요", "그렇습니다",
    "그래요", "맞아요", "맞습니다", "알겠습니다", "저런", "yes", "yeah", "right", "ok", "okay", "mm", "hmm", "uh",
    "huh", "i", "see", "sure", "oh", "well",
))  # fmt: skip


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


def is_backchannel(text: str) -> bool:
    """Only signs of listening: "네, 그러셨군요"."""
    words = "".join(sign if sign.isalnum() else " " for sign in text.lower()).split()
    return all(word in BACKCHANNELS for word in words)
