"""An evaluation as the call page shows it: per criterion the machine's rating and the one that counts, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.call import RatingState, Sentence, Speaker
from qa.desk.form import key_of
from qa.desk.sheet import Choice, Question, counting_score, sheet_of
from qa.scoring.certainty import certainty
from qa.store.evaluations import EvaluationRead, RatingRead
from qa.web.conversation import Conversation
from qa.web.wording import NOT_RATED

DRAWINGS = {"good": "good", "partly": "partly", "bad": "bad", "not_applicable": "dash", "cannot_tell": "unknown"}


@dataclass(frozen=True)
class Quote:
    """Evidence on the page: masked text and where it sounds; empty text is a stretch that was searched."""

    text: str
    turn: int | None
    speaker: Speaker | None
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Item:
    """One criterion. `counts` is the newest rating of a person, else the machine's."""

    rating: RatingRead
    question: Question
    reason: Sentence
    quotes: tuple[Quote, ...]

    @property
    def counts(self) -> RatingRead:
        return self.rating.counts

    @property
    def title(self) -> Sentence:
        return self.question.title

    @property
    def critical(self) -> bool:
        return self.question.critical

    @property
    def choices(self) -> list[Choice]:
        none = Sentence("", "")
        return [*self.question.choices, *(Choice(key, NOT_RATED[key], none, None) for key in NOT_RATED)]

    @property
    def certainty(self) -> Sentence:
        """How sure the machine is of its own rating, in a word."""
        return certainty(self.rating).word

    @property
    def answer(self) -> Sentence:
        return self.answer_of(self.counts)

    def answer_of(self, rating: RatingRead) -> Sentence:
        return label_of(self.question, key_of(rating))

    @property
    def counts_key(self) -> str:
        return key_of(self.counts)

    @property
    def best(self) -> Choice | None:
        """The answer that is worth full points, with its anchor: what would have been right."""
        return next(
            (choice for choice in self.question.choices if choice.score is not None and choice.score >= 1), None
        )

    @property
    def tone(self) -> str:
        """good, partly, bad or unrated: by what the answer is worth."""
        worth = self.counts.score
        if self.counts.state is not RatingState.RATED or worth is None:
            return "unrated"
        return "good" if worth >= 1 else "bad" if worth <= 0 else "partly"

    @property
    def drawing(self) -> str:
        return DRAWINGS[self.counts.state.value] if self.tone == "unrated" else DRAWINGS[self.tone]

    @property
    def points(self) -> float | None:
        return None if self.counts.score is None else self.counts.score * self.out_of

    @property
    def out_of(self) -> float:
        return self.question.points


@dataclass(frozen=True)
class Section:
    title: Sentence
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Scorecard:
    """`machine_score` as the machine gave it, `score` with people's overrides; 0–100 or None."""

    evaluation_id: int
    rubric: str
    rubric_hash: str
    answers_hash: str | None
    title: Sentence
    machine_score: float | None
    score: float | None
    overridden: int
    sections: tuple[Section, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    @property
    def failures(self) -> list[Item]:
        """Critical criteria that failed, confirmed by a person: what acts."""
        return [item for item in self.items if item.rating.confirmed]

    @property
    def candidates(self) -> list[Item]:
        """Critical criteria that failed by the machine alone: what waits for a person."""
        return [item for item in self.items if item.rating.candidate]

    @property
    def by_person(self) -> bool:
        """Whether people overrode or confirmed anything, so that the machine's score has one beside it."""
        return any(item.rating.overrides for item in self.items)

    @property
    def left_out(self) -> int:
        return sum(1 for item in self.items if item.tone == "unrated")


@dataclass(frozen=True)
class ShortScore:
    """A score in a list. `critical`: a critical criterion failed; `candidate`: by the machine alone."""

    title: Sentence
    score: float | None
    overridden: int
    critical: bool
    candidate: bool


def label_of(question: Question | None, key: str) -> Sentence:
    """An answer's key in words; the key itself where the rubric does not know it (any more)."""
    if key in NOT_RATED:
        return NOT_RATED[key]
    choice = question.choice(key) if question else None
    return choice.label if choice else Sentence(key, key)


def scorecards(evaluations: Sequence[EvaluationRead], conversation: Conversation | None) -> list[Scorecard]:
    return [_scorecard(evaluation, conversation) for evaluation in evaluations]


def _scorecard(evaluation: EvaluationRead, conversation: Conversation | None) -> Scorecard:
    sheet = sheet_of(evaluation)
    rated = {rating.criterion: rating for rating in evaluation.ratings}
    sections = [
        Section(
            part.title,
            tuple(item_of(rated[asked.id], asked, conversation) for asked in part.questions if asked.id in rated),
        )
        for part in sheet.parts
    ]
    return Scorecard(
        evaluation_id=evaluation.id,
        rubric=evaluation.rubric,
        rubric_hash=evaluation.rubric_hash,
        answers_hash=evaluation.answers_hash,
        title=sheet.title,
        machine_score=evaluation.score,
        score=counting_score(evaluation),
        overridden=evaluation.overridden,
        sections=tuple(section for section in sections if section.items),
    )


def item_of(rating: RatingRead, question: Question, conversation: Conversation | None) -> Item:
    if conversation is None:
        return Item(rating, question, rating.reason, ())
    quotes = tuple(
        Quote(conversation.quote(found), found.turn, conversation.speaker_of(found), found.start_s, found.end_s)
        for found in rating.evidence
    )
    return Item(rating, question, conversation.scrubbed(rating.reason), quotes)


def short_scores(evaluations: Sequence[EvaluationRead]) -> list[ShortScore]:
    """The scores of a call for a list."""
    return [
        ShortScore(
            title=sheet_of(evaluation).title,
            score=counting_score(evaluation),
            overridden=evaluation.overridden,
            critical=evaluation.critical,
            candidate=evaluation.candidate,
        )
        for evaluation in evaluations
    ]
