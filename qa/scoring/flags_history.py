"""Flags that need to know of other calls: far below the agent's own level, how many are enough, who calls again.

Scoring itself stays blind; only figures come in here, no agent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
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


def with_repeat_contact(
    found: Iterable[Flag], earlier: int, *, days: int, days_ago: int, same_topic: bool
) -> tuple[Flag, ...]:
    """The flags, and one for `earlier` calls from the same number within `days`, the last of them `days_ago`.

    Where the citizen says so, too (`repeat_call`), that becomes one flag with the number's: it keeps the place.
    """
    flags = tuple(found)
    if not earlier:
        return flags
    when_ko = "오늘" if days_ago == 0 else f"{days_ago}일 전"
    when_en = "today" if days_ago == 0 else "yesterday" if days_ago == 1 else f"{days_ago} days ago"
    about_ko, about_en = (" 같은 주제였습니다.", " It was on the same topic.") if same_topic else ("", "")
    times = "one earlier call" if earlier == 1 else f"{earlier} earlier calls"
    repeat = Flag(
        "repeat_contact",
        Sentence(
            f"같은 번호로 최근 {days}일 안에 {earlier}번 전화했습니다(마지막 통화: {when_ko}).{about_ko}",
            f"There were {times} from the same number within {days} days (the last one {when_en}).{about_en}",
        ),
    )
    said = next((flag for flag in flags if flag.code == "repeat_call"), None)
    if said is None:
        return (*flags, repeat)
    both = Sentence(f"{repeat.sentence.ko} {said.sentence.ko}", f"{repeat.sentence.en} {said.sentence.en}")
    repeat = replace(repeat, sentence=both, start_s=said.start_s, end_s=said.end_s)
    return tuple(repeat if flag is said else flag for flag in flags)
