"""Who says what on a recording of one channel: two voices told apart by sound, then named by what they say.

A guess, and marked as one (`Transcript.attribution == "guessed"`). Where the voices cannot be told apart, nobody is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from qa.call import Speaker
from qa.speech.voice import two_voices, voice_print
from qa.speech.voice_activity import RATE_HZ
from qa.transcribe.turns import Phrase

SURELY_APART = 8.0  # distance of voice prints beyond which the sound alone says that two people speak
CLEAR_BALANCE = 3  # telling phrases more on one side, without which nearer voices stay unnamed

# What the two sides of a service call say, Korean and English. Each is worth one point for a side.
AGENT = re.compile(
    r"도와\s?드|상담사|콜\s?센터|다산|안내해|안내\s?드|확인해\s?(드|보겠)|말씀해?\s?주|기다려\s?주|기다리셨|고객님|시민님"
    r"|선생님|연결해\s?드|문의\s?사항|죄송합니다|하시면\s?됩니다|how (may|can) i help|thank you for calling"
    r"|for waiting|may i have|one moment|hold (on|the line)|anything else|i('ll| will) (check|transfer|connect)",
    re.IGNORECASE,
)
CITIZEN = re.compile(
    r"여쭤|궁금|문의\s?(좀|드리|하려)|하려고|하는데요|인데요|거든요|되나요|인가요|어떻게\s?(해야|하|되)|얼마|어디서"
    r"|알고\s?싶|i('d| would) like|i want|could you|can i|do i|how (much|do|can i)|where (is|do|can)|what time",
    re.IGNORECASE,
)


def guess_roles(phrases: Sequence[Phrase], samples: NDArray[np.float32]) -> list[Speaker]:
    """The likely speaker of each phrase of one channel; `UNKNOWN` for all when the sound does not clearly hold two
    voices and the words do not tell two sides either.

    `samples` float32 at 16 kHz. Phrases too short for a voice print go with the voice whose last phrase is nearest.
    """
    if not phrases:
        return []
    prints = [voice_print(samples[round(p.start_s * RATE_HZ) : round(p.end_s * RATE_HZ)]) for p in phrases]
    known = [number for number, found in enumerate(prints) if found is not None]
    if len(known) < 2:
        return [Speaker.UNKNOWN] * len(phrases)
    lengths_s = [phrases[number].end_s - phrases[number].start_s for number in known]
    groups, apart = two_voices([found for found in prints if found is not None], lengths_s)
    group_of = dict(zip(known, groups, strict=True))
    balance = [0, 0]
    for number, group in group_of.items():
        text = phrases[number].text
        balance[group] += len(AGENT.findall(text)) - len(CITIZEN.findall(text))
    if apart == 0.0 or (apart < SURELY_APART and abs(balance[0] - balance[1]) < CLEAR_BALANCE):
        return [Speaker.UNKNOWN] * len(phrases)
    # With nothing in the words, the agent is who answers the telephone, so who speaks first.
    agent = group_of[known[0]] if balance[0] == balance[1] else int(balance[1] > balance[0])
    named = []
    for number in range(len(phrases)):
        nearest = number if number in group_of else min(known, key=partial(_gap_s, phrases, number))
        named.append(Speaker.AGENT if group_of[nearest] == agent else Speaker.CITIZEN)
    return named


def _gap_s(phrases: Sequence[Phrase], one: int, other: int) -> float:
    return max(phrases[one].start_s - phrases[other].end_s, phrases[other].start_s - phrases[one].end_s)
