"""A hostile rubric is refused with a reason, and one at its limits still lets a worker go on."""

from __future__ import annotations

import json
import time

import pytest
from click.testing import CliRunner

from qa.__main__ import cli
from qa.command.bench import made_call
from qa.errors import Misconfigured
from qa.scoring.evaluate import evaluate
from qa.scoring.parts import LARGEST_PATTERN, LONGEST_PATTERN, MOST_PATTERNS, MOST_PHRASES, compiled
from qa.scoring.rubric import MOST_PHRASES_IN_ALL, MOST_STEPS_IN_ALL, load_rubric
from tests.scoring.drafts import criterion, text_of

SECONDS = 20.0  # of the processor; a worker gives up a stage after 900


def group(place: int, *, phrases: list[str] | None = None, patterns: list[str] | None = None) -> str:
    held = {
        "id": f"g{place}",
        "name": {"ko": "묶음", "en": "group"},
        "phrases": phrases or [],
        "patterns": patterns or [],
    }
    return json.dumps(held, ensure_ascii=False)


def rubric_of(*groups: str) -> str:
    body = f"check: {{kind: said, need: any, groups: [{', '.join(groups)}]}}\n"
    return text_of(criterion("c", body))


def refused(text: str) -> str:
    started = time.process_time()
    with pytest.raises(Misconfigured) as caught:
        load_rubric(text, name="hostile.yaml")
    assert time.process_time() - started < SECONDS
    assert caught.value.sentence.en.startswith("hostile.yaml, line ")
    assert caught.value.sentence.ko.startswith("hostile.yaml ")
    return caught.value.sentence.en


def words(count: int, start: int = 0) -> list[str]:
    return [f"문의하신 {number}번째 말씀 드립니다" for number in range(start, start + count)]


@pytest.mark.parametrize(
    ("pattern", "needle"),
    [
        ("(((a{1,99}){1,99}){1,99}){1,99}b", "bad pattern"),
        ("(?:[가-힣]{1,30}){1,30}x", "too large once its repetitions are written out"),
        (".{1,500}x.{1,400}", "too large"),
        ("(?=a)b", "bad pattern"),
        ("(a)\\1", "bad pattern"),
        ("(" * 200 + "a" + ")" * 200 + "*", "bad pattern"),
        ("a" * (LONGEST_PATTERN + 1), "at most 500 characters"),
        ("a*", "matches nothing"),
    ],
)
def test_a_pattern_that_asks_too_much_is_refused(pattern: str, needle: str) -> None:
    assert needle in refused(rubric_of(group(1, patterns=[pattern])))


def test_more_phrases_or_patterns_than_a_worker_should_look_for_are_refused() -> None:
    assert f"at most {MOST_PHRASES}" in refused(rubric_of(group(1, phrases=words(MOST_PHRASES + 1))))
    assert f"at most {MOST_PATTERNS}" in refused(rubric_of(group(1, patterns=["가나"] * (MOST_PATTERNS + 1))))
    many = [
        group(n, phrases=words(MOST_PHRASES, n * MOST_PHRASES)) for n in range(MOST_PHRASES_IN_ALL // MOST_PHRASES + 1)
    ]
    assert "phrases in all; at most 3,000 are allowed" in refused(rubric_of(*many))
    large = "(?:[가-힣]{1,20}){1,12}x"
    assert LARGEST_PATTERN // 2 < compiled(large).programsize <= LARGEST_PATTERN
    patterns = [f"{large}{n}" for n in range(MOST_STEPS_IN_ALL // compiled(large).programsize + 1)]
    assert "steps of patterns in all" in refused(rubric_of(group(1, patterns=patterns)))


def test_a_rubric_at_its_limits_is_slow_but_ends() -> None:
    large = "(?:[가-힣]{1,20}){1,12}x"
    patterns = [f"{large}{n}" for n in range(MOST_STEPS_IN_ALL // compiled(large).programsize)]
    phrases = words(MOST_PHRASES)
    rubric = load_rubric(rubric_of(group(1, patterns=patterns), group(2, phrases=phrases)), name="heavy.yaml")
    transcript, measures = made_call(7, 20)
    started = time.process_time()
    evaluate(transcript, measures, rubric, None, called_at=None)
    assert time.process_time() - started < SECONDS


def test_nested_quantifiers_take_time_in_step_with_the_text() -> None:
    pattern = compiled("(?:(?:a+)+)+b")
    took = []
    for length in (100_000, 400_000):
        started = time.process_time()
        assert pattern.search("a" * length) is None
        took.append(time.process_time() - started)
    assert took[1] < max(0.5, 40 * took[0])


def test_the_bench_tells_calls_a_second_and_what_each_check_takes() -> None:
    result = CliRunner().invoke(cli, ["bench", "score", "--calls", "2", "--turns", "6", "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["calls_per_s"] > 0
    assert {"said", "speech_level", "measure"} <= set(told["by_check"])
    assert all(each["ms_per_call"] >= 0 and each["criteria"] >= 1 for each in told["by_check"].values())


def test_the_same_seed_makes_the_same_call() -> None:
    assert made_call(3, 60) == made_call(3, 60)
    assert made_call(3, 60) != made_call(4, 60)
    assert len(made_call(3, 60)[0].turns) == 60
