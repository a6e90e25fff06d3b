"""The rubric version of an evaluation as people read and answer it, and the score of the ratings that count."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from qa.call import Rating, Sentence
from qa.errors import Misconfigured
from qa.scoring.evaluate import score
from qa.scoring.rubric import Criterion, Rubric, load_rubric
from qa.store.evaluations import EvaluationRead, RatingRead

NOTHING = Sentence("", "")


@dataclass(frozen=True)
class Choice:
    """One answer a criterion can be given; `anchor` says when, `score` in [0, 1] is its worth."""

    key: str
    label: Sentence
    anchor: Sentence
    score: float | None


@dataclass(frozen=True)
class Question:
    """One criterion. `points` of 100; `examples` of what passes, fails and lies between, by the rubric's keys."""

    id: str
    title: Sentence
    ask: Sentence
    points: float
    critical: bool
    choices: tuple[Choice, ...]
    examples: tuple[tuple[str, Sentence], ...] = ()

    def choice(self, key: str | None) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True)
class Part:
    title: Sentence
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Sheet:
    title: Sentence
    parts: tuple[Part, ...]
    readable: bool = True  # False: the stored text is no rubric to this program; ids stand for titles, nothing is asked

    def question(self, criterion: str) -> Question | None:
        return next((q for part in self.parts for q in part.questions if q.id == criterion), None)


def sheet_of(evaluation: EvaluationRead) -> Sheet:
    """The form behind an evaluation. A rubric too old for this program still shows what was answered then."""
    try:
        return _sheet(evaluation.rubric, evaluation.rubric_text)
    except Misconfigured:
        names = [(rating.criterion, Sentence(rating.criterion, rating.criterion)) for rating in evaluation.ratings]
        questions = tuple(Question(id_, name, NOTHING, 0.0, False, ()) for id_, name in names)
        title = Sentence(evaluation.rubric, evaluation.rubric)
        return Sheet(title, (Part(title, questions),), readable=False)


def sheet_in(rubric: str, text: str) -> Sheet | None:
    """The form that a stored rubric text makes; None when this program cannot read it any more."""
    try:
        return _sheet(rubric, text)
    except Misconfigured:
        return None


def counting_score(evaluation: EvaluationRead) -> float | None:
    """The score with what people said, by the same function as the machine's; 0–100, None when nothing counts."""
    if not any(rating.overrides for rating in evaluation.ratings):
        return evaluation.score
    try:
        rubric = _rubric(evaluation.rubric, evaluation.rubric_text)
    except Misconfigured:
        return None
    # A person who rated a critical failure has confirmed it: only then does its cap act.
    confirmed = frozenset(rating.criterion for rating in evaluation.ratings if rating.confirmed)
    return score(rubric, tuple(_value(rating.counts) for rating in evaluation.ratings), confirmed=confirmed)


def score_of(evaluation: EvaluationRead, ratings: tuple[Rating, ...]) -> float | None:
    """The score, 0–100, of ratings that one person gave under the rubric version of this evaluation.

    Whoever rates a critical failure stands for it, so its cap acts.
    """
    try:
        rubric = _rubric(evaluation.rubric, evaluation.rubric_text)
    except Misconfigured:
        return None
    return score(rubric, ratings, confirmed=frozenset(rating.criterion for rating in ratings if rating.critical))


def _value(read: RatingRead) -> Rating:
    return Rating(
        criterion=read.criterion,
        answer=read.answer,
        state=read.state,
        score=read.score,
        confidence=read.confidence,
        reason=read.reason,
        evidence=read.evidence,
        critical=read.critical,
    )


@lru_cache(maxsize=64)
def _rubric(name: str, text: str) -> Rubric:
    return load_rubric(text, name=name)


@lru_cache(maxsize=64)
def _sheet(name: str, text: str) -> Sheet:
    rubric = _rubric(name, text)
    parts = tuple(
        Part(section.name.sentence, tuple(_question(criterion) for criterion in section.criteria))
        for section in rubric.sections
    )
    return Sheet(rubric.name.sentence, parts)


def _question(criterion: Criterion) -> Question:
    guide = criterion.guide
    examples = {"pass": guide.passes, "fail": guide.fails, "borderline": guide.borderline} if guide else {}
    return Question(
        id=criterion.id,
        title=criterion.name.sentence,
        ask=criterion.question.sentence,
        points=criterion.weight,
        critical=criterion.critical is not None,
        choices=tuple(
            Choice(key, answer.label.sentence, answer.anchor.sentence if answer.anchor else NOTHING, answer.score)
            for key, answer in criterion.answers.items()
        ),
        examples=tuple((kind, text.sentence) for kind, text in examples.items() if text),
    )
