"""Lists of calls: narrowed, counted by stream, one page at a time, with a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from qa.call import Stage, State
from qa.store import about_lists
from qa.store.about_lists import AboutFilter, Figures, Gist
from qa.store.evaluations import EvaluationRead, evaluations_of
from qa.store.pages import CallFacts, calls, facts_of
from qa.store.remembered import among
from qa.store.tables import Call, CallFlag, CallStage, CallTranscript, Person, Recording

PAGE_SIZE = 25
NOT_DONE = (State.WAITING.value, State.RUNNING.value, State.STOPPED.value)
SEARCHED = 5_000  # calls that words are looked for in; of more the newest


@dataclass(frozen=True)
class ListFilter:
    """How a list is narrowed; empty means no narrowing. `stream` is "", "flagged" or "random"."""

    stream: str = ""
    state: str = ""
    flag: str = ""
    agent_id: int | None = None
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    about: AboutFilter = field(default_factory=AboutFilter)
    page: int = 1


@dataclass(frozen=True)
class ListRow:
    facts: CallFacts
    evaluations: tuple[EvaluationRead, ...]
    gist: Gist | None = None


@dataclass(frozen=True)
class CallList:
    rows: tuple[ListRow, ...]
    total: int
    page: int
    pages: int
    streams: dict[str, int] = field(default_factory=dict)  # how many calls in "", "flagged", "random"
    figures: Figures | None = None  # of all pages of the list, or of the newest calls of a long one
    searched: int | None = None  # words were looked for in the newest so many calls only, for there are more


def call_list(session: Session, allowed: ColumnElement[bool], narrow: ListFilter) -> CallList:
    """One page of calls, newest first, among those `allowed` (the person's scope as SQL)."""
    where = [allowed, *_narrowing(narrow)]
    searched = None
    if narrow.text:
        where, searched = _searched(session, where, narrow.text)
    flagged, random = (func.count().filter(*_stream(name)) for name in ("flagged", "random"))
    counted = session.execute(select(func.count(Call.id), flagged, random).where(*where)).one()
    streams = dict(zip(("", "flagged", "random"), counted, strict=True))
    total = streams.get(narrow.stream, 0)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, narrow.page), pages)
    within = [*where, *_stream(narrow.stream)]
    matters = about_lists.newest(session, within)
    start, end = (page - 1) * PAGE_SIZE, page * PAGE_SIZE
    if end <= len(matters) or total <= len(matters):
        ids = [matter.call_id for matter in matters[start:end]]
    else:
        order = Call.started_at.desc(), Call.id.desc()
        ids = list(session.scalars(select(Call.id).where(*within).order_by(*order).limit(PAGE_SIZE).offset(start)))
    of_id = {call.id: call for call in session.scalars(calls().where(Call.id.in_(ids))).unique()}
    found = [of_id[call_id] for call_id in ids if call_id in of_id]
    evaluations = evaluations_of(session, [call.id for call in found], brief=True)
    gist = about_lists.gists(session, [call.id for call in found])
    rows = tuple(ListRow(facts_of(call), evaluations.get(call.id, ()), gist.get(call.id)) for call in found)
    return CallList(rows, total, page, pages, streams, about_lists.figures_of(matters), searched)


def flag_codes(session: Session, allowed: ColumnElement[bool], *, few: bool = False) -> list[str]:
    """The codes that occur among the calls a person may see. `few`: an agent's own calls."""
    query = select(CallFlag.code).join(CallFlag.call).where(allowed).distinct().order_by("code")

    def found() -> list[str]:
        return list(session.scalars(query))

    return among(session, "flags", allowed, CallFlag.id, found, few=few)


def agents(session: Session, vendor_id: int | None) -> list[Person]:
    """Active agents by name; of one vendor, or (None) of all."""
    query = select(Person).where(Person.role == "agent", Person.active).order_by(Person.name, Person.id)
    return list(session.scalars(query if vendor_id is None else query.where(Person.vendor_id == vendor_id)).unique())


def _stage_is(state: State) -> ColumnElement[bool]:
    return Call.id.in_(select(CallStage.call_id).where(CallStage.state == state.value))


def _narrowing(narrow: ListFilter) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if narrow.state == State.DONE.value:
        # All but a few are done: those that are not are sooner known.
        where.append(Call.id.not_in(select(CallStage.call_id).where(CallStage.state.in_(NOT_DONE))))
    elif narrow.state in {state.value for state in State}:
        where.append(_stage_is(State(narrow.state)))
    if narrow.flag:
        where.append(Call.id.in_(select(CallFlag.call_id).where(CallFlag.code == narrow.flag)))
    if narrow.agent_id is not None:
        where.append(Call.agent_id == narrow.agent_id)
    if narrow.since is not None:
        where.append(Call.started_at >= narrow.since)
    if narrow.until is not None:
        where.append(Call.started_at < narrow.until)
    return where + about_lists.narrowing(narrow.about)


def _searched(
    session: Session, where: list[ColumnElement[bool]], text: str
) -> tuple[list[ColumnElement[bool]], int | None]:
    """The calls that `where` leaves and in which every word of `text` is found, and how many were looked at if not all.

    Looked at once and in the newest calls only: no index knows the inside of a word, and Korean words are long.
    """
    order = Call.started_at.desc(), Call.id.desc()
    newest = select(Call.id, Call.recording_id).where(*where).order_by(*order).limit(SEARCHED + 1).subquery()
    words = text.split()
    said = [_holds(session, CallTranscript.text, word) for word in words]
    named = [_holds(session, Recording.name, word) for word in words]
    heard = select(newest.c.id).join(CallTranscript, CallTranscript.call_id == newest.c.id).where(*said)
    called = select(newest.c.id).join(Recording, Recording.id == newest.c.recording_id).where(*named)
    found = set(session.scalars(heard)) | set(session.scalars(called))
    more = (session.scalar(select(func.count()).select_from(newest)) or 0) > SEARCHED
    return [Call.id.in_(sorted(found))], SEARCHED if more else None


def _holds(session: Session, column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """Letters that have no large and small ones are compared as they stand, which takes a quarter of the time."""
    if session.get_bind().dialect.name == "sqlite" and word.lower() == word.upper():
        return func.instr(column, word) > 0
    return column.icontains(word, autoescape=True)


def _stream(name: str) -> list[ColumnElement[bool]]:
    if name == "flagged":
        return [Call.id.in_(select(CallFlag.call_id))]
    if name == "random":
        return [Call.in_random_sample.is_(True)]
    return []


def answers(session: Session) -> None:
    """Read a row, or find none: raises where the database cannot be read."""
    session.scalar(select(CallStage.id).limit(1))


def stage_counts(session: Session, allowed: ColumnElement[bool]) -> dict[Stage, dict[str, int]]:
    """Per stage and state the number of calls, zeros included.

    Counted are the calls that are under way; of the others every stage is done.
    """
    found = {stage: dict.fromkeys((state.value for state in State), 0) for stage in Stage}
    # From the few stages that are not done to their calls: the other way round every call would be looked at.
    theirs = exists().where(Call.id == CallStage.call_id, allowed)
    not_done = select(CallStage.call_id).where(CallStage.state.in_(NOT_DONE), theirs)
    under_way = not_done.distinct().subquery()
    rows = (
        select(CallStage.stage, CallStage.state, func.count())
        .join(under_way, under_way.c.call_id == CallStage.call_id)
        .group_by(CallStage.stage, CallStage.state)
    )
    for stage, state, number in session.execute(rows):
        found[Stage(stage)][state] = number
    every = session.scalar(select(func.count(Call.id)).where(allowed)) or 0
    through = every - (session.scalar(select(func.count()).select_from(under_way)) or 0)
    for counts in found.values():
        counts[State.DONE.value] += through
    return found


def longest_waiting(session: Session, allowed: ColumnElement[bool]) -> dict[Stage, datetime]:
    """Since when the longest waiting call of each stage has waited."""
    query = (
        select(CallStage.stage, func.min(CallStage.waiting_since))
        .where(CallStage.state == State.WAITING.value)
        .where(exists().where(Call.id == CallStage.call_id, allowed))
        .group_by(CallStage.stage)
    )
    return {Stage(stage): since for stage, since in session.execute(query)}
