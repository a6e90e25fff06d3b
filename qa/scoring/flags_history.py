"""Flags that need to know of the agent's other calls: far below the agent's own level, and how many are enough.

Scoring itself stays blind; only figures come in here, no agent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import mean, stdev

from qa.call import Flag, Sentence

LAST_SCORES = 30
FEWEST_SCORES = 10
DEVIATIONS = 2.0
POINTS_BELOW = 10.0
DAYS = 7

# Flags that only suggest a look. An agent who has enough of them is left in peace; what must be looked at always is.
SUGGESTIONS = frozenset(
    {
        "low_score",
        "below_own_level",
        "unsure_heavy",
        "hold_unasked",
        "dead_air",
        "interruption",
        "speech_level",
        "no_greeting",
    }
)


def below_own_level(rubric: Sentence, score: float | None, past: Sequence[float]) -> Flag | None:
    """Whether a score lies far below the agent's own earlier ones under the same rubric, `past` newest first."""
    last = past[:LAST_SCORES]
    if score is None or len(last) < FEWEST_SCORES:
        return None
    level = mean(last)
    if score >= level - DEVIATIONS * stdev(last) or score > level - POINTS_BELOW:
        return None
    return Flag(
        "below_own_level",
        Sentence(
            f"{rubric.ko} 점수가 {score:.1f}점으로, 이 상담사의 최근 {len(last)}건 평균 {level:.1f}점보다 "
            "크게 낮습니다. 통화에 특별한 사정이 있었는지 들어 봐 주세요.",
            f"The score under {rubric.en} is {score:.1f}; the agent's last {len(last)} calls average {level:.1f}. "
            "Please listen for what was different about this call.",
        ),
    )


def without_suggestions(found: Iterable[Flag], flagged_before: int, enough: int) -> tuple[Flag, ...]:
    """The flags to raise, where so many of the agent's calls of the last days are flagged already."""
    return tuple(flag for flag in found if flagged_before < enough or flag.code not in SUGGESTIONS)
