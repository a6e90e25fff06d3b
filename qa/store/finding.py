"""Lists of calls: narrowed, counted by stream, one page at a time, with a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from qa.call import Stage, State
from qa.store import about_lists
from qa.store.about_lists import AboutFilter, Figures, Gist
from qa.store.pages import CallFacts, EvaluationRead, calls, evaluations_of, facts_of
from qa.store.tables import Call, CallFlag, CallStage, CallTranscript, Person, Recording

PAGE_SIZE = 25


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
    figures: Figures | None = None  # of all pages of the list


def call_list(session: Session, allowed: ColumnElement[bool], narrow: ListFilter) -> CallList:
    """One page of calls, newest first, among those `allowed` (the person's scope as SQL)."""
    where = [allowed, *_narrowing(narrow)]
    streams = {
        name: session.scalar(select(func.count(Call.id)).where(*where, *_stream(name))) or 0
        for name in ("", "flagged", "random")
    }
    total = streams.get(narrow.stream, 0)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, narrow.page), pages)
    query = (
        calls()
        .where(*where, *_stream(narrow.stream))
        .order_by(Call.started_at.desc(), Call.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    found = session.scalars(query).unique().all()
    evaluations = evaluations_of(session, [call.id for call in found])
    gist = about_lists.gists(session, [call.id for call in found])
    rows = tuple(ListRow(facts_of(call), evaluations.get(call.id, ()), gist.get(call.id)) for call in found)
    figures = about_lists.figures(session, [*where, *_stream(narrow.stream)])
    return CallList(rows, total, page, pages, streams, figures)


def flag_codes(session: Session, allowed: ColumnElement[bool]) -> list[str]:
    """The codes that occur among the calls a person may see."""
    return list(session.scalars(select(CallFlag.code).join(CallFlag.call).where(allowed).distinct().order_by("code")))


def agents(session: Session, vendor_id: int | None) -> list[Person]:
    """Active agents by name; of one vendor, or (None) of all."""
    query = select(Person).where(Person.role == "agent", Person.active).order_by(Person.name, Person.id)
    return list(session.scalars(query if vendor_id is None else query.where(Person.vendor_id == vendor_id)).unique())


def _stage_is(state: State, stage: Stage | None = None) -> ColumnElement[bool]:
    where = [CallStage.call_id == Call.id, CallStage.state == state.value]
    return exists().where(*where, *([CallStage.stage == stage.value] if stage else []))


def _narrowing(narrow: ListFilter) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if narrow.state == State.DONE.value:
        where.append(_stage_is(State.DONE, Stage.FLAG))
    elif narrow.state in {state.value for state in State}:
        where.append(_stage_is(State(narrow.state)))
    if narrow.flag:
        where.append(exists().where(CallFlag.call_id == Call.id, CallFlag.code == narrow.flag))
    if narrow.agent_id is not None:
        where.append(Call.agent_id == narrow.agent_id)
    if narrow.since is not None:
        where.append(Call.started_at >= narrow.since)
    if narrow.until is not None:
        where.append(Call.started_at < narrow.until)
    if narrow.text:
        where.append(_holds_text(narrow.text))
    return where + about_lists.narrowing(narrow.about)


def _holds_text(text: str) -> ColumnElement[bool]:
    """Every word of `text` stands in the transcript, or in the name the recording came with."""
    words = text.split()
    said = [CallTranscript.text.icontains(word, autoescape=True) for word in words]
    named = [Recording.name.icontains(word, autoescape=True) for word in words]
    heard = exists().where(CallTranscript.call_id == Call.id, *said)
    return or_(heard, exists().where(Recording.id == Call.recording_id, *named))


def _stream(name: str) -> list[ColumnElement[bool]]:
    if name == "flagged":
        return [exists().where(CallFlag.call_id == Call.id)]
    if name == "random":
        return [Call.in_random_sample.is_(True)]
    return []


def stage_counts(session: Session, allowed: ColumnElement[bool] | None) -> dict[Stage, dict[str, int]]:
    """Per stage and state the number of calls, zeros included."""
    found = {stage: dict.fromkeys((state.value for state in State), 0) for stage in Stage}
    query = select(CallStage.stage, CallStage.state, func.count()).group_by(CallStage.stage, CallStage.state)
    if allowed is not None:
        query = query.join(CallStage.call).where(allowed)
    for stage, state, number in session.execute(query):
        found[Stage(stage)][state] = number
    return found


def longest_waiting(session: Session, allowed: ColumnElement[bool]) -> dict[Stage, datetime]:
    """Since when the longest waiting call of each stage has waited."""
    query = (
        select(CallStage.stage, func.min(CallStage.waiting_since))
        .join(CallStage.call)
        .where(CallStage.state == State.WAITING.value, allowed)
        .group_by(CallStage.stage)
    )
    return {Stage(stage): since for stage, since in session.execute(query)}
