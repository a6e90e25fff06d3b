"""Why the citizen called, in one word, told from the citizen's own words; and which of the founding complaints fell.

Centres like this one were founded because citizens complained of waiting, of being passed on and of unkind answers.
So each of the three is looked for, as a complaint about the centre, with the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.analytics.wordings import Quote, said, says
from qa.call import Speaker, Turn
from qa.language.knowledge import find_ways, named
from qa.language.questions import is_asking, sentences
from qa.language.transfers import passed_on_before

_FIRST_TURNS = 4  # of the citizen, in which the reason is told
_FEWEST_LETTERS = 6


class Reason(StrEnum):
    ENQUIRY = "enquiry"
    REPORT = "report"
    COMPLAINT = "complaint"
    APPLICATION = "application"
    FOLLOW_UP = "follow_up"
    OTHER = "other"


class Complaint(StrEnum):
    WAITING = "waiting"
    TRANSFERS = "transfers"
    UNKINDNESS = "unkindness"


@dataclass(frozen=True)
class Complained:
    """One of the three founding complaints, in the citizen's words."""

    of: Complaint
    turn: int
    quote: str


def reason(turns: Sequence[Turn]) -> tuple[Reason, Quote | None]:
    """The reason and the words that tell it.

    A follow-up is one whatever it is about; a complaint before a report, for who complains tells a fault, too. Who
    asks how to apply enquires; who asks for it to be done applies.
    """
    own = [(place, turn) for place, turn in enumerate(turns) if turn.speaker is Speaker.CITIZEN]
    telling = [(place, turn) for place, turn in own if sum(map(str.isalnum, turn.text)) >= _FEWEST_LETTERS]
    first = telling[:_FIRST_TURNS]
    for which in (Reason.FOLLOW_UP, Reason.COMPLAINT, Reason.REPORT, Reason.APPLICATION):
        for place, turn in first:
            for sentence in sentences(turn.text):
                if says(f"reason_{which}", sentence.text) and not (
                    which is Reason.APPLICATION and is_asking(turn.text)
                ):
                    return which, Quote(place, sentence.text.strip())
    for place, turn in telling:
        if any(find_ways(named((name,)), turn.text, kindly=False) for name in ("complains", "complains_en")):
            return Reason.COMPLAINT, Quote(place, turn.text)
    for place, turn in first:
        return Reason.ENQUIRY, Quote(place, turn.text)
    return Reason.OTHER, None


def complaints(turns: Sequence[Turn]) -> tuple[Complained, ...]:
    """The first place of each of the three, in the order waiting, transfers, unkindness.

    Of the centre and its agents: an unkind bus driver is what the call is about. To have been handed on once is told
    without complaint (`passed_on`); again and again is one.
    """
    own = (quote for quote in said("complains_of_unkindness", turns, Speaker.CITIZEN))
    found = (
        (Complaint.WAITING, _waited(turns)),
        (Complaint.TRANSFERS, next(said("complains_of_transfers", turns, Speaker.CITIZEN), None)),
        (Complaint.UNKINDNESS, next((quote for quote in own if not says("of_somebody_else", quote.text)), None)),
    )
    return tuple(Complained(which, quote.turn, quote.text) for which, quote in found if quote)


def _waited(turns: Sequence[Turn]) -> Quote | None:
    first = next((place for place, turn in enumerate(turns) if turn.speaker is Speaker.CITIZEN), None)
    at_first = (
        quote
        for quote in said("complains_of_waiting_first", turns, Speaker.CITIZEN)
        if quote.turn == first and not says("of_somebody_else", quote.text)
    )
    return next(said("complains_of_waiting", turns, Speaker.CITIZEN), None) or next(at_first, None)


def passed_on(turns: Sequence[Turn], *, before: int | None = None) -> Quote | None:
    """Where the citizen says that they were passed on; `before` a turn: earlier than it."""
    for place, turn in enumerate(turns[:before]):
        if turn.speaker is Speaker.CITIZEN:
            for sentence in sentences(turn.text):
                if passed_on_before(sentence.text):
                    return Quote(place, sentence.text.strip())
    return None
