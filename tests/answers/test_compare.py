"""The agent's facts against the standard answers: only a clear contradiction is one."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from qa.answers.compare import Comparer, Finding, Verdict
from qa.answers.entries import Answers
from qa.answers.facts import FactType
from qa.answers.find import Finder
from qa.call import Speaker, Transcript, Turn

SEOUL = timezone(timedelta(hours=9))
TODAY = datetime(2026, 11, 22, 10, 0, tzinfo=SEOUL)
CAT = "c: 고양이 등록 수수료가 얼마예요?"


def compare(answers: Answers, *said: str, at: datetime = TODAY) -> list[Finding]:
    """Lines such as "a: 네" and "c: 얼마예요"."""
    speakers = {"a": Speaker.AGENT, "c": Speaker.CITIZEN}
    turns = tuple(Turn(speakers[line[0]], place * 3.0, place * 3 + 2.0, line[3:]) for place, line in enumerate(said))
    return list(Comparer(answers).compare(Transcript("ko", 60, turns), called_at=at))


def verdicts(findings: list[Finding], type_: FactType) -> list[Verdict]:
    return [finding.verdict for finding in findings if finding.type is type_ and finding.turn is not None]


@pytest.mark.parametrize(
    ("question", "answer", "type_", "verdict"),
    [
        (CAT, "a: 네, 팔천백 원입니다.", FactType.FEE, Verdict.AGREE),
        (CAT, "a: 네, 팔천일백 원이에요.", FactType.FEE, Verdict.AGREE),
        (CAT, "a: 네, 팔천이백 원입니다.", FactType.FEE, Verdict.CONTRADICT),
        (CAT, "a: 네, 무료입니다.", FactType.FEE, Verdict.CONTRADICT),
        (CAT, "a: 한 팔천 원쯤 합니다.", FactType.FEE, Verdict.CANNOT_TELL),
        ("c: 고양이 등록은 어디에 물어봐요?", "a: 동물복지과로 문의하시면 됩니다.", FactType.OFFICE, Verdict.AGREE),
        ("c: 고양이 등록은 어디에 물어봐요?", "a: 동물보호과로 문의하시면 됩니다.", FactType.OFFICE, Verdict.AGREE),
        ("c: 고양이 등록은 어디에 물어봐요?", "a: 교통과로 문의하시면 됩니다.", FactType.OFFICE, Verdict.CONTRADICT),
        ("c: 고양이 등록 전화번호가 뭐예요?", "a: 공이에 칠삼일에 이일이공입니다.", FactType.PHONE, Verdict.AGREE),
        ("c: 고양이 등록 전화번호가 뭐예요?", "a: 공이에 칠삼일에 이일공이입니다.", FactType.PHONE, Verdict.CONTRADICT),
        ("c: 고양이 등록은 얼마나 걸려요?", "a: 닷새 걸립니다.", FactType.DURATION, Verdict.AGREE),
        ("c: 고양이 등록은 얼마나 걸려요?", "a: 열흘 걸립니다.", FactType.DURATION, Verdict.CONTRADICT),
        ("c: 유람선은 몇 시까지 타나요?", "a: 평일은 오전 열 시부터 저녁 여덟 시 반까지입니다.", FactType.HOURS, Verdict.AGREE),
        ("c: 유람선은 몇 시까지 타나요?", "a: 주말은 밤 열 시까지입니다.", FactType.HOURS, Verdict.AGREE),
        ("c: 유람선은 몇 시까지 타나요?", "a: 평일은 밤 열 시까지입니다.", FactType.HOURS, Verdict.CONTRADICT),
        ("c: 카약 교실은 언제까지 신청해요?", "a: 오월 이십일까지 신청하시면 됩니다.", FactType.DEADLINE, Verdict.AGREE),
        ("c: 카약 교실은 언제까지 신청해요?", "a: 오월 삼십일까지 신청하시면 됩니다.", FactType.DEADLINE, Verdict.CONTRADICT),
        ("c: 견인된 차를 어디서 찾아요?", "a: 교통정책과로 전화하시면 됩니다.", FactType.OFFICE, Verdict.AGREE),
        ("c: 견인된 차를 어디서 찾아요?", "a: 교통과로 전화하시면 됩니다.", FactType.OFFICE, Verdict.CONTRADICT),
        ("c: 유람선 요금이 얼마예요?", "a: 어른은 만 육천 원, 어린이는 만 천 원입니다.", FactType.FEE, Verdict.AGREE),
        ("c: 유람선 요금이 얼마예요?", "a: 어린이는 만 육천 원입니다.", FactType.FEE, Verdict.CONTRADICT),
    ],
)  # fmt: skip
def test_a_stated_fact_gets_its_verdict(
    answers: Answers, question: str, answer: str, type_: FactType, verdict: Verdict
) -> None:
    assert set(verdicts(compare(answers, question, answer), type_)) == {verdict}


def test_the_finding_says_what_was_said_and_what_is_right(answers: Answers) -> None:
    (finding,) = [f for f in compare(answers, CAT, "a: 네, 팔천이백 원입니다.") if f.type is FactType.FEE]
    assert (finding.entry, finding.fact_name, finding.said_norm, finding.expected) == (
        "cat-licence",
        "등록",
        "8,200원",
        "8,100원",
    )
    assert (finding.said, finding.quote) == ("팔천이백 원", "네, 팔천이백 원입니다.")
    assert finding.turn == 1


def test_a_call_is_judged_by_the_facts_of_its_day(answers: Answers) -> None:
    old = datetime(2025, 12, 31, 23, 50, tzinfo=SEOUL)
    assert verdicts(compare(answers, CAT, "a: 네, 칠천삼백 원입니다.", at=old), FactType.FEE) == [Verdict.AGREE]
    (finding,) = [f for f in compare(answers, CAT, "a: 네, 칠천삼백 원입니다.") if f.type is FactType.FEE]
    assert finding.verdict is Verdict.CONTRADICT
    assert finding.outdated


def test_an_agent_who_corrects_himself_is_right(answers: Answers) -> None:
    said = (CAT, "a: 네, 팔천이백 원입니다.", "c: 네.", "a: 아, 죄송합니다. 팔천이백 원이 아니라 팔천백 원입니다.")
    assert verdicts(compare(answers, *said), FactType.FEE) == [Verdict.AGREE]


def test_a_wrong_figure_repeated_stands_twice(answers: Answers) -> None:
    said = (CAT, "a: 네, 팔천이백 원입니다.", "c: 팔천이백 원이요?", "a: 네, 팔천이백 원 맞습니다.")
    assert verdicts(compare(answers, *said), FactType.FEE) == [Verdict.CONTRADICT, Verdict.CONTRADICT]


def test_the_last_word_counts_the_other_way_too(answers: Answers) -> None:
    said = (CAT, "a: 네, 팔천백 원입니다.", "c: 네.", "a: 아, 팔천이백 원이네요.")
    assert Verdict.CONTRADICT in verdicts(compare(answers, *said), FactType.FEE)


@pytest.mark.parametrize(
    "said",
    [
        ("c: 비행기 표는 얼마예요?", "a: 삼십만 원입니다."),
        (CAT, "a: 과태료는 십만 원입니다."),
        ("c: 고양이 등록 때문에 오만 원을 냈어요.", "a: 네, 오만 원 내셨군요."),
        (CAT, "a: 오만 원 말씀하신 건가요?"),
    ],
)
def test_what_the_answers_do_not_hold_is_never_a_contradiction(answers: Answers, said: tuple[str, ...]) -> None:
    assert Verdict.CONTRADICT not in verdicts(compare(answers, *said), FactType.FEE)


def test_a_number_the_citizen_dictated_is_no_claim(answers: Answers) -> None:
    said = (
        "c: 고양이 등록 전화번호 말이에요. 제 번호는 공이에 오오오에 일이삼사예요.",
        "a: 네, 공이에 오오오에 일이삼사 맞으십니까?",
    )
    assert verdicts(compare(answers, *said), FactType.PHONE) == []


def test_a_required_fact_that_was_not_told_is_reported_but_is_no_contradiction(answers: Answers) -> None:
    findings = compare(answers, CAT, "a: 네, 확인해 보겠습니다.")
    assert [(f.verdict, f.type, f.expected) for f in findings] == [(Verdict.NOT_STATED, FactType.FEE, "8,100원")]


def test_a_change_of_subject_is_followed(answers: Answers) -> None:
    findings = compare(
        answers, CAT, "a: 팔천백 원입니다.", "c: 그럼 유람선 요금은 어른이 얼마예요?", "a: 어른은 만 육천 원입니다."
    )
    told = [(f.entry, f.verdict) for f in findings if f.type is FactType.FEE and f.turn is not None]
    assert told == [("cat-licence", Verdict.AGREE), ("boat", Verdict.AGREE)]


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("고양이를 키우는데 등록을 해야 하나요", "cat-licence"),
        ("한강에서 유람선 타고 싶은데요", "boat"),
        ("카약 배우는 데가 있다던데", "kayak"),
        ("제 차가 견인돼 갔어요", "tow"),
        ("우리 동네 다리에 금이 갔어요", "bridge"),
        ("고양이 등로카고 시퍼요", "cat-licence"),
    ],
)
def test_the_entry_is_found_for_questions_in_other_words(answers: Answers, question: str, entry: str) -> None:
    hits = Finder(answers).find(question)
    assert hits[0].entry.id == entry
    assert hits[0].margin > 0


def test_nothing_is_found_where_no_word_fits(answers: Answers) -> None:
    assert Finder(answers).find("zzz") == ()
