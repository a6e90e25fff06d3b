"""Lists of calls narrowed by what they were about, and the figures above them; all of it SQL for both databases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, not_, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute

from qa.analytics.reason import Complaint
from qa.store.engine import Session
from qa.store.remembered import among
from qa.store.tables import AboutCall, Call, CallFlag

UNDER = ">"  # between the parts of a topic's path
_REPEAT_FLAGS = ("repeat_contact", "repeat_call")
_COMPLAINTS = {
    Complaint.WAITING.value: AboutCall.complains_of_waiting,
    Complaint.TRANSFERS.value: AboutCall.complains_of_transfers,
    Complaint.UNKINDNESS.value: AboutCall.complains_of_unkindness,
}
RESOLVED = ("alone", "yes", "no", "unknown")
FIGURES_OF = 2000  # of a longer list the newest so many


@dataclass(frozen=True)
class AboutFilter:
    """How a list is narrowed by what calls were about; empty means no narrowing.

    `topic` with all below it. `resolved`: "alone" (without a transfer), "yes", "no", "unknown". `transferred` and
    `repeat`: "yes" or "no". `to_agent_s`: the agent's first word came later; `waiting_s`: that, or the holds
    together took longer.
    """

    topic: str = ""
    resolved: str = ""
    transferred: str = ""
    reason: str = ""
    repeat: str = ""
    language: str = ""
    complaint: str = ""
    waiting_s: float | None = None
    to_agent_s: float | None = None


@dataclass(frozen=True)
class Figures:
    """Of the calls of a list whose matter is known (`calls`): how many were resolved without a transfer of those where
    it can be told, the median seconds to the agent of those with times, how many hold a complaint of unkindness.
    """

    calls: int
    told: int
    alone: int
    timed: int
    time_to_agent_s: float | None
    unkind: int

    @property
    def alone_share(self) -> float | None:
        return self.alone / self.told if self.told else None


@dataclass(frozen=True)
class Gist:
    """What a line of the list says of a call."""

    topic: str | None
    reason: str
    transfers: int
    resolved: bool | None


def narrowing(by: AboutFilter) -> list[ColumnElement[bool]]:
    """Each as the calls that one thing is true of: an index knows them without looking at a single call."""
    found: list[ColumnElement[bool]] = []
    if by.topic:
        found.append(
            _among(or_(AboutCall.topic == by.topic, AboutCall.topic.startswith(by.topic + UNDER, autoescape=True)))
        )
    if by.resolved == "alone":
        found.append(_among(AboutCall.resolved.is_(True), AboutCall.transfers == 0))
    elif by.resolved in ("yes", "no"):
        found.append(_among(AboutCall.resolved.is_(by.resolved == "yes")))
    elif by.resolved == "unknown":
        found.append(_among(AboutCall.resolved.is_(None)))
    if by.transferred:
        found.append(_among(AboutCall.transfers > 0 if by.transferred == "yes" else AboutCall.transfers == 0))
    if by.reason:
        found.append(_among(AboutCall.reason == by.reason))
    if by.language:
        found.append(_among(AboutCall.language == by.language))
    if by.complaint in _COMPLAINTS:
        found.append(_among(_COMPLAINTS[by.complaint].is_(True)))
    if by.waiting_s is not None:
        late, held = AboutCall.time_to_agent_s > by.waiting_s, AboutCall.hold_s > by.waiting_s
        found.append(Call.id.in_(union(select(AboutCall.call_id).where(late), select(AboutCall.call_id).where(held))))
    if by.to_agent_s is not None:
        found.append(_among(AboutCall.time_to_agent_s > by.to_agent_s))
    if by.repeat:
        again = _called_before()
        found.append(again if by.repeat == "yes" else not_(again))
    return found


def _among(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    return Call.id.in_(select(AboutCall.call_id).where(*where))


def _called_before() -> ColumnElement[bool]:
    """By the number, or by the citizen's own words."""
    by_number = select(AboutCall.call_id).where(AboutCall.contacts_before > 0)
    in_words = select(CallFlag.call_id).where(CallFlag.code.in_(_REPEAT_FLAGS))
    return Call.id.in_(union(by_number, in_words))


class Matter(NamedTuple):
    """What the figures need of one call of a list; `known` False: what it was about is not known."""

    call_id: int
    known: bool
    resolved: bool | None
    transfers: int | None
    time_to_agent_s: float | None
    unkind: bool | None


def newest(session: Session, where: Sequence[ColumnElement[bool]]) -> list[Matter]:
    """The newest `FIGURES_OF` calls that `where` leaves, newest first, in one query."""
    order = Call.started_at.desc(), Call.id.desc()
    found = select(Call.id, Call.started_at).where(*where).order_by(*order).limit(FIGURES_OF).subquery()
    rows = session.execute(
        select(
            found.c.id,
            AboutCall.id.is_not(None),
            AboutCall.resolved,
            AboutCall.transfers,
            AboutCall.time_to_agent_s,
            AboutCall.complains_of_unkindness,
        )
        .outerjoin(AboutCall, AboutCall.call_id == found.c.id)
        .order_by(found.c.started_at.desc(), found.c.id.desc())
    )
    return list(map(Matter._make, rows))


def figures(session: Session, where: Sequence[ColumnElement[bool]]) -> Figures:
    """`where` narrows `Call`."""
    return figures_of(newest(session, where))


def figures_of(matters: Sequence[Matter]) -> Figures:
    known = [matter for matter in matters if matter.known]
    seconds = [matter.time_to_agent_s for matter in known if matter.time_to_agent_s is not None]
    return Figures(
        calls=len(known),
        told=sum(1 for matter in known if matter.resolved is not None),
        alone=sum(1 for matter in known if matter.resolved and not matter.transfers),
        timed=len(seconds),
        time_to_agent_s=median(seconds) if seconds else None,
        unkind=sum(1 for matter in known if matter.unkind),
    )


@dataclass(frozen=True)
class Choices:
    """What occurs among the calls a person may see: `topics` with the paths above them, in the order of the tree."""

    topics: tuple[str, ...]
    languages: tuple[str, ...]


def choices(session: Session, allowed: ColumnElement[bool], *, few: bool = False) -> Choices:
    """`few`: an agent's own calls, so that looking at each is less than looking for one of each topic."""
    return among(session, "choices", allowed, AboutCall.id, lambda: _choices(session, allowed, few=few), few=few)


def _choices(session: Session, allowed: ColumnElement[bool], *, few: bool) -> Choices:
    def occurring(column: InstrumentedAttribute[Any]) -> list[str]:
        if few:
            found = select(column).join(Call, Call.id == AboutCall.call_id).where(allowed).distinct()
        else:
            each = select(column.label("one")).distinct().subquery()
            of_one = exists().where(column == each.c.one, AboutCall.call_id == Call.id, allowed)
            found = select(each.c.one).where(of_one)
        return [value for value in session.scalars(found) if value]

    paths = [topic.split(UNDER) for topic in occurring(AboutCall.topic)]
    nodes = {tuple(path[:depth]) for path in paths for depth in range(1, len(path) + 1)}
    return Choices(tuple(UNDER.join(path) for path in sorted(nodes)), tuple(sorted(occurring(AboutCall.language))))


def gists(session: Session, call_ids: Iterable[int]) -> dict[int, Gist]:
    rows = session.execute(
        select(AboutCall.call_id, AboutCall.topic, AboutCall.reason, AboutCall.transfers, AboutCall.resolved).where(
            AboutCall.call_id.in_(list(call_ids))
        )
    )
    return {call_id: Gist(topic, reason, transfers, resolved) for call_id, topic, reason, transfers, resolved in rows}
