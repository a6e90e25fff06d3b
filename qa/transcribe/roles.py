"""Who says what on a recording of one channel: two voices told apart by sound, then named by what they say.

A guess, and marked as one (`Transcript.attribution == "guessed"`). Where the voices cannot be told apart, nobody is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from qa.call import Speaker
from qa.language.sides import leaning
from qa.speech.voice import two_voices, voice_print
from qa.speech.voice_activity import RATE_HZ
from qa.transcribe.turns import Phrase

SURELY_APART = 8.0  # distance of voice prints beyond which the sound alone says that two people speak
CLEAR_BALANCE = 3  # telling phrases more on one side, without which nearer voices stay unnamed


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
        balance[group] += leaning((phrases[number].text,))
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
