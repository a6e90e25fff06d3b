"""Words of two channels, or of one, become turns of agent and citizen."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from qa.call import Speaker, Word
from qa.transcribe.roles import guess_roles
from qa.transcribe.turns import Phrase, given_way, phrases, snapped, turns
from tests.sounds import RATE_HZ, silence, telephone, voice

AGENT, CITIZEN = Speaker.AGENT, Speaker.CITIZEN


def words(*timed: tuple[str, float, float]) -> list[Word]:
    return [Word(text, start_s, end_s, 0.9) for text, start_s, end_s in timed]


def test_a_long_pause_ends_a_phrase_and_a_short_one_does_not() -> None:
    found = phrases(words(("네", 0, 0.3), ("고객님", 0.9, 1.5), ("수도", 2.4, 2.8)), 0)
    assert [phrase.text for phrase in found] == ["네 고객님", "수도"]


def test_a_pause_hidden_inside_a_word_is_given_back() -> None:
    drawn = snapped(words(("네", 0.2, 2.4), ("고객님", 2.4, 3.4)), [(0.2, 0.5), (2.5, 3.3)])
    assert [(word.start_s, word.end_s) for word in drawn] == [(0.2, 0.5), (2.5, 3.3)]


def test_words_never_run_backwards_or_into_each_other() -> None:
    drawn = snapped(words(("가", 0, 1.2), ("나", 1.0, 0.9), ("다", 0.8, 2.0)), [])
    assert all(word.end_s >= word.start_s for word in drawn)
    assert all(a.end_s <= b.start_s for a, b in pairwise(drawn))


def test_a_short_pause_is_a_turns_end_when_the_other_side_takes_over_in_it() -> None:
    mine = phrases(words(("요금은", 0, 1), ("만원입니다", 1.5, 2.5)), 0)
    takes_over = phrases(words(("그게", 1.1, 1.4), ("아니라", 1.4, 2.6)), 1)
    listens = phrases(words(("네", 1.1, 1.4)), 1)
    assert [part.text for part in given_way(mine, takes_over)] == ["요금은", "만원입니다"]
    assert [part.text for part in given_way(mine, listens)] == ["요금은 만원입니다"]


def test_turns_stand_in_the_order_in_which_they_began() -> None:
    parts = [
        Phrase(0, tuple(words(("안내해", 5, 6), ("드리겠습니다", 6, 7)))),
        Phrase(1, tuple(words(("네", 5.5, 5.8)))),
        Phrase(0, tuple(words(("안녕하세요", 0, 1)))),
    ]
    found = turns(parts, [AGENT, CITIZEN, AGENT])
    assert [(turn.speaker, turn.text) for turn in found] == [
        (AGENT, "안녕하세요"), (AGENT, "안내해 드리겠습니다"), (CITIZEN, "네"),
    ]  # fmt: skip
    assert (found[1].start_s, found[1].end_s) == (5, 7)


def conversation(*said: tuple[int, str]) -> tuple[np.ndarray, list[Phrase]]:
    """One channel on which two voices take turns of two seconds."""
    sound, parts, at = [], [], 0.0
    for number, (who, text) in enumerate(said):
        sound += [silence(0.5), voice(2, (205, 115)[who], seed=number)]
        parts.append(Phrase(0, tuple(words((text, at + 0.5, at + 2.5)))))
        at += 2.5
    return telephone(np.concatenate(sound)), parts


def test_on_one_channel_the_voice_that_offers_help_is_the_agents() -> None:
    sound, parts = conversation(
        (1, "여보세요 문의 좀 하려고요"), (0, "네 다산콜센터 상담사입니다 무엇을 도와드릴까요"),
        (1, "요금이 얼마인가요"), (0, "네 확인해 드리겠습니다"), (1, "네"), (0, "만 원입니다"),
    )  # fmt: skip
    assert guess_roles(parts, sound) == [CITIZEN, AGENT, CITIZEN, AGENT, CITIZEN, AGENT]


def test_without_telling_words_who_speaks_first_answered_the_telephone() -> None:
    sound, parts = conversation((0, "가"), (1, "나"), (0, "다"), (1, "라"))
    assert guess_roles(parts, sound) == [AGENT, CITIZEN, AGENT, CITIZEN]


def test_a_phrase_too_short_to_recognise_goes_with_its_neighbour() -> None:
    sound, parts = conversation((0, "네 도와드리겠습니다"), (1, "가"), (0, "나"))
    parts.append(Phrase(0, tuple(words(("네", 7.5, 7.6)))))
    assert len(sound) > 7.4 * RATE_HZ
    assert guess_roles(parts, np.pad(sound, (0, RATE_HZ)))[-1] is AGENT


def test_one_voice_alone_is_nobodys() -> None:
    sound, parts = conversation((0, "가"), (0, "나"), (0, "다"), (0, "라"))
    assert set(guess_roles(parts, sound)) == {Speaker.UNKNOWN}
    assert guess_roles([], sound) == []
