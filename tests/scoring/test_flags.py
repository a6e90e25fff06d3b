"""Flags: sentences with the reason, for what the machine found, what the citizen said and what the recording is like."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.call import Evaluation, Flag, Rating, RatingState, Sentence, Transcript
from qa.scoring.flags import flags, is_technical, technical_last
from qa.speech.turn_times import measure_turns
from tests.scoring.calls import call, misheard, rubric

OPENING = "a: 안녕하십니까. 다산콜센터 상담사 김민지입니다. 무엇을 도와드릴까요?"
ANSWER = "a: 네, 확인해 드리겠습니다."
CLOSING = "a: 다른 문의가 없으시면 상담을 마치겠습니다. 감사합니다. 좋은 하루 보내세요."
COURTESY = rubric("courtesy-ko")


def spoken(*citizen: str) -> Transcript:
    lines = [OPENING]
    for said in citizen:
        lines += [f"c: {said}", ANSWER]
    return call(*lines, CLOSING)


def of_citizen(*citizen: str) -> dict[str, Flag]:
    heard = spoken(*citizen)
    return {flag.code: flag for flag in flags(heard, measure_turns(heard), ())}


def rating(criterion: str, state: RatingState, score: float | None = None, *, critical: bool = False) -> Rating:
    answer = None if score is None else "no"
    return Rating(criterion, answer, state, score, 0.9, Sentence("이유입니다.", "A reason."), (), critical)


def raised(*ratings: Rating, score: float | None = 90.0, heard: Transcript | None = None) -> list[Flag]:
    heard = heard or spoken("수도요금 때문에 전화드렸어요.")
    evaluation = Evaluation("courtesy-ko", COURTESY.hash, score, ratings)
    return list(flags(heard, measure_turns(heard), (evaluation,), (COURTESY,)))


def test_a_low_score_calls_its_rubric_by_name() -> None:
    (flag,) = raised(score=61.24)
    assert flag.code == "low_score"
    assert flag.sentence.ko == "친절도 평가표 점수가 61.2점으로 기준(70점)보다 낮습니다."
    assert flag.sentence.en == "The score under Courtesy is 61.2, below 70."


def test_an_evaluation_whose_rubric_cannot_be_read_goes_by_its_id() -> None:
    heard = spoken("네.")
    (flag,) = flags(heard, measure_turns(heard), (Evaluation("ours", "0" * 64, 50.0, ()),))
    assert "ours" in flag.sentence.ko


def test_a_critical_failure_without_a_flag_of_its_own_is_raised_as_a_candidate() -> None:
    (flag,) = raised(rating("blunt", RatingState.RATED, 0.0, critical=True))
    assert flag.code == "critical"
    assert flag.sentence.ko.startswith("치명 항목 후보입니다.")
    assert "이유입니다." in flag.sentence.ko
    assert [flag.code for flag in raised(rating("unkind_words", RatingState.RATED, 0.0, critical=True))] == [
        "unkind_words"
    ]
    assert [flag.code for flag in raised(rating("unkind_words", RatingState.RATED, 0.5, critical=True))] == ["critical"]


def test_criteria_that_weigh_much_and_stay_undecided_are_named_in_one_flag() -> None:
    undecided = [rating(id, RatingState.CANNOT_TELL) for id in ("greeting", "closing", "pace")]
    (flag,) = raised(*undecided, rating("empathy", RatingState.NOT_APPLICABLE))
    assert flag.code == "unsure_heavy"
    names = [COURTESY.by_id[id].name.ko for id in ("greeting", "closing")]
    assert flag.sentence.ko == (
        f"배점이 큰 항목을 기계가 판단하지 못했습니다: {', '.join(names)}. 직접 듣고 판단해 주세요."
    )


def test_of_a_call_that_nobody_could_hear_only_that_is_said() -> None:
    heard = misheard(spoken("수도요금 때문에 전화드렸어요."), 0.3)
    assert [flag.code for flag in raised(rating("greeting", RatingState.CANNOT_TELL), score=None, heard=heard)] == [
        "unheard"
    ]


@pytest.mark.parametrize(
    "said",
    [
        "어제도 전화했는데 아직 안 됐어요.",
        "이게 벌써 세 번째 전화예요.",
        "지난주에도 전화드렸는데요.",
        "몇 번을 전화했는지 몰라요.",
        "아까 전화했던 사람인데요.",
        "전화할 때마다 말이 달라요.",
        "지난번에 문의했는데 답이 없어서요.",
        "I've called three times about this.",
        "I called you yesterday about the same thing.",
        "This is the third time I'm calling.",
    ],
)
def test_who_has_called_about_it_before_is_told(said: str) -> None:
    assert set(of_citizen(said)) == {"repeat_call"}


@pytest.mark.parametrize(
    "said",
    [
        "수도요금 때문에 전화드렸어요.",
        "몇 번으로 전화해야 하나요?",
        "두 번째 전화번호도 알려 주세요.",
        "내일 다시 전화드릴게요.",
        "어제 친구가 전화했는데 안 받아요.",
        "아까 상담사분이 전화하셨는데요.",
        "I called to ask about the water fee.",
        "I will call again tomorrow.",
    ],
)
def test_other_calls_are_no_repeated_ones(said: str) -> None:
    assert of_citizen(said) == {}


@pytest.mark.parametrize(
    "said",
    [
        "민원 넣겠습니다.",
        "상담사님 불친절로 민원 넣을 거예요.",
        "감사실에 이야기하겠습니다.",
        "국민신문고에 올릴 거예요.",
        "정식으로 민원 제기하겠습니다.",
        "항의하려고 전화했어요.",
        "불만을 접수하고 싶습니다.",
        "공사 소음 때문에 국민신문고에 올릴 거예요.",
        "법적으로 대응하겠습니다.",
        "I want to make a complaint.",
        "I'd like to file a formal complaint about your service.",
        "I'm going to complain to the mayor.",
    ],
)
def test_who_complains_or_will_is_told(said: str) -> None:
    assert set(of_citizen(said)) == {"complaint"}


@pytest.mark.parametrize(
    "said",
    [
        "민원은 어디에 넣어요?",
        "민원 접수하려고요.",
        "소음 민원을 넣으려고 하는데요.",
        "불법주차 민원 넣을게요.",
        "가로등이 고장 나서 민원 넣겠습니다.",
        "국민신문고는 어떻게 올려요?",
        "감사실이 어디에 있어요?",
        "이웃이 민원 넣겠다고 해요.",
        "구청 민원실 번호 좀 알려 주세요.",
        "How do I make a complaint?",
        "Where can I file a complaint?",
    ],
)
def test_who_asks_how_to_file_a_petition_does_not_complain(said: str) -> None:
    assert of_citizen(said) == {}


def test_what_the_citizen_said_is_quoted_at_its_turn_once_and_the_agents_words_count_for_nothing() -> None:
    heard = call(
        OPENING,
        "c: 네, 어제도 전화했는데요.",
        "a: 어제도 전화하셨군요. 민원 넣겠습니다.",
        "c: 그제도 전화했어요.",
        CLOSING,
    )
    (flag,) = flags(heard, measure_turns(heard), ())
    assert (flag.start_s, flag.end_s) == (heard.turns[1].start_s, heard.turns[1].end_s)
    assert flag.sentence.ko == "시민이 같은 일로 전에도 전화했다고 말했습니다: “어제도 전화했는데요.”"


def test_nothing_unclear_is_put_into_the_citizens_mouth() -> None:
    heard = misheard(spoken("민원 넣겠습니다."), 0.4, turns=[1])
    assert "complaint" not in {flag.code for flag in flags(heard, measure_turns(heard), ())}


def test_what_is_technical_stands_after_the_others() -> None:
    heard = spoken("민원 넣겠습니다.")
    noisy = replace(measure_turns(heard), noise_db=-3.0)
    assert [flag.code for flag in flags(heard, noisy, ())] == ["complaint", "too_noisy"]
    found = [Flag(code, Sentence("", "")) for code in ("cut_off", "low_score", "unheard", "critical")]
    assert [flag.code for flag in technical_last(found)] == ["low_score", "critical", "cut_off", "unheard"]
    assert not is_technical("complaint")
