"""쿠션어: a refusal or a burden laid on the citizen, wrapped in a phrase that softens it. And what is blunt without
one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from qa.call import Sentence, Turn
from qa.language.sentences import is_question
from qa.scoring.check import NO, PARTLY, YES, Check, Judgement, cannot_tell, not_applicable, rated
from qa.scoring.hearing import Hearing, Hit
from qa.scoring.parts import Group

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion

Similarity = Annotated[float, Field(ge=0.6, le=1)]
_FAIRLY_SURE = 0.8


class Cushion(Check):
    """Where the agent refuses something or asks for something burdensome: was it softened, in the same turn or the one
    before?

    `yes` every time, `partly` sometimes, or when an alternative was offered instead; `no` never. *Not applicable* when
    nothing was refused or asked, *cannot tell* when it was refused in a soft form only.
    """

    kind: Literal["cushion"]
    to: Group = Field(description="Refusals, or refusals and burdens.")
    burden: Group | None = Field(None, description="Burdens, where they are to be surer than refusals.")
    soft: Group | None = Field(None, description="Refusals so soft that nothing is asked of them.")
    with_: Group = Field(alias="with", description="What softens them.")
    alternative: Group | None = None
    at_least: Similarity = 0.84

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, PARTLY, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        turns = hearing.turns(criterion.who, criterion.window)
        refused = statements(hearing, self.to, turns)
        if self.burden:
            known = {hit.turn for hit in refused}
            refused += [hit for hit in statements(hearing, self.burden, turns) if hit.turn not in known]
            refused.sort(key=lambda hit: hit.turn)
        if not refused:
            soft = statements(hearing, self.soft, turns) if self.soft else []
            if soft and not softened(hearing, self.with_, turns, soft[0], self.at_least):
                quote = hearing.quote_sentence(soft[0])
                return cannot_tell(
                    0.5,
                    Sentence(
                        f"완곡하게 거절했습니다(“{quote.quote}”). 쿠션어가 필요했는지 직접 듣고 판단해 주세요.",
                        f"Refused in a soft form (“{quote.quote}”); please judge whether it needed more.",
                    ),
                    quote,
                )
            return not_applicable(
                "거절하거나 번거로운 부탁을 하지 않았습니다.", "Nothing was refused or asked of the citizen."
            )
        met = [softened(hearing, self.with_, turns, hit, self.at_least) for hit in refused]
        bare = [hit for hit, cushion in zip(refused, met, strict=True) if cushion is None]
        if not bare:
            quotes = [hearing.quote_sentence(hit) for hit in met if hit]
            reason = Sentence(
                f"거절하거나 부탁할 때 쿠션어를 썼습니다: “{quotes[0].quote}”",
                f"Refusals and requests were softened: “{quotes[0].quote}”",
            )
            return rated(YES, min(hit.sureness for hit in met if hit), reason, *quotes)
        quotes = [hearing.quote_sentence(hit) for hit in bare]
        confidence = min(turn_confidence(hearing, hit) for hit in bare)
        other = self.alternative is not None and all(
            hearing.find(self.alternative, turn_of(turns, hit)) is not None for hit in bare
        )
        if other and len(bare) == len(refused):
            reason = Sentence(
                f"다른 방법은 알려 드렸으나 쿠션어 없이 거절했습니다: “{quotes[0].quote}”",
                f"Another way was offered, but the refusal was not softened: “{quotes[0].quote}”",
            )
            return rated(PARTLY, confidence, reason, *quotes)
        reason = Sentence(
            f"거절하거나 부탁한 {len(refused)}번 중 {len(bare)}번 쿠션어가 없었습니다: “{quotes[0].quote}”",
            f"{len(bare)} of {len(refused)} refusals or requests were not softened: “{quotes[0].quote}”",
        )
        return rated(NO if len(bare) == len(refused) else PARTLY, confidence, reason, *quotes)


class Blunt(Check):
    """Bare refusals and commands: `yes` for none, `partly` below `no_from`, `no` from there.

    A refusal in a turn that softens it, gives the reason or offers another way is not bare; nor is a command with a
    softening phrase before it.
    """

    kind: Literal["blunt"]
    refusal: Group
    command: Group
    softened_by: Group
    explained_by: Group | None = Field(None, description="Reasons and alternatives: with them a refusal is not bare.")
    wished: Group | None = Field(None, description="Wishes that look like commands: 조심히 들어가세요.")
    no_from: int = Field(2, ge=1)
    at_least: Similarity = 0.86

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, NO)) if self.no_from == 1 else frozenset((YES, PARTLY, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        turns = hearing.turns(criterion.who, criterion.window)
        refusals = [
            hit
            for hit in statements(hearing, self.refusal, turns)
            if softened(hearing, self.softened_by, turns, hit, self.at_least) is None
            and (self.explained_by is None or hearing.find(self.explained_by, turn_of(turns, hit)) is None)
        ]
        commands = [
            hit
            for hit in statements(hearing, self.command, turns)
            if hearing.find(self.softened_by, turn_of(turns, hit), at_least=self.at_least) is None
            and not self._wished(hearing, turn_of(turns, hit), hit)
        ]
        bare = list({hit.turn: hit for hit in (*refusals, *commands)}.values())
        if not bare:
            reason = Sentence("잘라 말하거나 명령하는 말이 없었습니다.", "Nothing was refused bluntly or ordered.")
            return rated(YES, hearing.omission_confidence(criterion.who, criterion.window), reason)
        sure = [hit for hit in bare if turn_confidence(hearing, hit) >= _FAIRLY_SURE] or bare
        quotes = [hearing.quote_sentence(hit) for hit in sorted(sure, key=lambda hit: hit.turn)]
        reason = Sentence(
            f"잘라 말하거나 명령하는 말이 {len(sure)}번 있었습니다: “{quotes[0].quote}”",
            f"Blunt refusals or commands: {len(sure)} (“{quotes[0].quote}”).",
        )
        confidence = min(turn_confidence(hearing, hit) for hit in sure)
        return rated(NO if len(sure) >= self.no_from else PARTLY, confidence, reason, *quotes)

    def _wished(self, hearing: Hearing, turn: list[tuple[int, Turn]], hit: Hit) -> bool:
        """Whether the sentence of the hit is a wish."""
        wishes = hearing.every(self.wished, turn) if self.wished else []
        return any(wish.start < hit.end and hit.start < wish.end for wish in wishes)


def statements(hearing: Hearing, group: Group, turns: list[tuple[int, Turn]]) -> list[Hit]:
    """Where the group was stated, not asked; one for each turn."""
    hits = hearing.find_all(group, turns, at_least=0.88, kindly=False)
    texts = dict(turns)
    return [hit for hit in hits if not is_question(texts[hit.turn].text, hit.start)]


def softened(hearing: Hearing, group: Group, turns: list[tuple[int, Turn]], hit: Hit, at_least: float) -> Hit | None:
    """The softening phrase in the turn itself or in the speaker's turn before it."""
    places = [place for place, _ in turns]
    at = places.index(hit.turn)
    near = turns[max(0, at - 1) : at + 1]
    found = hearing.find(group, near, at_least=at_least)
    return found


def turn_of(turns: list[tuple[int, Turn]], hit: Hit) -> list[tuple[int, Turn]]:
    return [item for item in turns if item[0] == hit.turn]


def turn_confidence(hearing: Hearing, hit: Hit) -> float:
    """How surely the turn holds this and nothing that softens it: its worst heard part counts."""
    turn = hearing.transcript.turns[hit.turn]
    mean = turn.confidence if turn.words else 1.0
    return min(mean, hearing.sureness(hit.turn, hit.start, hit.end))
