"""The keys of the call page and the review: one table, from which pages list them and the script learns them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from qa.call import Sentence

pages = Blueprint("keys", __name__)


@dataclass(frozen=True)
class Key:
    """`key` as in `KeyboardEvent.key`, with "Ctrl+" or "Shift+" before it where it takes both; `act` is what the script
    does. `review`: only where somebody rates. `fixes`: only where the person can correct the transcript.
    """

    key: str
    shown: str
    act: str
    meaning: Sentence
    review: bool = False
    fixes: bool = False


@dataclass(frozen=True)
class Group:
    """Keys that belong together, and where they work."""

    title: Sentence
    where: Sentence
    keys: tuple[Key, ...]


_EVERYWHERE = Sentence("통화 화면과 평가 화면", "On the page of a call, and in a review")
_REVIEW = Sentence("평가 화면", "In a review")

GROUPS = (
    Group(
        Sentence("듣기", "Listening"),
        _EVERYWHERE,
        (
            Key(" ", "Space", "play", Sentence("재생 · 일시 정지", "Play or pause")),
            Key("ArrowLeft", "←", "back", Sentence("5초 뒤로", "Back 5 seconds")),
            Key("ArrowRight", "→", "forward", Sentence("5초 앞으로", "Forward 5 seconds")),
            Key("<", "Shift ,", "slower", Sentence("재생 속도 느리게", "Slower")),
            Key(">", "Shift .", "faster", Sentence("재생 속도 빠르게", "Faster")),
            Key("s", "S", "silence", Sentence("무음 건너뛰기 켜기 · 끄기", "Skip silence, on or off")),
        ),
    ),
    Group(
        Sentence("대화", "Conversation"),
        _EVERYWHERE,
        (
            Key("j", "J", "next-turn", Sentence("다음 발화부터 듣기", "Play from the next turn")),
            Key("k", "K", "last-turn", Sentence("이전 발화부터 듣기", "Play from the turn before")),
            Key("f", "F", "follow", Sentence("대화 따라가기 켜기 · 끄기", "Follow the sound, on or off")),
            Key("t", "T", "fix", Sentence("듣고 있는 발화의 전사 고치기", "Correct the turn being heard"), fixes=True),
            Key("x", "X", "swap", Sentence("상담사와 시민 서로 바꾸기", "Swap agent and citizen"), fixes=True),
        ),
    ),
    Group(
        Sentence("항목과 평정", "Criteria and ratings"),
        _EVERYWHERE,
        (
            Key("n", "N", "next-rating", Sentence("다음 항목으로", "To the next criterion")),
            Key("p", "P", "last-rating", Sentence("이전 항목으로", "To the criterion before")),
            Key("c", "C", "clip", Sentence("보고 있는 항목의 근거 듣기", "Play the evidence of this criterion")),
            Key(
                "o",
                "O",
                "override",
                Sentence("보고 있는 항목의 평정 수정하기", "Override the rating of this criterion"),
            ),
        ),
    ),
    Group(
        Sentence("평가하기", "Rating"),
        _REVIEW,
        (
            Key(
                "digit", "1–9 0", "choose", Sentence("답 또는 사유 고르기", "Choose an answer, or why you differ"), True
            ),
            Key(
                "Enter",
                "Enter",
                "accept",
                Sentence("표시된 평정을 인정하고 다음 항목으로", "Accept what is shown, and on"),
                True,
            ),
            Key(
                "e",
                "E",
                "evidence",
                Sentence("듣고 있는 발화를 근거로 지정", "Take the turn being heard as evidence"),
                True,
            ),
            Key("m", "M", "note", Sentence("보고 있는 항목에 설명 쓰기", "Write a note on this criterion"), True),
            Key("b", "B", "pin", Sentence("듣고 있는 위치에 메모 남기기", "Pin a note to this second"), True),
            Key("Escape", "Esc", "leave", Sentence("입력란에서 나가기", "Leave the text"), True),
            Key(
                "Shift+A", "Shift A", "accept-rest", Sentence("나머지 항목은 그대로 인정", "Accept all the rest"), True
            ),
            Key("Ctrl+Enter", "Ctrl Enter", "submit", Sentence("제출", "Submit"), True),
        ),
    ),
    Group(
        Sentence("도움말", "Help"),
        _EVERYWHERE,
        (Key("?", "?", "keys", Sentence("단축키 목록 보기", "Show this list")),),
    ),
)
KEYS = tuple(key for group in GROUPS for key in group.keys)


@pages.get("/keys")
def keys() -> str:
    """Every key with what it does, to read and to print; the pages themselves show the same behind "?"."""
    return render_template("keys/keys.html", groups=GROUPS)
