"""Several checks in one criterion, and whether the situation arose at all."""

from __future__ import annotations

import pytest

from qa.call import Event, Rating, Transcript
from qa.errors import Misconfigured
from qa.scoring.evaluate import evaluate
from qa.scoring.rubric import Rubric, load_rubric
from qa.speech.turn_times import measure_turns
from tests.scoring.calls import call, misheard, outcome
from tests.scoring.drafts import criterion, draft, text_of

STEPS = """\
checks:
  - id: hello
    window: {first_turns: 1}
    check: {kind: said, groups: [{id: hello, name: {ko: 인사, en: greeting}, phrases: [안녕하십니까]}]}
  - id: office
    check: {kind: said, groups: [{id: office, name: {ko: 소속, en: organisation}, phrases: [다산콜센터입니다]}]}
  - id: level
    check: {kind: speech_level, no_from: 2}
"""
COUNT = 'combine: count\ncount: {"yes": 3, partly: 2, "no": 0}\n'
TABLE = """\
combine: table
table:
  - {answer: "no", when: {level: ["no"]}}
  - {answer: "yes", when: {hello: ["yes"], office: ["yes"]}}
  - {answer: "no", when: {hello: ["no"], office: ["no"]}}
  - {answer: partly}
"""
BOTH = call("a: 안녕하십니까. 다산콜센터입니다.", "c: 문의 좀 할게요.", "a: 네, 말씀하십시오.")
ONE = call("a: 네, 다산콜센터입니다.", "c: 문의 좀 할게요.", "a: 네, 말씀하십시오.")
NEITHER = call("a: 네, 말씀하십시오.", "c: 문의 좀 할게요.", "a: 네, 확인하겠습니다.")
PLAIN = call("a: 안녕하십니까. 다산콜센터입니다.", "c: 문의 좀 할게요.", "a: 그건 안 돼. 나중에 다시 해.")


def rate(rubric: Rubric, transcript: Transcript) -> Rating:
    return evaluate(transcript, measure_turns(transcript), rubric, None, called_at=None).ratings[0]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("combine: all\n", ("yes", "no", "no", "no")),
        ("combine: any\n", ("yes", "yes", "yes", "yes")),
        (COUNT, ("yes", "partly", "no", "partly")),
        (TABLE, ("yes", "partly", "no", "no")),
    ],
)
def test_several_checks_become_one_answer(how: str, expected: tuple[str, ...]) -> None:
    rubric = draft(criterion("opening", STEPS + how))
    assert tuple(outcome(rate(rubric, each)) for each in (BOTH, ONE, NEITHER, PLAIN)) == expected


def test_a_deduction_of_several_checks_shows_the_fault_first_and_says_why() -> None:
    found = rate(draft(criterion("opening", STEPS + TABLE)), PLAIN)
    assert "반말" in found.reason.ko
    assert found.evidence[0].quote.endswith(("안 돼.", "해."))


def test_what_was_badly_heard_in_one_check_leaves_the_whole_open_unless_it_makes_no_difference() -> None:
    blurred = misheard(ONE, 0.4, turns=[0])
    assert outcome(rate(draft(criterion("opening", STEPS + COUNT)), blurred)) == "cannot_tell"
    plain = misheard(PLAIN, 0.4, turns=[0])
    assert outcome(rate(draft(criterion("opening", STEPS + TABLE)), plain)) == "no"


@pytest.mark.parametrize(
    ("body", "needles"),
    [
        (STEPS + 'check: {kind: speech_level}\n', ["either `check` or `checks`"]),
        ("guide: {}\n", ["either `check` or `checks`"]),
        (STEPS.replace("id: office\n    check", "id: hello\n    check"), ["same id"]),
        (STEPS + "combine: count\n", ["`count` goes with"]),
        (STEPS + 'combine: count\ncount: {"yes": 2, "no": 1}\n', ["need 0 checks"]),
        (STEPS + 'combine: count\ncount: {"yes": 4, "no": 0}\n', ["more than the 3 checks"]),
        (STEPS + 'combine: count\ncount: {good: 1, "no": 0}\n', ["good", "`answers`"]),
        (STEPS + 'combine: table\ntable: [{answer: "no", when: {tone: ["no"]}}, {answer: "yes"}]\n', ["'tone'", "hello, office, level"]),
        (STEPS + 'combine: table\ntable: [{answer: "no", when: {hello: [perhaps]}}, {answer: "yes"}]\n', ["never answers perhaps"]),
        (STEPS + 'combine: table\ntable: [{answer: "no", when: {hello: ["no"]}}]\n', ["last line of `table`"]),
        (STEPS + "combine: both\n", ["combine", "'both'"]),
        (STEPS.replace("kind: speech_level", "kind: speech_lvel"), ["no check of kind 'speech_lvel'", "checks.level.check.kind"]),
        (STEPS.replace("no_from: 2", "no_form: 2"), ["Did you mean 'no_from'", "checks.level.check.no_form"]),
    ],
)  # fmt: skip
def test_checks_that_do_not_fit_together_are_refused_with_line_and_field(body: str, needles: list[str]) -> None:
    with pytest.raises(Misconfigured) as caught:
        load_rubric(text_of(criterion("opening", body)), name="draft.yaml")
    assert caught.value.sentence.en.startswith("draft.yaml, line ")
    for needle in needles:
        assert needle in caught.value.sentence.en


CUSHION = """\
opportunity:
  speaker: agent
  groups: [{id: refusal, name: {ko: 거절, en: refusal}, phrases: [어렵습니다, 불가능합니다, 안 되십니다]}]
  before_turns: 1
  after_turns: 0
check:
  kind: said
  need: any
  groups: [{id: cushion, name: {ko: 쿠션어, en: cushion}, phrases: [죄송합니다만, 번거로우시겠지만]}]
"""
REFUSED = call("a: 안녕하세요.", "c: 오늘 받을 수 있나요?", "a: 오늘 처리는 어렵습니다.", "c: 네.", "a: 죄송합니다만 끊겠습니다.")  # fmt: skip
CUSHIONED = call("a: 안녕하세요.", "c: 오늘 받을 수 있나요?", "a: 죄송합니다만 오늘 처리는 어렵습니다.", "c: 네.")
GRANTED = call("a: 안녕하세요.", "c: 오늘 받을 수 있나요?", "a: 네, 오늘 받으실 수 있습니다.", "c: 네.")


def test_where_the_situation_did_not_arise_the_criterion_is_not_applicable_and_says_so() -> None:
    found = rate(draft(criterion("cushion", CUSHION)), GRANTED)
    assert outcome(found) == "not_applicable"
    assert "거절" in found.reason.ko
    assert "refusal" in found.reason.en


def test_where_it_arose_its_evidence_stands_apart_from_that_of_the_answer() -> None:
    found = rate(draft(criterion("cushion", CUSHION)), CUSHIONED)
    assert outcome(found) == "yes"
    assert [(e.shows, "어렵습니다" in e.quote) for e in found.evidence] == [("opportunity", True), ("answer", False)]


def test_only_what_was_said_near_the_situation_counts() -> None:
    found = rate(draft(criterion("cushion", CUSHION)), REFUSED)
    assert outcome(found) == "no"  # the cushion two turns later belongs to something else
    wide = CUSHION.replace("  before_turns: 1\n  after_turns: 0\n", "")
    assert outcome(rate(draft(criterion("cushion", wide)), REFUSED)) == "yes"


def test_a_situation_that_was_hardly_heard_costs_nothing() -> None:
    unclear = misheard(REFUSED, 0.5, turns=[2])
    assert outcome(rate(draft(criterion("cushion", CUSHION)), unclear)) == "cannot_tell"


def test_nobody_is_asked_for_an_answer_when_no_turn_was_left() -> None:
    body = CUSHION.replace("speaker: agent", "speaker: citizen").replace("어렵습니다", "너무 속상해요")
    cut = call("a: 안녕하세요.", "c: 정말 너무 속상해요.")
    late = body.replace("before_turns: 1", "before_turns: 0").replace("after_turns: 0", "after_turns: 2")
    found = rate(draft(criterion("cushion", late)), cut)
    assert outcome(found) == "not_applicable"
    assert "no turn left" in found.reason.en


def test_an_event_of_the_telephone_system_is_a_situation_too() -> None:
    body = """\
        opportunity: {events: [transfer], otherwise: {ko: 연결이 없었습니다., en: There was no transfer.}}
        check: {kind: said, groups: [{id: told, name: {ko: 안내, en: notice}, phrases: [연결해 드리겠습니다]}]}
    """
    rubric = draft(criterion("transfer_notice", body))
    plain = call("a: 안녕하세요.", "c: 세무과요.", "a: 잠시만요.")
    assert rate(rubric, plain).reason.en == "There was no transfer."
    moved = Transcript("ko", plain.duration_s, plain.turns, events=(Event("transfer", 2.0, 3.0),))
    assert outcome(rate(rubric, moved)) == "no"
