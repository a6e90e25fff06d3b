"""`qa seed`: a made-up centre, the same for the same numbers, on which every role can work."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from qa.call import Evidence, Transcript, from_json
from qa.settings import Settings
from qa.store.engine import Store, open_store
from qa.store.review_tables import Dispute, Notification, Review
from qa.store.seed.rows import Rows
from qa.store.specimens import Specimens, specimens
from qa.store.tables import Call, CallEvaluation, CallRating, CallTranscript, Person, Recording, Table, Vendor
from qa.web.app import create_app
from tests.command.conftest import Qa

SEEDED = ("seed", "--calls", "60", "--until", "2026-11-23")
# Salted anew each time.
NOT_COMPARED = {"password_hash"}


def dump(data: Path) -> str:
    """The SHA-256 of every row of every table."""
    store = open_store(Settings(data=data))
    digest = hashlib.sha256()
    with store.reading() as session:
        for table in Table.metadata.sorted_tables:
            columns = [column for column in table.columns if column.name not in NOT_COMPARED]
            for row in session.execute(select(*columns).order_by(*table.primary_key.columns)):
                digest.update(f"{table.name}:{list(row)!r}\n".encode())
    store.close()
    return digest.hexdigest()


@pytest.fixture
def centre(qa: Qa, data: Path) -> Store:
    assert qa(*SEEDED).code == 0
    return open_store(Settings(data=data))


def test_the_same_numbers_make_the_same_rows_and_others_make_others(
    qa: Qa, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dumps = []
    for name, more in (("first", ()), ("again", ()), ("other", ("--seed", "2"))):
        monkeypatch.setenv("QA_DATA", str(tmp_path / name))
        assert qa(*SEEDED, *more).code == 0
        dumps.append(dump(tmp_path / name))
    assert dumps[0] == dumps[1]
    assert dumps[0] != dumps[2]


def test_a_store_with_calls_is_left_alone_unless_more_are_asked_for(qa: Qa, data: Path) -> None:
    assert json.loads(qa("seed", "--calls", "12", "--json").out)["calls"] == 12
    before = dump(data)
    refused = qa("seed", "--calls", "12")
    assert refused.code == 2
    assert "--add" in refused.err
    assert dump(data) == before
    assert qa("seed", "--calls", "5", "--add").code == 0
    store = open_store(Settings(data=data))
    with store.reading() as session:
        assert session.scalar(select(func.count(Call.id))) == 17
        assert session.scalar(select(func.count(Recording.sha256.distinct()))) == 17
    store.close()


def test_evidence_quotes_what_was_said(centre: Store) -> None:
    with centre.reading() as session:
        rows = session.execute(
            select(CallRating.evidence, CallTranscript.body)
            .join(CallEvaluation, CallEvaluation.id == CallRating.evaluation_id)
            .join(CallTranscript, CallTranscript.id == CallEvaluation.transcript_id)
        ).all()
    quotes = 0
    for evidence, body in rows:
        transcript = from_json(Transcript, body)
        for found in (from_json(Evidence, each) for each in evidence):
            if found.turn is not None:
                quotes += 1
                assert found.quote in transcript.turns[found.turn].text
    assert quotes > 100
    centre.close()


def test_there_is_something_of_everything(qa: Qa, data: Path) -> None:
    assert qa("seed", "--calls", "400", "--until", "2026-11-23").code == 0
    store = open_store(Settings(data=data))
    with store.reading() as session:
        kinds = set(session.execute(select(Review.purpose, Review.stream, Review.state)).tuples())
        outcomes = set(session.scalars(select(Dispute.outcome)))
        agents = session.scalar(select(func.count(Person.id)).where(Person.role == "agent"))
        assert session.scalar(select(func.count(Vendor.id))) == 2
        assert session.scalar(select(func.count(Notification.id))) > 0
        told = specimens(session, at_most=3)
    store.close()
    for stream in ("random", "flagged"):
        assert {("first", stream, state) for state in ("waiting", "assigned", "submitted")} <= kinds
    assert ("second", "", "submitted") in kinds
    assert {"kept", "accepted"} <= outcomes
    assert agents is not None
    assert agents >= 8
    assert all(told.values[name] for name in ("call", "own_call", "stopped", "blind", "shown", "entry", "session"))


def test_every_role_can_open_its_pages_on_it(centre: Store, data: Path) -> None:
    app = create_app(centre, Settings(data=data))
    with centre.reading() as session:
        found = specimens(session, at_most=3)
    assert set(found.people) >= {"administrator", "manager", "evaluator", "coach", "agent"}
    for role, paths in _paths(found).items():
        client = app.test_client()
        with client.session_transaction() as session:
            session["person_id"] = found.people[role]
        for path in paths:
            assert client.get(path).status_code == 200, (role, path)
    centre.close()


def _paths(found: Specimens) -> dict[str, list[str]]:
    calls = [f"/calls/{each}" for each in found.values["call"]]
    return {
        "administrator": ["/calls", "/inbox", "/status", "/answers/gaps", *calls, f"{calls[0]}/history"],
        "manager": ["/calls?stream=flagged", "/inbox", *calls],
        "evaluator": ["/calls", "/inbox", *(f"/reviews/{each}" for each in found.values["blind"])],
        "coach": ["/calls", "/answers/gaps", *calls[:1]],
        "agent": ["/calls", "/notices", *(f"/calls/{each}" for each in found.values["own_call"])],
    }


def test_a_call_without_its_sound_says_so(centre: Store, data: Path) -> None:
    app = create_app(centre, Settings(data=data))
    with centre.reading() as session:
        found = specimens(session, at_most=1)
    client = app.test_client()
    with client.session_transaction() as session:
        session["person_id"] = found.people["administrator"]
    page = client.get(f"/calls/{found.values['call'][0]}").text
    assert "녹취 파일이 이 서버에 없어" in page
    assert "<audio" not in page
    centre.close()


def test_rows_name_each_other_before_they_are_written(any_store: Store) -> None:
    """And whoever adds a row afterwards the usual way gets the next id."""
    with any_store.writing() as session:
        rows = Rows(session)
        vendor = rows.add(Vendor, name="한빛")
        rows.change(Vendor, vendor, name="누리")
        rows.add(Person, login="minji", name="김민지", role="agent", vendor_id=vendor, password_hash="-")
        rows.write()
        session.add(Vendor(name="가온"))
    with any_store.reading() as session:
        assert set(session.scalars(select(Vendor.name))) == {"누리", "가온"}
        assert session.scalar(select(Person.vendor_id)) == vendor
