"""What looks like another value and is none: sums, old prices, wishes, names; and what is said by confirming it."""

from __future__ import annotations

from datetime import datetime

import pytest

from qa.answers.compare import Comparer, Finding, Verdict
from qa.answers.entries import Answers
from qa.answers.facts import Measure
from qa.answers.possibility import leanings
from qa.answers.spoken import find_all
from qa.answers.table import answers_of
from qa.answers.weekdays import weekdays
from qa.call import Speaker, Transcript, Turn
from qa.language.digit_strings import find_digit_strings
from qa.language.sentences import sentence_around

HEAD = "id,title,questions,topic,fact_type,fact_name,fact_value,required,valid_from,valid_to\n"
MUSEUM = "museum,해오름박물관 관람,해오름박물관은 언제 쉬어요|해오름박물관 관람료,문화>박물관,"
POOL = 'pool,새빛수영장 이용,새빛수영장 요금이 얼마예요,체육>수영장,fee,자유수영 요금,"4,000원",yes,,\n'
PARK = 'park,누리공원 대관,누리공원 빌리는 데 얼마예요,공원>대관,fee,광장 사용료,"50,000원",yes,,\n'
TABLE = HEAD + POOL + PARK + "".join(
    MUSEUM + row
    for row in (
        "fee,어른 관람료,\"3,000원\",yes,2026-01-01,\n",
        "fee,어른 관람료,\"2,500원\",yes,2024-01-01,2025-12-31\n",
        "hours,휴관일,매주 월요일,no,,\n",
        "eligibility,단체 예약 횟수,월 2회,no,,\n",
        "duration,유모차 대여 기간,3시간,no,,\n",
        "possible,사진 촬영,불가,no,,\n",
        "place,매표소 위치,한빛역 3번 출구,no,,\n",
        "document,할인 서류,신분증과 도장,no,,\n",
    )
)  # fmt: skip
AT = datetime.fromisoformat("2026-05-12T10:00:00+09:00")


@pytest.fixture(scope="module")
def museum() -> Answers:
    return answers_of(TABLE, "museum")


def compared(answers: Answers, *lines: str) -> list[Finding]:
    speakers = {"a": Speaker.AGENT, "c": Speaker.CITIZEN}
    turns = tuple(Turn(speakers[line[0]], place * 3.0, place * 3 + 2.0, line[3:]) for place, line in enumerate(lines))
    return list(Comparer(answers).compare(Transcript("ko", 60, turns), called_at=AT))


def charged(answers: Answers, *lines: str) -> set[str]:
    return {each.fact_name for each in compared(answers, *lines) if each.verdict is Verdict.CONTRADICT}


def agreed(answers: Answers, *lines: str) -> set[str]:
    return {each.fact_name for each in compared(answers, *lines) if each.verdict is Verdict.AGREE}


ASKS_FEE = "c: 해오름박물관 관람료가 얼마예요? 어른 둘이요."


def test_a_sum_of_several_is_no_other_price(museum: Answers) -> None:
    assert charged(museum, ASKS_FEE, "a: 어른 두 분이시면 육천 원입니다.") == set()
    assert charged(museum, "c: 해오름박물관 어른 관람료가 얼마예요?", "a: 어른 관람료는 사천 원입니다.") == {
        "어른 관람료"
    }


def test_what_used_to_hold_is_not_what_the_agent_says(museum: Answers) -> None:
    asks = "c: 해오름박물관 어른 관람료가 올랐어요?"
    assert charged(museum, asks, "a: 작년까지는 이천오백 원이었는데 올해부터 삼천 원입니다.") == set()
    assert charged(museum, asks, "a: 어른 관람료는 이천오백 원입니다.") == {"어른 관람료"}


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        ("a: 매주 월요일에 쉽니다.", False),
        ("a: 매주 화요일에 쉽니다.", True),
        ("a: 월요일이 아니라 화요일에 쉽니다.", True),
        ("a: 다음 주 화요일은 쉽니다.", False),
    ],
)
def test_days_of_the_week_are_compared(museum: Answers, answer: str, wrong: bool) -> None:
    assert (
        "휴관일" in charged(museum, "c: 해오름박물관 관람하려는데 해오름박물관 휴관일이 무슨 요일이에요?", answer)
    ) is wrong


def test_a_yes_to_what_is_taken_for_so_counts_as_said(museum: Answers) -> None:
    asks = "c: 해오름박물관에서 사진 촬영해도 되는 거죠?"
    assert charged(museum, asks, "a: 네, 맞습니다.") == {"사진 촬영"}
    assert charged(museum, asks, "a: 네, 확인해 보겠습니다.") == set()


def test_another_station_is_another_place(museum: Answers) -> None:
    asks = "c: 해오름박물관 매표소는 어디로 가요?"
    assert charged(museum, asks, "a: 한울역 3번 출구로 나오시면 됩니다.") == {"매표소 위치"}
    assert agreed(museum, asks, "a: 한빛역 3번 출구로 나오시면 됩니다.") >= {"매표소 위치"}


def test_the_same_value_never_contradicts(museum: Answers) -> None:
    """However little sure it is which entry was meant."""
    for found in compared(museum, "c: 저기요, 그거 얼마예요?", "a: 네, 삼천 원입니다."):
        assert found.verdict is not Verdict.CONTRADICT


@pytest.mark.parametrize(
    "text",
    ["네, 좋은 하루 보내세요.", "상담사 오세진입니다.", "어서 오세요.", "찍어 두시거든요.", "가까운 공원과로 가세요."],
)
def test_what_is_no_value(text: str) -> None:
    assert find_all(text) == ()


@pytest.mark.parametrize(
    ("text", "measure", "key"),
    [
        ("이 주 안에 알려 드립니다", Measure.LENGTH, "14d"),
        ("월 60시간까지 이용", Measure.LENGTH, "60h"),
        ("쉬는 날 빼고 닷새 걸립니다", Measure.LENGTH, "5b"),
        ("업무일로 사 일이면 나옵니다", Measure.LENGTH, "4b"),
        ("삼 점 칠 퍼센트 빼 드려요", Measure.PERCENT, "3.7"),
        ("5분의 1을 깎아 드립니다", Measure.PERCENT, "20"),
        ("그달 마지막 날까지입니다", Measure.DATE, "*-31"),
        ("최대 삼억까지입니다", Measure.WON, "300000000"),
        ("승용차는 이십일만 원입니다", Measure.WON, "210000"),
        ("한 분당 일곱 권까지요", Measure.COUNT, "7권"),
        ("You get twenty percent off.", Measure.PERCENT, "20"),
        ("Oh six one, seven two eight, forty four ten.", Measure.PHONE, "0617284410"),
        ("It's oh six one, seven two eight, five five hundred.", Measure.PHONE, "0617285500"),
    ],
)
def test_values_as_people_say_them(text: str, measure: Measure, key: str) -> None:
    found = [item.value for item in find_all(text) if item.value.measure is measure]
    assert [key in value.keys for value in found] == [True]


def test_a_number_ends_before_this_number() -> None:
    assert [run.digits for run in find_digit_strings("공육구에 이팔일에 육이칠삼 이 번호로 하세요")] == ["0692816273"]


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("이름은 안 밝히셔도 돼요.", [True]),
        ("위임장이 없으면 안 됩니다.", []),
        ("It isn't impossible to have someone else do it.", [True]),
        ("It's not true that you can't pay in instalments.", [True]),
        ("음식물은 못 가지고 들어가세요.", [False]),
        ("못 돌려받으실 이유가 없습니다.", [True]),
    ],
)
def test_what_a_sentence_says_can_be_done(text: str, possible: list[bool]) -> None:
    assert [lean.possible for lean in leanings(text)][:1] == possible[:1]


@pytest.mark.parametrize(
    ("text", "days", "weeks"),
    [
        ("매주 월요일", {0}, set()),
        ("화·목·일요일", {1, 3, 6}, set()),
        ("매월 둘째·넷째 월요일", {0}, {2, 4}),
        ("first and third Monday of each month", {0}, {1, 3}),
    ],
)
def test_weekdays_are_read(text: str, days: set[int], weeks: set[int]) -> None:
    (found,) = weekdays(text)
    assert (found.days, found.weeks) == (days, weeks)


def test_a_reason_is_no_end_of_a_sentence() -> None:
    text = "그러면 승합차시니까 사만 원입니다 더 있으십니까 네"
    assert sentence_around(text, text.index("사만"))[0] == 0
    assert sentence_around(text, len(text) - 1)[1] == "네"
    assert sentence_around("서류는 필요 없습니다", 8)[0] == 0
