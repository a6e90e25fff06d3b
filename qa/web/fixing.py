"""What a conversation shows for correcting it: buttons where the person may, marks where somebody has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from qa.call import Sentence, Speaker
from qa.desk.access import Act, may
from qa.desk.correctable import why_not
from qa.desk.correction import corrected
from qa.store.engine import Session
from qa.store.pages import CallPage
from qa.store.tables import Person

FIXED = Sentence("고침", "Corrected")
OTHER_SPEAKER = Sentence("화자 고침", "Speaker corrected")


@dataclass(frozen=True)
class Tried:
    """A correction that could not be taken: what was entered, and why not. `turn` None: the swap of the whole call."""

    turn: int | None
    text: str
    speaker: str
    problem: Sentence


@dataclass(frozen=True)
class Fixing:
    """`seen`: the transcript on the page. `open_at`: the turn whose form stands open. `marks`: what a person changed,
    by turn. `swapped`: agent and citizen are the other way round than they were heard.
    """

    here: str  # the address of the page
    seen: int
    possible: bool
    why_not: Sentence | None
    swappable: bool
    marks: Mapping[int, Sentence]
    swapped: bool
    open_at: int | None
    tried: Tried | None

    @property
    def versions(self) -> bool:
        """Whether a person changed anything, so that there is an older version to look at."""
        return self.swapped or bool(self.marks)


def fixing_of(
    session: Session, person: Person, page: CallPage, here: str, *, tried: Tried | None = None, unaware: bool = False
) -> Fixing | None:
    """None where there is no transcript. `unaware`: what stands in the way must not be told before it is tried."""
    if page.transcript is None or page.transcript_id is None:
        return None
    allowed = may(person, Act.CORRECT, page.facts)
    obstacle = why_not(session, page.facts.id) if allowed and not unaware else None
    possible = allowed and obstacle is None
    so_far = corrected(session, page.facts.id, page.transcript)
    asked = request.args.get("fix", "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else None
    return Fixing(
        here=here,
        seen=page.transcript_id,
        possible=possible,
        why_not=obstacle,
        swappable=any(turn.speaker is not Speaker.UNKNOWN for turn in page.transcript.turns),
        marks={turn: FIXED if words else OTHER_SPEAKER for turn, words in so_far.turns.items()},
        swapped=so_far.swapped,
        open_at=tried.turn if tried else wanted if possible else None,
        tried=tried,
    )
