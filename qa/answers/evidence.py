"""What speaks for a claim being about a fact whose value differs, as numbers for :mod:`qa.answers.sureness`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answers.claims import Claim
from qa.answers.entries import Entry
from qa.answers.facts import Measure, Value
from qa.answers.meaning import Around, asked_for, said_kind, text_met
from qa.answers.meant import Meant, once_true
from qa.answers.near_values import near_miss
from qa.answers.spoken import find_all
from qa.answers.subject import Likely
from qa.answers.sureness import measure_features
from qa.answers.wording import speaks_of, terms

_WELL_NAMED = 0.6
_BRIEF = 16  # characters of a clause that says little but the value


def features_of(
    claim: Claim, best: Meant, options: Sequence[Meant], likely: Sequence[Likely], near: Around
) -> dict[str, float]:
    """What speaks for a claim being about a fact, for :mod:`qa.answers.sureness`."""
    value = claim.value
    siblings = [option.fact for option in options if option.entry is best.entry]
    of_entry = next(each for each in likely if each.entry is best.entry)
    second = max((option.rank for option in options if option is not best), default=0.0)
    interval = value.interval
    confirmed = claim.confirmed is not None or repeated(value, near)
    asked = float(confirmed or asked_for(value.measure, near))
    return {
        "named": best.named,
        "named_well": float(best.named >= _WELL_NAMED),
        "alone": float(len(siblings) == 1),
        "asked": asked,
        "confirmed": float(confirmed),
        "near_miss": float(any(near_miss(value, known) for known in best.fact.values)),
        "once_true": float(once_true(best, value)),
        "share": best.share,
        "coverage": min(1.0, of_entry.coverage * 2),
        "score": min(1.0, of_entry.score * 2),
        "lead": min(1.0, max(0.0, best.rank - second)),
        "kind": float(said_kind(near) is best.fact.type),
        "text": float(text_met(best.fact, siblings, near.clause)),
        "foreign": float(foreign_topic(near.clause, best.entry)),
        "brief": float(len(near.clause) < _BRIEF),
        "both_ends": float(bool(interval and interval.opens and interval.closes and not interval.single)),
        "doubtful": float(claim.doubtful and not clear_here(claim, best, near)),
        "required": float(best.fact.required),
        "in_turn": float(any(speaks_of(term, near.clause + near.before) for term in terms(best.entry.title))),
        "is_subject": float(of_entry.is_subject is True),
        "no_subject": float(of_entry.is_subject is None),
        "dominance": 1.0 - max((each.share for each in likely if each.entry is not best.entry), default=0.0),
        "asked_alone": float(asked and len(siblings) == 1),
        "asked_named": asked * best.named,
        "known_elsewhere": float(any(value.same_as(known) for option in options for known in option.fact.values)),
        **measure_features(value.measure),
    }


_TOPIC = re.compile(r"(?<![가-힣])([가-힣]{3,12})(?:은|는)(?=\s)")


def foreign_topic(clause: str, entry: Entry) -> bool:
    """Whether the clause is about something by name (가족관계증명서는 …) that the entry does not speak of at all."""
    texts = (entry.title, entry.topic, *entry.questions, *(fact.name + " " + fact.text for fact in entry.facts))
    own = " ".join(texts).replace(" ", "")
    for match in _TOPIC.finditer(clause):
        pieces = {match[1][at : at + 2] for at in range(len(match[1]) - 1)}
        if sum(piece in own for piece in pieces) * 2 < len(pieces):
            return True
    return False


def repeated(value: Value, near: Around) -> bool:
    """Whether the citizen named the same value in the question."""
    return bool(near.asked and "0" not in value.keys) and any(
        value.same_as(said.value) for said in find_all(near.asked[0])
    )


def clear_here(claim: Claim, best: Meant, near: Around) -> bool:
    """Whether what is doubtful alone is clear in its place: a length that was asked for, one time where the fact is."""
    if repeated(claim.value, near):
        return True
    if claim.value.measure in (Measure.LENGTH, Measure.DATE):
        return best.named >= _WELL_NAMED or asked_for(claim.value.measure, near)
    single = claim.value.interval is not None and claim.value.interval.single
    known_single = any(known.interval and known.interval.single for known in best.fact.values)
    return single and known_single
