"""Recordings are kept durably, once, and whole."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest

from qa.errors import Problem, Refused
from qa.store import calls
from qa.store.engine import Store
from qa.store.recordings import Recordings

SOUND = b"RIFF" + bytes(range(256)) * 5000


def test_a_recording_lies_under_the_hash_of_its_bytes(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path)
    kept = recordings.keep(io.BytesIO(SOUND), max_bytes=10**8)
    assert kept.sha256 == hashlib.sha256(SOUND).hexdigest()
    assert kept.size_bytes == len(SOUND)
    assert recordings.path(kept.sha256).read_bytes() == SOUND


def test_the_file_and_every_folder_that_names_it_are_synced_before_it_counts_as_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a power cut leaves a name without bytes, or bytes without a name."""
    happened: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noting_fsync(descriptor: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        happened.append(f"sync {'folder' if path.is_dir() else 'file'} {path.name if path.is_dir() else ''}".strip())
        fsync(descriptor)

    def noting_replace(source: Path, target: Path) -> None:
        happened.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noting_fsync)
    monkeypatch.setattr(os, "replace", noting_replace)
    recordings = Recordings(tmp_path / "recordings")
    kept = recordings.keep(io.BytesIO(SOUND), max_bytes=10**8)
    assert happened[-4:] == ["sync file", "sync folder recordings", "rename", f"sync folder {kept.sha256[:2]}"]


def test_the_same_bytes_twice_are_one_file_and_one_call(tmp_path: Path, store: Store) -> None:
    recordings = Recordings(tmp_path / "recordings")
    first = recordings.keep(io.BytesIO(SOUND), max_bytes=10**8)
    second = recordings.keep(io.BytesIO(SOUND), max_bytes=10**8)
    assert first == second
    assert [p for p in recordings.folder.rglob("*") if p.is_file()] == [recordings.path(first.sha256)]
    one = calls.accept(store, first, name="monday.wav")
    two = calls.accept(store, second, name="another name.wav")
    assert not one.already
    assert (two.call_id, two.already) == (one.call_id, True)


def test_no_bytes_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="empty"):
        Recordings(tmp_path).keep(io.BytesIO(b""), max_bytes=10)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_too_many_bytes_are_refused_while_reading_and_leave_nothing(tmp_path: Path) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

    source = Endless()
    with pytest.raises(Refused, match="larger than 5 MB"):
        Recordings(tmp_path).keep(source, max_bytes=5 << 20)  # type: ignore[arg-type]
    assert source.given <= 7 << 20
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("a file")
    with pytest.raises(Problem, match="could not be kept") as caught:
        Recordings(tmp_path / "in-the-way").keep(io.BytesIO(SOUND), max_bytes=10**8)
    assert caught.value.again


def test_a_full_disk_is_a_sentence_and_leaves_nothing() -> None:
    """/dev/full is a disk without room: the kernel answers every write with ENOSPC."""
    from qa.store.recordings import _as_problem

    try:
        with open("/dev/full", "wb", buffering=0) as full:
            full.write(b"x")
    except OSError as error:
        problem = _as_problem(error, Path("/data/recordings"))
    assert "disk of /data/recordings is full" in problem.sentence.en
    assert "가득 차서" in problem.sentence.ko
    assert problem.again


def test_a_derived_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path)
    target = recordings.peaks("ab" * 32)
    target.parent.mkdir(parents=True)

    def half(path: Path) -> None:
        path.write_text("half")
        raise ValueError("the encoder failed")

    with pytest.raises(ValueError, match="encoder"):
        recordings.derive(target, half)
    assert list(target.parent.iterdir()) == []
    recordings.derive(target, lambda path: path.write_text("whole"))
    assert [p.read_text() for p in target.parent.iterdir()] == ["whole"]


def test_a_name_is_text_and_never_a_path(tmp_path: Path, store: Store) -> None:
    kept = Recordings(tmp_path).keep(io.BytesIO(SOUND), max_bytes=10**8)
    call = calls.accept(store, kept, name="../" * 200 + "etc/passwd.wav")
    with store.reading() as session:
        found = calls.find_call(session, str(call.call_id))
        assert found is not None
        assert len(found.recording.name) <= 300
        assert found.recording.name.endswith("passwd.wav")
