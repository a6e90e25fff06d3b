"""The gap radar: what the standard answers lack, as a list of work for those who keep them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from qa.answers.entries import Answers, Entry
from qa.answers.gaps import Answered, Difference, differing, matters, without_successor
from qa.answers.report import described
from qa.call import Sentence
from qa.desk.access import Act, calls_of, may, scope
from qa.errors import Refused
from qa.store.answer_pages import uses
from qa.store.engine import Session
from qa.store.gaps import Compared, Done, compared, done_about, newest_question, note_gap, unanswered
from qa.store.remembered import remembered
from qa.store.tables import Audit, Person

KINDS = ("question", "no_fact", "contradicted", "differs", "expired", "unused")
STATES = ("open", "assigned", "settled")
SHOWN_CALLS = 8
# So many calls by so many agents that tell the same other value make the entry itself doubtful.
_DOUBTED_BY_CALLS, _DOUBTED_BY_AGENTS = 3, 2
_USED = ("agree", "contradict", "cannot_tell")
K = TypeVar("K")


@dataclass(frozen=True)
class CallOf:
    """A call that shows the gap, with what was said in it."""

    call_id: int
    at: datetime
    text: str


@dataclass(frozen=True)
class GapFound:
    """One piece of work. `calls` are the newest of `number`; `facts` say what it is about, in words.

    `state` is open again once a call after `done` shows the gap anew.
    """

    kind: str
    key: str
    title: str
    entry: str | None
    owner: str
    number: int
    calls: tuple[CallOf, ...]
    newest: datetime | None
    facts: tuple[Sentence, ...] = ()
    doubtful: bool = False
    state: str = "open"
    again: bool = False
    done: Done | None = None


@dataclass(frozen=True)
class Radar:
    found: dict[str, tuple[GapFound, ...]] = field(default_factory=dict)

    def of(self, kind: str, state: str) -> tuple[GapFound, ...]:
        return tuple(gap for gap in self.found.get(kind, ()) if gap.state == state)

    def counts(self, state: str) -> dict[str, int]:
        return {kind: len(self.of(kind, state)) for kind in KINDS}


def radar(session: Session, person: Person, answers: Answers, today: date, *, days: int) -> Radar:
    """Every gap that shows in the calls of the last `days` that the person may see, and in the table itself."""
    since = datetime.combine(today - timedelta(days=days), time(), UTC)
    allowed = calls_of(person)
    rows = compared(session, allowed, since)
    entries = {entry.id: entry for entry in answers.entries}
    gaps = {
        "question": list(_questions(session, person, since)),
        "no_fact": list(_no_fact(rows, entries)),
        "contradicted": list(_contradicted(rows, entries)),
        "differs": list(_differs(rows, entries)),
        "expired": list(_expired(answers, today)),
        "unused": list(_unused(session, person, answers, since, today)),
    }
    done = done_about(session)
    return Radar({kind: tuple(_with_state(gap, done.get((kind, gap.key))) for gap in gaps[kind]) for kind in KINDS})


def settle(
    session: Session, person: Person, *, kind: str, key: str, state: str, owner: str = "", note: str = ""
) -> None:
    """Assign a gap to its owner, call it settled, or open it again; who and when is kept.

    Raises `Refused` when the person may not, or there is no owner to assign it to.
    """
    if not may(person, Act.EDIT_ANSWERS):
        raise Refused("표준상담 빈틈을 처리할 권한이 없습니다.", "You may not settle gaps of the standard answers.")
    if kind not in KINDS or state not in STATES or not key or len(key) > 400:
        raise Refused("처리할 빈틈을 다시 선택해 주세요.", "Choose the gap again.")
    owner, note = owner.strip()[:100], note.strip()[:500]
    if state == "assigned" and not owner:
        raise Refused("누구에게 맡길지 담당을 적어 주세요.", "Say who is to see to it.")
    before = done_about(session).get((kind, key))
    note_gap(session, kind=kind, key=key, state=state, owner=owner, note=note, person_id=person.id)
    old = {"state": before.state, "owner": before.owner} if before else None
    new = {"kind": kind, "key": key, "state": state, "owner": owner, "note": note}
    session.add(Audit(person_id=person.id, act="settle_gap", thing=f"gap:{kind}", old=old, new=new))


def _with_state(gap: GapFound, done: Done | None) -> GapFound:
    if done is None:
        return gap
    again = done.state == "settled" and gap.newest is not None and gap.newest > done.at
    state = "open" if again else done.state
    return replace(gap, state=state, again=again, done=done, owner=done.owner or gap.owner)


def _questions(session: Session, person: Person, since: datetime) -> Iterable[GapFound]:
    # Thousands of questions are put together: once, until another one is asked.
    key = ("matters", scope(person), since, newest_question(session))
    for matter in remembered(session, key, lambda: matters(unanswered(session, calls_of(person), since))):
        newest_first = sorted(matter.questions, key=lambda asked: (asked.at, asked.call_id), reverse=True)
        calls = tuple(CallOf(asked.call_id, asked.at, asked.text) for asked in newest_first)
        yield _gap("question", matter.key, " · ".join(matter.words), None, calls)


def _no_fact(rows: Sequence[Compared], entries: dict[str, Entry]) -> Iterable[GapFound]:
    """An entry was found, but it tells nothing of what the agent stated."""
    groups: dict[tuple[str, str], list[Compared]] = {}
    for row in rows:
        if row.verdict == "not_in_database" and row.entry in entries:
            groups.setdefault((str(row.entry), row.type), []).append(row)
    for (id, type_), group in _most_first(groups):
        entry = entries[id]
        yield _gap("no_fact", f"{id}|{type_}", entry.title, entry, _calls(group), facts=(Sentence(type_, type_),))


def _contradicted(rows: Sequence[Compared], entries: dict[str, Entry]) -> Iterable[GapFound]:
    """Entries that calls contradict. Doubtful: a person or the machine holds the entry wrong, or many agents say the
    same other value.
    """
    groups: dict[str, list[Compared]] = {}
    for row in rows:
        if row.verdict == "contradict" and row.entry in entries:
            groups.setdefault(str(row.entry), []).append(row)
    for id, group in _most_first(groups):
        entry = entries[id]
        told = Counter((row.type, row.name, row.value, row.expected) for row in group)
        facts, doubtful = [], any(row.fault == "entry_wrong" for row in group)
        for (_, name, value, expected), number in told.most_common(3):
            agents = {row.agent_id for row in group if (row.name, row.value) == (name, value)}
            doubtful = doubtful or (number >= _DOUBTED_BY_CALLS and len(agents) >= _DOUBTED_BY_AGENTS)
            facts.append(
                Sentence(
                    f"{name}: 통화에서 {value}, 표준상담 {expected} ({number}회)",
                    f"{name}: calls say {value}, the answers {expected} ({number}×)",
                )
            )
        yield _gap("contradicted", id, entry.title, entry, _calls(group), facts=tuple(facts), doubtful=doubtful)


def _differs(rows: Sequence[Compared], entries: dict[str, Entry]) -> Iterable[GapFound]:
    groups: dict[tuple[str, str, str], list[Compared]] = {}
    for row in rows:
        if row.verdict in _USED and row.entry in entries and row.value:
            groups.setdefault((str(row.entry), row.type, row.name), []).append(row)
    for (id, type_, name), group in _most_first(groups):
        answered = [Answered(row.call_id, row.at, row.value, row.medium, row.language) for row in group]
        for difference in differing(answered):
            calls = sorted((*difference.calls[0], *difference.calls[1]), key=lambda each: each.at, reverse=True)
            listed = tuple(CallOf(each.call_id, each.at, each.value) for each in calls)
            key = f"{id}|{type_}|{name}|{difference.sides[0]}"[:400]
            facts = (_sides(name, difference),)
            yield _gap("differs", key, entries[id].title, entries[id], listed, facts=facts)


def _sides(name: str, difference: Difference) -> Sentence:
    one, another = difference.values
    if difference.sides[0] == "phone":
        return Sentence(f"{name}: 전화 {one}, 웹·채팅 {another}", f"{name}: by phone {one}, in writing {another}")
    return Sentence(f"{name}: 한국어 {one}, 다른 언어 {another}", f"{name}: in Korean {one}, in others {another}")


def _expired(answers: Answers, today: date) -> Iterable[GapFound]:
    for entry, fact in without_successor(answers, today):
        shown = described(fact)
        ends = fact.valid_to or today
        over = ends < today
        facts = Sentence(
            f"{fact.name} {shown.ko}: {ends}에 {'끝났고' if over else '끝나고'} 다음 내용이 없습니다",
            f"{fact.name} {shown.en}: {'ended' if over else 'ends'} on {ends}, and nothing follows",
        )
        newest = datetime.combine(ends, time(), UTC)
        key = f"{entry.id}|{fact.type.value}|{fact.name}"[:400]
        yield GapFound("expired", key, entry.title, entry.id, entry.owner, 0, (), newest, (facts,))


def _unused(session: Session, person: Person, answers: Answers, since: datetime, today: date) -> Iterable[GapFound]:
    used = uses(session, calls_of(person))
    for entry in answers.entries:
        last = used[entry.id].last if entry.id in used else None
        if entry.withdrawn_at is not None or not entry.facts_on(today) or (last is not None and last >= since):
            continue
        told = (
            Sentence(f"마지막으로 쓰인 날 {last:%Y-%m-%d}", f"last used on {last:%Y-%m-%d}")
            if last
            else Sentence("한 번도 쓰이지 않았습니다", "never used")
        )
        yield GapFound("unused", entry.id, entry.title, entry.id, entry.owner, 0, (), None, (told,))


def _most_first(groups: dict[K, list[Compared]]) -> list[tuple[K, list[Compared]]]:
    return sorted(groups.items(), key=lambda item: (-len({row.call_id for row in item[1]}), str(item[0])))


def _calls(group: Sequence[Compared]) -> tuple[CallOf, ...]:
    return tuple(CallOf(row.call_id, row.at, f"{row.name} {row.value}".strip()) for row in group)


def _gap(
    kind: str,
    key: str,
    title: str,
    entry: Entry | None,
    calls: tuple[CallOf, ...],
    *,
    facts: tuple[Sentence, ...] = (),
    doubtful: bool = False,
) -> GapFound:
    return GapFound(
        kind=kind,
        key=key,
        title=title,
        entry=entry.id if entry else None,
        owner=entry.owner if entry else "",
        number=len({call.call_id for call in calls}),
        calls=calls[:SHOWN_CALLS],
        newest=max((call.at for call in calls), default=None),
        facts=facts,
        doubtful=doubtful,
    )
