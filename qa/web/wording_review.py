"""The words of the people's half: purposes, streams, why a review is given back, what came of a dispute."""

from __future__ import annotations

from qa.call import Sentence

PURPOSES = {
    "first": Sentence("1차 평가", "First evaluation"),
    "second": Sentence("2차 평가", "Second evaluation"),
    "dispute": Sentence("이의제기 답변", "Dispute"),
    "calibration": Sentence("캘리브레이션", "Calibration"),
}

STREAMS = {
    "random": Sentence("무작위 표본", "Random sample"),
    "flagged": Sentence("확인이 필요한 통화", "Flagged calls"),
    "picked": Sentence("관리자가 고른 통화", "Picked by a manager"),
}

# What can be taken: title, and what it is for.
POOLS = {
    ("first", "random"): (
        Sentence("무작위 표본", "Random sample"),
        Sentence(
            "품질 수치는 이 표본으로만 계산합니다. 자동 평정을 보지 않고 먼저 평정합니다.",
            "Quality figures are made of these alone. You rate before you see the machine's ratings.",
        ),
    ),
    ("first", "flagged"): (
        Sentence("확인이 필요한 통화", "Flagged calls"),
        Sentence(
            "문제가 있을 수 있는 통화입니다. 들으면서 자동 평정이 맞는지 확인합니다. 평균에는 들어가지 않습니다.",
            "Calls that may have gone wrong. You listen and check the machine's ratings; they enter no average.",
        ),
    ),
    ("first", "picked"): (
        Sentence("관리자가 고른 통화", "Picked by a manager"),
        Sentence(
            "관리자가 직접 고른 통화입니다. 평균에는 들어가지 않습니다.",
            "Calls a manager picked by number. They enter no average.",
        ),
    ),
    ("second", ""): (
        Sentence("2차 평가", "Second evaluation"),
        Sentence(
            "다른 평가자의 1차 평가를 확인하고 공개를 승인합니다.",
            "You look over a colleague's evaluation and approve its release.",
        ),
    ),
    ("dispute", ""): (
        Sentence("이의제기 답변", "Disputes"),
        Sentence(
            "상담사가 이의를 제기한 항목입니다. 처음 평정을 보지 않고 다시 평정합니다.",
            "You rate what an agent objects to, without seeing the first rating.",
        ),
    ),
}

SKIP_REASONS = {
    "know_agent": Sentence("상담사와 이해관계가 있음", "I am close to the agent"),
    "cannot_hear": Sentence("소리가 없거나 알아들을 수 없음", "The sound is missing or cannot be heard"),
    "language": Sentence("모르는 언어로 한 통화", "A language I do not know"),
    "seen_before": Sentence("이미 내용을 아는 통화", "I know this call already"),
    "other": Sentence("기타", "Other"),
}

OUTCOMES = {
    "kept": Sentence("평정 유지", "Kept"),
    "accepted": Sentence("이의 인정", "Accepted"),
    "third": Sentence("다른 평정으로 변경", "Changed to another rating"),
}

DISPUTE_STATES = {
    "open": Sentence("답변 대기", "Open"),
    "answered": Sentence("답변 완료", "Answered"),
    "withdrawn": Sentence("철회", "Withdrawn"),
}

SAID_BECAUSE = {"dispute": Sentence("이의제기 반영", "After a dispute")}
