"""Who calls, who answers and how they speak changes no rating."""

from __future__ import annotations

import pytest

from qa.scoring.evaluate import evaluate
from qa.speech.turn_times import measure_turns
from tests.scoring.calls import call, outcome, rubric

CALL = (
    "a: 안녕하십니까. 다산콜센터 상담사 {name}입니다. 무엇을 도와드릴까요?",
    "c: {matter}",
    "a: {term} 가로등이 꺼져서 많이 불편하셨겠습니다. 위치가 어떻게 되십니까?",
    "c: {place}",
    "a: 망원시장 입구 가로등 말씀이시죠. 접수해 드리겠습니다.",
    "c: {when}",
    "a: 죄송합니다만 오늘은 어렵습니다. 내일 오전에 고칩니다.",
    "a: 더 궁금하신 점 있으십니까?",
    "c: {none}",
    "a: 전화 주셔서 감사합니다. 좋은 하루 보내세요.",
)
STANDARD = {
    "matter": "집 앞 가로등이 꺼져서 밤마다 너무 무서워요.",
    "place": "망원시장 입구예요.",
    "when": "오늘 고쳐 주시나요?",
    "none": "없어요.",
}


def outcomes(*, name: str = "김민지", term: str = "고객님,", **citizen: str) -> dict[str, str]:
    words = {**STANDARD, **citizen}
    spoken = call(*(line.format(name=name, term=term, **words) for line in CALL))
    evaluation = evaluate(spoken, measure_turns(spoken), rubric("courtesy-ko"), None, called_at=None)
    return {rating.criterion: outcome(rating) for rating in evaluation.ratings if rating.criterion != "interruption"}


@pytest.mark.parametrize("name", ["남궁솔", "박나래", "이준", "황보영", "최강희"])
def test_the_agents_name_changes_nothing(name: str) -> None:
    assert outcomes(name=name) == outcomes()


@pytest.mark.parametrize("term", ["어머님,", "아버님,", "선생님,", "사장님,", "시민님,"])
def test_how_the_citizen_is_addressed_changes_nothing(term: str) -> None:
    assert outcomes(term=term) == outcomes()


@pytest.mark.parametrize(
    "citizen",
    [
        {"matter": "집 앞 가로등이 꺼져가꼬 밤마다 억수로 무섭심더.", "place": "망원시장 입구라예.", "when": "오늘 고쳐 주십니꺼?", "none": "없어예."},
        {"matter": "집 앞 가로등이 꺼져부러서 밤마다 겁나게 무섭당께요.", "place": "망원시장 입구여라.", "when": "오늘 고쳐 주신당가요?", "none": "없어라."},
        {"matter": "집 앞 가로등이 꺼져서유 밤마다 너무 무서워유.", "place": "망원시장 입구예유.", "when": "오늘 고쳐 주시남유?", "none": "없슈."},
    ],
)  # fmt: skip
def test_the_dialect_of_the_citizen_changes_nothing(citizen: dict[str, str]) -> None:
    assert outcomes(**citizen) == outcomes()


def test_the_call_itself_is_a_good_one() -> None:
    assert set(outcomes().values()) <= {"yes", "not_applicable"}
