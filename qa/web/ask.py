"""The form of a review as its page shows it: sections of criteria with what may be seen and what was answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from qa.call import Sentence
from qa.desk.form import Asked, Form, key_of
from qa.desk.sheet import Choice, sheet_of
from qa.web.conversation import Conversation
from qa.web.scorecard import Item, item_of, label_of

# Digits choose; these two are always in the same place.
KEYS_OF_STATES = {"not_applicable": "0", "cannot_tell": "9"}


@dataclass(frozen=True)
class Field:
    """One criterion. `number` counts from 1 over the form; `shown` is the rating the person sees, None while blind."""

    number: int
    asked: Asked
    item: Item
    shown: Item | None

    @property
    def choices(self) -> list[tuple[str, Choice]]:
        """Each answer with the digit that chooses it."""
        return [
            (KEYS_OF_STATES.get(choice.key, str(place)), choice) for place, choice in enumerate(self.item.choices, 1)
        ]

    @property
    def name(self) -> str:
        """What the fields of this criterion are called in the form."""
        return f"{self.asked.evaluation.rubric}.{self.asked.question.id}"

    @property
    def shown_key(self) -> str:
        return key_of(self.asked.shown) if self.asked.shown else ""

    @property
    def proposed(self) -> Sentence | None:
        """The answer the agent proposes, in words."""
        objection = self.asked.objection
        return label_of(self.asked.question, objection.proposed) if objection else None


@dataclass(frozen=True)
class Part:
    title: Sentence
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Paper:
    """One rubric of the form."""

    rubric: str
    title: Sentence
    parts: tuple[Part, ...]


def papers(form: Form, conversation: Conversation | None) -> list[Paper]:
    fields = [_field(number, asked, conversation) for number, asked in enumerate(form.asked, 1)]
    found = []
    for rubric, of_rubric in groupby(fields, key=lambda field: field.asked.evaluation.rubric):
        several = list(of_rubric)
        parts = tuple(
            Part(title, tuple(of_part)) for title, of_part in groupby(several, key=lambda field: field.asked.section)
        )
        found.append(Paper(rubric, sheet_of(several[0].asked.evaluation).title, parts))
    return found


def _field(number: int, asked: Asked, conversation: Conversation | None) -> Field:
    bare = replace(asked.machine, overrides=())
    shown = item_of(replace(asked.shown, overrides=()), asked.question, conversation) if asked.shown else None
    return Field(number, asked, item_of(bare, asked.question, conversation), shown)
