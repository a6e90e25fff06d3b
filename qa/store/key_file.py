"""Keys in the data folder: made on first use, for the eyes of the folder's owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from qa.errors import Problem

KEY_BYTES = 48


def key_in(path: Path) -> bytes:
    """The key kept at `path`; made, with its folder, where there is none.

    Raises `Problem` when the folder cannot be written to.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            key = path.read_bytes()
            if len(key) >= KEY_BYTES:
                return key
            path.unlink()  # a start was cut off between making the file and filling it
            return key_in(path)
        with os.fdopen(descriptor, "wb") as file:
            key = secrets.token_bytes(KEY_BYTES)
            file.write(key)
        return key
    except OSError as error:
        raise Problem(
            f"키 파일 {path}을(를) 읽거나 쓸 수 없습니다({error.strerror}). 데이터 폴더의 권한을 확인해 주세요.",
            f"The key file {path} cannot be read or written ({error.strerror}): "
            "check the permissions of the data folder.",
        ) from error
