"""Abusive callers, in the classes of 120 Dasan's rule, by the citizen's own words; and whether they were met by the
book.

Everything here is on the agent's side: courtesy is suspended for such a call, and only answering in kind is a
fault. No feeling is inferred of anybody: words decide, never the voice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from qa.call import Sentence, Speaker
from qa.language.heard import least_confidence_at
from qa.language.knowledge import Ways, find_ways, named
from qa.language.rude import is_quoted
from qa.scoring.check import NO, PARTLY, YES, Check, Judgement, not_applicable, rated
from qa.scoring.checks.unkind import HEARD_AT_LEAST, rude_words
from qa.scoring.hearing import Hearing, Hit
from qa.scoring.parts import Group

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion


class AbuseClass(StrEnum):
    """The classes that 120 Dasan counts, the gravest first."""

    SEXUAL = "sexual"
    ABUSE = "abuse"
    COMPLAINT = "complaint"
    DRUNK = "drunk"
    PRANK = "prank"
    OFF_TOPIC = "off_topic"

    @property
    def words(self) -> Sentence:
        return _WORDS[self]


_WORDS = {
    AbuseClass.SEXUAL: Sentence("성희롱", "sexual harassment"),
    AbuseClass.ABUSE: Sentence("폭언·협박", "abuse or threats"),
    AbuseClass.COMPLAINT: Sentence("강성 민원", "aggressive complaint"),
    AbuseClass.DRUNK: Sentence("주취 통화", "drunken call"),
    AbuseClass.PRANK: Sentence("장난전화", "prank"),
    AbuseClass.OFF_TOPIC: Sentence("상담과 무관한 반복 통화", "repeated off-topic talk"),
}
_OF_RUDE = {"insult": AbuseClass.ABUSE, "threat": AbuseClass.ABUSE, "sexual": AbuseClass.SEXUAL}
_KNOWN = (
    (AbuseClass.SEXUAL, "abuse_sexual", 1),
    (AbuseClass.ABUSE, "abuse_threat", 1),
    (AbuseClass.DRUNK, "abuse_drunk", 1),
    (AbuseClass.PRANK, "abuse_prank", 1),
    (AbuseClass.OFF_TOPIC, "abuse_off_topic", 2),  # one private question may be small talk
    (AbuseClass.COMPLAINT, "abuse_complaint", 3),  # asking for the superior is a right
)


@dataclass(frozen=True, slots=True)
class Abused:
    """Where the citizen was abusive, and the gravest class."""

    kind: AbuseClass
    hits: tuple[Hit, ...]


class Abuse(Check):
    """An abusive citizen met by the book. *Not applicable* unless the citizen harasses, insults, threatens, pesters or
    makes fun.

    `yes`: the agent warned, ended or handed over the call, or the abuse was not repeated; `partly`: repeated insults,
    threats or harassment without a warning, looked at to protect the agent; `no`: the agent answered in kind. Always
    in the agent's favour where it is not clear. The class stands in the reason.
    """

    kind: Literal["abuse"]
    warning: Group
    outbursts: int = Field(2, ge=1, description="From how many abusive turns on a warning is expected.")
    at_least: Annotated[float, Field(ge=0.6, le=1)] = 0.78

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, PARTLY, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        abused = hearing.once("abuse", find_abuse)
        if abused is None:
            return not_applicable("시민의 폭언이 없었습니다.", "The citizen was not abusive.")
        what, hits = abused.kind.words, abused.hits
        after = [(place, turn) for place, turn in hearing.turns(Speaker.AGENT) if place > hits[0].turn]
        answered = [
            Hit(place, rude.start, rude.end, hearing.sureness(place, rude.start, rude.end))
            for place, rude in rude_words(after)
        ]
        said = hearing.quote_sentence(hits[0])
        if answered:
            quotes = [hearing.quote_sentence(hit) for hit in answered]
            reason = Sentence(
                f"{what.ko}에 폭언으로 답했습니다: “{quotes[0].quote}”",
                f"The agent answered {what.en} in kind: “{quotes[0].quote}”",
            )
            return rated(NO, max(hit.sureness for hit in answered), reason, *quotes)
        warned = hearing.find(self.warning, after, at_least=self.at_least)
        if warned:
            quote = hearing.quote_sentence(warned)
            reason = Sentence(
                f"{what.ko}에 절차대로 응대했습니다: “{quote.quote}”",
                f"The agent politely warned the citizen ({what.en}): “{quote.quote}”",
            )
            return rated(YES, warned.sureness, reason, quote, said)
        grave = abused.kind in (AbuseClass.SEXUAL, AbuseClass.ABUSE)
        if len(hits) < self.outbursts or not grave:
            reason = Sentence(
                f"{what.ko}: 되풀이되지 않았거나 제지할 필요가 없었습니다.",
                f"{what.en[:1].upper()}{what.en[1:]}: not repeated, or no warning was needed.",
            )
            return rated(YES, hits[0].sureness, reason, said)
        reason = Sentence(
            f"{what.ko}이 {len(hits)}번 이어졌으나 제지 안내가 없었습니다.",
            f"{len(hits)} turns of {what.en} without a warning by the agent.",
        )
        confidence = min(hearing.omission_confidence(Speaker.AGENT, None), min(hit.sureness for hit in hits))
        return rated(PARTLY, confidence, reason, *(hearing.quote_sentence(hit) for hit in hits))


def find_abuse(hearing: Hearing) -> Abused | None:
    """The gravest class of abuse in the citizen's words, surely enough heard, with every turn of it; None without."""
    turns = hearing.turns(Speaker.CITIZEN)
    found: dict[AbuseClass, dict[int, Hit]] = {}
    for place, rude in rude_words(turns):
        hit = Hit(place, rude.start, rude.end, hearing.sureness(place, rude.start, rude.end))
        found.setdefault(_OF_RUDE[rude.kind], {}).setdefault(place, hit)
    suffix = "" if hearing.transcript.language.startswith("ko") else "_en"
    for kind, name, fewest in _KNOWN:
        hits = _known(hearing, named((name + suffix,)))
        if len(hits) >= fewest:
            for hit in hits:
                found.setdefault(kind, {}).setdefault(hit.turn, hit)
    for kind in AbuseClass:
        if kind in found:
            return Abused(kind, tuple(hit for _, hit in sorted(found[kind].items())))
    return None


def _known(hearing: Hearing, ways: Ways) -> list[Hit]:
    """One hit for each turn of the citizen."""
    hits: list[Hit] = []
    for place, turn in hearing.turns(Speaker.CITIZEN):
        for each in find_ways(ways, turn.text, kindly=False):
            heard = least_confidence_at(turn, each.start, each.end)
            if heard >= HEARD_AT_LEAST and not is_quoted(turn.text, each.start, each.end):
                hits.append(Hit(place, each.start, each.end, heard))
                break
    return hits
