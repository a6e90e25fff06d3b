"""Who is the agent: from the names that a file gives its speakers, else from what they say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.call import Speaker
from qa.language.sides import leaning

AGENT = frozenset(
    "agent|operator|advisor|adviser|representative|rep|csr|support|staff|counselor|counsellor|consultant|employee"
    "|dispatcher|customer service|customer service representative|customer support|service agent|call taker"
    "|call center|call centre"
    "|상담사|상담원|상담직원|상담|직원|안내원|담당자|담당|상담사님|콜센터".split("|")
)
CITIZEN = frozenset(
    "citizen|customer|caller|client|user|guest|consumer|patient|contact|inquirer|member|resident"
    "|시민|고객|민원인|손님|이용자|문의자|고객님|시민님|민원|주민|발신자".split("|")
)
NOBODY = frozenset("system|ivr|bot|music|automated|machine|unknown|시스템|자동응답|안내멘트|기계음|미상".split("|"))
CLEAR_BALANCE = 3  # telling phrases more on one side; fewer yield to who called whom
_APART = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"(?<=\D)\d+$")


@dataclass(frozen=True)
class Sides:
    """`guessed`: the words had to tell who is the agent."""

    of: Mapping[str, Speaker]
    guessed: bool = False

    def speaker(self, label: str) -> Speaker:
        return self.of.get(label, Speaker.UNKNOWN)


def role_of(label: str) -> Speaker | None:
    """The side that a label names (`Agent 1`, `customer_service`, `상담사:`); None when it names none."""
    whole = " ".join(_NUMBER.sub("", part) for part in _APART.sub(" ", label.casefold()).split()).strip()
    whole = re.sub(r" \d+$", "", whole)
    for words in (whole, whole.split(" ")[0]):
        if words in AGENT:
            return Speaker.AGENT
        if words in CITIZEN:
            return Speaker.CITIZEN
        if words in NOBODY:
            return Speaker.UNKNOWN
    return None


def sides(said: Sequence[tuple[str, str]], *, known: Mapping[str, Speaker] | None = None, citizen: str = "") -> Sides:
    """The side of every label in `said` (label, text). `known` goes before what the label names.

    Of two speakers one of whom is known, the other is the other side. Of two unknown ones the agent is who speaks more
    like one; where the words do not clearly tell, `citizen` is the citizen if given, else who speaks first is the
    agent, who takes a telephone call. Of more unknown ones none is named, and "" is nobody's label.
    """
    labels = list(dict.fromkeys(label for label, _ in said if label))
    told = {label: (known or {}).get(label) or role_of(label) for label in labels}
    named = {label: role for label, role in told.items() if role is not None}
    spoken = {role for role in named.values() if role is not Speaker.UNKNOWN}
    nameless = [label for label in labels if told[label] is None]
    if len(nameless) == 1 and len(spoken) == 1:
        side = Speaker.CITIZEN if Speaker.AGENT in spoken else Speaker.AGENT
        return Sides({**named, nameless[0]: side})
    if len(nameless) != 2 or spoken:
        return Sides(named)
    one, two = nameless
    balance = _leaning(said, one) - _leaning(said, two)
    agent = one if balance >= 0 else two
    if citizen in nameless and abs(balance) < CLEAR_BALANCE:
        agent = two if citizen == one else one
    other = two if agent == one else one
    return Sides({**named, agent: Speaker.AGENT, other: Speaker.CITIZEN}, guessed=True)


def _leaning(said: Sequence[tuple[str, str]], label: str) -> int:
    return leaning(text for speaker, text in said if speaker == label)
