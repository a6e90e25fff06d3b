"""Lists of calls narrowed by what they were about, and the figures above them; all of it SQL for both databases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, not_, or_, select

from qa.analytics.reason import Complaint
from qa.store.engine import Session
from qa.store.tables import AboutCall, Call, CallFlag

UNDER = ">"  # between the parts of a topic's path
_REPEAT_FLAGS = ("repeat_contact", "repeat_call")
_COMPLAINTS = {
    Complaint.WAITING.value: AboutCall.complains_of_waiting,
    Complaint.TRANSFERS.value: AboutCall.complains_of_transfers,
    Complaint.UNKINDNESS.value: AboutCall.complains_of_unkindness,
}
RESOLVED = ("alone", "yes", "no", "unknown")


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
    where: list[ColumnElement[bool]] = []
    if by.topic:
        where.append(or_(AboutCall.topic == by.topic, AboutCall.topic.startswith(by.topic + UNDER, autoescape=True)))
    if by.resolved == "alone":
        where += [AboutCall.resolved.is_(True), AboutCall.transfers == 0]
    elif by.resolved in ("yes", "no"):
        where.append(AboutCall.resolved.is_(by.resolved == "yes"))
    elif by.resolved == "unknown":
        where.append(AboutCall.resolved.is_(None))
    if by.transferred:
        where.append(AboutCall.transfers > 0 if by.transferred == "yes" else AboutCall.transfers == 0)
    if by.reason:
        where.append(AboutCall.reason == by.reason)
    if by.language:
        where.append(AboutCall.language == by.language)
    if by.complaint in _COMPLAINTS:
        where.append(_COMPLAINTS[by.complaint].is_(True))
    if by.waiting_s is not None:
        where.append(or_(AboutCall.time_to_agent_s > by.waiting_s, AboutCall.hold_s > by.waiting_s))
    if by.to_agent_s is not None:
        where.append(AboutCall.time_to_agent_s > by.to_agent_s)
    found: list[ColumnElement[bool]] = [_of_call(*where)] if where else []
    if by.repeat:
        again = _called_before()
        found.append(again if by.repeat == "yes" else not_(again))
    return found


def _of_call(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of the call alone: where the query around it reads `about`, too, that is another row."""
    return exists().where(AboutCall.call_id == Call.id, *where).correlate(Call)


def _called_before() -> ColumnElement[bool]:
    """By the number, or by the citizen's own words."""
    return or_(
        _of_call(AboutCall.contacts_before > 0),
        exists().where(CallFlag.call_id == Call.id, CallFlag.code.in_(_REPEAT_FLAGS)),
    )


def figures(session: Session, where: Sequence[ColumnElement[bool]]) -> Figures:
    """`where` narrows `Call`. The median comes by its place: SQLite knows no percentile."""
    alone = AboutCall.resolved.is_(True) & (AboutCall.transfers == 0)
    counted = (
        select(
            func.count(AboutCall.id),
            func.count(AboutCall.id).filter(AboutCall.resolved.is_not(None)),
            func.count(AboutCall.id).filter(alone),
            func.count(AboutCall.time_to_agent_s),
            func.count(AboutCall.id).filter(AboutCall.complains_of_unkindness.is_(True)),
        )
        .join(Call, Call.id == AboutCall.call_id)
        .where(*where)
    )
    calls, told, resolved, timed, unkind = session.execute(counted).one().tuple()
    middle = session.scalars(
        select(AboutCall.time_to_agent_s)
        .join(Call, Call.id == AboutCall.call_id)
        .where(*where, AboutCall.time_to_agent_s.is_not(None))
        .order_by(AboutCall.time_to_agent_s)
        .offset(max(0, (timed - 1) // 2))
        .limit(2 - timed % 2)
    )
    seconds = [each for each in middle if each is not None]
    return Figures(calls, told, resolved, timed, sum(seconds) / len(seconds) if seconds else None, unkind)


@dataclass(frozen=True)
class Choices:
    """What occurs among the calls a person may see: `topics` with the paths above them, in the order of the tree."""

    topics: tuple[str, ...]
    languages: tuple[str, ...]


def choices(session: Session, allowed: ColumnElement[bool]) -> Choices:
    query = (
        select(AboutCall.topic, AboutCall.language).join(Call, Call.id == AboutCall.call_id).where(allowed).distinct()
    )
    pairs = [row.tuple() for row in session.execute(query)]
    paths = [topic.split(UNDER) for topic, _ in pairs if topic]
    nodes = {tuple(path[:depth]) for path in paths for depth in range(1, len(path) + 1)}
    return Choices(
        tuple(UNDER.join(path) for path in sorted(nodes)), tuple(sorted({language for _, language in pairs}))
    )


def gists(session: Session, call_ids: Iterable[int]) -> dict[int, Gist]:
    rows = session.execute(
        select(AboutCall.call_id, AboutCall.topic, AboutCall.reason, AboutCall.transfers, AboutCall.resolved).where(
            AboutCall.call_id.in_(list(call_ids))
        )
    )
    return {call_id: Gist(topic, reason, transfers, resolved) for call_id, topic, reason, transfers, resolved in rows}
