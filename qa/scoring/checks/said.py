"""Was something said, or not said, by the right speaker in the right part of the call?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from qa.call import Sentence, Turn
from qa.language.hangul import with_particle
from qa.language.phrases import AT_LEAST
from qa.scoring.check import NO, PARTLY, YES, Check, Judgement, rated
from qa.scoring.hearing import Hearing, Hit
from qa.scoring.parts import Group

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion

# A phrase this much less similar than asked may be the phrase, badly heard.
_NEAR_MISS = 0.14
CLEARLY_HEARD = 0.8

Similarity = Annotated[float, Field(ge=0.6, le=1)]


class Said(Check):
    """`yes` when every group was said in the criterion's window, `partly` when some were, `no` when none was.

    With `need: any` one group is enough and `partly` is not given. A phrase that may have been said but was badly heard
    makes the rating *cannot tell*.
    """

    kind: Literal["said"]
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    need: Literal["all", "any"] = "all"
    at_least: Similarity = AT_LEAST

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, NO)) if self.need == "any" or len(self.groups) == 1 else frozenset((YES, PARTLY, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        turns = hearing.turns(criterion.who, criterion.window)
        found = {group: hit for group in self.groups if (hit := hearing.find(group, turns, at_least=self.at_least))}
        found = self._introduced(found, turns)
        missing = [group for group in self.groups if group not in found]
        quotes = tuple(hearing.quote_hit(hit) for hit in found.values())
        names = [group.name.sentence for group in (found or self.groups)]
        if not missing or (self.need == "any" and found):
            sureness = min(hit.sureness for hit in found.values())
            if self.need == "any":
                sureness = max(hit.sureness for hit in found.values())
            return rated(YES, sureness, _said(names), *quotes)
        confidence = hearing.omission_confidence(criterion.who, criterion.window)
        if any(self._may_be_there(hearing, group, turns, found) for group in missing):
            confidence = 0.0
        reason = self._reason(criterion, names if found else [], [group.name.sentence for group in missing])
        answer = PARTLY if found and self.need == "all" else NO
        return rated(answer, confidence, reason, *quotes, hearing.searched(criterion.window, criterion.who))

    def _introduced(self, found: dict[Group, Hit], turns: list[tuple[int, Turn]]) -> dict[Group, Hit]:
        """Without a name of the speaker that is given elsewhere than in the first turn or beside the other groups."""
        beside = {hit.turn for group, hit in found.items() if not group.own_name} | {place for place, _ in turns[:1]}
        return {group: hit for group, hit in found.items() if not group.own_name or hit.turn in beside}

    def _may_be_there(
        self, hearing: Hearing, group: Group, turns: list[tuple[int, Turn]], found: dict[Group, Hit]
    ) -> bool:
        """Something like it was heard, unclearly; for a name: a word of the turn in which the speaker introduces
        himself.
        """
        if group.own_name:
            introduced = {hit.turn for hit in found.values()}
            return any(
                word.confidence < CLEARLY_HEARD for place, turn in turns if place in introduced for word in turn.words
            )
        return near_miss(hearing, group, turns, self.at_least)

    def _reason(self, criterion: Criterion, found: list[Sentence], missing: list[Sentence]) -> Sentence:
        where = criterion.window.text if criterion.window else Sentence("통화에", "in the call")
        if self.need == "any":
            missing = [criterion.name.sentence]
        lacking = Sentence(_list_ko(missing), _list_en(missing, "or"))
        if not found:
            return Sentence(
                f"{where.ko} {with_particle(lacking.ko, '이/가')} 없었습니다.", f"There was no {lacking.en} {where.en}."
            )
        present = Sentence(_list_ko(found), _list_en(found, "and"))
        return Sentence(
            f"{where.ko} {with_particle(present.ko, '은/는')} 확인되었으나 "
            f"{with_particle(lacking.ko, '은/는')} 없었습니다.",
            f"There was {present.en} but no {lacking.en} {where.en}.",
        )


def near_miss(hearing: Hearing, group: Group, turns: list[tuple[int, Turn]], at_least: float) -> bool:
    """Whether something a little less like the group than `at_least` was said in words that were not clearly heard."""
    return any(
        hearing.sureness(hit.turn, hit.start, hit.end) < CLEARLY_HEARD
        for hit in hearing.find_all(group, turns, at_least=at_least - _NEAR_MISS)
    )


class NotSaid(Check):
    """`no` when the speaker said one of the phrases, with every place as evidence; else `yes`."""

    kind: Literal["not_said"]
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    at_least: Similarity = 0.88

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        turns = hearing.turns(criterion.who, criterion.window)
        hits = {group: hearing.find_all(group, turns, at_least=self.at_least) for group in self.groups}
        return judge_forbidden(
            hearing, criterion, {group.name.sentence: found for group, found in hits.items() if found}
        )


def judge_forbidden(hearing: Hearing, criterion: Criterion, found: dict[Sentence, list[Hit]]) -> Judgement:
    """The judgement where finding something is a fault: `found` by the name of what was found."""
    hits = [hit for places in found.values() for hit in places]
    if not hits:
        heard = hearing.omission_confidence(criterion.who, criterion.window)
        return rated(
            YES,
            heard,
            Sentence(
                f"'{criterion.name.ko}' 항목에서 감점할 표현이 없었습니다.",
                f"No words that lose points were said (“{criterion.name.en}”).",
            ),
        )
    surest = max(hits, key=lambda hit: hit.sureness)
    quotes = [hearing.quote_sentence(hit) for hit in sorted(hits, key=lambda hit: (hit.turn, hit.start))]
    said = hearing.quote_sentence(surest).quote
    names = list(found)
    reason = Sentence(
        f"{_list_ko(names)} 표현이 있었습니다: “{said}”",
        f"Words of this kind were said: {_list_en(names, 'and')} (“{said}”).",
    )
    return rated(NO, surest.sureness, reason, *quotes)


def _said(names: list[Sentence]) -> Sentence:
    ko, en = _list_ko(names), _list_en(names, "and")
    return Sentence(f"{with_particle(ko, '이/가')} 확인되었습니다.", f"{en[:1].upper()}{en[1:]}: said.")


def _list_ko(names: list[Sentence]) -> str:
    return "·".join(dict.fromkeys(name.ko for name in names))


def _list_en(names: list[Sentence], joint: str) -> str:
    unique = list(dict.fromkeys(name.en for name in names))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} {joint} {unique[-1]}"
