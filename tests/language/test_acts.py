"""What is done in a sentence, in words that no pattern of the product knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.language.act_table import Table
from qa.language.acts import find_acts, names, table


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("farewell", "감기 조심하시고 편히 쉬세요."),
        ("more_help", "제가 빠뜨린 게 있을까요?"),
        ("ask_wait", "금방 알아볼 테니 끊지 말고 잠깐만 계셔 주시겠어요?"),
        ("unkind", "그건 왜 저한테 물어보시는데요?"),
        ("farewell", "Take good care of yourself, bye now."),
        ("empathy", "That must have been really frightening for you."),
    ],
)
def test_an_act_is_told_by_all_the_letters_of_a_sentence(act: str, said: str) -> None:
    (found,) = find_acts((act,), said, at_least=0.5)
    assert said[found.start : found.end] == said
    assert not find_acts((act,), "요금은 만 이천 원입니다. The fee is twelve dollars.", at_least=0.5)


def test_the_sentence_that_does_it_is_the_place() -> None:
    said = "네, 신분증을 가지고 오시면 되고 수수료는 사백 원입니다. 그 밖에 여권 사진도 한 장 챙겨 오십시오. 좋은 하루 보내세요."
    assert [said[act.start : act.end] for act in find_acts(("farewell",), said, at_least=0.5)] == [
        "좋은 하루 보내세요."
    ]


def test_too_few_letters_are_nothing_to_be_held_against_anybody() -> None:
    assert not find_acts(tuple(sorted(names())), "아…", at_least=0.0001, fewest_letters=5)


def test_a_table_is_the_same_after_it_was_written(tmp_path: Path) -> None:
    known = table("ko")
    assert known is not None
    path = tmp_path / "acts_ko.npz"
    known.save(path)
    again = Table.load(path)
    assert again.acts == known.acts
    assert (again.likelihoods(["잠시만요."]) == known.likelihoods(["잠시만요."])).all()


def test_another_language_has_no_table() -> None:
    assert table("fr") is None
