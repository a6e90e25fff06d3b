"""Rubrics have tests, and what goes wrong in them is told with line, outcome and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import Misconfigured
from qa.scoring.rubric import load_rubrics
from qa.scoring.rubric_advice import advice
from qa.scoring.rubric_cases import CaseResult, cases_beside, run_cases, run_cases_of
from tests.scoring.calls import RUBRICS, rubric, shipped_answers
from tests.scoring.drafts import SAID, criterion, draft

CASES = """\
rubric: courtesy-ko
cases:
  - name: 반말
    turns:
      - agent: 안녕하십니까. 다산콜센터 김민지입니다.
      - citizen: 버스 시간 좀 알려 주세요.
      - agent: 몇 번 버스야? 번호 불러 줘.
    expect:
      greeting: "yes"
      speech_level: "yes"
"""
SMALL = """\
rubric: draft
cases:
  - name: one
    turns: [{agent: 안녕하세요.}, {citizen: 네.}, {agent: 네, pause_s: 1}]
    expect: {c: "yes"}
"""


def refused(text: str) -> str:
    with pytest.raises(Misconfigured) as caught:
        run_cases_of(draft(criterion("c", SAID)), text, "draft.test.yaml")
    return caught.value.sentence.en


@pytest.mark.parametrize("name", [rubric.id for rubric in load_rubrics(RUBRICS)])
def test_the_tests_of_the_shipped_rubrics_pass(name: str) -> None:
    results = run_cases(rubric(name), cases_beside(RUBRICS / f"{name}.yaml"), answers=shipped_answers())
    told = [
        f"line {miss.line} {result.name}: {miss.criterion} {miss.expected} != {miss.got}: {miss.reason.ko}"
        for result in results
        for miss in result.misses
    ]
    assert told == []


def test_a_test_that_fails_says_what_came_out_instead_where_and_why() -> None:
    (result,) = run_cases_of(rubric("courtesy-ko"), CASES, "courtesy-ko.test.yaml")
    assert not result.passed
    (miss,) = result.misses
    assert (miss.criterion, miss.expected, miss.got, miss.line) == ("speech_level", "yes", "no", 10)
    assert "반말" in miss.reason.ko
    assert any("버스야" in quote for quote in miss.quotes)


def test_words_can_be_marked_as_badly_heard() -> None:
    text = CASES.replace("번호 불러 줘.", "번호 불러 줘.\n        heard: 0.55").replace(
        'speech_level: "yes"', "speech_level: cannot_tell"
    )
    assert run_cases_of(rubric("courtesy-ko"), text, "x")[0].passed


def test_a_pause_and_a_hold_make_times_as_a_telephone_would() -> None:
    text = """\
rubric: courtesy-ko
cases:
  - name: 말없이 오래 기다림
    turns:
      - agent: 안녕하십니까. 다산콜센터 김민지입니다.
      - citizen: 수도 요금이 얼마예요?
      - agent: 네.
      - agent: 만 원입니다.
        pause_s: 40
    expect: {dead_air: "no", hold_asked: not_applicable}
  - name: 알리지 않은 대기
    turns:
      - agent: 안녕하십니까. 다산콜센터 김민지입니다.
      - citizen: 수도 요금이 얼마예요?
      - agent: 만 원입니다.
    events: [{kind: hold, after: 2, length_s: 30, by: agent}]
    expect: {hold_asked: "no"}
"""
    for result in run_cases_of(rubric("courtesy-ko"), text, "x"):
        assert result.passed, result.misses


def test_a_written_call_has_no_times_and_loses_nothing_by_it() -> None:
    text = CASES.replace("name: 반말", "name: 채팅\n    channel: chat").replace(
        'speech_level: "yes"', "pace: not_applicable\n      dead_air: not_applicable\n      hold_asked: not_applicable\n      interruption: not_applicable"
    )  # fmt: skip
    (result,) = run_cases_of(rubric("courtesy-ko"), text, "x")
    assert result.passed, result.misses


def test_an_expected_score_is_compared_and_the_lost_points_named() -> None:
    text = SMALL.replace('expect: {c: "yes"}', 'expect: {c: "yes"}\n    score: 90')
    (result,) = run_cases_of(draft(criterion("c", SAID)), text, "x")
    (miss,) = result.misses
    assert (miss.criterion, miss.expected, miss.got, miss.line) == ("score", "90", "100", 6)


@pytest.mark.parametrize(
    ("old", "new", "needles"),
    [
        ("rubric: draft", "rubric: other", ["line 1", "tests of 'other'"]),
        ('{c: "yes"}', '{d: "yes"}', ["line 5", "no criterion 'd'", "cases[1].expect.d"]),
        ('{c: "yes"}', "{c: perhaps}", ["'perhaps' is no answer", "not_applicable"]),
        ('{c: "yes"}', "{c: yes}", ["line 5", "quotes"]),
        ("{citizen: 네.}", "{citizen: 네., agent: 네.}", ["line 4", "either `agent` or `citizen`"]),
        ("{citizen: 네.}", "{robot: 네.}", ["robot", "not known"]),
        ("pause_s: 1", "pause_s: 9999", ["pause_s", "600"]),
        ('expect: {c: "yes"}', 'expect: {c: "yes"}\n    events: [{kind: hold, after: 9}]', ["there are 3 turns"]),
        ("cases:", "csaes:", ["csaes", "Did you mean 'cases'"]),
        ('    expect: {c: "yes"}\n', '    expect: {c: "yes"}\n  - {name: one, turns: [{agent: 네}], expect: {c: "no"}}\n', ["'one' appears twice"]),
    ],
)  # fmt: skip
def test_a_faulty_test_file_is_refused_with_line_and_field(old: str, new: str, needles: list[str]) -> None:
    assert old in SMALL
    said = refused(SMALL.replace(old, new))
    assert said.startswith("draft.test.yaml, line ")
    for needle in needles:
        assert needle in said


def test_advice_names_what_a_sound_rubric_lacks() -> None:
    bare = draft(criterion("c", SAID), criterion("idle", "critical: citizen\nmin_confidence: 0.2\n" + SAID, weight=0))
    codes = {(each.code, each.criterion) for each in advice(bare, None)}
    assert codes == {
        ("no_owner", ""), ("no_tests", ""), ("no_guide", "c"), ("no_anchor", "c"), ("no_guide", "idle"),
        ("no_anchor", "idle"), ("unsure_critical", "idle"),
    }  # fmt: skip
    ran = [CaseResult("one", 1, asked=frozenset((("c", "yes"),)))]
    tested = {(each.code, each.criterion) for each in advice(bare, ran)}
    assert {("one_sided", "c"), ("untested", "idle")} <= tested


def test_the_file_of_tests_stands_beside_its_rubric() -> None:
    assert cases_beside(Path("rubrics/courtesy-ko.yaml")) == Path("rubrics/courtesy-ko.test.yaml")
