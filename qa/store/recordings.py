"""Recordings on disk, each under the SHA-256 of its bytes, with the listening copy and the waveform beside it."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from qa.errors import Problem, Refused

PIECE_BYTES = 1 << 20


@dataclass(frozen=True)
class Kept:
    sha256: str
    size_bytes: int


class Recordings:
    """The folder of recordings. What `keep` returned for survives a power cut."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def listening_copy(self, sha256: str) -> Path:
        """What a browser plays; made by the ingest stage."""
        return self.folder / sha256[:2] / f"{sha256}.listen.mp3"

    def peaks(self, sha256: str) -> Path:
        """The waveform as JSON: {"per_s", "channels": [[0–255, …], …]}; made by the ingest stage."""
        return self.folder / sha256[:2] / f"{sha256}.peaks.json"

    def sound_of(self, sha256: str) -> Path:
        """The sound of a call that came as a vCon: taken out of it, or found beside it when it was handed in."""
        return self.folder / sha256[:2] / f"{sha256}.sound"

    def keep(self, source: BinaryIO, *, max_bytes: int) -> Kept:
        """Keep the bytes of `source` durably: file and folder are on the disk when this returns. Idempotent.

        Raises `Refused` when there are no bytes or more than `max_bytes`, `Problem` when the disk will not take them.
        """
        incoming = self.folder / "incoming"
        try:
            _make_folder(incoming)
            descriptor, name = tempfile.mkstemp(dir=incoming)
            temporary = Path(name)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    kept = _copy(source, file, max_bytes)
                    file.flush()
                    os.fsync(file.fileno())
                self._put(temporary, self.path(kept.sha256))
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            raise _as_problem(error, self.folder) from error
        return kept

    def derive(self, target: Path, make: Callable[[Path], object]) -> None:
        """Let `make` write a file derived from a recording; it appears under `target` whole or not at all."""
        # The last part stays last: encoders choose the container by it.
        temporary = target.with_name(f"{target.stem}.{os.getpid()}.part{target.suffix}")
        try:
            make(temporary)
            with temporary.open("rb") as file:
                os.fsync(file.fileno())
            self._put(temporary, target)
        except OSError as error:
            raise _as_problem(error, self.folder) from error
        finally:
            temporary.unlink(missing_ok=True)

    def _put(self, temporary: Path, target: Path) -> None:
        _make_folder(target.parent)
        os.replace(temporary, target)
        _sync_folder(target.parent)


def _copy(source: BinaryIO, file: BinaryIO, max_bytes: int) -> Kept:
    digest = hashlib.sha256()
    size = 0
    while piece := source.read(PIECE_BYTES):
        size += len(piece)
        if size > max_bytes:
            limit = max_bytes // (1024 * 1024)
            raise Refused(
                f"파일이 {limit} MB보다 큽니다. 파일을 나누거나 QA_MAX_UPLOAD_MB 값을 늘려 주세요.",
                f"The file is larger than {limit} MB: split it, or raise QA_MAX_UPLOAD_MB.",
            )
        digest.update(piece)
        file.write(piece)
    if size == 0:
        raise Refused(
            "파일이 비어 있습니다(0바이트). 녹취 장비에서 다시 내보내 주세요.",
            "The file is empty (0 bytes): export it again from the recorder.",
        )
    return Kept(digest.hexdigest(), size)


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    """A rename is only durable once the folder that holds the name is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _as_problem(error: OSError, folder: Path) -> Problem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Problem(
            f"{folder} 폴더의 디스크가 가득 차서 녹취를 보관하지 못했습니다. 공간을 비운 뒤 다시 시도해 주세요.",
            f"The disk of {folder} is full, so the recording was not kept: free some space and try again.",
            again=True,
        )
    return Problem(
        f"{folder} 폴더에 녹취를 보관하지 못했습니다({error.strerror}). 폴더의 권한을 확인해 주세요.",
        f"The recording could not be kept in {folder} ({error.strerror}): check the folder's permissions.",
        again=True,
    )
