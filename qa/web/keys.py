"""The keys of the call page and the review: one table, from which pages list them and the script learns them."""

from __future__ import annotations

from dataclasses import dataclass

from qa.call import Sentence


@dataclass(frozen=True)
class Key:
    """`key` as in `KeyboardEvent.key`, with "Ctrl+" or "Shift+" before it where it takes both; `act` is what the script
    does. `review`: only where somebody rates.
    """

    key: str
    shown: str
    act: str
    meaning: Sentence
    review: bool = False


KEYS = (
    Key(" ", "Space", "play", Sentence("재생 · 일시 정지", "Play or pause")),
    Key("ArrowLeft", "←", "back", Sentence("5초 뒤로", "Back 5 seconds")),
    Key("ArrowRight", "→", "forward", Sentence("5초 앞으로", "Forward 5 seconds")),
    Key("j", "J", "next-turn", Sentence("다음 발화부터 듣기", "Play from the next turn")),
    Key("k", "K", "last-turn", Sentence("이전 발화부터 듣기", "Play from the turn before")),
    Key("n", "N", "next-rating", Sentence("다음 항목으로", "To the next criterion")),
    Key("p", "P", "last-rating", Sentence("이전 항목으로", "To the criterion before")),
    Key("c", "C", "clip", Sentence("보고 있는 항목의 근거 듣기", "Play the evidence of this criterion")),
    Key("o", "O", "override", Sentence("보고 있는 항목의 평정 수정하기", "Override the rating of this criterion")),
    Key("Enter", "Enter", "accept", Sentence("보이는 평정을 인정하고 다음으로", "Accept what is shown, and on"), True),
    Key("digit", "1–9 0", "choose", Sentence("답 또는 사유 고르기", "Choose an answer, or why you differ"), True),
    Key("e", "E", "evidence", Sentence("듣고 있는 발화를 근거로 삼기", "Take the turn being heard as evidence"), True),
    Key("m", "M", "note", Sentence("보고 있는 항목에 설명 쓰기", "Write a note on this criterion"), True),
    Key("b", "B", "pin", Sentence("지금 시각에 메모 남기기", "Pin a note to this second"), True),
    Key("Escape", "Esc", "leave", Sentence("입력 칸에서 나오기", "Leave the text"), True),
    Key("Shift+A", "Shift A", "accept-rest", Sentence("나머지 항목은 그대로 인정", "Accept all the rest"), True),
    Key("Ctrl+Enter", "Ctrl Enter", "submit", Sentence("제출", "Submit"), True),
    Key("s", "S", "silence", Sentence("무음 건너뛰기 켜기 · 끄기", "Skip silence, on or off")),
    Key("f", "F", "follow", Sentence("대화 따라가기 켜기 · 끄기", "Follow the sound, on or off")),
    Key("<", "Shift ,", "slower", Sentence("재생 속도 느리게", "Slower")),
    Key(">", "Shift .", "faster", Sentence("재생 속도 빠르게", "Faster")),
    Key("?", "?", "keys", Sentence("단축키 목록 보기", "Show this list")),
)
