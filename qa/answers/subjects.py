"""What a call is about, stretch by stretch: the standard answer that each belongs to, or none.

A call is cut at the citizen's turns; each piece (what the citizen says and what the agent answers) speaks more or
less of every entry. The likeliest way through the entries, in which changing the subject costs something, is found by
dynamic programming (Viterbi 1967), so that a word in passing changes no subject. A subject that no entry knows well
enough has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answers.entries import Entry
from qa.answers.matter_terms import terms
from qa.answers.matters import Matters, Said
from qa.call import Speaker, Turn

_AGENT = 0.7  # what the agent says counts for less: it may be background
_CHANGE = 2.0  # what a change of subject costs, in terms that only one entry knows
_LEAST_SCORE = 3.2  # below it no entry is known to fit
_FIRST_WORDS = 2.0  # what it counts for when the words that raise the subject are the entry's own
_LEAST_ALONE = 4.2  # … or so much where another entry fits nearly as well
_LEAST_MARGIN = 0.3
_RAISED = 1.5  # the words that raise the first subject count for more


@dataclass(frozen=True)
class _Piece:
    turn: int
    own: Said  # the citizen's words alone
    said: Said


@dataclass(frozen=True)
class Subject:
    """Pieces in a row on one entry (None: no entry fits)."""

    turns: tuple[int, ...]
    entry: Entry | None
    score: float
    margin: float


def subjects(turns: Sequence[Turn], matters: Matters) -> tuple[Subject, ...]:
    """The subjects of the call, in order; empty where the citizen says nothing of substance."""
    pieces = _pieces(turns, matters)
    if not pieces or not matters.entries:
        return ()
    scores = [matters.scores(piece.said) for piece in pieces]
    scores[0] = [_RAISED * score for score in scores[0]]
    ways = _way(scores)
    found: list[Subject] = []
    begin = 0
    for place in range(1, len(pieces) + 1):
        if place == len(pieces) or ways[place] != ways[begin]:
            found.append(_subject(pieces[begin:place], ways[begin], matters))
            begin = place
    return tuple(found)


def subject_at(found: Sequence[Subject], place: int) -> Subject | None:
    """What turn `place` is about: the subject of the last piece begun by then."""
    begun = [subject for subject in found if subject.turns[0] <= place]
    return begun[-1] if begun else None


def _pieces(turns: Sequence[Turn], matters: Matters) -> list[_Piece]:
    """Each turn of the citizen that says something, with what the agent says until the next."""
    pieces: list[_Piece] = []
    for place, turn in enumerate(turns):
        if turn.speaker is Speaker.AGENT:
            if pieces:
                last = pieces[-1]
                said = matters.said(turn.text, _AGENT, facts=True)
                pieces[-1] = _Piece(last.turn, last.own, last.said + said)
        elif terms(turn.text) or (not pieces and len(turn.text) > 12):
            own = matters.said(turn.text, 1.0)
            pieces.append(_Piece(place, own, own))
    return pieces


def _way(scores: list[list[float]]) -> list[int]:
    """The entry of each piece on the best way through all, a change costing `_CHANGE`."""
    best = list(scores[0])
    came: list[list[int]] = []
    for row in scores[1:]:
        top = max(range(len(best)), key=lambda entry: best[entry])
        stay = [best[entry] >= best[top] - _CHANGE for entry in range(len(row))]
        came.append([entry if stay[entry] else top for entry in range(len(row))])
        best = [row[entry] + (best[entry] if stay[entry] else best[top] - _CHANGE) for entry in range(len(row))]
    way = [max(range(len(best)), key=lambda entry: best[entry])]
    for back in reversed(came):
        way.append(back[way[-1]])
    return way[::-1]


def _subject(pieces: list[_Piece], place: int, matters: Matters) -> Subject:
    whole = pieces[0].said
    for piece in pieces[1:]:
        whole = whole + piece.said
    scores = matters.scores(whole)
    score = scores[place]
    topic = matters.entries[place].topic
    rivals = (each for each, entry in zip(scores, matters.entries, strict=True) if entry.topic != topic)
    other = max(rivals, default=0.0)
    margin = max(0.0, (score - other) / score) if score > 0 else 0.0
    fit = score + _FIRST_WORDS * matters.covered(pieces[0].own, place)
    fits = fit >= _LEAST_SCORE and (margin >= _LEAST_MARGIN or score >= _LEAST_ALONE)
    entry = matters.entries[place] if fits else None
    return Subject(tuple(piece.turn for piece in pieces), entry, round(score, 2), round(margin, 3))
