"""How surely words were heard, once and said back."""

from __future__ import annotations

import pytest

from qa.call import Speaker, Turn, Word
from qa.language.heard import confirmed_confidence_at, least_confidence_at


def turn(speaker: Speaker, text: str, confidence: float) -> Turn:
    words = tuple(Word(word, float(place), place + 0.9, confidence) for place, word in enumerate(text.split()))
    return Turn(speaker, 0.0, float(len(words)), text, words)


def test_what_the_other_speaker_says_back_was_heard_twice() -> None:
    agent, citizen = turn(Speaker.AGENT, "밤 열한 시까지 합니다", 0.6), turn(Speaker.CITIZEN, "밤열한 시요?", 0.5)
    assert least_confidence_at(agent, 0, 7) == 0.6
    assert confirmed_confidence_at((agent, citizen), 0, 0, 4) == pytest.approx(0.8)


def test_another_value_the_speakers_own_words_and_silence_confirm_nothing() -> None:
    agent = turn(Speaker.AGENT, "밤 열한 시까지 합니다", 0.6)
    other = turn(Speaker.CITIZEN, "밤 아홉 시요?", 0.9)
    own = turn(Speaker.AGENT, "밤 열한 시입니다", 0.9)
    for turns in ((agent,), (agent, other), (agent, own), (other, agent)):
        assert confirmed_confidence_at(turns, turns.index(agent), 0, 4) == 0.6
