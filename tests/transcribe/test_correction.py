"""A person corrects a transcript: what stays is as it was heard, what is new has times, what is hidden stays hidden."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.call import PersonalData, SetAside, Speaker, Transcript, Turn, Word, masked_texts
from qa.errors import Refused
from qa.language.personal import find_personal_data
from qa.transcribe.correction import (
    Difference,
    differences,
    engine_of,
    exchanged,
    fix_number,
    swapped,
    with_speaker,
    with_text,
)

A, C, U = Speaker.AGENT, Speaker.CITIZEN, Speaker.UNKNOWN


def turn(speaker: Speaker, text: str, start_s: float = 0.0, word_s: float = 0.4, gap_s: float = 0.1) -> Turn:
    """Words of one length with a pause after each, not quite surely heard."""
    words = tuple(
        Word(
            said,
            round(start_s + place * (word_s + gap_s), 2),
            round(start_s + place * (word_s + gap_s) + word_s, 2),
            0.6,
        )
        for place, said in enumerate(text.split())
    )
    return Turn(speaker, start_s, words[-1].end_s, text, words)


def call(*turns: Turn, attribution: str = "channel") -> Transcript:
    personal = find_personal_data(turns)
    return Transcript("ko", turns[-1].end_s + 1, turns, personal=personal, attribution=attribution, engine="heard")


def told(speaker: Speaker, text: str) -> Transcript:
    return call(turn(speaker, text))


NUMBER = "제 번호는 공일공 이삼사오 육칠팔구예요 네"
SHOWN = "제 번호는 ●●● ●●●● ●●●●예요 네"


def test_a_word_that_is_fixed_is_certain_and_lies_where_the_wrong_one_did() -> None:
    old = told(A, "수도 효금 자동 납부입니다")
    new = with_text(old, 0, "수도 요금 자동 납부입니다")
    assert new.turns[0].text == "수도 요금 자동 납부입니다"
    wrong, fixed = old.turns[0].words[1], new.turns[0].words[1]
    assert (fixed.text, fixed.confidence) == ("요금", 1.0)
    assert old.turns[0].words[0].end_s <= fixed.start_s <= wrong.start_s
    assert wrong.end_s <= fixed.end_s <= old.turns[0].words[2].start_s
    others = [word for word in new.turns[0].words if word is not fixed]
    assert others == [word for word in old.turns[0].words if word is not wrong]
    assert (new.turns[0].start_s, new.turns[0].end_s) == (old.turns[0].start_s, old.turns[0].end_s)


def test_new_words_share_the_time_that_is_free_by_their_syllables() -> None:
    new = with_text(told(A, "네 저기 그 납부입니다"), 0, "네 요 자동이체요 납부입니다")
    one, four = new.turns[0].words[1:3]
    assert one.start_s == 0.4  # where 네 ends
    assert four.end_s == 1.5  # where 납부입니다 begins
    assert one.end_s == four.start_s == pytest.approx(0.4 + 1.1 / 6)


def test_words_before_the_first_and_after_the_last_stay_inside_the_turn() -> None:
    old = call(turn(A, "자동 납부", start_s=10.0))
    new = with_text(old, 0, "네 고객님 자동 납부 맞습니다")
    times = [(word.start_s, word.end_s) for word in new.turns[0].words]
    assert times == [(10.0, 10.0), (10.0, 10.0), (10.0, 10.4), (10.5, 10.9), (10.9, 10.9)]


def test_what_was_heard_of_other_turns_and_besides_turns_is_not_touched() -> None:
    aside = SetAside(C, 5.0, 6.0, "시청해 주셔서 감사합니다", "no_speech")
    old = replace(call(turn(A, "수도 효금"), turn(C, NUMBER, 3.0)), set_aside=(aside,))
    new = with_text(old, 0, "수도 요금")
    assert new.turns[1] is old.turns[1]
    assert (new.set_aside, new.events, new.personal) == (old.set_aside, old.events, old.personal)
    assert old.turns[0].text == "수도 효금", "the older version is another value"


def test_hidden_words_come_back_as_they_were_heard_wherever_they_stand_now() -> None:
    old = told(C, NUMBER)
    assert masked_texts(old) == [SHOWN]
    new = with_text(old, 0, f"아 네 {SHOWN.replace('번호는', '전화 번호는')}")
    assert new.turns[0].text == f"아 네 {NUMBER.replace('번호는', '전화 번호는')}"
    assert masked_texts(new) == [f"아 네 {SHOWN.replace('번호는', '전화 번호는')}"]
    assert set(old.turns[0].words[2:]) <= set(new.turns[0].words)


def test_a_number_whose_neighbours_are_gone_stays_hidden() -> None:
    """공일공 alone is nobody's number to the code that finds them; it was once hidden, so it stays."""
    new = with_text(told(C, NUMBER), 0, "제 번호는 ●●● 그리고 네")
    assert new.turns[0].text == "제 번호는 공일공 그리고 네"
    assert masked_texts(new) == ["제 번호는 ●●● 그리고 네"]


def test_a_hidden_word_that_is_typed_out_is_hidden_again() -> None:
    new = with_text(told(C, NUMBER), 0, "제 번호는 아마 이삼사오 그리고 네")
    assert masked_texts(new) == ["제 번호는 아마 ●●●● 그리고 네"]


def test_personal_data_that_a_correction_brings_to_light_is_hidden_in_every_turn() -> None:
    old = call(
        turn(C, "공일공에"),
        turn(A, "네", 1.0),
        turn(C, "일이삼사에", 2.0),
        turn(A, "네", 3.0),
        turn(C, "오실 거예요", 4.0),
    )
    assert old.personal == ()
    new = with_text(old, 4, "오육칠팔이요")
    assert masked_texts(new) == ["●●●에", "네", "●●●●에", "네", "●●●●이요"]


def test_a_word_of_the_older_text_is_hidden_once_it_is_known_for_personal_data() -> None:
    old = told(C, "공일공 이삼사오 그리고요")
    assert old.personal == ()
    new = with_text(old, 0, "공일공 이삼사오 육칠팔구예요")
    (difference,) = differences(old, new)
    assert difference.new_text == "●●● ●●●● ●●●●예요"
    assert difference.old_text == "●●● ●●●● 그리고요"


@pytest.mark.parametrize(
    "text",
    [
        SHOWN.replace("●●●예요", "●●●이에요"),
        SHOWN.replace("●●● ", "●● "),
        SHOWN + " ●●●",
        SHOWN.replace("●●● ●●●●", "●●●● ●●●"),
        SHOWN.replace("번호는", "●호는"),
    ],
)
def test_masked_words_cannot_be_edited_in_part_or_made_up_or_moved(text: str) -> None:
    with pytest.raises(Refused) as caught:
        with_text(told(C, NUMBER), 0, text)
    assert "가린 개인정보(●)는 고칠 수 없습니다" in caught.value.sentence.ko


def test_equal_words_around_a_hidden_one_do_not_draw_it_away() -> None:
    old = told(C, "네 네 네 010-2345-6789 네")
    new = with_text(old, 0, "네 ●●●-●●●●-●●●● 네 네 네 네")
    assert new.turns[0].text == "네 010-2345-6789 네 네 네 네"
    assert masked_texts(new) == ["네 ●●●-●●●●-●●●● 네 네 네 네"]


@pytest.mark.parametrize("text", [SHOWN, f"  {SHOWN}\n", NUMBER, SHOWN.replace("●●●", "공일공", 1)])
def test_nothing_changed_is_said(text: str) -> None:
    """Also when somebody who heard the number types it out."""
    with pytest.raises(Refused, match="Nothing has changed"):
        with_text(told(C, NUMBER), 0, text)


@pytest.mark.parametrize("text", ["", " \n ", "\x00"])
def test_an_emptied_turn_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(Refused) as caught:
        with_text(told(C, "네 저기"), 0, text)
    assert "화자 미상" in caught.value.sentence.ko
    assert '"Unknown"' in caught.value.sentence.en


def test_a_text_that_no_turn_can_hold_is_refused() -> None:
    with pytest.raises(Refused, match="too long"):
        with_text(told(C, "네 저기"), 0, "네 " * 10_001)


def test_the_same_word_ten_thousand_times_over_takes_no_time() -> None:
    """Comparing it word by word with itself took more than five minutes."""
    old = told(C, "네 " * 6000)
    new = with_text(old, 0, "아 네 아 네 " * 1500)
    assert len(new.turns[0].words) == 6000


@pytest.mark.parametrize("place", [-1, 1, 99])
def test_a_turn_that_is_not_there_is_refused(place: int) -> None:
    with pytest.raises(Refused, match="no such turn"):
        with_text(told(C, "네"), place, "아니요")
    with pytest.raises(Refused, match="no such turn"):
        with_speaker(told(C, "네"), place, A)


def test_a_turn_without_words_of_its_own_keeps_none() -> None:
    old = replace(told(C, "수도 효금"), turns=(Turn(C, 0.0, 2.0, "수도  효금"),))
    new = with_text(old, 0, "수도 요금")
    assert new.turns == (Turn(C, 0.0, 2.0, "수도 요금"),)


def test_words_that_are_not_those_of_the_text_are_heard_as_surely_as_they_were_on_the_whole() -> None:
    old = replace(told(C, "네"), turns=(Turn(C, 0.0, 2.0, "수도 효금", (Word("수도효금", 0.0, 2.0, 0.4),)),))
    new = with_text(old, 0, "수도 요금")
    assert [(word.text, word.start_s, word.end_s, word.confidence) for word in new.turns[0].words] == [
        ("수도", 0.0, 1.0, 0.4),
        ("요금", 1.0, 2.0, 1.0),
    ]


def test_letters_typed_apart_are_the_same_word() -> None:
    """macOS hands on 요금 as five letters where others hand on two syllables."""
    with pytest.raises(Refused, match="Nothing has changed"):
        with_text(told(C, "수도 요금"), 0, "수도 \u110b\u116d\u1100\u1173\u11b7")


WORDS = (
    "네", "제", "번호는", "수도", "요금이", "공일공", "이삼사오", "육칠팔구예요", "010-2345-6789", "주민번호는",
    "구공일공일공에", "일이삼사오육칠이요",
)  # fmt: skip
NEW_WORDS = ("네", "제", "번호는", "그리고", "자동이체", "fee")


@st.composite
def edited(draw: st.DrawFn) -> tuple[Transcript, int, list[str]]:
    """A call of a few turns, one of them, and what a person makes of its masked text word by word."""
    turns, at = [], 0.0
    for text in draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), min_size=1, max_size=3)):
        made = turn(
            draw(st.sampled_from((A, C))), " ".join(text), at, draw(st.floats(0.0, 1.0)), draw(st.floats(0, 0.7))
        )
        turns.append(made)
        at = round(made.end_s + 0.5, 2)
    heard = call(*turns)
    place = draw(st.integers(0, len(turns) - 1))
    typed: list[str] = []
    for word in masked_texts(heard)[place].split():
        what = draw(st.sampled_from(("stay", "stay", "stay", "drop", "replace", "insert")))
        if what in ("replace", "insert"):
            typed += draw(st.lists(st.sampled_from(NEW_WORDS), min_size=1, max_size=3))
        if what in ("stay", "insert"):
            typed.append(word)
    return heard, place, typed


@settings(max_examples=300, deadline=None)
@given(edited())
def test_whatever_is_edited_times_run_on_heard_words_stay_and_hidden_words_stay_hidden(
    made: tuple[Transcript, int, list[str]],
) -> None:
    old, place, typed = made
    try:
        new = with_text(old, place, " ".join(typed))
    except Refused:
        assert not typed or typed == masked_texts(old)[place].split()
        return
    before, after = old.turns[place], new.turns[place]
    assert after.text == " ".join(word.text for word in after.words)
    # Times run on and stay inside the turn.
    edges = [after.start_s, *(edge for word in after.words for edge in (word.start_s, word.end_s)), after.end_s]
    assert edges == sorted(edges)
    # Every word is one that was heard, the very same and in its order, or new and certain as it was typed.
    heard = [next((n for n, w in enumerate(before.words) if w is word), None) for word in after.words]
    known = [number for number in heard if number is not None]
    assert known == sorted(set(known))
    fresh = [(word, said) for word, said, number in zip(after.words, typed, heard, strict=True) if number is None]
    assert all((word.text, word.confidence) == (said, 1.0) for word, said in fresh)
    # What was hidden is hidden; nothing that was heard in secret can be read.
    was, now = masked_texts(old), masked_texts(new)
    for shown, said, number in zip(now[place].split(), typed, heard, strict=True):
        mask = was[place].split()[number] if number is not None else said
        assert all(sign == "●" or sign == mark for sign, mark in zip(shown, mask, strict=True))
    for item in old.personal:
        secret = old.turns[item.turn].text[item.start : item.end]
        spared = sum(text.count(secret) for text in was)  # said elsewhere where it is no personal data
        assert sum(text.count(secret) for text in now) <= spared
    assert [turn for at, turn in enumerate(new.turns) if at != place] == [
        t for at, t in enumerate(old.turns) if at != place
    ]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.data())
def test_one_word_put_in_taken_out_or_replaced_leaves_all_others_as_heard(said: list[str], data: st.DataObject) -> None:
    old = told(C, " ".join(said))
    shown = masked_texts(old)[0].split()
    at = data.draw(st.integers(0, len(shown) - 1))
    taken = data.draw(st.booleans())
    put = data.draw(st.sampled_from(((), ("새말",)))) if taken and len(shown) > 1 else ("새말",)
    new = with_text(old, 0, " ".join([*shown[:at], *put, *shown[at + taken :]]))
    stay = [word for place, word in enumerate(old.turns[0].words) if not taken or place != at]
    kept = [word for word in new.turns[0].words if word.text != "새말"]
    # Of two equal neighbours, either may be the one that was taken out.
    assert [word.text for word in kept] == [word.text for word in stay]
    assert all(any(word is each for each in old.turns[0].words) for word in kept)


def test_one_turn_was_said_by_another() -> None:
    old = call(turn(A, "네 말씀하세요"), turn(A, "수도 요금이요", 2.0))
    new = with_speaker(old, 1, C)
    assert [each.speaker for each in new.turns] == [A, C]
    assert (new.turns[1].words, new.attribution) == (old.turns[1].words, "channel")
    with pytest.raises(Refused, match="Nothing has changed"):
        with_speaker(new, 1, C)


def test_sides_are_swapped_and_swapped_back() -> None:
    aside = SetAside(C, 5.0, 6.0, "자막", "no_speech")
    old = replace(
        call(turn(A, "네"), turn(U, "어", 1.0), turn(C, "수도요", 2.0), attribution="guessed"), set_aside=(aside,)
    )
    new = swapped(old)
    assert [each.speaker for each in new.turns] == [C, U, A]
    assert [each.speaker for each in new.set_aside] == [A]
    assert new.attribution == "person"
    again = swapped(new)
    assert (again.turns, again.set_aside, again.attribution) == (old.turns, old.set_aside, "person")


def test_voices_on_two_channels_stay_told_apart_by_channel() -> None:
    """Or talking over could not be judged any more after a swap."""
    assert swapped(call(turn(A, "네"), turn(C, "수도요", 2.0))).attribution == "channel"


def test_where_nobody_is_known_there_is_nothing_to_swap() -> None:
    with pytest.raises(Refused, match="turn by turn"):
        swapped(call(turn(U, "네"), turn(U, "수도요", 2.0), attribution="guessed"))


def test_a_landline_is_hidden_once_it_is_known_to_be_the_citizens() -> None:
    old = call(turn(A, "집 전화는 공이에 삼일사육에 오천일입니다"), turn(C, "네", 5.0))
    assert old.personal == ()
    new = swapped(old)
    assert masked_texts(new)[0] == "집 전화는 ●●● ●●●●● ●●●입니다"
    assert masked_texts(swapped(new)) == masked_texts(new), "what was hidden once stays hidden"
    assert masked_texts(with_speaker(old, 0, C)) == masked_texts(new)


def test_differences_tell_masked_texts_and_speakers_old_and_new() -> None:
    old = call(turn(A, "수도 효금"), turn(C, NUMBER, 2.0), turn(A, "네", 9.0))
    new = with_speaker(with_text(old, 1, SHOWN.replace("번호는", "연락처는")), 2, C)
    assert differences(old, new) == [
        Difference(1, SHOWN, SHOWN.replace("번호는", "연락처는"), C, C),
        Difference(2, "네", "네", A, C),
    ]
    assert differences(old, old) == []


def test_sides_are_exchanged_when_most_of_what_was_said_changed_sides() -> None:
    old = call(turn(A, "한 두 세 네 다섯"), turn(C, "네 네", 5.0), turn(A, "여섯 일곱", 8.0), turn(U, "음", 11.0))
    assert exchanged(old, swapped(old))
    assert not exchanged(old, old)
    assert not exchanged(old, with_speaker(old, 1, A))
    assert exchanged(old, with_speaker(old, 0, C)) is True
    assert not exchanged(old, with_text(old, 0, "하나 둘"))


def test_the_engine_says_who_corrected_it_and_the_how_manieth_time() -> None:
    first = engine_of("base@1234 openai-whisper 20250625 greedy", 12, 1)
    assert first == "base@1234 openai-whisper 20250625 greedy · person 12, fix 1"
    second = engine_of(first, 7, 2)
    assert second == "base@1234 openai-whisper 20250625 greedy · person 7, fix 2"
    assert [fix_number(name) for name in ("base@1234", first, second)] == [0, 1, 2]
    long = engine_of("e" * 200, 123_456, 17)
    assert (len(long), fix_number(long)) == (200, 17)


def test_personal_data_told_of_turns_that_are_not_there_is_left_alone() -> None:
    old = replace(told(C, "수도 효금"), personal=(PersonalData(9, 0, 5, "phone"),))
    assert with_text(old, 0, "수도 요금").personal == old.personal


def test_correcting_needs_no_torch() -> None:
    code = "import sys, qa.transcribe.correction; sys.exit('torch' in sys.modules or 'librosa' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


def test_times_of_a_turn_without_length_stay_where_they_are() -> None:
    written = replace(
        told(C, "네"), turns=(Turn(C, 0.0, 0.0, "수도 효금", (Word("수도", 0, 0, 1.0), Word("효금", 0, 0, 1.0))),)
    )
    new = with_text(written, 0, "상수도 요금 문의")
    assert all(a.end_s == b.start_s == 0.0 for a, b in pairwise(new.turns[0].words))
