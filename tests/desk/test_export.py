"""A call goes out as a vCon: nothing of a vCon that came in is lost, and what is ours comes back as it was."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from qa.command.score import command as score_command
from qa.desk.export import Wish, export_vcon
from qa.desk.ingest import hand_in, intake
from qa.desk.override import Override, override
from qa.errors import Refused
from qa.formats.read import calls_of
from qa.formats.vcon import evaluations_in
from qa.formats.vcon_sound import sound_inside
from qa.queue import Bells
from qa.settings import Settings
from qa.store import results
from qa.store.calls import at_hand
from qa.store.engine import Store, open_store
from qa.store.pages import call_page
from qa.store.people import find_person
from qa.store.recordings import Recordings
from qa.store.tables import Audit
from tests.cast import MOBILE, Cast
from tests.formats.vcons import external, inline, older, signed, sound, transcript, vcon
from workers import flag, ingest, measure, score, transcribe
from workers.attempt import Bench

SEOUL = "Asia/Seoul"


def exported(store: Store, folder: Path, call_id: int, **wish: bool) -> dict[str, Any]:
    with store.writing() as session:
        told = export_vcon(session, Recordings(folder / "recordings"), call_id, Wish(**wish), time_zone=SEOUL)
    again: dict[str, Any] = json.loads(json.dumps(told))
    return again


def of_cast(cast: Cast, desk: Store, name: str = "full", **wish: bool) -> dict[str, Any]:
    return exported(desk, cast.folder, cast.calls[name], **wish)


class Machine:
    """Text in, evaluations out, with a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(data=folder)
        self.store = open_store(self.settings)

    def score(self, document: Any) -> int:
        raw = io.BytesIO(json.dumps(document, ensure_ascii=False).encode())
        call_id = hand_in(intake(self.store, self.settings), raw, name="call.json").call_id
        recordings, bells = Recordings(self.folder / "recordings"), Bells(self.settings.resolved_redis_url)
        bench = Bench(self.settings, self.store, recordings, bells)
        for stage in (ingest, transcribe, measure, score, flag):
            write = stage._work(bench, at_hand(self.store, call_id), lambda share: None)
            with self.store.writing() as session:
                write(session)
        return call_id

    def export(self, call_id: int, **wish: bool) -> dict[str, Any]:
        return exported(self.store, self.folder, call_id, **wish)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


TURNS = [
    {"speaker": "agent", "text": "안녕하십니까. 상담사 김민지입니다. 말씀해 주세요.", "start_s": 0.5, "end_s": 5.0},
    {"speaker": "citizen", "text": "막차가 몇 시예요?", "start_s": 5.4, "end_s": 9.0},
    {"speaker": "unknown", "text": "네.", "start_s": 9.1, "end_s": 9.3},
    {"speaker": "agent", "text": "열두 시 십 분입니다. 감사합니다.", "start_s": 9.5, "end_s": 11.5},
]  # fmt: skip
KOREAN = [
    {"speaker": "상담사", "text": "감사합니다. 다산콜센터입니다."},
    {"speaker": "고객", "text": "네, 막차요. 제 번호는 010-2345-6789예요."},
]
FOREIGN = {"x-vendor": {"deep": [1, None, {"한": "글"}]}, "redacted": {}, "group": [], "critical": []}


def kept(original: Any, now: Any, where: str = "$") -> None:
    """Every key and item of the original stands in what went out, unchanged; what is new stands behind it."""
    if isinstance(original, dict):
        assert isinstance(now, dict), where
        for key, value in original.items():
            assert key in now, f"{where}.{key}"
            kept(value, now[key], f"{where}.{key}")
    elif isinstance(original, list):
        assert isinstance(now, list), where
        assert len(now) >= len(original), where
        for number, value in enumerate(original):
            kept(value, now[number], f"{where}[{number}]")
    else:
        assert now == original, where


@pytest.mark.parametrize(
    "original",
    [
        older(**FOREIGN),
        vcon(**FOREIGN, dialog=[external()], analysis=[transcript(KOREAN)]),
        vcon(dialog=[external()], analysis=[transcript(KOREAN), {"type": "report", "vendor": "x", "url": "https://x/y"}]),
    ],
)  # fmt: skip
def test_a_vcon_goes_out_with_everything_it_came_with_and_our_evaluations_behind(
    machine: Machine, original: dict[str, Any]
) -> None:
    call_id = machine.score(original)
    out = machine.export(call_id)
    kept(original, out)
    assert set(out) - set(original) <= {"analysis"}
    added = out["analysis"][len(original["analysis"]) :]
    with machine.store.reading() as session:
        machines = results.evaluations_of(session, call_id)
    assert [entry["type"] for entry in added] == ["transcript", *["evaluation"] * len(machines)]
    assert {entry["vendor"] for entry in added} == {"attune"}
    assert all(entry["encoding"] == "json" and entry["schema"] for entry in added)
    (back,) = calls_of(json.dumps(out).encode(), "back.vcon").calls
    (first,) = calls_of(json.dumps(original).encode(), "first.vcon").calls
    assert [(t.speaker, t.text) for t in back.transcript.turns] == [(t.speaker, t.text) for t in first.transcript.turns]
    assert [each["score"] for each in evaluations_in(out)] == [each.score for each in machines]


def test_exporting_what_was_exported_adds_nothing_twice(machine: Machine, tmp_path: Path) -> None:
    original = vcon(dialog=[external()], analysis=[transcript(KOREAN)])
    once = machine.export(machine.score(original))
    there = Machine(tmp_path / "other")
    again = there.export(there.score(once))
    kept(once, again)
    theirs = {json.dumps(each["ratings"], sort_keys=True) for each in evaluations_in(once)}
    assert {json.dumps(each["ratings"], sort_keys=True) for each in evaluations_in(again)} == theirs


def test_a_signed_vcon_goes_out_open_with_the_signed_one_attached(machine: Machine) -> None:
    original = vcon(dialog=[external()], analysis=[transcript(KOREAN)])
    out = machine.export(machine.score(signed(original)))
    kept({key: value for key, value in original.items() if key != "attachments"}, out)
    assert out["attachments"][-1]["body"] == signed(original)


@pytest.mark.parametrize("channel", ["phone", "chat", "untimed"])
def test_a_call_that_came_as_anything_else_reads_back_as_the_same_transcript(machine: Machine, channel: str) -> None:
    turns = TURNS if channel == "phone" else [{"speaker": t["speaker"], "text": t["text"]} for t in TURNS]
    told = {
        "channel": "phone" if channel == "untimed" else channel,
        "started_at": "2026-11-20T10:00:00",
        "turns": turns,
    }
    call_id = machine.score(told)
    out = machine.export(call_id, unmasked=True)
    assert [dialog["body"] for dialog in out["dialog"]] == [turn["text"] for turn in TURNS]
    assert out["dialog"][0]["start"] == (
        "2026-11-20T10:00:00.500000+09:00" if channel == "phone" else "2026-11-20T10:00:00+09:00"
    )
    assert out["parties"] == [{"role": "customer"}, {"role": "agent"}, {"role": "unknown"}]
    (back,) = calls_of(json.dumps(out).encode(), "back.vcon").calls
    with machine.store.reading() as session:
        page = call_page(session, call_id)
    assert page is not None
    assert (back.transcript, back.measures) == (page.transcript, page.measures)
    bare = {**out, "analysis": []}  # what somebody else's reader sees
    (seen,) = calls_of(json.dumps(bare).encode(), "bare.vcon").calls
    assert [(t.speaker, t.text) for t in seen.transcript.turns] == [(t.speaker, t.text) for t in back.transcript.turns]


def test_an_evaluation_in_a_vcon_is_what_score_prints(machine: Machine, tmp_path: Path) -> None:
    told = {"id": "1", "started_at": "2026-11-20T10:00:00", "turns": TURNS}
    path = tmp_path / "call.json"
    path.write_text(json.dumps(told))
    arguments = ["--transcript", str(path), "--rubric", "courtesy-ko", "--json"]
    printed = json.loads(CliRunner().invoke(score_command, arguments, catch_exceptions=False).stdout)
    exported = {each["rubric"]: each for each in evaluations_in(machine.export(machine.score(told), unmasked=True))}
    for beside in ("analytics", "findings"):
        printed.pop(beside)  # what stands beside the evaluation is not in it
    assert {**exported["courtesy-ko"], "flags": None} == {**printed, "flags": None}


def test_what_people_said_otherwise_stands_beside_the_machines_ratings(cast: Cast, desk: Store) -> None:
    with desk.writing() as session:
        page = call_page(session, cast.calls["full"])
        person = find_person(session, "suhyun")
        assert page is not None
        assert person is not None
        rating = next(r for e in page.evaluations for r in e.ratings if r.counts.answer is not None)
        said = Override("cannot_tell", "context", "들리지 않음", rating.counts.id)
        override(session, person, cast.calls["full"], rating.id, said)
    found = [each for body in evaluations_in(of_cast(cast, desk)) for each in body.get("overrides", ())]
    assert (found[-1]["criterion"], found[-1]["state"], found[-1]["note"]) == (
        rating.criterion,
        "cannot_tell",
        "들리지 않음",
    )


def test_personal_data_and_the_agent_are_hidden_unless_asked_for(cast: Cast, desk: Store) -> None:
    hidden = json.dumps(of_cast(cast, desk)["analysis"] + of_cast(cast, desk)["dialog"], ensure_ascii=False)
    assert MOBILE not in hidden
    assert "공일공" not in hidden
    assert of_cast(cast, desk)["parties"] == [{"role": "customer"}, {"role": "agent"}]
    shown = of_cast(cast, desk, unmasked=True, named=True)
    assert MOBILE in json.dumps(shown, ensure_ascii=False)
    assert shown["parties"][1] == {"role": "agent", "name": "김민지", "meta": {"login": "minji"}}


def test_the_sound_goes_inside_when_wished_for(cast: Cast, desk: Store, machine: Machine) -> None:
    out = of_cast(cast, desk, sound=True)
    (dialog,) = out["dialog"]
    assert (dialog["type"], dialog["encoding"]) == ("recording", "base64url")
    with desk.reading() as session:
        page = call_page(session, cast.calls["full"])
    assert page is not None
    recorded = Recordings(cast.folder / "recordings").path(page.facts.recording_sha256).read_bytes()
    assert sound_inside(out) == recorded
    written = machine.score({"turns": TURNS})
    with pytest.raises(Refused, match="no sound"):
        machine.export(written, sound=True)


def test_a_vcon_that_carries_sound_goes_out_as_it_came_even_before_it_was_heard(machine: Machine) -> None:
    original = vcon(dialog=[inline(sound())])
    raw = io.BytesIO(json.dumps(original).encode())
    call_id = hand_in(intake(machine.store, machine.settings), raw, name="call.vcon").call_id
    assert machine.export(call_id) == original


def test_a_call_not_yet_heard_cannot_go_out_and_one_that_is_not_there_neither(cast: Cast, desk: Store) -> None:
    with pytest.raises(Refused, match="no transcript to export yet"):
        of_cast(cast, desk, "waiting")
    with desk.writing() as session, pytest.raises(LookupError):
        export_vcon(session, Recordings(cast.folder / "recordings"), 999_999, Wish(), time_zone=SEOUL)


def test_every_export_leaves_an_audit_line(cast: Cast, desk: Store) -> None:
    of_cast(cast, desk, named=True)
    with desk.reading() as session:
        (line,) = session.query(Audit).filter_by(act="export").all()
    assert line.thing == f"call:{cast.calls['full']}"
    assert line.new == {"format": "vcon", "sound": False, "named": True, "unmasked": False}
