"""Whether the entry is found that is asked for: by the first question of a call, and by an entry's own examples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from qa.answers.entries import Answers
from qa.answers.find import Finder
from qa.answers.table import load_answers
from tests.accuracy.calls import judged_set
from tests.accuracy.measure import Share

SHIPPED = Path(__file__).parents[2] / "rubrics" / "answers" / "dasan.csv"
TOP = 5


def by_calls(names: Iterable[str]) -> tuple[Share, Share]:
    """hit@1 and hit@5 of the first question of each call that an entry covers, by that turn alone."""
    places: list[int | None] = []
    for name in names:
        held = judged_set(name)
        finder = Finder(held.answers)
        for call in held.calls:
            first = next((each for each in call.questions if each.entry), None)
            if first and first.entry:
                places.append(_place(finder, call.transcript.turns[first.turn].text, first.entry))
    return _hits(places)


def left_out(answers: Answers) -> tuple[Share, Share]:
    """hit@1 and hit@5 of every example question, looked for in an index that does not hold this question."""
    places: list[int | None] = []
    for at, entry in enumerate(answers.entries):
        for question in entry.questions:
            rest = tuple(each for each in entry.questions if each != question)
            entries = (*answers.entries[:at], replace(entry, questions=rest), *answers.entries[at + 1 :])
            places.append(_place(Finder(Answers(answers.name, "", entries)), question, entry.id))
    return _hits(places)


def left_out_of(names: Iterable[str]) -> tuple[Share, Share]:
    found = [left_out(judged_set(name).answers) for name in names]
    return _sum(one for one, _ in found), _sum(five for _, five in found)


def left_out_of_shipped() -> tuple[Share, Share]:
    return left_out(load_answers(SHIPPED))


def _sum(shares: Iterable[Share]) -> Share:
    parts = list(shares)
    return Share(sum(each.hits for each in parts), sum(each.n for each in parts))


def _place(finder: Finder, question: str, entry: str) -> int | None:
    hits = finder.find(question, top=TOP)
    return next((place for place, hit in enumerate(hits) if hit.entry.id == entry), None)


def _hits(places: list[int | None]) -> tuple[Share, Share]:
    return Share(sum(place == 0 for place in places), len(places)), Share(
        sum(place is not None for place in places), len(places)
    )
