"""The arithmetic of a rubric: what does not apply leaves the sum, points add, rules zero, only the confirmed caps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.call import Rating, RatingState, Sentence
from qa.errors import Misconfigured
from qa.scoring.rubric import Rubric, load_rubric
from qa.scoring.tally import tally
from tests.scoring.calls import rubric as shipped
from tests.scoring.drafts import SAID, criterion, draft, text_of

_ANSWERS = {1.0: "yes", 0.5: "partly", 0.0: "no"}


def rating(id: str, worth: float | None) -> Rating:
    state = RatingState.NOT_APPLICABLE if worth is None else RatingState.RATED
    answer = None if worth is None else _ANSWERS.get(worth, "partly")
    return Rating(id, answer, state, worth, 0.9, Sentence("까닭", "reason"))


def example(extra: str = "", top: str = "") -> Rubric:
    weights = (10, 10, 20, 15, 15, 10, 20)
    parts = [criterion(f"c{place}", SAID + (extra if place == 3 else ""), weight=w) for place, w in enumerate(weights)]
    return draft(*parts, top=top)


WORTHS = (1.0, 1.0, 0.75, 0.0, 1.0, None, 1.0)
RATINGS = tuple(rating(f"c{place}", worth) for place, worth in enumerate(WORTHS))


def test_what_does_not_apply_leaves_numerator_and_denominator() -> None:
    told = tally(example(), RATINGS)
    assert told.exact == pytest.approx(77.778, abs=0.0005)
    assert told.score == 77.8


def test_a_critical_failure_is_reported_and_caps_only_once_a_person_confirmed_it() -> None:
    rubric = example("critical: citizen\ncritical_cap: 59\n")
    waiting = tally(rubric, RATINGS)
    assert (waiting.score, waiting.critical, waiting.unconfirmed, waiting.capped_at) == (77.8, ("c3",), ("c3",), None)
    confirmed = tally(rubric, RATINGS, confirmed=frozenset(("c3",)))
    assert (confirmed.score, confirmed.unconfirmed, confirmed.capped_at) == (59.0, (), 59.0)


def test_a_critical_failure_without_a_cap_costs_only_its_own_points() -> None:
    rubric = example("critical: compliance\n")
    assert tally(rubric, RATINGS, confirmed=frozenset(("c3",))).score == 77.8


def test_a_cap_above_the_score_changes_nothing() -> None:
    rubric = example("critical: centre\ncritical_cap: 90\n")
    told = tally(rubric, RATINGS, confirmed=frozenset(("c3",)))
    assert (told.score, told.capped_at) == (77.8, None)


def test_bonus_and_minus_points_come_on_top_and_stay_within_a_hundred() -> None:
    rubric = draft(
        criterion("main", SAID),
        criterion("praise", "bonus: 5\n" + SAID, weight=None),
        criterion("slang", "minus: 10\n" + SAID, weight=None),
    )

    def score(main: float, praise: float | None, slang: float | None) -> float | None:
        return tally(rubric, [rating("main", main), rating("praise", praise), rating("slang", slang)]).score

    assert score(0.5, 1.0, 1.0) == 55.0
    assert score(0.5, 0.0, 1.0) == 50.0
    assert score(0.5, None, 0.0) == 40.0
    assert score(0.5, None, 0.5) == 45.0
    assert score(1.0, 1.0, 1.0) == 100.0
    assert score(0.0, None, 0.0) == 0.0


def test_zero_rules_take_a_criterion_a_section_or_the_call() -> None:
    def with_rule(rule: str) -> Rubric:
        return example(top=f"zero_rules:\n  - {rule}\n")

    when = 'when: {c3: ["no"]}'
    assert tally(with_rule(f"{{{when}, scope: call}}"), RATINGS).score == 0.0
    section = tally(with_rule(f"{{{when}, scope: section}}"), RATINGS)
    assert (section.score, section.zeroed) == (0.0, ("section:whole",))
    one = tally(with_rule(f"{{{when}, scope: criterion, of: c6}}"), RATINGS)
    assert one.exact == pytest.approx(100 * 50 / 90)
    assert one.zeroed == ("criterion:c6",)
    assert tally(with_rule('{when: {c0: ["no"]}, scope: call}'), RATINGS).score == 77.8


def test_a_zero_rule_on_a_critical_criterion_waits_for_a_person() -> None:
    rubric = example("critical: citizen\n", top='zero_rules:\n  - {when: {c3: ["no"]}, scope: call}\n')
    assert tally(rubric, RATINGS).score == 77.8
    assert tally(rubric, RATINGS, confirmed=frozenset(("c3",))).score == 0.0


def test_a_call_in_which_nothing_was_rated_has_no_score() -> None:
    told = tally(example(), [rating(f"c{place}", None) for place in range(7)])
    assert told.score is None
    assert told.sections == {"whole": None}


def test_the_areas_of_ksqi_are_means_of_what_was_rated_in_them() -> None:
    rubric = draft(
        criterion("hello", "ksqi: greeting\n" + SAID, weight=40),
        criterion("name", "ksqi: greeting\n" + SAID, weight=20),
        criterion("bye", "ksqi: closing\n" + SAID, weight=40),
    )
    told = tally(rubric, [rating("hello", 1.0), rating("name", 0.5), rating("bye", None)])
    areas = {area.id: area for area in told.areas}
    assert list(areas) == ["reception", "greeting", "attitude", "handling", "closing"]
    assert (areas["greeting"].score, areas["greeting"].rated, areas["greeting"].asked) == (83.3, 2, 2)
    assert (areas["closing"].score, areas["closing"].rated, areas["closing"].asked) == (None, 0, 1)
    closing, reception = areas["closing"].reason, areas["reception"].reason
    assert closing is not None
    assert "none with a weight was rated" in closing.en
    assert reception is not None
    assert "'수신여건'" in reception.ko


@pytest.mark.parametrize("name", ["courtesy-ko", "courtesy-en", "accuracy-ko"])
def test_every_criterion_of_the_shipped_rubrics_counts_for_an_area_of_ksqi(name: str) -> None:
    rubric = shipped(name)
    for section in rubric.sections:
        for each in section.criteria:
            assert each.ksqi or section.ksqi, each.id


@given(st.lists(st.one_of(st.none(), st.sampled_from([0.0, 0.5, 0.75, 1.0])), min_size=7, max_size=7))
def test_the_score_lies_between_nothing_and_a_hundred_and_never_falls_when_a_worth_rises(
    worths: list[float | None],
) -> None:
    rubric = example()
    ratings = [rating(f"c{place}", worth) for place, worth in enumerate(worths)]
    told = tally(rubric, ratings).exact
    if told is None:
        assert all(worth is None for worth in worths)
        return
    assert 0 <= told <= 100
    for place, worth in enumerate(worths):
        if worth is not None:
            better = tally(rubric, [*ratings[:place], rating(f"c{place}", 1.0), *ratings[place + 1 :]]).exact
            assert better is not None
            assert better >= told - 1e-9


@pytest.mark.parametrize(
    ("text", "needles"),
    [
        (text_of(criterion("c", "bonus: 5\n" + SAID)), ["no weight of its own", "sections.whole.criteria.c"]),
        (text_of(criterion("c", "bonus: 5\nminus: 5\n" + SAID, weight=None)), ["either `bonus` or `minus`"]),
        (text_of(criterion("c", "critical_cap: 59\n" + SAID)), ["`critical_cap` needs `critical`"]),
        (text_of(criterion("c", "critical: citizen\ncritical_cap: 100\n" + SAID)), ["critical_cap", "100"]),
        (text_of(criterion("c", "ksqi: smile\n" + SAID)), ["ksqi", "'smile'", "reception"]),
        (text_of(criterion("c", SAID), top='zero_rules: [{when: {d: ["no"]}, scope: call}]\n'), ["zero_rules", "no criterion 'd'"]),
        (text_of(criterion("c", SAID), top='zero_rules: [{when: {c: ["never"]}, scope: call}]\n'), ["no answer 'never'", "yes, partly, no"]),
        (text_of(criterion("c", SAID), top='zero_rules: [{when: {c: ["no"]}, scope: criterion}]\n'), ["needs `of`"]),
        (text_of(criterion("c", SAID), top='zero_rules: [{when: {c: ["no"]}, scope: section, of: end}]\n'), ["no section 'end'", "zero_rules[1].of"]),
        (text_of(criterion("c", SAID), top="applies_to: {from: 2026-08-01, until: 2026-07-01}\n"), ["`until` lies before `from`"]),
        (text_of(criterion("c", SAID), top="applies_to: {channels: [fax]}\n"), ["applies_to.channels", "'fax'", "phone"]),
    ],
)  # fmt: skip
def test_points_and_rules_that_make_no_sense_are_refused(text: str, needles: list[str]) -> None:
    with pytest.raises(Misconfigured) as caught:
        load_rubric(text, name="draft.yaml")
    said = caught.value.sentence
    assert said.en.startswith("draft.yaml, line ")
    for needle in needles:
        assert needle in said.en
