"""The keys of the call page: one table, from which the page lists them and the script learns them."""

from __future__ import annotations

from dataclasses import dataclass

from qa.call import Sentence


@dataclass(frozen=True)
class Key:
    """`key` as in `KeyboardEvent.key`; `act` is what the script does."""

    key: str
    shown: str
    act: str
    meaning: Sentence


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
    Key("f", "F", "follow", Sentence("대화 따라가기 켜기 · 끄기", "Follow the sound, on or off")),
    Key("<", "Shift ,", "slower", Sentence("재생 속도 느리게", "Slower")),
    Key(">", "Shift .", "faster", Sentence("재생 속도 빠르게", "Faster")),
    Key("?", "?", "keys", Sentence("단축키 목록 보기", "Show this list")),
)
