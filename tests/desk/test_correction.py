"""Correcting adds a transcript, lets the call be scored again and says so in the audit; nothing is written over."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from qa.call import Speaker, Stage, State, masked_texts
from qa.desk.correction import Change, Fix, Reassign, Swap, Version, correct, versions
from qa.desk.override import Override, override
from qa.errors import Refused
from qa.store import calls, ledger, people, results
from qa.store.engine import Store
from qa.store.ledger import Bell
from qa.store.pages import call_facts, call_page
from qa.store.people import find_person
from qa.store.recordings import Kept
from qa.store.tables import Audit, Call, CallEvaluation, CallRating, CallStage, CallTranscript, Person
from tests.cast import MOBILE, Cast, evaluations, rubric_text, transcript

SHOWN = "네 제 번호는 ●●● ●●●● ●●●●●●"
FIXED = "네 제 전화번호는 ●●● ●●●● ●●●●●●"


def someone(desk: Store, login: str) -> Person:
    with desk.reading() as session:
        found = find_person(session, login)
    assert found is not None
    return found


def newest(desk: Store, call_id: int) -> int:
    with desk.reading() as session:
        return results.transcript_of(session, call_id)[0]


def do(desk: Store, login: str, call_id: int, change: Change, seen_id: int | None = None) -> list[Bell]:
    seen = newest(desk, call_id) if seen_id is None else seen_id
    with desk.writing() as session:
        return correct(session, someone(desk, login), call_id, change, seen)


def let_it_be_scored(desk: Store, call_id: int) -> None:
    """Every stage that a correction set off is done, as if the machine had worked."""
    for stage in (Stage.MEASURE, Stage.SCORE, Stage.FLAG):
        claim = ledger.claim(desk, call_id, stage, 60)
        assert claim is not None
        with ledger.committing(desk, claim, 1.0):
            pass


def untouched(desk: Store, call_id: int) -> bool:
    with desk.reading() as session:
        page = call_page(session, call_id)
        audit = session.scalars(select(Audit).where(Audit.act == "correct")).all()
        rows = session.scalars(select(CallTranscript).where(CallTranscript.call_id == call_id)).all()
    assert page is not None
    return (
        not audit and len(rows) == 1 and page.facts.finished and all(s.state is State.DONE for s in page.facts.stages)
    )


@pytest.fixture
def call(cast: Cast) -> int:
    return cast.calls["full"]


def test_a_fixed_word_is_a_new_transcript_beside_the_old(call: int, desk: Store) -> None:
    before = newest(desk, call)
    do(desk, "suhyun", call, Fix(3, FIXED))
    with desk.reading() as session:
        new_id, new = results.transcript_of(session, call)
        old = session.get_one(CallTranscript, before)
        kept = session.scalars(select(CallEvaluation).where(CallEvaluation.transcript_id == before)).unique().all()
        page = call_page(session, call)
    assert new_id > before
    assert masked_texts(new)[3] == FIXED
    assert new.engine == f"cast 1 · person {someone(desk, 'suhyun').id}, fix 1"
    assert old.body["turns"][3]["text"] == transcript().turns[3].text
    assert len(kept) == 2
    assert page is not None
    assert (page.measures, page.evaluations) == (None, ()), "what was made of the older words is not shown beside these"


def test_the_call_waits_to_be_measured_and_whoever_rings_is_told(call: int, desk: Store) -> None:
    bells = do(desk, "suhyun", call, Swap())
    with desk.reading() as session:
        row = session.scalars(
            select(CallStage).where(CallStage.call_id == call, CallStage.stage == Stage.MEASURE)
        ).one()
        facts = call_facts(session, call)
    assert row.state == State.WAITING
    assert bells == [Bell(call, Stage.MEASURE, row.attempt)]
    assert row.attempt == 1, "a worker that slept with the attempt before finds it gone"
    assert facts is not None
    assert facts.now is not None
    assert facts.now.stage is Stage.MEASURE
    let_it_be_scored(desk, call)
    with desk.reading() as session:
        facts = call_facts(session, call)
    assert facts is not None
    assert facts.finished
    assert {s.stage: s.attempt for s in facts.stages if s.attempt} == {Stage.MEASURE: 2, Stage.SCORE: 2, Stage.FLAG: 2}


def test_the_audit_tells_old_and_new_masked_in_the_same_transaction(call: int, desk: Store) -> None:
    before = newest(desk, call)
    do(desk, "suhyun", call, Fix(3, FIXED))
    after = newest(desk, call)
    with desk.reading() as session:
        line = session.scalars(select(Audit).where(Audit.act == "correct")).one()
    assert (line.thing, line.person_id) == (f"call:{call}", someone(desk, "suhyun").id)
    assert line.old == {"transcript": before, "turn": 3, "text": SHOWN}
    assert line.new == {"transcript": after, "turn": 3, "text": FIXED}
    said = json.dumps([line.old, line.new], ensure_ascii=False)
    assert not any(part in said for part in MOBILE.split())


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (Reassign(6, Speaker.CITIZEN), {"turn": 6, "speaker": "agent"}, {"turn": 6, "speaker": "citizen"}),
        (Swap(), {}, {"swapped": True}),
    ],
)
def test_the_audit_tells_who_was_who(call: int, desk: Store, change: Change, old: dict, new: dict) -> None:
    before = newest(desk, call)
    do(desk, "taeo", call, change)
    with desk.reading() as session:
        line = session.scalars(select(Audit).where(Audit.act == "correct")).one()
    assert line.old == {"transcript": before, **old}
    assert line.new == {"transcript": newest(desk, call), **new}


def test_a_search_finds_the_corrected_words_and_never_what_is_hidden(call: int, desk: Store) -> None:
    do(desk, "suhyun", call, Fix(3, FIXED))
    with desk.reading() as session:
        texts = session.scalars(select(CallTranscript.text).where(CallTranscript.call_id == call)).all()
    assert FIXED in texts[-1]
    assert not any(part in text for text in texts for part in MOBILE.split())


@pytest.mark.parametrize("login", ["minji", "jiho"])
def test_agents_and_coaches_may_not_correct(call: int, desk: Store, login: str) -> None:
    with pytest.raises(Refused, match="may not correct"):
        do(desk, login, call, Swap())
    assert untouched(desk, call)


@pytest.mark.parametrize("login", ["haneul", "junho", "yuna"])
def test_to_whom_the_call_is_no_call_it_is_none(call: int, desk: Store, login: str) -> None:
    with pytest.raises(LookupError):
        do(desk, login, call, Swap())
    with pytest.raises(LookupError):
        do(desk, "admin", 99_999, Swap(), seen_id=1)
    assert untouched(desk, call)


@pytest.mark.parametrize("login", ["suhyun", "sora", "taeo", "eunseo", "admin"])
def test_evaluators_managers_and_administrators_correct(call: int, desk: Store, login: str) -> None:
    do(desk, login, call, Reassign(6, Speaker.CITIZEN))
    with desk.reading() as session:
        assert results.transcript_of(session, call)[1].turns[6].speaker is Speaker.CITIZEN


def test_of_two_people_the_second_is_told_of_the_first(call: int, desk: Store) -> None:
    seen = newest(desk, call)
    do(desk, "sora", call, Fix(3, FIXED))
    let_it_be_scored(desk, call)
    with pytest.raises(Refused, match="윤소라") as caught:
        do(desk, "suhyun", call, Fix(1, "네 수도요금 자동이체를 신청하려고 전화드렸어요"), seen)
    assert "윤소라 님이 이 통화의 전사를 고쳤습니다" in caught.value.sentence.ko


def test_a_transcript_that_the_machine_made_anew_has_to_be_seen_first(call: int, desk: Store) -> None:
    seen = newest(desk, call)
    with desk.writing() as session:
        results.keep_transcript(session, call, replace(transcript(), engine="another model"))
    with pytest.raises(Refused, match="has changed in the meantime"):
        do(desk, "suhyun", call, Swap(), seen)


def test_while_a_call_is_on_its_way_for_the_first_time_nobody_corrects(call: int, desk: Store) -> None:
    with desk.writing() as session:
        session.scalars(
            select(CallStage).where(CallStage.call_id == call, CallStage.stage == Stage.SCORE)
        ).one().state = State.RUNNING
    with pytest.raises(Refused, match="still being scored"):
        do(desk, "sora", call, Swap())


def test_after_a_correction_the_next_one_need_not_wait_for_the_machine(call: int, desk: Store) -> None:
    """What the machine does for the earlier text, in whatever stage, is thrown away."""
    do(desk, "sora", call, Fix(3, FIXED))
    busy = ledger.claim(desk, call, Stage.MEASURE, 60)
    assert busy is not None
    (bell,) = do(desk, "sora", call, Fix(1, "네 수도요금 자동이체를 신청하려고 전화드렸어요"))
    assert bell.attempt > busy.attempt
    with pytest.raises(ledger.LeaseLost), ledger.committing(desk, busy, 1.0):
        pass
    claim = ledger.claim(desk, call, Stage.MEASURE, 60)
    assert claim is not None
    with ledger.committing(desk, claim, 1.0):
        pass
    scoring = ledger.claim(desk, call, Stage.SCORE, 60)
    assert scoring is not None
    do(desk, "sora", call, Swap())
    with pytest.raises(ledger.LeaseLost), ledger.committing(desk, scoring, 1.0):
        pass
    assert ledger.claim(desk, call, Stage.SCORE, 60) is None, "nothing is to be scored before it is measured"
    let_it_be_scored(desk, call)
    with desk.reading() as session:
        facts = call_facts(session, call)
        texts = [masked_texts(results.transcript_of(session, call)[1])[turn] for turn in (1, 3)]
    assert facts is not None
    assert all(stage.state is State.DONE for stage in facts.stages)
    assert texts == ["네 수도요금 자동이체를 신청하려고 전화드렸어요", FIXED]


def test_while_it_is_heard_anew_nobody_corrects(call: int, desk: Store) -> None:
    do(desk, "sora", call, Fix(3, FIXED))
    with desk.writing() as session:
        ledger.open_stage(session, call, Stage.TRANSCRIBE)
    with pytest.raises(Refused, match="still being scored"):
        do(desk, "sora", call, Swap())


def test_words_and_speaker_of_a_turn_are_corrected_at_once(call: int, desk: Store) -> None:
    before = newest(desk, call)
    do(desk, "sora", call, Fix(3, FIXED, Speaker.AGENT))
    with desk.reading() as session:
        turn = results.transcript_of(session, call)[1].turns[3]
        line = session.scalars(select(Audit).where(Audit.act == "correct")).one()
    assert (turn.speaker, turn.text.split()[:2]) == (Speaker.AGENT, ["네", "제"])
    assert line.old == {"transcript": before, "turn": 3, "text": SHOWN, "speaker": "citizen"}
    assert line.new == {"transcript": newest(desk, call), "turn": 3, "text": FIXED, "speaker": "agent"}
    do(desk, "sora", call, Fix(3, FIXED, Speaker.CITIZEN))
    with pytest.raises(Refused, match="Nothing has changed"):
        do(desk, "sora", call, Fix(3, FIXED, Speaker.CITIZEN))


def test_a_name_the_field_did_not_show_stays_as_it_was_heard(call: int, desk: Store) -> None:
    shown = transcript().turns[0].text.replace("김민지", "○○○")
    do(desk, "sora", call, Fix(0, shown.replace("무엇을", "뭘"), hide=("김민지",)))
    with desk.reading() as session:
        text = results.transcript_of(session, call)[1].turns[0].text
    assert text == transcript().turns[0].text.replace("무엇을", "뭘")
    with pytest.raises(Refused, match="cannot be edited"):
        do(desk, "sora", call, Fix(0, text.replace("김민지입니다", "○○○이에요"), hide=("김민지",)))


def test_a_stage_that_stopped_does_not_stand_in_the_way(call: int, desk: Store) -> None:
    with desk.writing() as session:
        row = session.scalars(select(CallStage).where(CallStage.call_id == call, CallStage.stage == Stage.SCORE)).one()
        row.state, row.stopped, row.again = State.STOPPED, {"ko": "평가표가 없습니다.", "en": "No rubric."}, True
    do(desk, "sora", call, Fix(3, FIXED))
    let_it_be_scored(desk, call)
    with desk.reading() as session:
        facts = call_facts(session, call)
    assert facts is not None
    assert all(stage.state is State.DONE and stage.stopped is None for stage in facts.stages)


def test_before_there_is_a_transcript_there_is_nothing_to_correct(cast: Cast, desk: Store) -> None:
    with pytest.raises(Refused, match="no transcript yet"):
        do(desk, "suhyun", cast.calls["waiting"], Swap(), seen_id=1)


@pytest.mark.parametrize(
    "change", [Fix(3, SHOWN), Fix(3, ""), Fix(3, SHOWN[:-1]), Fix(99, "네"), Reassign(6, Speaker.AGENT)]
)
def test_a_change_that_is_none_leaves_everything_as_it_was(call: int, desk: Store, change: Change) -> None:
    with pytest.raises(Refused):
        do(desk, "suhyun", call, change)
    assert untouched(desk, call)


def test_versions_tell_who_changed_how_much(call: int, desk: Store) -> None:
    first = newest(desk, call)
    with desk.reading() as session:
        (heard,) = versions(session, call)
    assert heard == Version(first, heard.at, "")
    do(desk, "sora", call, Fix(3, FIXED))
    let_it_be_scored(desk, call)
    do(desk, "suhyun", call, Swap())
    with desk.reading() as session:
        found = versions(session, call)
        assert versions(session, 99_999) == []
    assert [(version.by, version.changes) for version in found] == [("", 0), ("윤소라", 1), ("박수현", 9)]
    assert [version.at for version in found] == sorted(version.at for version in found)
    assert found[-1].id == newest(desk, call)


def test_a_call_corrected_in_another_house_can_be_corrected_here(call: int, desk: Store) -> None:
    """Its file names that house's correction; a name of ours must differ from it."""
    theirs = "cast 1 · person 3, fix 1"
    with desk.writing() as session:
        session.scalars(select(CallTranscript).where(CallTranscript.call_id == call)).one().engine = theirs
    do(desk, "sora", call, Swap())
    with desk.reading() as session:
        assert results.transcript_of(session, call)[1].engine == f"cast 1 · person {someone(desk, 'sora').id}, fix 2"
        assert [version.by for version in versions(session, call)] == ["", "윤소라"]


@pytest.fixture
def bare(any_store: Store) -> tuple[Store, int]:
    """A scored call and two evaluators, on each kind of database."""
    call_id = calls.accept(any_store, Kept("ab" * 32, 10), name="a.wav").call_id
    with any_store.writing() as session:
        for login, name in (("sora", "윤소라"), ("suhyun", "박수현")):
            people.add_person(session, login=login, name=name, role="evaluator", password="correct horse battery")
        results.keep_transcript(session, call_id, transcript())
        session.get_one(Call, call_id).stages[0].state = State.DONE
        session.add_all(CallStage(call_id=call_id, stage=stage, state=State.DONE) for stage in list(Stage)[1:])
    return any_store, call_id


def test_of_two_people_at_the_same_moment_one_corrects_and_the_other_is_told(bare: tuple[Store, int]) -> None:
    store, call_id = bare
    seen = newest(store, call_id)

    def attempt(login: str) -> str:
        try:
            do(store, login, call_id, Swap(), seen)
        except Refused as problem:
            return problem.sentence.en
        return "done"

    with ThreadPoolExecutor(2) as at_once:
        said = list(at_once.map(attempt, ("sora", "suhyun")))
    assert said.count("done") == 1
    assert sum("has corrected this transcript in the meantime" in each for each in said) == 1
    with store.reading() as session:
        found = versions(session, call_id)
        assert len(session.scalars(select(Audit).where(Audit.act == "correct")).all()) == 1
    assert [version.changes for version in found] == [0, 9]


def test_nobody_corrects_while_another_is_about_to_rate(bare: tuple[Store, int]) -> None:
    """The rating is written but not committed when the correction comes: the correction waits, and sees it."""
    store, call_id = bare
    with store.writing() as session:
        seen, heard = results.transcript_of(session, call_id)
        for evaluation in evaluations(heard):
            rubric_id = results.keep_rubric(session, evaluation.rubric, rubric_text(evaluation.rubric))
            keys = {"transcript_id": seen, "rubric_version_id": rubric_id, "answers_version_id": None}
            results.keep_evaluation(session, call_id, evaluation, **keys)
        machine = session.scalars(select(CallRating).where(CallRating.criterion == "empathy")).one().id
    with ThreadPoolExecutor(1) as beside:
        with store.writing() as session:
            override(session, someone(store, "sora"), call_id, machine, Override("yes", "rule", "", machine))
            corrected = beside.submit(do, store, "suhyun", call_id, Swap(), seen)
            time.sleep(0.3)
            assert not corrected.done()
        with pytest.raises(Refused, match="A person has rated this call"):
            corrected.result(timeout=30)


def test_corrections_follow_each_other_on_every_database(bare: tuple[Store, int]) -> None:
    store, call_id = bare
    for login, change in (("sora", Fix(3, FIXED)), ("suhyun", Reassign(6, Speaker.CITIZEN)), ("sora", Swap())):
        do(store, login, call_id, change)
        let_it_be_scored(store, call_id)
    with store.reading() as session:
        assert [(each.by, each.changes) for each in versions(session, call_id)] == [
            ("", 0),
            ("윤소라", 1),
            ("박수현", 1),
            ("윤소라", 9),
        ]
        before = results.before_corrections(session, call_id)
    assert before is not None
    assert before.engine == "cast"
