"""The small pieces that rubrics and checks are built of: texts in two languages, windows, phrases, patterns."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Annotated, Any, Self

import re2
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from qa.call import Sentence
from qa.language.acts import names
from qa.language.knowledge import Ways, knowledge, named
from qa.language.morpheme_patterns import BadPattern
from qa.language.morpheme_patterns import check as check_morphemes

# What a rubric may ask of a worker. RE2 is linear in the text, but a pattern of many states is slow all the same, so
# its compiled size is bounded too; phrases are looked for in every turn, so their number is.
LONGEST_PATTERN = 500
LARGEST_PATTERN = 4000  # instructions of the compiled pattern
MOST_PATTERNS = 60
MOST_PHRASES = 400
MOST_GROUPS = 40


class Part(BaseModel):
    """Unknown keys are refused, so that a slip of the pen is an error and not a criterion that never fires."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Text(Part):
    """One text in both languages of the product."""

    ko: str = Field(min_length=1, max_length=2000, description="Korean")
    en: str = Field(min_length=1, max_length=2000, description="English")

    @property
    def sentence(self) -> Sentence:
        return Sentence(ko=self.ko, en=self.en)


@lru_cache(maxsize=2048)
def compiled(pattern: str) -> Any:
    """The pattern by google-re2, which runs in time linear in the text whatever the pattern: a rubric cannot hang a
    worker.
    """
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 4 << 20
    return re2.compile(pattern, options)


def _check_pattern(pattern: str) -> str:
    try:
        found = compiled(pattern)
    except re2.error as error:
        why = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        raise ValueError(f"bad pattern: {why}") from error
    if found.programsize > LARGEST_PATTERN:
        raise ValueError(
            f"bad pattern: too large once its repetitions are written out ({found.programsize} steps, at most "
            f"{LARGEST_PATTERN})"
        )
    if found.search(""):
        raise ValueError("bad pattern: it also matches nothing at all")
    return pattern


Pattern = Annotated[str, Field(min_length=1, max_length=LONGEST_PATTERN), AfterValidator(_check_pattern)]
PhraseText = Annotated[str, Field(min_length=2, max_length=200)]


def _check_morphemes(pattern: str) -> str:
    try:
        check_morphemes((pattern,))
    except BadPattern as error:
        raise ValueError(f"bad morpheme pattern: {error}") from error
    return pattern


def _check_known(name: str) -> str:
    if name not in knowledge():
        raise ValueError(f"{name!r} is no known knowledge; known are {', '.join(sorted(knowledge()))}")
    return name


def _check_act(name: str) -> str:
    if name not in names():
        raise ValueError(f"{name!r} is no known act; known are {', '.join(sorted(names()))}")
    return name


ActName = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_check_act)]
MorphemePattern = Annotated[str, Field(min_length=1, max_length=LONGEST_PATTERN), AfterValidator(_check_morphemes)]
KnowledgeName = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_check_known)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]


class Window(Part):
    """Where evidence counts. Seconds run from the first word and to the last word of the call; turns are the speaker's
    own.
    """

    first_s: float | None = Field(None, gt=0)
    last_s: float | None = Field(None, gt=0)
    first_turns: int | None = Field(None, ge=1)
    last_turns: int | None = Field(None, ge=1)

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if sum(value is not None for value in (self.first_s, self.last_s, self.first_turns, self.last_turns)) != 1:
            raise ValueError("a window has exactly one of first_s, last_s, first_turns, last_turns")
        return self

    @property
    def text(self) -> Sentence:
        """For reasons: "통화 시작 15초 안에"."""
        if self.first_s is not None:
            return Sentence(f"통화 시작 {self.first_s:g}초 안에", f"in the first {self.first_s:g} seconds")
        if self.last_s is not None:
            return Sentence(f"통화 마지막 {self.last_s:g}초 안에", f"in the last {self.last_s:g} seconds")
        if self.first_turns is not None:
            return Sentence(f"처음 발화 {self.first_turns}번 안에", f"in the first {self.first_turns} turns")
        return Sentence(f"마지막 발화 {self.last_turns}번 안에", f"in the last {self.last_turns} turns")


class Group(Part):
    """One thing to be said, in any of several ways. `own_name`: the speaker gives a name, whatever it is."""

    id: Id
    name: Text
    phrases: tuple[PhraseText, ...] = Field((), max_length=MOST_PHRASES)
    patterns: tuple[Pattern, ...] = Field((), max_length=MOST_PATTERNS)
    own_name: bool = Field(False, description="Finds a name that the speaker gives, whatever it is.")
    own_office: bool = Field(False, description="Finds the office that answers, whatever it is; for openings only.")
    use: tuple[KnowledgeName, ...] = Field(
        (), max_length=20, description="Named knowledge that comes with the product."
    )
    morphemes: tuple[MorphemePattern, ...] = Field((), max_length=MOST_PATTERNS, description="Patterns over morphemes.")
    unless: tuple[MorphemePattern, ...] = Field(
        (), max_length=MOST_PATTERNS, description="Take a find back when they stand in the same sentence."
    )
    acts: tuple[ActName, ...] = Field((), max_length=10, description="What is done in a sentence, whatever its words.")
    likely: float | None = Field(
        None, gt=0, lt=1, description="How likely an act has to be; less where the place makes it likely anyway."
    )

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not (
            self.phrases or self.patterns or self.own_name or self.own_office or self.use or self.morphemes or self.acts
        ):
            raise ValueError("a group needs phrases, patterns, morphemes, acts, use, own_name or own_office")
        return self

    @cached_property
    def ways(self) -> Ways:
        """Its own ways of being said and those of the knowledge it uses."""
        own = Ways(self.phrases, self.morphemes, self.patterns, self.unless, self.acts, self.likely)
        return named(self.use) + own
