"""The figures of a session are those of the statistics, on a worked table and on a published one rated for real."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from qa.call import Evaluation, Sentence
from qa.desk import evaluate, inbox
from qa.desk.calibration_report import Report, answers_of, report, scale_of
from qa.desk.calibration_table import MACHINE, Cell, Rater, Table, table_of
from qa.desk.sheet import NOTHING, Choice, Question
from qa.statistics.alpha import krippendorff_alpha
from qa.statistics.gwet import ac1, ac2
from qa.statistics.percent_agreement import percent_agreement
from qa.statistics.ratings import Ratings
from qa.statistics.severity import severity
from qa.statistics.weights import Scale
from qa.store import results
from qa.store.engine import Store
from qa.store.tables import CallTranscript
from tests.calibrating import begin, fill, held, reveal
from tests.cast import Cast, person, rating, transcript, unreleased
from tests.scoring.drafts import SAID, criterion, text_of
from tests.statistics.tables import KRIPPENDORFF, of_columns

SUHYUN, SORA, TAEO = Rater(1, "박수현"), Rater(2, "윤소라"), Rater(3, "문태오")
THE_MACHINE = Rater(MACHINE, "")


def question(id: str, **worth: float) -> Question:
    choices = tuple(Choice(key, Sentence(key, key), NOTHING, score) for key, score in worth.items())
    return Question(id, Sentence(id, id), NOTHING, 50, False, choices)


GREETING = question("greeting", no=0.0, yes=1.0)
EMPATHY = question("empathy", yes=1.0, partly=0.5, no=0.0)


def table(said: dict[str, dict[Rater, str]], **more: object) -> Table:
    """`said`: per criterion and rater one word a call: y, p, n, - (not applicable), ? (cannot tell), . (missing)."""
    keys = {"y": "yes", "p": "partly", "n": "no", "-": "not_applicable", "?": "cannot_tell"}
    raters = tuple(dict.fromkeys(rater for by in said.values() for rater in by))
    cells = tuple(
        Cell(call_id, name, rater.id, keys[word], "")
        for name, by in said.items()
        for rater, words in by.items()
        for call_id, word in enumerate(words, 1)
        if word != "."
    )
    calls = tuple(range(1, 1 + max(len(words) for by in said.values() for words in by.values())))
    return replace(Table(calls, raters, (GREETING, EMPATHY), cells, ()), **more)  # type: ignore[arg-type]


WORKED = table(
    {
        "greeting": {SUHYUN: "yyynnyyyyn", SORA: "yyynyyyyyn", TAEO: "yyyn.ynyyn", THE_MACHINE: "yyynnyyyyy"},
        "empathy": {SUHYUN: "ypn-ypnyp?", SORA: "yypnyp-ypn", TAEO: "ypn-ynnypn", THE_MACHINE: "nnnnnnnnnn"},
    },
    scores=tuple(
        (call_id, rater.id, score)
        for rater, scores in (
            (SUHYUN, (80, 70, 90)),
            (SORA, (90, 85, 95)),
            (TAEO, (70, 70, 80)),
            (THE_MACHINE, (60, 60, 70)),
        )
        for call_id, score in enumerate(scores, 1)
    ),
)


def ratings(said: dict[Rater, str], values: str, missing: str = ".") -> Ratings:
    return Ratings.of(
        (
            (call_id, rater.id, None if word in missing else word)
            for rater, words in said.items()
            for call_id, word in enumerate(words, 1)
        ),
        values=values,
    )


def test_a_criterion_has_the_figures_of_its_own_table() -> None:
    found = report(WORKED).of("greeting")
    assert found is not None
    own = ratings({SUHYUN: "yyynnyyyyn", SORA: "yyynyyyyyn", TAEO: "yyyn.ynyyn"}, "ny")
    assert (found.people.calls, found.people.ratings) == (10, 29)
    assert found.people.percent == percent_agreement(own)
    assert found.people.ac1 == ac1(own)
    assert found.people.ac2 is None, "of two answers it is the same"
    assert found.people.alpha == krippendorff_alpha(own, Scale.ORDINAL)
    assert found.differing == (5, 7)
    all_four = ratings({SUHYUN: "yyynnyyyyn", SORA: "yyynyyyyyn", TAEO: "yyyn.ynyyn", THE_MACHINE: "yyynnyyyyy"}, "ny")
    assert found.everybody.ac1 == ac1(all_four)
    assert found.machine_differs == (5, 7, 10)
    assert found.machine.value == pytest.approx((7 + 1 / 2 + 2 / 3 + 0) / 10)


def test_whether_it_applied_stands_apart_from_how_it_was_rated() -> None:
    found = report(WORKED).of("empathy")
    assert found is not None
    rated = ratings({SUHYUN: "ypn-ypnyp?", SORA: "yypnyp-ypn", TAEO: "ypn-ynnypn"}, "npy", missing="-?")
    assert found.people.percent == percent_agreement(rated)
    assert found.people.ac1 == ac1(rated)
    assert found.people.ac2 == ac2(rated, Scale.ORDINAL)
    assert found.people.alpha == krippendorff_alpha(rated, Scale.ORDINAL)
    applied = ratings({SUHYUN: "xxx-xxxxx?", SORA: "xxxxxx-xxx", TAEO: "xxx-xxxxxx"}, "-x", missing="?")
    assert found.applied.value == percent_agreement(applied).value
    assert found.applied_ac1.value == ac1(applied).value
    told = ratings({SUHYUN: "xxxxxxxxx?", SORA: "xxxxxxxxxx", TAEO: "xxxxxxxxxx"}, "?x")
    assert found.told.value == percent_agreement(told).value
    assert found.left_out == 4


def test_answers_stand_in_the_order_of_their_worth() -> None:
    assert answers_of(EMPATHY) == ("no", "partly", "yes", "not_applicable", "cannot_tell")
    assert scale_of(EMPATHY) is Scale.ORDINAL
    assert scale_of(question("kind", a=1.0, b=1.0, c=0.0)) is Scale.NOMINAL


def test_the_matrix_has_every_pair_with_its_own_n() -> None:
    found = report(WORKED)
    assert len(found.pairs) == 6
    pair = found.pair(SORA.id, TAEO.id)
    assert pair is not None
    # nine greetings, and the empathy of eight calls that both gave points
    assert pair.n == 9 + 8
    both = [("yyynyyyyyn"[i], "yyyn.ynyyn"[i]) for i in range(10)] + [
        ("yypnyp-ypn"[i], "ypn-ynnypn"[i]) for i in range(10)
    ]
    same = [a == b for a, b in both if not {a, b} & set(".-?")]
    assert len(same) == pair.n
    assert pair.percent.value == pytest.approx(sum(same) / len(same))
    assert pair.percent.interval is not None


def test_strictness_is_in_points_among_people_and_the_machine_stands_against_their_mean() -> None:
    by = {each.rater: each for each in report(WORKED).strictness}
    own = severity(
        Ratings.of(
            (call, rater, float(score))
            for call, rater, score in WORKED.scores
            if rater != MACHINE and score is not None
        )
    )
    assert [by[rater].points for rater in (SUHYUN, SORA, TAEO)] == [each.severity for each in own]
    assert by[SUHYUN].points == pytest.approx(10 / 9)
    assert by[SORA].points == pytest.approx(-80 / 9)
    assert by[SORA].interval == own[1].interval
    assert by[THE_MACHINE].points == pytest.approx((20 + 15 + (90 + 95 + 80) / 3 - 70) / 3)
    assert by[THE_MACHINE].interval is not None


def test_the_reference_shows_how_near_everybody_is() -> None:
    agreed = ((1, "greeting", "yes"), (5, "greeting", "no"), (7, "empathy", "not_applicable"), (10, "empathy", "no"))
    by = {each.rater: each for each in report(replace(WORKED, references=agreed)).reference}
    assert (by[SUHYUN].n, by[SUHYUN].percent.value) == (4, 0.5)  # empathy of 7 and 10 otherwise
    assert (by[SORA].n, by[SORA].percent.value) == (4, 0.75)
    assert (by[TAEO].n, by[TAEO].percent.value) == (3, pytest.approx(2 / 3))
    assert by[SORA].ac1.value is not None
    assert report(WORKED).reference == ()


def test_who_agrees_about_everything_has_no_chance_to_compare_with_and_is_told_so() -> None:
    found = report(table({"greeting": {SUHYUN: "yyy", SORA: "yyy"}, "empathy": {SUHYUN: "ppp", SORA: "---"}}))
    greeting, empathy = found.of("greeting"), found.of("empathy")
    assert greeting is not None
    assert empathy is not None
    assert greeting.people.percent.value == 1.0
    assert greeting.people.percent.interval is not None
    assert greeting.people.percent.interval[0] < 0.5, "three calls say little"
    assert greeting.people.alpha.why is not None
    assert empathy.people.percent.why is not None, "there is no answer that both gave"
    assert empathy.applied.value == 0.0


def test_one_rater_and_the_machine_are_a_session_too() -> None:
    found = report(table({"greeting": {SUHYUN: "yyn", THE_MACHINE: "yyy"}, "empathy": {SUHYUN: "..."}}))
    assert found.people.percent.why is not None
    assert found.everybody.percent.value == pytest.approx(2 / 3)
    assert found.machine.value == pytest.approx(2 / 3)


RATERS = ("suhyun", "sora", "taeo", "eunseo")
KEYS = {"1": "no", "2": "two", "3": "three", "4": "four", "5": "yes"}
FIVE = "answers:\n" + "".join(
    f'  "{key}": {{score: {place / 4}, label: {{ko: "{word}", en: "{word}"}}}}\n'
    for place, (word, key) in enumerate(KEYS.items())
)


@pytest.fixture
def krippendorff(desk: Store, cast: Cast) -> Report:
    """Krippendorff's own example, rated by four people in a session: 12 calls, one criterion of five answers."""
    text = text_of(criterion("quality", SAID, answers=FIVE))
    calls = [unreleased(desk, cast.folder, seed=60 + place) for place in range(12)]
    with desk.writing() as session:
        version = results.keep_rubric(session, "draft", text)
        for call_id in calls:
            heard = session.scalars(select(CallTranscript.id).where(CallTranscript.call_id == call_id)).one()
            given = (rating(transcript(), "quality", "no", 0.0, 0, "하나"),)
            evaluation = Evaluation("draft", results.text_hash(text), 0.0, given)
            results.keep_evaluation(
                session, call_id, evaluation, transcript_id=heard, rubric_version_id=version, answers_version_id=None
            )
    session_id = begin(desk, calls, RATERS, rubric="draft", leader="admin")
    for login, line in zip(RATERS, KRIPPENDORFF.strip().splitlines(), strict=True):
        words = dict(zip(calls, line.split(), strict=True))
        for review_id in held(desk, session_id, login):
            with desk.reading() as session:
                call_id = inbox.read(session, review_id).call_id
            if words[call_id] == ".":
                continue
            fill(desk, login, review_id, {(call_id, "quality"): KEYS[words[call_id]]})
            with desk.writing() as session:
                evaluate.submit(session, person(session, login), review_id)
    reveal(desk, session_id, "admin", early=True)
    with desk.reading() as session:
        return report(table_of(session, session_id))


def test_a_published_table_rated_in_a_session_gives_the_published_figures(krippendorff: Report) -> None:
    found = krippendorff.of("quality")
    assert found is not None
    published = of_columns(KRIPPENDORFF)
    assert (found.people.calls, found.people.ratings) == (11, 41)
    assert found.people.percent.value == pytest.approx(0.81818, abs=5e-6)
    assert found.people.ac1.value == pytest.approx(0.77544, abs=5e-6)
    assert found.people.ac2 is not None
    assert found.people.ac2.value == pytest.approx(0.89894, abs=5e-6)
    assert found.people.alpha.value == pytest.approx(0.815388, abs=5e-7)
    assert found.people.alpha.interval == krippendorff_alpha(published, Scale.ORDINAL).interval
    assert krippendorff.people.ac1.value == pytest.approx(0.77544, abs=5e-6), "one criterion is all of them"
    assert len(krippendorff.pairs) == 10
