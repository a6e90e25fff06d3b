"""Of a citizen's number a keyed hash is kept, and the number nowhere."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from qa.desk.citizens import Citizens, normal
from qa.desk.ingest import NO_NUMBER, Intake, hand_in, intake
from qa.settings import Settings
from qa.store.engine import open_store
from qa.store.tables import Call

NUMBER = "010-2345-6789"


@pytest.fixture
def at(tmp_path: Path) -> Intake:
    settings = Settings(data=tmp_path)
    return intake(open_store(settings), settings)


def hashes(at: Intake) -> list[str | None]:
    with at.store.reading() as session:
        return list(session.scalars(select(Call.citizen_hash).order_by(Call.id)))


def call(text: str, **more: str) -> io.BytesIO:
    turns = [{"speaker": "agent", "text": "안녕하세요."}, {"speaker": "citizen", "text": text}]
    return io.BytesIO(json.dumps({"turns": turns, **more}, ensure_ascii=False).encode())


@pytest.mark.parametrize(
    "written",
    ["010-2345-6789", "010 2345 6789", "01023456789", "+82 10-2345-6789", "tel:+821023456789", "0082 10 2345 6789"],
)
def test_every_way_of_writing_a_number_is_the_same(written: str) -> None:
    assert normal(written) == "01023456789"


@pytest.mark.parametrize("written", ["", "anonymous", "발신번호표시제한", "120", "sip:anonymous@invalid", "0" * 16])
def test_what_is_no_number_is_none(written: str) -> None:
    assert normal(written) is None


def test_the_key_is_made_once_for_its_owner_alone_and_tells_hashes_apart(tmp_path: Path) -> None:
    one = Citizens(tmp_path / "one" / "citizen.key")
    first = one.hash_of(NUMBER)
    assert first == one.hash_of("+821023456789")
    assert (tmp_path / "one" / "citizen.key").stat().st_mode & 0o077 == 0
    assert first != Citizens(tmp_path / "two" / "citizen.key").hash_of(NUMBER)
    assert Citizens(tmp_path / "none", b"given").hash_of(NUMBER) != first
    assert not (tmp_path / "none").exists(), "a key that is given needs no file"


def test_a_transcript_with_a_number_keeps_its_hash_and_the_number_nowhere(at: Intake, tmp_path: Path) -> None:
    first = hand_in(at, call("하나", citizen_number=NUMBER), name="1.json")
    again = hand_in(at, call("하나", citizen_number=NUMBER), name="1.json")
    hand_in(at, call("둘", citizen_number="+82 10 2345 6789"), name="2.json")
    hand_in(at, call("셋"), name="3.json")
    assert (again.already, again.call_id) == (True, first.call_id)
    one, two, none = hashes(at)
    assert one == two
    assert one is not None
    assert none is None
    at.store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"2345-6789" not in kept
    assert b"23456789" not in kept


def test_a_number_given_beside_the_file_counts(at: Intake) -> None:
    hand_in(at, call("하나"), name="1.json", number=NUMBER)
    hand_in(at, call("둘", citizen_number=NUMBER), name="2.json")
    one, two = hashes(at)
    assert one is not None
    assert one == two


def test_a_number_that_cannot_be_read_is_told_and_stops_nothing(at: Intake) -> None:
    assert hand_in(at, call("하나", citizen_number="발신번호표시제한"), name="1.json").note == NO_NUMBER
    assert hand_in(at, call("둘"), name="2.json", number="abc").note == NO_NUMBER
    assert hand_in(at, call("셋", citizen_number=""), name="3.json").note is None
    assert hashes(at) == [None, None, None]


def test_many_calls_in_one_file_each_keep_their_hash_and_no_number(at: Intake, tmp_path: Path) -> None:
    one, two = (json.loads(call(text, citizen_number=NUMBER).read()) for text in ("하나", "둘"))
    hand_in(at, io.BytesIO(json.dumps([one, two]).encode()), name="calls.json")
    first, second = hashes(at)
    assert first is not None
    assert first == second
    at.store.close()
    assert not any(b"2345-6789" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
