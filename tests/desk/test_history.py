"""What was done to a call: all of it, nothing of another call, and as many queries whatever was done."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, select

from qa.desk.findings import confirm_fault
from qa.desk.history import PAGE_SIZE, history
from qa.desk.inbox import skip, take_next
from qa.desk.override import Override, override
from qa.store.engine import Session, Store
from qa.store.findings import findings_of
from qa.store.reviews import Purpose, Stream
from qa.store.tables import Audit, CallEvaluation, CallRating
from tests.cast import Cast, person, unreleased


def rating_of(session: Session, call_id: int, criterion: str) -> int:
    return session.scalars(
        select(CallRating.id)
        .join(CallEvaluation)
        .where(CallEvaluation.call_id == call_id, CallRating.criterion == criterion, CallRating.overrides_id.is_(None))
    ).one()


def busy_day(desk: Store, call_id: int) -> None:
    """An override and a confirmed fault."""
    with desk.writing() as session:
        rating = rating_of(session, call_id, "empathy")
        override(session, person(session, "suhyun"), call_id, rating, Override("yes", "rule", "공감했습니다", rating))
        confirm_fault(session, person(session, "suhyun"), findings_of(session, call_id)[0].id, "entry_wrong", "")


def acts(desk: Store, call_id: int) -> list[str]:
    with desk.reading() as session:
        return [row.act for row in history(session, call_id, 1).rows]


def test_everything_done_to_a_call_and_to_what_hangs_on_it_is_there(desk: Store, cast: Cast) -> None:
    full, other = cast.calls["full"], cast.calls["other_vendor"]
    busy_day(desk, full)
    assert acts(desk, full) == ["confirm_fault", "override", "hand_in"]
    assert acts(desk, other) == ["hand_in"]


def test_a_line_says_who_when_and_what_in_the_words_of_the_rubric(desk: Store, cast: Cast) -> None:
    busy_day(desk, cast.calls["full"])
    with desk.reading() as session:
        fault, changed, handed_in = history(session, cast.calls["full"], 1).rows
    assert (changed.who, changed.kind) == ("박수현", "rating")
    assert changed.about is not None
    assert changed.about.ko
    assert (changed.old["answer"], changed.new["answer"]) == ("no", "yes")
    assert set(changed.answers) >= {"yes", "no"}
    assert changed.answers["yes"].ko != "yes"
    assert fault.about is not None
    assert fault.about.ko == "감면"
    assert (handed_in.who, handed_in.new["name"]) == ("", "수도요금-자동납부.wav")
    assert changed.at >= handed_in.at


def test_a_review_taken_and_given_back_is_in_the_history_of_its_call(desk: Store, cast: Cast) -> None:
    call_id = unreleased(desk, cast.folder, seed=71, drawn=True)
    with desk.writing() as session:
        taken = take_next(session, person(session, "suhyun"), Purpose.FIRST, Stream.RANDOM)
        assert taken is not None
        skip(session, person(session, "suhyun"), taken.id, "know_agent", "")
    assert acts(desk, call_id)[:2] == ["skip", "take"]


def test_many_lines_come_page_by_page_with_the_same_queries(desk: Store, cast: Cast) -> None:
    call_id = cast.calls["full"]

    def queries() -> int:
        asked = []

        def note(*_: Any) -> None:
            asked.append(1)

        event.listen(desk.engine, "before_cursor_execute", note)
        with desk.reading() as session:
            history(session, call_id, 1)
        event.remove(desk.engine, "before_cursor_execute", note)
        return len(asked)

    few = queries()
    busy_day(desk, call_id)
    with desk.writing() as session:
        session.add_all(Audit(act="export", thing=f"call:{call_id}", new={"format": "vcon"}) for _ in range(PAGE_SIZE))
    assert queries() == few <= 7
    with desk.reading() as session:
        first, last = history(session, call_id, 1), history(session, call_id, 9)
    assert (first.total, first.pages, len(first.rows)) == (PAGE_SIZE + 3, 2, PAGE_SIZE)
    assert (last.page, [row.act for row in last.rows]) == (2, ["confirm_fault", "override", "hand_in"])


def test_a_call_whose_number_begins_another_is_not_mixed_up_with_it(desk: Store, cast: Cast) -> None:
    with desk.writing() as session:
        session.add(Audit(act="export", thing=f"call:{cast.calls['full']}0", new={}))
        session.add(Audit(act="override", thing="rating:99999", new={}))
    assert acts(desk, cast.calls["full"]) == ["hand_in"]
